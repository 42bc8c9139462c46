//! The values that schemas hold: bounds that leave room, and defaults, examples and enumerations
//! that the schema itself allows.

use std::{collections::HashSet, net::IpAddr};

use regress::Regex;

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::{Node, Value},
    schema::{TypeOf, is_nullable, members, type_of},
    suggest::listed,
    survey::{Site, Survey},
};

pub(super) const RULES: &[Rule] = &[
    bad_patterns,
    bad_bounds,
    empty_ranges,
    lonely_exclusives,
    wrong_values,
    impossible_values,
    enum_twice,
];

/// `bad-pattern`: a pattern that cannot be read stops the generation.
fn bad_patterns(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let Some(node) = site.node.get("pattern") else {
            continue;
        };
        if let Some(Err(error)) = node.text().map(Regex::new) {
            let message = format!("this is not a regular expression: {error}");
            report.add(
                Finding::about(site.owner, "bad-pattern", node.span, message)
                    .help("patterns are those of JavaScript (ECMA-262)"),
            );
        }
    }
}

/// `bad-bound`: a bound that the schema's type cannot have.
fn bad_bounds(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        if type_of(site.node) == TypeOf::Known("integer") {
            for keyword in ["minimum", "maximum", "multipleOf"] {
                if let Some(node) = site.node.get(keyword)
                    && node.number().is_some()
                    && node
                        .integer()
                        .is_none_or(|integer| i64::try_from(integer).is_err())
                {
                    let message = format!("`{keyword}` of an integer must be an integer");
                    report.add(
                        Finding::about(site.owner, "bad-bound", node.span, message)
                            .help("use a whole number, or `type: number`"),
                    );
                }
            }
        }
        if let Some(node) = site.node.get("multipleOf")
            && node.number().is_some_and(|number| number <= 0.0)
        {
            let message = "`multipleOf` must be greater than 0";
            report.add(
                Finding::about(site.owner, "bad-bound", node.span, message)
                    .help("remove it or use a positive number"),
            );
        }
    }
}

/// `empty-range`: a least value above the greatest allows nothing.
fn empty_ranges(survey: &Survey<'_>, report: &mut Report) {
    const PAIRS: &[(&str, &str)] = &[
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ];
    for site in survey.objects(Kind::Schema) {
        let flag = |name: &str| site.node.get(name).and_then(Node::flag) == Some(true);
        let is_exclusive = flag("exclusiveMinimum") || flag("exclusiveMaximum");
        for (least, greatest) in PAIRS {
            let (Some(low), Some(high)) = (site.node.get(least), site.node.get(greatest)) else {
                continue;
            };
            let (Some(from), Some(to)) = (low.number(), high.number()) else {
                continue;
            };
            let is_open = *least == "minimum" && is_exclusive;
            if from > to || (is_open && from >= to) {
                let message =
                    format!("no value is allowed: `{least}` is {from}, `{greatest}` {to}");
                let span = low.span.max(high.span);
                report.add(
                    Finding::about(site.owner, "empty-range", span, message)
                        .help("are the two exchanged?"),
                );
            }
        }
    }
}

/// `useless-keyword`: an exclusive bound says nothing, and stops progenitor, without the bound.
fn lonely_exclusives(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        for (exclusive, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            // A number in its place is reported as of the wrong kind.
            if let Some(entry) = site.node.entry(exclusive)
                && entry.value.number().is_none()
                && !site.node.may_have(bound)
            {
                let message = format!("`{exclusive}` says nothing without `{bound}`");
                let span = entry.key.span;
                report.add(
                    Finding::about(site.owner, "useless-keyword", span, message).help(format!(
                        "in OpenAPI 3.0 it stands beside `{bound}`: add that"
                    )),
                );
            }
        }
    }
}

/// The values that a schema holds, each with what it is called.
fn values(schema: &Node) -> impl Iterator<Item = (&'static str, &Node)> {
    let default = schema.get("default").map(|node| ("the default", node));
    let example = schema.get("example").map(|node| ("the example", node));
    let enumerated = members(schema, "enum").map(|node| ("a value of `enum`", node));
    default.into_iter().chain(example).chain(enumerated)
}

/// `wrong-value`: a value of another type than the schema's stops progenitor or is dropped.
fn wrong_values(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let TypeOf::Known(word) = type_of(site.node) else {
            continue;
        };
        for (label, node) in values(site.node) {
            if has_type(node, word) || (node.is_null() && allows_null(site)) {
                continue;
            }
            let message = format!("{label} is {}, but the type is `{word}`", node.kind());
            let help = match (word, node.scalar()) {
                (_, Some(_)) if node.is_null() => "remove it, or add `nullable: true`",
                ("string", Some(_)) => "put it in quotes",
                ("integer", Some(_)) if node.number().is_some() => {
                    "use a whole number, or `type: number`"
                }
                _ => "give it the type of its schema",
            };
            report.add(Finding::about(site.owner, "wrong-value", node.span, message).help(help));
        }
    }
}

/// Whether the schema says that it may be null; a rule of its own refuses null in an enumeration.
fn allows_null(site: &Site<'_>) -> bool {
    is_nullable(site.node) || site.node.get("enum").is_some()
}

