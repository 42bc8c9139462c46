//! `x-apis`: the names of the APIs, and what the client's runtime has to know of each.

use std::{collections::HashSet, iter};

use super::{Check, Class, Context, Entry, Example, Kind, Node, Rule, Site, servers};
use crate::{
    grammar::{APIS, keys::is_token},
    names::is_keyword,
};

pub(super) const MISSING_API: Rule = Rule {
    code: "missing-api",
    class: Class::Convention,
    reason: "Each API becomes a module of the client, so without an API there is no client.",
    example: Example::Contract(
        "
‹→x-apis: { demo: { server: https://api.example.com } }›
«paths»:
  /things:
    get: { operationId: demo.things, responses: { '200': { description: All of them. } } }
",
    ),
    check: Check::Contract(|context| {
        let index = context.index;
        let is_missing = match index.root.get(APIS) {
            Some(apis) => apis.is_empty_map(),
            None => !index.root.may_have(APIS),
        };
        if let Some(paths) = index.root.entry("paths")
            && is_missing
            && !index.operations.is_empty()
        {
            let message = "the contract names no API, so its operations belong to none";
            let help = "add `x-apis` at the top, with the name and the `server` of each API";
            context.report(paths.key.span, message, help);
        }
    }),
};

/// Modules of the client that are there already.
const TAKEN: &[&str] = &["generated", "runtime"];

pub(super) const BAD_API_NAME: Rule = Rule {
    code: "bad-api-name",
    class: Class::Convention,
    reason: "The name of an API becomes the name of a Rust module and of environment variables.",
    example: Example::Contract(
        "x-apis: { «‹My-API→my_api›»: { server: https://api.example.com } }",
    ),
    check: Check::Object(Kind::Api, |context, site| {
        let Some(key) = site.key else {
            return;
        };
        let name = key.name();
        let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let is_word =
            name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_allowed);
        let help = if !is_word || name.ends_with('_') || name.contains("__") {
            "use lower-case letters, digits and single `_`, like `my_api`"
        } else if is_keyword(name) || TAKEN.contains(&name) {
            "the word is taken: choose another"
        } else {
            return;
        };
        context.report(key.span, "this cannot be the name of a Rust module", help);
    }),
};

pub(super) const BAD_API_SETTING: Rule = Rule {
    code: "bad-api-setting",
    class: Class::Convention,
    reason: "The runtime takes what `x-apis` says as it is: a base URL, names of headers, a rate \
             limit that can be kept, and JSON pointers.",
    example: Example::Contract(
        "
x-apis:
  demo:
    server: «‹→https://api.example.com›/v1»
    request-id: «X‹ →-›Request»
    rate-limit: { limit: X-Limit, remaining: X-Left, reset: X-Reset, «window»: 60‹→, refill: continuous› }
    error: { code: «‹→/›error/code» }
",
    ),
    check: Check::Object(Kind::Api, bad_api_setting),
};

fn bad_api_setting<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if let Some((node, url)) = site.node.text_at("server")
        && let Some((_, problem)) = servers::problem(url)
    {
        context.report(node.span, format!("`{url}` {problem}"), servers::LOOKS_LIKE);
    }
    let limit = site.node.get("rate-limit");
    let headers = ["request-id", "idempotency-key"].map(|key| site.node.text_at(key));
    let limits = ["limit", "remaining", "reset"].map(|key| limit?.text_at(key));
    for (node, name) in headers.into_iter().chain(limits).flatten() {
        if !is_token(name) {
            let message = format!("`{name}` is not the name of a header");
            context.report(node.span, message, "use a name like `X-Request-Id`");
        }
    }
    if let Some(limit) = limit {
        rate_limit(context, limit);
    }
    for Entry { value, .. } in site.node.entries_of("error") {
        if value.is_empty_list() {
            let message = "the list is empty, so it leads nowhere";
            context.report(value.span, message, "list pointers, or remove it");
        }
        for node in iter::once(value).chain(value.items()) {
            if let Some(pointer) = node.text().filter(|pointer| !is_pointer(pointer)) {
                let message = format!("`{pointer}` is not a JSON pointer");
                context.report(
                    node.span,
                    message,
                    "a pointer (RFC 6901) looks like `/error/code`",
                );
            }
        }
    }
}

fn is_pointer(text: &str) -> bool {
    // `~` only ever begins `~0` and `~1`.
    let mut escapes = text.split('~').skip(1);
    text.starts_with('/') && escapes.all(|rest| rest.starts_with(['0', '1']))
}

/// A rate limit counts requests over some time, and each method in one bucket.
fn rate_limit(context: &mut Context<'_, '_>, limit: &Node) {
    let absent = ["window", "refill"]
        .into_iter()
        .find(|part| !limit.may_have(part));
    let mut parts = ["window", "refill", "classes"].iter();
    if let Some(part) = absent
        && let Some(entry) = parts.find_map(|key| limit.entry(key))
    {
        let message = format!("`{}` says nothing without `{part}`", entry.key.name());
        let help = "give `window` and `refill` together, or neither";
        context.report(entry.key.span, message, help);
    }
    if let Some(node) = limit.get("window").filter(|node| node.integer() == Some(0)) {
        let help = "give its length in seconds";
        context.report(node.span, "a `window` of 0 seconds has no rate", help);
    }
    let Some(classes) = limit.get("classes") else {
        return;
    };
    let lists = iter::once(classes).chain(classes.items());
    for node in lists.filter(|node| node.is_empty_list()) {
        let help = "list the methods that share a bucket, as in `[[GET, HEAD], [POST]]`";
        context.report(
            node.span,
            "the list is empty, so it separates nothing",
            help,
        );
    }
    let mut known = HashSet::new();
    for node in classes.items().flat_map(Node::items) {
        if let Some(method) = node.text().filter(|method| !known.insert(*method)) {
            let message = format!("`{method}` is already in a class");
            context.report(node.span, message, "a request is counted in one bucket");
        }
    }
}
