//! What is said about a difference, whatever the format: its facts and their order.

use std::iter;
use std::time::Duration;

use contract::Span;
use contract::diff::{Change, Verdict};
use semver::Version;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::base::Base;
use super::version::VersionStep;
use crate::annotation;
use crate::lint::span;
use crate::workspace::{Contract, Place};

/// Of more operations than this a heading names only the first.
const OPERATIONS_NAMED: usize = 4;

/// How long texts are compared for the lines of what was removed; what is found until then is near
/// enough.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Something of the client, or why it is not told.
pub(super) type OfClient<T> = Result<T, &'static str>;

/// A difference, and what it means for the versions.
#[derive(Debug)]
pub(super) struct Report {
    /// The earlier contract.
    pub(super) base: Base,
    /// The later contract.
    pub(super) contract: Contract,
    /// The worst of all verdicts; nothing without a change.
    pub(super) verdict: Option<Verdict>,
    /// What the versions are judged against; nothing if that is the base itself.
    pub(super) release: Option<Version>,
    /// The version of the contract.
    pub(super) version: VersionStep,
    /// The version of the client crate.
    pub(super) client: OfClient<VersionStep>,
    /// Changes of the contract: by operation, in its order, the worst of each first; those of the
    /// whole contract last.
    pub(super) changes: Vec<Entry>,
    /// Changes of the client's Rust API, the worst first.
    pub(super) api: OfClient<Vec<Entry>>,
}

/// A change of the contract or of the Rust API.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) verdict: Verdict,
    pub(super) code: &'static str,
    /// The operations that it touches; none if it is the whole contract, or the Rust API.
    pub(super) operations: Vec<String>,
    /// What it is listed under: the operations, in a few words.
    pub(super) heading: String,
    /// Where it is, in words; the item of the Rust API.
    pub(super) place: String,
    pub(super) message: String,
    /// What it was, unless it was added.
    pub(super) old: Option<Side>,
    /// What it is, unless it was removed.
    pub(super) new: Option<Side>,
    /// The later contract or listing, and what to look at in it.
    pub(super) file: Place,
    pub(super) at: Span,
}

/// One side of a change.
#[derive(Debug)]
pub(super) enum Side {
    /// Where it stands in its contract.
    Place(Span),
    /// How it is declared.
    Declaration(String),
}

impl Report {
    /// Whether nothing breaks, or each version says so.
    pub(super) fn passes(&self) -> bool {
        self.verdict != Some(Verdict::Breaking) || self.versions().all(VersionStep::is_enough)
    }

    /// The versions that are judged.
    pub(super) fn versions(&self) -> impl Iterator<Item = &VersionStep> {
        iter::once(&self.version).chain(&self.client)
    }

    /// The report for programs. Members may be added, none is removed or changes its meaning.
    pub(super) fn document(&self) -> Value {
        let entries = |entries: &[Entry]| entries.iter().map(Entry::document).collect::<Value>();
        let release = |it| json!({"version": format!("{it}"), "source": format!("tag v{it}")});
        json!({
            "base": self.base.label, "contract": self.contract.place.shown,
            "verdict": self.verdict.map(Verdict::name), "passes": self.passes(),
            "text_differs": self.contract.text != self.base.text,
            "release": self.release.as_ref().map(release),
            "versions": self.versions().map(VersionStep::document).collect::<Value>(),
            // Why the client crate's version is not among the versions.
            "not_judged": self.client.as_ref().err(),
            "changes": entries(&self.changes),
            "api": self.api.as_deref().ok().map(entries),
            // Why only the wire was compared.
            "wire_only": self.api.as_ref().err(),
        })
    }
}

impl Entry {
    fn document(&self) -> Value {
        let side = |side: &Option<Side>| match side {
            None => Value::Null,
            Some(Side::Place(place)) => span(*place),
            Some(Side::Declaration(text)) => json!(text),
        };
        json!({
            "verdict": self.verdict.name(), "code": self.code, "operations": self.operations,
            "place": self.place, "message": self.message,
            "old": side(&self.old), "new": side(&self.new),
        })
    }

    /// Where the change is and what it is.
    pub(super) fn sentence(&self) -> String {
        let Self { place, message, .. } = self;
        // The heading says it, or the message does.
        if ["operation", "the contract"].contains(&&**place) || message.starts_with(place) {
            message.clone()
        } else {
            format!("{place}: {message}")
        }
    }

    /// How it was and is declared in Rust, a line each with its sign.
    pub(super) fn declarations(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (sign, side) in [('-', &self.old), ('+', &self.new)] {
            if let Some(Side::Declaration(text)) = side {
                lines.extend(text.lines().map(|line| format!("{sign} {line}")));
            }
        }
        lines
    }
}

/// The changes of the contract `file` in the order of [`Report::changes`]; `now` are the
/// [`later_lines`].
pub(super) fn entries(mut changes: Vec<Change>, file: &Place, now: &[usize]) -> Vec<Entry> {
    // They are in the order of the contract by the first operation of each.
    let of_one = |a: &Change, b: &Change| a.operations.first() == b.operations.first();
    for group in changes.chunk_by_mut(of_one) {
        group.sort_by(|a, b| {
            let operations = a.operations.cmp(&b.operations);
            operations.then(b.verdict.cmp(&a.verdict))
        });
    }
    let changes = changes.into_iter().map(|change| {
        let was = change.before.map_or(1, |span| span.start.line);
        let now = || now.get(was - 1).copied().unwrap_or(1);
        Entry {
            file: file.clone(),
            at: change.after.unwrap_or_else(|| annotation::line(now())),
            verdict: change.verdict,
            code: change.code,
            heading: heading(&change.operations),
            operations: change.operations,
            place: change.place,
            message: change.message,
            old: change.before.map(Side::Place),
            new: change.after.map(Side::Place),
        }
    });
    changes.collect()
}

/// The operations in a few words.
fn heading(operations: &[String]) -> String {
    let named = &operations[..operations.len().min(OPERATIONS_NAMED)];
    match operations.len() - named.len() {
        0 if named.is_empty() => "the whole contract".to_owned(),
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// For each line of the earlier text the later line that it is, or the line above where it was: the
/// place that a diff shows. Lines count from 1.
pub(super) fn later_lines(old: &str, new: &str) -> Vec<usize> {
    let diff = TextDiff::configure().timeout(TIMEOUT).diff_lines(old, new);
    let (mut lines, mut now) = (Vec::new(), 0);
    for change in diff.iter_all_changes() {
        now += usize::from(change.tag() != ChangeTag::Delete);
        if change.tag() != ChangeTag::Insert {
            lines.push(now.max(1));
        }
    }
    lines
}
