//! Every `$ref` leads to a component of the right kind, and none round in a circle.

use std::collections::{HashMap, HashSet};

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::{Class, Span},
    grammar::{Kind, SECTIONS},
    index::schema::{COMPOSITIONS, members},
    index::{Index, Site, Target},
    suggest::{listed, nearest},
    text::node::{Entry, Node},
};

pub(super) const RULES: &[Rule] = &[BROKEN_REF, UNSUPPORTED_REF, REF_CYCLE];

const BROKEN_REF: Rule = Rule {
    code: "broken-ref",
    class: Class::Invalid,
    reason: "A `$ref` leads to something of the kind that belongs in its place.",
    fails: &[Example::Contract(
        "
components:
  schemas:
    demo.Thing:
      type: object
      properties:
        colour: { $ref: «'#/components/schemas/demo.Coluor'» }
    demo.Colour:
      type: string
",
    )],
    passes: &[Example::Contract(
        "
components:
  schemas:
    demo.Thing:
      type: object
      properties:
        colour: { $ref: '#/components/schemas/demo.Colour' }
    demo.Colour:
      type: string
",
    )],
    check: Check::Value(broken_ref),
};

/// A reference of a kind that components have, its text and its target.
fn reference<'a>(site: &Site<'a>) -> Option<(&'a Node, &'a str, Kind)> {
    let node = site.node.reference().filter(|_| site.is_reference())?;
    Some((node, node.text()?, site.shape.object()?.kind))
}

/// Whether a reference leads out of the components of this file, to something that may be there.
fn leads_elsewhere(index: &Index<'_>, text: &str) -> bool {
    match text.strip_prefix('#') {
        Some(pointer) => Target::parse(text).is_none() && index.root.at(pointer).is_some(),
        None => true,
    }
}

fn broken_ref<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let Some((node, text, kind)) = reference(site) else {
        return;
    };
    let section = SECTIONS.iter().find(|(_, known, _)| *known == kind);
    let Some((section, _, label)) = section.filter(|_| !leads_elsewhere(index, text)) else {
        return;
    };
    let known = || index.section(section).map(|entry| entry.key.name());
    let (message, name) = match Target::parse(text) {
        Some(target) if target.section != *section => (
            format!("`{text}` is not a {label}, which belongs here"),
            known().find(|name| *name == target.name),
        ),
        Some(target) if index.component(section, target.name).is_some() => return,
        Some(target) => (
            format!("there is no {label} `{}`", target.name),
            nearest(target.name, known()),
        ),
        None => (format!("there is no `{text}`"), None),
    };
    let help = match name {
        Some(name) => format!("did you mean `#/components/{section}/{name}`?"),
        None => format!("refer to a component in `#/components/{section}/`, or add it there"),
    };
    context.report(node.span, message).suggest(help);
}

const UNSUPPORTED_REF: Rule = Rule {
    code: "unsupported-ref",
    class: Class::Unsupported,
    reason: "What several places share is a component of this file, so that it has a name in Rust.",
    fails: &[Example::Schema(
        "
type: object
properties:
  id: { type: string }
  next: { $ref: «'#/components/schemas/demo.Thing/properties/id'» }
",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  next: { $ref: '#/components/schemas/demo.Thing' }
",
    )],
    check: Check::Value(unsupported_ref),
};

fn unsupported_ref<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some((node, text, kind)) = reference(site) else {
        return;
    };
    let section = SECTIONS.iter().find(|(_, known, _)| *known == kind);
    if let Some((section, ..)) = section.filter(|_| leads_elsewhere(context.index, text)) {
        context
            .report(
                node.span,
                format!("`{text}` is not a component of this contract"),
            )
            .suggest(format!(
                "make it a component, and refer to `#/components/{section}/…`"
            ));
    }
}

const REF_CYCLE: Rule = Rule {
    code: "ref-cycle",
    class: Class::Invalid,
    reason: "A component that is made of itself has no content; one that holds itself in a property \
             or a list does.",
    fails: &[Example::Contract(
        "
components:
  schemas:
    «demo.One»:
      allOf:
        - $ref: '#/components/schemas/demo.Two'
    demo.Two:
      oneOf:
        - type: string
        - $ref: '#/components/schemas/demo.One'
",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  parent: { $ref: '#/components/schemas/demo.Thing' }
  children: { type: array, items: { $ref: '#/components/schemas/demo.Thing' } }
",
    )],
    check: Check::Contract(ref_cycles),
};

fn ref_cycles(context: &mut Context<'_, '_>) {
    for (span, message) in cycles(context.index) {
        context
            .report(span, message)
            .suggest("give one of the components content of its own");
    }
}

/// Every circle of components that are made of each other: a member of it, and what is wrong.
fn cycles(index: &Index<'_>) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    for (section, _, label) in SECTIONS {
        let edges: HashMap<&str, Vec<&str>> = index
            .section(section)
            .map(|entry| (entry.key.name(), parts(section, entry)))
            .filter(|(_, parts)| !parts.is_empty())
            .collect();
        let mut done = HashSet::new();
        for entry in index.section(section) {
            let circle = circle_from(entry.key.name(), &edges, &mut done);
            let Some((first, others)) = circle.as_deref().and_then(|it| it.split_first()) else {
                continue;
            };
            // The circle need not hold the component that led to it.
            let span = index.component(section, first).map(|entry| entry.key.span);
            let through = match others {
                [] => String::new(),
                others => format!(", through {}", listed(others.iter().copied())),
            };
            let message = format!("{label} `{first}` is made of itself{through}");
            found.extend(span.map(|span| (span, message)));
        }
    }
    found
}

/// The components of the section that a component refers to in its place, or is composed of.
fn parts<'a>(section: &str, component: &'a Entry) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut pending = vec![&component.value];
    while let Some(node) = pending.pop() {
        match node.reference() {
            Some(reference) => {
                let target = reference.text().and_then(Target::parse);
                found.extend(target.filter(|target| target.section == section));
            }
            None if section == "schemas" => {
                pending.extend(COMPOSITIONS.iter().flat_map(|key| members(node, key)));
            }
            None => {}
        }
    }
    found.into_iter().map(|target| target.name).collect()
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
