//! Contacts as lines of text.

use std::path::Path;

use clap::ValueEnum;
use generated_client::kirim::types::Contact;
use serde::{Deserialize, Serialize};

use crate::support::AnyError;

/// What a line looks like.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize, ValueEnum)]
pub(crate) enum Format {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// One JSON object a line.
    #[value(name = "jsonl")]
    JsonLines,
}

impl Format {
    /// The format that the name of a file stands for.
    pub(crate) fn of(path: &Path) -> Result<Self, AnyError> {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl") => Ok(Self::JsonLines),
            _ => {
                let path = path.display();
                Err(format!("{path}: give --format, or a name that ends in .csv or .jsonl").into())
            }
        }
    }

    /// What a file begins with.
    pub(crate) fn head(self) -> &'static str {
        match self {
            Self::Csv => "id,phone_number,name,email,account,created_at,updated_at,metadata\r\n",
            Self::JsonLines => "",
        }
    }

    /// Adds the line of a contact.
    pub(crate) fn push(self, text: &mut Vec<u8>, contact: &Contact) -> Result<(), AnyError> {
        match self {
            Self::Csv => push_csv(text, contact),
            Self::JsonLines => {
                serde_json::to_writer(&mut *text, contact)?;
                text.push(b'\n');
                Ok(())
            }
        }
    }
}

fn push_csv(text: &mut Vec<u8>, contact: &Contact) -> Result<(), AnyError> {
    let metadata = contact.metadata.as_ref().map(serde_json::to_string);
    let fields = [
        Some(contact.id.clone()),
        contact.phone_number.clone(),
        contact.name.clone(),
        contact.email.clone(),
        contact.whatsapp_account.phone_number.clone(),
        Some(contact.created_at.to_string()),
        Some(contact.updated_at.to_string()),
        metadata.transpose()?,
    ];
    for (number, field) in fields.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        push_field(text, field.as_deref().unwrap_or_default());
    }
    text.extend_from_slice(b"\r\n");
    Ok(())
}

/// A field, in quotes where it would be misread without.
fn push_field(text: &mut Vec<u8>, field: &str) {
    if field.contains([',', '"', '\r', '\n']) {
        text.push(b'"');
        text.extend_from_slice(field.replace('"', "\"\"").as_bytes());
        text.push(b'"');
    } else {
        text.extend_from_slice(field.as_bytes());
    }
}
