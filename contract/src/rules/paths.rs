//! Paths: templates that can be read, and path parameters that are in them.

use std::collections::{HashMap, HashSet};

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::operation::{Operation, Parameter, listed},
    index::{Index, Owner, Site},
    suggest::nearest,
    text::node::{Key, Node, Value},
};

pub(super) const RULES: &[Rule] = &[
    PATH_TEMPLATE,
    SAME_PATH,
    DUPLICATE_PARAMETER,
    OPTIONAL_PATH_PARAMETER,
    PATH_PARAMETER,
];

/// The names in the braces of a template, or what is wrong with its braces.
fn template_names(path: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(index) = rest.find(['{', '}']) {
        let (_, brace) = rest.split_at(index);
        let inside = brace.strip_prefix('{').ok_or("`}` without `{` before it")?;
        let end = inside
            .find(['{', '}', '/'])
            .ok_or("`{` is not closed by `}`")?;
        if !inside[end..].starts_with('}') {
            return Err("`{` is not closed by `}`");
        }
        if end == 0 {
            return Err("`{}` names no parameter");
        }
        names.push(&inside[..end]);
        rest = &inside[end + 1..];
    }
    Ok(names)
}

const PATH_TEMPLATE: Rule = Rule {
    code: "path-template",
    class: Class::Invalid,
    reason: "A value can only be put into a path where its template names one parameter in braces.",
    fails: &[Example::Contract("paths: { «'/things/{id'»: {} }")],
    passes: &[Example::Contract("paths: { '/things/{id}': {} }")],
    check: Check::Object(Kind::PathItem, path_template),
};

fn path_template<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(key) = site.key else {
        return;
    };
    match template_names(key.name()) {
        Err(problem) => {
            context
                .report(key.span, problem)
                .suggest("a path parameter is written `{name}`");
        }
        Ok(names) => {
            let mut seen = HashSet::new();
            if let Some(name) = names.into_iter().find(|name| !seen.insert(*name)) {
                context
                    .report(key.span, format!("`{{{name}}}` is there twice"))
                    .suggest("give the two parameters different names");
            }
        }
    }
}

const SAME_PATH: Rule = Rule {
    code: "same-path",
    class: Class::Invalid,
    reason: "Two templates that differ in the names of parameters only match the same requests.",
    fails: &[Example::Contract(
        "
paths:
  /things/{id}: {}
  «/things/{name}»: {}
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things/{id}: {}
  /things/{id}.json: {}
  /things/new: {}
",
    )],
    check: Check::Contract(same_path),
};

fn same_path(context: &mut Context<'_, '_>) {
    let index = context.index;
    let mut seen: HashMap<String, &Key> = HashMap::new();
    for site in index.objects(Kind::PathItem) {
        let Some((key, Ok(names))) = site.key.map(|key| (key, template_names(key.name()))) else {
            continue;
        };
        let mut shape = key.name().to_owned();
        for name in names {
            shape = shape.replacen(&format!("{{{name}}}"), "{}", 1);
        }
        let first = seen.entry(shape).or_insert(key);
        // A path written twice is a duplicate key.
        if first.name() != key.name() {
            let (line, other) = (first.span.start.line, first.name());
            let message = format!("it matches the same requests as `{other}` (line {line})");
            context
                .report_in(site.owner, key.span, message)
                .suggest("put the operations under one path; names of parameters tell none apart");
        }
    }
}

const DUPLICATE_PARAMETER: Rule = Rule {
    code: "duplicate-parameter",
    class: Class::Invalid,
    reason: "The parameters of a list are told apart by name and place.",
    fails: &[Example::Operation(
        "
parameters:
  - { name: id, in: query, schema: { type: string } }
  - { name: «id», in: query, schema: { type: integer } }
",
    )],
    passes: &[Example::Operation(
        "
parameters:
  - { name: id, in: query, schema: { type: string } }
  - { name: id, in: header, schema: { type: string } }
",
    )],
    check: Check::Value(duplicate_parameter),
};

fn duplicate_parameter<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if !(site.shape.is(Kind::PathItem) || site.shape.is(Kind::Operation)) {
        return;
    }
    let mut seen = HashSet::new();
    for parameter in listed(site.node, context.index) {
        if let Some((name, location)) = parameter.identity()
            && !seen.insert((name, location))
        {
            let message = format!("the {location} parameter `{name}` is listed twice");
            context
                .report(parameter.span(), message)
                .suggest("remove one of the two");
        }
    }
}

