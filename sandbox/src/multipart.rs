//! Reads `multipart/form-data` (RFC 7578) as it comes, and keeps no more than the beginning of a file.

use memchr::memmem;

use crate::received::{FIRST, MAX_BODY};

/// Bytes of the headers of a part at most.
const MAX_HEAD: usize = 16 << 10;

/// Parts of a form at most.
const MAX_PARTS: usize = 1_000;

/// A part of a `multipart/form-data` body.
#[derive(Clone, Debug, Default)]
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

/// The parts that came so far.
pub(crate) struct Parts {
    /// What ends a part: `\r\n--` and the boundary.
    delimiter: Vec<u8>,
    /// What is not understood yet.
    rest: Vec<u8>,
    place: Place,
    found: Vec<Part>,
    /// Bytes that are kept of all parts.
    kept: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Preamble,
    Head,
    Content,
    End,
}

impl Parts {
    /// Reads a body of this content type, which names the boundary.
    pub(crate) fn new(content_type: &str) -> Option<Self> {
        let boundary = parameter(content_type, "boundary").filter(|it| !it.is_empty())?;
        Some(Self {
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            // The first delimiter may stand at the very beginning.
            rest: b"\r\n".to_vec(),
            place: Place::Preamble,
            found: Vec::new(),
            kept: 0,
        })
    }

    /// Reads on.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        self.rest.extend_from_slice(bytes);
        loop {
            match self.place {
                Place::End => self.rest.clear(),
                Place::Head if self.rest.starts_with(b"--") => {
                    self.place = Place::End;
                    continue;
                }
                Place::Head => match memmem::find(&self.rest, b"\r\n\r\n") {
                    None if self.rest.len() > MAX_HEAD => {
                        return Err("has a part with a long head");
                    }
                    None => {}
                    Some(_) if self.found.len() == MAX_PARTS => return Err("has too many parts"),
                    Some(end) => {
                        let head = String::from_utf8_lossy(&self.rest[..end]);
                        let part = Part::new(&head).ok_or("has a part without a name")?;
                        self.found.push(part);
                        self.rest.drain(..end + 4);
                        self.place = Place::Content;
                        continue;
                    }
                },
                Place::Preamble | Place::Content => {
                    let end = memmem::find(&self.rest, &self.delimiter);
                    let known = self.rest.len().saturating_sub(self.delimiter.len() - 1);
                    let known = end.unwrap_or(known);
                    let content = self.rest.drain(..known);
                    if let (Place::Content, Some(part)) = (self.place, self.found.last_mut()) {
                        self.kept += part.push(content.as_slice(), MAX_BODY - self.kept);
                    }
                    drop(content);
                    if end.is_some() {
                        self.rest.drain(..self.delimiter.len());
                        self.place = Place::Head;
                        continue;
                    }
                }
            }
            return Ok(());
        }
    }

    /// The parts, after the last of them.
    pub(crate) fn finish(self) -> Result<Vec<Part>, &'static str> {
        match self.place {
            Place::End => Ok(self.found),
            _ => Err("breaks off before its last boundary"),
        }
    }
}

impl Part {
    /// A part with these headers.
    fn new(head: &str) -> Option<Self> {
        let header = |wanted: &str| {
            let mut headers = head.split("\r\n").filter_map(|line| line.split_once(':'));
            let found = headers.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim())
        };
        let disposition = header("content-disposition")?;
        Some(Self {
            name: parameter(disposition, "name")?,
            file_name: parameter(disposition, "filename"),
            content_type: header("content-type").map(str::to_owned),
            ..Self::default()
        })
    }

    /// Adds to the content, and gives the number of bytes that are kept of it.
    fn push(&mut self, bytes: &[u8], room: usize) -> usize {
        self.size += bytes.len() as u64;
        let most = match self.file_name {
            Some(_) => FIRST,
            None => MAX_BODY,
        };
        let room = room.min(most - self.content.len()).min(bytes.len());
        self.content.extend_from_slice(&bytes[..room]);
        room
    }

    /// Whether all of the content is there.
    pub(crate) fn is_whole(&self) -> bool {
        self.size == self.content.len() as u64
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

    fn read(body: &str, step: usize) -> Result<Vec<Part>, &'static str> {
        let mut parts = Parts::new(TYPE).unwrap();
        for piece in body.as_bytes().chunks(step) {
            parts.push(piece)?;
        }
        parts.finish()
    }

    #[test]
    fn a_form_is_the_same_in_pieces_of_any_size() {
        let body = "before\r\n--a b\r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\n\
                    \r\n--a c\r\n--a b \r\ncontent-type: image/png\r\n\
                    content-disposition: form-data; filename=\"C:\\x.png\"; name=file\r\n\r\n\
                    \r\n--a b--\r\nafter\r\n--a b";
        for step in [1, 2, 7, body.len()] {
            let [text, file] = &read(body, step).unwrap()[..] else {
                panic!("two parts");
            };
            assert_eq!(
                (text.name.as_str(), &text.content[..]),
                ("a\"b", &b"\r\n--a c"[..])
            );
            assert_eq!(
                (text.size, &text.file_name, &text.content_type),
                (7, &None, &None)
            );
            assert_eq!((file.name.as_str(), file.size), ("file", 0));
            assert_eq!(file.file_name.as_deref(), Some("C:\\x.png"));
            assert_eq!(file.content_type.as_deref(), Some("image/png"));
        }
    }

    #[test]
    fn what_is_no_form_is_said() {
        assert!(Parts::new("multipart/form-data").is_none());
        let part = "--a b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
        let long = format!("--a b\r\nX: {}", "x".repeat(MAX_HEAD));
        for (body, problem) in [
            ("", "breaks off"),
            (part, "breaks off"),
            ("--a b\r\nX: y\r\n\r\n1\r\n--a b--", "without a name"),
            (&long, "long head"),
            (&part.repeat(MAX_PARTS + 1), "too many"),
        ] {
            assert!(
                read(body, 1_000).unwrap_err().contains(problem),
                "{problem}"
            );
        }
    }

    #[test]
    fn of_a_file_the_beginning_is_kept() {
        let mut parts = Parts::new(TYPE).unwrap();
        let head = "--a b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n";
        parts.push(head.as_bytes()).unwrap();
        for _ in 0..100 {
            parts.push(&vec![b'x'; 64 << 10]).unwrap();
            assert!(parts.rest.len() < 100 && parts.rest.capacity() < 256 << 10);
        }
        parts.push(b"\r\n--a b--").unwrap();
        let part = &parts.finish().unwrap()[0];
        assert_eq!((part.size, part.content.len()), (100 << 16, FIRST));
    }
}
