//! What every operation says of itself: its name, its credential, its host, its document.

use std::{collections::HashMap, ptr};

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::{Node, Value},
    operation::Operation,
    suggest::{did_you_mean, listed},
    survey::Survey,
};

pub(super) const RULES: &[Rule] = &[
    operation_ids,
    documents,
    securities,
    missing_servers,
    servers,
    successes,
];

/// `missing-operation-id`, `duplicate-operation-id`: it becomes the method's name in Rust.
fn operation_ids(survey: &Survey<'_>, report: &mut Report) {
    let mut seen = HashMap::new();
    for operation in &survey.operations {
        if !operation.node.may_have("operationId") {
            missing(operation, "missing-operation-id", "operationId", report);
        }
        let Some((node, id)) = operation.id() else {
            continue;
        };
        let first = *seen.entry(id).or_insert(node.span);
        if first != node.span {
            let line = first.start.line;
            let message = format!("the operationId `{id}` is already on line {line}");
            report.add(
                Finding::new("duplicate-operation-id", node.span, message)
                    .help("give each operation a name of its own"),
            );
        }
    }
}

fn missing(operation: &Operation<'_>, code: &'static str, key: &str, report: &mut Report) {
    let message = format!("there is no `{key}`");
    let span = operation.method.span;
    report.add(Finding::about(operation.owner, code, span, message).help(format!("add `{key}`")));
}

/// `missing-document`, `bad-document`: what the operation was transcribed from can be looked up.
fn documents(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        if !operation.node.may_have("externalDocs") {
            missing(operation, "missing-document", "externalDocs", report);
        }
        let docs = operation.node.get("externalDocs");
        let Some((node, url)) = docs
            .and_then(|docs| docs.get("url"))
            .and_then(|node| Some((node, node.text()?)))
        else {
            continue;
        };
        let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
        if rest.is_none_or(str::is_empty) || url.contains(char::is_whitespace) {
            let message = format!("`{url}` is not the URL of a page");
            report.add(
                Finding::about(operation.owner, "bad-document", node.span, message)
                    .help("give the whole URL, `https://` included"),
            );
        }
    }
}

/// `missing-security`, `several-securities`, `unknown-security`, `security-scopes`: an operation
/// belongs to the one API whose credential opens it.
fn securities(survey: &Survey<'_>, report: &mut Report) {
    let apis: Vec<&str> = survey.apis().collect();
    for operation in &survey.operations {
        let owner = operation.owner;
        let Some(security) = operation.node.entry("security") else {
            if !operation.node.may_have("security") {
                missing(operation, "missing-security", "security", report);
            }
            continue;
        };
        if !matches!(security.value.value, Value::List(_)) {
            continue;
        }
        let items = security.value.items();
        let mut schemes = items.flat_map(Node::entries);
        let Some(scheme) = schemes.next() else {
            let message = "`security` names no security scheme";
            let help = format!(
                "name the one that opens the operation: {}",
                listed(apis.clone())
            );
            let span = security.key.span;
            report.add(Finding::about(owner, "missing-security", span, message).help(help));
            continue;
        };
        let second = schemes.next().map(|entry| entry.key.span);
        let second = second.or_else(|| security.value.items().nth(1).map(|item| item.span));
        if let Some(span) = second {
            let message = "the operation names more than one way to open it";
            report.add(
                Finding::about(owner, "several-securities", span, message)
                    .help("an operation belongs to one API: write it once for each"),
            );
        }
        let name = scheme.key.name();
        if !apis.is_empty() && !apis.contains(&name) {
            let help = did_you_mean(name, apis.iter().copied())
                .unwrap_or_else(|| format!("the security schemes are {}", listed(apis.clone())));
            let message = format!("there is no security scheme `{name}`");
            let span = scheme.key.span;
            report.add(Finding::about(owner, "unknown-security", span, message).help(help));
        }
        if let Some(scope) = scheme.value.items().next() {
            let message = "a bearer token has no scopes";
            report.add(
                Finding::about(owner, "security-scopes", scope.span, message)
                    .help(format!("write `{name}: []`")),
            );
        }
    }
}

