//! Schemas: what a value may be.

use std::{cmp::Ordering, collections::HashMap, slice};

use super::{
    Verdict::Compatible,
    document::{Pair, Sides, Site, brief, same},
    found::{At, Found},
    table::{
        Direction,
        Effect::{self, Narrows, Nothing, Other, Widens},
        Judgement, Measure, Row,
    },
    view::View,
    walk::{Here, Walk},
};
use crate::grammar::Kind;

/// The keys that are compared for what they mean together. All others are compared one by one.
const TOGETHER: &[&str] = &[
    "type",
    "format",
    "nullable",
    "enum",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "not",
    "readOnly",
    "writeOnly",
];

const MISSING: Judgement = (
    Compatible,
    "a client built before reads null as a missing value",
);
const NULL: Judgement = (
    Compatible,
    "a client built before reads a missing value as null",
);
const TEXT: Judgement = (Compatible, "a client built before reads any text");
const PASSED: Judgement = (Compatible, "a client built before passes over it");
const OPEN: Judgement = (
    Compatible,
    "the client passes over properties that it does not know",
);

/// A property: its name, and its schema in each part that declares it.
type Property<'a> = (&'a str, Vec<Site<'a>>);

/// A property that is in one of the schemas alone.
struct Lone<'a> {
    name: &'a str,
    declared: Option<Site<'a>>,
    view: View<'a>,
    is_required: bool,
}

impl Lone<'_> {
    /// The directions in which it travels.
    fn within(&self, at: At) -> At {
        let at = if self.view.flag("readOnly") {
            at.without(Direction::Request)
        } else {
            at
        };
        if self.view.flag("writeOnly") {
            at.without(Direction::Response)
        } else {
            at
        }
    }
}

impl<'a> Walk<'_, '_, 'a> {
    /// Compares two schemas. One that is a property that may be missing is read as one that may be null.
    pub(super) fn schema(&mut self, here: Here<'_, 'a>, may_be_missing: bool) {
        self.nullable(here, may_be_missing);
        let is_comparable = !self.alternatives(here) && self.types(here);
        self.each_key(here, is_comparable);
        self.access(here);
        if is_comparable {
            self.enumeration(here);
            self.items(here);
            self.objects(here);
            self.negation(here);
        }
    }

    /// Reports a change of a schema, of which the table knows the effect.
    pub(super) fn told(
        &mut self,
        here: Here<'_, 'a>,
        code: &str,
        sides: Sides<'a>,
        what: impl Into<String>,
    ) {
        let effect = Row::named(code).measure.of(&sides);
        self.tell(here, (code, effect, None), sides, what);
    }

    /// Reports a change of a schema, of which the walk knows the effect, and what is special here.
    pub(super) fn tell(
        &mut self,
        here: Here<'_, 'a>,
        (code, effect, lenient): (&str, Effect, Option<Judgement>),
        sides: Sides<'a>,
        what: impl Into<String>,
    ) {
        let is_read = self.shared.facts.is_read(&here.pair.old);
        let found = Found::new(Row::named(code), effect, sides, what);
        self.findings.add(
            here.at,
            Found {
                lenient,
                is_read,
                ..found
            },
        );
    }

