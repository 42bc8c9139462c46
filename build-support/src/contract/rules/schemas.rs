//! Schemas: keywords that belong to their type, and required names that are properties.

use std::{collections::HashSet, iter};

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::{Kind, Shape},
    node::{Entry, Node},
    schema::{COMPOSITIONS, TypeOf, composed, is_nullable, members, type_of},
    suggest::{did_you_mean, listed},
    survey::{Site, Survey},
};

pub(super) const RULES: &[Rule] = &[
    keywords_of_other_types,
    missing_types,
    missing_items,
    empty_lists,
    required_without_property,
    required_twice,
];

/// The keywords that only say something about some types.
const KEYWORDS: &[(&str, &[&str])] = &[
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("enum", &["string", "integer", "number", "boolean"]),
    ("format", &["string", "integer", "number"]),
];

/// `useless-keyword`: the model drops what says nothing about the schema's type.
fn keywords_of_other_types(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let TypeOf::Known(word) = type_of(site.node) else {
            continue;
        };
        for (keyword, types) in KEYWORDS {
            let Some(entry) = site.node.entry(keyword) else {
                continue;
            };
            // A misspelt key is reported as such.
            if types.contains(&word) || entry.key.meant.is_some() || is_required_flag(entry) {
                continue;
            }
            let message = format!("`{keyword}` says nothing about a schema of type `{word}`");
            let span = entry.key.span;
            report.add(
                Finding::about(site.owner, "useless-keyword", span, message)
                    .help(format!("remove it, or change `type` to `{}`", types[0])),
            );
        }
    }
}

/// Whether this is `required: true`, as in a parameter: it is reported as of the wrong kind.
fn is_required_flag(entry: &Entry) -> bool {
    entry.key.name() == "required" && entry.value.flag().is_some()
}

/// `missing-type`: without a type, progenitor guesses one or takes any value.
fn missing_types(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        if type_of(site.node) != TypeOf::Absent {
            continue;
        }
        let typed = KEYWORDS.iter().find_map(|(keyword, types)| {
            let entry = site.node.entry(keyword)?;
            (!is_required_flag(entry)).then_some((entry, types[0]))
        });
        if let Some((entry, word)) = typed {
            let message = format!("`{}` needs a `type` beside it", entry.key.name());
            let span = entry.key.span;
            report.add(
                Finding::about(site.owner, "missing-type", span, message)
                    .help(format!("add `type: {word}`")),
            );
        } else if let Some(entry) = site.node.entry("nullable")
            && is_nullable(site.node)
            && !COMPOSITIONS.iter().any(|key| site.node.may_have(key))
        {
            let message = "`nullable` says nothing without a `type`";
            let span = entry.key.span;
            report.add(
                Finding::about(site.owner, "missing-type", span, message)
                    .help("add the `type`; a schema without one allows null anyway"),
            );
        } else if is_property(survey, site) && says_nothing_of_type(site) {
            let message = "a property without a `type` can be anything";
            report.add(
                Finding::about(site.owner, "missing-type", site.head(), message).help(
                    "add the `type`; if anything is meant, say so in a component and use `$ref`",
                ),
            );
        }
    }
}

/// Whether the schema is that of a property; a rule of its own looks at parameters.
fn is_property(survey: &Survey<'_>, site: &Site<'_>) -> bool {
    let map = survey.parent(site);
    map.filter(|map| matches!(map.shape, Shape::Map(_)))
        .and_then(|map| map.key)
        .is_some_and(|key| key.name() == "properties")
}

/// Whether the keys of a schema leave its type open; `{}` is meant, and an unknown key, which is
/// reported as such, may have told it.
fn says_nothing_of_type(site: &Site<'_>) -> bool {
    let is_known = |key: &str| {
        let object = site.shape.object();
        object.is_some_and(|object| object.shape_of(key).is_some())
    };
    let keys = || site.node.entries().map(|entry| &entry.key.scalar.text);
    keys().next().is_some()
        && keys().all(|key| is_known(key))
        && !COMPOSITIONS.iter().any(|key| site.node.may_have(key))
        && !site.node.may_have("not")
}

