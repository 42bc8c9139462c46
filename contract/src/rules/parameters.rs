//! Parameters: values that can be sent as text, and headers that the client does not set itself.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::{Kind, keys::is_token},
    index::{
        Site,
        schema::{COMPOSITIONS, is_made_of, is_nullable},
    },
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[UNSUPPORTED_PARAMETER_TYPE, RESERVED_HEADER, BAD_HEADER_NAME];

const UNSUPPORTED_PARAMETER_TYPE: Rule = Rule {
    code: "unsupported-parameter-type",
    class: Class::Unsupported,
    reason: "The client sends text, numbers and booleans, and in the query lists of them as one pair \
             for each item.",
    fails: &[Example::Parameter(
        "{ name: where, in: query, «schema»: { type: object } }",
    )],
    passes: &[Example::Parameter(
        "{ name: limit, in: query, schema: { type: integer } }",
    )],
    check: Check::Object(Kind::Parameter, unsupported_parameter_type),
};

/// The keywords that make a type of text, which progenitor does not use for a header.
const CHECKS: &[&str] = &["pattern", "minLength", "maxLength"];

/// What to make of a parameter that cannot be sent.
const SCALAR: &str = "it can be a string, a number or a boolean, and in a query a list of them as one \
                      pair for each item; leave it out if the server takes nothing of that";

fn unsupported_parameter_type<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let (Some(entry), Some(location)) = (site.node.entry("schema"), location(site)) else {
        return;
    };
    let Some(schema) = index.resolve(&entry.value, Kind::Schema) else {
        return;
    };
    let is_list = is_made_of(schema, "array", index);
    let items = schema.get("items");
    let items = items.and_then(|items| index.resolve(items, Kind::Schema));
    let is_nested = items.is_some_and(|items| {
        is_made_of(items, "array", index) || is_made_of(items, "object", index)
    });
    let has_type = COMPOSITIONS
        .iter()
        .chain(&["type"])
        .any(|key| schema.may_have(key));
    let explode = site.node.entry("explode");
    let joined = explode.filter(|explode| explode.value.flag() == Some(false));
    let has_checks = CHECKS.iter().any(|key| entry.value.get(key).is_some());
    let (problem, help) = if !has_type {
        ("can be anything", SCALAR)
    } else if is_made_of(schema, "object", index) {
        ("is an object", SCALAR)
    } else if is_list && location != "query" {
        ("is a list", SCALAR)
    } else if is_list && is_nested {
        ("is a list of lists or objects", SCALAR)
    } else if is_list && joined.is_some() {
        ("is a list with `explode: false`", SCALAR)
    } else if is_nullable(schema) {
        (
            "can be null",
            "leave `nullable` out: a parameter without a value is not sent",
        )
    } else if location == "header" && has_checks {
        (
            "has a `pattern` or a length",
            "leave them out: a header is sent as it is given",
        )
    } else {
        return;
    };
    let place = joined.filter(|_| is_list).unwrap_or(entry);
    let message = format!("the client cannot send a {location} parameter that {problem}");
    context.report(place.key.span, message).suggest(help);
}

/// Where a parameter is sent.
fn location<'a>(parameter: &Site<'a>) -> Option<&'a str> {
    parameter.node.get("in")?.text()
}

/// The name of a parameter that is a header.
fn header<'a>(parameter: &Site<'a>) -> Option<(&'a Node, &'a str)> {
    let name = parameter.node.get("name")?;
    let is_header = location(parameter) == Some("header");
    Some((name, name.text()?)).filter(|_| is_header)
}

/// The headers that the client or its HTTP library sets, in lower case.
const RESERVED: &[&str] = &[
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

const RESERVED_HEADER: Rule = Rule {
    code: "reserved-header",
    class: Class::Unsupported,
    reason: "The client sets some headers itself; a second value of its caller would break the request.",
    fails: &[Example::Parameter(
        "{ name: «Accept», in: header, schema: { type: string } }",
    )],
    passes: &[Example::Parameter(
        "{ name: Accept-Language, in: header, schema: { type: string } }",
    )],
    check: Check::Object(Kind::Parameter, |context, site| {
        if let Some((node, name)) = header(site)
            && RESERVED.contains(&name.to_lowercase().as_str())
        {
            context
                .report(
                    node.span,
                    format!("the client sets the header `{name}` itself"),
                )
                .suggest("leave the parameter out");
        }
    }),
};

const BAD_HEADER_NAME: Rule = Rule {
    code: "bad-header-name",
    class: Class::Invalid,
    reason: "HTTP has no headers whose names have other characters than those of a token.",
    fails: &[Example::Parameter(
        "{ name: «X Trace», in: header, schema: { type: string } }",
    )],
    passes: &[Example::Parameter(
        "{ name: X-Trace, in: header, schema: { type: string } }",
    )],
    check: Check::Object(Kind::Parameter, |context, site| {
        if let Some((node, name)) = header(site)
            && !is_token(name)
        {
            context
                .report(node.span, format!("`{name}` is not the name of a header"))
                .suggest("look the name up: it has letters, digits and `-`, and no spaces");
        }
    }),
};
