//! What a key alone says that the generator does not take yet: a row of a table for each.

use super::{Check, Example, KeyRow, Rule};
use crate::{diagnostic::Class, grammar::Kind, index::Site, text::node::Node};

pub(super) const RULES: &[Rule] = &[
    UNSUPPORTED_OPERATION,
    UNSUPPORTED_PARAMETER,
    USELESS_FLAG,
    UNSUPPORTED_BODY,
];

const UNSUPPORTED_OPERATION: Rule = Rule {
    code: "unsupported-operation",
    class: Class::Unsupported,
    reason: "The generator makes a method of each operation whose path is in the contract itself; it \
             makes nothing of callbacks and links.",
    fails: &[Example::Operation("«callbacks»: { done: {} }")],
    passes: &[Example::Contract(
        "
paths:
  /things:
    head: { responses: { '200': { description: Done. } } }
    patch: { responses: { '204': { description: Done. } } }
",
    )],
    check: Check::Keys(&[
        KeyRow {
            kind: Kind::Operation,
            key: "callbacks",
            when: |_| true,
            message: CALLBACKS,
            help: LEAVE_OUT,
        },
        KeyRow {
            kind: Kind::Components,
            key: "callbacks",
            when: |_| true,
            message: CALLBACKS,
            help: LEAVE_OUT,
        },
        KeyRow {
            kind: Kind::Response,
            key: "links",
            when: |_| true,
            message: LINKS,
            help: LEAVE_OUT,
        },
        KeyRow {
            kind: Kind::Components,
            key: "links",
            when: |_| true,
            message: LINKS,
            help: LEAVE_OUT,
        },
        KeyRow {
            kind: Kind::PathItem,
            key: "$ref",
            when: |_| true,
            message: "the generator does not take a path that stands elsewhere",
            help: "write its operations here; only components can be referred to",
        },
        KeyRow {
            kind: Kind::PathItem,
            key: "trace",
            when: |_| true,
            message: "the client sends no TRACE requests",
            help: "leave the operation out",
        },
        KeyRow {
            kind: Kind::PathItem,
            key: "options",
            when: |_| true,
            message: "the client sends no OPTIONS requests",
            help: "leave the operation out",
        },
    ]),
};

const CALLBACKS: &str = "the generator makes nothing of `callbacks`";
const LINKS: &str = "the generator makes nothing of `links`";
const LEAVE_OUT: &str = "leave it out";

const UNSUPPORTED_PARAMETER: Rule = Rule {
    code: "unsupported-parameter",
    class: Class::Unsupported,
    reason: "The client sends parameters in the path, the query and headers, in the default style of \
             each and with every reserved character encoded.",
    fails: &[Example::Parameter(
        "{ name: session, «in»: cookie, schema: { type: string } }",
    )],
    passes: &[Example::Parameter(
        "{ name: tag, in: query, style: form, schema: { type: string } }",
    )],
    check: Check::Keys(&[
        KeyRow {
            kind: Kind::Parameter,
            key: "in",
            when: |site| is_in(site, "cookie"),
            message: "the client sends no cookies",
            help: "leave the parameter out",
        },
        KeyRow {
            kind: Kind::Parameter,
            key: "content",
            when: |_| true,
            message: "the generator does not take a parameter with `content`",
            help: "give it a `schema` if it is text, a number or a list of them, else leave it out",
        },
        KeyRow {
            kind: Kind::Parameter,
            key: "style",
            when: has_other_style,
            message: "the client sends parameters in the default style of their place",
            help: "that is `form` in a query, `simple` in a path and a header; leave the parameter out \
                   if the server needs another",
        },
        KeyRow {
            kind: Kind::Parameter,
            key: "allowReserved",
            when: |site| is_in(site, "query") && is_on(site, "allowReserved"),
            message: "the client encodes every reserved character",
            help: "remove it if the server decodes them, as most do",
        },
    ]),
};

const USELESS_FLAG: Rule = Rule {
    code: "useless-flag",
    class: Class::Advice,
    reason: "A flag that the specification has for query parameters says nothing about another.",
    fails: &[Example::Parameter(
        "{ name: X-Flag, in: header, «allowEmptyValue»: true, schema: { type: string } }",
    )],
    passes: &[Example::Parameter(
        "{ name: flag, in: query, allowEmptyValue: true, schema: { type: string } }",
    )],
    check: Check::Keys(&[
        KeyRow {
            kind: Kind::Parameter,
            key: "allowEmptyValue",
            when: |site| !is_in(site, "query") && is_on(site, "allowEmptyValue"),
            message: "`allowEmptyValue` says nothing outside of the query",
            help: "remove it",
        },
        KeyRow {
            kind: Kind::Parameter,
            key: "allowReserved",
            when: |site| !is_in(site, "query") && is_on(site, "allowReserved"),
            message: "`allowReserved` says nothing outside of the query",
            help: "remove it",
        },
    ]),
};

fn is_in(parameter: &Site<'_>, place: &str) -> bool {
    parameter.node.get("in").and_then(Node::text) == Some(place)
}

fn is_on(site: &Site<'_>, flag: &str) -> bool {
    site.node.get(flag).and_then(Node::flag) == Some(true)
}

fn has_other_style(parameter: &Site<'_>) -> bool {
    let text = |key: &str| parameter.node.get(key).and_then(Node::text);
    let default = match text("in") {
        Some("query" | "cookie") => "form",
        Some("path" | "header") => "simple",
        _ => return false,
    };
    text("style").is_some_and(|style| style != default)
}

const UNSUPPORTED_BODY: Rule = Rule {
    code: "unsupported-body",
    class: Class::Unsupported,
    reason: "The client sends one JSON value in the body of a request whose method gives the body a \
             meaning.",
    fails: &[Example::Operation(
        "
«requestBody»: { required: true, content: { application/json: { schema: { type: string } } } }
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { type: string } } }
      responses: { '204': { description: Done. } }
",
    )],
    check: Check::Keys(&[
        KeyRow {
            kind: Kind::Operation,
            key: "requestBody",
            when: |site| {
                site.key
                    .is_some_and(|method| matches!(method.name(), "get" | "head"))
            },
            message: "HTTP gives the body of a GET or HEAD request no meaning",
            help: "leave it out",
        },
        KeyRow {
            kind: Kind::RequestBody,
            key: "content",
            when: |site| site.node.get("content").is_some_and(Node::is_empty_map),
            message: "the `content` of a request has no media type",
            help: "add `application/json`, or leave the request body out",
        },
        KeyRow {
            kind: Kind::MediaType,
            key: "encoding",
            when: |_| true,
            message: "the generator does not take `encoding`, which is for forms",
            help: "leave it out",
        },
    ]),
};
