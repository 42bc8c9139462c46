//! What a key alone says that the generator does not take yet: a row of a table for each.

use super::{Check, Class, Context, Example, Kind, Node, Rule, Site, rule::KeyRow};
use crate::{
    grammar::keys::is_token,
    index::schema::{COMPOSITIONS, is_made_of},
};

pub(super) const RULES: &[Rule] = &[
    UNSUPPORTED_OPERATION,
    UNSUPPORTED_PARAMETER,
    UNSUPPORTED_PARAMETER_TYPE,
    BAD_HEADER_NAME,
    UNSUPPORTED_BODY,
    UNSUPPORTED_EXTENSION,
];

const ALWAYS: fn(&Site<'_>) -> bool = |_| true;

const LEAVE_OUT: &str = "leave it out";

const UNSUPPORTED_OPERATION: Rule = Rule {
    code: "unsupported-operation",
    class: Class::Unsupported,
    reason: "The generator makes a method of each operation whose path is in the contract itself; it \
             makes nothing of callbacks and links.",
    example: Example::Operation("‹«callbacks»: { done: {} }→summary: Do it›"),
    check: Check::Keys(OPERATION_ROWS),
};

const OPERATION_ROWS: &[KeyRow] = &[
    (
        &[
            (Kind::Operation, "callbacks"),
            (Kind::Components, "callbacks"),
        ],
        ALWAYS,
        "the generator makes nothing of `callbacks`",
        LEAVE_OUT,
    ),
    (
        &[(Kind::Response, "links"), (Kind::Components, "links")],
        ALWAYS,
        "the generator makes nothing of `links`",
        LEAVE_OUT,
    ),
    (
        &[(Kind::PathItem, "$ref")],
        ALWAYS,
        "the generator does not take a path that stands elsewhere",
        "write its operations here; only components can be referred to",
    ),
    (
        &[(Kind::PathItem, "trace"), (Kind::PathItem, "options")],
        ALWAYS,
        "the client sends no TRACE and no OPTIONS requests",
        "leave the operation out",
    ),
];

const UNSUPPORTED_PARAMETER: Rule = Rule {
    code: "unsupported-parameter",
    class: Class::Unsupported,
    reason: "The client sends parameters in the path, the query and headers, in the default style of \
             each and with every reserved character encoded; some headers it sets itself.",
    example: Example::Parameter(
        "{ name: session, ‹«in»: cookie→in: header›, schema: { type: string } }",
    ),
    check: Check::Keys(PARAMETER_ROWS),
};

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

const PARAMETER_ROWS: &[KeyRow] = &[
    (
        &[(Kind::Parameter, "in")],
        |site| is_in(site, "cookie"),
        "the client sends no cookies",
        "leave the parameter out",
    ),
    (
        &[(Kind::Parameter, "content")],
        ALWAYS,
        "the generator does not take a parameter with `content`",
        "give it a `schema` if it is text, a number or a list of them, else leave it out",
    ),
    (
        &[(Kind::Parameter, "style")],
        |site| match (site.node.word("style"), site.node.word("in")) {
            (Some(style), Some("query" | "cookie")) => style != "form",
            (Some(style), Some("path" | "header")) => style != "simple",
            _ => false,
        },
        "the client sends parameters in the default style of their place",
        "that is `form` in a query, `simple` in a path and a header; leave the parameter out if the \
         server needs another",
    ),
    (
        &[(Kind::Parameter, "allowReserved")],
        |site| is_in(site, "query") && site.node.is_on("allowReserved"),
        "the client encodes every reserved character",
        "remove it if the server decodes them, as most do",
    ),
    (
        &[(Kind::Parameter, "name")],
        |site| header(site).is_some_and(|it| RESERVED.contains(&it.to_lowercase().as_str())),
        "the client sets this header itself",
        "leave the parameter out",
    ),
];

fn is_in(parameter: &Site<'_>, place: &str) -> bool {
    parameter.node.word("in") == Some(place)
}

/// The name of a parameter, or of a key, that is a header.
fn header<'a>(parameter: &Site<'a>) -> Option<&'a str> {
    parameter
        .node
        .word("name")
        .filter(|_| is_in(parameter, "header"))
}

