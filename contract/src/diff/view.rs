//! A schema together with what `allOf` adds to it.

use std::{cmp::Ordering, collections::HashMap};

use super::pair::{Pair, Sides, without};
use crate::{
    grammar::Kind,
    index::{
        Index,
        schema::{self, TypeOf, type_of},
    },
    rules,
    text::node::{Entry, Node},
    validate::number::Number,
};

/// What is about the unions of a schema.
const UNIONS: &[&str] = &["oneOf", "anyOf", "discriminator"];

/// The keywords of which zero is the least.
const LENGTHS: &[&str] = &["minLength", "minItems", "minProperties"];

/// The keywords of the limits of a number: the limit, and whether it is itself not allowed.
pub(super) const LEAST: [&str; 2] = ["minimum", "exclusiveMinimum"];
pub(super) const GREATEST: [&str; 2] = ["maximum", "exclusiveMaximum"];

/// All schemas that hold for a value at once.
#[derive(Clone, Debug, Default)]
pub(super) struct View<'a> {
    /// Each `$ref` followed, each member of `allOf` after the schema that lists it.
    pub(super) parts: Vec<&'a Node>,
    /// How many of the parts have had a member of their union chosen, so that the rest of it is no matter.
    chosen: usize,
}

/// Two schemas that stand for each other.
pub(super) type Views<'a> = Pair<View<'a>>;

/// What tells a view from others of its contract.
pub(super) type Id = (Vec<*const Node>, usize);

impl<'a> View<'a> {
    pub(super) fn of(index: &Index<'a>, schemas: &[&'a Node]) -> Self {
        let mut view = Self::default();
        for schema in schemas {
            view.add(index, schema);
        }
        view
    }

    /// The view of a value that is the member of the unions.
    pub(super) fn choose(&self, index: &Index<'a>, member: &'a Node) -> Self {
        let mut view = self.without_unions();
        view.add(index, member);
        view
    }

    /// The view without its unions.
    pub(super) fn without_unions(&self) -> Self {
        Self {
            parts: self.parts.clone(),
            chosen: self.parts.len(),
        }
    }

    fn add(&mut self, index: &Index<'a>, schema: &'a Node) {
        let schema = index.resolve(schema, Kind::Schema).unwrap_or(schema);
        if !self.parts.iter().any(|part| std::ptr::eq(*part, schema)) {
            self.parts.push(schema);
            for member in schema::members(schema, "allOf") {
                self.add(index, member);
            }
        }
    }

    pub(super) fn id(&self) -> Id {
        let parts = self.parts.iter().map(|it| std::ptr::from_ref(*it));
        (parts.collect(), self.chosen)
    }

    /// What each part says under a key, unless that limits nothing; of unions, what those say of which no
    /// member has been chosen.
    pub(super) fn all(&self, key: &str) -> impl Iterator<Item = &'a Node> {
        let skipped = if UNIONS.contains(&key) {
            self.chosen
        } else {
            0
        };
        self.said(key, false).skip(skipped).flatten()
    }

    /// What each part says under a key that limits nothing: it is about another type, or the least.
    pub(super) fn idle(&self, key: &str) -> Vec<&'a Node> {
        distinct(self.said(key, true).flatten())
    }

    fn said(&self, key: &str, idle: bool) -> impl Iterator<Item = Option<&'a Node>> {
        let types = rules::types_of(key).zip(self.kind());
        let is_other = types.is_some_and(|(types, kind)| !types.contains(&kind));
        let is_least = LENGTHS.contains(&key);
        let is_idle = move |it: &Node| is_other || (is_least && it.integer() == Some(0));
        let said = self.parts.iter().map(move |part| part.get(key));
        said.map(move |value| value.filter(|it| is_idle(it) == idle))
    }

    /// Whether any value fits.
    pub(super) fn is_any(&self) -> bool {
        let mut limits = ["enum", "oneOf", "anyOf", "not"].iter();
        self.kind().is_none() && limits.all(|key| self.all(key).next().is_none())
    }

    /// The least or greatest number, and whether it is itself not allowed.
    pub(super) fn limit(&self, is_least: bool) -> Option<(Number, bool)> {
        let [key, flag] = if is_least { LEAST } else { GREATEST };
        let is_integer = self.kind() == Some("integer");
        let limits = self.parts.iter().filter_map(|part| {
            let (number, excluded) = (Number::of_node(part.get(key)?)?, part.is_on(flag));
            Some(match number {
                Number::Integer(it) if excluded && is_integer => (
                    Number::Integer(if is_least { it + 1 } else { it - 1 }),
                    false,
                ),
                _ => (number, excluded),
            })
        });
        let limits = limits.filter(|_| self.all(key).next().is_some());
        limits.max_by(|one, other| stricter(is_least, *one, *other))
    }

    /// The values of `enum` that every part with one lists; nothing where there is no such part.
    pub(super) fn values(&self) -> Option<Vec<&'a Node>> {
        let mut lists = self.all("enum");
        let first = lists.next()?.items().collect();
        Some(lists.fold(first, |values: Vec<_>, list| {
            let refused = without(values.iter().copied(), list.items());
            without(values, refused)
        }))
    }

    /// The schemas of what is allowed beside the properties that have a name.
    pub(super) fn others(&self) -> Vec<&'a Node> {
        let all = self.all("additionalProperties");
        all.filter(|it| it.entries().len() > 0).collect()
    }

    /// The different things that the parts say under a key.
    pub(super) fn distinct(&self, key: &str) -> Vec<&'a Node> {
        distinct(self.all(key))
    }

    pub(super) fn first(&self, key: &str) -> Option<&'a Node> {
        self.all(key).next()
    }

    /// What the first part with a text under a key says.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.all(key).find_map(Node::text)
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.is_on(key))
    }

    /// The type, where it is said or follows from `properties`.
    pub(super) fn kind(&self) -> Option<&'static str> {
        let said = self.parts.iter().find_map(|part| match type_of(part) {
            TypeOf::Known(word) => Some(word),
            _ => None,
        });
        let is_object = self.parts.iter().any(|part| schema::is(part, "object"));
        said.or(is_object.then_some("object"))
    }

    /// The properties in their order, each with its schema in every part that declares it.
    pub(super) fn properties(&self) -> Vec<(&'a str, Vec<&'a Node>)> {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut properties: Vec<(&str, Vec<&Node>)> = Vec::new();
        for Entry { key, value } in self.all("properties").flat_map(Node::entries) {
            let place = *places.entry(key.name()).or_insert(properties.len());
            if place == properties.len() {
                properties.push((key.name(), Vec::new()));
            }
            properties[place].1.push(value);
        }
        properties
    }

    /// The names of the required properties, each with its first item in a `required`.
    pub(super) fn required(&self) -> HashMap<&'a str, &'a Node> {
        let mut required = HashMap::new();
        for item in self.all("required").flat_map(Node::items) {
            if let Some(name) = item.text() {
                required.entry(name).or_insert(item);
            }
        }
        required
    }

    /// The lists of alternatives, each with its key and the part that has it.
    pub(super) fn unions(&self) -> impl Iterator<Item = (&'static str, &'a Node, &'a Node)> {
        let keys = ["oneOf", "anyOf"].into_iter();
        let open = &self.parts[self.chosen..];
        let all = keys.flat_map(|key| open.iter().map(move |part| (key, *part)));
        all.filter_map(|(key, part)| Some((key, part.get(key)?, part)))
    }

    /// The alternatives.
    pub(super) fn members(&self) -> Vec<&'a Node> {
        self.unions()
            .flat_map(|(_, list, _)| list.items())
            .collect()
    }
}

