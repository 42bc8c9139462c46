//! Bounds and patterns: those that the type can have, with something between them.

use super::{Check, Class, Context, Example, Kind, Node, Repair, Rule, Site};
use crate::{
    index::schema::{TypeOf, type_of},
    validate::{format, number::Number, pattern},
};

/// Pairs of keywords of which the first is the least and the second the greatest.
pub(super) const RANGES: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

pub(super) const BAD_BOUND: Rule = Rule {
    code: "bad-bound",
    class: Class::Invalid,
    reason: "A bound is a value that the type and the format can have, and a least one is not above the greatest.",
    example: Example::Schema("{ type: integer, format: int32, maximum: ‹«3000000000»→300› }"),
    check: Check::Object(Kind::Schema, |context, site| {
        bad_bound(context, site);
        empty_range(context, site);
    }),
};

fn bad_bound<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let schema = site.node;
    let format = schema.word("format");
    let format = format.and_then(|it| Some((it, format::range_of(it)?)));
    for keyword in ["minimum", "maximum", "multipleOf"] {
        let Some((node, number)) = schema.get(keyword).and_then(|it| Some((it, it.number()?)))
        else {
            continue;
        };
        let is_integer = type_of(schema) == TypeOf::Known("integer");
        if is_integer && number.fract() != 0.0 {
            let message = format!("`{keyword}` of an integer must be a whole number");
            let help = "use a whole number, or `type: number`";
            context.report(node.span, message, help).repair = Some(Repair::Drop);
        }
        if keyword == "multipleOf" {
            if number <= 0.0 {
                let help = "remove it or use a positive number";
                let message = "`multipleOf` must be greater than 0";
                context.report(node.span, message, help).repair = Some(Repair::Drop);
            }
        } else if is_integer
            && number.fract() == 0.0
            && let Some((format, (from, to))) = &format
            && let Some(number) = Number::of_node(node)
            && (number.compare(Number::Integer(*from)).is_lt()
                || number.compare(Number::Integer(*to)).is_gt())
        {
            let message = format!("`{keyword}` is beyond the format `{format}`");
            let help =
                format!("`{format}` holds {from} to {to}: use one of these, or another format");
            context.report(node.span, message, help).repair = Some(Repair::Drop);
        }
    }
}

/// Reports a least value above the greatest, which allows nothing.
fn empty_range<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let excluded = ["exclusiveMinimum", "exclusiveMaximum"].map(|it| site.node.is_on(it));
    let is_exclusive = excluded.contains(&true);
    let is_integer = type_of(site.node) == TypeOf::Known("integer");
    for (least, greatest) in RANGES {
        let (Some(low), Some(high)) = (site.node.get(least), site.node.get(greatest)) else {
            continue;
        };
        let (Some(from), Some(to)) = (Number::of_node(low), Number::of_node(high)) else {
            continue;
        };
        let order = from.compare(to);
        let is_count = |node: &Node| node.integer().is_some_and(|count| count >= 0);
        let is_number = *least == "minimum";
        // A length that is no count is reported as such.
        let is_known = is_number || (is_count(low) && is_count(high));
        // Between two that follow each other there is no integer.
        let whole = low.whole().zip(high.whole());
        let is_near = whole.is_some_and(|(low, high)| low.saturating_add(1) == high);
        let is_between = is_integer && is_number && excluded == [true; 2] && is_near;
        let is_one = is_number && is_exclusive && order.is_eq();
        if is_known && (order.is_gt() || is_one || is_between) {
            let [from, to] = [low, high].map(|it| it.scalar().map_or("", |it| &it.text));
            let message = format!("no value is allowed: `{least}` is {from}, `{greatest}` {to}");
            let help = if order.is_gt() {
                "are the two exchanged?"
            } else {
                "an exclusive bound is not allowed itself: make it inclusive, or move it"
            };
            let found = context.report(low.span.max(high.span), message, help);
            found.repair = Some(Repair::Drop);
        }
    }
}

pub(super) const BAD_PATTERN: Rule = Rule {
    code: "bad-pattern",
    class: Class::Invalid,
    reason: "A pattern is a regular expression of ECMA-262, read with the flag `u`: by characters, and \
             strictly.",
    example: Example::Schema("{ type: string, pattern: ‹«'^[a-z'»→'^[a-z]+$'› }"),
    check: Check::Object(Kind::Schema, |context, site| {
        if let Some((node, text)) = site.node.text_at("pattern")
            && let Err(error) = pattern(text)
        {
            let message = format!("this is not a regular expression: {error}");
            let help = "patterns are those of JavaScript (ECMA-262), in which a `\\` stands before \
                        `^$\\.*+?()[]{}|/` and classes alone";
            context.report(node.span, message, help).repair = Some(Repair::Drop);
        }
    }),
};
