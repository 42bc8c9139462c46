//! The difference as annotations of GitHub Actions: workflow commands, one a line.
//!
//! GitHub shows ten annotations of a kind for a step, so the worst come first.

use std::collections::HashMap;
use std::fmt::Write as _;

use build_support::compare::{Change, Verdict};
use contract::Span;

use super::human::{self, Styles};
use super::report::{Report, heading, sentence, word};
use crate::github::{data, property};

/// The annotations, and the summary.
pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let breaking = if report.passes() { "warning" } else { "error" };
    push_versions(&mut text, report);
    push_changes(&mut text, report, Verdict::Breaking, breaking);
    push_api(&mut text, report, breaking);
    // What only a reader of the documentation notices is no annotation.
    push_changes(&mut text, report, Verdict::Compatible, "notice");
    text.push_str(&human::summary(report, &Styles::default()));
    text
}

/// Versions that do not say that something breaks, at the contract's own.
fn push_versions(text: &mut String, report: &Report) {
    if report.passes() {
        return;
    }
    let place = line(version_line(&report.contract.text));
    for step in &report.versions {
        if !step.judgement.standing.is_enough() {
            let title = format!("version step missing: {}", step.name);
            let message = format!("{} → {}, {}", step.old, step.new, step.advice());
            push(text, "error", report, &place, &title, &message);
        }
    }
}

/// The changes of one verdict.
fn push_changes(text: &mut String, report: &Report, verdict: Verdict, severity: &str) {
    let operations = operation_lines(&report.contract.text);
    for change in report.changes_of(verdict) {
        let place = place(change, &operations);
        let heading = heading(&change.operations);
        let title = format!("{}: {heading} [{}]", word(verdict), change.code);
        push(text, severity, report, &place, &title, &sentence(change));
    }
}

/// What breaks of the Rust API, which has no line of its own.
fn push_api(text: &mut String, report: &Report, severity: &str) {
    let changes = report.api_changes().into_iter();
    for change in changes.filter(|change| change.verdict == Verdict::Breaking) {
        let title = format!("breaking: {} [{}]", change.item, change.code);
        let mut message = change.message.clone();
        for (sign, declaration) in [("-", &change.old), ("+", &change.new)] {
            if let Some(declaration) = declaration {
                let _ = write!(message, "\n{sign} {declaration}");
            }
        }
        push(text, severity, report, &line(1), &title, &message);
    }
}

fn push(
    text: &mut String,
    severity: &str,
    report: &Report,
    place: &str,
    title: &str,
    message: &str,
) {
    let file = property(&report.contract.path);
    let title = property(title);
    let message = data(message);
    let _ = writeln!(
        text,
        "::{severity} file={file},{place},title={title}::{message}"
    );
}

/// Where a change is now; where it was removed, the nearest place that is still there.
fn place(change: &Change, operations: &HashMap<&str, usize>) -> String {
    let Some(Span { start, end }) = change.new else {
        let mut names = change.operations.iter();
        let found = names.find_map(|name| operations.get(name.as_str()));
        return line(found.copied().unwrap_or(1));
    };
    // GitHub takes columns only of a single line.
    if start.line == end.line {
        format!(
            "line={},col={},endColumn={}",
            start.line, start.column, end.column
        )
    } else {
        format!("line={},endLine={}", start.line, end.line)
    }
}

fn line(number: usize) -> String {
    format!("line={number}")
}

/// The lines on which operations are named. Those within braces are not looked for: an annotation
/// only has to come near.
fn operation_lines(text: &str) -> HashMap<&str, usize> {
    (1..)
        .zip(text.lines())
        .filter_map(|(number, line)| {
            let name = line.trim().strip_prefix("operationId:")?;
            let name = name.split(" #").next()?.trim();
            Some((name.trim_matches(['\'', '"']), number))
        })
        .collect()
}

/// The line of `info.version`, else the first.
fn version_line(text: &str) -> usize {
    (1..)
        .zip(text.lines())
        .skip_while(|(_, line)| !line.starts_with("info:"))
        .skip(1)
        .take_while(|(_, line)| line.is_empty() || line.starts_with([' ', '#']))
        .find(|(_, line)| line.trim_start().starts_with("version:"))
        .map_or(1, |(number, _)| number)
}

#[cfg(test)]
mod tests;
