//! `x-apis`: the names of the APIs, and what the client's runtime has to know of each.

use std::collections::HashSet;

use super::{Check, Context, Example, Rule, servers};
use crate::{
    diagnostic::Class,
    grammar::{APIS, Kind, keys::is_token},
    index::Site,
    names::is_keyword,
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[MISSING_API, BAD_API_NAME, BAD_API_SETTING];

const MISSING_API: Rule = Rule {
    code: "missing-api",
    class: Class::Convention,
    reason: "Each API becomes a module of the client, so without an API there is no client.",
    fails: &[Example::Contract(
        "
«paths»:
  /things:
    get:
      operationId: demo.list_things
      responses: { '200': { description: All of them. } }
",
    )],
    passes: &[Example::Contract(
        "
x-apis:
  demo: { server: https://api.example.com }
paths:
  /things:
    get:
      operationId: demo.list_things
      responses: { '200': { description: All of them. } }
",
    )],
    check: Check::Contract(missing_api),
};

fn missing_api(context: &mut Context<'_, '_>) {
    let index = context.index;
    let Some(paths) = index.root.entry("paths") else {
        return;
    };
    let is_missing = match index.root.get(APIS) {
        Some(apis) => apis.is_empty_map(),
        None => !index.root.may_have(APIS),
    };
    if is_missing && !index.operations.is_empty() {
        context
            .report(
                paths.key.span,
                "the contract names no API, so its operations belong to none",
            )
            .suggest("add `x-apis` at the top, with the name and the `server` of each API");
    }
}

/// Modules of the client that are there already.
const TAKEN: &[&str] = &["generated", "runtime"];

const BAD_API_NAME: Rule = Rule {
    code: "bad-api-name",
    class: Class::Convention,
    reason: "The name of an API becomes the name of a Rust module and of environment variables.",
    fails: &[Example::Contract(
        "x-apis: { «Demo»: { server: https://api.example.com } }",
    )],
    passes: &[Example::Contract(
        "x-apis: { my_api2: { server: https://api.example.com } }",
    )],
    check: Check::Object(Kind::Api, bad_api_name),
};

fn bad_api_name<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(key) = site.key else {
        return;
    };
    let name = key.name();
    let help = if !is_module_name(name) {
        "use lower-case letters, digits and single `_`, like `my_api`"
    } else if is_keyword(name) || TAKEN.contains(&name) {
        "the word is taken: choose another"
    } else {
        return;
    };
    context
        .report(key.span, "this cannot be the name of a Rust module")
        .suggest(help);
}

fn is_module_name(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(is_allowed)
        && !name.ends_with('_')
        && !name.contains("__")
}

const BAD_API_SETTING: Rule = Rule {
    code: "bad-api-setting",
    class: Class::Convention,
    reason: "The runtime takes what `x-apis` says as it is: a base URL, names of headers, a rate \
             limit that can be kept, and JSON pointers.",
    fails: &[Example::Contract(
        "
x-apis:
  demo:
    server: «/v1»
    request-id: «X Request»
    idempotency-key: «'X:Key'»
    error:
      type: «[]»
      code: «error/code»
      message: «/error/~2»
      param: [/error/param, «b»]
",
    )],
    passes: &[Example::Contract(
        "
x-apis:
  demo:
    description: A demo.
    server: https://api.example.com/v1
    request-id: X-Request-Id
    idempotency-key: Idempotency-Key
    rate-limit:
      limit: X-RateLimit-Limit
      remaining: X-RateLimit-Remaining
      reset: X-RateLimit-Reset
      window: 60
      refill: continuous
      classes: [[GET, HEAD], [POST]]
    error: { code: /error/code, message: [/error/title, /error/message] }
",
    )],
    check: Check::Object(Kind::Api, bad_api_setting),
};

fn bad_api_setting<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if let Some(node) = site.node.get("server")
        && let Some(url) = node.text()
        && let Some((_, problem)) = servers::problem(url)
    {
        context
            .report(node.span, format!("`{url}` {problem}"))
            .suggest(servers::LOOKS_LIKE);
    }
    let limit = site.node.get("rate-limit");
    let headers = ["request-id", "idempotency-key"].map(|key| site.node.get(key));
    let limits = ["limit", "remaining", "reset"].map(|key| limit?.get(key));
    for node in headers.into_iter().chain(limits).flatten() {
        if let Some(name) = node.text().filter(|name| !is_token(name)) {
            context
                .report(node.span, format!("`{name}` is not the name of a header"))
                .suggest("use a name like `X-Request-Id`");
        }
    }
    if let Some(limit) = limit {
        rate_limit(context, limit);
    }
    for entry in site.node.get("error").into_iter().flat_map(Node::entries) {
        pointers(context, &entry.value);
    }
}

/// A rate limit counts requests over some time, and each method in one bucket.
fn rate_limit(context: &mut Context<'_, '_>, limit: &Node) {
    const PARTS: [&str; 2] = ["window", "refill"];
    for part in PARTS.iter().filter(|part| !limit.may_have(part)) {
        let mut others = ["window", "refill", "classes"].iter();
        if let Some(entry) = others.find_map(|key| limit.entry(key)) {
            let message = format!("`{}` says nothing without `{part}`", entry.key.name());
            context
                .report(entry.key.span, message)
                .suggest("give `window` and `refill` together, or neither");
            break;
        }
    }
    let window = limit.get("window");
    if let Some(node) = window.filter(|node| node.integer() == Some(0)) {
        context
            .report(node.span, "a `window` of 0 seconds has no rate")
            .suggest("give its length in seconds");
    }
    let Some(classes) = limit.get("classes") else {
        return;
    };
    let lists = [classes].into_iter().chain(classes.items());
    for node in lists.filter(|node| node.is_empty_list()) {
        context
            .report(node.span, "the list is empty, so it separates nothing")
            .suggest("list the methods that share a bucket, as in `[[GET, HEAD], [POST]]`");
    }
    let mut known = HashSet::new();
    for node in classes.items().flat_map(Node::items) {
        if let Some(method) = node.text().filter(|method| !known.insert(*method)) {
            context
                .report(node.span, format!("`{method}` is already in a class"))
                .suggest("a request is counted in one bucket");
        }
    }
}

/// The members of `error` lead to the parts of the API's error body.
fn pointers(context: &mut Context<'_, '_>, node: &Node) {
    if node.is_empty_list() {
        context
            .report(node.span, "the list is empty, so it leads nowhere")
            .suggest("list pointers, or remove it");
    }
    for node in [node].into_iter().chain(node.items()) {
        if let Some(pointer) = node.text().filter(|pointer| !is_pointer(pointer)) {
            context
                .report(node.span, format!("`{pointer}` is not a JSON pointer"))
                .suggest("a pointer (RFC 6901) looks like `/error/code`");
        }
    }
}

fn is_pointer(text: &str) -> bool {
    // `~` only ever begins `~0` and `~1`.
    let mut escapes = text.split('~').skip(1);
    text.starts_with('/') && escapes.all(|rest| rest.starts_with(['0', '1']))
}
