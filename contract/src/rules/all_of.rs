//! `allOf`: members that no value fits together.

use std::{collections::HashSet, iter};

use super::{Check, Context, Example, Rule, bounds::RANGES};
use crate::{
    diagnostic::{Class, Span},
    grammar::Kind,
    index::{
        Index, Site,
        schema::{TypeOf, composed, members, type_of},
    },
    suggest::listed,
    text::{
        node::{Entry, Node},
        scalar::Scalar,
    },
};

pub(super) const RULES: &[Rule] = &[ALL_OF_CONFLICT];

const ALL_OF_CONFLICT: Rule = Rule {
    code: "all-of-conflict",
    class: Class::Invalid,
    reason: "A value has to fit every member of `allOf`, so members that contradict each other allow \
             none.",
    fails: &[Example::Schema(
        "
allOf:
  - type: object
    properties: { id: { type: string } }
  - type: object
    properties: { id: { type: «integer» } }
",
    )],
    passes: &[Example::Schema(
        "
allOf:
  - type: object
    properties: { id: { type: integer, minimum: 1 } }
  - type: object
    properties: { id: { type: number, maximum: 9 }, name: { type: string } }
",
    )],
    check: Check::Object(Kind::Schema, all_of_conflict),
};

/// How deep properties of properties are compared.
const MAX_DEPTH: usize = 30;

fn all_of_conflict<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let own = (site.head(), vec![site.node]);
    let direct = members(site.node, "allOf").map(|item| (item.span, parts(item, index)));
    let groups: Vec<_> = iter::once(own).chain(direct).collect();
    let mut reported = HashSet::new();
    let mut conflicts = Conflicts::new(index);
    for (later, (item, second)) in groups.iter().enumerate() {
        for (_, first) in &groups[..later] {
            conflicts.compare(first, second, "");
            for conflict in conflicts.found.drain(..) {
                // Where the conflict is, or where what is written elsewhere is added.
                let is_here = |span: &Span| site.node.span.contains(*span);
                let mut spans = [conflict.second.1, conflict.first.1].into_iter();
                let span = spans.find(is_here).unwrap_or(*item);
                if reported.insert(span) {
                    context
                        .report(span, conflict.message())
                        .suggest("let the members agree: a value has to fit all of them");
                }
            }
        }
    }
}

/// A schema and those it is made of by `allOf`, as far as they can be resolved.
fn parts<'a>(schema: &'a Node, index: &Index<'a>) -> Vec<&'a Node> {
    composed(schema, &["allOf"], index)
        .into_iter()
        .flatten()
        .collect()
}

/// Two statements that do not hold of one value.
struct Conflict {
    /// What they are about: the path of a property, with a colon, or nothing.
    about: String,
    first: (String, Span),
    second: (String, Span),
}

impl Conflict {
    fn message(&self) -> String {
        let [(first, from), (second, to)] = [&self.first, &self.second];
        let (from, to) = (from.start.line, to.start.line);
        format!(
            "{}{first} (line {from}) contradicts {second} (line {to})",
            self.about
        )
    }
}

/// The conflicts between two groups of schemas that all have to fit.
struct Conflicts<'i, 'a> {
    index: &'i Index<'a>,
    seen: HashSet<[*const Node; 2]>,
    depth: usize,
    found: Vec<Conflict>,
}

impl<'i, 'a> Conflicts<'i, 'a> {
    fn new(index: &'i Index<'a>) -> Self {
        Self {
            index,
            seen: HashSet::new(),
            depth: 0,
            found: Vec::new(),
        }
    }

    fn compare(&mut self, first: &[&'a Node], second: &[&'a Node], path: &str) {
        self.depth += 1;
        for (one, other) in first
            .iter()
            .flat_map(|one| second.iter().map(move |other| (*one, *other)))
        {
            let pair = [one, other].map(std::ptr::from_ref);
            if pair[0] != pair[1] && self.depth <= MAX_DEPTH && self.seen.insert(pair) {
                let statements = types(one, other).or_else(|| enums(one, other));
                for [first, second] in statements.into_iter().chain(ranges(one, other)) {
                    let about = match path {
                        "" => String::new(),
                        path => format!("the property `{path}`: "),
                    };
                    self.found.push(Conflict {
                        about,
                        first,
                        second,
                    });
                }
                self.properties(one, other, path);
            }
        }
        self.depth -= 1;
    }

    fn properties(&mut self, one: &'a Node, other: &'a Node, path: &str) {
        let Some(others) = other.get("properties") else {
            return;
        };
        for entry in one.get("properties").into_iter().flat_map(Node::entries) {
            let name = entry.key.name();
            if let Some(schema) = others.get(name) {
                let path = match path {
                    "" => name.to_owned(),
                    path => format!("{path}.{name}"),
                };
                let [first, second] = [&entry.value, schema].map(|it| parts(it, self.index));
                self.compare(&first, &second, &path);
            }
        }
    }
}

type Statements = [(String, Span); 2];

fn types(one: &Node, other: &Node) -> Option<Statements> {
    let (TypeOf::Known(first), TypeOf::Known(second)) = (type_of(one), type_of(other)) else {
        return None;
    };
    let are_numbers = [first, second]
        .iter()
        .all(|word| matches!(*word, "integer" | "number"));
    if first == second || are_numbers {
        return None;
    }
    let statement = |node: &Node, word| Some((format!("`type: {word}`"), node.get("type")?.span));
    Some([statement(one, first)?, statement(other, second)?])
}

fn enums(one: &Node, other: &Node) -> Option<Statements> {
    let (first, second) = (one.entry("enum")?, other.entry("enum")?);
    // Lists and mappings are not compared.
    let (ours, theirs) = (values(&first.value)?, values(&second.value)?);
    let is_empty = ours.is_empty() || theirs.is_empty();
    if is_empty || ours.iter().any(|value| theirs.contains(value)) {
        return None;
    }
    let statement = |values: &[&Scalar], entry: &Entry| {
        let words = listed(values.iter().map(|value| value.text.as_str()));
        (format!("`enum` of {words}"), entry.key.span)
    };
    Some([statement(&ours, first), statement(&theirs, second)])
}

/// The values of a list, if they are all scalars.
fn values(list: &Node) -> Option<Vec<&Scalar>> {
    list.items().map(Node::scalar).collect()
}

/// A bound of one that is beyond the opposite bound of the other.
fn ranges(one: &Node, other: &Node) -> Vec<Statements> {
    let statement = |node: &Node, key: &str| {
        let node = node.get(key)?;
        let number = node.number()?;
        Some((number, (format!("`{key}: {number}`"), node.span)))
    };
    let beyond = |least: &str, greatest: &str, low: &Node, high: &Node| {
        let (from, first) = statement(low, least)?;
        let (to, second) = statement(high, greatest)?;
        (from > to).then_some([first, second])
    };
    let pairs = RANGES.iter().flat_map(|(least, greatest)| {
        let swapped = beyond(least, greatest, other, one).map(|[low, high]| [high, low]);
        [beyond(least, greatest, one, other), swapped]
    });
    pairs.flatten().collect()
}
