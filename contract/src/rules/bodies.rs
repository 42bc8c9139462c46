//! Bodies of requests and responses: JSON, in one form.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::{Kind, keys::is_media_type},
    index::Site,
    text::node::{Entry, Node},
};

pub(super) const RULES: &[Rule] = &[OPTIONAL_BODY, MISSING_SCHEMA, UNSUPPORTED_MEDIA_TYPE];

const OPTIONAL_BODY: Rule = Rule {
    code: "optional-body",
    class: Class::Unsupported,
    reason: "The client always sends the body of a request.",
    fails: &[Example::Contract(
        "
paths:
  /things:
    post:
      «requestBody»: { content: { application/json: { schema: { type: string } } } }
      responses: { '204': { description: Done. } }
",
    )],
    passes: &[Example::Contract(
        "
components:
  requestBodies:
    demo.Thing:
      required: true
      content: { application/json: { schema: { type: string } } }
",
    )],
    check: Check::Object(Kind::RequestBody, optional_body),
};

fn optional_body<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let span = match site.node.get("required") {
        Some(required) if required.flag() == Some(false) => required.span,
        None if !site.node.may_have("required") => site.head(),
        _ => return,
    };
    context
        .report(
            span,
            "the request body is not required, but would always be sent",
        )
        .suggest("add `required: true`, or leave the body out");
}

const MISSING_SCHEMA: Rule = Rule {
    code: "missing-schema",
    class: Class::Unsupported,
    reason: "The generator makes a type of the schema of each body.",
    fails: &[Example::Operation(
        "responses: { '200': { description: Done., content: { «application/json»: {} } } }",
    )],
    passes: &[Example::Operation(
        "responses: { '200': { description: Done., content: { application/json: { schema: {} } } } }",
    )],
    check: Check::Object(Kind::MediaType, missing_schema),
};

fn missing_schema<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let list = context.index.parent(site);
    let body = list.and_then(|list| context.index.parent(list));
    if body.is_some_and(is_body) && !site.node.may_have("schema") {
        context
            .report(site.head(), "the body has no `schema`")
            .suggest("add `schema`; `schema: {}` allows any JSON");
    }
}

fn is_body(site: &Site<'_>) -> bool {
    site.shape.is(Kind::RequestBody) || site.shape.is(Kind::Response)
}

const UNSUPPORTED_MEDIA_TYPE: Rule = Rule {
    code: "unsupported-media-type",
    class: Class::Unsupported,
    reason: "The client sends and decodes one media type, which the generator knows as \
             `application/json` alone.",
    fails: &[Example::Operation(
        "
responses:
  '200':
    description: All of them.
    content:
      application/json: { schema: { type: string } }
      «text/csv»: { schema: { type: string } }
",
    )],
    passes: &[Example::Operation(
        "
responses:
  '200':
    description: All of them.
    content: { application/json; charset=utf-8: { schema: { type: string } } }
",
    )],
    check: Check::Value(unsupported_media_type),
};

fn unsupported_media_type<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if !is_body(site) || site.is_reference() {
        return;
    }
    let media_types = site.node.get("content").into_iter();
    let mut has_json = false;
    for Entry { key, .. } in media_types.flat_map(Node::entries) {
        let name = key.name();
        if !is_media_type(name) {
            continue;
        }
        let message = if !is_json(name) {
            format!("the generator does not take the media type `{name}`")
        } else if has_json {
            format!("the generator does not take `{name}` as a second media type")
        } else {
            has_json = true;
            continue;
        };
        context.report(key.span, message).suggest(
            "keep `application/json` alone if the server has it, else leave `content` out",
        );
    }
}

/// Whether the generator takes this for JSON.
fn is_json(media_type: &str) -> bool {
    let rest = media_type.strip_prefix("application/json");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(';'))
}
