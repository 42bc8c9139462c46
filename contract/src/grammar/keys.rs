//! The forms of keys that are no words of the specification: paths, statuses, media types, names.

use crate::diagnostic::Repair;

/// What a key has to be.
#[derive(Debug)]
pub(crate) struct KeyForm {
    /// With an article, for messages.
    pub(crate) label: &'static str,
    /// What to do about a key that does not fit; nothing for one that does.
    pub(crate) suggestion: fn(&str) -> Option<&'static str>,
    /// How a key that does not fit is read all the same.
    pub(crate) repair: fn(&str) -> Option<Repair>,
}

/// Every text.
pub(crate) static ANY: KeyForm = KeyForm {
    label: "a name",
    suggestion: |_| None,
    repair: |_| None,
};

/// A `$ref` can only name components made of these characters.
pub(crate) static COMPONENT_NAME: KeyForm = KeyForm {
    label: "the name of a component",
    suggestion: |key| {
        (!is_component_name(key)).then_some("use ASCII letters, digits, `_`, `-` and `.`")
    },
    repair: |_| Some(Repair::Keep),
};

pub(crate) static PATH: KeyForm = KeyForm {
    label: "a path",
    suggestion: |key| {
        if !key.starts_with('/') {
            Some("a path begins with `/`")
        } else if key.contains(['?', '#']) {
            Some("a path has no query and no fragment: make them parameters")
        } else if key.contains(char::is_whitespace) {
            Some("a path has no spaces")
        } else {
            None
        }
    },
    // A fragment is never sent.
    repair: |key| {
        let (sent, _) = key.split_once('#')?;
        (PATH.suggestion)(sent).is_none().then_some(Repair::Keep)
    },
};

/// A status or a range of statuses.
pub(crate) static STATUS: KeyForm = KeyForm {
    label: "a status",
    suggestion: |key| match key.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] | [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => None,
        _ => Some("use a status from 100 to 599, a range like `4XX`, or `default`"),
    },
    repair: |_| Some(Repair::Drop),
};

pub(crate) static MEDIA_TYPE: KeyForm = KeyForm {
    label: "a media type",
    suggestion: |key| (!is_media_type(key)).then_some("a media type looks like `application/json`"),
    repair: |_| Some(Repair::Drop),
};

pub(crate) static HEADER_NAME: KeyForm = KeyForm {
    label: "the name of a header",
    suggestion: |key| (!is_token(key)).then_some("a header looks like `X-Request-Id`"),
    repair: |_| Some(Repair::Drop),
};

pub(crate) fn is_component_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty() && name.bytes().all(is_allowed)
}

/// Whether the text is a type and a subtype, with or without parameters.
pub(crate) fn is_media_type(text: &str) -> bool {
    let (essence, _) = text.split_once(';').unwrap_or((text, ""));
    let parts = essence.split_once('/');
    parts.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype.trim_end()))
}

/// Whether the text is a token of HTTP (RFC 9110), as names of headers are.
pub(crate) fn is_token(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

/// A media type without its parameters (`; charset=utf-8`).
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether a media type is JSON: `application/json`, or one that ends in `+json`.
pub fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
