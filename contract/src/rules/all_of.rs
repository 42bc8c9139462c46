//! `allOf`: members that no value fits together.

use std::{collections::HashSet, iter};

use super::{
    Check, Class, Context, Entry, Example, Index, Kind, Node, Repair, Rule, Site, Span,
    bounds::RANGES, listed,
};
use crate::{
    index::schema::{TypeOf, members, type_of},
    text::scalar::Scalar,
};

pub(super) const ALL_OF_CONFLICT: Rule = Rule {
    code: "all-of-conflict",
    class: Class::Invalid,
    reason: "A value has to fit every member of `allOf`, so members that contradict each other allow \
             none.",
    example: Example::Schema(
        "
allOf:
  - { type: object, properties: { id: { type: string } } }
  - { type: object, properties: { id: { type: ‹«integer»→string› } } }
",
    ),
    check: Check::Object(Kind::Schema, all_of_conflict),
};

/// How deep properties of properties are compared.
const MAX_DEPTH: usize = 30;

fn all_of_conflict<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let own = (site.head(), vec![site.node]);
    let direct = members(site.node, "allOf").map(|item| (item.span, index.parts(item)));
    let groups: Vec<_> = iter::once(own).chain(direct).collect();
    let mut reported = HashSet::new();
    let mut conflicts = Conflicts {
        index,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    for (later, (item, second)) in groups.iter().enumerate() {
        for (_, first) in &groups[..later] {
            conflicts.compare(first, second, &[]);
        }
        for (path, [(first, from), (second, to)]) in conflicts.found.drain(..) {
            // Where the conflict is, or where what is written elsewhere is added.
            let is_here = |span: &Span| site.node.span.contains(*span);
            let span = [to, from].into_iter().find(is_here).unwrap_or(*item);
            if reported.insert(span) {
                let about = match path.join(".").as_str() {
                    "" => String::new(),
                    path => format!("the property `{path}`: "),
                };
                let (from, to) = (from.start.line, to.start.line);
                let message =
                    format!("{about}{first} (line {from}) contradicts {second} (line {to})");
                let help = "let the members agree: a value has to fit all of them";
                context.report(span, message, help).repair = Some(Repair::Keep);
            }
        }
    }
}

/// Two statements that do not hold of one value, each with its place.
type Statements = [(String, Span); 2];

/// The conflicts between two groups of schemas that all have to fit.
struct Conflicts<'i, 'a> {
    index: &'i Index<'a>,
    seen: HashSet<[*const Node; 2]>,
    /// Each with what it is about: the properties that lead to it.
    found: Vec<(Vec<&'a str>, Statements)>,
}

impl<'a> Conflicts<'_, 'a> {
    fn compare(&mut self, first: &[&'a Node], second: &[&'a Node], path: &[&'a str]) {
        for one in first {
            for other in second {
                let pair = [*one, *other].map(std::ptr::from_ref);
                if pair[0] == pair[1] || path.len() > MAX_DEPTH || !self.seen.insert(pair) {
                    continue;
                }
                let statements = types(one, other).or_else(|| enums(one, other));
                let statements = statements.into_iter().chain(ranges(one, other));
                self.found.extend(statements.map(|it| (path.to_vec(), it)));
                for entry in one.entries_of("properties") {
                    let name = entry.key.name();
                    let schema = other.get("properties").and_then(|all| all.get(name));
                    if let Some(schema) = schema {
                        let [first, second] = [&entry.value, schema].map(|it| self.index.parts(it));
                        self.compare(&first, &second, &[path, &[name]].concat());
                    }
                }
            }
        }
    }
}

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
