//! Paths: templates that can be read, and path parameters that are in them.

use std::{
    collections::{HashMap, HashSet},
    ptr,
};

use super::{
    Check, Class, Context, Example, Index, Key, Kind, Node, Operation, Owner, Repair, Rule, Site,
    Value, nearest,
};
use crate::index::operation::{Parameter, listed};

/// The names in the braces of a template, or what is wrong with its braces.
pub(super) fn template_names(path: &str) -> Result<Vec<&str>, &'static str> {
    let mut parts = path.split('{');
    if parts.next().is_some_and(|text| text.contains('}')) {
        return Err("`}` without `{` before it");
    }
    let mut names = Vec::new();
    for part in parts {
        let (name, rest) = part.split_once('}').ok_or("`{` is not closed by `}`")?;
        match name {
            "" => return Err("`{}` names no parameter"),
            _ if name.contains('/') => return Err("`{` is not closed by `}`"),
            _ if rest.contains('}') => return Err("`}` without `{` before it"),
            _ => names.push(name),
        }
    }
    Ok(names)
}

/// The key of a path and the names in its template, if that can be read.
fn template<'a>(site: &Site<'a>) -> Option<(&'a Key, Vec<&'a str>)> {
    let key = site.key?;
    Some((key, template_names(key.name()).ok()?))
}

pub(super) const PATH_TEMPLATE: Rule = Rule {
    code: "path-template",
    class: Class::Invalid,
    reason: "A value can only be put into a path where its template names one parameter in braces.",
    example: Example::Contract("paths: { «'/things/{id‹→}›'»: {} }"),
    check: Check::Object(Kind::PathItem, |context, site| {
        let Some(key) = site.key else {
            return;
        };
        match template_names(key.name()) {
            Err(problem) => {
                context.report(key.span, problem, "a path parameter is written `{name}`");
            }
            Ok(names) => {
                let mut seen = HashSet::new();
                if let Some(name) = names.into_iter().find(|name| !seen.insert(*name)) {
                    let message = format!("`{{{name}}}` is there twice");
                    context.report(key.span, message, "give the two parameters different names");
                }
            }
        }
    }),
};

pub(super) const SAME_PATH: Rule = Rule {
    code: "same-path",
    class: Class::Invalid,
    reason: "Two templates that differ in the names of parameters only match the same requests.",
    example: Example::Contract("paths: { '/things/{id}': {}, «'/things/{name}‹→.json›'»: {} }"),
    check: Check::Contract(same_path),
};

fn same_path(context: &mut Context<'_, '_>) {
    let index = context.index;
    let mut seen: HashMap<String, &Key> = HashMap::new();
    for site in index.objects(Kind::PathItem) {
        let Some((key, names)) = template(site) else {
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
            let help = "put the operations under one path; names of parameters tell none apart";
            let found = context.about(site.owner).report(key.span, message, help);
            found.repair = Some(Repair::Keep);
        }
    }
}

pub(super) const DUPLICATE_PARAMETER: Rule = Rule {
    code: "duplicate-parameter",
    class: Class::Invalid,
    reason: "The parameters of a list are told apart by name and place.",
    example: Example::Operation(
        "
parameters:
  - { name: id, in: query, schema: { type: string } }
  - { name: «id», in: ‹query→header›, schema: { type: string } }
",
    ),
    check: Check::Value(|context, site| {
        if !(site.shape.is(Kind::PathItem) || site.shape.is(Kind::Operation)) {
            return;
        }
        let mut seen = HashSet::new();
        for parameter in listed(site.node, context.index) {
            let Some((name, place)) = parameter.identity() else {
                continue;
            };
            // Names of headers are the same in small and capital letters.
            let caseless = match place {
                "header" => name.to_ascii_lowercase(),
                _ => name.to_owned(),
            };
            if !seen.insert((caseless, place)) {
                let message = format!("the {place} parameter `{name}` is listed twice");
                context.report(parameter.span(), message, "remove one of the two");
            }
        }
    }),
};

