//! Security schemes: each is one API, and carries what the client's runtime has to know of it.

use std::collections::{HashMap, HashSet};

use super::{Rule, keys::is_token, names::is_snake};
use crate::contract::{
    diagnostic::{Finding, Report, Span},
    grammar::Kind,
    node::Node,
    survey::{Owner, Site, Survey},
};

pub(super) const RULES: &[Rule] = &[
    api_names,
    schemes,
    environment,
    header_names,
    pacing,
    error_pointers,
];

/// Words that cannot name the module of an API: Rust's keywords, and modules that are there.
const RESERVED: &[&str] = &[
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "generated",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "runtime",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// `bad-api-name`: the name of a security scheme becomes the name of a Rust module.
fn api_names(survey: &Survey<'_>, report: &mut Report) {
    for key in survey.section("securitySchemes").map(|entry| &entry.key) {
        let name = key.name();
        let help = if !is_snake(name) {
            "use lower-case letters, digits and single `_`, like `my_api`"
        } else if RESERVED.contains(&name) {
            "the word is taken: choose another"
        } else {
            continue;
        };
        let message = format!("the security scheme `{name}` cannot be the name of a Rust module");
        report.add(Finding::new("bad-api-name", key.span, message).help(help));
    }
}

/// `unsupported-security`: the client sends its key as a bearer token and in no other way.
fn schemes(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::SecurityScheme) {
        match text(site.node, "type") {
            Some((_, "http")) => {}
            Some((node, word @ ("apiKey" | "oauth2" | "openIdConnect"))) => {
                let message = format!("the client has no credentials of type `{word}`");
                report.add(unsupported(site.owner, node.span, message));
                continue;
            }
            _ => continue,
        }
        match text(site.node, "scheme") {
            Some((_, scheme)) if scheme.eq_ignore_ascii_case("bearer") => {}
            Some((node, scheme)) => {
                let message = format!("the client has no credentials of scheme `{scheme}`");
                report.add(unsupported(site.owner, node.span, message));
            }
            None if !site.node.may_have("scheme") => {
                let message = "a security scheme of type `http` needs the key `scheme`";
                report.add(
                    Finding::about(site.owner, "missing-field", site.head(), message)
                        .help("add `scheme: bearer`"),
                );
            }
            None => {}
        }
        for name in ["name", "in", "flows", "openIdConnectUrl"] {
            if let Some(entry) = site.node.entry(name) {
                let message = format!("`{name}` says nothing about a scheme of type `http`");
                report.add(
                    Finding::about(site.owner, "useless-keyword", entry.key.span, message)
                        .help("remove it"),
                );
            }
        }
    }
}

fn unsupported(owner: Owner<'_>, span: Span, message: String) -> Finding {
    Finding::about(owner, "unsupported-security", span, message)
        .help("use `type: http` and `scheme: bearer`")
}

/// The text at a key, with its node; nothing when it is no text, which is reported as such.
fn text<'a>(node: &'a Node, name: &str) -> Option<(&'a Node, &'a str)> {
    let node = node.get(name)?;
    Some((node, node.text()?))
}

/// `missing-environment`, `shared-environment`, `bad-api-extension`: `Client::from_env()` reads
/// the API's key and base URL from variables of its own.
fn environment(survey: &Survey<'_>, report: &mut Report) {
    let mut taken: HashMap<&str, Span> = HashMap::new();
    for site in survey.objects(Kind::SecurityScheme) {
        for name in ["x-api-key-env", "x-base-url-env"] {
            if !site.node.may_have(name) {
                let api = site.key.map_or("", |key| key.name()).to_uppercase();
                let example = name.trim_start_matches("x-").trim_end_matches("-env");
                let variable = format!("{api}_{}", example.replace('-', "_").to_uppercase());
                let message = format!("there is no `{name}`");
                report.add(
                    Finding::about(site.owner, "missing-environment", site.head(), message)
                        .help(format!("add `{name}: {variable}`")),
                );
            }
            let Some((node, variable)) = text(site.node, name) else {
                continue;
            };
            if !is_variable(variable) {
                let message = format!("`{variable}` is not the name of an environment variable");
                let help = "use upper-case letters, digits and `_`, like `MY_API_KEY`";
                report.add(bad(site, node.span, message, help));
                continue;
            }
            let first = *taken.entry(variable).or_insert(node.span);
            if first != node.span {
                let line = first.start.line;
                let message = format!("`{variable}` is already used on line {line}");
                report.add(
                    Finding::about(site.owner, "shared-environment", node.span, message)
                        .help("each key and each base URL has a variable of its own"),
                );
            }
        }
    }
}

