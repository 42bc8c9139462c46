//! Operations that the client can call.

use super::super::{Rule, names::snake};
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    survey::{Survey, split_name},
};

pub(in super::super) const RULES: &[Rule] = &[
    path_refs,
    methods,
    head_answers,
    reserved_names,
    callbacks_and_links,
];

/// `unsupported-path-ref`: progenitor panics on a path that stands elsewhere.
fn path_refs(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::PathItem) {
        if let Some(entry) = site.node.entry("$ref") {
            let message = "the path stands elsewhere";
            report.add(
                Finding::about(site.owner, "unsupported-path-ref", entry.key.span, message)
                    .help("write its operations here; only components can be referred to"),
            );
        }
    }
}

/// `unsupported-method`: reqwest's client has no such requests.
fn methods(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let method = operation.method.name();
        if matches!(method, "options" | "trace") {
            let message = format!("the client sends no {} requests", method.to_uppercase());
            let span = operation.method.span;
            report.add(
                Finding::about(operation.owner, "unsupported-method", span, message)
                    .help("remove the operation"),
            );
        }
    }
}

/// `head-content`: an answer to HEAD has no body, so decoding one always fails.
fn head_answers(survey: &Survey<'_>, report: &mut Report) {
    let heads = survey
        .operations
        .iter()
        .filter(|operation| operation.method.name() == "head");
    for operation in heads {
        for (status, response) in operation.responses() {
            let response = survey.resolve(response, Kind::Response);
            if response.is_some_and(|response| response.get("content").is_some()) {
                let message = format!("the answer {} to HEAD has `content`", status.name());
                let span = status.span;
                report.add(
                    Finding::about(operation.owner, "head-content", span, message)
                        .help("an answer to HEAD is headers alone: remove `content`"),
                );
            }
        }
    }
}

/// `reserved-name`: methods of the client are named after the operations.
fn reserved_names(survey: &Survey<'_>, report: &mut Report) {
    const RESERVED: &[&str] = &["builder", "clone", "from_env", "new", "new_with_client"];
    for operation in &survey.operations {
        let Some((node, id)) = operation.id() else {
            continue;
        };
        let name = snake(split_name(id).map_or(id, |(_, name)| name));
        if RESERVED.contains(&name.as_str()) {
            let message = format!("a client has a method `{name}` of its own");
            report.add(
                Finding::about(operation.owner, "reserved-name", node.span, message)
                    .help("give the operation another name"),
            );
        }
    }
}

/// `unsupported-callbacks`: progenitor ignores what the server calls, and links between answers.
fn callbacks_and_links(survey: &Survey<'_>, report: &mut Report) {
    const PLACES: &[(Kind, &str)] = &[
        (Kind::Operation, "callbacks"),
        (Kind::Response, "links"),
        (Kind::Components, "callbacks"),
        (Kind::Components, "links"),
    ];
    for (kind, name) in PLACES {
        for site in survey.objects(*kind) {
            if let Some(entry) = site.node.entry(name) {
                let message = format!("`{name}` would do nothing");
                let span = entry.key.span;
                report.add(
                    Finding::about(site.owner, "unsupported-callbacks", span, message)
                        .help("remove it"),
                );
            }
        }
    }
}
