//! What an API's error body says, found through the JSON pointers that its contract declares.

use serde_json::Value;

use crate::api::ErrorPointers;
use crate::body::without_bom;

/// The members of an error body; each is `None` when the body has it not, or is not JSON at all.
#[derive(Default)]
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

    /// The members of an error body, from its class to the id of the request.
    fn members(pointers: &ErrorPointers, body: &str) -> String {
        let details = Details::read(pointers, body.as_bytes(), |text| format!("<{text}>"));
        let (error_type, request_id) = (details.error_type, details.request_id);
        let members = [
            error_type,
            details.code,
            details.message,
            details.param,
            request_id,
        ];
        let members = members.map(|it| it.unwrap_or_else(|| "-".to_owned()));
        members.join(" ")
    }

    #[test]
    fn members_are_found_by_pointer_and_redacted() {
        for (pointers, body, expected) in [
            (
                &ENVELOPE,
                r#"{"error": {"type": "not_found", "code": "resource_not_found", "message": "No!",
                    "param": "id", "request_id": "req_1"}}"#,
                "<not_found> <resource_not_found> <No!> <id> <req_1>",
            ),
            (
                &LIST,
                r#"{"errors": [{"status": 400, "code": "badparam", "title": "Not allowed",
                    "source": {"parameter": "externalId"}}, {"code": "other"}]}"#,
                "- <badparam> <Not allowed> <externalId> -",
            ),
            // Numbers are read as text, and other values not at all.
            (
                &ENVELOPE,
                r#"{"error": {"type": null, "code": 131037, "message": ["a"], "param": {}}}"#,
                "- <131037> - - -",
            ),
            // A key that is a number could not be recognised any more.
            (
                &ENVELOPE,
                r#"{"error": {"code": 123456789123456789123456789}}"#,
                "- - - - -",
            ),
            (
                &ENVELOPE,
                "\u{feff}{\"error\": {\"code\": \"c\"}}",
                "- <c> - - -",
            ),
        ] {
            assert_eq!(members(pointers, body), expected);
        }
    }

    #[test]
    fn the_first_place_that_holds_a_text_counts() {
        for (body, message) in [
            (
                r#"{"errors": [{"title": "a", "detail": "b"}], "message": "c"}"#,
                "<a>",
            ),
            (r#"{"errors": [{"detail": "b"}], "message": "c"}"#, "<b>"),
            (r#"{"errors": [{"title": null}], "message": "c"}"#, "<c>"),
            (r#"{"message": "c"}"#, "<c>"),
            (r#"{"errors": []}"#, "-"),
        ] {
            assert_eq!(members(&LIST, body), format!("- - {message} - -"), "{body}");
        }
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
            assert_eq!(members(&ENVELOPE, body), "- - - - -", "{body:?}");
        }
    }
}
