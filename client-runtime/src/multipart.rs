//! Forms with files: `multipart/form-data` (RFC 7578).

use std::borrow::Cow;

use serde_json::Value;

use crate::payload::Segment;
use crate::style::scalar;
use crate::upload::{Source, Upload};

/// Content that is copied between the headings, rather than sent in a piece of its own.
const SMALL: usize = 4096;

/// The media type of JSON.
const JSON: &str = "application/json";

/// A part of a form: a text, or a file if it has a file name.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) content: Upload,
}

/// Adds a value to a form: a text, or JSON where it has members; one part for each item of a list.
pub(crate) fn push_parts(
    parts: &mut Vec<Part>,
    name: &str,
    value: &Value,
    content_type: Option<&str>,
) {
    let items = match value {
        Value::Null => &[],
        Value::Array(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    parts.extend(items.iter().filter(|it| !it.is_null()).map(|item| {
        let is_json = content_type.is_some_and(|it| it.contains("json"));
        let text = scalar(item).ok().flatten().filter(|_| !is_json);
        let is_text = text.is_some();
        let text = text.map_or_else(|| item.to_string(), Cow::into_owned);
        let mut content = Upload::bytes(text);
        if let Some(content_type) = content_type.or((!is_text).then_some(JSON)) {
            content = content.content_type(content_type);
        }
        Part {
            name: name.to_owned(),
            content,
        }
    }));
}

/// The form as it is sent; the line `boundary` separates its parts.
pub(crate) fn segments(parts: Vec<Part>, boundary: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut text = Vec::new();
    for Part { name, content } in parts {
        let mut heading = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            escape(&name)
        );
        if let Some(file_name) = &content.file_name {
            heading.extend(["; filename=\"", &escape(file_name), "\""]);
        }
        if let Some(content_type) = &content.content_type {
            heading.extend(["\r\nContent-Type: ", content_type]);
        }
        text.extend_from_slice(heading.as_bytes());
        text.extend_from_slice(b"\r\n\r\n");
        match content.source {
            Source::Bytes(bytes) if bytes.len() <= SMALL => text.extend_from_slice(&bytes),
            source => {
                segments.push(Segment::Bytes(std::mem::take(&mut text).into()));
                segments.push(Segment::new(source));
            }
        }
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    segments.push(Segment::Bytes(text.into()));
    segments
}

/// A name between quotation marks, as browsers write it.
fn escape(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
