//! Formats that are known, of each type.

use std::ops::RangeInclusive;

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::{
        Site,
        schema::{TypeOf, type_of},
    },
    suggest::{did_you_mean, listed},
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[UNKNOWN_FORMAT];

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

/// The values of a format of integers.
pub(super) fn range_of(format: &str) -> Option<RangeInclusive<i128>> {
    let (signed, size) = match format.strip_prefix('u') {
        Some(format) => (false, format),
        None => (true, format),
    };
    let bits = match size {
        "int8" => 8,
        "int16" => 16,
        "int" | "int32" => 32,
        "int64" => 64,
        _ => return None,
    };
    let count = 1_i128 << bits;
    Some(if signed {
        -count / 2..=count / 2 - 1
    } else {
        0..=count - 1
    })
}

const UNKNOWN_FORMAT: Rule = Rule {
    code: "unknown-format",
    class: Class::Advice,
    reason: "A format that nobody knows is not checked and gives no Rust type.",
    fails: &[Example::Schema("{ type: string, format: «e-mail» }")],
    passes: &[Example::Schema("{ type: string, format: email }")],
    check: Check::Object(Kind::Schema, unknown_format),
};

fn unknown_format<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let TypeOf::Known(word) = type_of(site.node) else {
        return;
    };
    let Some((_, known)) = FORMATS.iter().find(|(of, _)| *of == word) else {
        return;
    };
    let node = site.node.get("format");
    let Some((node, format)) = node.and_then(|node: &Node| Some((node, node.text()?))) else {
        return;
    };
    if known.contains(&format) {
        return;
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
    context.report(node.span, message).suggest(help);
}
