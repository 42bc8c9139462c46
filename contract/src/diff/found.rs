//! What the walk found: each difference once, with every way in which it is met.

use std::collections::{BTreeSet, HashMap};

use super::{
    Change,
    Verdict::{self, Compatible, Documentation},
    document::{Document, Pair, Sides, Site},
    place,
    table::{Direction, Effect, Judgement, Row},
};

/// The directions in which values of a unit travel, as a set of bits.
pub(super) const ALL: u8 = u8::MAX;

/// Where the walk is: in a unit, and which of its directions it goes on in.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) unit: usize,
    /// Directions of the unit that go on here.
    pub(super) keep: u8,
    /// Directions that hold here, whatever those of the unit are.
    pub(super) set: u8,
}

impl At {
    pub(super) fn unit(unit: usize) -> Self {
        Self {
            unit,
            keep: ALL,
            set: 0,
        }
    }

    /// The same place, in one direction alone.
    pub(super) fn only(self, direction: Direction) -> Self {
        Self {
            keep: 0,
            set: direction.bit(),
            ..self
        }
    }

    /// The same place without a direction, in which the value does not travel.
    pub(super) fn without(self, direction: Direction) -> Self {
        Self {
            keep: self.keep & !direction.bit(),
            set: self.set & !direction.bit(),
            ..self
        }
    }

    /// The same place, as far as values travel in this direction.
    pub(super) fn within(self, direction: Direction) -> Self {
        Self {
            keep: self.keep & direction.bit(),
            set: self.set & direction.bit(),
            ..self
        }
    }

    fn of(self, directions: u8) -> u8 {
        if directions == 0 {
            0
        } else {
            directions & self.keep | self.set
        }
    }
}

/// A part of the contracts that is compared once, whoever uses it.
#[derive(Debug, Default)]
struct Unit {
    directions: u8,
    users: Vec<usize>,
    uses: Vec<(At, usize)>,
    /// Its name, if it is an operation.
    operation: Option<String>,
}

/// A difference.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) row: &'static Row,
    pub(super) effect: Effect,
    pub(super) sides: Sides<'a>,
    pub(super) what: String,
    /// What it means in responses at this place, if that differs from what the row says.
    pub(super) lenient: Option<Judgement>,
    /// Whether the client reads it in errors.
    pub(super) is_read: bool,
    /// What messages call its place, if not the values themselves.
    pub(super) subject: Option<Sides<'a>>,
}

impl<'a> Found<'a> {
    pub(super) fn new(
        row: &'static Row,
        effect: Effect,
        sides: Sides<'a>,
        what: impl Into<String>,
    ) -> Self {
        let what = what.into();
        Self {
            row,
            effect,
            sides,
            what,
            lenient: None,
            is_read: false,
            subject: None,
        }
    }
}

