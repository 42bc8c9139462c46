//! The walk over both contracts, by the grammar: every key that either has is looked at.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    slice,
};

use super::{
    Change, Verdict,
    apis::Facts,
    document::{Document, Pair, Sides, Site, same},
    found::{ALL, At, Findings, Found},
    table::{Direction, Effect, Row},
    view::{Id, View},
};
use crate::{
    grammar::{CONTRACT, Kind, Object, Shape},
    text::node::Node,
};

/// Comparisons inside comparisons that are deeper than this take two schemas for different ones.
const DEEPEST: usize = 4;

/// The worst verdict on each pair of schemas, in a set of directions; nothing where they mean the same.
type Judged = HashMap<(Pair<Id>, u8), Option<Verdict>>;

/// What all walks over two contracts share.
#[derive(Debug)]
pub(super) struct Shared<'d, 'a> {
    pub(super) documents: &'d Pair<Document<'a>>,
    pub(super) facts: Facts,
    /// What schemas that were compared on trial came to, by the directions.
    judged: RefCell<Judged>,
}

impl<'d, 'a> Shared<'d, 'a> {
    pub(super) fn new(documents: &'d Pair<Document<'a>>) -> Self {
        Self {
            documents,
            facts: Facts::of(documents),
            judged: RefCell::default(),
        }
    }
}

/// Two schemas that stand for each other, and where they are used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here<'p, 'a> {
    pub(super) at: At,
    pub(super) pair: &'p Pair<View<'a>>,
}

impl<'a> Here<'_, 'a> {
    /// What is looked up in both schemas.
    pub(super) fn get<T>(&self, get: impl Fn(&View<'a>) -> T) -> Pair<T> {
        self.pair.as_ref().map(get)
    }

    /// Both sides of a keyword.
    pub(super) fn key(&self, key: &str) -> Sides<'a> {
        self.get(|view| view.first(key))
    }

    /// Both sides of a keyword; the schemas themselves where it is not.
    pub(super) fn keyword(&self, key: &str) -> Sides<'a> {
        self.get(|view| view.first(key).or_else(|| view.site()))
    }
}

/// The walk over both contracts.
#[derive(Debug)]
pub(super) struct Walk<'w, 'd, 'a> {
    pub(super) shared: &'w Shared<'d, 'a>,
    pub(super) findings: Findings<'a>,
    /// Units of what was compared; those of properties that may be missing are others.
    known: HashMap<(Pair<Id>, bool), usize>,
    /// Values that have been compared with an operation that they hold for.
    pub(super) handled: HashSet<*const Node>,
    /// How many comparisons this one is inside of.
    depth: usize,
}

impl<'w, 'd, 'a> Walk<'w, 'd, 'a> {
    pub(super) fn new(shared: &'w Shared<'d, 'a>, depth: usize) -> Self {
        let mut findings = Findings::default();
        findings.unit(Direction::Neither.bit(), None);
        Self {
            shared,
            findings,
            known: HashMap::new(),
            handled: HashSet::new(),
            depth,
        }
    }

    /// The place of what touches the contract as a whole.
    pub(super) fn whole() -> At {
        At::unit(0)
    }

    pub(super) fn documents(&self) -> &'d Pair<Document<'a>> {
        self.shared.documents
    }

    /// Compares both contracts.
    pub(super) fn contracts(&mut self) {
        let roots = self.documents().as_ref().map(Document::root);
        self.object(Self::whole(), &CONTRACT, &roots);
    }

    pub(super) fn changes(self) -> Vec<Change> {
        self.findings.changes(self.shared.documents)
    }

    /// Reports a change of this code, of which the table knows the effect.
    pub(super) fn report(&mut self, at: At, code: &str, sides: Sides<'a>, what: impl Into<String>) {
        let effect = Row::named(code).measure.of(&sides);
        self.report_as(at, code, effect, sides, what);
    }

    /// Reports a change of this code, of which the walk knows the effect.
    pub(super) fn report_as(
        &mut self,
        at: At,
        code: &str,
        effect: Effect,
        sides: Sides<'a>,
        what: impl Into<String>,
    ) {
        let found = Found::new(Row::named(code), effect, sides, what);
        self.findings.add(at, found);
    }