impl<'a> Views<'a> {
    /// What is looked up in both schemas.
    pub(super) fn get<T>(&self, get: impl Fn(&View<'a>) -> T) -> Pair<T> {
        self.as_ref().map(get)
    }

    /// Both sides of a keyword, in the first part of each that has it.
    pub(super) fn key(&self, key: &str) -> Sides<'a> {
        self.get(|view| view.first(key))
    }

    /// What the parts of one schema say under a key and those of the other do not, side by side.
    pub(super) fn differing(&self, key: &str) -> Vec<Sides<'a>> {
        beside(self.get(|view| view.distinct(key)).apart())
    }

    /// Both sides of a keyword; the schemas themselves where it is not.
    pub(super) fn keyword(&self, key: &str) -> Sides<'a> {
        self.get(|view| view.first(key).or(view.parts.first().copied()))
    }
}

fn distinct<'a>(all: impl Iterator<Item = &'a Node>) -> Vec<&'a Node> {
    all.fold(Vec::new(), |mut values, value| {
        values.extend(without([value], values.iter().copied()));
        values
    })
}

/// Which of two limits allows less.
pub(super) fn stricter(is_least: bool, one: (Number, bool), other: (Number, bool)) -> Ordering {
    let order = one.0.compare(other.0);
    let order = if is_least { order } else { order.reverse() };
    order.then(one.1.cmp(&other.1))
}

/// The first of both lists side by side, then the second, and so on.
pub(super) fn beside(Pair { old, new }: Pair<Vec<&Node>>) -> Vec<Sides<'_>> {
    let places = 0..old.len().max(new.len());
    let sides = places.map(|at| Pair::new(old.get(at).copied(), new.get(at).copied()));
    sides.collect()
}
