//! Parameters that the client can send.

use super::super::{Rule, keys::is_token, names::snake};
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::Node,
    operation::Parameter,
    schema::{COMPOSITIONS, is_made_of, is_nullable},
    survey::{Site, Survey},
};

pub(in super::super) const RULES: &[Rule] = &[
    cookies,
    headers,
    contents,
    styles,
    flags_for_queries,
    lists_and_objects,
    nulls,
    reserved_names,
];

/// Every parameter that is written in place, with the place it is sent in.
fn located<'s, 'a>(survey: &'s Survey<'a>) -> impl Iterator<Item = (&'s Site<'a>, &'a str)> {
    survey
        .objects(Kind::Parameter)
        .filter_map(|site| Some((site, site.node.get("in")?.text()?)))
}

/// The name of a parameter, for messages.
fn name_of(parameter: &Node) -> &str {
    parameter
        .get("name")
        .and_then(Node::text)
        .unwrap_or_default()
}

/// `cookie-parameter`: progenitor refuses them, and the client keeps no cookies.
fn cookies(survey: &Survey<'_>, report: &mut Report) {
    for (site, location) in located(survey) {
        if let Some(place) = site.node.get("in").filter(|_| location == "cookie") {
            let message = format!("the parameter `{}` is a cookie", name_of(site.node));
            report.add(
                Finding::about(site.owner, "cookie-parameter", place.span, message)
                    .help("the client sends no cookies: leave the parameter out"),
            );
        }
    }
}

/// `reserved-header`, `bad-header-name`: headers that the client itself sets, or cannot set.
fn headers(survey: &Survey<'_>, report: &mut Report) {
    const RESERVED: &[&str] = &[
        "accept",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
    ];
    for (site, location) in located(survey) {
        let Some(node) = site.node.get("name").filter(|_| location == "header") else {
            continue;
        };
        let Some(name) = node.text() else {
            continue;
        };
        if RESERVED.contains(&name.to_lowercase().as_str()) {
            let message = format!("the client sets the header `{name}` itself");
            report.add(
                Finding::about(site.owner, "reserved-header", node.span, message)
                    .help("leave the parameter out"),
            );
        } else if !is_token(name) {
            let message = format!("`{name}` is not the name of a header");
            report.add(
                Finding::about(site.owner, "bad-header-name", node.span, message)
                    .help("use letters, digits and `-`"),
            );
        }
    }
}

/// `parameter-content`: progenitor takes parameters with a schema only.
fn contents(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Parameter) {
        if let Some(entry) = site.node.entry("content") {
            let message = format!("the parameter `{}` has `content`", name_of(site.node));
            report.add(
                Finding::about(site.owner, "parameter-content", entry.key.span, message)
                    .help("give it a `schema` instead"),
            );
        }
    }
}

/// `unsupported-style`: the client writes values in the usual style of their place.
fn styles(survey: &Survey<'_>, report: &mut Report) {
    for (site, location) in located(survey) {
        let usual = match location {
            "query" | "cookie" => "form",
            "path" | "header" => "simple",
            _ => continue,
        };
        let Some(node) = site.node.get("style") else {
            continue;
        };
        if let Some(style) = node.text().filter(|style| *style != usual) {
            let name = name_of(site.node);
            let message = format!("the {location} parameter `{name}` has the style `{style}`");
            report.add(
                Finding::about(site.owner, "unsupported-style", node.span, message)
                    .help(format!("only `style: {usual}` can be sent there")),
            );
        }
    }
}

/// `unsupported-flag`: reserved characters are always encoded; the flags are for queries alone.
fn flags_for_queries(survey: &Survey<'_>, report: &mut Report) {
    for (site, location) in located(survey) {
        for flag in ["allowReserved", "allowEmptyValue"] {
            let Some(entry) = site.node.entry(flag) else {
                continue;
            };
            let is_on = entry.value.flag() == Some(true);
            if is_on && (location != "query" || flag == "allowReserved") {
                let name = name_of(site.node);
                let message = format!("`{flag}` does nothing for the parameter `{name}`");
                report.add(
                    Finding::about(site.owner, "unsupported-flag", entry.key.span, message)
                        .help("remove it: the client encodes every reserved character"),
                );
            }
        }
    }
}

/// `parameter-not-scalar`, `unsupported-explode`: a list is sent as one pair for each item, in the
/// query alone; an object cannot be sent.
fn lists_and_objects(survey: &Survey<'_>, report: &mut Report) {
    for (site, location) in located(survey) {
        let Some(entry) = site.node.entry("schema") else {
            continue;
        };
        let Some(schema) = survey.resolve(&entry.value, Kind::Schema) else {
            continue;
        };
        let is_list = is_made_of(schema, "array", survey);
        let items = schema.get("items");
        let items = items.and_then(|items| survey.resolve(items, Kind::Schema));
        let is_nested =
            |schema| is_made_of(schema, "array", survey) || is_made_of(schema, "object", survey);
        let has_type =
            COMPOSITIONS.iter().any(|key| schema.may_have(key)) || schema.may_have("type");
        let problem = if !has_type {
            Some("may be anything")
        } else if is_made_of(schema, "object", survey) {
            Some("is an object")
        } else if is_list && location != "query" {
            Some("is a list")
        } else if is_list && items.is_some_and(is_nested) {
            Some("is a list of lists or objects")
        } else {
            None
        };
        let name = name_of(site.node);
        if let Some(problem) = problem {
            let message = format!("the {location} parameter `{name}` {problem}");
            let span = entry.key.span;
            report.add(
                Finding::about(site.owner, "parameter-not-scalar", span, message)
                    .help("make it a string, a number or a boolean; a query may be a list of them"),
            );
        } else if let Some(explode) = site.node.get("explode")
            && is_list
            && explode.flag() == Some(false)
        {
            let message = format!("the list `{name}` is sent as one pair for each item");
            report.add(
                Finding::about(site.owner, "unsupported-explode", explode.span, message)
                    .help("remove `explode: false`, or make the parameter a string"),
            );
        }
    }
}

/// `nullable-parameter`: null cannot be sent; progenitor makes such a parameter optional.
fn nulls(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Parameter) {
        let Some(entry) = site.node.entry("schema") else {
            continue;
        };
        let schema = survey.resolve(&entry.value, Kind::Schema);
        if schema.is_some_and(is_nullable) {
            let message = format!("the parameter `{}` may be null", name_of(site.node));
            let span = entry.key.span;
            report.add(
                Finding::about(site.owner, "nullable-parameter", span, message)
                    .help("remove `nullable: true`; a parameter without a value is left out"),
            );
        }
    }
}

/// `reserved-name`: setters of a builder are named after the parameters.
fn reserved_names(survey: &Survey<'_>, report: &mut Report) {
    const RESERVED: &[&str] = &["client", "clone", "new", "pages", "send", "stream"];
    for operation in &survey.operations {
        let has_body = operation.node.get("requestBody").is_some();
        let named = |parameter: Parameter<'_>| Some((snake(parameter.name()?), parameter.span()));
        for (name, span) in operation.parameters(survey).into_iter().filter_map(named) {
            if RESERVED.contains(&name.as_str()) || (has_body && name == "body") {
                let message = format!("a builder has a method `{name}` of its own");
                report.add(
                    Finding::about(operation.owner, "reserved-name", span, message)
                        .help("the client cannot send a parameter of this name"),
                );
            }
        }
    }
}
