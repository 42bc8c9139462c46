//! The walk over both contracts: what every step of it needs.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::{
    document::{Both, Document, Sides, Site},
    ledger::{Direction, Judgement, Ledger, Unit, WHOLE},
};
use crate::compare::Verdict;

/// Two values in one direction.
pub(super) type Visit = (*const Value, *const Value, Direction);

/// The walk over both contracts.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) old: &'a Document<'a>,
    pub(super) new: &'a Document<'a>,
    pub(super) ledger: Ledger,
    /// The unit that is being compared.
    pub(super) unit: Unit,
    /// Components that have been compared, each pair with its unit.
    pub(super) units: HashMap<Visit, Unit>,
    /// Pairs of a component and something in place, which may lead round in a circle.
    pub(super) visited: HashSet<(Unit, Visit)>,
    /// Components of either contract that something leads to.
    pub(super) used: HashSet<*const Value>,
    /// Members of error bodies that `x-apis` points to.
    pub(super) error_members: BTreeSet<&'a str>,
    /// Headers that `x-apis` names, in lower case.
    pub(super) runtime_headers: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(old: &'a Document<'a>, new: &'a Document<'a>) -> Self {
        let mut ledger = Ledger::default();
        ledger.unit();
        let mut walk = Self {
            old,
            new,
            ledger,
            unit: WHOLE,
            units: HashMap::new(),
            visited: HashSet::new(),
            used: HashSet::new(),
            error_members: BTreeSet::new(),
            runtime_headers: BTreeSet::new(),
        };
        walk.note_settings();
        walk
    }

    /// Compares everything: the net last.
    pub(super) fn all(&mut self) {
        self.operations();
        self.apis();
        self.credentials();
        self.about();
        self.components();
        self.net();
    }

    /// Reports a change that has nothing to do with a direction.
    pub(super) fn report(
        &mut self,
        code: &'static str,
        sides: &Sides<'a>,
        what: impl Into<String>,
        verdict: Verdict,
        why: &'static str,
    ) {
        let judgement = Judgement {
            direction: None,
            verdict,
            why,
        };
        self.ledger
            .add(self.unit, code, sides, what.into(), judgement);
    }

    /// The whole of both contracts.
    pub(super) fn roots(&self) -> Both<'a> {
        Both {
            old: self.old.root(),
            new: self.new.root(),
        }
    }

    /// Whether callers have to send something: it was optional and is required, or the reverse.
    /// The codes are those of the one and the other.
    pub(super) fn must_be_sent(
        &mut self,
        both: &Both<'a>,
        subject: &str,
        [required, optional]: [&'static str; 2],
    ) {
        self.settle(&both.get("required"));
        let (code, word, judged) = match (both.old.flag("required"), both.new.flag("required")) {
            (false, true) => {
                let judged = (Verdict::Breaking, "an earlier client may leave it out");
                (required, "required", judged)
            }
            (true, false) => {
                let judged = (Verdict::Compatible, "an earlier client goes on sending it");
                (optional, "optional", judged)
            }
            _ => return,
        };
        let what = format!("{subject}is {word} now");
        self.report_in(Direction::Request, code, &both.sides(), what, judged);
    }

    /// Reports a change of what travels in a direction.
    pub(super) fn report_in(
        &mut self,
        direction: Direction,
        code: &'static str,
        sides: &Sides<'a>,
        what: impl Into<String>,
        (verdict, why): (Verdict, &'static str),
    ) {
        let (verdict, why) = match direction {
            Direction::Error if verdict == Verdict::Breaking && !self.is_read(code, sides) => (
                Verdict::Compatible,
                "the client reads nothing but what `x-apis` points to",
            ),
            Direction::Header if verdict == Verdict::Breaking => {
                (Verdict::Compatible, "the client does not read it")
            }
            _ => (verdict, why),
        };
        let judgement = Judgement {
            direction: Some(direction),
            verdict,
            why,
        };
        self.ledger
            .add(self.unit, code, sides, what.into(), judgement);
    }

    /// Whether the change takes a member of an error body away that `x-apis` points to.
    fn is_read(&self, code: &str, sides: &Sides<'a>) -> bool {
        let Some(site) = sides.old.as_ref() else {
            return false;
        };
        let pointer = site.pointer.strip_suffix("/type").unwrap_or(&site.pointer);
        let name = pointer.rsplit_once("/properties/").map(|(_, name)| name);
        matches!(code, "property-removed" | "type-changed")
            && name.is_some_and(|name| self.error_members.contains(name))
    }

    /// Settles both values, whole.
    pub(super) fn settle(&mut self, sides: &Sides<'a>) {
        for site in sides.old.iter().chain(&sides.new) {
            self.ledger.settle(site.value);
        }
    }

    /// Settles mappings and lists with nothing in them: what the other side has is compared
    /// piece by piece.
    pub(super) fn settle_empty(&mut self, sides: &Sides<'a>) {
        for site in sides.old.iter().chain(&sides.new) {
            if is_empty(site.value) {
                self.ledger.settle(site.value);
            }
        }
    }

    /// Settles something that comes or goes, with the components that it leads to.
    pub(super) fn settle_all(&mut self, sides: &Sides<'a>) {
        if let Some(old) = &sides.old {
            self.settle_tree(self.old, old.value);
        }
        if let Some(new) = &sides.new {
            self.settle_tree(self.new, new.value);
        }
    }

    fn settle_tree(&mut self, document: &'a Document<'a>, value: &'a Value) {
        self.ledger.settle(value);
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => {
                    open.extend(members.values());
                    let reference = members.get("$ref").and_then(Value::as_str);
                    let target = reference
                        .and_then(|it| it.strip_prefix('#'))
                        .and_then(|pointer| document.root.pointer(pointer));
                    if let Some(target) = target
                        && self.used.insert(target)
                    {
                        self.ledger.settle(target);
                        open.push(target);
                    }
                }
                _ => {}
            }
        }
    }

    /// What both values are behind their references, and which of them stand elsewhere.
    ///
    /// Where a target lies is no matter on the wire, so the references are settled.
    pub(super) fn follow(&mut self, both: &Both<'a>) -> (Both<'a>, bool, bool) {
        let old = self.behind(self.old, &both.old);
        let new = self.behind(self.new, &both.new);
        let (is_old_named, is_new_named) = (old.id() != both.old.id(), new.id() != both.new.id());
        (Both { old, new }, is_old_named, is_new_named)
    }

    /// The value itself, behind all references, each of which is noted.
    pub(super) fn behind(&mut self, document: &'a Document<'a>, site: &Site<'a>) -> Site<'a> {
        let last = document.resolve(site);
        let mut site = site.clone();
        while site.id() != last.id() {
            let Some(target) = document.target(&site) else {
                break;
            };
            if let Some(reference) = site.value.get("$ref") {
                self.ledger.settle(reference);
            }
            self.used.insert(target.value);
            site = target;
        }
        last
    }

    /// Compares two values behind their references. Components that stand for each other are
    /// compared once for each direction, whoever leads to them.
    pub(super) fn through(
        &mut self,
        both: &Both<'a>,
        direction: Direction,
        compare: impl FnOnce(&mut Self, &Both<'a>),
    ) {
        let (both, is_old_named, is_new_named) = self.follow(both);
        let visit = (both.old.id(), both.new.id(), direction);
        if is_old_named && is_new_named {
            if let Some(unit) = self.units.get(&visit) {
                return self.ledger.uses(self.unit, *unit);
            }
            let unit = self.ledger.unit();
            self.units.insert(visit, unit);
            self.ledger.uses(self.unit, unit);
            let user = std::mem::replace(&mut self.unit, unit);
            compare(self, &both);
            self.unit = user;
        } else if !(is_old_named || is_new_named) || self.visited.insert((self.unit, visit)) {
            compare(self, &both);
        }
    }

    /// Compares what only says something to readers; what is no matter on the wire.
    pub(super) fn notes(&mut self, both: &Both<'a>, keys: &[&str]) {
        for key in keys {
            self.note(key, &both.get(key));
        }
    }

    pub(super) fn note(&mut self, key: &str, sides: &Sides<'a>) {
        self.settle(sides);
        if sides.same() {
            return;
        }
        let what = match (&sides.old, &sides.new) {
            (None, _) => format!("`{key}` was added"),
            (_, None) => format!("`{key}` was removed"),
            _ => format!("`{key}` was changed"),
        };
        self.report(
            "documentation-changed",
            sides,
            what,
            Verdict::Documentation,
            "nothing that is sent or read changes",
        );
    }

    /// Compares the keys of two objects that nobody else has: `known` are those that somebody has.
    pub(super) fn others(&mut self, both: &Both<'a>, known: &[&str]) {
        self.settle_empty(&both.sides());
        let keys: BTreeSet<&str> = both
            .old
            .entries()
            .chain(both.new.entries())
            .map(|(key, _)| key)
            .filter(|key| !known.contains(key))
            .collect();
        for key in keys {
            let sides = both.get(key);
            if key == "x-lint-allow" {
                self.note(key, &sides);
            } else {
                self.unclassified(&sides);
            }
        }
    }

    /// Reports a difference of two values that no comparison knows of.
    pub(super) fn unclassified(&mut self, sides: &Sides<'a>) {
        if !sides.same() {
            let pointer = sides.new.as_ref().or(sides.old.as_ref());
            let pointer = pointer
                .map(|site| site.pointer.as_str())
                .unwrap_or_default();
            self.report(
                "unclassified-change",
                sides,
                format!("`{pointer}`: {}", sides.arrow()),
                Verdict::Breaking,
                "no rule says what this means: look at it",
            );
        }
        self.settle(sides);
    }
}

/// Whether this is a mapping or list with nothing in it.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
