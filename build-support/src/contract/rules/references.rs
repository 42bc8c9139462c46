//! Every `$ref` leads to a component of the right kind, and none round in a circle.

use std::collections::{HashMap, HashSet};

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::{Kind, SECTIONS},
    node::{Entry, Node, Value},
    schema::{COMPOSITIONS, members},
    suggest::{listed, nearest},
    survey::{Owner, Survey, Target},
};

pub(super) const RULES: &[Rule] = &[broken_refs, ref_cycles, schema_cycles];

/// `ref-not-local`, `dangling-ref`, `wrong-ref-kind`: progenitor panics on a `$ref` that does not
/// lead to a component of the kind it expects.
fn broken_refs(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.sites.iter().filter(|site| site.is_reference()) {
        let Some(object) = site.shape.object() else {
            continue;
        };
        let Some(node) = site.node.reference() else {
            continue;
        };
        if let Some(text) = node.text() {
            report.add_some(broken_ref(survey, site.owner, node, text, object.kind));
        } else if !matches!(node.value, Value::Refused) {
            let message = format!("`$ref` must be text, but is {}", node.kind());
            let help = if node.is_null() {
                // The comment itself is not in the tree.
                "without quotes a `#` begins a comment: write `'#/components/…'`"
            } else {
                "name one component: `'#/components/…'`"
            };
            report.add(Finding::about(site.owner, "wrong-kind", node.span, message).help(help));
        }
    }
}

fn broken_ref(
    survey: &Survey<'_>,
    owner: Owner<'_>,
    node: &Node,
    text: &str,
    kind: Kind,
) -> Option<Finding> {
    let (section, _, label) = SECTIONS.iter().find(|(_, known, _)| *known == kind)?;
    let Some(target) = Target::parse(text) else {
        let message = format!("`{text}` is not a component of this contract");
        let help = format!("a `$ref` leads to a component: `#/components/{section}/…`");
        return Some(Finding::about(owner, "ref-not-local", node.span, message).help(help));
    };
    if target.section != *section {
        let message = format!("`{text}` is not a {label}, which belongs here");
        let help = match survey.component(section, target.name) {
            Some(_) => format!("did you mean `#/components/{section}/{}`?", target.name),
            None => format!("refer to a component in `#/components/{section}/`"),
        };
        return Some(Finding::about(owner, "wrong-ref-kind", node.span, message).help(help));
    }
    if survey.component(section, target.name).is_some() {
        return None;
    }
    let message = format!("there is no {label} `{}`", target.name);
    let known = survey.section(section).map(|entry| entry.key.name());
    let help = nearest(target.name, known).map_or_else(
        || format!("add it to the components, under `{section}`"),
        |name| format!("did you mean `#/components/{section}/{name}`?"),
    );
    Some(Finding::about(owner, "dangling-ref", node.span, message).help(help))
}

/// `ref-cycle`: components that refer to each other and nothing else have no content.
fn ref_cycles(survey: &Survey<'_>, report: &mut Report) {
    for (section, kind, label) in SECTIONS {
        if *kind != Kind::Schema {
            report_cycles(survey, section, label, "ref-cycle", &|_| Vec::new(), report);
        }
    }
}

/// `schema-cycle`: a schema may hold itself in a property or a list, but cannot be made of itself.
fn schema_cycles(survey: &Survey<'_>, report: &mut Report) {
    let parts = |schema| {
        COMPOSITIONS
            .iter()
            .flat_map(|key| members(schema, key))
            .collect()
    };
    report_cycles(survey, "schemas", "schema", "schema-cycle", &parts, report);
}

/// Whether a component is made of itself, so that following what it is made of would never end.
pub(super) fn has_cycles(survey: &Survey<'_>) -> bool {
    let mut report = Report::default();
    ref_cycles(survey, &mut report);
    schema_cycles(survey, &mut report);
    !report.is_empty()
}

/// Follows the references between the components of one section and reports each circle once.
///
/// `parts` are the nodes inside a component that it is made of, beside a `$ref` in its place.
fn report_cycles<'a>(
    survey: &Survey<'a>,
    section: &'static str,
    label: &str,
    code: &'static str,
    parts: &dyn Fn(&'a Node) -> Vec<&'a Node>,
    report: &mut Report,
) {
    let successors = |entry: &'a Entry| -> Vec<&'a str> {
        let mut found = Vec::new();
        let mut pending = vec![&entry.value];
        while let Some(node) = pending.pop() {
            match node.reference() {
                Some(reference) => {
                    let target = reference.text().and_then(Target::parse);
                    found.extend(target.filter(|target| target.section == section));
                }
                None => pending.extend(parts(node)),
            }
        }
        found.into_iter().map(|target| target.name).collect()
    };
    let edges: HashMap<&str, Vec<&str>> = survey
        .section(section)
        .map(|entry| (entry.key.name(), successors(entry)))
        .filter(|(_, successors)| !successors.is_empty())
        .collect();
    let mut done = HashSet::new();
    for entry in survey.section(section) {
        let Some(circle) = circle_from(entry.key.name(), &edges, &mut done) else {
            continue;
        };
        // The circle need not hold the component that led to it.
        let Some(first) = survey.component(section, circle[0]) else {
            continue;
        };
        let through = match &circle[1..] {
            [] => String::new(),
            others => format!(", through {}", listed(others.iter().copied())),
        };
        let message = format!("{label} `{}` is made of itself{through}", circle[0]);
        report.add(
            Finding::new(code, first.key.span, message)
                .help("give one of the components content of its own"),
        );
    }
}

/// Walks the graph depth first from `start`, past everything that is done already; gives the first
/// circle that it meets. All that it reaches is done afterwards.
fn circle_from<'a>(
    start: &'a str,
    edges: &HashMap<&'a str, Vec<&'a str>>,
    done: &mut HashSet<&'a str>,
) -> Option<Vec<&'a str>> {
    let mut circle = None;
    // The path from `start`, each name with how many of its successors have been looked at.
    let mut path: Vec<(&str, usize)> = Vec::new();
    if !done.contains(start) {
        path.push((start, 0));
    }
    while let Some((name, looked_at)) = path.last_mut() {
        let name = *name;
        let next = edges
            .get(name)
            .and_then(|successors| successors.get(*looked_at));
        *looked_at += 1;
        match next {
            Some(next) if done.contains(next) => {}
            Some(next) => match path.iter().position(|(name, _)| name == next) {
                Some(index) if circle.is_none() => {
                    circle = Some(path[index..].iter().map(|(name, _)| *name).collect());
                }
                Some(_) => {}
                None => path.push((next, 0)),
            },
            None => {
                done.insert(name);
                path.pop();
            }
        }
    }
    circle
}
