//! Schemas: what a value may be.

use std::{cmp::Ordering, collections::HashSet};

use super::{
    found::{At, Found},
    pair::{Pair, Sides, brief, in_order, same, take_only, without},
    table::{
        Direction::{self, Request, Response},
        Effect::{self, Narrows, Nothing, Other, Widens},
        Measure, Row,
    },
    view::{GREATEST, LEAST, View, Views, beside, stricter},
    walk::Walk,
};
use crate::{grammar::Kind, text::node::Node};

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
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "readOnly",
    "writeOnly",
];

const MISSING: &str = "a client built before reads null as a missing value";
const NULL: &str = "a client built before reads a missing value as null";
const UNDECLARED: &str = "the client has no field for it";
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
            self.range(at, views);
            self.enumeration(at, views);
            self.items(at, views);
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
        let mut keys: Vec<&str> = keys.collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let idle = beside(views.get(|view| view.idle(key)).apart());
            if is_comparable && views.differing(key).is_empty() {
                for sides in idle {
                    let row = ("idle-keyword-changed", Nothing, None);
                    self.report_as(at, row, sides, sides.words(&format!("`{key}`")));
                }
            }
            if TOGETHER.contains(&key) {
                continue;
            }
            let row = Row::of_key(Kind::Schema, key, views.key(key));
            if !is_comparable && row.is_some_and(|row| row.effects() != [Nothing]) {
                continue;
            }
            let measure = row.map_or(Measure::Said, |row| row.measure);
            let differing = if matches!(measure, Measure::Least | Measure::Greatest) {
                beside(views.get(|view| strictest(view.distinct(key), measure)))
            } else {
                views.differing(key)
            };
            for sides in differing {
                self.leaf(at, (Kind::Schema, key), &format!("`{key}`"), sides);
            }
        }
    }

    /// `null-allowed`, `null-refused`.
    pub(super) fn nullable(&mut self, at: At, views: &Views<'a>, may_be_missing: bool) {
        let sides = views.keyword("nullable");
        let flags = views.get(|view| view.flag("nullable"));
        if !flags.is_same() && views.old.is_any() && views.new.is_any() {
            let row = ("idle-keyword-changed", Nothing, None);
            self.report_as(at, row, sides, "any value may be null");
        } else if !flags.old && flags.new {
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
        for sides in views.differing("format") {
            self.one_format(at, sides, is_number);
        }
    }

    fn one_format(&mut self, at: At, sides: Sides<'a>, is_number: bool) {
        // How many bits below and above zero the client's numbers have: 64 in all without a format, or
        // with another one.
        let width = |format: Option<&str>| match format {
            Some("int8") => (7, 7),
            Some("int16") => (15, 15),
            Some("int32" | "float") => (31, 31),
            Some("uint8") => (0, 8),
            Some("uint16") => (0, 16),
            Some("uint32" | "uint") => (0, 32),
            Some("uint64") => (0, 64),
            _ => (63, 63),
        };
        let formats = sides.map(|side| side.and_then(Node::text));
        let effect = if is_number {
            let Pair { old, new } = formats.map(width);
            match (new.0.cmp(&old.0), new.1.cmp(&old.1)) {
                (Ordering::Equal, Ordering::Equal) => Nothing,
                (Ordering::Less | Ordering::Equal, Ordering::Less | Ordering::Equal) => Narrows,
                (Ordering::Greater | Ordering::Equal, Ordering::Greater | Ordering::Equal) => {
                    Widens
                }
                _ => Other,
            }
        } else {
            match (formats.old, formats.new) {
                (None, _) => Narrows,
                (_, None) => Widens,
                _ => Other,
            }
        };
        let row = ("format-changed", effect, (!is_number).then_some(TEXT));
        self.report_as(at, row, sides, sides.words("`format`"));
    }

    /// `bound-changed` of a number: a limit, and whether it is itself allowed.
    fn range(&mut self, at: At, views: &Views<'a>) {
        for (is_least, keys) in [(true, LEAST), (false, GREATEST)] {
            let differing = keys.map(|key| (key, views.differing(key).first().copied()));
            let differing = differing.into_iter();
            let all: Vec<_> = differing.filter_map(|(key, it)| Some((key, it?))).collect();
            let Some((_, sides)) = all.first() else {
                continue;
            };
            let limits = views.get(|view| view.limit(is_least));
            let effect = match (limits.old, limits.new) {
                (None, None) => Nothing,
                (None, _) => Narrows,
                (_, None) => Widens,
                (Some(old), Some(new)) => match stricter(is_least, new, old) {
                    Ordering::Greater => Narrows,
                    Ordering::Less => Widens,
                    Ordering::Equal => Nothing,
                },
            };
            let words = all.iter().map(|(key, it)| it.words(&format!("`{key}`")));
            let words: Vec<_> = words.collect();
            let row = ("bound-changed", effect, None);
            self.report_as(at, row, *sides, words.join(", "));
        }
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
        let first = views.key("enum");
        let values = views.get(View::values);
        let (Some(old), Some(new)) = (values.old, values.new) else {
            return self.leaf(at, (Kind::Schema, "enum"), "`enum`", first);
        };
        let differing = views.differing("enum");
        let sides = differing.first().copied().unwrap_or(first);
        let words = |values: &[&Node]| -> String {
            let words: Vec<String> = values.iter().map(|it| brief(it)).collect();
            words.join(", ")
        };
        let removed = without(old.iter().copied(), new.iter().copied());
        if let Some(first) = removed.first() {
            let what = format!("`enum`: removed {}", words(&removed));
            let sides = Pair::new(Some(*first), sides.new);
            self.report(at, "enum-value-removed", sides, what);
        }
        let added = without(new.iter().copied(), old.iter().copied());
        if let Some(first) = added.first() {
            let what = format!("`enum`: added {}", words(&added));
            let sides = Pair::new(sides.old, Some(*first));
            self.report(at, "enum-value-added", sides, what);
        }
        let place = |value: &&Node| old.iter().position(|it| same(it, value));
        let places = new.iter().filter_map(place).map(|place| (place, false));
        self.order(at, places, sides, "values");
    }

    /// Compares the items of lists.
    fn items(&mut self, at: At, views: &Views<'a>) {
        let schemas = views.get(|view| view.all("items").collect::<Vec<_>>());
        if schemas.old.is_empty() || schemas.new.is_empty() {
            let label = (Kind::Schema, "items");
            return self.leaf(at, label, "", views.key("items"));
        }
        self.all_of(at, schemas);
    }

    /// Compares two lists of schemas of which all hold for a value.
    fn all_of(&mut self, at: At, schemas: Pair<Vec<&'a Node>>) {
        let views = self.in_contracts(schemas, |index, schemas| View::of(index, &schemas));
        self.views(at, &views, false);
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
        let is_required = |it: &Property<'_>| it.required.is_some();
        let places = kept
            .iter()
            .map(|Pair { old, new }| (old.place, is_required(old) && is_required(new)));
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
        let lenient = match (is_declared, is_nullable) {
            (false, _) => Some(UNDECLARED),
            (true, true) => Some(NULL),
            _ => None,
        };
        self.findings.add(Found {
            at,
            row: Row::named(code),
            effect,
            lenient: lenient.filter(|_| effect == Widens),
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
        let others = View::of(&self.contracts.old, &views.old.others());
        let is_read =
            others.parts.is_empty() || self.is_fine(&Pair::new(others, new.view.clone()), Response);
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
        const KEY: &str = "additionalProperties";
        let breadth = |schema: &Node| match schema.flag() {
            Some(false) => 0,
            None if !schema.is_empty_map() => 1,
            _ => 2,
        };
        let breadths = views.get(|view| view.all(KEY).map(breadth).min().unwrap_or(2));
        if breadths == Pair::new(1, 1) {
            return self.all_of(at, views.get(View::others));
        }
        let Some(sides) = views.differing(KEY).first().copied() else {
            return;
        };
        let effect = match breadths.new.cmp(&breadths.old) {
            Ordering::Equal => Nothing,
            Ordering::Less => Narrows,
            Ordering::Greater => Widens,
        };
        // The types of closed objects pass over what they do not know, like all others.
        let open = (breadths.old == 0).then_some(OPEN);
        let row = ("additional-properties-changed", effect, open);
        self.report_as(at, row, sides, sides.words("`additionalProperties`"));
    }
}

/// The bound that counts where several are said.
fn strictest(values: Vec<&Node>, measure: Measure) -> Vec<&Node> {
    let mut values = values;
    values.sort_by(|one, other| in_order(one, other).unwrap_or(Ordering::Equal));
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
