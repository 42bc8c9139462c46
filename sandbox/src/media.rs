//! Media types: which one another covers, and bodies of those that are not JSON.

use bytes::Bytes;
use serde_json::Value;

/// A file of nothing in particular.
pub(crate) const FILE: &[u8] = &[0xb5; 1024];

/// The beginnings of media types whose files begin in a certain way, each with the smallest such file.
const SAMPLES: &[(&str, &[u8])] = &[
    ("application/pdf", b"%PDF-1.4\n%%EOF\n"),
    ("application/xml", b"<sample/>"),
    (
        "application/zip",
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ),
    ("text/", b"sample"),
    ("text/csv", b"name\nsample\n"),
    ("text/html", b"<!doctype html><title>sample</title>\n"),
    ("text/xml", b"<sample/>"),
];

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    contract::essence(media_type).to_ascii_lowercase()
}

/// Whether a media type of the contract, which may be a range, covers another.
pub(crate) fn covers(known: &str, sent: &str) -> bool {
    let known = essence(known);
    match known.strip_suffix('*') {
        Some("*/") => true,
        Some(start) => sent.starts_with(start),
        None => known == sent,
    }
}

/// The media type itself, or one that is in the range.
pub(crate) fn in_range(media_type: &str) -> &str {
    match media_type {
        "text/*" => "text/plain",
        "image/*" => "image/png",
        range if range.ends_with('*') => "application/octet-stream",
        other => other,
    }
}

/// A body of a media type: the value, or a file if the value is nothing that can be written so.
pub(crate) fn body(media_type: &str, value: Value) -> Bytes {
    match value {
        value if contract::is_json(media_type) => value.to_string().into(),
        Value::String(text) => text.into(),
        _ => {
            let wanted = essence(media_type);
            let samples = SAMPLES.iter().rev();
            let mut samples = samples.filter(|(known, _)| wanted.starts_with(known));
            Bytes::from_static(samples.next().map_or(FILE, |(_, sample)| sample))
        }
    }
}
