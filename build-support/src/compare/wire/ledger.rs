//! What has been found, where it was met, and what has been settled.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    iter,
};

use serde_json::Value;

use super::{
    document::{Document, Sides, Site},
    place,
};
use crate::compare::{Change, Verdict};

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    /// From caller to server.
    Request,
    /// From server to caller, read into a type.
    Answer,
    /// From server to caller in an error, of which the client reads what `x-apis` points to.
    Error,
    /// From server to caller in a header that the client does not read.
    Header,
}

impl Direction {
    fn in_words(self) -> &'static str {
        match self {
            Self::Request => "in requests",
            Self::Answer => "in answers",
            Self::Error => "in error answers",
            Self::Header => "in headers",
        }
    }
}

/// What a change means in one direction, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    /// None where there is no question of direction.
    pub(super) direction: Option<Direction>,
    pub(super) verdict: Verdict,
    pub(super) why: &'static str,
}

/// A part of the contract that is compared once, whoever uses it: an operation, or a component in
/// one direction.
pub(super) type Unit = usize;

/// The unit of what touches the contract as a whole.
pub(super) const WHOLE: Unit = 0;

/// One difference, as it is told from others: kind, places, and what was and is.
type Key = (&'static str, Option<String>, Option<String>, String);

/// A difference that was found in some units.
#[derive(Debug, Default)]
struct Finding {
    judgements: BTreeMap<Option<Direction>, (Verdict, &'static str)>,
    units: BTreeSet<Unit>,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    findings: HashMap<Key, Finding>,
    /// Values of either contract that somebody has compared.
    settled: HashSet<*const Value>,
    /// For each unit those that use it.
    users: Vec<BTreeSet<Unit>>,
    /// The operations: their units with their ids, in the order of the contract.
    operations: BTreeMap<Unit, String>,
}

impl Ledger {
    /// A new unit; the first one is [`WHOLE`].
    pub(super) fn unit(&mut self) -> Unit {
        self.users.push(BTreeSet::new());
        self.users.len() - 1
    }

    /// The unit of an operation.
    pub(super) fn operation(&mut self, id: &str) -> Unit {
        let unit = self.unit();
        self.operations.insert(unit, id.to_owned());
        unit
    }

    pub(super) fn uses(&mut self, user: Unit, part: Unit) {
        if user != part {
            self.users[part].insert(user);
        }
    }

    pub(super) fn settle(&mut self, value: &Value) {
        self.settled.insert(value);
    }

    pub(super) fn is_settled(&self, value: &Value) -> bool {
        self.settled.contains(&std::ptr::from_ref(value))
    }

    /// Adds what was found in `unit`; the same in another unit or direction is one finding.
    pub(super) fn add(
        &mut self,
        unit: Unit,
        code: &'static str,
        sides: &Sides<'_>,
        what: String,
        judgement: Judgement,
    ) {
        let pointer = |site: &Option<Site<'_>>| site.as_ref().map(|site| site.pointer.clone());
        let key = (code, pointer(&sides.old), pointer(&sides.new), what);
        let finding = self.findings.entry(key).or_default();
        finding.units.insert(unit);
        let Judgement {
            direction,
            verdict,
            why,
        } = judgement;
        let judged = finding
            .judgements
            .entry(direction)
            .or_insert((verdict, why));
        if verdict > judged.0 {
            *judged = (verdict, why);
        }
    }

    /// The findings as changes, in their order.
    pub(super) fn changes(&self, old: &Document<'_>, new: &Document<'_>) -> Vec<Change> {
        let mut sorted: Vec<_> = self
            .findings
            .iter()
            .map(|((code, old_pointer, new_pointer, what), finding)| {
                let users = self.operations_of(&finding.units);
                let pointer = |pointer: &Option<String>, document: &Document<'_>| {
                    pointer.as_ref().and_then(|it| document.locate(it))
                };
                let place = match (new_pointer, old_pointer) {
                    (Some(pointer), _) => place::describe(new, pointer),
                    (None, Some(pointer)) => place::describe(old, pointer),
                    (None, None) => String::new(),
                };
                let change = Change {
                    verdict: finding.verdict(),
                    code,
                    operations: users
                        .iter()
                        .map(|unit| self.operations[unit].clone())
                        .collect(),
                    place,
                    message: finding.message(what),
                    old: pointer(old_pointer, old),
                    new: pointer(new_pointer, new),
                };
                // Contract-wide changes come last.
                let first = users.first().copied().unwrap_or(Unit::MAX);
                let stands = change.new.or(change.old).map(|span| span.start);
                ((first, stands, change.code, what.clone()), change)
            })
            .collect();
        sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
        sorted.into_iter().map(|(_, change)| change).collect()
    }

    /// The operations that use one of these units.
    fn operations_of(&self, units: &BTreeSet<Unit>) -> BTreeSet<Unit> {
        let mut reached = units.clone();
        let mut open: Vec<Unit> = units.iter().copied().collect();
        while let Some(unit) = open.pop() {
            for user in &self.users[unit] {
                if reached.insert(*user) {
                    open.push(*user);
                }
            }
        }
        reached.retain(|unit| self.operations.contains_key(unit));
        reached
    }
}

impl Finding {
    fn verdict(&self) -> Verdict {
        let verdicts = self.judgements.values().map(|(verdict, _)| *verdict);
        // A finding is made with its first judgement.
        verdicts.max().unwrap_or(Verdict::Breaking)
    }

    /// What was and is, and for each direction why that breaks or does not.
    fn message(&self, what: &str) -> String {
        let worst = self.verdict();
        let is_mixed = self
            .judgements
            .values()
            .any(|(verdict, _)| *verdict != worst);
        let reasons = self.judgements.iter().map(|(direction, (verdict, why))| {
            let is_worst = is_mixed && *verdict == Verdict::Breaking;
            let mark = if is_worst { " (breaking)" } else { "" };
            match direction {
                Some(direction) => format!("{}{mark} {why}", direction.in_words()),
                None => (*why).to_owned(),
            }
        });
        let parts: Vec<String> = iter::once(what.to_owned()).chain(reasons).collect();
        parts.join("; ")
    }
}