const BAD_HEADER_NAME: Rule = Rule {
    code: "bad-header-name",
    class: Class::Invalid,
    reason: "HTTP has no headers whose names have other characters than those of a token.",
    example: Example::Parameter(
        "{ «name»: ‹X Trace→X-Trace›, in: header, schema: { type: string } }",
    ),
    check: Check::Keys(&[(
        &[(Kind::Parameter, "name"), (Kind::SecurityScheme, "name")],
        |site| header(site).is_some_and(|name| !is_token(name)),
        "this is not the name of a header",
        "look the name up: it has letters, digits and `-`, and no spaces",
    )]),
};

const UNSUPPORTED_PARAMETER_TYPE: Rule = Rule {
    code: "unsupported-parameter-type",
    class: Class::Unsupported,
    reason: "The client sends text, numbers and booleans, and in the query lists of them.",
    example: Example::Parameter("{ name: where, in: query, «schema»: { type: ‹object→string› } }"),
    check: Check::Object(Kind::Parameter, unsupported_parameter_type),
};

fn unsupported_parameter_type<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let (Some(entry), Some(place)) = (site.node.entry("schema"), site.node.word("in")) else {
        return;
    };
    let Some(schema) = index.resolve(&entry.value, Kind::Schema) else {
        return;
    };
    let is_list = is_made_of(schema, "array", index);
    let items = schema.get("items");
    let items = items.and_then(|items| index.resolve(items, Kind::Schema));
    let is_nested = |word| items.is_some_and(|items| is_made_of(items, word, index));
    let mut type_keys = COMPOSITIONS.iter().chain(&["type", "enum"]);
    let problem = if !type_keys.any(|key| schema.may_have(key)) {
        "can be anything"
    } else if is_made_of(schema, "object", index) {
        "is an object"
    } else if is_list && place != "query" {
        "is a list"
    } else if is_list && (is_nested("array") || is_nested("object")) {
        "is a list of lists or objects"
    } else {
        return;
    };
    let message = format!("the client cannot send a {place} parameter that {problem}");
    let help = "it can be a string, a number or a boolean, and in a query a list of them; leave it \
                out if the server takes nothing of that";
    context.report(entry.key.span, message, help);
}

const UNSUPPORTED_BODY: Rule = Rule {
    code: "unsupported-body",
    class: Class::Unsupported,
    reason: "The client sends one JSON value in the body of a request whose method gives the body a \
             meaning.",
    example: Example::Contract(
        "
paths:
  /things:
    ‹get→put›:
      «requestBody»: { content: { application/json: { schema: { type: string } } } }
      responses: { '204': { description: Done. } }
",
    ),
    check: Check::Keys(&[
        (
            &[(Kind::Operation, "requestBody")],
            |site| {
                site.key
                    .is_some_and(|method| matches!(method.name(), "get" | "head"))
            },
            "HTTP gives the body of a GET or HEAD request no meaning",
            LEAVE_OUT,
        ),
        (
            &[(Kind::RequestBody, "content")],
            |site| site.node.get("content").is_some_and(Node::is_empty_map),
            "the `content` of a request has no media type",
            "add `application/json`, or leave the request body out",
        ),
        (
            &[(Kind::MediaType, "encoding")],
            ALWAYS,
            "the generator does not take `encoding`, which is for forms",
            LEAVE_OUT,
        ),
    ]),
};

const UNSUPPORTED_EXTENSION: Rule = Rule {
    code: "unsupported-extension",
    class: Class::Unsupported,
    reason: "The extension names a type that the generated code takes, behind the contract's back.",
    example: Example::Schema("{ type: string, ‹«x-rust-type»: { crate: chrono }→format: date› }"),
    check: Check::Keys(&[(
        &[(Kind::Schema, "x-rust-type")],
        ALWAYS,
        "`x-rust-type` changes the generated code",
        "remove it",
    )]),
};
