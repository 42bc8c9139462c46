//! What every operation says of itself: its name, its document, its credential, its host.

use std::collections::HashMap;

use super::{Check, Class, Context, Example, Operation, Rule, listed};

pub(super) const RULES: &[Rule] = &[INCOMPLETE_OPERATION, DUPLICATE_OPERATION_ID, BAD_DOCUMENT];

const INCOMPLETE_OPERATION: Rule = Rule {
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

const DUPLICATE_OPERATION_ID: Rule = Rule {
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

const BAD_DOCUMENT: Rule = Rule {
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
