//! Examples, defaults and listed values fit their schemas.

use std::collections::HashSet;

use super::{Check, Class, Context, Entry, Example, Index, Kind, Node, Rule, Site, Span, Value};
use crate::{
    grammar::keys::is_json,
    text::json,
    validate::{Direction, Problem},
};

pub(super) const BAD_EXAMPLE: Rule = Rule {
    code: "bad-example",
    class: Class::Advice,
    reason: "An example that its own schema does not allow misleads its reader, and is left out of \
             the client's documentation.",
    example: Example::Schema(
        "
type: object
properties:
  id: { type: string, pattern: '^itm_[0-9]+$' }
  count: { type: integer, maximum: 9 }
example: { id: ‹«item_1»→itm_1›, count: ‹«'5'»→5› }
",
    ),
    check: Check::Contract(bad_examples),
};

/// An example, a default or a listed value.
struct Written<'a> {
    /// What it is called in messages.
    label: String,
    /// The token that stands for the value as a whole.
    head: Span,
    node: &'a Node,
}

fn bad_examples(context: &mut Context<'_, '_>) {
    let index = context.index;
    // An example that is a component can be used in several places.
    let mut seen = HashSet::new();
    let kinds = [Kind::Schema, Kind::Parameter, Kind::Header, Kind::MediaType];
    for site in kinds.into_iter().flat_map(|kind| index.objects(kind)) {
        let direction = direction(index, site);
        let is_schema = site.shape.is(Kind::Schema);
        let schema = if is_schema {
            Some(site.node)
        } else {
            site.node.get("schema")
        };
        let Some(schema) = schema else {
            continue;
        };
        for written in written(index, site) {
            // What cannot be read is for other rules.
            let Some(json) = json::whole(written.node) else {
                continue;
            };
            for problem in index.check(direction, schema, &json) {
                let span = span(&written, &problem);
                let message = match problem.pointer.as_str() {
                    "" => format!("{} {}", written.label, problem.message),
                    _ => format!("in {}, {problem}", written.label),
                };
                if seen.insert((span, message.clone())) {
                    let line = problem.schema.start.line;
                    let help = problem.suggestion.unwrap_or_else(|| {
                        format!("change the value, or the schema on line {line}")
                    });
                    let finding = context.about(site.owner).report(span, message, help);
                    finding.basis = Some(problem.schema);
                }
            }
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

/// The values of a schema that stand in it or, of a parameter, a header or a media type, beside it.
fn written<'a>(index: &Index<'a>, site: &Site<'a>) -> Vec<Written<'a>> {
    let is_schema = site.shape.is(Kind::Schema);
    let mut all = Vec::new();
    let mut add = |label: String, head: Span, node: &'a Node| {
        all.push(Written { label, head, node });
    };
    for name in ["default", "example"] {
        if let Some(Entry { key, value }) = site.node.entry(name) {
            add(format!("the {name}"), key.span, value);
        }
    }
    if is_schema {
        for node in site.node.items_of("enum") {
            add("a value of `enum`".to_owned(), node.span, node);
        }
        return all;
    }
    for Entry { key, value } in site.node.entries_of("examples") {
        let example = index.resolve(value, Kind::Example);
        if let Some(value) = example.and_then(|example| example.entry("value")) {
            add(
                format!("the example `{}`", key.name()),
                value.key.span,
                &value.value,
            );
        }
    }
    // A body that is no JSON can be shown as the text that is sent.
    let media_type = site.key.filter(|_| site.shape.is(Kind::MediaType));
    let is_json = media_type.is_none_or(|key| is_json(key.name()));
    all.retain(|written| is_json || written.node.text().is_none());
    all
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