pub(super) const OPTIONAL_PATH_PARAMETER: Rule = Rule {
    code: "optional-path-parameter",
    class: Class::Invalid,
    reason: "A path without the value of its parameter is another path.",
    example: Example::Contract(
        "
components:
  parameters:
    demo.Id: { name: «id», in: path, ‹→required: true, ›schema: { type: string } }
",
    ),
    check: Check::Object(Kind::Parameter, |context, site| {
        let (Some((node, name)), Some("path")) = (site.node.text_at("name"), site.node.word("in"))
        else {
            return;
        };
        let span = match site.node.get("required") {
            Some(required) if required.flag() == Some(false) => required.span,
            // Something else than a flag is reported as such.
            Some(_) => return,
            None => node.span,
        };
        let message = format!("the path parameter `{name}` is not required");
        let help = "add `required: true`; without its value there is no path";
        context.report(span, message, help).repair = Some(Repair::Keep);
    }),
};

pub(super) const PATH_PARAMETER: Rule = Rule {
    code: "path-parameter",
    class: Class::Invalid,
    reason: "A request is made from the template of its path only when the parameters of the path are \
             those that the template names.",
    example: Example::Contract(
        "
paths:
  «/things/{id}»:
    ‹→parameters: [{ name: id, in: path, required: true, schema: { type: string } }]›
    get: { responses: { '200': { description: One of them. } } }
",
    ),
    check: Check::Object(Kind::PathItem, path_parameter),
};

fn path_parameter<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let (index, item, path) = (context.index, site.node, site.owner);
    let Some((key, mut template)) = template(site) else {
        return;
    };
    // A name that is there twice is reported as such.
    let mut seen = HashSet::new();
    template.retain(|name| seen.insert(*name));
    let of_path = |operation: &&Operation<'_>| ptr::eq(operation.item, item);
    let operations: Vec<_> = index.operations.iter().filter(of_path).collect();
    let shared = path_names(item, index);
    // What a misspelt parameter was meant to be is not missing as well.
    let mut excused = unused(context, path, &shared, &template);
    let mut lacking: Vec<(&str, &Operation<'_>)> = Vec::new();
    for operation in &operations {
        let own = path_names(operation.node, index);
        excused.extend(unused(context, operation.owner, &own, &template));
        if is_readable(item, index) && is_readable(operation.node, index) {
            let is_declared =
                |name: &str| shared.iter().chain(&own).any(|(known, _)| *known == name);
            let names = template.iter().filter(|name| !is_declared(name));
            lacking.extend(names.map(|name| (*name, *operation)));
        }
    }
    for name in template.iter().filter(|name| !excused.contains(**name)) {
        let lacking = lacking.iter().filter(|(it, _)| it == name);
        let mut places: Vec<_> = lacking.map(|(_, it)| (it.owner, it.method.span)).collect();
        if places.len() == operations.len() && !places.is_empty() {
            places = vec![(path, key.span)];
        }
        for (owner, span) in places {
            let message = format!("the path parameter `{name}` is not declared");
            let help = format!("add a parameter with `name: {name}` and `in: path`");
            context.about(owner).report(span, message, help);
        }
    }
}

/// The path parameters that an operation or a path lists itself, with their names.
fn path_names<'a>(node: &'a Node, index: &Index<'a>) -> Vec<(&'a str, Parameter<'a>)> {
    let parameters = listed(node, index).into_iter();
    let of_path = parameters.filter(|parameter| parameter.location() == Some("path"));
    of_path
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
    for (name, parameter) in declared.iter().filter(|(name, _)| !template.contains(name)) {
        let is_free = |candidate: &&str| !declared.iter().any(|(name, _)| name == candidate);
        let near = nearest(name, template.iter().copied().filter(is_free));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{{{name}}}` to the path, or remove the parameter"),
        };
        meant.extend(near);
        let message = format!("the path parameter `{name}` is not in the path");
        let found = context.about(owner).report(parameter.span(), message, help);
        found.repair = Some(Repair::Keep);
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
        && parameters.items().len() == listed.len()
        && listed
            .iter()
            .all(|parameter| parameter.identity().is_some())
}
