//! Schemas: what a value may be.

use std::{cmp::Ordering, collections::HashSet};

use super::{
    found::{At, Found},
    pair::{Pair, Sides, brief, same, take_only, without},
    table::{
        Direction::{self, Request, Response},
        Effect::{self, Narrows, Nothing, Other, Widens},
        Measure, Row,
    },
    view::{View, Views},
    walk::Walk,
};
use crate::{
    grammar::{ANY_SCHEMA, Kind, SCHEMA},
    text::node::Node,
};

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
    "readOnly",
    "writeOnly",
];

const MISSING: &str = "a client built before reads null as a missing value";
const NULL: &str = "a client built before reads a missing value as null";
const TEXT: &str = "a client built before reads any text";
const PASSED: &str = "a client built before passes over it";
const OPEN: &str = "the client passes over properties that it does not know";

/// A property of an object.
struct Property<'a> {
    /// How many properties are declared before it.
    place: usize,
    name: &'a str,
    /// Its schema in the first part that declares it.
    declared: &'a Node,
    view: View<'a>,
    /// Its item in a `required`.
    required: Option<&'a Node>,
}

/// The keywords for values that do not travel in a direction, and what it means there when one is lifted.
const ACCESS: [(&str, Direction, Effect); 2] = [
    ("readOnly", Request, Widens),
    ("writeOnly", Response, Narrows),
];

/// Where a value travels of which some of these keywords are said.
fn travels(at: At, is_said: impl Fn(&str) -> bool) -> At {
    let said = ACCESS.iter().filter(|(key, ..)| is_said(key));
    said.fold(at, |at, (_, direction, _)| at.within(!direction.bit()))
}

