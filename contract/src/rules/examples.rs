//! Examples, defaults and listed values fit their schemas.

use std::collections::HashSet;

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::{Class, Span},
    grammar::Kind,
    index::{Index, Owner, Site, schema::members},
    text::{
        json,
        node::{Entry, Node, Value},
    },
    validate::{self, Direction, Patterns, Problem},
};

pub(super) const RULES: &[Rule] = &[Rule {
    code: "bad-example",
    class: Class::Advice,
    reason: "An example that its own schema does not allow misleads its reader, and is left out of the client's documentation.",
    fails: &[Example::Schema(
        "\
type: object
required: [id, email]
properties:
  id: { type: string, pattern: '^itm_[0-9]+$' }
  email: { type: string, format: email }
  count: { type: integer, maximum: 9 }
example:
  id: «item_1»
  email: «me»
  count: «'5'»
",
    )],
    passes: &[Example::Schema(
        "\
type: object
required: [id, email]
properties:
  id: { type: string, pattern: '^itm_[0-9]+$' }
  email: { type: string, format: email }
  count: { type: integer, maximum: 9 }
example:
  id: itm_1
  email: someone@example.com
",
    )],
    check: Check::Contract(bad_examples),
}];

/// An example, a default or a listed value.
struct Written<'a> {
    owner: Owner<'a>,
    /// What it is called in messages.
    label: String,
    /// The token that stands for the value as a whole.
    head: Span,
    node: &'a Node,
    schema: &'a Node,
    direction: Direction,
}

fn bad_examples(context: &mut Context<'_, '_>) {
    let index = context.index;
    let patterns = Patterns::new(index);
    // An example that is a component can be used in several places.
    let mut seen = HashSet::new();
    for written in written(index) {
        // What cannot be read is for other rules.
        let Some(json) = json::whole(written.node) else {
            continue;
        };
        let (direction, schema) = (written.direction, written.schema);
        for problem in validate::check(index, &patterns, direction, schema, &json) {
            let span = span(&written, &problem);
            let message = match problem.pointer.as_str() {
                "" => format!("{} {}", written.label, problem.message),
                _ => format!("in {}, {problem}", written.label),
            };
            if !seen.insert((span, message.clone())) {
                continue;
            }
            let line = problem.schema.start.line;
            let suggestion = problem
                .suggestion
                .unwrap_or_else(|| format!("change the value, or the schema on line {line}"));
            context
                .report_in(written.owner, span, message)
                .suggest(suggestion)
                .rests_on(problem.schema);
        }
    }
}

/// The token to point at: a scalar itself, the key of anything larger and of what should not be there.
fn span(written: &Written<'_>, problem: &Problem) -> Span {
    let (head, node) = match written.node.at(&problem.pointer) {
        Some((head, node)) if !problem.pointer.is_empty() => (head, node),
        _ => (written.head, written.node),
    };
    match node.value {
        Value::Scalar(_) if problem.keyword != "additionalProperties" => node.span,
        _ => head,
    }
}

/// Every value of the contract that is one of a schema.
fn written<'a>(index: &Index<'a>) -> Vec<Written<'a>> {
    let mut all = Vec::new();
    for site in index.objects(Kind::Schema) {
        of_schema(index, site, &mut all);
    }
    for kind in [Kind::Parameter, Kind::Header, Kind::MediaType] {
        for site in index.objects(kind) {
            beside_schema(index, site, &mut all);
        }
    }
    all
}

fn of_schema<'a>(index: &Index<'a>, site: &Site<'a>, all: &mut Vec<Written<'a>>) {
    let schema = site.node;
    let direction = direction(index, site);
    let mut add = |label: &str, head: Span, node: &'a Node| {
        all.push(Written {
            owner: site.owner,
            label: label.to_owned(),
            head,
            node,
            schema,
            direction,
        });
    };
    for (key, label) in [("default", "the default"), ("example", "the example")] {
        if let Some(Entry { key, value }) = schema.entry(key) {
            add(label, key.span, value);
        }
    }
    for node in members(schema, "enum") {
        add("a value of `enum`", node.span, node);
    }
}

/// The examples of a parameter, a header or a media type.
fn beside_schema<'a>(index: &Index<'a>, site: &Site<'a>, all: &mut Vec<Written<'a>>) {
    let Some(schema) = site.node.get("schema") else {
        return;
    };
    let single = site.node.entry("example");
    let single = single.map(|entry| (entry, "the example".to_owned()));
    let named = site
        .node
        .get("examples")
        .into_iter()
        .flat_map(Node::entries);
    let named = named.filter_map(|entry| {
        let example = index.resolve(&entry.value, Kind::Example)?;
        let label = format!("the example `{}`", entry.key.name());
        Some((example.entry("value")?, label))
    });
    // A body that is no JSON can be shown as the text that is sent.
    let media_type = site.key.filter(|_| site.shape.is(Kind::MediaType));
    let is_json = media_type.is_none_or(|key| validate::is_json(key.name()));
    let direction = direction(index, site);
    for (Entry { key, value }, label) in single.into_iter().chain(named) {
        if is_json || value.text().is_none() {
            all.push(Written {
                owner: site.owner,
                label,
                head: key.span,
                node: value,
                schema,
                direction,
            });
        }
    }
}

fn direction<'a>(index: &Index<'a>, site: &Site<'a>) -> Direction {
    let is_in = |kind| site.shape.is(kind) || index.is_inside(site, kind);
    if is_in(Kind::RequestBody) || is_in(Kind::Parameter) {
        Direction::Request
    } else if is_in(Kind::Response) || is_in(Kind::Header) {
        Direction::Response
    } else {
        Direction::Either
    }
}
