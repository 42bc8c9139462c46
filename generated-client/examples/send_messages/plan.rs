//! What is sent: fixed before the first message, and not touched again.

use std::fmt::{self, Write};

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

/// What all messages have in common.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Campaign {
    pub(crate) name: String,
    /// Base URL, or `sandbox` for one that ends with the program.
    pub(crate) server: String,
    /// `phone_number_id` that messages come from.
    pub(crate) sender: String,
    pub(crate) template: String,
    pub(crate) language: String,
    /// Hash of the list that the plan was made of.
    pub(crate) list: String,
    /// What the values of each row are for, in order.
    pub(crate) fields: Vec<Field>,
}

/// A message: nothing of it is looked up later.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Row {
    /// Where it stands in the list, for people only.
    pub(crate) line: u64,
    pub(crate) to: String,
    pub(crate) values: Vec<String>,
    /// How often the same message to the same recipient stands before it.
    pub(crate) occurrence: u32,
}

/// What a value is for, in a template. Placeholders and buttons are counted from 1.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) enum Field {
    HeaderText,
    /// A link, as with the next two.
    HeaderImage,
    HeaderVideo,
    HeaderDocument,
    Body(usize),
    /// The end of the address that a button opens.
    ButtonUrl(usize),
    /// What a button sends back.
    ButtonPayload(usize),
}

/// What is sent, in the order of the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) campaign: Campaign,
    pub(crate) rows: Vec<Row>,
}

impl Field {
    pub(crate) const HEADERS: [(&str, Self); 4] = [
        ("header_text", Self::HeaderText),
        ("header_image", Self::HeaderImage),
        ("header_video", Self::HeaderVideo),
        ("header_document", Self::HeaderDocument),
    ];

    /// What a column of this name is for.
    pub(crate) fn of_column(name: &str) -> Option<Self> {
        if let Some((_, header)) = Self::HEADERS.iter().find(|(header, _)| *header == name) {
            return Some(*header);
        }
        let (kind, number) = name.rsplit_once('_')?;
        match (kind, number.parse().ok()?) {
            ("body", number) => Some(Self::Body(number)),
            ("button_url", number @ 1..=10) => Some(Self::ButtonUrl(number)),
            ("button_payload", number @ 1..=10) => Some(Self::ButtonPayload(number)),
            _ => None,
        }
    }

    pub(crate) fn is_header(self) -> bool {
        self < Self::Body(0)
    }
}

impl fmt::Display for Field {
    /// The name of its column.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(number) => write!(f, "body_{number}"),
            Self::ButtonUrl(number) => write!(f, "button_url_{number}"),
            Self::ButtonPayload(number) => write!(f, "button_payload_{number}"),
            header => f.write_str(
                Self::HEADERS
                    .iter()
                    .find(|it| it.1 == *header)
                    .map_or("", |it| it.0),
            ),
        }
    }
}

impl fmt::Display for Campaign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            server,
            sender,
            template,
            language,
            ..
        } = self;
        write!(
            f,
            "template {template} ({language}) from {sender} by {server}, campaign {name}"
        )
    }
}

impl Campaign {
    /// The key under which the service carries out a message only once.
    ///
    /// It follows from what is sent and not from where it stands in the list: a row that is inserted
    /// leaves the keys of all others alone. `refusals` counts how often the service has refused the
    /// message for certain: it may remember that under the key.
    pub(crate) fn key(&self, row: &Row, refusals: u32) -> String {
        let common = (&self.name, &self.sender, &self.template, &self.language);
        let content = (&row.to, &self.fields, &row.values, row.occurrence);
        // JSON, so that `ab`, `c` differs from `a`, `bc`.
        hash(
            serde_json::json!((common, content, refusals))
                .to_string()
                .as_bytes(),
        )
    }
}

/// SHA-256, in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    digest(&SHA256, bytes)
        .as_ref()
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
