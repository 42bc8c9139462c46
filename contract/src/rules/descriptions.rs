//! What the documentation of the client is made of: descriptions, summaries and statuses.

use super::{Check, Class, Context, Example, Kind, Node, Rule, Site, listed};
use crate::index::schema::members;

pub(super) const MISSING_DESCRIPTION: Rule = Rule {
    code: "missing-description",
    class: Class::Advice,
    reason: "Descriptions become the documentation of the client.",
    example: Example::Schema(
        "
type: object
description: A thing.
properties:
  «price»: { ‹→description: Price in cents., ›type: integer }
",
    ),
    check: Check::Value(missing_description),
};

fn missing_description<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        return;
    };
    let name = site
        .node
        .text_at("name")
        .filter(|_| object.kind != Kind::Schema);
    let what = match (object.kind, site.key, name) {
        (Kind::Schema, ..) if context.index.is_component(site) => "the schema".to_owned(),
        // The component that it is has one, or the rule reports it there.
        (Kind::Schema, Some(key), _)
            if context.index.is_property(site) && !is_described_elsewhere(site.node) =>
        {
            format!("the property `{}`", key.name())
        }
        (Kind::Parameter, _, Some((_, name))) => format!("the parameter `{name}`"),
        (Kind::Header, Some(key), _) => format!("the header `{}`", key.name()),
        (Kind::Tag, ..) => "the tag".to_owned(),
        _ => return,
    };
    if !has_text(site.node, "description") {
        let empty = site.node.get("description");
        let place = empty
            .or(name.map(|(node, _)| node))
            .map_or(site.head(), |it| it.span);
        let help = "say in `description` what it means, and when it is missing or null";
        context.report(place, format!("{what} has no description"), help);
    }
}

/// Whether the description stands in a component that the schema is by `allOf`.
fn is_described_elsewhere(schema: &Node) -> bool {
    schema.reference().is_some()
        || members(schema, "allOf")
            .any(|member| is_described_elsewhere(member) || has_text(member, "description"))
}

/// Whether there is text at the key; something else there is reported as such.
fn has_text(node: &Node, key: &str) -> bool {
    match node.get(key) {
        Some(value) => value.text().is_none_or(|text| !text.trim().is_empty()),
        None => node.may_have(key),
    }
}

pub(super) const MISSING_SUMMARY: Rule = Rule {
    code: "missing-summary",
    class: Class::Advice,
    reason: "A summary is the first line of a method's documentation.",
    example: Example::Operation("summary: ‹«''»→List things›"),
    check: Check::Operation(|context, operation| {
        if !has_text(operation.node, "summary") {
            let empty = operation.node.get("summary");
            let place = empty.map_or(operation.method.span, |it| it.span);
            let help = "say in `summary` what it does, in one line";
            context.report(place, "the operation has no summary", help);
        }
    }),
};

pub(super) const UNDOCUMENTED_STATUS: Rule = Rule {
    code: "undocumented-status",
    class: Class::Advice,
    reason: "A caller of any API meets 401, 429 and 500, and wants to know their bodies.",
    example: Example::Operation(
        "
«responses»:
  '200': { description: All of them. }
  ‹'404'→4XX›: { description: The caller is wrong. }
  '500': { description: The server is wrong. }
",
    ),
    check: Check::Operation(|context, operation| {
        let Some(responses) = operation.node.entry("responses") else {
            return;
        };
        if responses.value.map().is_none() {
            return;
        }
        let is_documented = |status: &str| {
            let range = format!("{}XX", &status[..1]);
            let mut names = operation.responses().map(|(key, _)| key.name());
            names.any(|name| {
                name == status || name == "default" || name.eq_ignore_ascii_case(&range)
            })
        };
        let statuses = ["401", "429", "500"].into_iter();
        let missing = listed(statuses.filter(|status| !is_documented(status)));
        if !missing.is_empty() {
            let message = format!("the responses do not tell of {missing}");
            let help = "add them to `responses`; most operations share theirs by `$ref`";
            context.report(responses.key.span, message, help);
        }
    }),
};
