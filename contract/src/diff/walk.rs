//! The walk over both contracts, by the grammar: every key that either has is looked at.

use std::{
    collections::{HashMap, HashSet},
    mem,
};

use super::{
    Change, Verdict,
    facts::Facts,
    found::{At, Findings, Found},
    pair::{Pair, Sides},
    rows::UNCLASSIFIED,
    table::{Direction, Effect, Row, When},
    view::{Id, View, Views},
};
use crate::{
    grammar::{CONTRACT, Kind, Object, SECTIONS, Shape},
    index::Index,
    text::node::Node,
};

/// Comparisons inside comparisons that are deeper than this take two schemas for different ones.
const DEEPEST: usize = 4;

/// The worst verdict on each pair of schemas, in a set of directions; nothing where they mean the same.
type Judged = HashMap<(Pair<Id>, u8), Option<Verdict>>;

/// The walk over both contracts.
#[derive(Debug)]
pub(super) struct Walk<'w, 'a> {
    pub(super) contracts: &'w Pair<Index<'a>>,
    pub(super) facts: Facts,
    /// The components, each with its section and its name.
    components: HashMap<*const Node, (&'static str, &'a str)>,
    pub(super) findings: Findings<'a>,
    /// Values that have been compared, if on trial, with an operation that they hold for.
    pub(super) handled: HashSet<*const Node>,
    /// What schemas that were compared on trial came to, by the directions.
    judged: Judged,
    /// How many comparisons on trial this one is inside of.
    depth: usize,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn new(contracts: &'w Pair<Index<'a>>) -> Self {
        let mut components = HashMap::new();
        for (section, ..) in SECTIONS {
            let entries = contracts.as_ref().map(|index| index.section(section));
            let entries = entries.old.chain(entries.new);
            components.extend(entries.map(|it| (&raw const it.value, (*section, it.key.name()))));
        }
        Self {
            contracts,
            facts: Facts::of(contracts),
            components,
            findings: Findings::default(),
            handled: HashSet::new(),
            judged: Judged::new(),
            depth: 0,
        }
    }

    /// Every difference of the contracts.
    pub(super) fn changes(mut self) -> Vec<Change> {
        let roots = self.contracts.as_ref().map(|index| index.root);
        self.object(At::WHOLE, &CONTRACT, roots);
        self.findings.changes(self.contracts)
    }

    /// Reports a change of this code, of which the table knows the effect.
    pub(super) fn report(&mut self, at: At, code: &str, sides: Sides<'a>, what: impl Into<String>) {
        let effect = Row::named(code).effect(sides);
        self.report_as(at, (code, effect, None), sides, what);
    }

