//! Components that something refers to.

use std::collections::{HashMap, HashSet};

use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::{Kind, SECTIONS},
    survey::{Owner, Survey, Target},
};

/// A component: its section and its name.
type Name<'a> = (&'a str, &'a str);

/// `unused-component`: what nothing refers to is read, translated and maintained for nobody.
pub(super) fn unused(survey: &Survey<'_>, report: &mut Report) {
    let used = used(survey);
    for &(section, _, label) in SECTIONS {
        for key in survey.section(section).map(|entry| &entry.key) {
            let name = key.name();
            if !used.contains(&(section, name)) {
                let message = format!("no operation needs the {label} `{name}`");
                report.add(
                    Finding::new("unused-component", key.span, message)
                        .help("remove it, or refer to it where it was meant to be used"),
                );
            }
        }
    }
}

/// The components that can be reached from outside of the components.
fn used<'a>(survey: &Survey<'a>) -> HashSet<Name<'a>> {
    let mut references: HashMap<Name<'a>, Vec<Name<'a>>> = HashMap::new();
    let mut pending = Vec::new();
    for site in survey.sites.iter().filter(|site| site.is_reference()) {
        let reference = site.node.reference().and_then(|node| node.text());
        let Some(target) = reference.and_then(Target::parse) else {
            continue;
        };
        let target = (target.section, target.name);
        match site.owner {
            Owner::Component { section, name, .. } => {
                references.entry((section, name)).or_default().push(target);
            }
            _ => pending.push(target),
        }
    }
    for site in survey.objects(Kind::SecurityRequirement) {
        let names = site.node.entries().map(|entry| entry.key.name());
        pending.extend(names.map(|name| ("securitySchemes", name)));
    }
    let mut used = HashSet::new();
    while let Some(name) = pending.pop() {
        if used.insert(name) {
            pending.extend(references.remove(&name).into_iter().flatten());
        }
    }
    used
}
