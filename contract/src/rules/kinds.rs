//! Values: of the kind that their key asks for, and one of its words where there are a few.

mod suggestions;

use std::iter;

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Shape,
    index::{Index, Site},
    suggest::{did_you_mean, listed},
    text::node::{Node, Value},
};

pub(super) const RULES: &[Rule] = &[OPENAPI_VERSION, WRONG_KIND, UNKNOWN_WORD, NUMBER_RANGE];

const OPENAPI_VERSION: Rule = Rule {
    code: "openapi-version",
    class: Class::Unsupported,
    reason: "Other versions of the specification mean other things by the same keys.",
    fails: &[Example::Contract("openapi: «3.1.0»")],
    passes: &[Example::Contract("openapi: 3.0.3")],
    check: Check::Contract(openapi_version),
};

fn openapi_version(context: &mut Context<'_, '_>) {
    let node = context.index.root.get("openapi");
    let Some((node, version)) = node.and_then(|node| Some((node, node.text()?))) else {
        return;
    };
    let patch = version.strip_prefix("3.0.").unwrap_or_default();
    if patch.is_empty() || !patch.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("the contract is written in OpenAPI {version}");
        context
            .report(node.span, message)
            .suggest("write it in OpenAPI 3.0: `openapi: 3.0.3`");
    }
}

const WRONG_KIND: Rule = Rule {
    code: "wrong-kind",
    class: Class::Invalid,
    reason: "A value of another kind than its key asks for is ignored, or taken for another thing.",
    fails: &[Example::Parameter(
        "
name: limit
in: query
required: «yes»
schema: { type: integer, minimum: «'1'» }
",
    )],
    passes: &[Example::Parameter(
        "
name: limit
in: query
required: true
schema: { type: integer, minimum: 1 }
",
    )],
    check: Check::Value(wrong_kind),
};

fn wrong_kind<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let Site { node, shape, .. } = *site;
    if let Some(target) = node.reference().filter(|_| site.is_reference()) {
        if target.text().is_none() && !matches!(target.value, Value::Refused) {
            let message = format!("`$ref` must be text, but is {}", target.kind());
            let help = suggestions::comment(target);
            context
                .report(target.span, message)
                .suggest(help.unwrap_or_else(|| "name one component: `'#/components/…'`".into()));
        }
        return;
    }
    if has_kind(node, shape) {
        return;
    }
    let found = match (shape, node.number(), node.scalar()) {
        (Shape::Count, Some(_), Some(scalar)) => format!("`{}`", scalar.text),
        _ => node.kind().to_owned(),
    };
    let (value, expected) = (called(index, site), expected(shape));
    context
        .report(
            node.span,
            format!("{value} must be {expected}, but is {found}"),
        )
        .suggest(suggestions::suggestion(index, site));
}

fn has_kind(node: &Node, shape: Shape) -> bool {
    match shape {
        // Reported as such.
        _ if node.is_unbounded() || matches!(node.value, Value::Refused) => true,
        Shape::Text | Shape::Word(_) => node.text().is_some(),
        Shape::Flag | Shape::FlagOrSchema => node.flag().is_some(),
        Shape::Count => node.integer().is_some_and(|it| u32::try_from(it).is_ok()),
        Shape::Number => node.number().is_some(),
        // The index has chosen one of the two.
        Shape::Any | Shape::OneOrMore(_) => true,
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..) => node.map().is_some(),
        Shape::List(_) => matches!(node.value, Value::List(_)),
    }
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Word(_) => "text",
        Shape::Flag => "`true` or `false`",
        Shape::FlagOrSchema => "`true`, `false` or a schema",
        Shape::Count => "a whole number from 0 to 4294967295",
        Shape::Number => "a number",
        Shape::Any | Shape::OneOrMore(_) => "a value",
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..) => "a mapping",
        Shape::List(_) => "a list",
    }
}

/// The value in words: its key, or the one of the list that it is in.
fn called(index: &Index<'_>, site: &Site<'_>) -> String {
    let mut lists = iter::successors(index.parent(site), |list| index.parent(list));
    match (site.key, lists.find_map(|list| list.key)) {
        (Some(key), _) => format!("`{}`", key.name()),
        (None, Some(list)) => format!("an item of `{}`", list.name()),
        (None, None) => "it".to_owned(),
    }
}

const UNKNOWN_WORD: Rule = Rule {
    code: "unknown-word",
    class: Class::Invalid,
    reason: "Where the specification knows a few words, no tool knows another.",
    fails: &[Example::Parameter(
        "
name: limit
in: «qurey»
schema: { type: «int» }
",
    )],
    passes: &[Example::Parameter(
        "
name: limit
in: query
schema: { type: integer }
",
    )],
    check: Check::Value(unknown_word),
};

fn unknown_word<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let (Shape::Word(words), Some(word)) = (site.shape, site.node.text()) else {
        return;
    };
    if !words.contains(&word) {
        let known = || words.iter().copied();
        let help = match word {
            "null" => Some(suggestions::NULL.to_owned()),
            _ => did_you_mean(word, known()),
        };
        let message = format!("{} cannot be `{word}`", called(context.index, site));
        context
            .report(site.node.span, message)
            .suggest(help.unwrap_or_else(|| format!("use one of {}", listed(known()))));
    }
}

const NUMBER_RANGE: Rule = Rule {
    code: "number-range",
    class: Class::Invalid,
    reason: "JSON has no infinities, and no client reads whole numbers beyond 64 bits.",
    fails: &[Example::Schema(
        "
type: number
minimum: «-.inf»
example: { most: [«18446744073709551616»] }
",
    )],
    passes: &[Example::Schema(
        "
type: number
minimum: -1e300
example: 18446744073709551615
",
    )],
    check: Check::Value(number_range),
};

fn number_range<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let report = &mut |node: &'a Node| {
        if let Some(scalar) = node.scalar().filter(|_| node.is_unbounded()) {
            let message = format!("`{}` is out of the range of numbers", scalar.text);
            context
                .report(node.span, message)
                .suggest("use a number that fits into 64 bits, or quotes if it is text");
        }
    };
    match site.shape {
        Shape::Any => site.node.walk(report),
        _ => report(site.node),
    }
}