/// `missing-server`: each operation goes to the host that its document names; servers at the top
/// of the contract do not say which.
fn missing_servers(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let servers = [operation.node, operation.item].map(|node| node.entry("servers"));
        let [own, shared] = servers;
        let is_missing = match own.or(shared) {
            Some(servers) => servers.value.is_empty_list(),
            None => !operation.node.may_have("servers") && !operation.item.may_have("servers"),
        };
        if is_missing {
            missing(operation, "missing-server", "servers", report);
        }
    }
}

/// `several-servers`, `bad-server`: the host of an operation is one, and a URL as it stands.
fn servers(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Server) {
        let list = survey.parent(site);
        let place = list.and_then(|list| survey.parent(list)?.shape.object());
        let Some(list) = list.filter(|_| place.is_none_or(|it| it.kind != Kind::Contract)) else {
            continue;
        };
        if list
            .node
            .items()
            .nth(1)
            .is_some_and(|second| ptr::eq(second, site.node))
        {
            let message = "an operation goes to one server";
            report.add(
                Finding::about(site.owner, "several-servers", site.node.span, message)
                    .help("keep the one that the document names"),
            );
        }
        let url = site
            .node
            .get("url")
            .and_then(|node| Some((node.span, node.text()?)));
        if let Some((span, url)) = url
            && let Some(problem) = server_problem(url)
        {
            let message = format!("`{url}` {problem}");
            report.add(
                Finding::about(site.owner, "bad-server", span, message)
                    .help("a server looks like `https://api.example.com/v1`"),
            );
        }
    }
}

/// What is wrong with the URL of a server.
fn server_problem(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://") else {
        return Some("does not begin with `https://`");
    };
    let (host, path) = rest
        .split_once('/')
        .map_or((rest, None), |(host, path)| (host, Some(path)));
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.parse::<u16>().is_ok() {
            name
        } else {
            ""
        }
    });
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte);
    if url.contains(['{', '}']) {
        Some("has variables")
    } else if name.is_empty() || !name.bytes().all(is_name) {
        Some("has no host that a request could go to")
    } else if path.is_some_and(|path| path.is_empty() || path.ends_with('/')) {
        Some("ends in `/`")
    } else if path.is_some_and(|path| !path.bytes().all(is_path)) {
        Some("has more than a host and a path")
    } else if path.is_some_and(|path| path.split('/').any(|part| matches!(part, "" | "." | ".."))) {
        Some("has an empty or relative segment")
    } else {
        None
    }
}

/// `missing-success`: an operation that never succeeds has nothing to return.
fn successes(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let Some(responses) = operation.node.entry("responses") else {
            continue;
        };
        if responses.value.map().is_none_or(|map| map.incomplete) {
            continue;
        }
        if !operation
            .responses()
            .any(|(key, _)| key.name().starts_with('2'))
        {
            let message = "no answer is a success";
            let span = operation.method.span;
            report.add(
                Finding::about(operation.owner, "missing-success", span, message)
                    .help("add the answer with a status from 200 to 299"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::server_problem;

    #[test]
    fn a_server_is_an_https_host_with_a_plain_path() {
        for good in [
            "https://api.example.com",
            "https://api.example.com/v1",
            "https://api.example.com:8443/a/v1.2",
        ] {
            assert_eq!(server_problem(good), None, "{good}");
        }
        for bad in [
            "/v1",
            "http://api.example.com",
            "https://",
            "https://api.example.com/",
            "https://api.example.com/v1/",
            "https://{region}.example.com",
            "https://api.example.com/v1?x=1",
            "https://me@api.example.com",
            "https://api.example.com:x/v1",
            "https://api.example.com/../v1",
        ] {
            assert!(server_problem(bad).is_some(), "{bad}");
        }
    }
}
