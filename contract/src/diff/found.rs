//! What the walk found: each difference once, with every way in which it is met.

use std::{
    collections::{BTreeSet, HashMap},
    slice,
};

use super::{
    Change,
    Verdict::{self, Compatible, Documentation},
    pair::{Pair, Sides},
    place::places,
    table::{Direction, Effect, Judgement, Row},
    view::Id,
};
use crate::{index::Index, text::node::Node};

/// Where the walk is.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// The unit, unless it is the contract as a whole.
    unit: Option<usize>,
    /// The directions in which values travel here, as a set of bits.
    pub(super) directions: u8,
    /// Whether the client reads it in errors.
    is_read: bool,
}

impl At {
    /// The place of what touches the contract as a whole.
    pub(super) const WHOLE: Self = Self {
        unit: None,
        directions: Direction::Neither.bit(),
        is_read: false,
    };

    /// The same place, of a value that travels in these directions.
    pub(super) fn going(self, directions: u8) -> Self {
        Self { directions, ..self }
    }

    /// The same place, in one direction alone, if values travel here at all.
    pub(super) fn only(self, direction: Direction) -> Self {
        self.going(if self.directions == 0 {
            0
        } else {
            direction.bit()
        })
    }

    /// The same place, of a value that the client reads in errors or does not.
    pub(super) fn read(self, is_read: bool) -> Self {
        Self { is_read, ..self }
    }

    /// The same place, as far as values travel in these directions.
    pub(super) fn within(self, directions: u8) -> Self {
        self.going(self.directions & directions)
    }
}

/// A part of the contracts that is compared once for the directions in which it travels, whoever uses it.
#[derive(Debug, Default)]
struct Unit {
    users: Vec<usize>,
    /// Its name, if it is an operation.
    operation: Option<String>,
}

/// A difference, as it is met somewhere.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) at: At,
    pub(super) row: &'static Row,
    pub(super) effect: Effect,
    /// Why it is compatible in responses at this place, whatever the row says.
    pub(super) lenient: Option<&'static str>,
    pub(super) sides: Sides<'a>,
    /// What messages call its place: mostly the values themselves.
    pub(super) subject: Sides<'a>,
    pub(super) what: String,
}

/// What tells a difference from others.
type Key = (&'static str, Pair<Option<*const Node>>, String);

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Findings<'a> {
    units: Vec<Unit>,
    /// The units of values that stand for each other, by the directions.
    entered: HashMap<(Pair<Id>, u8), usize>,
    /// Each difference, with every way in which it is met.
    found: HashMap<Key, Vec<Found<'a>>>,
    /// Whether one of them is breaking.
    pub(super) is_breaking: bool,
}

impl<'a> Findings<'a> {
    fn unit(&mut self, operation: Option<String>) -> usize {
        let users = Vec::new();
        self.units.push(Unit { users, operation });
        self.units.len() - 1
    }

    /// The place of an operation.
    pub(super) fn operation(&mut self, name: String) -> At {
        let unit = Some(self.unit(Some(name)));
        At { unit, ..At::WHOLE }
    }

    /// The place of two values that are used somewhere, if they have not been entered yet.
    pub(super) fn enter(&mut self, at: At, id: Pair<Id>) -> Option<At> {
        let key = (id, at.directions);
        let known = self.entered.get(&key).copied();
        let unit = known.unwrap_or_else(|| self.unit(None));
        self.entered.insert(key, unit);
        self.units[unit].users.extend(at.unit);
        let unit = Some(unit);
        known.is_none().then_some(At { unit, ..at })
    }

    /// Adds a difference; the same one met elsewhere is one change.
    pub(super) fn add(&mut self, found: Found<'a>) {
        let nodes = found.sides.map(|side| side.map(std::ptr::from_ref));
        let key = (found.row.code, nodes, found.what.clone());
        self.is_breaking |= judge(slice::from_ref(&found)).0 == Verdict::Breaking;
        self.found.entry(key).or_default().push(found);
    }

