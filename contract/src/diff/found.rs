//! What the walk found: each difference once, with every way in which it is met.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    Change,
    Verdict::{self, Compatible, Documentation},
    pair::{Pair, Sides},
    place::places,
    table::{Direction, Effect, Judgement, Row},
    view::Id,
};
use crate::{index::Index, text::node::Node};

/// Every direction, in a set of bits.
pub(super) const ALL: u8 = u8::MAX;

/// Where the walk is.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    unit: usize,
    /// The directions in which values travel here, as a set of bits.
    pub(super) directions: u8,
    /// Whether the client reads it in errors.
    is_read: bool,
}

impl At {
    /// The place of what touches the contract as a whole.
    pub(super) const WHOLE: Self = Self {
        unit: 0,
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

/// A part of the contracts that is compared once for the directions in which it travels, whoever uses it;
/// the first is the contract as a whole.
#[derive(Debug, Default)]
struct Unit {
    users: Vec<usize>,
    /// Its name, if it is an operation.
    operation: Option<String>,
}

/// A difference.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) row: &'static Row,
    pub(super) sides: Sides<'a>,
    /// What messages call its place: mostly the values themselves.
    pub(super) subject: Sides<'a>,
    pub(super) what: String,
}

/// How a difference is met somewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    pub(super) at: At,
    pub(super) effect: Effect,
    /// Why it is compatible in responses at this place, whatever the row says.
    pub(super) lenient: Option<&'static str>,
}

/// What tells a difference from others.
type Key = (&'static str, Pair<Option<*const Node>>, String);

/// Everything that was found.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    units: Vec<Unit>,
    /// The units of values that stand for each other, by the directions.
    entered: HashMap<(Pair<Id>, u8), usize>,
    list: Vec<(Found<'a>, Vec<Use>)>,
    /// Where a difference stands in the list.
    known: HashMap<Key, usize>,
}

impl Default for Findings<'_> {
    fn default() -> Self {
        Self {
            units: vec![Unit::default()],
            entered: HashMap::new(),
            list: Vec::new(),
            known: HashMap::new(),
        }
    }
}

impl<'a> Findings<'a> {
    /// The place of an operation.
    pub(super) fn operation(&mut self, name: String) -> At {
        self.units.push(Unit {
            operation: Some(name),
            ..Unit::default()
        });
        let unit = self.units.len() - 1;
        At { unit, ..At::WHOLE }
    }

    /// The place of two values that are used somewhere, if they have not been entered yet.
    pub(super) fn enter(&mut self, at: At, id: Pair<Id>) -> Option<At> {
        let free = self.units.len();
        let unit = *self.entered.entry((id, at.directions)).or_insert(free);
        if unit == free {
            self.units.push(Unit::default());
        }
        self.units[unit].users.push(at.unit);
        (unit == free).then_some(At { unit, ..at })
    }

    /// Adds a difference; the same one met elsewhere is one entry.
    pub(super) fn add(&mut self, found: Found<'a>, used: Use) {
        let nodes = found.sides.map(|side| side.map(std::ptr::from_ref));
        let key = (found.row.code, nodes, found.what.clone());
        let place = *self.known.entry(key).or_insert(self.list.len());
        if place == self.list.len() {
            self.list.push((found, Vec::new()));
        }
        self.list[place].1.push(used);
    }

    /// The worst verdict of all; nothing when nothing was found.
    pub(super) fn verdict(self) -> Option<Verdict> {
        let all = self.list.iter();
        all.map(|(found, uses)| judge(found.row, uses).0).max()
    }

    /// The differences as changes, in their order.
    pub(super) fn changes(self, contracts: &Pair<Index<'a>>) -> Vec<Change> {
        let mut wanted: HashSet<*const Node> = HashSet::new();
        for Found { sides, subject, .. } in self.list.iter().map(|(found, _)| found) {
            let nodes = [sides.old, sides.new, subject.old, subject.new];
            wanted.extend(nodes.into_iter().flatten().map(std::ptr::from_ref));
        }
        let places = contracts.as_ref().map(|index| places(index, &wanted));
        let mut changes = Vec::new();
        for (found, uses) in &self.list {
            let place = |sides: Sides<'a>| {
                let places = places.as_ref().zip(sides);
                places.map(|(places, side)| places.get(&std::ptr::from_ref(side?)))
            };
            let Pair { old, new } = place(found.sides);
            let subject = place(found.subject);
            let (verdict, why) = judge(found.row, uses);
            let users = self.operations(uses);
            let operations = users
                .iter()
                .filter_map(|unit| self.units[*unit].operation.clone());
            let change = Change {
                code: found.row.code,
                verdict,
                operations: operations.collect(),
                place: subject
                    .new
                    .or(subject.old)
                    .map_or_else(String::new, |it| it.words.clone()),
                pointer: new
                    .or(old)
                    .map_or_else(String::new, |it| it.pointer.clone()),
                message: format!("{}; {why}", found.what),
                before: old.map(|it| it.span),
                after: new.map(|it| it.span),
            };
            let first = users.first().copied().unwrap_or(usize::MAX);
            changes.push((first, change));
        }
        changes.sort_by_cached_key(|(first, change)| {
            let start = change.after.or(change.before).map(|span| span.start);
            (*first, start, change.code, change.message.clone())
        });
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// The operations that a difference touches: the units that lead to it.
    fn operations(&self, uses: &[Use]) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = uses.iter().map(|it| it.at.unit).collect();
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
fn judge(row: &Row, uses: &[Use]) -> (Verdict, String) {
    let mut judged: Vec<(Direction, Judgement)> = Vec::new();
    for direction in Direction::ALL {
        judged.extend(uses.iter().filter_map(|used| {
            let Use {
                at,
                effect,
                lenient,
            } = *used;
            let is_met = at.directions & direction.bit() != 0;
            is_met.then(|| (direction, row.judge(effect, direction, lenient, at.is_read)))
        }));
    }
    let Some(worst) = judged.iter().map(|(_, (verdict, _))| *verdict).max() else {
        return if uses.iter().all(|used| used.effect == Effect::Nothing) {
            (
                Documentation,
                "nothing that is sent or read changes".to_owned(),
            )
        } else {
            (Compatible, "the value does not travel this way".to_owned())
        };
    };
    let is_one_way = judged.iter().all(|it| it.0 == judged[0].0);
    judged.retain(|(_, (verdict, _))| *verdict == worst);
    judged.dedup_by_key(|(direction, _)| *direction);
    let mut reasons: Vec<String> = judged
        .iter()
        .map(|(direction, (_, why))| match direction.words() {
            "" => (*why).to_owned(),
            _ if is_one_way || worst == Documentation => (*why).to_owned(),
            words => format!("{words} {why}"),
        })
        .collect();
    reasons.dedup();
    (worst, reasons.join("; "))
}
