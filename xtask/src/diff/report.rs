//! What is said about a difference, whatever the format: its facts and their order.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use contract::Span;
use contract::diff::{Change, Verdict};
use semver::Version;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use super::version::VersionStep;
use crate::annotation;
use crate::lint::span;
use crate::workspace::Place;

/// Of more operations than this a heading names only the first.
const OPERATIONS_NAMED: usize = 4;

/// How long texts are compared for the lines of what was removed; what is found until then is near
/// enough.
const TIMEOUT: Duration = Duration::from_secs(1);

/// A difference, and what it means for the versions.
#[derive(Debug)]
pub(super) struct Report {
    /// What the earlier contract is: `openapi.yaml at v0.1.0`.
    pub(super) base: String,
    /// What places in the earlier contract are called after: `v0.1.0:openapi.yaml`.
    pub(super) source: String,
    /// The later contract.
    pub(super) contract: Place,
    /// The worst of all verdicts; nothing without a change.
    pub(super) verdict: Option<Verdict>,
    /// Whether the texts differ, be it in nothing but comments.
    pub(super) text_differs: bool,
    /// What the versions are judged against; nothing if that is the base itself.
    pub(super) release: Option<Version>,
    pub(super) versions: Vec<VersionStep>,
    /// Changes of the contract: by operation, in its order, the worst of each first; those of the
    /// whole contract last.
    pub(super) changes: Vec<Entry>,
    /// Changes of the client's Rust API, the worst first, or why they are not told.
    pub(super) api: Result<Vec<Entry>, String>,
}

/// A change of the contract or of the Rust API.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) verdict: Verdict,
    pub(super) code: &'static str,
    /// The operations that it touches; none if it is the whole contract, or the Rust API.
    pub(super) operations: Vec<String>,
    /// Where it is, in words; the item of the Rust API.
    pub(super) place: String,
    pub(super) message: String,
    /// What it was, unless it was added.
    pub(super) old: Option<Side>,
    /// What it is, unless it was removed.
    pub(super) new: Option<Side>,
    /// The line to look at in the later contract or listing.
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
        self.verdict != Some(Verdict::Breaking) || self.versions.iter().all(VersionStep::is_enough)
    }

    /// The report for programs. Members may be added, none is removed or changes its meaning.
    pub(super) fn document(&self) -> Value {
        let entries = |entries: &[Entry]| entries.iter().map(Entry::document).collect::<Value>();
        let reason = self.api.as_ref().err();
        let release = self.release.as_ref().map(ToString::to_string);
        let release = release.map(|it| json!({"version": it, "source": format!("tag v{it}")}));
        let versions = self.versions.iter().map(|it| {
            let least = it.least.as_ref().map(ToString::to_string);
            json!({
                "name": it.name, "file": it.place.shown, "old": it.old, "new": it.new,
                "standing": it.standing(), "least": least, "required": it.required,
            })
        });
        json!({
            "base": self.base, "contract": self.contract.shown,
            "verdict": self.verdict.map(Verdict::name), "passes": self.passes(),
            "text_differs": self.text_differs, "release": release,
            "versions": versions.collect::<Value>(),
            // Why the client crate's version is not among the versions.
            "not_judged": reason.filter(|_| self.versions.len() == 1),
            "changes": entries(&self.changes),
            "api": self.api.as_deref().ok().map(entries),
            // Why only the wire was compared.
            "wire_only": reason,
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

    /// The operations as a heading.
    pub(super) fn heading(&self) -> String {
        let shown = self.operations.len().min(OPERATIONS_NAMED);
        let named = self.operations[..shown].join(", ");
        match self.operations.len() - shown {
            0 if shown == 0 => "the whole contract".to_owned(),
            0 => named,
            more => format!("{named} and {more} more"),
        }
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
        let sides = [("- ", &self.old), ("+ ", &self.new)].into_iter();
        let lines = sides.filter_map(|(sign, side)| match side {
            Some(Side::Declaration(text)) => {
                Some(text.lines().map(move |it| format!("{sign}{it}")))
            }
            _ => None,
        });
        lines.flatten().collect()
    }
}

/// The changes of the contract in the order of [`Report::changes`]; `now` are the [`later_lines`].
pub(super) fn entries(mut changes: Vec<Change>, now: &[usize]) -> Vec<Entry> {
    let mut firsts = HashMap::new();
    for (index, change) in changes.iter().enumerate() {
        firsts.entry(change.operations.clone()).or_insert(index);
    }
    changes.sort_by_key(|change| {
        let first = firsts.get(&change.operations).copied();
        (change.operations.is_empty(), first, Reverse(change.verdict))
    });
    let changes = changes.into_iter().map(|change| {
        let was = change.before.map_or(1, |span| span.start.line);
        let now = || now.get(was - 1).copied().unwrap_or(1);
        Entry {
            at: change.after.unwrap_or_else(|| annotation::line(now())),
            verdict: change.verdict,
            code: change.code,
            operations: change.operations,
            place: change.place,
            message: change.message,
            old: change.before.map(Side::Place),
            new: change.after.map(Side::Place),
        }
    });
    changes.collect()
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

/// The worst verdict; nothing when there are no changes.
pub(super) fn worst(changes: &[Entry], api: &Result<Vec<Entry>, String>) -> Option<Verdict> {
    let all = changes.iter().chain(api.iter().flatten());
    all.map(|entry| entry.verdict).max()
}
