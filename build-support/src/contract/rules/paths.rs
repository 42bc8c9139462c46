//! Paths: templates that can be read, and path parameters that are in them.

use std::collections::{HashMap, HashSet};

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::{Key, Node, Value},
    operation::{Operation, Parameter, listed},
    suggest::nearest,
    survey::{Owner, Survey},
};

pub(super) const RULES: &[Rule] = &[
    path_templates,
    same_paths,
    duplicate_parameters,
    optional_path_parameters,
    path_parameters,
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

fn path_entries<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Key, &'a Node)> {
    let paths = survey.root.get("paths");
    paths
        .into_iter()
        .flat_map(Node::entries)
        .map(|entry| (&entry.key, &entry.value))
        .filter(|(key, _)| !key.name().starts_with("x-"))
}

/// `path-template`: progenitor cannot read a template whose braces do not pair.
fn path_templates(survey: &Survey<'_>, report: &mut Report) {
    for (key, _) in path_entries(survey) {
        match template_names(key.name()) {
            Err(problem) => {
                let message = format!("in the path `{}`, {problem}", key.name());
                report.add(
                    Finding::new("path-template", key.span, message)
                        .help("a path parameter is written `{name}`"),
                );
            }
            Ok(names) => {
                let mut seen = HashSet::new();
                if let Some(name) = names.into_iter().find(|name| !seen.insert(*name)) {
                    let message = format!("the path `{}` has `{{{name}}}` twice", key.name());
                    report.add(
                        Finding::new("path-template", key.span, message)
                            .help("give the two parameters different names"),
                    );
                }
            }
        }
    }
}

/// `same-path`: two templates that differ in the names of parameters only match the same requests.
fn same_paths(survey: &Survey<'_>, report: &mut Report) {
    let mut seen: HashMap<String, &Key> = HashMap::new();
    for (key, _) in path_entries(survey) {
        let Ok(names) = template_names(key.name()) else {
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
            let message = format!("the path `{}` is `{other}` (line {line})", key.name());
            report
                .add(Finding::new("same-path", key.span, message).help(
                    "put the operations under one path; names of parameters tell none apart",
                ));
        }
    }
}

/// `duplicate-parameter`: of two parameters with one name and place, progenitor drops one.
fn duplicate_parameters(survey: &Survey<'_>, report: &mut Report) {
    let paths = path_entries(survey).map(|(key, item)| (Owner::Path { path: key.name() }, item));
    let operations = survey
        .operations
        .iter()
        .map(|operation| (operation.owner, operation.node));
    for (owner, node) in paths.chain(operations) {
        let mut seen = HashSet::new();
        for parameter in listed(node, survey) {
            if let Some((name, location)) = parameter.identity()
                && !seen.insert((name, location))
            {
                let message = format!("the {location} parameter `{name}` is listed twice");
                report.add(
                    Finding::about(owner, "duplicate-parameter", parameter.span(), message)
                        .help("remove one of the two"),
                );
            }
        }
    }
}

/// `optional-path-parameter`: a path without its parameter is another path; progenitor panics.
fn optional_path_parameters(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Parameter) {
        let location = site.node.get("in").and_then(Node::text);
        let Some(name) = site.node.get("name").filter(|_| location == Some("path")) else {
            continue;
        };
        let span = match site.node.get("required") {
            Some(required) if required.flag() == Some(false) => required.span,
            // Something else than a flag is reported as such.
            Some(_) => continue,
            None => name.span,
        };
        let message = match name.text() {
            Some(name) => format!("the path parameter `{name}` is not required"),
            None => continue,
        };
        report.add(
            Finding::about(site.owner, "optional-path-parameter", span, message)
                .help("add `required: true`; without its value there is no path"),
        );
    }
}

/// `unused-path-parameter`, `undeclared-path-parameter`: progenitor panics when the template and
/// the parameters disagree.
fn path_parameters(survey: &Survey<'_>, report: &mut Report) {
    let mut by_path: HashMap<*const Node, Vec<&Operation<'_>>> = HashMap::new();
    for operation in &survey.operations {
        by_path.entry(operation.item).or_default().push(operation);
    }
    for (key, item) in path_entries(survey) {
        let operations = by_path
            .remove(&std::ptr::from_ref(item))
            .unwrap_or_default();
        if let Ok(template) = template_names(key.name()) {
            compare_with_template(survey, key, item, &template, &operations, report);
        }
    }
}

fn compare_with_template<'a>(
    survey: &Survey<'a>,
    key: &'a Key,
    item: &'a Node,
    template: &[&str],
    operations: &[&Operation<'a>],
    report: &mut Report,
) {
    let path = Owner::Path { path: key.name() };
    let shared = path_names(listed(item, survey));
    // What a misspelt parameter was meant to be is not missing as well.
    let mut excused = unused(path, &shared, template, report);
    let mut lacking: HashMap<&str, Vec<&Operation<'_>>> = HashMap::new();
    for operation in operations {
        let own = path_names(listed(operation.node, survey));
        excused.extend(unused(operation.owner, &own, template, report));
        if !is_readable(item, survey) || !is_readable(operation.node, survey) {
            continue;
        }
        for name in template {
            let mut declared = shared.iter().chain(&own);
            if !declared.any(|(declared, _)| declared == name) {
                lacking.entry(name).or_default().push(operation);
            }
        }
    }
    for name in template.iter().filter(|name| !excused.contains(**name)) {
        let Some(lacking) = lacking.remove(*name) else {
            continue;
        };
        let places = if lacking.len() == operations.len() {
            vec![(path, key.span)]
        } else {
            let place = |operation: &&Operation<'a>| (operation.owner, operation.method.span);
            lacking.iter().map(place).collect()
        };
        for (owner, span) in places {
            let message = format!("the path parameter `{name}` is not declared");
            let help = format!("add a parameter with `name: {name}` and `in: path`");
            let code = "undeclared-path-parameter";
            report.add(Finding::about(owner, code, span, message).help(help));
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
fn unused<'a>(
    owner: Owner<'_>,
    declared: &[(&str, Parameter<'_>)],
    template: &[&'a str],
    report: &mut Report,
) -> HashSet<&'a str> {
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
        let span = parameter.span();
        report.add(Finding::about(owner, "unused-path-parameter", span, message).help(help));
    }
    meant
}

/// Whether all parameters that are listed can be told; one that cannot may be any.
fn is_readable(node: &Node, survey: &Survey<'_>) -> bool {
    let Some(parameters) = node.get("parameters") else {
        return !node.may_have("parameters");
    };
    let listed = listed(node, survey);
    matches!(parameters.value, Value::List(_))
        && parameters.items().count() == listed.len()
        && listed
            .iter()
            .all(|parameter| parameter.identity().is_some())
}

#[cfg(test)]
mod tests {
    use super::template_names;

    #[test]
    fn a_template_gives_its_names_or_what_is_wrong_with_it() {
        assert_eq!(template_names("/a/{b}-{c}/d"), Ok(vec!["b", "c"]));
        assert_eq!(template_names("/a"), Ok(vec![]));
        for broken in ["/a/{b", "/a/b}", "/a/{b/c}", "/a/{}", "/a/{b{c}}"] {
            assert!(template_names(broken).is_err(), "{broken}");
        }
    }
}
