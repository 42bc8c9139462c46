//! Bounds: numbers that the type can have, with room between them.

use super::{Check, Context, Example, Rule, formats::range_of};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::{
        Site,
        schema::{TypeOf, type_of},
    },
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[BAD_BOUND, UNSUPPORTED_BOUND, EMPTY_RANGE];

/// Pairs of keywords of which the first is the least and the second the greatest.
pub(super) const RANGES: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

const BAD_BOUND: Rule = Rule {
    code: "bad-bound",
    class: Class::Invalid,
    reason: "A bound is a value that the type and the format can have.",
    fails: &[Example::Schema(
        "{ type: integer, format: int32, maximum: «3000000000» }",
    )],
    passes: &[Example::Schema(
        "{ type: integer, format: int32, minimum: -2147483648, maximum: 2147483647 }",
    )],
    check: Check::Object(Kind::Schema, bad_bound),
};

fn bad_bound<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for (keyword, node) in integer_bounds(site.node) {
        if node.number().is_some_and(|number| number.fract() != 0.0) {
            let message = format!("`{keyword}` of an integer must be a whole number");
            context
                .report(node.span, message)
                .suggest("use a whole number, or `type: number`");
        }
        if let Some((format, range)) = format_range(site.node)
            && keyword != "multipleOf"
            && whole(node).is_some_and(|value| !range.contains(&value))
        {
            let (from, to) = range.into_inner();
            let message = format!("`{keyword}` is beyond the format `{format}`");
            context.report(node.span, message).suggest(format!(
                "`{format}` holds {from} to {to}: use one of these, or another format"
            ));
        }
    }
    if let Some(node) = site.node.get("multipleOf")
        && node.number().is_some_and(|number| number <= 0.0)
    {
        context
            .report(node.span, "`multipleOf` must be greater than 0")
            .suggest("remove it or use a positive number");
    }
}

const UNSUPPORTED_BOUND: Rule = Rule {
    code: "unsupported-bound",
    class: Class::Unsupported,
    reason: "The generator holds the bounds of integers as signed 64-bit numbers.",
    fails: &[Example::Schema(
        "{ type: integer, maximum: «18446744073709551615» }",
    )],
    passes: &[Example::Schema(
        "{ type: integer, minimum: -9223372036854775808, maximum: 9223372036854775807 }",
    )],
    check: Check::Object(Kind::Schema, unsupported_bound),
};

fn unsupported_bound<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for (keyword, node) in integer_bounds(site.node) {
        let is_in_format =
            |value| format_range(site.node).is_none_or(|(_, range)| range.contains(&value));
        if whole(node).is_some_and(|value| i64::try_from(value).is_err() && is_in_format(value)) {
            let (from, to) = (i64::MIN, i64::MAX);
            let message = format!("`{keyword}` is beyond what the generator holds: {from} to {to}");
            context.report(node.span, message).suggest(
                "remove it and say in the `description` what is allowed, or use a number within",
            );
        }
    }
}

/// The bounds of a schema, if it is one of integers.
fn integer_bounds(schema: &Node) -> impl Iterator<Item = (&'static str, &Node)> {
    let is_integer = type_of(schema) == TypeOf::Known("integer");
    let bounds = ["minimum", "maximum", "multipleOf"]
        .into_iter()
        .filter(move |_| is_integer);
    bounds.filter_map(|keyword| Some((keyword, schema.get(keyword)?)))
}

/// The format of a schema and what its values can be.
fn format_range(schema: &Node) -> Option<(&str, std::ops::RangeInclusive<i128>)> {
    let format = schema.get("format")?.text()?;
    Some((format, range_of(format)?))
}

/// The number if it is whole, however it is written.
fn whole(node: &Node) -> Option<i128> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction; what is too large becomes the largest"
    )]
    let from_float = |number: f64| (number.fract() == 0.0).then_some(number as i128);
    node.integer()
        .or_else(|| node.number().and_then(from_float))
}

const EMPTY_RANGE: Rule = Rule {
    code: "empty-range",
    class: Class::Invalid,
    reason: "A least value above the greatest allows nothing.",
    fails: &[Example::Schema(
        "{ type: integer, minimum: 5, maximum: «1» }",
    )],
    passes: &[Example::Schema("{ type: integer, minimum: 1, maximum: 1 }")],
    check: Check::Object(Kind::Schema, empty_range),
};

fn empty_range<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let flag = |name: &str| site.node.get(name).and_then(Node::flag) == Some(true);
    let is_exclusive = flag("exclusiveMinimum") || flag("exclusiveMaximum");
    for (least, greatest) in RANGES {
        let (Some(low), Some(high)) = (site.node.get(least), site.node.get(greatest)) else {
            continue;
        };
        let is_count = |node: &Node| node.integer().is_some_and(|count| count >= 0);
        let (Some(from), Some(to)) = (low.number(), high.number()) else {
            continue;
        };
        // A length that is no count is reported as such.
        if *least != "minimum" && !(is_count(low) && is_count(high)) {
            continue;
        }
        let is_open = *least == "minimum" && is_exclusive;
        if from > to || (is_open && from >= to) {
            let message = format!("no value is allowed: `{least}` is {from}, `{greatest}` {to}");
            context
                .report(low.span.max(high.span), message)
                .suggest("are the two exchanged?");
        }
    }
}
