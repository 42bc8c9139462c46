//! What is said about a difference, whatever the format: its facts, their order and words.
//!
//! The report is also the document of `--format json`. Members may be added to it, none goes or
//! changes its meaning.

use std::cmp::Reverse;
use std::collections::HashMap;

use contract::diff::{Change, Verdict};
use serde::{Serialize, Serializer};

use super::manifest::PACKAGE;
use super::release::Release;
use super::version::VersionStep;
use crate::findings::json::Span;
use crate::github;

/// The verdicts in the order in which they are told.
pub(super) const WORST_FIRST: [Verdict; 3] = [
    Verdict::Breaking,
    Verdict::Compatible,
    Verdict::Documentation,
];

/// Of more operations than this a heading names only the first.
const OPERATIONS_NAMED: usize = 4;

/// A difference, and what it means for the versions.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// What the earlier contract is: `openapi.yaml at v0.1.0`.
    pub(super) base: String,
    /// The later contract's path.
    pub(super) contract: String,
    /// The worst of all verdicts: `breaking`, `compatible`, `documentation`; null without a change.
    #[serde(serialize_with = "named")]
    pub(super) verdict: Option<Verdict>,
    /// Whether nothing breaks, or each version says so.
    pub(super) passes: bool,
    /// Whether the texts differ, be it in nothing but comments.
    pub(super) text_differs: bool,
    /// What the versions are judged against; null if that is the base itself.
    pub(super) release: Option<Release>,
    pub(super) versions: Vec<VersionStep>,
    /// Why the client crate's version is not among the versions.
    pub(super) not_judged: Option<String>,
    /// Changes of the contract: by operation, in its order, the worst of each first; those of the
    /// whole contract last.
    pub(super) changes: Vec<Entry>,
    /// Changes of the client's Rust API, the worst first; null if they cannot be told.
    pub(super) api: Option<Vec<Entry>>,
    /// Why only the wire was compared.
    pub(super) wire_only: Option<String>,
    /// What places in the earlier contract are called after: `v0.1.0:openapi.yaml`.
    #[serde(skip)]
    pub(super) source: String,
    /// The later contract's path in the repository.
    #[serde(skip)]
    pub(super) file: String,
    /// The listing's path in the repository.
    #[serde(skip)]
    pub(super) listing: String,
}

/// A change of the contract or of the Rust API.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    #[serde(serialize_with = "named")]
    pub(super) verdict: Verdict,
    pub(super) code: &'static str,
    /// The operations that it touches; none if it is the whole contract, or the Rust API.
    pub(super) operations: Vec<String>,
    /// Where it is, in words; the item of the Rust API.
    pub(super) place: String,
    pub(super) message: String,
    /// What it was; null if it was added.
    pub(super) old: Option<Side>,
    /// What it is; null if it was removed.
    pub(super) new: Option<Side>,
    /// The line to look at in the later contract or listing.
    #[serde(skip)]
    pub(super) at: contract::Span,
}

/// One side of a change.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Side {
    /// Where it stands in its contract.
    Place(Span),
    /// How it is declared.
    Declaration(String),
}

impl Report {
    /// All changes under their headings.
    pub(super) fn groups(&self) -> impl Iterator<Item = (String, &[Entry])> {
        let same = |one: &Entry, other: &Entry| one.operations == other.operations;
        let contract = self.changes.chunk_by(same);
        let contract = contract.map(|entries| (entries[0].heading(), entries));
        let api = self.api().chunk_by(same);
        contract.chain(api.map(|entries| ("Rust API".to_owned(), entries)))
    }

    /// The changes of the Rust API; none if they cannot be told.
    pub(super) fn api(&self) -> &[Entry] {
        self.api.as_deref().unwrap_or_default()
    }

