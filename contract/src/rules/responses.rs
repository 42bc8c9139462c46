//! Responses: a success, and a final one.

use super::{Check, Class, Entry, Example, Kind, Repair, Rule};

pub(super) const RULES: &[Rule] = &[MISSING_SUCCESS, UNSUPPORTED_RESPONSE];

const MISSING_SUCCESS: Rule = Rule {
    code: "missing-success",
    class: Class::Unsupported,
    reason: "An operation that never succeeds has nothing to return.",
    example: Example::Operation("«responses»: { ‹'404'→'204'›: { description: No such thing. } }"),
    check: Check::Operation(|context, operation| {
        if let Some(Entry { key, value }) = operation.node.entry("responses")
            && value.map().is_some()
            && !operation
                .responses()
                .any(|(key, _)| operation.is_success(key.name()))
        {
            let help = "add the response with a status from 200 to 399, or `default`";
            let found = context.report(key.span, "no response is a success", help);
            found.repair = Some(Repair::Keep);
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
                context.report(status.span, message, "leave it out").repair = Some(Repair::Drop);
            } else if operation.method.name() == "head" && has_content {
                let message = format!("the response {name} to HEAD has `content`");
                let help = "leave `content` out: a response to HEAD is headers alone";
                context.report(status.span, message, help).repair = Some(Repair::Keep);
            }
        }
    }),
};
