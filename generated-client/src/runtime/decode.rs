//! Decodes the body of a success, and says where it departs from the contract.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::api::Operation;
use super::auth::ApiKey;
use super::body::{is_blank, other_content_type, without_bom};
use super::error::Error;
use super::mismatch::{self, Place};
use super::response::Response;
use super::sanitise::sanitise;
use super::transport::Received;

/// Decodes a body of JSON.
pub(super) fn decode<T: DeserializeOwned>(
    operation: &'static Operation,
    received: Received,
    key: &ApiKey,
) -> Result<Response<T>, Error> {
    match serde_json::from_slice(without_bom(&received.body)) {
        Ok(value) => Ok(Response::new(value, received, operation)),
        Err(error) => {
            let problem = describe::<T>(&received, &error, &|text| key.redact(text));
            Err(Error::decode(operation, received, &problem))
        }
    }
}

/// Says what is wrong and where without repeating the values, which may be people's data.
fn describe<T: DeserializeOwned>(
    received: &Received,
    error: &serde_json::Error,
    redact: &dyn Fn(&str) -> String,
) -> String {
    if is_blank(&received.body) {
        return "there is no body where JSON is due".to_owned();
    }
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        Category::Data => format!(
            "the body is not what the contract describes{} ({place})",
            difference::<T>(without_bom(&received.body), redact)
        ),
        category => other_content_type(received, redact).unwrap_or_else(|| match category {
            Category::Eof => format!("the body breaks off ({place})"),
            _ => format!("the body is not JSON ({place})"),
        }),
    }
}

/// The first value that is not what the contract describes, and why.
///
/// Keeping track of it costs time, so the body is read again for it, after the fact.
fn difference<T: DeserializeOwned>(body: &[u8], redact: &dyn Fn(&str) -> String) -> String {
    match mismatch::find::<T>(body) {
        Some(Place { path, problem }) if path.is_empty() => format!(": {problem}"),
        // The names of members may be the server's, too.
        Some(Place { path, problem }) => format!(" at {}: {problem}", sanitise(&redact(&path))),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use bytes::Bytes;
    use reqwest::StatusCode;
    use reqwest::header::{CONTENT_TYPE, HeaderMap};
    use serde::Deserialize;

    use super::*;

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
            assert_eq!(problem(body), "there is no body where JSON is due");
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