    /// Compares two objects of the specification, each the object itself.
    pub(super) fn object(&mut self, at: At, object: &'static Object, pair: &Pair<Site<'a>>) {
        match object.kind {
            Kind::Contract => self.contract(at, pair),
            Kind::Paths => self.paths(pair),
            Kind::Parameter => self.parameter(at, pair),
            Kind::Header => self.header(at, pair),
            Kind::RequestBody => self.request_body(at, pair),
            Kind::Response => self.response(at, pair),
            Kind::MediaType => self.media_type(at, pair),
            Kind::Api => self.api(at, pair),
            _ => self.keys(at, object, pair, &[]),
        }
    }

    /// Compares the keys of two objects, but for those that the caller compares.
    pub(super) fn keys(
        &mut self,
        at: At,
        object: &'static Object,
        pair: &Pair<Site<'a>>,
        but: &[&str],
    ) {
        for key in pair
            .sides()
            .keys()
            .into_iter()
            .filter(|key| !but.contains(key))
        {
            let sides = pair.get(key);
            match object
                .shape_of(key)
                .filter(|_| Row::of_key(object.kind, key).is_none())
            {
                Some(shape) => self.value(at, (object.kind, key), shape, &sides),
                None => self.leaf(at, object.kind, key, &sides),
            }
        }
    }

    /// Compares two values of one shape under a key of an object.
    fn value(&mut self, at: At, (kind, key): (Kind, &str), shape: Shape, sides: &Sides<'a>) {
        let Some(pair) = sides.both() else {
            return self.leaf(at, kind, key, sides);
        };
        match shape {
            Shape::Object(object) => self.object(at, object, &pair),
            Shape::Referable(object) if object.kind == Kind::Schema => {
                self.schemas(at, &pair, false);
            }
            Shape::Referable(object) => self.part(at, object, &pair),
            Shape::Map(_, shape) => {
                for inner in sides.keys() {
                    self.value(at, (kind, key), *shape, &sides.get(inner));
                }
            }
            _ => self.leaf(at, kind, key, sides),
        }
    }

    /// Compares two values as a whole: what a change means is told by the key alone.
    pub(super) fn leaf(&mut self, at: At, kind: Kind, key: &str, sides: &Sides<'a>) {
        // A flag that is off says what nothing says.
        let is_off =
            |side: &Option<Site<'a>>| side.as_ref().is_none_or(|it| it.node.flag() == Some(false));
        if sides.same() || (is_off(&sides.old) && is_off(&sides.new)) {
            return;
        }
        let label = format!("`{key}`");
        let Some(row) = Row::of_key(kind, key) else {
            return self.unclassified(at, key, sides);
        };
        let effect = row.measure.of(sides);
        let is_text = row.code == "documentation-changed";
        let what = match (&sides.old, &sides.new) {
            (_, new) if key == "deprecated" => {
                let is_new = new.as_ref().is_some_and(|it| it.node.flag() == Some(true));
                if is_new {
                    "is deprecated"
                } else {
                    "is no longer deprecated"
                }
                .to_owned()
            }
            (None, _) if is_text => format!("{label} was added"),
            (_, None) if is_text => format!("{label} was removed"),
            _ if is_text => format!("{label} was changed"),
            _ => sides.words(&label),
        };
        self.findings
            .add(at, Found::new(row, effect, sides.clone(), what));
    }

    /// Reports a difference that no row is about.
    pub(super) fn unclassified(&mut self, at: At, key: &str, sides: &Sides<'a>) {
        if !sides.same() {
            let what = sides.words(&format!("`{key}`"));
            self.report(
                at.only(Direction::Neither),
                "unclassified-change",
                sides.clone(),
                what,
            );
        }
    }

    /// Compares two objects that may be components, which are compared once, whoever uses them.
    pub(super) fn part(&mut self, at: At, object: &'static Object, pair: &Pair<Site<'a>>) {
        let pair = self.documents().as_ref().zip(pair.as_ref());
        let pair = pair.map(|(document, site)| document.resolve(site, object.kind));
        self.renamed(&pair);
        if let Some(at) = self.enter(at, pair.as_ref().map(|site| (vec![site.id()], 0)), false) {
            self.object(at, object, &pair);
        }
    }

    /// Compares two schemas where they are used.
    pub(super) fn schemas(&mut self, at: At, pair: &Pair<Site<'a>>, may_be_missing: bool) {
        self.views(
            at,
            &self.view_pair(pair.as_ref().map(slice::from_ref)),
            may_be_missing,
        );
    }

