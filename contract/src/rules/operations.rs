//! What every operation says of itself: its name, its document, its credential, its host.

use std::collections::HashMap;

use super::{Check, Context, Example, Rule};
use crate::{diagnostic::Class, index::operation::Operation};

pub(super) const RULES: &[Rule] = &[INCOMPLETE_OPERATION, DUPLICATE_OPERATION_ID, BAD_DOCUMENT];

const INCOMPLETE_OPERATION: Rule = Rule {
    code: "incomplete-operation",
    class: Class::Convention,
    reason: "Each operation has a name, the page it was transcribed from, a credential and the host \
             that its page names: servers at the top of the contract do not say which.",
    fails: &[Example::Contract(
        "
servers: [{ url: https://api.example.com }]
paths:
  /things:
    «get»:
      operationId: demo.list_things
      externalDocs: { url: https://docs.example.com/things }
      responses: { '200': { description: All of them. } }
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things:
    servers: [{ url: https://api.example.com }]
    get:
      operationId: demo.list_things
      externalDocs: { url: https://docs.example.com/things }
      security: [{ key: [] }]
      responses: { '200': { description: All of them. } }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
",
    )],
    check: Check::Operation(incomplete_operation),
};

fn incomplete_operation<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Operation { node, item, .. } = operation;
    let servers = [node, item].map(|node| node.entry("servers"));
    let has_servers = match servers[0].or(servers[1]) {
        Some(servers) => !servers.value.is_empty_list(),
        None => node.may_have("servers") || item.may_have("servers"),
    };
    let mut lacking: Vec<&str> = ["operationId", "externalDocs", "security"]
        .into_iter()
        .filter(|key| !node.may_have(key))
        .collect();
    if !has_servers {
        lacking.push("servers");
    }
    if !lacking.is_empty() {
        let message = format!("there is no `{}`", lacking.join("`, no `"));
        context
            .report(operation.method.span, message)
            .suggest(format!("add `{}`", lacking.join("`, `")));
    }
}

const DUPLICATE_OPERATION_ID: Rule = Rule {
    code: "duplicate-operation-id",
    class: Class::Invalid,
    reason: "The specification asks for an operationId that no other operation has, and it becomes \
             the name of the client's method.",
    fails: &[Example::Contract(
        "
paths:
  /things:
    get: { operationId: demo.things, responses: { '200': { description: All of them. } } }
    put: { operationId: «demo.things», responses: { '204': { description: Done. } } }
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things:
    get: { operationId: demo.things, responses: { '200': { description: All of them. } } }
    put: { operationId: demo.put_things, responses: { '204': { description: Done. } } }
",
    )],
    check: Check::Contract(duplicate_operation_id),
};

fn duplicate_operation_id(context: &mut Context<'_, '_>) {
    let mut seen = HashMap::new();
    for (node, id) in context.index.operations.iter().filter_map(Operation::id) {
        let first = *seen.entry(id).or_insert(node.span);
        if first != node.span {
            let line = first.start.line;
            let message = format!("the operationId `{id}` is already on line {line}");
            context
                .report(node.span, message)
                .suggest("give each operation a name of its own");
        }
    }
}

const BAD_DOCUMENT: Rule = Rule {
    code: "bad-document",
    class: Class::Convention,
    reason: "What an operation was transcribed from can be looked up.",
    fails: &[Example::Operation(
        "
operationId: demo.list_things
externalDocs: { url: «docs.example.com/things» }
",
    )],
    passes: &[Example::Operation(
        "
operationId: demo.list_things
externalDocs: { url: https://docs.example.com/things }
",
    )],
    check: Check::Operation(bad_document),
};

fn bad_document<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let docs = operation.node.get("externalDocs");
    let node = docs.and_then(|docs| docs.get("url"));
    let Some((node, url)) = node.and_then(|node| Some((node, node.text()?))) else {
        return;
    };
    let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    if rest.is_none_or(str::is_empty) || url.contains(char::is_whitespace) {
        context
            .report(node.span, format!("`{url}` is not the URL of a page"))
            .suggest("give the whole URL, `https://` included");
    }
}
