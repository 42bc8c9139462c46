//! Every operation and component is in the namespace of one API, and uses nothing of another.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Rule, keys::is_component_name};
use crate::contract::{
    diagnostic::{Finding, Report, Span},
    grammar::SECTIONS,
    suggest::{did_you_mean, listed},
    survey::{Owner, Survey, Target, split_name},
};

pub(super) const RULES: &[Rule] = &[names, securities, foreign_refs];

/// `missing-namespace`, `unknown-namespace`, `bad-name`: a name is `<api>.<name>`, and what is
/// behind the dot becomes the name in Rust.
fn names(survey: &Survey<'_>, report: &mut Report) {
    let apis: BTreeSet<&str> = survey.apis().collect();
    if apis.is_empty() {
        // One error, not one for each name.
        return report.add_some(no_api(survey));
    }
    let operations = survey.operations.iter().filter_map(|operation| {
        let (node, id) = operation.id()?;
        Some((operation.owner, node.span, id))
    });
    let sections = SECTIONS
        .iter()
        .filter(|(section, ..)| *section != "securitySchemes");
    let components = sections.flat_map(|&(section, _, label)| {
        let names = survey.section(section);
        // A name that no component can have is reported as such.
        let names = names.filter(|entry| is_component_name(entry.key.name()));
        names.map(move |entry| {
            let name = entry.key.name();
            let owner = Owner::Component {
                section,
                label,
                name,
            };
            (owner, entry.key.span, name)
        })
    });
    for (owner, span, name) in operations.chain(components) {
        report.add_some(misnamed(owner, span, name, &apis));
    }
}

/// `missing-api`: without a security scheme there is no API, and no client.
fn no_api(survey: &Survey<'_>) -> Option<Finding> {
    if survey.operations.is_empty() {
        return None;
    }
    let paths = survey.root.entry("paths")?;
    let message = "the contract has no security scheme, so its operations belong to no API";
    let finding = Finding::new("missing-api", paths.key.span, message);
    Some(finding.help("add one to `components`, under `securitySchemes`, for each credential"))
}

fn misnamed(owner: Owner<'_>, span: Span, name: &str, apis: &BTreeSet<&str>) -> Option<Finding> {
    let known = apis.iter().copied();
    let Some((api, rest)) = split_name(name) else {
        let help = format!(
            "write `<api>.{name}`; the APIs are {}",
            listed(known.clone())
        );
        let message = "the name is in no API's namespace";
        return Some(Finding::about(owner, "missing-namespace", span, message).help(help));
    };
    if !apis.contains(api) {
        let help = did_you_mean(api, known.clone())
            .unwrap_or_else(|| format!("the APIs are {}", listed(known.clone())));
        let message = format!("there is no API `{api}`");
        return Some(Finding::about(owner, "unknown-namespace", span, message).help(help));
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let begins_well = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins_well && rest.chars().all(is_allowed) {
        return None;
    }
    let message = format!("what follows `{api}.` cannot be a name in Rust");
    let finding = Finding::about(owner, "bad-name", span, message);
    Some(finding.help("after the dot, begin with a letter; letters, digits, `_` and `-` follow"))
}

/// `foreign-operation`: an operation is in the namespace of the API whose credential opens it.
fn securities(survey: &Survey<'_>, report: &mut Report) {
    let apis: HashSet<&str> = survey.apis().collect();
    for operation in &survey.operations {
        let Some((node, id)) = operation.id() else {
            continue;
        };
        let (Some((api, rest)), Some(scheme)) = (split_name(id), operation.api()) else {
            continue;
        };
        if apis.contains(api) && apis.contains(scheme) && api != scheme {
            let message = format!("the operation is in `{api}` but is opened by `{scheme}`");
            report.add(
                Finding::about(operation.owner, "foreign-operation", node.span, message).help(
                    format!("name it `{scheme}.{rest}`, or change its `security`"),
                ),
            );
        }
    }
}

/// `foreign-ref`: an API's module holds what is in its namespace and nothing else.
fn foreign_refs(survey: &Survey<'_>, report: &mut Report) {
    let mut apis_of_path: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for operation in &survey.operations {
        if let Some((api, _)) = operation.id().and_then(|(_, id)| split_name(id)) {
            apis_of_path.entry(operation.path).or_default().insert(api);
        }
    }
    let known: HashSet<&str> = survey.apis().collect();
    for site in survey.sites.iter().filter(|site| site.is_reference()) {
        let own: BTreeSet<&str> = match site.owner {
            Owner::Path { path } => apis_of_path.get(path).cloned().unwrap_or_default(),
            owner => owner
                .name()
                .and_then(split_name)
                .map(|(api, _)| api)
                .into_iter()
                .collect(),
        };
        let Some(reference) = site.node.reference() else {
            continue;
        };
        let target = reference.text().and_then(Target::parse);
        let Some((target, (api, _))) = target.and_then(|it| Some((it, split_name(it.name)?)))
        else {
            continue;
        };
        let exists = survey.component(target.section, target.name).is_some();
        let mut others = own
            .iter()
            .filter(|own| **own != api && known.contains(**own));
        if let Some(own) = others.next().filter(|_| exists && known.contains(api)) {
            let message = format!("this belongs to `{api}`, not to `{own}`");
            let help = format!("refer to a component of `{own}`; copy it there if need be");
            let span = reference.span;
            report.add(Finding::about(site.owner, "foreign-ref", span, message).help(help));
        }
    }
}
