//! The findings as one JSON document, which programs may rely on.
//!
//! ```json
//! {
//!   "contract": "openapi.yaml", "errors": 1, "warnings": 0,
//!   "findings": [{
//!     "code": "unknown-key", "class": "invalid", "severity": "error",
//!     "message": "…", "help": null,
//!     "start": { "line": 79, "column": 11 }, "end": { "line": 79, "column": 18 }
//!   }]
//! }
//! ```
//!
//! Lines and columns count from 1, columns in characters; `end` is the place behind the last one. The
//! findings are in the order of the contract. Members may be added, none goes or changes its meaning.

use anyhow::{Context, Result};
use contract::Severity;
use serde::Serialize;

use super::Findings;

#[derive(Serialize)]
struct Document<'a> {
    contract: &'a str,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    class: &'static str,
    severity: String,
    message: &'a str,
    help: Option<&'a str>,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// The document, ending in a line feed.
pub(crate) fn document(findings: &Findings<'_>) -> Result<String> {
    let document = Document {
        contract: findings.contract,
        errors: findings.count(Severity::Error),
        warnings: findings.count(Severity::Warning),
        findings: findings.diagnostics.iter().map(Finding::from).collect(),
    };
    let mut text = serde_json::to_string(&document).context("cannot write the findings as JSON")?;
    text.push('\n');
    Ok(text)
}

impl<'a> From<&'a contract::Diagnostic> for Finding<'a> {
    fn from(diagnostic: &'a contract::Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            class: diagnostic.class.name(),
            severity: diagnostic.severity.to_string(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            start: diagnostic.span.start.into(),
            end: diagnostic.span.end.into(),
        }
    }
}

impl From<contract::Position> for Position {
    fn from(contract::Position { line, column }: contract::Position) -> Self {
        Self { line, column }
    }
}
