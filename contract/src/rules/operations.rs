//! What every operation says of itself: its name, its document, its credential, its host, its responses.

use std::collections::HashMap;

use super::{
    Check, Class, Context, Entry, Example, Kind, Node, Operation, Repair, Rule, did_you_mean,
    listed,
};
use crate::grammar::CALL_DEFAULTS;

pub(super) const INCOMPLETE_OPERATION: Rule = Rule {
    code: "incomplete-operation",
    class: Class::Convention,
    reason: "Each operation has a name, the page it was transcribed from, a credential and the host \
             that its page names: servers at the top of the contract do not say which.",
    example: Example::Contract(
        "
paths:
  /things:
    «get»:
      operationId: demo.list_things
      externalDocs: { url: https://docs.example.com/things }
      ‹→servers: [{ url: https://api.example.com }]›
      security: [{ key: [] }]
      responses: { '200': { description: All of them. } }
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
",
    ),
    check: Check::Operation(incomplete_operation),
};

fn incomplete_operation<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Operation { node, item, .. } = operation;
    let mut lacking: Vec<&str> = ["operationId", "externalDocs", "security"]
        .into_iter()
        .filter(|key| !node.may_have(key))
        .collect();
    let has_servers = match node.get("servers").or_else(|| item.get("servers")) {
        Some(servers) => !servers.is_empty_list(),
        None => node.may_have("servers") || item.may_have("servers"),
    };
    if !has_servers {
        lacking.push("servers");
    }
    if !lacking.is_empty() {
        let message = format!("there is no `{}`", lacking.join("`, no `"));
        let help = format!("add {}", listed(lacking));
        context.report(operation.method.span, message, help);
    }
}

pub(super) const NO_OPERATION: Rule = Rule {
    code: "no-operation",
    class: Class::Advice,
    reason: "A client without an operation has no method to call.",
    example: Example::Contract(
        "«paths»: ‹{}→{ /things: { get: { responses: { '200': { description: All of them. } } } } }›",
    ),
    check: Check::Contract(|context| {
        if let Some(Entry { key, value }) = context.index.root.entry("paths")
            && value.map().is_some()
            && context.index.operations.is_empty()
        {
            let help = "add a path with an operation, or take the contract that has them";
            context.report(key.span, "the contract has no operation", help);
        }
    }),
};

pub(super) const DUPLICATE_OPERATION_ID: Rule = Rule {
    code: "duplicate-operation-id",
    class: Class::Invalid,
    reason: "The specification asks for an operationId that no other operation has, and it becomes \
             the name of the client's method.",
    example: Example::Contract(
        "
paths:
  /things:
    get: { operationId: demo.things, responses: { '200': { description: All of them. } } }
    put: { operationId: ‹«demo.things»→demo.put_things›, responses: { '204': { description: Done. } } }
",
    ),
    check: Check::Contract(|context| {
        let mut seen = HashMap::new();
        for (node, id) in context.index.operations.iter().filter_map(Operation::id) {
            let first = *seen.entry(id).or_insert(node.span);
            if first != node.span {
                let line = first.start.line;
                let message = format!("the operationId `{id}` is already on line {line}");
                context.report(node.span, message, "give each operation a name of its own");
            }
        }
    }),
};

pub(super) const BAD_DOCUMENT: Rule = Rule {
    code: "bad-document",
    class: Class::Convention,
    reason: "What an operation was transcribed from can be looked up.",
    example: Example::Operation("externalDocs: { url: «‹→https://›docs.example.com/things» }"),
    check: Check::Operation(|context, operation| {
        let docs = operation.node.get("externalDocs");
        if let Some((node, url)) = docs.and_then(|docs| docs.text_at("url")) {
            let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
            if rest.is_none_or(str::is_empty) || url.contains(char::is_whitespace) {
                let message = format!("`{url}` is not the URL of a page");
                context.report(
                    node.span,
                    message,
                    "give the whole URL, `https://` included",
                );
            }
        }
    }),
};

pub(super) const BAD_CALL: Rule = Rule {
    code: "bad-call",
    class: Class::Convention,
    reason: "A call has time, and no attempt has more of it than the call; the codes after which it is \
             sent again are found where `x-apis` says that errors have theirs.",
    example: Example::Contract(
        "
x-apis: { demo: { server: https://api.example.com, error: { code: /error/code } } }
paths:
  /things:
    post:
      operationId: demo.add
      externalDocs: { url: https://docs.example.com/add }
      servers: [{ url: https://api.example.com }]
      security: []
      x-call:
        attempt-timeout: «‹90→40›»
        total-timeout: 60
        retry-codes: «[‹→in_progress›]»
      responses: { '204': { description: Done. } }
",
    ),
    check: Check::Operation(bad_call),
};

fn bad_call<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Some(call) = operation.node.get(CALL_DEFAULTS) else {
        return;
    };
    let timeouts = ["attempt-timeout", "total-timeout"].map(|key| {
        let node = call.get(key)?;
        Some((node, node.integer()?))
    });
    for (node, _) in timeouts.into_iter().flatten().filter(|it| it.1 == 0) {
        context.report(node.span, "no call is done in no time", "give the seconds");
    }
    if let [Some((node, attempt)), Some((_, total))] = timeouts
        && 0 < total
        && total < attempt
    {
        let message = format!("an attempt has {attempt} s, and the whole call {total} s");
        let help = "an attempt is a part of its call: give it less, or the call more";
        context.report(node.span, message, help);
    }
    let Some(codes) = call.get("retry-codes") else {
        return;
    };
    let api = operation.api().and_then(|api| context.index.api(api));
    let has_code = |api: &Node| api.get("error").is_some_and(|it| it.may_have("code"));
    if codes.is_empty_list() {
        let help = "list codes of errors, or remove it";
        context.report(codes.span, "the list is empty, so it adds nothing", help);
    } else if codes.items().len() > 0 && api.is_some_and(|api| !has_code(api)) {
        let message = "`x-apis` does not say where errors of this API have their code";
        let help = "add `error: { code: … }` to it, a JSON pointer into the error body";
        context.report(codes.span, message, help);
    }
}

pub(super) const UNKNOWN_TAG: Rule = Rule {
    code: "unknown-tag",
    class: Class::Advice,
    reason: "Where tags are described at the top, one that is not is most likely misspelt, and pages show \
             the operation apart from those that it belongs to.",
    example: Example::Contract(
        "
tags: [{ name: Things }]
paths:
  /things:
    get: { tags: [«‹Thigns→Things›»], responses: { '200': { description: All of them. } } }
",
    ),
    check: Check::Operation(|context, operation| {
        let known = context.index.root.items_of("tags");
        let known: Vec<&str> = known.filter_map(|tag| tag.word("name")).collect();
        for node in operation.node.items_of("tags") {
            if let Some(tag) = node.text().filter(|tag| !known.contains(tag))
                && !known.is_empty()
            {
                let help = did_you_mean(tag, known.iter().copied()).unwrap_or_else(|| {
                    "add it to `tags` at the top, with a description".to_owned()
                });
                context.report(node.span, format!("`{tag}` is none of the `tags`"), help);
            }
        }
    }),
};

pub(super) const MISSING_SUCCESS: Rule = Rule {
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

pub(super) const UNSUPPORTED_RESPONSE: Rule = Rule {
    code: "unsupported-response",
    class: Class::Unsupported,
    reason: "The client waits for the final response of a request; to HEAD, or with the status 204 or \
             205, it has no body.",
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
            } else if has_content && !operation.may_have_body(name) {
                let message = format!("the response {name} has `content`, but never a body");
                let help = "leave `content` out, or give the status that is sent with a body";
                context.report(status.span, message, help).repair = Some(Repair::Keep);
            }
        }
    }),
};
