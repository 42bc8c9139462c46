//! Values: of the kind that their key asks for, and one of its words where there are a few.

mod suggestions;

use std::iter;

use super::{
    Check, Class, Context, Example, Index, Key, Kind, Node, Repair, Rule, Shape, Site, Value,
    did_you_mean, listed,
};

pub(super) const RULES: &[Rule] = &[OPENAPI_VERSION, WRONG_KIND, UNKNOWN_WORD, NUMBER_RANGE];

const OPENAPI_VERSION: Rule = Rule {
    code: "openapi-version",
    class: Class::Unsupported,
    reason: "Other versions of the specification mean other things by the same keys.",
    example: Example::Contract("openapi: «‹3.1.0→3.0.3›»"),
    check: Check::Contract(|context| {
        if let Some((node, version)) = context.index.root.text_at("openapi") {
            let patch = version.strip_prefix("3.0.").unwrap_or_default();
            if patch.is_empty() || !patch.bytes().all(|byte| byte.is_ascii_digit()) {
                let message = format!("the contract is written in OpenAPI {version}");
                let help = "write it in OpenAPI 3.0: `openapi: 3.0.3`";
                context.report(node.span, message, help);
            }
        }
    }),
};

const WRONG_KIND: Rule = Rule {
    code: "wrong-kind",
    class: Class::Invalid,
    reason: "A value of another kind than its key asks for is ignored, or taken for another thing.",
    example: Example::Schema("{ type: integer, nullable: ‹«yes»→true›, minimum: ‹«'1'»→1› }"),
    check: Check::Value(wrong_kind),
};

fn wrong_kind<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let Site { node, shape, .. } = *site;
    if let Some(target) = node.reference().filter(|_| site.is_reference()) {
        if target.text().is_none() {
            let message = format!("`$ref` must be text, but is {}", target.kind());
            let help = suggestions::comment(target);
            let help = help.unwrap_or("name one component: `'#/components/…'`");
            context.report(target.span, message, help);
        }
        return;
    }
    let Some((expected, has_kind)) = expected(shape, node) else {
        return;
    };
    // A number without bounds is reported as such.
    if has_kind || node.is_unbounded() {
        return;
    }
    let found = match (shape, node.number(), node.scalar()) {
        (Shape::Count, Some(_), Some(scalar)) => format!("`{}`", scalar.text),
        _ => node.kind().to_owned(),
    };
    let message = format!("{} must be {expected}, but is {found}", called(index, site));
    let repair = match shape {
        Shape::Text if node.scalar().is_some() && !node.is_null() => Repair::Text,
        _ => Repair::Drop,
    };
    let help = suggestions::suggestion(index, site);
    context.report(node.span, message, help).repair = Some(repair);
}

/// What a shape asks for, and whether the node is that.
fn expected(shape: Shape, node: &Node) -> Option<(&'static str, bool)> {
    Some(match shape {
        Shape::Text | Shape::Word(_) => ("text", node.text().is_some()),
        Shape::Flag => ("`true` or `false`", node.flag().is_some()),
        Shape::FlagOrSchema => ("`true`, `false` or a schema", node.flag().is_some()),
        Shape::Count => {
            let is_count = node.integer().is_some_and(|it| u32::try_from(it).is_ok());
            ("a whole number from 0 to 4294967295", is_count)
        }
        Shape::Number => ("a number", node.number().is_some()),
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..) => {
            ("a mapping", node.map().is_some())
        }
        Shape::List(_) => ("a list", matches!(node.value, Value::List(_))),
        // The index has chosen one of the two.
        Shape::Any | Shape::OneOrMore(_) => return None,
    })
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
    example: Example::Schema("type: ‹«int»→integer›"),
    check: Check::Value(|context, site| {
        if let (Shape::Word(words), Some(word)) = (site.shape, site.node.text())
            && !words.contains(&word)
        {
            let known = || words.iter().copied();
            let help = match word {
                "null" => Some(suggestions::NULL.to_owned()),
                _ => did_you_mean(word, known()),
            };
            let help = help.unwrap_or_else(|| format!("use one of {}", listed(known())));
            let message = format!("{} cannot be `{word}`", called(context.index, site));
            let parent = context.index.parent(site);
            let is_in_schema = parent.is_some_and(|it| it.shape.is(Kind::Schema));
            let is_style = site.key.is_some_and(|key| key.name() == "style");
            context.report(site.node.span, message, help).repair =
                (is_in_schema || is_style).then_some(Repair::Drop);
        }
    }),
};

const NUMBER_RANGE: Rule = Rule {
    code: "number-range",
    class: Class::Invalid,
    reason: "JSON has no infinities, and no client reads whole numbers beyond 64 bits.",
    example: Example::Schema("{ type: number, minimum: ‹«-.inf»→-1e300› }"),
    check: Check::Value(|context, site| {
        let report = &mut |node: &Node| {
            if let Some(scalar) = node.scalar().filter(|_| node.is_unbounded()) {
                let message = format!("`{}` is out of the range of numbers", scalar.text);
                let help = "use a number that fits into 64 bits, or quotes if it is text";
                context.report(node.span, message, help).repair = Some(Repair::Drop);
            }
        };
        match site.shape {
            Shape::Any => site.node.walk(report),
            _ => report(site.node),
        }
    }),
};
