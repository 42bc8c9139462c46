//! Bodies: which media type of a body the client sends or reads, and how that is written.

use crate::{
    grammar::keys::{essence, is_json},
    index::style::Style,
    text::node::{Entry, Node},
};

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// `application/json` and whatever ends in `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and every other `multipart/*`.
    Multipart,
    /// `text/*` and XML.
    Text,
    /// Anything else: bytes.
    Binary,
}

impl Media {
    /// How a body of this media type is written; parameters (`; charset=utf-8`) do not matter.
    pub fn of(media_type: &str) -> Self {
        let essence = essence(media_type).to_ascii_lowercase();
        match essence.split_once('/') {
            _ if is_json(&essence) => Self::Json,
            Some(("application", "x-www-form-urlencoded")) => Self::Form,
            Some(("multipart", _)) => Self::Multipart,
            Some(("text", _) | ("application", "xml")) => Self::Text,
            Some((_, subtype)) if subtype.ends_with("+xml") => Self::Text,
            _ => Self::Binary,
        }
    }
}

/// The media type of a request body or a response that the client takes: the first that is JSON,
/// else the first; nothing when there is none.
pub fn media_type(body: &Node) -> Option<(&Entry, Media)> {
    let content = || body.entries_of("content");
    let entry = content().find(|entry| is_json(entry.key.name()));
    let entry = entry.or_else(|| content().next())?;
    Some((entry, Media::of(entry.key.name())))
}

/// How one property of a form is written: what `encoding` says of it, else what holds without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding<'a> {
    /// The media types that it names for the part, separated by commas.
    pub content_type: Option<&'a str>,
    /// `form` where nothing is said.
    pub style: Style,
    /// Whether each item of a list, or each property of an object, is a pair of its own.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}

impl<'a> Encoding<'a> {
    /// How `property` is written in a form, of which `media_type` is the media type object.
    pub fn of(media_type: &'a Node, property: &str) -> Self {
        let encoding = media_type.get("encoding").and_then(|it| it.get(property));
        let style = encoding.and_then(|it| Style::of(it.word("style")?));
        let style = style.filter(|it| it.is_for("query")).unwrap_or(Style::Form);
        Self {
            content_type: encoding.and_then(|it| it.word("contentType")),
            style,
            explode: encoding.map_or(style == Style::Form, |it| style.explodes(it)),
            allow_reserved: encoding.is_some_and(|it| it.is_on("allowReserved")),
        }
    }
}

/// The schema of the first JSON media type of a request body or a response.
pub(crate) fn json_schema(body: &Node) -> Option<&Node> {
    let (entry, media) = media_type(body)?;
    entry.value.get("schema").filter(|_| media == Media::Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told_by_type_and_subtype() {
        for (media_type, media) in [
            ("application/json; charset=utf-8", Media::Json),
            ("application/problem+JSON", Media::Json),
            ("application/x-www-form-urlencoded", Media::Form),
            ("multipart/form-data; boundary=x", Media::Multipart),
            ("Multipart/Mixed", Media::Multipart),
            ("text/csv", Media::Text),
            ("application/xml", Media::Text),
            ("image/svg+xml", Media::Text),
            ("application/octet-stream", Media::Binary),
            ("application/xmlish", Media::Binary),
            ("*/*", Media::Binary),
            ("nonsense", Media::Binary),
        ] {
            assert_eq!(Media::of(media_type), media, "{media_type}");
        }
    }
}
