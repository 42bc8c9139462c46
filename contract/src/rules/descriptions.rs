//! What the documentation of the client is made of: descriptions, summaries, tags and statuses.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::{Class, Span},
    grammar::Kind,
    index::{Site, operation::Operation, schema::members},
    suggest::{did_you_mean, listed},
    text::node::{Entry, Node},
};

pub(super) const RULES: &[Rule] = &[
    MISSING_DESCRIPTION,
    MISSING_SUMMARY,
    UNKNOWN_TAG,
    UNDOCUMENTED_STATUS,
];

const MISSING_DESCRIPTION: Rule = Rule {
    code: "missing-description",
    class: Class::Advice,
    reason: "Descriptions become the documentation of the client.",
    fails: &[Example::Schema(
        "
type: object
description: A thing.
properties:
  «price»: { type: integer }
  note: { type: string, description: «' '» }
",
    )],
    passes: &[Example::Schema(
        "
type: object
description: A thing.
properties:
  price: { type: integer, description: Price in cents. }
",
    )],
    check: Check::Value(missing_description),
};

fn missing_description<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        return;
    };
    let name = site.node.get("name");
    let place = name.map_or(site.head(), |name| name.span);
    match (object.kind, site.key, name.and_then(Node::text)) {
        (Kind::Schema, ..) => {
            if context.index.is_component(site) {
                undescribed(context, site.node, site.head(), "the schema");
            }
            let properties = site.node.get("properties");
            for Entry { key, value } in properties.into_iter().flat_map(Node::entries) {
                if !is_described_elsewhere(value) {
                    let what = format!("the property `{}`", key.name());
                    undescribed(context, value, key.span, &what);
                }
            }
        }
        (Kind::Parameter, _, Some(name)) => {
            undescribed(
                context,
                site.node,
                place,
                &format!("the parameter `{name}`"),
            );
        }
        (Kind::Header, Some(key), _) => {
            let what = format!("the header `{}`", key.name());
            undescribed(context, site.node, key.span, &what);
        }
        (Kind::Tag, ..) => undescribed(context, site.node, place, "the tag"),
        _ => {}
    }
}

/// Whether the description stands in a component that the schema is, itself or by `allOf`; the
/// component has one, or the rule reports it there.
fn is_described_elsewhere(schema: &Node) -> bool {
    schema.reference().is_some()
        || members(schema, "allOf")
            .any(|member| is_described_elsewhere(member) || has_text(member, "description"))
}

fn undescribed(context: &mut Context<'_, '_>, node: &Node, span: Span, what: &str) {
    if !has_text(node, "description") {
        context
            .report(
                place(node, "description", span),
                format!("{what} has no description"),
            )
            .suggest("say in `description` what it means, and when it is missing or null");
    }
}

/// Whether there is text at the key; something else there is reported as such.
fn has_text(node: &Node, key: &str) -> bool {
    let Some(value) = node.get(key) else {
        return node.may_have(key);
    };
    value.text().is_none_or(|text| !text.trim().is_empty())
}

/// The empty text at the key, or the place to point at when there is none.
fn place(node: &Node, key: &str, span: Span) -> Span {
    node.get(key).map_or(span, |value| value.span)
}

const MISSING_SUMMARY: Rule = Rule {
    code: "missing-summary",
    class: Class::Advice,
    reason: "A summary is the first line of a method's documentation.",
    fails: &[Example::Contract(
        "
paths:
  /things:
    «get»: { responses: { '200': { description: All of them. } } }
",
    )],
    passes: &[Example::Operation("summary: List things")],
    check: Check::Operation(missing_summary),
};

fn missing_summary<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    if !has_text(operation.node, "summary") {
        context
            .report(
                place(operation.node, "summary", operation.method.span),
                "the operation has no summary",
            )
            .suggest("say in `summary` what it does, in one line");
    }
}

const UNKNOWN_TAG: Rule = Rule {
    code: "unknown-tag",
    class: Class::Advice,
    reason: "A tag groups operations under its description, which stands where the tag is declared.",
    fails: &[Example::Contract(
        "
tags: [{ name: Things, description: What there is. }]
paths:
  /things:
    get:
      tags: [«Thinsg»]
      responses: { '200': { description: All of them. } }
",
    )],
    passes: &[Example::Contract(
        "
tags: [{ name: Things, description: What there is. }]
paths:
  /things:
    get:
      tags: [Things]
      responses: { '200': { description: All of them. } }
",
    )],
    check: Check::Operation(unknown_tag),
};

fn unknown_tag<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let index = context.index;
    let declared: Vec<&str> = index
        .objects(Kind::Tag)
        .filter_map(|site| site.node.get("name")?.text())
        .collect();
    // A tag whose name cannot be read may be any.
    if declared.len() < index.root.get("tags").map_or(0, |tags| tags.items().len()) {
        return;
    }
    for tag in members(operation.node, "tags") {
        let Some(name) = tag.text().filter(|name| !declared.contains(name)) else {
            continue;
        };
        let known = declared.iter().copied();
        let help = did_you_mean(name, known.clone()).unwrap_or_else(|| {
            let declare = "declare it, with a description, in `tags` at the top of the contract";
            if declared.is_empty() {
                declare.to_owned()
            } else {
                format!("{declare}; there are {}", listed(known))
            }
        });
        context
            .report(tag.span, format!("there is no tag `{name}`"))
            .suggest(help);
    }
}

const UNDOCUMENTED_STATUS: Rule = Rule {
    code: "undocumented-status",
    class: Class::Advice,
    reason: "A caller of any API meets 401, 429 and 500, and wants to know their bodies.",
    fails: &[Example::Operation(
        "
«responses»:
  '200': { description: All of them. }
  '401': { description: The key is wrong. }
",
    )],
    passes: &[Example::Operation(
        "
responses:
  '200': { description: All of them. }
  4XX: { description: The caller is wrong. }
  '500': { description: The server is wrong. }
",
    )],
    check: Check::Operation(undocumented_status),
};

fn undocumented_status<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Some(responses) = operation.node.entry("responses") else {
        return;
    };
    if responses.value.map().is_none_or(|map| map.incomplete) {
        return;
    }
    let is_missing = |status: &&str| !is_documented(operation, status);
    let missing = listed(["401", "429", "500"].into_iter().filter(is_missing));
    if !missing.is_empty() {
        context
            .report(
                responses.key.span,
                format!("the responses do not tell of {missing}"),
            )
            .suggest("add them to `responses`; most operations share theirs by `$ref`");
    }
}

/// Whether there is a response with this status, or one for its whole range.
fn is_documented(operation: &Operation<'_>, status: &str) -> bool {
    operation.responses().any(|(key, _)| {
        let name = key.name();
        let is_range = name
            .get(1..)
            .is_some_and(|rest| rest.eq_ignore_ascii_case("xx"));
        name == status || name == "default" || (is_range && name.get(..1) == status.get(..1))
    })
}
