//! What a key alone says that the generator does not take, makes nothing of or takes in one way of
//! several: a row of a table for each.

use super::{
    Check, Class, Context, Entry, Example, Kind, Node, Rule, Site, instead, unions::declared,
};
use crate::{
    grammar::keys::is_token,
    index::{
        media::Media,
        operation::is_reserved,
        schema::{COMPOSITIONS, composed, is_made_of},
        style::Style,
    },
};

const ALWAYS: fn(&Site<'_>) -> bool = |_| true;

const LEAVE_OUT: &str = "leave it out";

pub(super) const UNSUPPORTED_OPERATION: Rule = Rule {
    code: "unsupported-operation",
    class: Class::Unsupported,
    reason: "The generator makes a method of each operation whose path is in the contract itself; the \
             client sends no TRACE requests, which are for testing what stands between it and a server.",
    example: Example::Contract(
        "
paths:
  /things:
    ‹«trace»→options›: { responses: { '200': { description: What is possible. } } }
",
    ),
    check: Check::Keys(&[
        (
            &[(Kind::PathItem, "$ref")],
            ALWAYS,
            "the generator does not take a path that stands elsewhere",
            "write its operations here",
        ),
        (
            &[(Kind::PathItem, "trace")],
            ALWAYS,
            "the client sends no TRACE requests",
            "leave the operation out",
        ),
    ]),
};

pub(super) const UNUSED_PART: Rule = Rule {
    code: "unused-part",
    class: Class::Advice,
    reason: "The generator makes nothing of callbacks and links, so nobody sees them in the client.",
    example: Example::Operation("‹«callbacks»: { done: {} }→summary: Do it›"),
    check: Check::Keys(&[
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
    ]),
};

pub(super) const IGNORED_KEY: Rule = Rule {
    code: "ignored-key",
    class: Class::Advice,
    reason: "Some headers are no parameters, styles belong to places, a parameter has one media type, and \
             only forms have an encoding: OpenAPI says what is ignored, and so it is.",
    example: Example::Parameter(
        "{ ‹«name»: Accept→name: X-Accept›, in: header, schema: { type: string } }",
    ),
    check: Check::Keys(&[
        (
            &[(Kind::Parameter, "name")],
            |site| header(site).is_some_and(is_reserved),
            "the client sets this header itself",
            "leave the parameter out; it is ignored",
        ),
        (
            &[(Kind::Parameter, "style")],
            |site| {
                let style = site.node.word("style").and_then(Style::of);
                style
                    .zip(site.node.word("in"))
                    .is_some_and(|(it, place)| !it.is_for(place))
            },
            "there is no such style in this place, so the usual one is taken",
            "that is `form` in a query and a cookie, `simple` in a path and a header",
        ),
        (
            &[(Kind::Parameter, "allowReserved")],
            |site| site.node.is_on("allowReserved") && site.node.word("in") != Some("query"),
            "`allowReserved` says nothing outside of a query",
            LEAVE_OUT,
        ),
        (
            &[(Kind::Parameter, "content"), (Kind::Header, "content")],
            |site| site.node.entries_of("content").len() > 1,
            "a value is written in one media type: in JSON if that is listed, else in the first",
            "keep one of them",
        ),
        (
            &[(Kind::MediaType, "encoding")],
            |site| {
                let media = site.key.map(|key| Media::of(key.name()));
                !matches!(media, Some(Media::Form | Media::Multipart))
            },
            "`encoding` says nothing of a body that is no form",
            LEAVE_OUT,
        ),
    ]),
};

/// The name of a parameter, or of a key, that is a header.
fn header<'a>(parameter: &Site<'a>) -> Option<&'a str> {
    let is_header = parameter.node.word("in") == Some("header");
    parameter.node.word("name").filter(|_| is_header)
}

pub(super) const LOST_PROPERTY: Rule = Rule {
    code: "lost-property",
    class: Class::Advice,
    reason: "A form has the properties that its schema lists: the client sends no further ones, and an \
             encoding of another is that of nothing.",
    example: Example::Operation(
        "
requestBody:
  content:
    multipart/form-data:
      schema: { type: object, properties: { file: { type: string, format: binary } } }
      encoding: { ‹«fiel»→file›: { contentType: image/png } }
",
    ),
    check: Check::Object(Kind::MediaType, lost_property),
};

fn lost_property<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if !context.index.is_inside(site, Kind::RequestBody) {
        return;
    }
    let media = site.key.map(|key| Media::of(key.name()));
    let entry = site.node.entry("schema");
    let Some((Media::Form | Media::Multipart, Entry { key, value })) = media.zip(entry) else {
        return;
    };
    // A part that cannot be read is reported elsewhere.
    let known = declared(value, COMPOSITIONS, context.index);
    if known.is_empty() {
        return;
    }
    let parts = composed(value, COMPOSITIONS, context.index).into_iter();
    let mut further = parts.filter_map(|it| it?.get("additionalProperties"));
    if further.any(|it| it.flag() != Some(false)) {
        let message = "the client sends the properties that are listed, and no additional ones";
        let help = "list what is sent under `properties`";
        context.report(key.span, message, help);
    }
    for Entry { key, .. } in site.node.entries_of("encoding") {
        let name = key.name();
        if !known.contains(&name) {
            let message = format!("`{name}` has an encoding but is not a property");
            let help = instead(name, known.iter().copied(), "properties");
            context.report(key.span, message, help);
        }
    }
}

pub(super) const BAD_HEADER_NAME: Rule = Rule {
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

pub(super) const OPEN_STYLE: Rule = Rule {
    code: "open-style",
    class: Class::Advice,
    reason: "OpenAPI leaves open how lists and objects inside of a parameter's list or object are \
             written, so the server may read something else.",
    example: Example::Parameter(
        "{ name: sort, in: query, «schema»: { type: array, items: { type: ‹object→string› } } }",
    ),
    check: Check::Object(Kind::Parameter, open_style),
};

fn open_style<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let Some(entry) = site.node.entry("schema") else {
        return;
    };
    let Some(schema) = index.resolve(&entry.value, Kind::Schema) else {
        return;
    };
    let properties = schema.entries_of("properties").map(|it| &it.value);
    let mut parts = schema.get("items").into_iter().chain(properties);
    let is_nested = |part: &Node| {
        ["array", "object"]
            .iter()
            .any(|it| is_made_of(part, it, index))
    };
    if parts.any(|part| index.resolve(part, Kind::Schema).is_some_and(is_nested)) {
        let message = "OpenAPI does not say how lists and objects inside of it are written";
        let help = "describe it by `content`, if it is sent as JSON";
        context.report(entry.key.span, message, help);
    }
}

pub(super) const UNUSUAL_BODY: Rule = Rule {
    code: "unusual-body",
    class: Class::Advice,
    reason: "HTTP gives the body of a GET or HEAD request no meaning, and what is between a client and \
             its server may drop it; the client sends it all the same. Without a media type there is \
             nothing to send.",
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
            "the `content` of a request has no media type, so no body is sent",
            "add `application/json`, or leave the request body out",
        ),
    ]),
};

pub(super) const UNSUPPORTED_EXTENSION: Rule = Rule {
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
