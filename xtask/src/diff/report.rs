//! What is to be said about a difference, whatever the format: its facts, their order and words.

use std::cmp::Reverse;
use std::collections::HashMap;

use build_support::compare::{Change, Comparison, Verdict};
use build_support::listing::ApiChange;

use super::version::{Judgement, Standing};

/// The verdicts in the order in which they are told.
pub(super) const WORST_FIRST: [Verdict; 3] = [
    Verdict::Breaking,
    Verdict::Compatible,
    Verdict::Documentation,
];

/// Of more operations than this a heading names only the first.
const OPERATIONS_NAMED: usize = 4;

/// A difference, and what it means for the versions.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) base: Named,
    pub(super) contract: Later,
    pub(super) comparison: Comparison,
    /// Changes of the client's Rust API, or why they cannot be told.
    pub(super) api: Result<Vec<ApiChange>, String>,
    /// The versions that are judged.
    pub(super) versions: Vec<VersionStep>,
    /// Why the client crate's version is not among them.
    pub(super) not_judged: Option<String>,
}

/// What the earlier contract is called.
#[derive(Debug)]
pub(super) struct Named {
    /// What it is.
    pub(super) label: String,
    /// What places in it are called after.
    pub(super) source: String,
}

/// The later contract.
#[derive(Debug)]
pub(super) struct Later {
    /// Its path as the caller would type it.
    pub(super) shown: String,
    /// Its path in the repository.
    pub(super) path: String,
    pub(super) text: String,
    /// Whether its text is another than the earlier one's.
    pub(super) text_differs: bool,
}

/// A version at the base and now.
#[derive(Debug)]
pub(super) struct VersionStep {
    /// Whose version it is.
    pub(super) name: &'static str,
    /// The file that it stands in.
    pub(super) file: String,
    pub(super) old: String,
    pub(super) new: String,
    pub(super) judgement: Judgement,
}

/// Changes that touch the same operations, the worst first.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) operations: &'a [String],
    pub(super) changes: Vec<&'a Change>,
}

impl Report {
    /// The worst verdict of all changes; nothing when there are none.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        worst(&self.comparison, &self.api)
    }

    /// Whether nothing breaks, or every version says that something does.
    pub(super) fn passes(&self) -> bool {
        self.verdict() != Some(Verdict::Breaking)
            || self
                .versions
                .iter()
                .all(|step| step.judgement.standing.is_enough())
    }

    /// The difference in a few words.
    pub(super) fn conclusion(&self) -> &'static str {
        match self.verdict() {
            None => "no change",
            Some(Verdict::Documentation) => "documentation only",
            Some(Verdict::Compatible) => "compatible",
            Some(Verdict::Breaking) if self.passes() => "breaking, with the version step for it",
            Some(Verdict::Breaking) => "breaking, without the version step for it",
        }
    }

    /// What is said when nothing changed.
    pub(super) fn nothing(&self) -> String {
        let note = if self.contract.text_differs {
            "; only comments or formatting differ"
        } else {
            ""
        };
        let api = match &self.api {
            Ok(_) => String::new(),
            Err(reason) => format!("\nRust API: not compared, {reason}"),
        };
        format!(
            "no change between {} and {}{note}{api}",
            self.base.label, self.contract.shown
        )
    }

    /// The changes of the contract by operation, in its order; those of the whole contract last.
    pub(super) fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut places = HashMap::new();
        for change in &self.comparison.changes {
            let operations = change.operations.as_slice();
            let place = *places.entry(operations).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Group {
                    operations,
                    changes: Vec::new(),
                });
            }
            groups[place].changes.push(change);
        }
        for group in &mut groups {
            group.changes.sort_by_key(|change| Reverse(change.verdict));
        }
        groups.sort_by_key(|group| group.operations.is_empty());
        groups
    }

    /// The changes of one verdict, by operation.
    pub(super) fn changes_of(&self, verdict: Verdict) -> Vec<&Change> {
        let groups = self.groups().into_iter();
        groups
            .flat_map(|group| group.changes)
            .filter(|change| change.verdict == verdict)
            .collect()
    }

    /// The changes of the Rust API, the worst first; none if they cannot be told.
    pub(super) fn api_changes(&self) -> Vec<&ApiChange> {
        let mut changes: Vec<_> = self.api.iter().flatten().collect();
        changes.sort_by_key(|change| Reverse(change.verdict));
        changes
    }

    /// How many changes of the contract have a verdict.
    pub(super) fn count(&self, verdict: Verdict) -> usize {
        let changes = self.comparison.changes.iter();
        changes.filter(|change| change.verdict == verdict).count()
    }

    /// How many changes of the Rust API have a verdict.
    pub(super) fn api_count(&self, verdict: Verdict) -> usize {
        let changes = self.api.iter().flatten();
        changes.filter(|change| change.verdict == verdict).count()
    }
}

/// The worst verdict of all changes; nothing when there are none.
pub(super) fn worst(
    comparison: &Comparison,
    api: &Result<Vec<ApiChange>, String>,
) -> Option<Verdict> {
    let contract = comparison.changes.iter().map(|change| change.verdict);
    let api = api.iter().flatten().map(|change| change.verdict);
    contract.chain(api).max()
}

impl VersionStep {
    /// How the version stands, and what to do about it.
    pub(super) fn advice(&self) -> String {
        let Judgement { standing, least } = &self.judgement;
        let mend = match least {
            Some(least) => format!("set it to {least} or later in {}", self.file),
            None => format!("set it to one, such as 1.0.0, in {}", self.file),
        };
        match (standing, least) {
            (Standing::Enough, Some(least)) => format!("enough, {least} or later is asked for"),
            (Standing::Enough, None) | (Standing::FirstSemver, _) => {
                "enough: the earlier one is no semantic version, so that any step is one".to_owned()
            }
            (Standing::TooLow, _) => format!("too low: {mend}"),
            (Standing::Backwards, _) => format!("goes backwards: {mend}"),
            (Standing::NotSemver, _) => {
                format!("is no semantic version (major.minor.patch): {mend}")
            }
        }
    }
}

/// The word for a verdict.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "breaking",
        Verdict::Compatible => "compatible",
        Verdict::Documentation => "documentation",
    }
}

/// The operations of a group as a heading.
pub(super) fn heading(operations: &[String]) -> String {
    if operations.is_empty() {
        return "the whole contract".to_owned();
    }
    let named = operations[..operations.len().min(OPERATIONS_NAMED)].join(", ");
    match operations.len() - operations.len().min(OPERATIONS_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Where a change is and what it is.
pub(super) fn sentence(change: &Change) -> String {
    if change.place.is_empty() {
        change.message.clone()
    } else {
        format!("{}: {}", change.place, change.message)
    }
}

#[cfg(test)]
mod tests;
