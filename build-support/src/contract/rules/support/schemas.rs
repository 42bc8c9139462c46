//! Schemas that become good Rust.

use super::super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::Node,
    schema::{TypeOf, is_nullable, members, type_of},
    survey::Survey,
};

pub(in super::super) const RULES: &[Rule] = &[enums, keywords];

/// `inline-enum`, `enum-not-text`, `null-in-enum`, `nullable-enum`: an enumeration is a component
/// of strings, so that it becomes an open enum with a name.
fn enums(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let Some(entry) = site.node.entry("enum") else {
            continue;
        };
        match type_of(site.node) {
            TypeOf::Known("string") => {}
            TypeOf::Known(word @ ("integer" | "number" | "boolean")) => {
                let message = format!("an enumeration of type `{word}` would be a closed set");
                let span = entry.key.span;
                report.add(
                    Finding::about(site.owner, "enum-not-text", span, message)
                        .help("list the values in the `description` instead"),
                );
                continue;
            }
            _ => continue,
        }
        if !survey.is_component(site) {
            // No Rust is made of the headers of answers.
            if !survey.is_inside(site, Kind::Header) {
                let message = "an enumeration written in place has no name in Rust";
                let span = entry.key.span;
                report.add(
                    Finding::about(site.owner, "inline-enum", span, message)
                        .help("make it a component under `schemas` and use `$ref`"),
                );
            }
        } else if let Some(nullable) = site
            .node
            .entry("nullable")
            .filter(|_| is_nullable(site.node))
        {
            let message = "an enumeration with a name cannot be null itself";
            report.add(
                Finding::about(site.owner, "nullable-enum", nullable.key.span, message).help(
                    "say it where the schema is used: `nullable: true` and `allOf: [$ref: …]`",
                ),
            );
        } else if let Some(null) = members(site.node, "enum").find(|node| node.is_null()) {
            let message = "null is not a value of an enumeration";
            report.add(
                Finding::about(site.owner, "null-in-enum", null.span, message)
                    .help("remove it, and say `nullable: true` and `allOf: [$ref: …]` at the use"),
            );
        }
    }
}

/// `unsupported-keyword`: what progenitor ignores or panics on.
fn keywords(survey: &Survey<'_>, report: &mut Report) {
    const KEYWORDS: &[(&str, &str)] = &[
        ("not", "list what is allowed instead"),
        (
            "discriminator",
            "remove it; `oneOf` is told apart by the members' required properties",
        ),
        ("xml", "remove it: the client speaks JSON"),
    ];
    for site in survey.objects(Kind::Schema) {
        for (keyword, help) in KEYWORDS {
            if let Some(entry) = site.node.entry(keyword) {
                let message = format!("`{keyword}` is not understood by the generator");
                let span = entry.key.span;
                report.add(
                    Finding::about(site.owner, "unsupported-keyword", span, message).help(*help),
                );
            }
        }
        let array = |name: &str| site.node.get(name).and_then(Node::integer);
        if let (Some(least), Some(greatest)) = (array("minItems"), array("maxItems"))
            && least == greatest
            && least > 32
            && let Some(entry) = site.node.entry("maxItems")
        {
            let message = format!("a list of always {least} items would be a Rust array");
            report.add(
                Finding::about(site.owner, "unsupported-keyword", entry.key.span, message)
                    .help("arrays of more than 32 items cannot be decoded: leave one bound out"),
            );
        }
    }
}