/// How a difference is met somewhere.
#[derive(Clone, Copy, Debug)]
struct Use {
    at: At,
    effect: Effect,
    lenient: Option<Judgement>,
    is_read: bool,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Findings<'a> {
    units: Vec<Unit>,
    list: Vec<(Found<'a>, Vec<Use>)>,
    /// Where a difference stands in the list, by what tells it from others.
    places: HashMap<(&'static str, Pair<Option<String>>, String), usize>,
}

impl<'a> Findings<'a> {
    /// A new unit; `directions` are those that it has by itself.
    pub(super) fn unit(&mut self, directions: u8, operation: Option<String>) -> usize {
        self.units.push(Unit {
            directions,
            operation,
            ..Unit::default()
        });
        self.units.len() - 1
    }

    pub(super) fn uses(&mut self, at: At, unit: usize) {
        self.units[at.unit].uses.push((at, unit));
        self.units[unit].users.push(at.unit);
    }

    /// Adds a difference; the same one met elsewhere is one entry.
    pub(super) fn add(&mut self, at: At, found: Found<'a>) {
        let used = Use {
            at,
            effect: found.effect,
            lenient: found.lenient,
            is_read: found.is_read,
        };
        let pointers = found
            .sides
            .as_ref()
            .map(|it| it.as_ref().map(|it| it.pointer.to_string()));
        let key = (found.row.code, pointers, found.what.clone());
        let place = *self.places.entry(key).or_insert_with(|| {
            self.list.push((found, Vec::new()));
            self.list.len() - 1
        });
        self.list[place].1.push(used);
    }

    /// Passes the directions of each unit on to those that it uses.
    fn spread(&mut self) {
        let mut open: Vec<usize> = (0..self.units.len()).collect();
        while let Some(unit) = open.pop() {
            for index in 0..self.units[unit].uses.len() {
                let (at, used) = self.units[unit].uses[index];
                let more = at.of(self.units[unit].directions);
                let directions = &mut self.units[used].directions;
                if *directions | more != *directions {
                    *directions |= more;
                    open.push(used);
                }
            }
        }
    }

    /// The worst verdict of all; nothing when nothing was found.
    pub(super) fn verdict(mut self) -> Option<Verdict> {
        self.spread();
        let verdicts = self
            .list
            .iter()
            .map(|(found, uses)| self.judge(found, uses).0);
        verdicts.max()
    }

    /// The verdict on a difference, and why.
    fn judge(&self, found: &Found<'_>, uses: &[Use]) -> (Verdict, String) {
        let mut judged: Vec<(Direction, Judgement)> = Vec::new();
        for used in uses {
            let directions = used.at.of(self.units[used.at.unit].directions);
            let here = Direction::ALL
                .iter()
                .filter(|it| directions & it.bit() != 0);
            judged.extend(here.map(|&direction| {
                let Use {
                    effect,
                    lenient,
                    is_read,
                    ..
                } = *used;
                (
                    direction,
                    found.row.judge(effect, direction, lenient, is_read),
                )
            }));
        }
        let Some(worst) = judged.iter().map(|(_, (verdict, _))| *verdict).max() else {
            return match found.effect {
                Effect::Nothing => (
                    Documentation,
                    "nothing that is sent or read changes".to_owned(),
                ),
                _ => (Compatible, "the value does not travel this way".to_owned()),
            };
        };
        let mut reasons: Vec<String> = Vec::new();
        for &direction in Direction::ALL {
            let mut here = judged
                .iter()
                .filter(|(of, (verdict, _))| *of == direction && *verdict == worst);
            if let Some((_, (_, why))) = here.next() {
                let has_several = judged.iter().any(|(of, _)| *of != direction);
                let words = if has_several && worst > Documentation {
                    direction.words()
                } else {
                    ""
                };
                let reason = format!("{words} {why}").trim_start().to_owned();
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
        (worst, reasons.join("; "))
    }

    /// The differences as changes, in their order.
    pub(super) fn changes(mut self, documents: &Pair<Document<'a>>) -> Vec<Change> {
        self.spread();
        let mut changes: Vec<_> = Vec::new();
        let mut unused: BTreeSet<&str> = BTreeSet::new();
        for (found, uses) in &self.list {
            let users = self.operations(uses);
            if users.is_empty() && uses.iter().all(|it| self.units[it.at.unit].directions == 0) {
                // A component that no operation uses is one entry, whatever changes in it.
                let site = found.sides.new.as_ref().or(found.sides.old.as_ref());
                unused.extend(site.map(|site| component_of(&site.pointer)));
                continue;
            }
            let (verdict, why) = self.judge(found, uses);
            let change = change(documents, found, verdict, &why, &users, &self.units);
            let first = users.first().copied().unwrap_or(usize::MAX);
            changes.push(((first, stands(&change), change.code), change));
        }
        let row = Row::named("unused-component");
        for pointer in unused {
            let site = |document: &Document<'a>| {
                let (span, node) = document.index.root.at(pointer)?;
                Some(Site {
                    node,
                    span,
                    pointer: pointer.into(),
                })
            };
            let sides = documents.as_ref().map(site);
            let found = Found::new(row, Effect::Nothing, sides, "was changed");
            let why = row
                .judge(Effect::Nothing, Direction::Neither, None, false)
                .1;
            let change = change(
                documents,
                &found,
                Documentation,
                why,
                &BTreeSet::new(),
                &self.units,
            );
            changes.push(((usize::MAX, stands(&change), change.code), change));
        }
        changes.sort_by(|(one, this), (other, that)| {
            (one, &this.message).cmp(&(other, &that.message))
        });
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// The operations that a difference touches: the units that lead to it.
    fn operations(&self, uses: &[Use]) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = uses.iter().map(|it| it.at.unit).collect();
        let mut open: Vec<usize> = reached.iter().copied().collect();
        while let Some(unit) = open.pop() {
            open.extend(
                self.units[unit]
                    .users
                    .iter()
                    .filter(|user| reached.insert(**user)),
            );
        }
        reached.retain(|unit| self.units[*unit].operation.is_some());
        reached
    }
}

fn change(
    documents: &Pair<Document<'_>>,
    found: &Found<'_>,
    verdict: Verdict,
    why: &str,
    users: &BTreeSet<usize>,
    units: &[Unit],
) -> Change {
    let subject = found.subject.as_ref().unwrap_or(&found.sides);
    let place = match (&subject.new, &subject.old) {
        (Some(site), _) => place::describe(&documents.new, &site.pointer),
        (None, Some(site)) => place::describe(&documents.old, &site.pointer),
        (None, None) => String::new(),
    };
    let site = found.sides.new.as_ref().or(found.sides.old.as_ref());
    let operations = users
        .iter()
        .filter_map(|unit| units[*unit].operation.clone());
    Change {
        code: found.row.code,
        verdict,
        operations: operations.collect(),
        place,
        pointer: site
            .map(|site| site.pointer.to_string())
            .unwrap_or_default(),
        message: format!("{}; {why}", found.what),
        before: found.sides.old.as_ref().map(|site| site.span),
        after: found.sides.new.as_ref().map(|site| site.span),
    }
}

fn stands(change: &Change) -> Option<crate::diagnostic::Position> {
    change.after.or(change.before).map(|span| span.start)
}

/// The pointer to the component that a pointer leads into.
fn component_of(pointer: &str) -> &str {
    let end = pointer
        .match_indices('/')
        .nth(3)
        .map_or(pointer.len(), |(at, _)| at);
    &pointer[..end]
}