    pub(super) fn view_pair(&self, sites: Pair<&[Site<'a>]>) -> Pair<View<'a>> {
        let sites = self.documents().as_ref().zip(sites);
        sites.map(|(document, sites)| View::of(document, sites))
    }

    pub(super) fn views(&mut self, at: At, pair: &Pair<View<'a>>, may_be_missing: bool) {
        for (old, new) in pair.old.parts.iter().zip(&pair.new.parts) {
            self.renamed(&Pair::new(old.clone(), new.clone()));
        }
        if let Some(at) = self.enter(at, pair.as_ref().map(View::id), may_be_missing) {
            self.schema(Here { at, pair }, may_be_missing);
        }
    }

    /// The unit of two values that stand for each other, if they have not been compared yet.
    fn enter(&mut self, at: At, id: Pair<Id>, may_be_missing: bool) -> Option<At> {
        let key = (id, may_be_missing);
        if let Some(unit) = self.known.get(&key) {
            self.findings.uses(at, *unit);
            return None;
        }
        let unit = self.findings.unit(0, None);
        self.known.insert(key, unit);
        self.findings.uses(at, unit);
        Some(At::unit(unit))
    }

    /// The unit of an operation.
    pub(super) fn operation_unit(&mut self, name: String) -> At {
        At::unit(self.findings.unit(ALL, Some(name)))
    }

    /// What comparing two schemas on trial comes to; nothing when they mean the same.
    pub(super) fn judge(&self, pair: &Pair<View<'a>>, directions: u8) -> Option<Verdict> {
        if self.depth >= DEEPEST {
            return Some(Verdict::Breaking);
        }
        let key = (pair.as_ref().map(View::id), directions);
        if let Some(verdict) = self.shared.judged.borrow().get(&key) {
            return *verdict;
        }
        // Schemas that hold themselves are alike where all else is.
        self.shared.judged.borrow_mut().insert(key.clone(), None);
        let mut walk = Walk::new(self.shared, self.depth + 1);
        let unit = walk.findings.unit(directions, None);
        walk.views(At::unit(unit), pair, false);
        let verdict = walk.findings.verdict();
        self.shared.judged.borrow_mut().insert(key, verdict);
        verdict
    }

    /// Whether what clients send as the one is accepted as the other, or what servers send is read.
    pub(super) fn is_fine(&self, pair: &Pair<View<'a>>, direction: Direction) -> bool {
        self.judge(pair, direction.bit()) < Some(Verdict::Breaking)
    }

    /// Whether both mean the same to sender and reader.
    pub(super) fn is_alike(&self, pair: &Pair<View<'a>>) -> bool {
        let both = Direction::Request.bit() | Direction::Response.bit();
        self.judge(pair, both) <= Some(Verdict::Documentation)
    }

    /// `component-renamed`: components that stand for each other, neither of which is in the other contract.
    fn renamed(&mut self, pair: &Pair<Site<'a>>) {
        let Pair { old, new } = pair.as_ref().map(|site| &*site.pointer);
        let is_component =
            |it: &str| it.starts_with("/components/") && it.matches('/').count() == 3;
        let is_in = |document: &Document<'a>, it| document.index.root.at(it).is_some();
        if self.depth > 0 || old == new || !is_component(old) || !is_component(new) {
            return;
        }
        if !is_in(&self.documents().new, old) && !is_in(&self.documents().old, new) {
            let name = |it: &str| it.rsplit('/').next().unwrap_or_default().to_owned();
            let what = format!("`{}` → `{}`", name(old), name(new));
            self.report(Self::whole(), "component-renamed", pair.sides(), what);
        }
    }

    /// `order-changed`: what is in both lists stands in another order.
    pub(super) fn order<T: PartialEq>(
        &mut self,
        at: At,
        order: Pair<&[T]>,
        sides: Sides<'a>,
        what: &str,
    ) {
        let common = |of: &[T], other: &[T]| -> Vec<usize> {
            of.iter()
                .filter_map(|it| other.iter().position(|that| it == that))
                .collect()
        };
        let places = common(order.old, order.new);
        if !places.is_sorted() {
            let what = format!("{what} stand in another order");
            self.report_as(at, "order-changed", Effect::Nothing, sides, what);
        }
    }

    /// The different values of two lists, as they stand.
    pub(super) fn without(these: &Site<'a>, others: &Site<'a>) -> Vec<Site<'a>> {
        let is_there = |site: &Site<'a>| others.items().any(|other| same(site.node, other.node));
        these.items().filter(|site| !is_there(site)).collect()
    }
}