const OPTIONAL_PATH_PARAMETER: Rule = Rule {
    code: "optional-path-parameter",
    class: Class::Invalid,
    reason: "A path without the value of its parameter is another path.",
    fails: &[Example::Contract(
        "
components:
  parameters:
    demo.Id: { name: «id», in: path, schema: { type: string } }
",
    )],
    passes: &[Example::Contract(
        "
components:
  parameters:
    demo.Id: { name: id, in: path, required: true, schema: { type: string } }
",
    )],
    check: Check::Object(Kind::Parameter, optional_path_parameter),
};

fn optional_path_parameter<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let text = |key: &str| site.node.get(key).and_then(Node::text);
    let (Some(name), Some("path")) = (text("name"), text("in")) else {
        return;
    };
    let span = match site.node.get("required") {
        Some(required) if required.flag() == Some(false) => Some(required.span),
        // Something else than a flag is reported as such.
        Some(_) => None,
        None => site.node.get("name").map(|name| name.span),
    };
    if let Some(span) = span {
        context
            .report(span, format!("the path parameter `{name}` is not required"))
            .suggest("add `required: true`; without its value there is no path");
    }
}

const PATH_PARAMETER: Rule = Rule {
    code: "path-parameter",
    class: Class::Invalid,
    reason: "A request is made from the template of its path only when the parameters of the path are \
             those that the template names.",
    fails: &[Example::Contract(
        "
paths:
  «/things/{id}»:
    get: { responses: { '200': { description: One of them. } } }
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: One of them. } } }
",
    )],
    check: Check::Object(Kind::PathItem, path_parameter),
};

fn path_parameter<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let (index, item, path) = (context.index, site.node, site.owner);
    let Some((key, Ok(template))) = site.key.map(|key| (key, template_names(key.name()))) else {
        return;
    };
    let of_path = |operation: &&Operation<'_>| std::ptr::eq(operation.item, item);
    let operations: Vec<_> = index.operations.iter().filter(of_path).collect();
    let shared = path_names(listed(item, index));
    // What a misspelt parameter was meant to be is not missing as well.
    let mut excused = unused(context, path, &shared, &template);
    let mut lacking: HashMap<&str, Vec<&Operation<'_>>> = HashMap::new();
    for operation in &operations {
        let own = path_names(listed(operation.node, index));
        excused.extend(unused(context, operation.owner, &own, &template));
        if !is_readable(item, index) || !is_readable(operation.node, index) {
            continue;
        }
        for name in &template {
            let mut declared = shared.iter().chain(&own);
            if !declared.any(|(declared, _)| declared == name) {
                lacking.entry(name).or_default().push(operation);
            }
        }
    }
    for name in template.iter().filter(|name| !excused.contains(**name)) {
        let lacking = lacking.remove(name).unwrap_or_default();
        let places = if lacking.len() == operations.len() && !lacking.is_empty() {
            vec![(path, key.span)]
        } else {
            let place = |it: &&Operation<'a>| (it.owner, it.method.span);
            lacking.iter().map(place).collect()
        };
        for (owner, span) in places {
            context
                .report_in(
                    owner,
                    span,
                    format!("the path parameter `{name}` is not declared"),
                )
                .suggest(format!(
                    "add a parameter with `name: {name}` and `in: path`"
                ));
        }
    }
}

/// The path parameters among these, with their names.
fn path_names<'a>(parameters: Vec<Parameter<'a>>) -> Vec<(&'a str, Parameter<'a>)> {
    let in_path = |parameter: &Parameter<'a>| parameter.location() == Some("path");
    parameters
        .into_iter()
        .filter(in_path)
        .filter_map(|parameter| Some((parameter.name()?, parameter)))
        .collect()
}

/// Reports the path parameters that the template does not have; gives the names in the template
/// that they most likely stand for.
fn unused<'a, 't>(
    context: &mut Context<'_, 'a>,
    owner: Owner<'a>,
    declared: &[(&str, Parameter<'a>)],
    template: &[&'t str],
) -> HashSet<&'t str> {
    let mut meant = HashSet::new();
    for (name, parameter) in declared {
        if template.contains(name) {
            continue;
        }
        let is_free = |candidate: &&str| !declared.iter().any(|(name, _)| name == candidate);
        let near = nearest(name, template.iter().copied().filter(|name| is_free(name)));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{{{name}}}` to the path, or remove the parameter"),
        };
        meant.extend(near);
        let message = format!("the path parameter `{name}` is not in the path");
        context
            .report_in(owner, parameter.span(), message)
            .suggest(help);
    }
    meant
}

/// Whether all parameters that are listed can be told; one that cannot may be any.
fn is_readable(node: &Node, index: &Index<'_>) -> bool {
    let Some(parameters) = node.get("parameters") else {
        return !node.may_have("parameters");
    };
    let listed = listed(node, index);
    matches!(parameters.value, Value::List(_))
        && parameters.items().count() == listed.len()
        && listed
            .iter()
            .all(|parameter| parameter.identity().is_some())
}
