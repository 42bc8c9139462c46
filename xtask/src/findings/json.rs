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
    #[serde(flatten)]
    span: Span,
}

/// Where something stands: lines and columns count from 1, columns in characters; `end` is the place
/// behind it.
#[derive(Debug, Serialize)]
pub(crate) struct Span {
    pub(crate) start: Position,
    pub(crate) end: Position,
}

#[derive(Debug, Serialize)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
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
            span: diagnostic.span.into(),
        }
    }
}

impl From<contract::Span> for Span {
    fn from(span: contract::Span) -> Self {
        let position = |contract::Position { line, column }| Position { line, column };
        Self {
            start: position(span.start),
            end: position(span.end),
        }
    }
}