impl<'a> Walk<'_, 'a> {
    /// Compares two schemas, but for what they say of null.
    pub(super) fn schema(&mut self, at: At, views: &Views<'a>) {
        let is_comparable = !self.alternatives(at, views) && self.types(at, views);
        self.each_key(at, views, is_comparable);
        self.access(at, views);
        if is_comparable {
            self.enumeration(at, views);
            let items = views.key("items");
            self.value(at, (Kind::Schema, "items"), "", ANY_SCHEMA, items);
            self.objects(at, views);
            self.additional(at, views);
        }
    }

    /// Compares the keywords that mean something by themselves: what is said about the schema, and, where
    /// both can be compared, what limits its values.
    fn each_key(&mut self, at: At, views: &Views<'a>, is_comparable: bool) {
        let parts = views.new.parts.iter().chain(&views.old.parts);
        let keys = parts
            .flat_map(|part| part.entries())
            .map(|it| it.key.name());
        let mut keys: Vec<&str> = keys.filter(|key| !TOGETHER.contains(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let values = views.get(|view| view.distinct(key));
            let row = Row::of_key(Kind::Schema, key, views.key(key));
            if !is_comparable && row.is_some_and(|row| row.effects() != [Nothing]) {
                continue;
            }
            let measure = row.map_or(Measure::Said, |row| row.measure);
            let Pair { old, new } = if matches!(measure, Measure::Least | Measure::Greatest) {
                values.map(|values| strictest(values, measure))
            } else {
                let old = without(values.old.clone(), values.new.clone());
                Pair::new(old, without(values.new, values.old))
            };
            for index in 0..old.len().max(new.len()) {
                let sides = Pair::new(old.get(index).copied(), new.get(index).copied());
                self.leaf(at, (Kind::Schema, key), &format!("`{key}`"), sides);
            }
        }
    }

    /// `null-allowed`, `null-refused`.
    pub(super) fn nullable(&mut self, at: At, views: &Views<'a>, may_be_missing: bool) {
        let sides = views.keyword("nullable");
        let flags = views.get(|view| view.flag("nullable"));
        if !flags.old && flags.new {
            let row = ("null-allowed", Widens, may_be_missing.then_some(MISSING));
            self.report_as(at, row, sides, "may be null now");
        } else if flags.old && !flags.new {
            self.report(at, "null-refused", sides, "is never null now");
        }
    }

    /// `type-changed` and `format-changed`. Tells whether there is more to compare: what belongs to one
    /// type says nothing about another.
    fn types(&mut self, at: At, views: &Views<'a>) -> bool {
        let kinds = views.get(View::kind);
        let said = views.get(|view| view.distinct("type"));
        let are_several = said.old.len() > 1 || said.new.len() > 1;
        let effect = match (kinds.old, kinds.new) {
            _ if are_several => Other,
            (old, new) if old == new => Nothing,
            (None, Some(_)) | (Some("number"), Some("integer")) => Narrows,
            (Some(_), None) | (Some("integer"), Some("number")) => Widens,
            _ => Other,
        };
        let words = said.zip(kinds).map(|(said, kind)| {
            let mut words: Vec<_> = said.into_iter().map(brief).collect();
            words.sort();
            if words.is_empty() && effect != Nothing {
                words.push(kind.map_or("any".to_owned(), |kind| format!("`{kind}`")));
            }
            words.join(" and ")
        });
        // Where `allOf` adds parts, they need not say it.
        let has_same_parts = views.get(|view| view.parts.len()).is_same();
        if !words.is_same() && (effect != Nothing || has_same_parts) {
            let what = match effect {
                Nothing => views.key("type").words("`type`"),
                _ => format!("`type`: {} → {}", words.old, words.new),
            };
            let row = ("type-changed", effect, None);
            self.report_as(at, row, views.keyword("type"), what);
        }
        let is_number = |kind: Option<&str>| matches!(kind, Some("integer" | "number"));
        if effect == Nothing {
            self.format(at, views, is_number(kinds.old));
        }
        effect == Nothing || (!are_several && is_number(kinds.old) && is_number(kinds.new))
    }

    fn format(&mut self, at: At, views: &Views<'a>, is_number: bool) {
        let sides = views.key("format");
        if sides.same() {
            return;
        }
        // Numbers without a format are as wide as the client's, 64 bits.
        let width = |format: Option<&str>| match format {
            None | Some("int64" | "double") => Some(64),
            Some("int32" | "float") => Some(32),
            Some(_) => None,
        };
        let formats = views.get(|view| view.text("format"));
        let effect = if is_number {
            match (width(formats.old), width(formats.new)) {
                (Some(old), Some(new)) if old > new => Narrows,
                (Some(old), Some(new)) if old == new => Nothing,
                (Some(_), Some(_)) => Widens,
                _ => Other,
            }
        } else {
            match (formats.old, formats.new) {
                (None, _) => Narrows,
                (_, None) => Widens,
                _ => Other,
            }
        };
        let is_typed = is_number || matches!(formats.old, Some("date" | "date-time"));
        let row = ("format-changed", effect, (!is_typed).then_some(TEXT));
        self.report_as(at, row, sides, sides.words("`format`"));
    }

    /// `access-changed`: `readOnly` holds for requests, `writeOnly` for responses.
    fn access(&mut self, at: At, views: &Views<'a>) {
        for (key, direction, lifted) in ACCESS {
            let flags = views.get(|view| view.flag(key));
            if !flags.is_same() {
                let effect = if flags.new { Other } else { lifted };
                let what = format!("`{key}`: {} → {}", flags.old, flags.new);
                let row = ("access-changed", effect, None);
                let at = at.within(direction.bit());
                self.report_as(at, row, views.keyword(key), what);
            }
        }
    }

    /// `enum-value-added`, `enum-value-removed`, `enum-added`, `enum-removed`.
    fn enumeration(&mut self, at: At, views: &Views<'a>) {
        let sides = views.key("enum");
        let Some(Pair { old, new }) = sides.both() else {
            return self.leaf(at, (Kind::Schema, "enum"), "`enum`", sides);
        };
        let words = |values: &[&Node]| -> String {
            let words: Vec<String> = values.iter().map(|it| brief(it)).collect();
            words.join(", ")
        };
        let removed = without(old.items(), new.items());
        if let Some(first) = removed.first() {
            let what = format!("`enum`: removed {}", words(&removed));
            let sides = Pair::new(*first, new).sides();
            self.report(at, "enum-value-removed", sides, what);
        }
        let added = without(new.items(), old.items());
        if let Some(first) = added.first() {
            let what = format!("`enum`: added {}", words(&added));
            let sides = Pair::new(old, *first).sides();
            self.report(at, "enum-value-added", sides, what);
        }
        let place = |value| old.items().position(|it| same(it, value));
        self.order(at, new.items().filter_map(place), sides, "values");
    }

    /// Compares the properties.
    fn objects(&mut self, at: At, views: &Views<'a>) {
        let required = views.get(View::required);
        let all = views.as_ref().zip(required.as_ref());
        let mut left = self.in_contracts(all, |index, (view, required)| {
            let properties = view.properties().into_iter().enumerate();
            let properties = properties.filter_map(|(place, (name, schemas))| {
                Some(Property {
                    place,
                    name,
                    declared: schemas.first()?,
                    view: View::of(index, &schemas),
                    required: required.get(name).copied(),
                })
            });
            properties.collect::<Vec<_>>()
        });
        // What is required without being declared.
        let all = left.old.iter().chain(&left.new);
        let declared: HashSet<&str> = all.map(|property| property.name).collect();
        let bare: HashSet<&str> = required
            .old
            .keys()
            .chain(required.new.keys())
            .copied()
            .collect();
        for name in bare.difference(&declared) {
            let listed = required.as_ref().map(|items| items.get(name).copied());
            self.requiredness(at, views, listed, Pair::new(None, None), false);
        }
        let kept = left.take_pairs(|property| Some(property.name));
        let places = kept.iter().map(|pair| pair.old.place);
        self.order(at, places, views.keyword("properties"), "properties");
        for pair in kept {
            self.property(at, views, pair);
        }
        for old in left.old {
            self.removed(at, &old, &mut left.new);
        }
        for new in left.new {
            self.added(at, views, &new);
        }
    }

    fn property(&mut self, at: At, object: &Views<'a>, pair: Pair<Property<'a>>) {
        let listed = pair.as_ref().map(|it| it.required);
        let declared = pair.as_ref().map(|it| Some(it.declared));
        let views = pair.map(|it| it.view);
        self.access(at, &views);
        let was_read = views.old.flag("readOnly");
        let at = travels(at, |key| {
            views.new.flag(key) || (key == "readOnly" && was_read)
        });
        let is_nullable = views.old.flag("nullable");
        self.requiredness(at, object, listed, declared, is_nullable);
        self.views(at, &views, listed.old.is_none());
    }

    /// `property-made-required`, `property-made-optional`.
    fn requiredness(
        &mut self,
        at: At,
        object: &Views<'a>,
        listed: Sides<'a>,
        declared: Sides<'a>,
        is_nullable: bool,
    ) {
        let mut sides = listed
            .zip(declared)
            .map(|(item, property)| item.or(property));
        let (code, effect, what) = match (listed.old, listed.new) {
            (None, Some(_)) => ("property-made-required", Narrows, "is required now"),
            (Some(item), None) => {
                // The line to change is that of the list, or of what is left of it.
                sides.new = neighbour(object, item).or(sides.new);
                ("property-made-optional", Widens, "may be missing now")
            }
            _ => return,
        };
        let is_declared = declared.old.or(declared.new).is_some();
        self.findings.add(Found {
            at,
            row: Row::named(code),
            effect,
            lenient: (is_nullable && effect == Widens).then_some(NULL),
            sides,
            subject: if is_declared { declared } else { listed },
            what: what.to_owned(),
        });
    }

    /// `property-removed`, or `property-renamed` where one that was added is the same.
    fn removed(&mut self, at: At, old: &Property<'a>, added: &mut Vec<Property<'a>>) {
        let renamed = take_only(added, |new| {
            old.required.is_some() == new.required.is_some()
                && self.is_alike(&Pair::new(old.view.clone(), new.view.clone()))
        });
        let (code, what) = match &renamed {
            Some(new) => {
                let what = format!("`{}` → `{}`", old.name, new.name);
                ("property-renamed", what)
            }
            None => ("property-removed", "was removed".to_owned()),
        };
        let sides = Pair::new(Some(old.declared), renamed.map(|new| new.declared));
        let is_read = self.facts.is_read(&old.view);
        let at = travels(at, |key| old.view.flag(key)).read(is_read);
        self.report(at, code, sides, what);
    }

    /// `property-added`, `required-property-added`.
    fn added(&mut self, at: At, views: &Views<'a>, new: &Property<'a>) {
        // A client built before reads it beside the properties that it knows.
        let others = views.key("additionalProperties").old;
        let others = others.filter(|it| it.entries().len() > 0);
        let is_read = others.is_none_or(|schema| {
            let old = View::of(&self.contracts.old, &[schema]);
            self.is_fine(&Pair::new(old, new.view.clone()), Response)
        });
        let (code, effect, what) = match new.required {
            Some(_) if is_read => ("required-property-added", Narrows, "required"),
            Some(_) => ("required-property-added", Other, "required"),
            None => ("property-added", Widens, "optional"),
        };
        let at = travels(at, |key| new.view.flag(key));
        let row = (code, effect, is_read.then_some(PASSED));
        let what = format!("was added, and is {what}");
        self.report_as(at, row, Sides::added(new.declared), what);
    }

    /// `additional-properties-changed`: what is allowed beside the named properties.
    fn additional(&mut self, at: At, views: &Views<'a>) {
        let sides = views.key("additionalProperties");
        let breadths = sides.map(|side| match side.map(Node::flag) {
            None | Some(Some(true)) => 2,
            Some(None) => 1,
            Some(Some(false)) => 0,
        });
        let effect = match (sides.both(), breadths.new.cmp(&breadths.old)) {
            (Some(pair), _) if breadths == Pair::new(1, 1) => return self.part(at, &SCHEMA, pair),
            _ if sides.same() => return,
            (_, Ordering::Equal) => Nothing,
            (_, Ordering::Less) => Narrows,
            (_, Ordering::Greater) => Widens,
        };
        // The types of closed objects pass over what they do not know, like all others.
        let open = (breadths.old == 0).then_some(OPEN);
        let row = ("additional-properties-changed", effect, open);
        self.report_as(at, row, sides, sides.words("`additionalProperties`"));
    }
}

/// The bound that counts where several are said.
fn strictest(values: Vec<&Node>, measure: Measure) -> Vec<&Node> {
    let number = |value: &&Node| value.number().unwrap_or_default();
    let mut values = values;
    values.sort_by(|one, other| number(one).total_cmp(&number(other)));
    if matches!(measure, Measure::Least) {
        values.reverse();
    }
    values.truncate(1);
    values
}

/// What stands now where an item of `required` stood, or before it.
fn neighbour<'a>(object: &Views<'a>, item: &Node) -> Option<&'a Node> {
    let mut parts = object.old.parts.iter().zip(&object.new.parts);
    parts.find_map(|(old, new)| {
        let mut items = old.get("required")?.items();
        let place = items.position(|it| std::ptr::eq(it, item))?;
        new.get("required")?.items().take(place + 1).next_back()
    })
}