    /// Compares the keywords that mean something by themselves: what is said about the schema, and, where
    /// both can be compared, what limits its values.
    fn each_key(&mut self, here: Here<'_, 'a>, is_comparable: bool) {
        let parts = here.pair.new.parts.iter().chain(&here.pair.old.parts);
        let keys = parts
            .flat_map(|part| part.node.entries())
            .map(|it| it.key.name());
        let mut keys: Vec<&str> = keys.filter(|key| !TOGETHER.contains(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let values = here.get(|view| view.distinct(key));
            let row = Row::of_key(Kind::Schema, key);
            match row.map(|row| row.measure) {
                Some(Measure::Always(Nothing)) | None => {
                    let (old, new) = (
                        others(&values.old, &values.new),
                        others(&values.new, &values.old),
                    );
                    for index in 0..old.len().max(new.len()) {
                        let sides = Pair::new(old.get(index).cloned(), new.get(index).cloned());
                        self.leaf(here.at, Kind::Schema, key, &sides);
                    }
                }
                Some(measure) if is_comparable => {
                    let has_several = values.old.len() > 1 || values.new.len() > 1;
                    let is_bound = matches!(measure, Measure::Least | Measure::Greatest);
                    let sides = values.map(|sites| strictest(sites, measure));
                    match row.filter(|_| has_several && !is_bound && !sides.same()) {
                        Some(row) => {
                            let what = sides.words(&format!("`{key}`"));
                            self.tell(here, (row.code, Other, None), sides, what);
                        }
                        None => self.leaf(here.at, Kind::Schema, key, &sides),
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// `null-allowed`, `null-refused`.
    fn nullable(&mut self, here: Here<'_, 'a>, may_be_missing: bool) {
        let sides = here.keyword("nullable");
        let flags = here.get(|view| view.flag("nullable"));
        match (flags.old, flags.new) {
            (false, true) => {
                let row = ("null-allowed", Widens, may_be_missing.then_some(MISSING));
                self.tell(here, row, sides, "may be null now");
            }
            (true, false) => self.told(here, "null-refused", sides, "is never null now"),
            _ => {}
        }
    }

    /// `type-changed` and `format-changed`. Tells whether there is more to compare: what belongs to one
    /// type says nothing about another.
    fn types(&mut self, here: Here<'_, 'a>) -> bool {
        let kinds = here.get(View::kind);
        let said = here.get(|view| view.distinct("type"));
        let are_several = said.old.len() > 1 || said.new.len() > 1;
        let effect = match (kinds.old, kinds.new) {
            _ if are_several => Other,
            (old, new) if old == new => Nothing,
            (None, Some(_)) | (Some("number"), Some("integer")) => Narrows,
            (Some(_), None) | (Some("integer"), Some("number")) => Widens,
            _ => Other,
        };
        let words = said.zip(kinds).map(|(said, kind)| {
            let mut words: Vec<_> = said.iter().map(|it| brief(it.node)).collect();
            words.sort();
            let implied = || kind.map_or("any".to_owned(), |kind| format!("`{kind}`"));
            if words.is_empty() && effect != Nothing {
                implied()
            } else {
                words.join(" and ")
            }
        });
        // Where `allOf` adds parts, they need not say it.
        let has_same_parts = here.pair.old.parts.len() == here.pair.new.parts.len();
        if words.old != words.new && (effect != Nothing || has_same_parts) {
            let what = match effect {
                Nothing => here.key("type").words("`type`"),
                _ => format!("`type`: {} → {}", words.old, words.new),
            };
            self.tell(
                here,
                ("type-changed", effect, None),
                here.keyword("type"),
                what,
            );
        }
        if effect == Nothing {
            self.format(here, kinds.old);
        }
        let is_number = |kind: Option<&str>| matches!(kind, Some("integer" | "number"));
        effect == Nothing || (!are_several && is_number(kinds.old) && is_number(kinds.new))
    }

    fn format(&mut self, here: Here<'_, 'a>, kind: Option<&str>) {
        let sides = here.key("format");
        if sides.same() {
            return;
        }
        let formats = here.get(|view| view.text("format"));
        let is_number = matches!(kind, Some("integer" | "number"));
        let effect = match (formats.old, formats.new) {
            _ if is_number => number_format(formats.old, formats.new),
            (None, _) => Narrows,
            (_, None) => Widens,
            _ => Other,
        };
        let is_typed = is_number || matches!(formats.old, Some("date" | "date-time"));
        let what = sides.words("`format`");
        self.tell(
            here,
            ("format-changed", effect, (!is_typed).then_some(TEXT)),
            sides,
            what,
        );
    }

    /// `access-changed`: `readOnly` holds for requests, `writeOnly` for responses.
    fn access(&mut self, here: Here<'_, 'a>) {
        let rows = [
            ("readOnly", Direction::Request, Widens),
            ("writeOnly", Direction::Response, Narrows),
        ];
        for (key, direction, lifted) in rows {
            let flags = here.get(|view| view.flag(key));
            if flags.old != flags.new {
                let effect = if flags.new { Other } else { lifted };
                let what = format!("`{key}`: {} → {}", flags.old, flags.new);
                let here = Here {
                    at: here.at.within(direction),
                    ..here
                };
                self.tell(
                    here,
                    ("access-changed", effect, None),
                    here.keyword(key),
                    what,
                );
            }
        }
    }

    /// `enum-value-added`, `enum-value-removed`, `enum-added`, `enum-removed`.
    fn enumeration(&mut self, here: Here<'_, 'a>) {
        let sides = here.key("enum");
        let what = sides.words("`enum`");
        let (Some(old), Some(new)) = (&sides.old, &sides.new) else {
            return match (&sides.old, &sides.new) {
                (None, Some(_)) => self.told(here, "enum-added", sides, what),
                (Some(_), None) => self.told(here, "enum-removed", sides, what),
                _ => {}
            };
        };
        let words = |values: &[Site<'a>]| -> String {
            let words: Vec<String> = values.iter().map(|it| brief(it.node)).collect();
            words.join(", ")
        };
        let (removed, added) = (Self::without(old, new), Self::without(new, old));
        if let Some(first) = removed.first() {
            let sides = Pair::new(Some(first.clone()), Some(new.clone()));
            self.told(
                here,
                "enum-value-removed",
                sides,
                format!("`enum`: removed {}", words(&removed)),
            );
        }
        if let Some(first) = added.first() {
            let sides = Pair::new(Some(old.clone()), Some(first.clone()));
            self.told(
                here,
                "enum-value-added",
                sides,
                format!("`enum`: added {}", words(&added)),
            );
        }
        let order =
            [old, new].map(|list| list.items().map(|it| it.node.to_json()).collect::<Vec<_>>());
        self.order(here.at, Pair::new(&order[0], &order[1]), sides, "values");
    }

    /// `items-added`, `items-removed`, and what items may be.
    fn items(&mut self, here: Here<'_, 'a>) {
        let items = here.key("items");
        match (&items.old, &items.new) {
            (Some(old), Some(new)) => {
                self.schemas(here.at, &Pair::new(old.clone(), new.clone()), false);
            }
            (None, Some(_)) => self.told(here, "items-added", items, "items have a schema now"),
            (Some(_), None) => self.told(here, "items-removed", items, "items have no schema now"),
            (None, None) => {}
        }
    }

    /// `not-changed`: what is refused changes, and with it what is allowed.
    fn negation(&mut self, here: Here<'_, 'a>) {
        let sides = here.key("not");
        if sides.same() {
            return;
        }
        let both = sides.both();
        let is_alike = both
            .is_some_and(|pair| self.is_alike(&self.view_pair(pair.as_ref().map(slice::from_ref))));
        let what = sides.words("`not`");
        self.tell(
            here,
            ("not-changed", if is_alike { Nothing } else { Other }, None),
            sides,
            what,
        );
    }

    /// Compares properties, and what is allowed beside them.
    fn objects(&mut self, here: Here<'_, 'a>) {
        let lists = here.get(View::properties);
        let required: Pair<HashMap<&str, Site<'a>>> =
            here.get(|view| view.required().into_iter().rev().collect());
        let places = lists.as_ref().map(|list| {
            let names = list.iter().enumerate();
            names
                .map(|(at, (name, _))| (*name, at))
                .collect::<HashMap<_, _>>()
        });
        let kept = lists
            .old
            .iter()
            .filter_map(|(name, _)| places.new.get(name));
        if !kept.is_sorted() {
            let sides = here.keyword("properties");
            let what = "properties stand in another order";
            self.tell(here, ("order-changed", Nothing, None), sides, what);
        }
        let documents = self.documents();
        let lone =
            |document, (name, sites): &Property<'a>, required: &HashMap<&str, Site<'a>>| Lone {
                name,
                declared: sites.first().cloned(),
                view: View::of(document, sites),
                is_required: required.contains_key(name),
            };
        let mut added = Vec::new();
        for new in &lists.new {
            let listed = required.as_ref().map(|list| list.get(new.0).cloned());
            match places.old.get(new.0) {
                Some(place) => {
                    let sites = Pair::new(&lists.old[*place].1[..], &new.1[..]);
                    self.property(here.at, sites, listed, &required.new);
                }
                None => added.push(lone(&documents.new, new, &required.new)),
            }
        }
        for old in lists
            .old
            .iter()
            .filter(|(name, _)| !places.new.contains_key(name))
        {
            self.removed(here, lone(&documents.old, old, &required.old), &mut added);
        }
        for new in added {
            self.added(here, new);
        }
        // What is required without being declared.
        let mut bare: Vec<&str> = required
            .new
            .keys()
            .chain(required.old.keys())
            .copied()
            .collect();
        bare.retain(|name| !places.old.contains_key(name) && !places.new.contains_key(name));
        bare.sort_unstable();
        bare.dedup();
        for name in bare {
            let listed = required.as_ref().map(|list| list.get(name).cloned());
            self.requiredness(here.at, listed, &required.new, Pair::new(None, None), false);
        }
        self.additional(here);
    }

    fn property(
        &mut self,
        at: At,
        sites: Pair<&[Site<'a>]>,
        listed: Sides<'a>,
        required: &HashMap<&str, Site<'a>>,
    ) {
        let views = self.view_pair(sites);
        self.access(Here { at, pair: &views });
        let is_sent = !views.old.flag("readOnly") && !views.new.flag("readOnly");
        let at = if is_sent {
            at
        } else {
            at.without(Direction::Request)
        };
        let at = if views.new.flag("writeOnly") {
            at.without(Direction::Response)
        } else {
            at
        };
        let may_be_missing = listed.old.is_none();
        let declared = sites.map(|sites| sites.first().cloned());
        self.requiredness(at, listed, required, declared, views.old.flag("nullable"));
        self.views(at, &views, may_be_missing);
    }

    /// `property-made-required`, `property-made-optional`.
    fn requiredness(
        &mut self,
        at: At,
        listed: Sides<'a>,
        required: &HashMap<&str, Site<'a>>,
        declared: Sides<'a>,
        is_nullable: bool,
    ) {
        let (code, what) = match (&listed.old, &listed.new) {
            (None, Some(_)) => ("property-made-required", "is required now"),
            (Some(_), None) => ("property-made-optional", "may be missing now"),
            _ => return,
        };
        let row = Row::named(code);
        // The line to change is that of the list, or of what is left of it.
        let neighbour = listed.old.as_ref().filter(|_| listed.new.is_none());
        let neighbour = neighbour.and_then(|removed| nearest(removed, required.values()));
        let mut sides = listed
            .clone()
            .zip(declared.clone())
            .map(|(item, property)| item.or(property));
        sides.new = neighbour.or(sides.new);
        let lenient = (is_nullable && listed.new.is_none()).then_some(NULL);
        let is_declared = declared.old.is_some() || declared.new.is_some();
        let subject = Some(if is_declared { declared } else { listed });
        let found = Found::new(row, row.measure.of(&sides), sides, what);
        self.findings.add(
            at,
            Found {
                lenient,
                subject,
                ..found
            },
        );
    }

    /// `property-removed`, or `property-renamed` where one that was added is the same.
    fn removed(&mut self, here: Here<'_, 'a>, old: Lone<'a>, added: &mut Vec<Lone<'a>>) {
        let at = old.within(here.at);
        let mut alike = added.iter().enumerate().filter(|(_, new)| {
            let pair = Pair::new(old.view.clone(), new.view.clone());
            old.is_required == new.is_required && self.is_alike(&pair)
        });
        let renamed = alike
            .next()
            .filter(|_| alike.next().is_none())
            .map(|(at, _)| at);
        let renamed = renamed.map(|index| added.remove(index));
        let (kind, what) = match &renamed {
            Some(new) => (
                "property-renamed",
                format!("`{}` → `{}`", old.name, new.name),
            ),
            None => ("property-removed", "was removed".to_owned()),
        };
        // Whether it is read in errors is a question to the property itself.
        let pair = Pair::new(old.view, here.pair.new.clone());
        let sides = Pair::new(old.declared, renamed.and_then(|new| new.declared));
        self.told(Here { at, pair: &pair }, kind, sides, what);
    }

    /// `property-added`, `required-property-added`.
    fn added(&mut self, here: Here<'_, 'a>, new: Lone<'a>) {
        let here = Here {
            at: new.within(here.at),
            ..here
        };
        // A client built before reads it beside the properties that it knows.
        let others = here.pair.old.first("additionalProperties");
        let others = others.filter(|it| it.node.entries().len() > 0);
        let is_read = others.is_none_or(|schema| {
            let old = View::of(&self.documents().old, &[schema]);
            self.is_fine(&Pair::new(old, new.view.clone()), Direction::Response)
        });
        let passed = is_read.then_some(PASSED);
        let (row, what) = match (new.is_required, is_read) {
            (true, true) => (
                ("required-property-added", Narrows, passed),
                "was added, and is required",
            ),
            (true, false) => (
                ("required-property-added", Other, None),
                "was added, and is required",
            ),
            (false, _) => (
                ("property-added", Widens, passed),
                "was added, and is optional",
            ),
        };
        self.tell(here, row, Pair::new(None, new.declared), what);
    }

    /// `additional-properties-changed`: what is allowed beside the named properties.
    fn additional(&mut self, here: Here<'_, 'a>) {
        let sides = here.key("additionalProperties");
        let breadth = |side: &Option<Site<'a>>| match side.as_ref().map(|it| it.node.flag()) {
            None | Some(Some(true)) => 2,
            Some(Some(false)) => 0,
            Some(None) => 1,
        };
        let (old, new) = (breadth(&sides.old), breadth(&sides.new));
        if let Some(pair) = sides.both().filter(|_| old == 1 && new == 1) {
            return self.schemas(here.at, &pair, false);
        }
        let effect = match new.cmp(&old) {
            _ if sides.same() => return,
            Ordering::Equal => Nothing,
            Ordering::Less => Narrows,
            Ordering::Greater => Widens,
        };
        // The types of closed objects pass over what they do not know, like all others.
        let row = (
            "additional-properties-changed",
            effect,
            (old == 0).then_some(OPEN),
        );
        let what = sides.words("`additionalProperties`");
        self.tell(here, row, sides, what);
    }
}

/// The values that are not in the other list.
fn others<'a>(values: &[Site<'a>], known: &[Site<'a>]) -> Vec<Site<'a>> {
    let is_new = |it: &&Site<'a>| !known.iter().any(|other| same(it.node, other.node));
    values.iter().filter(is_new).cloned().collect()
}

/// The bound that counts where several are said.
fn strictest(mut sites: Vec<Site<'_>>, measure: Measure) -> Option<Site<'_>> {
    let number = |site: &Site<'_>| site.node.number().unwrap_or_default();
    sites.sort_by(|one, other| number(one).total_cmp(&number(other)));
    let is_least = matches!(measure, Measure::Least);
    if is_least {
        sites.pop()
    } else {
        sites.into_iter().next()
    }
}

/// The item of a list that stands nearest to one that is removed from it.
fn nearest<'s, 'a: 's>(
    removed: &Site<'a>,
    left: impl Iterator<Item = &'s Site<'a>>,
) -> Option<Site<'a>> {
    let (list, at) = removed.pointer.rsplit_once('/')?;
    let at: usize = at.parse().ok()?;
    let distance = |it: &&Site<'a>| {
        let index = it
            .pointer
            .rsplit('/')
            .next()
            .and_then(|it| it.parse::<usize>().ok());
        index.map_or(usize::MAX, |index| index.abs_diff(at))
    };
    left.filter(|it| it.pointer.starts_with(list))
        .min_by_key(distance)
        .cloned()
}

/// Numbers without a format are as wide as the client's, 64 bits.
fn number_format(old: Option<&str>, new: Option<&str>) -> Effect {
    let width = |format: Option<&str>| match format {
        None | Some("int64" | "double") => Some(64),
        Some("int32" | "float") => Some(32),
        Some(_) => None,
    };
    match (width(old), width(new)) {
        (Some(old), Some(new)) if old > new => Narrows,
        (Some(old), Some(new)) if old == new => Nothing,
        (Some(_), Some(_)) => Widens,
        _ => Other,
    }
}
