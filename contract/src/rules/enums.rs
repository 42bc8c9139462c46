//! Enumerations: values that are there once, and forms that become an open enum in Rust.

use std::collections::HashSet;

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::{
        Site,
        schema::{TypeOf, is_nullable, members, type_of},
    },
};

pub(super) const RULES: &[Rule] = &[UNSUPPORTED_ENUM, ENUM_TWICE];

const UNSUPPORTED_ENUM: Rule = Rule {
    code: "unsupported-enum",
    class: Class::Unsupported,
    reason: "The generator makes an open Rust enum of an enumeration only if it is a component of strings \
             that is not null itself.",
    fails: &[Example::Schema(
        "
type: object
properties:
  color: { type: string, «enum»: [red, green] }
",
    )],
    passes: &[Example::Schema("{ type: string, enum: [red, green] }")],
    check: Check::Object(Kind::Schema, unsupported_enum),
};

fn unsupported_enum<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let (Some(entry), TypeOf::Known(word)) = (site.node.entry("enum"), type_of(site.node)) else {
        return;
    };
    let nullable = site
        .node
        .entry("nullable")
        .filter(|_| is_nullable(site.node));
    if word != "string" {
        let message = format!("the generator does not take an enumeration of type `{word}`");
        context
            .report(entry.key.span, message)
            .suggest("list the values in the `description` instead");
    } else if !context.index.is_component(site) {
        // No Rust is made of the headers of responses.
        if !context.index.is_inside(site, Kind::Header) {
            let message =
                "the generator does not take an enumeration in place: it has no name in Rust";
            context
                .report(entry.key.span, message)
                .suggest("make it a component under `schemas` and use `$ref`");
        }
    } else if let Some(nullable) = nullable {
        let message = "the generator does not take an enumeration that is null itself";
        context
            .report(nullable.key.span, message)
            .suggest("say it where the schema is used: `nullable: true` and `allOf: [$ref: …]`");
    } else if let Some(null) = members(site.node, "enum").find(|node| node.is_null()) {
        context
            .report(
                null.span,
                "the generator does not take null as a value of an enumeration",
            )
            .suggest("remove it, and say `nullable: true` and `allOf: [$ref: …]` at the use");
    }
}

const ENUM_TWICE: Rule = Rule {
    code: "enum-twice",
    class: Class::Advice,
    reason: "Of two equal values one was most likely meant to be another.",
    fails: &[Example::Schema(
        "
type: string
enum: [open, closed, «open»]
",
    )],
    passes: &[Example::Schema(
        "
type: string
enum: [open, closed]
",
    )],
    check: Check::Object(Kind::Schema, enum_twice),
};

fn enum_twice<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let mut seen = HashSet::new();
    for node in members(site.node, "enum") {
        if let Some(scalar) = node.scalar()
            && !seen.insert((&scalar.text, node.text().is_some()))
        {
            let message = format!("`{}` is twice in `enum`", scalar.text);
            context
                .report(node.span, message)
                .suggest("remove one of the two");
        }
    }
}
