//! Keys that begin with `x-`: ours are spelt right and stand where they are read.

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::{EXTENSIONS, Kind, Object},
    node::Key,
    suggest::nearest,
    survey::{Owner, Survey},
};

pub(super) const RULES: &[Rule] = &[extensions];

/// Extensions that change what progenitor or typify generate, behind the contract's back.
const FOREIGN: &[&str] = &[
    "x-dropshot-pagination",
    "x-dropshot-websocket",
    "x-rust-type",
];

/// `unknown-extension`, `misplaced-extension`, `unsupported-extension`: nobody reads an extension
/// that is misspelt or in another place, so it silently does nothing.
fn extensions(survey: &Survey<'_>, report: &mut Report) {
    for site in &survey.sites {
        let Some(object) = site.shape.object().filter(|object| object.extensible) else {
            continue;
        };
        if site.is_reference() {
            continue;
        }
        for key in site.node.entries().map(|entry| &entry.key) {
            if key.scalar.text.starts_with("x-") {
                report.add_some(problem(site.owner, object, key));
            }
        }
    }
}

fn problem(owner: Owner<'_>, object: &Object, key: &Key) -> Option<Finding> {
    let written = key.scalar.text.as_str();
    if FOREIGN.contains(&written) {
        let message = format!("`{written}` changes the generated code");
        return Some(
            Finding::about(owner, "unsupported-extension", key.span, message).help("remove it"),
        );
    }
    let names = EXTENSIONS.iter().map(|extension| extension.name);
    let near = key.meant.or_else(|| nearest(written, names))?;
    if near != written {
        let message = format!("`{written}` is not an extension that the generator reads");
        return Some(
            Finding::about(owner, "unknown-extension", key.span, message).help(format!(
                "did you mean `{near}`? A key of your own needs a name that is less alike"
            )),
        );
    }
    let known = EXTENSIONS
        .iter()
        .find(|extension| extension.name == written)?;
    if known.belongs_to(object.kind) {
        return None;
    }
    let place = match known.place {
        Some(Kind::Operation) => "an operation",
        _ => "a security scheme",
    };
    let message = format!("`{written}` does nothing in {}", object.label);
    Some(
        Finding::about(owner, "misplaced-extension", key.span, message)
            .help(format!("it belongs in {place}")),
    )
}
