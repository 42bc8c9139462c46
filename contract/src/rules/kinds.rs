//! Values: of the kind that their key asks for, and one of its words where there are a few.

use std::iter;

use super::{
    Check, Class, Context, Example, Index, Key, Kind, Node, Repair, Rule, Shape, Site, Value,
    did_you_mean, listed,
};
use crate::{
    grammar::{SUPPRESSIONS, TYPES},
    text::scalar::Typed,
};

pub(super) const OPENAPI_VERSION: Rule = Rule {
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

pub(super) const WRONG_KIND: Rule = Rule {
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
            let help = comment(target);
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
        (Shape::Count | Shape::Number, _, Some(scalar)) if is_infinite(&scalar.text) => {
            format!("`{}`", scalar.text)
        }
        _ => node.kind().to_owned(),
    };
    let message = format!("{} must be {expected}, but is {found}", called(index, site));
    let repair = match shape {
        // Nothing would be left.
        shape if shape.is(Kind::Contract) => None,
        Shape::Text if node.scalar().is_some() && !node.is_null() => Some(Repair::Text),
        _ => Some(Repair::Drop),
    };
    let help = suggestion(index, site);
    context.report(node.span, message, help).repair = repair;
}

/// Whether the text is a number that is beyond all that 64 bits hold, as `1e400` is.
fn is_infinite(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|number| !number.is_finite())
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

pub(super) const UNKNOWN_WORD: Rule = Rule {
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
                "null" => Some(NULL.to_owned()),
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

pub(super) const NUMBER_RANGE: Rule = Rule {
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

/// What to write for a value that may be null.
const NULL: &str = "for a value that may be null, use `nullable: true`";

/// What to do about a value that is of another kind than its shape.
fn suggestion(index: &Index<'_>, site: &Site<'_>) -> String {
    let is_text = matches!(site.shape, Shape::Text);
    of_key(index, site)
        .or_else(|| comment(site.node).filter(|_| is_text).map(str::to_owned))
        .unwrap_or_else(|| of_kind(site))
}

/// What was meant by text that is nothing but a comment.
fn comment(node: &Node) -> Option<&'static str> {
    let help = "without quotes a `#` begins a comment: put the text in quotes";
    (node.is_null() && node.comment.is_some()).then_some(help)
}

/// What is known of such values under this key.
fn of_key(index: &Index<'_>, site: &Site<'_>) -> Option<String> {
    let (node, key, parent) = (site.node, site.key?, index.parent(site)?);
    let is_in_schema = parent.shape.is(Kind::Schema);
    let is_property = parent.key.map(Key::name) == Some("properties");
    let help = match (key.name(), &node.value) {
        (SUPPRESSIONS, _) => "a suppression is a member of an object; here its key is a name",
        ("required", _) if is_in_schema && node.flag().is_some() => {
            "a property is listed under `required` of the object that has it; a parameter has the \
             flag beside its `schema`"
        }
        ("type", Value::List(_)) if is_in_schema => {
            "a list of types is OpenAPI 3.1; write one `type`, and `nullable: true` if it may be null"
        }
        ("type", _) if is_in_schema && node.is_null() => NULL,
        (key @ ("exclusiveMinimum" | "exclusiveMaximum"), Value::Scalar(scalar)) => {
            let number = node.number().map(|_| &scalar.text)?;
            let bound = key.replace("exclusiveM", "m");
            return Some(format!(
                "a number is OpenAPI 3.1; in 3.0 write `{bound}: {number}` and `{key}: true`"
            ));
        }
        (keyword, _) if is_property => {
            let shape = site.shape.object()?.field(keyword)?;
            return expected(shape, node).filter(|(_, fits)| *fits).map(|_| {
                format!(
                    "a property is a mapping; the keyword `{keyword}` belongs beside `properties`"
                )
            });
        }
        _ => return None,
    };
    Some(help.to_owned())
}

/// What the shape and the kind of the value alone tell.
fn of_kind(site: &Site<'_>) -> String {
    if site.shape.is(Kind::Contract) {
        return "a contract is a mapping that begins with `openapi: 3.0.3`".to_owned();
    }
    let text = site.node.text().unwrap_or_default();
    let is_list = matches!(site.node.value, Value::List(_));
    let is_object = matches!(
        site.shape,
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..)
    );
    if let Some(scalar) = site.node.scalar().filter(|it| it.typed == Typed::Null) {
        let help = if is_object && scalar.text.is_empty() && site.key.is_some() {
            "nothing is indented below it: indent what belongs to it, or remove the key"
        } else {
            "give it a value, or remove the key"
        };
        return help.to_owned();
    }
    let digits = text.trim_start_matches('-');
    let has_leading_zeros =
        digits.len() > 1 && digits.starts_with('0') && text.parse::<i128>().is_ok();
    let help = match site.shape {
        Shape::Text | Shape::Word(_) => match &site.node.value {
            Value::Scalar(_) => "put it in quotes",
            Value::List(items) if items.len() == 1 && items[0].text().is_some() => {
                return format!("write {} alone, without a list", listed(items[0].text()));
            }
            Value::List(_) => "write one text; a list has no place here",
            Value::Map(_) => {
                "write one text, in quotes if it holds a `: `; nothing can stand below it"
            }
        },
        Shape::Flag | Shape::FlagOrSchema if text == "true" || text == "false" => {
            "remove the quotes"
        }
        Shape::Flag | Shape::FlagOrSchema => "write `true` or `false`; `yes` and `no` are text",
        Shape::Count | Shape::Number if is_infinite(text) => "use a number that fits into 64 bits",
        Shape::Count | Shape::Number if has_leading_zeros => "write it without leading zeros",
        Shape::Count | Shape::Number if text.parse::<f64>().is_ok() => "remove the quotes",
        Shape::Count | Shape::Number => "write one number, in digits",
        _ if is_object && text.starts_with("#/") => {
            return format!("write it as a reference: `$ref: '{text}'`");
        }
        shape if shape.is(Kind::Schema) && TYPES.contains(&text) => {
            return format!("write `type: {text}` below it");
        }
        _ if text.contains(":\u{a0}") => {
            "behind the `:` is a no-break space (U+00A0), which is no space to YAML: replace it by one"
        }
        _ if is_object && is_list => {
            "remove the dashes or brackets: here stand keys with their values"
        }
        _ if is_object => "keys with their values belong here, indented below it",
        _ if !text.is_empty() && !text.contains([',', '\n', '[', '{', '#', ':']) => {
            return format!("write it as a list: `[{text}]`");
        }
        _ => "begin each item, on a line of its own, with `- `",
    };
    help.to_owned()
}
