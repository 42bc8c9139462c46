//! Reads `multipart/form-data` (RFC 7578), and keeps no more than the beginning of a large file.

use memchr::memmem;

/// The media type that is read.
pub(crate) const FORM_DATA: &str = "multipart/form-data";

/// The longest body, and the longest text in one, that is kept whole.
pub(crate) const MAX_BODY: usize = 4 << 20;

/// How much is kept of what is too long.
pub(crate) const FIRST: usize = 64 << 10;

/// Parts of a form at most.
const MAX_PARTS: usize = 1_000;

/// A part of a `multipart/form-data` body.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Part {
    /// Its name.
    pub name: String,
    /// The name of its file, if it has one.
    pub file_name: Option<String>,
    /// Its `Content-Type`, if it has one.
    pub content_type: Option<String>,
    /// Its size in bytes.
    pub size: u64,
    /// Its content; of a file that is larger than 64 KiB its beginning.
    pub content: Vec<u8>,
}

/// The parts of a body of this content type, which names the boundary.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, &'static str> {
    let boundary = parameter(content_type, "boundary").filter(|it| !it.is_empty());
    let delimiter = format!("--{}", boundary.ok_or("has no boundary")?);
    let begins_line = |at: &usize| *at == 0 || body[..*at].ends_with(b"\r\n");
    let places = memmem::find_iter(body, &delimiter);
    let mut places = places.filter(begins_line).peekable();
    let mut parts = Vec::new();
    while let Some(at) = places.next() {
        let start = at + delimiter.len();
        if body[start..].starts_with(b"--") {
            return Ok(parts);
        }
        let Some(end) = places.peek() else {
            break;
        };
        if parts.len() == MAX_PARTS {
            return Err("has too many parts");
        }
        parts.push(Part::new(&body[start..end - 2]).ok_or("has a part without a name")?);
    }
    Err("breaks off before its last boundary")
}

impl Part {
    /// A part of these headers and this content.
    fn new(part: &[u8]) -> Option<Self> {
        let end = memmem::find(part, b"\r\n\r\n")?;
        let (head, content) = (String::from_utf8_lossy(&part[..end]), &part[end + 4..]);
        let header = |wanted: &str| {
            let mut headers = head.split("\r\n").filter_map(|line| line.split_once(':'));
            let found = headers.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim())
        };
        let disposition = header("content-disposition")?;
        let file_name = parameter(disposition, "filename");
        let most = if file_name.is_some() { FIRST } else { MAX_BODY };
        Some(Self {
            name: parameter(disposition, "name")?,
            file_name,
            content_type: header("content-type").map(str::to_owned),
            size: content.len() as u64,
            content: content[..content.len().min(most)].to_vec(),
        })
    }
}

/// A parameter of a header, such as `name` of `form-data; name="file"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let mut text = String::new();
        if let Some(quoted) = after.strip_prefix('"') {
            let mut chars = quoted.chars();
            loop {
                match chars.next()? {
                    '"' => break,
                    // Windows' paths have backslashes that escape nothing.
                    '\\' if chars.as_str().starts_with(['"', '\\']) => text.extend(chars.next()),
                    other => text.push(other),
                }
            }
            rest = chars.as_str().trim_start_matches([' ', ';']);
        } else {
            let (value, others) = after.split_once(';').unwrap_or((after, ""));
            text.push_str(value.trim());
            rest = others;
        }
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use super::*;

    const TYPE: &str = "multipart/form-data; charset=utf-8; boundary=\"a b\"";

    #[test]
    fn a_form_is_its_parts() {
        let body = "before\r\n--a b\r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\n\
                    \r\n--a c --a b\r\n--a b \r\ncontent-type: image/png\r\n\
                    content-disposition: form-data; filename=\"C:\\x.png\"; name=file\r\n\r\n\
                    \r\n--a b--\r\nafter\r\n--a b";
        let [text, file] = &parts(TYPE, body.as_bytes()).unwrap()[..] else {
            panic!("two parts");
        };
        assert_eq!(text.name, "a\"b");
        assert_eq!(text.content, b"\r\n--a c --a b");
        assert_eq!(
            (text.size, &text.file_name, &text.content_type),
            (13, &None, &None)
        );
        assert_eq!((file.name.as_str(), file.size), ("file", 0));
        assert_eq!(file.file_name.as_deref(), Some("C:\\x.png"));
        assert_eq!(file.content_type.as_deref(), Some("image/png"));
    }

    #[test]
    fn what_is_no_form_is_said() {
        let part = "--a b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
        for (content_type, body, problem) in [
            ("multipart/form-data", part, "no boundary"),
            (TYPE, "", "breaks off"),
            (TYPE, part, "breaks off"),
            (TYPE, "--a b\r\nX: y\r\n\r\n1\r\n--a b--", "without a name"),
            (TYPE, "--a b\r\n--a b--", "without a name"),
            (TYPE, &part.repeat(MAX_PARTS + 2), "too many"),
        ] {
            let found = parts(content_type, body.as_bytes()).unwrap_err();
            assert!(found.contains(problem), "{problem}: {found}");
        }
    }
}
