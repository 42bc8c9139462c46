//! What is sent: fixed before the first message, and not touched again.

use std::fmt::Write;

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
}

/// A message: nothing of it is looked up later.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Row {
    /// Where it stands in the list, for people only.
    pub(crate) line: u64,
    pub(crate) to: String,
    pub(crate) header: Option<Header>,
    pub(crate) body: Vec<String>,
    /// How often the same message to the same recipient stands before it.
    pub(crate) occurrence: u32,
}

/// The parameter of a template's header: a text, or a link to a file.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub(crate) struct Header {
    pub(crate) kind: HeaderKind,
    pub(crate) value: String,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HeaderKind {
    Text,
    Image,
    Video,
    Document,
}

/// What is sent, in the order of the list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) campaign: Campaign,
    pub(crate) rows: Vec<Row>,
}

impl HeaderKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Video => "video",
            Self::Document => "document",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        let kinds = [Self::Text, Self::Image, Self::Video, Self::Document];
        kinds.into_iter().find(|kind| kind.name() == name)
    }
}

impl Campaign {
    /// The key under which the service carries out a message only once.
    ///
    /// It follows from what is sent and not from where it stands in the list: a row that is inserted
    /// leaves the keys of all others alone. `refusals` counts how often the service has refused the
    /// message for certain: it may remember that under the key.
    pub(crate) fn key(&self, row: &Row, refusals: u32) -> String {
        let Self {
            name,
            sender,
            template,
            language,
            ..
        } = self;
        let Row {
            to,
            header,
            body,
            occurrence,
            ..
        } = row;
        let header = header
            .as_ref()
            .map(|header| (header.kind.name(), &header.value));
        let content = (
            name, sender, to, template, language, header, body, occurrence, refusals,
        );
        // JSON, so that `ab`, `c` differs from `a`, `bc`.
        hash(serde_json::json!(content).to_string().as_bytes())
    }
}

/// SHA-256, in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in digest(&SHA256, bytes).as_ref() {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
