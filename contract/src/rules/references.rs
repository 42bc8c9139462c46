//! Every `$ref` leads to a component of the right kind, none round in a circle, and some to each component.

use std::collections::{HashMap, HashSet};

use super::{
    Check, Class, Context, Entry, Example, Index, Kind, Node, Owner, Repair, Rule, Site, Target,
    nearest,
};
use crate::{
    grammar::SECTIONS,
    index::schema::{COMPOSITIONS, members},
};

pub(super) const BROKEN_REF: Rule = Rule {
    code: "broken-ref",
    class: Class::Invalid,
    reason: "A `$ref` leads to something of the kind that belongs in its place.",
    example: Example::Schema(
        "properties: { next: { $ref: «'#/components/schemas/demo.‹Thnig→Thing›'» } }",
    ),
    check: Check::Value(|context, site| check_reference(context, site, Class::Invalid)),
};

pub(super) const UNSUPPORTED_REF: Rule = Rule {
    code: "unsupported-ref",
    class: Class::Unsupported,
    reason: "A contract is one file: what stands in another is not read.",
    example: Example::Schema(
        "
type: object
properties: { next: { $ref: «'‹things.yaml→›#/components/schemas/demo.Thing'» } }
",
    ),
    check: Check::Value(|context, site| check_reference(context, site, Class::Unsupported)),
};

fn check_reference<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>, class: Class) {
    let index = context.index;
    let Some((node, text)) = site.node.text_at("$ref").filter(|_| site.is_reference()) else {
        return;
    };
    let object = site.shape.object();
    let Some((section, kind, label)) = SECTIONS
        .iter()
        .find(|it| object.is_some_and(|o| o.kind == it.1))
    else {
        return;
    };
    let is_outside = !text.starts_with('#');
    if is_outside != (class == Class::Unsupported) {
        return;
    }
    // As it would be with its `#`, and without quotes of another kind.
    let inside = text.trim_matches(|c: char| "#/“”„‘’".contains(c));
    let inside = format!("#/{inside}");
    let known = || index.section(section).map(|entry| entry.key.name());
    let (message, name) = match Target::parse(text) {
        _ if is_outside => (
            format!("`{text}` is not in this contract"),
            Target::parse(&inside).and_then(|target| nearest(target.name, known())),
        ),
        Some(target) if target.section != *section => (
            format!("`{text}` is not a {label}, which belongs here"),
            known().find(|name| *name == target.name),
        ),
        Some(target) if index.component(section, target.name).is_some() => return,
        Some(target) => (
            format!("there is no {label} `{}`", target.name),
            nearest(target.name, known()),
        ),
        None if text == "#" => (format!("`#` is the contract, not a {label}"), None),
        None if index.target(text).is_none() => (format!("there is no `{text}`"), None),
        None if index.resolve(site.node, *kind).is_none() => {
            (format!("`{text}` leads round in a circle"), None)
        }
        None => return,
    };
    let help = match name {
        Some(name) => format!("did you mean `#/components/{section}/{name}`?"),
        None if text == "#" => format!("name one {label}: `#/components/{section}/…`"),
        None => format!("make it a component, and refer to `#/components/{section}/…`"),
    };
    let is_there = !is_outside && text != "#" && index.target(text).is_some();
    context.report(node.span, message, help).repair = match kind {
        _ if is_there && index.resolve(site.node, *kind).is_some() => Some(Repair::Keep),
        Kind::Schema | Kind::Response | Kind::Example | Kind::Header => Some(Repair::Anything),
        _ => None,
    };
}

pub(super) const REF_CYCLE: Rule = Rule {
    code: "ref-cycle",
    class: Class::Invalid,
    reason: "A component that is made of itself has no content; one that holds itself in a property \
             or a list does.",
    example: Example::Contract(
        "
components:
  schemas:
    «demo.One»: { allOf: [{ $ref: '#/components/schemas/demo.Two' }] }
    demo.Two: { ‹oneOf→properties›: ‹[{ $ref: '#/components/schemas/demo.One' }]→{ one: { $ref: '#/components/schemas/demo.One' } }› }
",
    ),
    check: Check::Contract(ref_cycle),
};