/// `missing-items`: the specification demands to say what a list holds.
fn missing_items(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        if type_of(site.node) == TypeOf::Known("array") && !site.node.may_have("items") {
            let message = "a list needs `items`, the schema of what it holds";
            report.add(
                Finding::about(site.owner, "missing-items", site.head(), message)
                    .help("add `items`; `items: {}` allows any value"),
            );
        }
    }
}

/// `empty-list`: a choice or a combination of nothing allows nothing, and progenitor panics on it.
fn empty_lists(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        for keyword in COMPOSITIONS.iter().chain(&["enum"]) {
            let Some(entry) = site.node.entry(keyword) else {
                continue;
            };
            if entry.value.is_empty_list() {
                let message = format!("`{keyword}` is an empty list");
                let span = entry.key.span;
                report.add(
                    Finding::about(site.owner, "empty-list", span, message)
                        .help("add a member or remove it"),
                );
            }
        }
    }
}

/// `required-without-property`: a required name that is no property is most likely misspelt.
fn required_without_property(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let mut required = members(site.node, "required").peekable();
        if required.peek().is_none() {
            continue;
        }
        let parts = composed(outermost(survey, site).node, COMPOSITIONS, survey);
        // A part that cannot be read is reported elsewhere; the name may be in there.
        let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else {
            continue;
        };
        let properties: Vec<&Node> = parts
            .iter()
            .filter_map(|part| part.get("properties"))
            .collect();
        for item in required {
            let Some(name) = item.text() else {
                continue;
            };
            if properties
                .iter()
                .any(|properties| properties.may_have(name))
            {
                continue;
            }
            let known = properties
                .iter()
                .flat_map(|properties| properties.entries());
            let known: Vec<&str> = known.map(|entry| entry.key.name()).collect();
            let is_property = |part: &str| known.contains(&part);
            let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
                if name.contains(" - ") && name.split(" - ").all(is_property) {
                    "to YAML this is one name: begin every `-` in the column of the first"
                        .to_owned()
                } else if known.is_empty() {
                    "the schema has no properties".to_owned()
                } else {
                    format!("the properties are {}", listed(known.iter().copied()))
                }
            });
            let message = format!("`{name}` is required but is not a property");
            report.add(
                Finding::about(site.owner, "required-without-property", item.span, message)
                    .help(help),
            );
        }
    }
}

/// The schema that this one is a part of by `allOf`, `oneOf` or `anyOf`, or the schema itself.
fn outermost<'s, 'a>(survey: &'s Survey<'a>, site: &'s Site<'a>) -> &'s Site<'a> {
    wholes(survey, site).last().unwrap_or(site)
}

/// The schema itself, and those that it is a part of by `allOf`, `oneOf` or `anyOf`.
pub(super) fn wholes<'s, 'a>(
    survey: &'s Survey<'a>,
    site: &'s Site<'a>,
) -> impl Iterator<Item = &'s Site<'a>> {
    iter::successors(Some(site), |site| {
        let list = survey.parent(site)?;
        let key = list.key.filter(|_| site.key.is_none())?;
        let is_composition = COMPOSITIONS.contains(&key.name());
        survey.parent(list).filter(|_| is_composition)
    })
}

/// `required-twice`: of two equal names one was most likely meant to be another.
fn required_twice(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let mut seen = HashSet::new();
        for item in members(site.node, "required") {
            if let Some(name) = item.text()
                && !seen.insert(name)
            {
                let message = format!("`{name}` is required twice");
                report.add(
                    Finding::about(site.owner, "required-twice", item.span, message)
                        .help("remove one of the two, or name the property that was meant"),
                );
            }
        }
    }
}
