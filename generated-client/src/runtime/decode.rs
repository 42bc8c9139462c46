//! Decodes the body of a success, and says where it departs from the contract.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::api::Operation;
use super::error::Error;
use super::response::Response;
use super::transport::Received;

/// Decodes a body of JSON.
pub(super) fn decode<T: DeserializeOwned>(
    operation: &'static Operation,
    received: Received,
) -> Result<Response<T>, Error> {
    match serde_json::from_slice(&received.body) {
        Ok(value) => Ok(Response::new(value, received, operation)),
        Err(error) => {
            let problem = describe::<T>(&received.body, &error);
            Err(Error::decode(operation, received, &problem, error))
        }
    }
}

/// Says what is wrong and where without repeating what the body holds, which may be people's data.
fn describe<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        Category::Data => format!(
            "the body is not what the contract describes{} ({place})",
            path::<T>(body)
        ),
        Category::Eof => format!("the body breaks off ({place})"),
        Category::Syntax | Category::Io => format!("the body is not JSON ({place})"),
    }
}

/// Path of the member that could not be decoded.
///
/// Keeping track of it costs time, so the body is read again for it, after the fact.
fn path<T: DeserializeOwned>(body: &[u8]) -> String {
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) if error.path().iter().next().is_some() => format!(" at {}", error.path()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

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

    fn problem(body: &str) -> String {
        let error = serde_json::from_str::<List>(body).unwrap_err();
        describe::<List>(body.as_bytes(), &error)
    }

    #[test]
    fn the_place_is_told_but_not_what_is_there() {
        assert_eq!(
            problem("{\"data\": [{\"rev\": 1},\n {\"rev\": \"Rosa\"}]}"),
            "the body is not what the contract describes at data[1].rev (line 2, column 15)"
        );
        assert_eq!(
            problem("[1]"),
            "the body is not what the contract describes at [0] (line 1, column 2)"
        );
    }

    #[test]
    fn what_is_not_json_is_told_from_what_breaks_off() {
        assert_eq!(problem("<html>"), "the body is not JSON (line 1, column 1)");
        assert_eq!(
            problem("{\"data\": []} trailing"),
            "the body is not JSON (line 1, column 14)"
        );
        assert_eq!(problem(""), "the body breaks off (line 1, column 0)");
        assert_eq!(
            problem("{\"data\": [{\"re"),
            "the body breaks off (line 1, column 14)"
        );
    }
}
