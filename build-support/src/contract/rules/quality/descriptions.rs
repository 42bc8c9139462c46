//! What the documentation of the client is made of: descriptions, summaries and tags.

use crate::contract::{
    diagnostic::{Finding, Report, Span},
    grammar::Kind,
    node::{Entry, Node},
    schema::members,
    suggest::{did_you_mean, listed},
    survey::{Owner, Site, Survey},
};

/// `missing-description`: descriptions become the documentation of the client.
pub(super) fn descriptions(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        if survey.is_component(site) {
            lacking(site, site.head(), "the schema", report);
        }
        let properties = site.node.get("properties");
        for Entry { key, value } in properties.into_iter().flat_map(Node::entries) {
            if !is_described_elsewhere(value) {
                let what = format!("the property `{}`", key.name());
                undescribed(site.owner, value, key.span, &what, report);
            }
        }
    }
    for site in survey.objects(Kind::Parameter) {
        let name = site.node.get("name");
        let what = name
            .and_then(Node::text)
            .map_or("the parameter".to_owned(), |name| {
                format!("the parameter `{name}`")
            });
        lacking(site, name.unwrap_or(site.node).span, &what, report);
    }
    for site in survey.objects(Kind::Header) {
        let what = site.key.map_or("the header".to_owned(), |key| {
            format!("the header `{}`", key.name())
        });
        lacking(site, site.head(), &what, report);
    }
    for site in survey.objects(Kind::Tag) {
        let name = site.node.get("name");
        lacking(site, name.unwrap_or(site.node).span, "the tag", report);
    }
}

/// Whether the description stands in a component that the schema is, itself or by `allOf`; the
/// component has one, or the rule reports it there.
fn is_described_elsewhere(schema: &Node) -> bool {
    schema.reference().is_some()
        || members(schema, "allOf").any(|member| is_described_elsewhere(member) || is_full(member))
}

fn is_full(node: &Node) -> bool {
    has_text(node, "description")
}

fn lacking(site: &Site<'_>, span: Span, what: &str, report: &mut Report) {
    undescribed(site.owner, site.node, span, what, report);
}

fn undescribed(owner: Owner<'_>, node: &Node, span: Span, what: &str, report: &mut Report) {
    if !has_text(node, "description") {
        let message = format!("{what} has no description");
        let span = place(node, "description", span);
        report.add(
            Finding::about(owner, "missing-description", span, message)
                .help("say in `description` what it means, and when it is missing or null"),
        );
    }
}

/// Whether there is text at the key; something else there is reported as such.
fn has_text(node: &Node, key: &str) -> bool {
    let Some(value) = node.get(key) else {
        return node.may_have(key);
    };
    value.text().is_none_or(|text| !text.trim().is_empty())
}

/// The empty text at the key, or the place to point at when there is none.
fn place(node: &Node, key: &str, span: Span) -> Span {
    node.get(key).map_or(span, |value| value.span)
}

/// `missing-summary`: a summary is the first line of a method's documentation.
pub(super) fn summaries(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        if !has_text(operation.node, "summary") {
            let span = place(operation.node, "summary", operation.method.span);
            let message = "the operation has no summary";
            report.add(
                Finding::about(operation.owner, "missing-summary", span, message)
                    .help("say in `summary` what it does, in one line"),
            );
        }
    }
}

/// `unknown-tag`: a tag groups operations under its description, so it has to be declared.
pub(super) fn tags(survey: &Survey<'_>, report: &mut Report) {
    let declared: Vec<&str> = survey
        .objects(Kind::Tag)
        .filter_map(|site| site.node.get("name")?.text())
        .collect();
    // A tag whose name cannot be read may be any.
    if declared.len() < survey.root.get("tags").map_or(0, |tags| tags.items().len()) {
        return;
    }
    for operation in &survey.operations {
        for tag in members(operation.node, "tags") {
            let Some(name) = tag.text().filter(|name| !declared.contains(name)) else {
                continue;
            };
            let known = declared.iter().copied();
            let help = did_you_mean(name, known.clone()).unwrap_or_else(|| {
                if declared.is_empty() {
                    "declare it, with a description, in `tags` at the top of the contract"
                        .to_owned()
                } else {
                    format!(
                        "declare it at the top of the contract; there are {}",
                        listed(known)
                    )
                }
            });
            let message = format!("there is no tag `{name}`");
            report
                .add(Finding::about(operation.owner, "unknown-tag", tag.span, message).help(help));
        }
    }
}