fn ref_cycle(context: &mut Context<'_, '_>) {
    let index = context.index;
    for (section, _, label) in SECTIONS {
        // The components that are known to be made of themselves.
        let mut circular: HashSet<&str> = HashSet::new();
        for entry in index.section(section) {
            let name = entry.key.name();
            let parts = parts(index, section, &entry.value);
            if parts.contains(name) && !circular.contains(name) {
                let message = format!("{label} `{name}` is made of itself");
                let help = "give one of the components that it is made of content of its own";
                context.report(entry.key.span, message, help);
                circular.extend(parts);
            }
        }
    }
}

/// The components of the section that a value refers to in its place, or is composed of.
fn parts<'a>(index: &Index<'a>, section: &str, value: &'a Node) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    let mut pending = vec![value];
    while let Some(node) = pending.pop() {
        if node.reference().is_some() {
            if let Some(target) = Target::of(node).filter(|it| it.section == section)
                && let Some(Entry { key, value }) = index.component(section, target.name)
                && found.insert(key.name())
            {
                pending.push(value);
            }
        } else if section == "schemas" {
            pending.extend(COMPOSITIONS.iter().flat_map(|key| members(node, key)));
        }
    }
    found
}

pub(super) const UNUSED_COMPONENT: Rule = Rule {
    code: "unused-component",
    class: Class::Advice,
    reason: "What nothing refers to is read, translated and maintained for nobody.",
    example: Example::Contract(
        "
paths:
  /things:
    get: { responses: { '200': ‹{ description: A thing. }→{ $ref: '#/components/responses/demo.Thing' }› } }
components: { responses: { «demo.Thing»: { description: A thing. } } }
",
    ),
    check: Check::Contract(unused_components),
};

fn unused_components(context: &mut Context<'_, '_>) {
    let index = context.index;
    let Some(used) = used(index) else {
        return;
    };
    for &(section, _, label) in SECTIONS {
        for key in index.section(section).map(|entry| &entry.key) {
            let name = key.name();
            if !used.contains(&(section, name)) {
                let message = format!("no operation needs the {label} `{name}`");
                let help = "remove it, or refer to it where it was meant to be used";
                context.report(key.span, message, help);
            }
        }
    }
}

/// A component: its section and its name.
type Name<'a> = (&'a str, &'a str);

/// The components that can be reached from outside of the components; nothing when a part of the
/// contract cannot be read, which may refer to any.
fn used<'a>(index: &Index<'a>) -> Option<HashSet<Name<'a>>> {
    let mut references: HashMap<Name<'a>, Vec<Name<'a>>> = HashMap::new();
    let mut pending = Vec::new();
    for site in &index.sites {
        let mut targets = Vec::new();
        let known = |target: Target<'a>| {
            let entry = index.component(target.section, target.name)?;
            Some((target.section, entry.key.name()))
        };
        if site.is_reference() {
            if let Some(target) = Target::around(site.node.reference()?.text()?) {
                targets.push(known(target)?);
            }
        } else if site.shape.is(Kind::Discriminator) {
            let mapped = Target::mapped(site.node);
            targets.extend(mapped.filter_map(|(_, target)| known(target)));
        }
        match site.owner {
            Owner::Component(section, name) => {
                references
                    .entry((section, name))
                    .or_default()
                    .extend(targets);
            }
            _ => pending.extend(targets),
        }
    }
    for site in index.objects(Kind::SecurityRequirement) {
        let names = site.node.entries().map(|entry| entry.key.name());
        pending.extend(names.map(|name| ("securitySchemes", name)));
    }
    let mut used = HashSet::new();
    while let Some(name) = pending.pop() {
        if used.insert(name) {
            pending.extend(references.remove(&name).into_iter().flatten());
        }
    }
    Some(used)
}
