//! Forms of schemas that the generator does not take yet.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::{Class, Span},
    grammar::Kind,
    index::{
        Index, Site,
        schema::{COMPOSITIONS, TypeOf, composed, is, is_nullable, members, type_of},
    },
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[UNSUPPORTED_SCHEMA];

const UNSUPPORTED_SCHEMA: Rule = Rule {
    code: "unsupported-schema",
    class: Class::Unsupported,
    reason: "The generator makes a type of each component, and keeps the unknown properties of an object \
             in one field of it.",
    fails: &[Example::Contract(
        "components: { schemas: { «demo.Count»: { type: integer } } }",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  count: { type: integer }
  time: { type: string, format: date-time }
additionalProperties: true
",
    )],
    check: Check::Value(unsupported_schema),
};

fn unsupported_schema<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if !site.shape.is(Kind::Schema) {
        return;
    }
    let index = context.index;
    let component = || component(index, site).filter(|_| index.is_component(site));
    let object = || object(site).or_else(|| all_of(index, site));
    if let Some((span, message, help)) = component().or_else(object) {
        context.report(span, message).suggest(help);
    }
}

/// Where something is that the generator does not take, what it is, and what to do about it.
type Problem = (Span, &'static str, &'static str);

fn component<'a>(index: &Index<'a>, site: &Site<'a>) -> Option<Problem> {
    let (end, is_alias) = end_of_alias(index, site.node)?;
    if is_nullable(end) {
        let nullable = site.node.entry("nullable")?;
        let is_composed = COMPOSITIONS
            .iter()
            .any(|key| members(end, key).nth(1).is_some());
        return (has_properties(end) || is_composed).then_some((
            nullable.key.span,
            "the generator does not take `nullable` in a component that is an object or a composition",
            "leave `nullable` out here, and say it where the component is used",
        ));
    }
    let format = end.get("format").and_then(Node::text);
    match type_of(end) {
        TypeOf::Known("integer" | "number" | "boolean") => Some(()),
        TypeOf::Known("string") if matches!(format, Some("date" | "date-time")) => Some(()),
        TypeOf::Known("string") if is_alias => {
            return Some((
                site.head(),
                "the generator does not take a component that is only another one, a string",
                "refer to that one where this one is used",
            ));
        }
        _ => None,
    }?;
    Some((
        site.head(),
        "the generator does not take a component that is a number, a boolean or a date",
        "write the schema where it is used",
    ))
}

/// The schema that a component is by references and compositions of one member, and whether there are
/// any.
fn end_of_alias<'a>(index: &Index<'a>, schema: &'a Node) -> Option<(&'a Node, bool)> {
    let mut node = index.resolve(schema, Kind::Schema)?;
    let mut is_alias = schema.reference().is_some();
    // Longer chains than there are schemas go round in a circle.
    for _ in &index.sites {
        let mut parts = COMPOSITIONS.iter().flat_map(|key| members(node, key));
        let (Some(only), None) = (parts.next(), parts.next()) else {
            return Some((node, is_alias));
        };
        if is_nullable(node) || type_of(node) != TypeOf::Absent {
            return Some((node, is_alias));
        }
        node = index.resolve(only, Kind::Schema)?;
        is_alias = true;
    }
    None
}

fn has_properties(schema: &Node) -> bool {
    let properties = schema.get("properties");
    is(schema, "object") && properties.is_some_and(|all| !all.is_empty_map())
}

fn object(site: &Site<'_>) -> Option<Problem> {
    let others = site.node.entry("additionalProperties")?;
    let is_schema = others.value.map().is_some() && has_properties(site.node);
    is_schema.then_some((
        others.key.span,
        "the generator does not take a schema of `additionalProperties` beside `properties`",
        "write `additionalProperties: true`, which keeps them as JSON",
    ))
}

fn all_of<'a>(index: &Index<'a>, site: &Site<'a>) -> Option<Problem> {
    let list = site.node.entry("allOf")?;
    let parts: Vec<&'a Node> = list.value.items().collect();
    let (references, inline): (Vec<&'a Node>, Vec<&'a Node>) = parts
        .iter()
        .copied()
        .partition(|part| part.reference().is_some());
    let keeps_others = |part: &&'a Node| {
        let all = composed(part, &["allOf"], index);
        all.into_iter().flatten().any(is_open)
    };
    let is_merged = parts.len() > 1 && !inline.is_empty();
    let is_open_twice = references.iter().any(keeps_others)
        || inline.iter().filter(|part| keeps_others(part)).count() > 1;
    (is_merged && is_open_twice).then_some((
        list.key.span,
        "the generator does not take `allOf` of an object with `additionalProperties` and others",
        "leave `additionalProperties` out there, or write the properties of all in one schema",
    ))
}

/// Whether an object keeps what it does not list.
fn is_open(schema: &Node) -> bool {
    let others = schema.get("additionalProperties");
    others.is_some_and(|others| others.flag() == Some(true)) && has_properties(schema)
}
