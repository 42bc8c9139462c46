//! What a body is, before anybody decodes it.

use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};

use crate::outcome::Received;
use crate::sanitise::sanitise;

/// The body without the byte order mark that some servers put before JSON.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Whether there is nothing in the body.
pub(crate) fn is_blank(body: &[u8]) -> bool {
    without_bom(body).trim_ascii().is_empty()
}

/// Says that the body is of another content type than JSON; `None` if it may be JSON, or if there
/// is no body. Shows the content type as `redact` leaves it.
pub(crate) fn other_content_type(
    received: &Received,
    redact: impl Fn(&str) -> String,
) -> Option<String> {
    if is_blank(&received.body) {
        return None;
    }
    let value = received.headers.get(CONTENT_TYPE)?.to_str().ok()?;
    // Without its parameters.
    let content_type = value.split(';').next().unwrap_or_default().trim();
    let lower = content_type.to_ascii_lowercase();
    let may_be_json = lower.is_empty() || lower.ends_with("/json") || lower.ends_with("+json");
    (!may_be_json).then(|| {
        format!(
            "the body is `{}` instead of JSON",
            sanitise(&redact(content_type))
        )
    })
}

/// How the body is encoded; `None` if it is as it is, or empty.
pub(crate) fn encoding(received: &Received) -> Option<&[u8]> {
    let encoding = received.headers.get(CONTENT_ENCODING)?.as_bytes();
    let encoding = encoding.trim_ascii();
    let is_encoded = !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity");
    // A response to `HEAD` and some statuses name an encoding without having a body.
    (is_encoded && !received.body.is_empty()).then_some(encoding)
}

pub(crate) fn is_gzip(encoding: &[u8]) -> bool {
    encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
}

/// Says why a body could not be decompressed. Shows its encoding as `redact` leaves it.
pub(crate) fn describe_compression(received: &Received, redact: impl Fn(&str) -> String) -> String {
    match encoding(received) {
        Some(encoding) if !is_gzip(encoding) => format!(
            "the body has the content encoding `{}`, and only `gzip` is supported",
            sanitise(&redact(&String::from_utf8_lossy(encoding)))
        ),
        _ => "the compressed body is damaged".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use bytes::Bytes;
    use reqwest::StatusCode;
    use reqwest::header::{HeaderMap, HeaderValue};

    use super::*;

    fn other(content_type: &str, body: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(content_type).unwrap());
        let received = Received {
            idempotency_key: None,
            status: StatusCode::OK,
            headers,
            body: Bytes::from_static(body.as_bytes()),
        };
        other_content_type(&received, str::to_owned)
    }

    #[test]
    fn another_content_type_than_json_is_named() {
        for (content_type, named) in [
            ("text/html; charset=utf-8", Some("text/html")),
            ("text/plain", Some("text/plain")),
            ("application/JSON", None),
            ("application/problem+json;charset=utf-8", None),
            ("", None),
            (";", None),
        ] {
            let expected = named.map(|it| format!("the body is `{it}` instead of JSON"));
            assert_eq!(other(content_type, "<p>"), expected);
        }
        assert!(other(&"x/".repeat(5000), "<p>").unwrap().len() < 300);
        assert_eq!(other("text/html", " "), None);
    }

    #[test]
    fn only_a_byte_order_mark_at_the_beginning_is_skipped() {
        assert_eq!(
            without_bom("\u{feff}{}\u{feff}".as_bytes()),
            "{}\u{feff}".as_bytes()
        );
        assert!(is_blank("\u{feff} \r\n\t".as_bytes()) && is_blank(b""));
        assert!(!is_blank(b" x"));
    }
}