    /// Reports a change of this code, of which the walk knows the effect, and why it is compatible in
    /// responses in this very place, if it is.
    pub(super) fn report_as(
        &mut self,
        at: At,
        (code, effect, lenient): (&str, Effect, Option<&'static str>),
        sides: Sides<'a>,
        what: impl Into<String>,
    ) {
        self.findings.add(Found {
            at,
            row: Row::named(code),
            effect,
            lenient,
            sides,
            subject: sides,
            what: what.into(),
        });
    }

    /// Compares two objects of the specification, each the object itself.
    fn object(&mut self, at: At, object: &'static Object, pair: Pair<&'a Node>) {
        match object.kind {
            Kind::Contract => self.contract(at, pair),
            Kind::Paths => self.paths(pair),
            Kind::Parameter => self.parameter(at, pair),
            Kind::Header => self.described(at, object, pair, "header-form-changed", &[]),
            Kind::Responses => self.responses(at, pair),
            Kind::Response => self.response(at, pair),
            _ => self.keys(at, object, pair, &[]),
        }
    }

    /// Compares the keys of two objects, but for those that the caller compares.
    pub(super) fn keys(&mut self, at: At, object: &Object, pair: Pair<&'a Node>, but: &[&str]) {
        for key in pair.sides().keys() {
            if but.contains(&key) {
                continue;
            }
            let (of, label, sides) = ((object.kind, key), format!("`{key}`"), pair.get(key));
            let row = Row::of_key(object.kind, key, sides);
            match object.shape_of(key) {
                Some(shape) if row.is_none_or(|row| row.when != When::Always) => {
                    self.value(at, of, &label, shape, sides);
                }
                _ => self.leaf(at, of, &label, sides),
            }
        }
    }

    /// Compares two values of one shape under a key of an object.
    pub(super) fn value(
        &mut self,
        at: At,
        of: (Kind, &str),
        label: &str,
        shape: Shape,
        sides: Sides<'a>,
    ) {
        match (shape, sides.both()) {
            (Shape::Map(_, shape), Some(pair)) if shape.is(Kind::MediaType) => {
                self.content(at, of.0, pair);
            }
            (Shape::Map(_, shape), _) if !sides.keys().is_empty() => {
                for name in sides.keys() {
                    let label = format!("{label} of `{name}`");
                    self.value(at, of, &label, *shape, sides.get(name));
                }
            }
            (Shape::Object(object), Some(pair)) => self.object(at, object, pair),
            (Shape::Referable(object), Some(pair)) => self.part(at, object, pair),
            _ => self.leaf(at, of, label, sides),
        }
    }

    /// Compares two values as a whole: what a change means is told by the key alone.
    pub(super) fn leaf(
        &mut self,
        at: At,
        (kind, key): (Kind, &str),
        label: &str,
        sides: Sides<'a>,
    ) {
        // A flag that is off says what nothing says.
        let is_off = |side: Option<&Node>| side.is_none_or(|it| it.flag() == Some(false));
        if sides.same() || (is_off(sides.old) && is_off(sides.new)) {
            return;
        }
        let row = Row::of_key(kind, key, sides);
        let at = row.map_or(at.only(Direction::Neither), |_| at);
        let row = row.unwrap_or(&UNCLASSIFIED);
        let effect = row.effect(sides);
        let what = row.words.of(label, sides);
        self.report_as(at, (row.code, effect, None), sides, what);
    }

    /// What is made of both, each with its contract.
    pub(super) fn in_contracts<T, U>(
        &self,
        pair: Pair<T>,
        make: impl Fn(&'w Index<'a>, T) -> U,
    ) -> Pair<U> {
        let pair = self.contracts.as_ref().zip(pair);
        pair.map(|(index, it)| make(index, it))
    }

    /// The objects of this kind that both are or refer to; the reference where it leads nowhere.
    pub(super) fn resolved(&self, pair: Pair<&'a Node>, kind: Kind) -> Pair<&'a Node> {
        self.in_contracts(pair, |index, node| {
            index.resolve(node, kind).unwrap_or(node)
        })
    }

    /// Compares two objects that may be components, which are compared once, whoever uses them.
    pub(super) fn part(&mut self, at: At, object: &'static Object, pair: Pair<&'a Node>) {
        if object.kind == Kind::Schema {
            return self.views(at, &self.view(pair), false);
        }
        let pair = self.resolved(pair, object.kind);
        self.renamed(pair);
        let id = pair.map(|node| (vec![std::ptr::from_ref(node)], 0));
        if let Some(at) = self.enter(at, id) {
            self.object(at, object, pair);
        }
    }

    pub(super) fn view(&self, pair: Pair<&'a Node>) -> Views<'a> {
        self.in_contracts(pair, |index, schema| View::of(index, &[schema]))
    }

    /// Compares two schemas where they are used. A property that may be missing is read as one that may be
    /// null.
    pub(super) fn views(&mut self, at: At, pair: &Views<'a>, may_be_missing: bool) {
        if self.depth > 0 && self.findings.is_breaking {
            // No verdict on trial is worse.
            return;
        }
        for (old, new) in pair.old.parts.iter().zip(&pair.new.parts) {
            self.renamed(Pair::new(old, new));
        }
        self.nullable(at, pair, may_be_missing);
        if let Some(at) = self.enter(at, pair.as_ref().map(View::id)) {
            let is_read = self.facts.is_read(&pair.old);
            self.schema(at.read(is_read), pair);
        }
    }

    /// The place of two values that stand for each other, if they have not been compared yet.
    fn enter(&mut self, at: At, id: Pair<Id>) -> Option<At> {
        self.handled.extend(id.old.0.iter().chain(&id.new.0));
        self.findings.enter(at, id)
    }

    /// What comparing two schemas on trial comes to; nothing when they mean the same.
    pub(super) fn judge(&mut self, pair: &Views<'a>, directions: u8) -> Option<Verdict> {
        if self.depth >= DEEPEST {
            return Some(Verdict::Breaking);
        }
        let key = (pair.as_ref().map(View::id), directions);
        if let Some(verdict) = self.judged.get(&key) {
            return *verdict;
        }
        // Schemas that hold themselves are alike where all else is.
        self.judged.insert(key.clone(), None);
        let findings = mem::take(&mut self.findings);
        self.depth += 1;
        self.views(At::WHOLE.going(directions), pair, false);
        self.depth -= 1;
        let verdict = mem::replace(&mut self.findings, findings).verdict();
        self.judged.insert(key, verdict);
        verdict
    }

    /// Whether what clients send as the one is accepted as the other, or what servers send is read.
    pub(super) fn is_fine(&mut self, pair: &Views<'a>, direction: Direction) -> bool {
        self.judge(pair, direction.bit()) < Some(Verdict::Breaking)
    }

    /// Whether both mean the same to sender and reader.
    pub(super) fn is_alike(&mut self, pair: &Views<'a>) -> bool {
        let both = Direction::Request.bit() | Direction::Response.bit();
        self.judge(pair, both) <= Some(Verdict::Documentation)
    }

    /// `component-renamed`: components that stand for each other, neither of which is in the other contract.
    fn renamed(&mut self, pair: Pair<&'a Node>) {
        let names = pair.map(|node| self.components.get(&std::ptr::from_ref(node)));
        let (Some(old), Some(new)) = (names.old, names.new) else {
            return;
        };
        let is_in = |index: &Index<'a>, it: &(&str, &str)| index.component(it.0, it.1).is_some();
        let Pair {
            old: earlier,
            new: later,
        } = self.contracts;
        if self.depth == 0 && old != new && !is_in(later, old) && !is_in(earlier, new) {
            let what = format!("`{}` → `{}`", old.1, new.1);
            self.report(At::WHOLE, "component-renamed", pair.sides(), what);
        }
    }

    /// `order-changed`: what is in both lists stands in another order. Each has its place in the earlier
    /// list, and whether a method or a constructor takes it as an argument.
    pub(super) fn order(
        &mut self,
        at: At,
        places: impl Iterator<Item = (usize, bool)> + Clone,
        sides: Sides<'a>,
        what: &str,
    ) {
        let arguments = places.clone().filter(|it| it.1).map(|it| it.0);
        let sent = at.within(Direction::Request.bit());
        let (at, effect, which) = if sent.directions != 0 && !arguments.is_sorted() {
            (sent, Effect::Other, "required ")
        } else if !places.map(|it| it.0).is_sorted() {
            (at, Effect::Nothing, "")
        } else {
            return;
        };
        let what = format!("{which}{what} stand in another order");
        self.report_as(at, ("order-changed", effect, None), sides, what);
    }
}
