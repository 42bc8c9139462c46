//! The difference for programs: one JSON document, whose members stay what they are.
//!
//! New members may be added. Lines and columns count from 1, columns in characters; a span ends
//! before the character at its `end`.

use anyhow::Result;
use build_support::compare::Change;
use build_support::listing::ApiChange;
use contract::{Position, Span};
use serde::Serialize;

use super::report::{Report, VersionStep, word};
use super::version::step_name;

/// The document.
#[derive(Serialize)]
struct Document<'a> {
    /// What the earlier contract is.
    base: &'a str,
    /// The later contract's path.
    contract: &'a str,
    /// The worst of all verdicts: `breaking`, `compatible`, `documentation`; null without a change.
    verdict: Option<&'static str>,
    /// The step that the verdict asks for: `major`, `minor`, `patch`.
    step: Option<&'static str>,
    /// Whether the exit status is 0: nothing breaks, or each version says so.
    passes: bool,
    /// Whether the texts differ, be it in nothing but comments.
    text_differs: bool,
    versions: Vec<JsonVersion<'a>>,
    /// Why the client crate's version is not among the versions.
    not_judged: Option<&'a str>,
    /// Changes of the contract, by operation.
    changes: Vec<JsonChange<'a>>,
    /// Why only the wire was compared; null if the Rust API was compared too.
    wire_only: Option<&'a str>,
    /// Changes of the client's Rust API; null if only the wire was compared.
    api: Option<Vec<JsonApiChange<'a>>>,
}

/// A version at the base and now.
#[derive(Serialize)]
struct JsonVersion<'a> {
    /// `info.version`, or the crate's name.
    name: &'static str,
    /// The file that it stands in.
    file: &'a str,
    old: &'a str,
    new: &'a str,
    /// The least version that covers the changes; null if the earlier one does not tell.
    least: Option<String>,
    /// `enough`, `too-low`, `backwards`, `not-semver`, `first-semver`.
    standing: &'static str,
}

/// A change of the contract.
#[derive(Serialize)]
struct JsonChange<'a> {
    verdict: &'static str,
    code: &'static str,
    operations: &'a [String],
    place: &'a str,
    message: &'a str,
    /// Where it stands in the earlier contract; null if it was added.
    old: Option<JsonSpan>,
    /// Where it stands in the later contract; null if it was removed.
    new: Option<JsonSpan>,
}

/// A change of the Rust API.
#[derive(Serialize)]
struct JsonApiChange<'a> {
    verdict: &'static str,
    code: &'static str,
    item: &'a str,
    message: &'a str,
    /// How it was declared; null if it was added.
    old: Option<&'a str>,
    /// How it is declared; null if it was removed.
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonSpan {
    start: JsonPosition,
    end: JsonPosition,
}

#[derive(Serialize)]
struct JsonPosition {
    line: usize,
    column: usize,
}

/// The document's text.
pub(super) fn render(report: &Report) -> Result<String> {
    let verdict = report.verdict();
    let groups = report.groups().into_iter();
    let document = Document {
        base: &report.base.label,
        contract: &report.contract.shown,
        verdict: verdict.map(word),
        step: verdict.map(step_name),
        passes: report.passes(),
        text_differs: report.contract.text_differs,
        versions: report.versions.iter().map(json_version).collect(),
        not_judged: report.not_judged.as_deref(),
        changes: groups
            .flat_map(|group| group.changes)
            .map(json_change)
            .collect(),
        wire_only: report.api.as_ref().err().map(String::as_str),
        api: report
            .api
            .is_ok()
            .then(|| report.api_changes().into_iter().map(json_api).collect()),
    };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

fn json_version(step: &VersionStep) -> JsonVersion<'_> {
    let least = step.judgement.least.as_ref();
    JsonVersion {
        name: step.name,
        file: &step.file,
        old: &step.old,
        new: &step.new,
        least: least.map(ToString::to_string),
        standing: step.judgement.standing.name(),
    }
}

fn json_change(change: &Change) -> JsonChange<'_> {
    JsonChange {
        verdict: word(change.verdict),
        code: change.code,
        operations: &change.operations,
        place: &change.place,
        message: &change.message,
        old: change.old.map(json_span),
        new: change.new.map(json_span),
    }
}

fn json_api(change: &ApiChange) -> JsonApiChange<'_> {
    JsonApiChange {
        verdict: word(change.verdict),
        code: change.code,
        item: &change.item,
        message: &change.message,
        old: change.old.as_deref(),
        new: change.new.as_deref(),
    }
}

fn json_span(span: Span) -> JsonSpan {
    let position = |Position { line, column }| JsonPosition { line, column };
    JsonSpan {
        start: position(span.start),
        end: position(span.end),
    }
}

#[cfg(test)]
mod tests;
