//! Keys that are names, statuses, media types or paths, and the version of the specification.

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::{Kind, SECTIONS},
    node::Node,
    suggest::did_you_mean,
    survey::Survey,
};

pub(super) const RULES: &[Rule] = &[
    openapi_version,
    path_keys,
    status_keys,
    media_type_keys,
    component_names,
];

/// `openapi-version`: other versions mean other things by the same keys.
fn openapi_version(survey: &Survey<'_>, report: &mut Report) {
    let Some((node, version)) = survey
        .root
        .get("openapi")
        .and_then(|node| Some((node, node.text()?)))
    else {
        return;
    };
    let patch = version.strip_prefix("3.0.").unwrap_or_default();
    if patch.is_empty() || !patch.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("the contract is written in OpenAPI {version}");
        report.add(
            Finding::new("openapi-version", node.span, message)
                .help("write it in OpenAPI 3.0: `openapi: 3.0.3`"),
        );
    }
}

/// `path-key`: the model ignores paths without a leading slash; progenitor joins double slashes.
fn path_keys(survey: &Survey<'_>, report: &mut Report) {
    let paths = survey.root.get("paths");
    for key in paths
        .into_iter()
        .flat_map(Node::entries)
        .map(|entry| &entry.key)
    {
        let path = key.name();
        if path.starts_with("x-") {
            continue;
        }
        let help = if !path.starts_with('/') {
            "a path begins with `/`"
        } else if path.contains("//") {
            "a path has no empty segment: remove one `/`"
        } else if path.contains(['?', '#']) {
            "a path has no query and no fragment: make them parameters"
        } else if path.contains(char::is_whitespace) {
            "a path has no spaces"
        } else {
            continue;
        };
        let message = format!("`{path}` is not a path");
        report.add(Finding::new("path-key", key.span, message).help(help));
    }
}

/// `status-key`: the model ignores answers whose key is not a status.
fn status_keys(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Responses) {
        for key in site.node.entries().map(|entry| &entry.key) {
            let status = key.name();
            if status == "default" || status.starts_with("x-") || is_status(status) {
                continue;
            }
            let help = did_you_mean(status, ["default"]).unwrap_or_else(|| {
                "use a status from 100 to 599, a range like `4XX`, or `default`".to_owned()
            });
            let message = format!("`{status}` is not a status");
            let owner = site.owner;
            report.add(Finding::about(owner, "status-key", key.span, message).help(help));
        }
    }
}

/// Whether the text is a status or a range of statuses.
fn is_status(text: &str) -> bool {
    match text.as_bytes() {
        [b'1'..=b'5', rest @ ..] if rest.len() == 2 => {
            rest == b"XX" || rest.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// `media-type-key`: a media type has a type and a subtype.
fn media_type_keys(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::MediaType) {
        let Some(key) = site.key else {
            continue;
        };
        if !is_media_type(key.name()) {
            let message = format!("`{}` is not a media type", key.name());
            report.add(
                Finding::about(site.owner, "media-type-key", key.span, message)
                    .help("a media type looks like `application/json`"),
            );
        }
    }
}

/// Whether the text is a type and a subtype, with or without parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let (essence, _) = text.split_once(';').unwrap_or((text, ""));
    let parts = essence.split_once('/');
    parts.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype.trim_end()))
}

/// Whether the text is a token of HTTP (RFC 9110), as names of headers are.
pub(super) fn is_token(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

/// `component-name`: a `$ref` can only name components made of these characters.
fn component_names(survey: &Survey<'_>, report: &mut Report) {
    for (section, _, label) in SECTIONS {
        for key in survey.section(section).map(|entry| &entry.key) {
            let name = key.name();
            if !is_component_name(name) {
                let message = format!("`{name}` cannot be the name of a {label}");
                report.add(
                    Finding::new("component-name", key.span, message)
                        .help("use ASCII letters, digits, `_`, `-` and `.`"),
                );
            }
        }
    }
}

/// Whether a component can have this name.
pub(super) fn is_component_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty() && name.bytes().all(is_allowed)
}