fn bad(site: &Site<'_>, span: Span, message: String, help: &str) -> Finding {
    Finding::about(site.owner, "bad-api-extension", span, message).help(help)
}

fn is_variable(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(is_allowed)
}

/// `bad-api-extension`: `x-request-id` and the texts in `x-rate-limit` are names of headers.
fn header_names(survey: &Survey<'_>, report: &mut Report) {
    let request_ids = survey
        .objects(Kind::SecurityScheme)
        .filter_map(|site| Some((site, site.node.get("x-request-id")?)));
    let rate_limits = survey
        .objects(Kind::RateLimit)
        .flat_map(|site| site.node.entries().map(move |entry| (site, &entry.value)));
    for (site, node) in request_ids.chain(rate_limits) {
        if let Some(name) = node.text().filter(|name| !is_token(name)) {
            let message = format!("`{name}` is not the name of a header");
            report.add(bad(
                site,
                node.span,
                message,
                "use a name like `X-Request-Id`",
            ));
        }
    }
}

/// `bad-api-extension`: a rate limit counts requests over some time, and each method in one bucket.
fn pacing(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Pacing) {
        let window = site.node.get("window");
        if let Some(node) = window.filter(|node| node.integer() == Some(0)) {
            let message = "a `window` of 0 seconds has no rate".to_owned();
            report.add(bad(site, node.span, message, "give its length in seconds"));
        }
        let Some(classes) = site.node.get("classes") else {
            continue;
        };
        let empty = [classes].into_iter().chain(classes.items());
        for node in empty.filter(|node| node.is_empty_list()) {
            let message = "the list is empty, so it separates nothing".to_owned();
            let help = "list the methods that share a bucket, as in `[[GET, HEAD], [POST]]`";
            report.add(bad(site, node.span, message, help));
        }
        let mut known = HashSet::new();
        for node in classes.items().flat_map(Node::items) {
            if let Some(method) = node.text().filter(|method| !known.insert(*method)) {
                let message = format!("`{method}` is already in a class");
                let help = "a request is counted in one bucket";
                report.add(bad(site, node.span, message, help));
            }
        }
    }
}

/// `bad-api-extension`: the members of `x-error` lead to the parts of the API's error body.
fn error_pointers(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::ErrorPointers) {
        for node in site.node.entries().map(|entry| &entry.value) {
            if node.is_empty_list() {
                let message = "the list is empty, so it leads nowhere".to_owned();
                report.add(bad(site, node.span, message, "list pointers, or remove it"));
            }
            for node in [node].into_iter().chain(node.items()) {
                if let Some(pointer) = node.text().filter(|pointer| !is_pointer(pointer)) {
                    let message = format!("`{pointer}` is not a JSON pointer");
                    let help = "a pointer (RFC 6901) looks like `/error/code`";
                    report.add(bad(site, node.span, message, help));
                }
            }
        }
    }
}

fn is_pointer(text: &str) -> bool {
    // `~` only ever begins `~0` and `~1`.
    let mut escapes = text.split('~').skip(1);
    text.starts_with('/') && escapes.all(|rest| rest.starts_with(['0', '1']))
}
