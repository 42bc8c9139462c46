//! Bodies: JSON, in one form, sent and received.

use super::super::{Rule, keys::is_media_type};
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::Key,
    survey::{Site, Survey},
};

pub(in super::super) const RULES: &[Rule] = &[
    media_types,
    schemas,
    encodings,
    optional_bodies,
    empty_contents,
    meaningless_bodies,
];

/// The request bodies and answers that are written in place.
fn bodies<'s, 'a>(survey: &'s Survey<'a>) -> impl Iterator<Item = &'s Site<'a>> {
    let requests = survey.objects(Kind::RequestBody);
    requests.chain(survey.objects(Kind::Response))
}

/// Whether progenitor takes this for JSON.
fn is_json(media_type: &str) -> bool {
    let rest = media_type.strip_prefix("application/json");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(';'))
}

/// `unsupported-media-type`, `several-media-types`: the client sends and decodes JSON alone;
/// progenitor panics on a second type in a request and ignores one in an answer.
fn media_types(survey: &Survey<'_>, report: &mut Report) {
    for site in bodies(survey) {
        let Some(content) = site.node.get("content") else {
            continue;
        };
        let mut keys = content.entries().map(|entry| &entry.key);
        // What is no media type at all is reported as such.
        let unknown = |key: &&Key| is_media_type(key.name()) && !is_json(key.name());
        if let Some(key) = keys.next().filter(unknown) {
            let message = format!("the client cannot take `{}`", key.name());
            report.add(
                Finding::about(site.owner, "unsupported-media-type", key.span, message)
                    .help("bodies are `application/json`"),
            );
        }
        if let Some(key) = keys.next() {
            let message = format!("`{}` is a second media type", key.name());
            report.add(
                Finding::about(site.owner, "several-media-types", key.span, message)
                    .help("keep one, `application/json`"),
            );
        }
    }
}

/// The media types of request bodies and answers.
fn body_types<'s, 'a>(survey: &'s Survey<'a>) -> impl Iterator<Item = &'s Site<'a>> {
    survey.objects(Kind::MediaType).filter(|site| {
        let content = survey.parent(site);
        let body = content.and_then(|content| survey.parent(content));
        body.is_some_and(|body| body.shape.is(Kind::RequestBody) || body.shape.is(Kind::Response))
    })
}

/// `missing-schema`: progenitor panics on a body without a schema.
fn schemas(survey: &Survey<'_>, report: &mut Report) {
    for site in body_types(survey) {
        if !site.node.may_have("schema") {
            let message = "the body has no `schema`";
            report.add(
                Finding::about(site.owner, "missing-schema", site.head(), message)
                    .help("add `schema`; `schema: {}` allows any JSON"),
            );
        }
    }
}

/// `unsupported-encoding`: progenitor panics on it, and JSON has no use for it.
fn encodings(survey: &Survey<'_>, report: &mut Report) {
    for site in body_types(survey) {
        if let Some(entry) = site.node.entry("encoding") {
            let message = "`encoding` is for forms, which the client does not send";
            report.add(
                Finding::about(site.owner, "unsupported-encoding", entry.key.span, message)
                    .help("remove it"),
            );
        }
    }
}

/// `optional-body`: progenitor's code always sends the body.
fn optional_bodies(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::RequestBody) {
        let span = match site.node.get("required") {
            Some(required) if required.flag() == Some(false) => required.span,
            None if !site.node.may_have("required") => site.head(),
            _ => continue,
        };
        let message = "the request body is not required, but would always be sent";
        report.add(
            Finding::about(site.owner, "optional-body", span, message)
                .help("add `required: true`, or leave the body out"),
        );
    }
}

/// `empty-content`: progenitor takes a request body without a media type for none.
fn empty_contents(survey: &Survey<'_>, report: &mut Report) {
    for site in bodies(survey) {
        if let Some(entry) = site.node.entry("content")
            && entry.value.is_empty_map()
        {
            let message = "`content` has no media type";
            report.add(
                Finding::about(site.owner, "empty-content", entry.key.span, message)
                    .help("add `application/json`, or remove `content`"),
            );
        }
    }
}

/// `meaningless-body`: HTTP gives the body of such a request no meaning, and servers drop it.
fn meaningless_bodies(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let method = operation.method.name();
        if let Some(entry) = operation.node.entry("requestBody")
            && matches!(method, "get" | "head")
        {
            let message = format!("a {} request has no body", method.to_uppercase());
            report.add(
                Finding::about(operation.owner, "meaningless-body", entry.key.span, message)
                    .help("remove it, or make it parameters"),
            );
        }
    }
}