pub(super) fn has_type(node: &Node, word: &str) -> bool {
    match (word, &node.value) {
        (_, Value::Refused) => true,
        ("integer" | "number", _) if node.is_unbounded() => true,
        ("array", value) => matches!(value, Value::List(_)),
        ("object", value) => matches!(value, Value::Map(_)),
        ("string", _) => node.text().is_some(),
        ("boolean", _) => node.flag().is_some(),
        ("integer", _) => node.integer().is_some(),
        _ => node.number().is_some(),
    }
}

/// `impossible-value`: a value that its own schema does not allow stops progenitor or is dropped.
fn impossible_values(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let text = |name: &str| site.node.get(name).and_then(Node::text);
        let pattern = text("pattern").and_then(|pattern| Regex::new(pattern).ok());
        for (label, node) in values(site.node) {
            let Some(scalar) = node.scalar() else {
                continue;
            };
            let reason = match (node.text(), node.number()) {
                (Some(text), _) => text_reason(site.node, text, pattern.as_ref()),
                (None, Some(number)) => number_reason(site.node, number),
                (None, None) => None,
            };
            let reason = reason.or_else(|| enum_reason(site.node, node));
            if let Some(reason) = reason {
                let message = format!("{label} `{}` {reason}", scalar.text);
                report.add(
                    Finding::about(site.owner, "impossible-value", node.span, message)
                        .help("change the value, or what the schema allows"),
                );
            }
        }
    }
}

fn text_reason(schema: &Node, text: &str, pattern: Option<&Regex>) -> Option<String> {
    if type_of(schema) != TypeOf::Known("string") {
        return None;
    }
    let bound = |name: &str| schema.get(name).and_then(Node::integer);
    let length = i128::try_from(text.chars().count()).ok()?;
    if bound("minLength").is_some_and(|least| length < least) {
        Some("is shorter than `minLength`".to_owned())
    } else if bound("maxLength").is_some_and(|greatest| length > greatest) {
        Some("is longer than `maxLength`".to_owned())
    } else if pattern.is_some_and(|pattern| pattern.find(text).is_none()) {
        Some("does not match `pattern`".to_owned())
    } else {
        None
    }
}

fn number_reason(schema: &Node, number: f64) -> Option<String> {
    let bound = |name: &str| schema.get(name).and_then(Node::number);
    let flag = |name: &str| schema.get(name).and_then(Node::flag) == Some(true);
    let below = bound("minimum")
        .filter(|least| number < *least || (flag("exclusiveMinimum") && number <= *least));
    let above = bound("maximum")
        .filter(|greatest| number > *greatest || (flag("exclusiveMaximum") && number >= *greatest));
    if let Some(least) = below {
        Some(format!("is below the minimum of {least}"))
    } else {
        above.map(|greatest| format!("is above the maximum of {greatest}"))
    }
}

fn enum_reason(schema: &Node, node: &Node) -> Option<String> {
    let mut allowed = members(schema, "enum").filter_map(Node::scalar).peekable();
    allowed.peek()?;
    let scalar = node.scalar()?;
    if node.is_null() || allowed.any(|allowed| allowed == scalar) {
        return None;
    }
    let allowed = members(schema, "enum").filter_map(Node::scalar);
    let words = listed(allowed.map(|scalar| scalar.text.as_str()));
    Some(format!("is none of {words}"))
}

/// What a parameter in a path cannot be, by its schema.
pub(super) struct Limits<'a> {
    schema: &'a Node,
    pattern: Option<Regex>,
}

impl<'a> Limits<'a> {
    pub(super) fn new(schema: &'a Node) -> Self {
        let pattern = schema.get("pattern").and_then(Node::text);
        let pattern = pattern.and_then(|pattern| Regex::new(pattern).ok());
        Self { schema, pattern }
    }

    /// Whether the value cannot be the one that is written `text` in a path.
    pub(super) fn refuse(&self, text: &str) -> bool {
        let schema = self.schema;
        let has_wrong_type = match type_of(schema) {
            TypeOf::Known("integer") => text.parse::<i64>().is_err(),
            TypeOf::Known("number") => text.parse::<f64>().is_err(),
            TypeOf::Known("boolean") => text.parse::<bool>().is_err(),
            _ => false,
        };
        let has_wrong_format = match schema.get("format").and_then(Node::text) {
            Some("uuid") => text.len() != 36,
            Some("date" | "date-time") => !text.starts_with(|c: char| c.is_ascii_digit()),
            Some("ip" | "ipv4" | "ipv6") => text.parse::<IpAddr>().is_err(),
            _ => false,
        };
        let mut allowed = members(schema, "enum").filter_map(Node::text).peekable();
        let is_unlisted = allowed.peek().is_some() && allowed.all(|allowed| allowed != text);
        has_wrong_type
            || has_wrong_format
            || is_unlisted
            || text_reason(schema, text, self.pattern.as_ref()).is_some()
    }
}

/// `enum-twice`: of two equal values one was most likely meant to be another.
fn enum_twice(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let mut seen = HashSet::new();
        for node in members(site.node, "enum") {
            if let Some(scalar) = node.scalar()
                && !seen.insert((&scalar.text, node.text().is_some()))
            {
                let message = format!("`{}` is twice in `enum`", scalar.text);
                report.add(
                    Finding::about(site.owner, "enum-twice", node.span, message)
                        .help("remove one of the two"),
                );
            }
        }
    }
}