    /// The worst verdict of all; nothing when nothing was found.
    pub(super) fn verdict(self) -> Option<Verdict> {
        self.found.values().map(|uses| judge(uses).0).max()
    }

    /// The differences as changes, in their order.
    pub(super) fn changes(self, contracts: &Pair<Index<'a>>) -> Vec<Change> {
        let all = self.found.values().flatten();
        let nodes = all.flat_map(|it| it.sides.iter().chain(it.subject.iter()));
        let wanted = nodes.map(std::ptr::from_ref).collect();
        let places = contracts.as_ref().map(|index| places(index, &wanted));
        let place = |sides: Sides<'a>| {
            let places = places.as_ref().zip(sides);
            places.map(|(places, side)| places.get(&std::ptr::from_ref(side?)))
        };
        let changes = self.found.values().map(|uses| {
            let (verdict, why) = judge(uses);
            let Found {
                row,
                sides,
                subject,
                what,
                ..
            } = &uses[0];
            let Pair { old, new } = place(*sides);
            let subject = place(*subject);
            let users = self.operations(uses);
            let operations = users
                .iter()
                .filter_map(|it| self.units[*it].operation.clone());
            let change = Change {
                code: row.code,
                verdict,
                operations: operations.collect(),
                place: subject
                    .new
                    .or(subject.old)
                    .map_or_else(String::new, |it| it.words.clone()),
                pointer: new
                    .or(old)
                    .map_or_else(String::new, |it| it.pointer.clone()),
                message: format!("{what}; {why}"),
                before: old.map(|it| it.span),
                after: new.map(|it| it.span),
            };
            (users.first().copied().unwrap_or(usize::MAX), change)
        });
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by_cached_key(|(first, change)| {
            let start = change.after.or(change.before).map(|span| span.start);
            let message = change.message.clone();
            (*first, start, change.code, message, change.before)
        });
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// The operations that a difference touches: the units that lead to it.
    fn operations(&self, uses: &[Found<'a>]) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = uses.iter().filter_map(|it| it.at.unit).collect();
        let mut open: Vec<usize> = reached.iter().copied().collect();
        while let Some(unit) = open.pop() {
            let leading = self.units[unit].users.iter();
            open.extend(leading.filter(|user| reached.insert(**user)));
        }
        reached.retain(|unit| self.units[*unit].operation.is_some());
        reached
    }
}

/// The verdict on a difference, and why.
fn judge(uses: &[Found<'_>]) -> (Verdict, String) {
    let mut judged: Vec<(Direction, Judgement)> = Vec::new();
    for direction in Direction::ALL {
        let met = uses
            .iter()
            .filter(|it| it.at.directions & direction.bit() != 0);
        judged.extend(met.map(|it| {
            let judgement = it
                .row
                .judge(it.effect, direction, it.lenient, it.at.is_read);
            (direction, judgement)
        }));
    }
    let Some(worst) = judged.iter().map(|(_, (verdict, _))| *verdict).max() else {
        return if uses.iter().all(|it| it.effect == Effect::Nothing) {
            (
                Documentation,
                "nothing that is sent or read changes".to_owned(),
            )
        } else {
            (Compatible, "it is neither sent nor read here".to_owned())
        };
    };
    let is_one_way = judged.iter().all(|it| it.0 == judged[0].0);
    judged.retain(|(_, (verdict, _))| *verdict == worst);
    judged.dedup_by_key(|(direction, _)| *direction);
    let reasons = judged
        .iter()
        .map(|(direction, (_, why))| match direction.words() {
            words if !words.is_empty() && !is_one_way && worst > Documentation => {
                format!("{words} {why}")
            }
            _ => (*why).to_owned(),
        });
    let mut reasons: Vec<String> = reasons.collect();
    reasons.dedup();
    (worst, reasons.join("; "))
}
