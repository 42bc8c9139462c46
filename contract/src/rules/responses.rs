//! Responses, and the bodies that they and requests have: a success, in JSON.

use super::{Check, Class, Context, Entry, Example, Kind, Rule, Site};
use crate::grammar::keys::{is_json, is_media_type};

pub(super) const RULES: &[Rule] = &[
    MISSING_SUCCESS,
    UNSUPPORTED_RESPONSE,
    UNSUPPORTED_MEDIA_TYPE,
];

const MISSING_SUCCESS: Rule = Rule {
    code: "missing-success",
    class: Class::Unsupported,
    reason: "An operation that never succeeds has nothing to return.",
    example: Example::Operation("«responses»: { ‹'404'→'204'›: { description: No such thing. } }"),
    check: Check::Operation(|context, operation| {
        if let Some(Entry { key, value }) = operation.node.entry("responses")
            && value.map().is_some_and(|map| !map.incomplete)
            && !operation
                .responses()
                .any(|(key, _)| operation.is_success(key.name()))
        {
            let help = "add the response with a status from 200 to 399, or `default`";
            context.report(key.span, "no response is a success", help);
        }
    }),
};

const UNSUPPORTED_RESPONSE: Rule = Rule {
    code: "unsupported-response",
    class: Class::Unsupported,
    reason: "The client waits for the final response of a request; to HEAD it has no body.",
    example: Example::Operation(
        "responses: { ‹«101»→200›: { description: There are some. }, '204': { description: Done. } }",
    ),
    check: Check::Operation(|context, operation| {
        for (status, response) in operation.responses() {
            let name = status.name();
            let response = context.index.resolve(response, Kind::Response);
            let has_content = response.is_some_and(|it| it.entries_of("content").len() > 0);
            if name.starts_with('1') {
                let message = format!("the status {name} is not that of a final response");
                context.report(status.span, message, "leave it out");
            } else if operation.method.name() == "head" && has_content {
                let message = format!("the response {name} to HEAD has `content`");
                let help = "leave `content` out: a response to HEAD is headers alone";
                context.report(status.span, message, help);
            }
        }
    }),
};

const UNSUPPORTED_MEDIA_TYPE: Rule = Rule {
    code: "unsupported-media-type",
    class: Class::Unsupported,
    reason: "The client sends and decodes JSON, in one form of a body.",
    example: Example::Operation(
        "
responses:
  '200':
    description: All of them.
    content: { ‹«text/csv»→application/json›: { schema: { type: string } } }
",
    ),
    check: Check::Value(unsupported_media_type),
};

fn unsupported_media_type<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let is_body = site.shape.is(Kind::RequestBody) || site.shape.is(Kind::Response);
    if !is_body || site.is_reference() {
        return;
    }
    let mut has_json = false;
    for Entry { key, value } in site.node.entries_of("content") {
        let name = key.name();
        if !is_media_type(name) {
            continue;
        }
        let help = "keep one JSON media type if the server has it, else leave `content` out";
        if !is_json(name) {
            let message = format!("the generator does not take the media type `{name}`");
            context.report(key.span, message, help);
        } else if has_json {
            let message = format!("the generator does not take `{name}` as a second media type");
            context.report(key.span, message, help);
        } else if !value.may_have("schema") {
            let help = "add `schema`; `schema: {}` allows any JSON";
            context.report(key.span, "the body has no `schema`", help);
        }
        has_json |= is_json(name);
    }
}
