//! Schemas that say what they mean: formats that are known, and one way to be missing.

use std::collections::HashSet;

use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::{Entry, Node},
    rules::schemas::wholes,
    schema::{TypeOf, composed, is_nullable, members, type_of},
    suggest::{did_you_mean, listed},
    survey::Survey,
};

/// The formats that the generator makes a type of, or that examples are checked against.
const FORMATS: &[(&str, &[&str])] = &[
    (
        "string",
        &[
            "byte",
            "binary",
            "date",
            "date-time",
            "duration",
            "email",
            "hostname",
            "idn-email",
            "ip",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "password",
            "regex",
            "relative-json-pointer",
            "time",
            "uri",
            "uri-reference",
            "uri-template",
            "uuid",
        ],
    ),
    (
        "integer",
        &[
            "int8", "uint8", "int16", "uint16", "int", "uint", "int32", "uint32", "int64", "uint64",
        ],
    ),
    ("number", &["float", "double"]),
];

/// `unknown-format`: a format that nobody knows is not checked and gives no Rust type.
pub(super) fn formats(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let TypeOf::Known(word) = type_of(site.node) else {
            continue;
        };
        let Some((_, known)) = FORMATS.iter().find(|(of, _)| *of == word) else {
            continue;
        };
        let node = site.node.get("format");
        let Some((node, format)) = node.and_then(|node| Some((node, node.text()?))) else {
            continue;
        };
        if known.contains(&format) {
            continue;
        }
        let of_another = FORMATS
            .iter()
            .find(|(_, formats)| formats.contains(&format));
        let help = match of_another {
            Some((other, _)) => format!("it is a format of type `{other}`"),
            None => did_you_mean(format, known.iter().copied())
                .unwrap_or_else(|| format!("the formats are {}", listed(known.iter().copied()))),
        };
        let message = format!("`{format}` is not a format of type `{word}`");
        report.add(Finding::about(site.owner, "unknown-format", node.span, message).help(help));
    }
}

/// `optional-and-nullable`: absent and null are both `None` in Rust, so the contract says which is
/// meant.
pub(super) fn optional_and_nullable(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let properties = site.node.get("properties");
        let properties = properties.into_iter().flat_map(Node::entries);
        let nullable: Vec<&Entry> = properties
            .filter(|entry| {
                let schema = survey.resolve(&entry.value, Kind::Schema);
                schema.is_some_and(is_nullable)
            })
            .collect();
        if nullable.is_empty() {
            continue;
        }
        let wholes = wholes(survey, site);
        let parts = wholes.flat_map(|whole| composed(whole.node, &["allOf"], survey));
        // A part that cannot be read may require anything.
        let Some(parts) = parts.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let required = parts.iter().flat_map(|part| members(part, "required"));
        let required: HashSet<&str> = required.filter_map(Node::text).collect();
        for Entry { key, .. } in nullable {
            let name = key.name();
            if !required.contains(name) {
                let message = format!("the property `{name}` may be absent and may be null");
                report.add(
                    Finding::about(site.owner, "optional-and-nullable", key.span, message)
                        .based_on(site.node.span)
                        .help(
                            "make it `required` or remove `nullable`; if the API does both, say \
                             so in an `x-lint-allow`",
                        ),
                );
            }
        }
    }
}

/// `useless-default`: what is required is always there, so its default never comes into play.
pub(super) fn useless_defaults(survey: &Survey<'_>, report: &mut Report) {
    let flagged = |site: &Node| site.get("required").and_then(Node::flag) == Some(true);
    for site in survey
        .objects(Kind::Parameter)
        .filter(|site| flagged(site.node))
    {
        if let Some(default) = site
            .node
            .get("schema")
            .and_then(|schema| schema.entry("default"))
        {
            let message = "the parameter is required and has a default";
            let span = default.key.span;
            report.add(
                Finding::about(site.owner, "useless-default", span, message)
                    .help("remove the default, or let the parameter be left out"),
            );
        }
    }
    for site in survey.objects(Kind::Schema) {
        for name in members(site.node, "required").filter_map(Node::text) {
            let property = site.node.get("properties").and_then(|all| all.get(name));
            if let Some(default) = property.and_then(|schema| schema.entry("default")) {
                let message = format!("the property `{name}` is required and has a default");
                let span = default.key.span;
                report.add(
                    Finding::about(site.owner, "useless-default", span, message)
                        .help("remove the default, or let the property be left out"),
                );
            }
        }
    }
}
