//! The difference as annotations of GitHub Actions, each on the line to change.
//!
//! GitHub shows ten annotations of a kind for a step, so the worst come first.

use std::fmt::Write as _;

use contract::diff::Verdict;

use super::human;
use super::report::{Entry, Report, of};
use crate::github::Annotation;

/// The annotations, and the summary.
pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    let breaking = if report.passes { "warning" } else { "error" };
    push_versions(&mut text, report);
    for (file, changes, verdict, level) in [
        (&report.file, &*report.changes, Verdict::Breaking, breaking),
        (&report.listing, report.api(), Verdict::Breaking, breaking),
        // What only a reader of the documentation notices is no annotation.
        (
            &report.file,
            &*report.changes,
            Verdict::Compatible,
            "notice",
        ),
    ] {
        for change in of(changes, verdict) {
            push_change(&mut text, change, file, level);
        }
    }
    text.push_str(&human::summary(report, false));
    text
}

/// Versions that do not say that something breaks.
fn push_versions(text: &mut String, report: &Report) {
    let lacking = report.versions.iter();
    for step in lacking.filter(|step| !report.passes && !step.is_enough()) {
        let annotation = Annotation {
            level: "error",
            file: &step.path,
            span: step.at,
            title: &format!("version step missing: {}", step.name),
            message: &format!("{} → {}, {}", step.old, step.new, step.advice()),
        };
        let _ = writeln!(text, "{annotation}");
    }
}

fn push_change(text: &mut String, change: &Entry, file: &str, level: &str) {
    let mut message = change.sentence();
    for (sign, declaration) in change.declarations() {
        message.extend(["\n", sign, declaration]);
    }
    let of = if change.declarations().next().is_some() {
        "Rust API".to_owned()
    } else {
        change.heading()
    };
    let annotation = Annotation {
        level,
        file,
        span: change.at,
        title: &format!("{}: {of} [{}]", change.verdict.name(), change.code),
        message: &message,
    };
    let _ = writeln!(text, "{annotation}");
}

#[cfg(test)]
mod tests;
