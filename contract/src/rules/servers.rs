//! Servers: a base URL that each request can be sent to as it stands.

use std::ptr;

use super::{Check, Class, Context, Example, Kind, Node, Owner, Rule, Site, paths::template_names};
use crate::index::server::variable_names;

/// What a server is to look like.
pub(super) const LOOKS_LIKE: &str = "a server looks like `https://api.example.com/v1`";

pub(super) const BAD_SERVER: Rule = Rule {
    code: "bad-server",
    class: Class::Invalid,
    reason: "No request can be sent to a server whose URL is none, has no host, or a variable that \
             nothing declares.",
    example: Example::Operation(
        "servers: [{ url: ‹«'https:///v1'»→'https://api.example.com/v1'› }]",
    ),
    check: Check::Object(Kind::Server, |context, site| {
        let Some((node, url)) = site.node.text_at("url") else {
            return;
        };
        if let Err(problem) = template_names(url) {
            context.report(node.span, problem, "a variable is written `{name}`");
        } else if let Some(name) = undeclared(site, url) {
            let help = format!("add `{name}` to `variables`, with its `default`");
            let message = format!("the variable `{name}` is not declared");
            context.report(node.span, message, help);
        } else if let Some((Class::Invalid, problem)) = problem(url) {
            context.report(node.span, format!("`{url}` {problem}"), LOOKS_LIKE);
        }
    }),
};

/// The first variable in the URL of a server that the server does not declare.
fn undeclared<'u>(site: &Site<'_>, url: &'u str) -> Option<&'u str> {
    let is_undeclared = |name: &&str| match site.node.get("variables") {
        Some(variables) => !variables.may_have(name),
        None => !site.node.may_have("variables"),
    };
    variable_names(url).find(is_undeclared)
}

pub(super) const UNUSUAL_VARIABLE: Rule = Rule {
    code: "unusual-variable",
    class: Class::Advice,
    reason: "The default of a server variable is one of its values, of which there is at least one.",
    example: Example::Contract(
        "
servers:
  - url: 'https://{region}.example.com'
    variables: { region: { «default»: ‹us→eu›, enum: [eu, asia] } }
",
    ),
    check: Check::Keys(&[
        (
            &[(Kind::ServerVariable, "enum")],
            |site| site.node.get("enum").is_some_and(Node::is_empty_list),
            "the list of values is empty, so it is ignored",
            "list the values, or leave it out",
        ),
        (
            &[(Kind::ServerVariable, "default")],
            |site| {
                let default = site.node.word("default");
                let mut values = site.node.items_of("enum").map(Node::text);
                let is_listed = |it: Option<&str>| it.is_none() || it == default;
                default.is_some() && values.len() > 0 && !values.any(is_listed)
            },
            "the default is none of the values of `enum`",
            "add it to `enum`, or choose another",
        ),
    ]),
};

pub(super) const OTHER_SERVER: Rule = Rule {
    code: "other-server",
    class: Class::Convention,
    reason: "Each operation goes to one host over TLS, whose URL is taken as it stands.",
    example: Example::Operation(
        "servers: [{ url: ‹«http://api.example.com»→https://api.example.com› }]",
    ),
    check: Check::Object(Kind::Server, other_server),
};

fn other_server<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    // Every operation has its own.
    if matches!(site.owner, Owner::Contract) {
        return;
    }
    let list = context.index.parent(site);
    let second = list.and_then(|list| list.node.items().nth(1));
    if second.is_some_and(|second| ptr::eq(second, site.node)) {
        let help = "keep the one that the document names";
        context.report(site.node.span, "an operation goes to one server", help);
    }
    if let Some((node, url)) = site.node.text_at("url")
        && undeclared(site, url).is_none()
        && let Some((Class::Convention, problem)) = problem(url)
    {
        context.report(node.span, format!("`{url}` {problem}"), LOOKS_LIKE);
    }
}

/// What is wrong with the URL of a server, and of which class that is.
pub(super) fn problem(url: &str) -> Option<(Class, &'static str)> {
    let other = |problem| Some((Class::Convention, problem));
    let is_foreign = |c: char| c.is_whitespace() || "<>\"\\^`|".contains(c);
    if url.contains(is_foreign) {
        return Some((Class::Invalid, "is not a URL"));
    }
    if url.contains(['{', '}']) {
        return other("has variables");
    }
    let Some(rest) = url.strip_prefix("https://") else {
        return other("does not begin with `https://`");
    };
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) => (host, Some(path)),
        None => (rest, None),
    };
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte);
    if rest.contains(['?', '#', '@']) || path.is_some_and(|path| !path.bytes().all(is_path)) {
        return other("has more than a host and a path");
    }
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        Some(_) => "",
        None => host,
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Some((Class::Invalid, "has no host that a request could go to"));
    }
    let path = path?;
    if path.is_empty() || path.ends_with('/') {
        other("ends in `/`")
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        other("has an empty or relative segment")
    } else {
        None
    }
}