    /// The numbers of changes, the worst verdict first, of the contract and of what else was compared.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&'static str, [usize; 3])> {
        let parts = [
            ("contract", Some(&self.changes)),
            ("Rust API", self.api.as_ref()),
        ];
        let counted = |entries: &Vec<Entry>| WORST_FIRST.map(|it| of(entries, it).count());
        let parts = parts.into_iter();
        parts.filter_map(move |(name, entries)| Some((name, counted(entries?))))
    }

    /// The difference in a few words.
    pub(super) fn conclusion(&self) -> &'static str {
        match self.verdict {
            None => "no change",
            Some(Verdict::Documentation) => "documentation only",
            Some(Verdict::Compatible) => "compatible",
            Some(Verdict::Breaking) if self.passes => "breaking, with the version step for it",
            Some(Verdict::Breaking) => "breaking, without the version step for it",
        }
    }

    /// What was compared, or that nothing changed.
    pub(super) fn opening(&self) -> String {
        let (base, contract) = (&self.base, &self.contract);
        match (self.verdict, self.text_differs) {
            (Some(_), _) => format!("{contract} compared with {base}"),
            (None, false) => format!("no change between {base} and {contract}"),
            (None, true) => format!(
                "no change between {base} and {contract}; only comments or formatting differ"
            ),
        }
    }

    /// What was not compared or judged, and what the versions are judged against.
    pub(super) fn notes(&self) -> Vec<String> {
        let reason = self.wire_only.iter();
        let mut notes: Vec<_> = reason
            .map(|reason| format!("Rust API: not compared, {reason}"))
            .collect();
        if self.verdict.is_some() {
            let reason = self.not_judged.iter();
            notes.extend(reason.map(|reason| format!("{PACKAGE}: not judged, {reason}")));
            notes.push(match &self.release {
                Some(release) => format!("last release: {release}"),
                None => "last release: none found, so the base counts as one".to_owned(),
            });
        }
        notes
    }

    /// The versions to speak of: all, or without a change those that are not enough.
    pub(super) fn steps(&self) -> impl Iterator<Item = &VersionStep> {
        let steps = self.versions.iter();
        steps.filter(|step| self.verdict.is_some() || !step.is_enough())
    }
}

impl Entry {
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

    /// What went and what came of the Rust API, with its sign.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let sides = [("- ", &self.old), ("+ ", &self.new)].into_iter();
        sides.filter_map(|(sign, side)| match side {
            Some(Side::Declaration(text)) => Some((sign, text.as_str())),
            _ => None,
        })
    }

    /// Where it stands in the later contract and where it stood in the earlier one, as `format` puts
    /// the place: `openapi.yaml:6`, `was v1:openapi.yaml:5`.
    pub(super) fn places(
        &self,
        report: &Report,
        format: impl Fn(&Span) -> String,
    ) -> impl Iterator<Item = String> {
        let place = |prefix: &str, file: &str, side: &Option<Side>| match side {
            Some(Side::Place(span)) => Some(format!("{prefix}{file}:{}", format(span))),
            _ => None,
        };
        let new = place("", &report.contract, &self.new);
        let old = place("was ", &report.source, &self.old);
        new.into_iter().chain(old)
    }
}

/// The changes of the contract in the order of [`Report::changes`]; `now` tells the line where one of
/// the earlier contract was.
pub(super) fn entries(changes: Vec<Change>, now: impl Fn(usize) -> usize) -> Vec<Entry> {
    let mut firsts = HashMap::new();
    let firsts: Vec<usize> = (0..)
        .zip(&changes)
        .map(|(index, change)| *firsts.entry(&change.operations).or_insert(index))
        .collect();
    let mut ordered: Vec<_> = firsts.into_iter().zip(changes).collect();
    ordered.sort_by_key(|(first, change)| {
        (
            change.operations.is_empty(),
            *first,
            Reverse(change.verdict),
        )
    });
    let changes = ordered.into_iter().map(|(_, change)| change);
    changes
        .map(|change| Entry {
            at: change.after.unwrap_or_else(|| {
                github::line(change.before.map_or(1, |span| now(span.start.line)))
            }),
            verdict: change.verdict,
            code: change.code,
            operations: change.operations,
            place: change.place,
            message: change.message,
            old: change.before.map(|span| Side::Place(span.into())),
            new: change.after.map(|span| Side::Place(span.into())),
        })
        .collect()
}

/// The changes of one verdict.
pub(super) fn of(entries: &[Entry], verdict: Verdict) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(move |entry| entry.verdict == verdict)
}

/// The worst verdict; nothing when there are no changes.
pub(super) fn worst(changes: &[Entry], api: &[Entry]) -> Option<Verdict> {
    changes.iter().chain(api).map(|entry| entry.verdict).max()
}

/// Whether nothing breaks, or every version says that something does.
pub(super) fn passes(verdict: Option<Verdict>, versions: &[VersionStep]) -> bool {
    verdict != Some(Verdict::Breaking) || versions.iter().all(VersionStep::is_enough)
}

fn named<V: Copy + Into<Option<Verdict>>, S: Serializer>(
    verdict: &V,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let verdict: Option<Verdict> = (*verdict).into();
    verdict.map(Verdict::name).serialize(serializer)
}

#[cfg(test)]
mod tests;
