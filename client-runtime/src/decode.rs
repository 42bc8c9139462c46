//! Decodes the body of a success, and says where it differs from the contract.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::auth::Credentials;
use crate::body::{is_blank, other_content_type, without_bom};
use crate::mismatch::{self, Place};
use crate::outcome::Received;
use crate::sanitise::sanitise;

/// A success whose body is to be decoded as its status says.
pub struct Undecoded<'a> {
    received: &'a Received,
    credentials: &'a Credentials,
}

/// Why a success cannot be decoded.
#[derive(Debug)]
pub struct DecodeError(pub(crate) String);

impl<'a> Undecoded<'a> {
    pub(crate) fn new(received: &'a Received, credentials: &'a Credentials) -> Self {
        Self {
            received,
            credentials,
        }
    }

    /// The status, from 200 to 299.
    pub fn status(&self) -> u16 {
        self.received.status.as_u16()
    }

    /// Decodes the body as JSON.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        serde_json::from_slice(without_bom(&self.received.body)).map_err(|error| {
            let redact = |text: &str| self.credentials.redact(text);
            DecodeError(describe::<T>(self.received, &error, &redact))
        })
    }

    /// The body as it is.
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.received.body.clone())
    }

    /// The contract describes no success with this status.
    pub fn undocumented<T>(&self) -> Result<T, DecodeError> {
        let problem = "the contract describes no success with this status";
        Err(DecodeError(problem.to_owned()))
    }
}

/// Decodes the body as JSON; one that is missing is `null`, if the type takes that.
pub(crate) fn decode_or_null<T: DeserializeOwned>(
    response: &Undecoded<'_>,
) -> Result<T, DecodeError> {
    if is_blank(&response.received.body)
        && let Ok(value) = T::deserialize(serde_json::Value::Null)
    {
        return Ok(value);
    }
    response.decode()
}

/// Says what is wrong and where without repeating the values, which may be people's data.
fn describe<T: DeserializeOwned>(
    received: &Received,
    error: &serde_json::Error,
    redact: &dyn Fn(&str) -> String,
) -> String {
    if is_blank(&received.body) {
        return "there is no body where JSON is expected".to_owned();
    }
    // A union is read before it is decoded, and has no line of its own.
    let place = match error.line() {
        0 => String::new(),
        line => format!(" (line {line}, column {})", error.column()),
    };
    match error.classify() {
        Category::Data => format!(
            "the body is not what the contract describes{}{place}",
            difference::<T>(without_bom(&received.body), redact)
        ),
        category => other_content_type(received, redact).unwrap_or_else(|| match category {
            Category::Eof => format!("the body breaks off{place}"),
            _ => format!("the body is not JSON{place}"),
        }),
    }
}

/// The first value that is not what the contract describes, and why.
///
/// Keeping track of it costs time, so the body is read again for it, after the fact.
fn difference<T: DeserializeOwned>(body: &[u8], redact: &dyn Fn(&str) -> String) -> String {
    match mismatch::find::<T>(body) {
        // The names of members may be the server's, too; a problem may name some in a union.
        Some(Place { path, problem }) if path.is_empty() => format!(": {}", redact(&problem)),
        Some(Place { path, problem }) => {
            format!(" at {}: {}", sanitise(&redact(&path)), redact(&problem))
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;

    use bytes::Bytes;
    use reqwest::StatusCode;
    use reqwest::header::{CONTENT_TYPE, HeaderMap};
    use serde::Deserialize;

    use super::*;
    use crate::codegen::unions::{Fit, Property, property};
    use crate::union;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct List {
        data: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Item {
        rev: i64,
    }

    fn received(content_type: &'static str, body: &str) -> Received {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        Received {
            idempotency_key: None,
            status: StatusCode::OK,
            headers,
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    fn problem_of(content_type: &'static str, body: &str) -> String {
        let error = serde_json::from_slice::<List>(without_bom(body.as_bytes())).unwrap_err();
        describe::<List>(&received(content_type, body), &error, &str::to_owned)
    }

    fn problem(body: &str) -> String {
        problem_of("application/json", body)
    }

    #[test]
    fn the_place_is_told_but_not_what_is_there() {
        assert_eq!(
            problem("{\"data\": [{\"rev\": 1},\n {\"rev\": \"Rosa\"}]}"),
            "the body is not what the contract describes at data[1].rev: \
             found a string, expected i64 (line 2, column 15)"
        );
        assert_eq!(
            problem("[1]"),
            "the body is not what the contract describes at [0]: \
             found an integer, expected a sequence (line 1, column 2)"
        );
        assert_eq!(
            problem("\u{feff}{}"),
            "the body is not what the contract describes: member `data` is missing \
             (line 1, column 2)"
        );
    }

    #[test]
    fn a_key_in_a_name_is_not_told() {
        #[derive(Clone, Debug, PartialEq, Deserialize, serde::Serialize)]
        struct Counts {
            of: BTreeMap<String, i64>,
        }
        impl Fit for Counts {
            const PROPERTIES: &'static [Property] = &[property::<BTreeMap<String, i64>>("of")];
        }
        union! {
            #[discriminator("type")]
            enum Event { #[values("counts")] Counts(Counts) }
        }

        let body = r#"{"type": "counts", "of": {"kdv_live_secret": true}}"#;
        let error = serde_json::from_str::<Event>(body).unwrap_err();
        let redact = |text: &str| text.replace("kdv_live_secret", "…");
        assert_eq!(
            describe::<Event>(&received("application/json", body), &error, &redact),
            "the body is not what the contract describes: found an object, expected `counts` \
             (of.…: found a boolean, expected i64)"
        );
    }

    #[test]
    fn what_is_not_json_is_told_from_what_breaks_off() {
        assert_eq!(problem("<html>"), "the body is not JSON (line 1, column 1)");
        assert_eq!(
            problem("{\"data\": []} trailing"),
            "the body is not JSON (line 1, column 14)"
        );
        assert_eq!(
            problem("{\"data\": [{\"re"),
            "the body breaks off (line 1, column 14)"
        );
        for body in ["", " \r\n", "\u{feff}"] {
            assert_eq!(problem(body), "there is no body where JSON is expected");
        }
    }

    #[test]
    fn another_content_type_is_named() {
        for (content_type, named) in [
            ("text/html; charset=utf-8", Some("text/html")),
            ("text/plain", Some("text/plain")),
            ("application/JSON", None),
        ] {
            let expected = named.map_or("the body is not JSON (line 1, column 1)".into(), |it| {
                format!("the body is `{it}` instead of JSON")
            });
            assert_eq!(problem_of(content_type, "<p>"), expected);
        }
    }
}
