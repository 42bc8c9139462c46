//! Components that no operation needs.

use std::collections::{HashMap, HashSet};

use super::{Check, Class, Context, Example, Index, Kind, Owner, Rule, Target};
use crate::grammar::SECTIONS;

pub(super) const RULES: &[Rule] = &[UNUSED_COMPONENT];

const UNUSED_COMPONENT: Rule = Rule {
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
        if !site.is_reference() {
            continue;
        }
        let Some(target) = Target::around(site.node.reference()?.text()?) else {
            continue;
        };
        index.component(target.section, target.name)?;
        let target = (target.section, target.name);
        match site.owner {
            Owner::Component(section, name) => {
                references.entry((section, name)).or_default().push(target);
            }
            _ => pending.push(target),
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
