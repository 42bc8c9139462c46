//! What an API's error body says, found through the JSON pointers that its contract declares.

use serde_json::Value;

use crate::api::ErrorPointers;
use crate::body::without_bom;

/// The members of an error body; each is `None` when the body has it not, or is not JSON at all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Details {
    pub(crate) error_type: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) param: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Details {
    /// Reads a body, passing each text through `redact`.
    pub(crate) fn read(
        pointers: &ErrorPointers,
        body: &[u8],
        redact: impl Fn(&str) -> String,
    ) -> Self {
        let Ok(body) = serde_json::from_slice::<Value>(without_bom(body)) else {
            return Self::default();
        };
        let at = |pointer: &&str| match body.pointer(pointer)? {
            Value::String(text) => Some(redact(text)),
            // Codes are numbers now and then, even in APIs that document text. Others than integers
            // have lost digits, by which a key among them could be recognised.
            Value::Number(number) if !number.is_f64() => Some(redact(&number.to_string())),
            _ => None,
        };
        let text = |pointers: &[&str]| pointers.iter().find_map(at);
        Self {
            error_type: text(pointers.kind),
            code: text(pointers.code),
            message: text(pointers.message),
            param: text(pointers.param),
            request_id: text(pointers.request_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENVELOPE: ErrorPointers = ErrorPointers {
        kind: &["/error/type"],
        code: &["/error/code"],
        message: &["/error/message"],
        param: &["/error/param"],
        request_id: &["/error/request_id"],
    };

    const LIST: ErrorPointers = ErrorPointers {
        kind: &[],
        code: &["/errors/0/code"],
        message: &["/errors/0/title", "/errors/0/detail", "/message"],
        param: &["/errors/0/source/parameter"],
        request_id: &[],
    };

    #[test]
    fn members_are_found_by_pointer() {
        let body = br#"{"error": {"type": "not_found", "code": "resource_not_found",
            "message": "No such contact", "param": "id", "request_id": "req_1"}}"#;
        let expected = Details {
            error_type: Some("not_found".to_owned()),
            code: Some("resource_not_found".to_owned()),
            message: Some("No such contact".to_owned()),
            param: Some("id".to_owned()),
            request_id: Some("req_1".to_owned()),
        };
        assert_eq!(Details::read(&ENVELOPE, body, str::to_owned), expected);

        let body = br#"{"errors": [{"status": 400, "code": "badparam", "title": "Not allowed",
            "source": {"parameter": "externalId"}}, {"code": "other"}]}"#;
        let expected = Details {
            code: Some("badparam".to_owned()),
            message: Some("Not allowed".to_owned()),
            param: Some("externalId".to_owned()),
            ..Details::default()
        };
        assert_eq!(Details::read(&LIST, body, str::to_owned), expected);
    }

    #[test]
    fn the_first_place_that_holds_a_text_counts() {
        for (body, message) in [
            (
                r#"{"errors": [{"title": "a", "detail": "b"}], "message": "c"}"#,
                Some("a"),
            ),
            (
                r#"{"errors": [{"detail": "b"}], "message": "c"}"#,
                Some("b"),
            ),
            (
                r#"{"errors": [{"title": null}], "message": "c"}"#,
                Some("c"),
            ),
            (r#"{"message": "c"}"#, Some("c")),
            (r#"{"errors": []}"#, None),
        ] {
            let details = Details::read(&LIST, body.as_bytes(), str::to_owned);
            assert_eq!(details.message.as_deref(), message, "{body}");
        }
    }

    #[test]
    fn numbers_are_read_as_text_and_other_values_not_at_all() {
        let body = br#"{"error": {"type": null, "code": 131037, "message": ["a"], "param": {}}}"#;
        let expected = Details {
            code: Some("131037".to_owned()),
            ..Details::default()
        };
        assert_eq!(Details::read(&ENVELOPE, body, str::to_owned), expected);
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        let body = "\u{feff}{\"error\": {\"code\": \"some_code\"}}";
        let details = Details::read(&ENVELOPE, body.as_bytes(), str::to_owned);
        assert_eq!(details.code.as_deref(), Some("some_code"));
    }

    #[test]
    fn every_member_is_redacted() {
        let body = br#"{"error": {"type": "a", "code": 7, "message": "b", "param": "c",
            "request_id": "d"}}"#;
        let redacted = || Some("[redacted]".to_owned());
        let details = Details::read(&ENVELOPE, body, |_| "[redacted]".to_owned());
        let expected = Details {
            error_type: redacted(),
            code: redacted(),
            message: redacted(),
            param: redacted(),
            request_id: redacted(),
        };
        assert_eq!(details, expected);
        let long = format!(r#"{{"error": {{"code": {}}}}}"#, "123456789".repeat(5));
        let details = Details::read(&ENVELOPE, long.as_bytes(), str::to_owned);
        assert_eq!(details.code, None);
    }

    #[test]
    fn any_other_body_says_nothing() {
        for body in [
            "",
            "<html>Bad Gateway</html>",
            "null",
            "[]",
            "\"error\"",
            "{\"error\": \"no\"}",
            "{\"error\": {\"code\": \"cut",
        ] {
            let details = Details::read(&ENVELOPE, body.as_bytes(), str::to_owned);
            assert_eq!(details, Details::default(), "{body:?}");
        }
    }
}
