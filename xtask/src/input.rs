//! The contract as the commands read it: its text, and the name that messages call it by.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Result, anyhow};

use crate::workspace::Place;

/// Where the contract is in the workspace.
pub(crate) const DEFAULT: &str = "openapi.yaml";

/// The text of a contract and where it is.
#[derive(Debug)]
pub(crate) struct Contract {
    pub(crate) place: Place,
    pub(crate) text: String,
}

impl Contract {
    /// Reads the file that the caller gave, else the workspace's contract.
    pub(crate) fn read(given: Option<&Path>) -> Result<Self> {
        let place = Place::given_or_default(given, DEFAULT)?;
        let text = read(&place)?;
        Ok(Self { place, text })
    }

    /// The name that messages call the contract by.
    pub(crate) fn name(&self) -> &str {
        &self.place.shown
    }
}

fn read(Place { path, shown }: &Place) -> Result<String> {
    let bytes = fs::read(path).map_err(|error| {
        let hint = match error.kind() {
            ErrorKind::NotFound => "; name another file with --contract",
            _ => "",
        };
        anyhow!(error).context(format!("cannot read the contract {shown}{hint}"))
    })?;
    decode(shown, bytes)
}

/// A contract's bytes as text; `shown` names it.
pub(crate) fn decode(shown: &str, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        anyhow!(error.utf8_error()).context(format!(
            "the contract {shown} is not UTF-8 in line {line}; save it as UTF-8"
        ))
    })
}
