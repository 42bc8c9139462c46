//! A second opinion: what the `drift` crate finds in the same pairs is found here as well.

use std::{collections::BTreeSet, panic};

use drift::{ChangeClass, ChangePath};
use serde_json::Value;

use super::{BASE, TABLES, load};
use crate::compare::{Change, Verdict, wire::changes};

/// Pairs that drift does not compare: it stops where media types or schemas come or go, and at
/// references that lead nowhere.
const REFUSED: &[&str] = &[
    "a body has no schema",
    "a reference leads nowhere",
    "an answer gains a body",
    "an answer has a second media type",
    "the media type of a body changes",
];

/// Pairs in which drift finds a change that is none, each with the reason.
const CONTRADICTED: &[(&str, &str)] = &[
    (
        "a component is renamed",
        "members of `allOf` are compared as text",
    ),
    (
        "a header is written in other letters",
        "the names of headers are compared letter by letter",
    ),
    (
        "a member of allOf is written into the whole",
        "`allOf` is another kind of schema, whatever it adds up to",
    ),
    (
        "alternatives stand in another order",
        "alternatives are compared by their place",
    ),
    (
        "properties and values stand in another order",
        "the order of `required` and `enum` counts",
    ),
];

/// Pairs in which drift finds nothing, though what is sent or read changes.
const MISSED: &[&str] = &[
    "a default changes",
    "a default comes or goes",
    "a header comes or goes",
    "a header is always there",
    "a header is written as JSON",
    "a header makes a request repeatable",
    "a header names requests or does not",
    "a header of the rate limit",
    "a header that the runtime reads comes or goes",
    "a key is sent in another way",
    "a member of allOf changes",
    "a member of errors has a second place",
    "a member of errors is read",
    "a member of errors stands elsewhere",
    "a parameter may be empty",
    "a path parameter has another name",
    "a property is only read",
    "a property is only written",
    "a rate is declared",
    "a rate limit is declared",
    "a required property becomes null",
    "a wrapper is null or not",
    "alternatives are told apart by a property",
    "an API is renamed",
    "an API without operations comes or goes",
    "an extension that nobody knows",
    "an operation is opened by another credential",
    "an operationId changes",
    "an optional property becomes null",
    "paging comes or goes",
    "reserved characters are allowed",
    "the header that names a request",
    "the rate changes",
    "the schema of a header",
    "the server of a path with two operations changes",
    "the server of an operation changes",
    "the type of a header that the runtime reads",
    "the way of writing a header changes",
    "the way of writing a list changes",
];

/// What drift finds in a pair.
enum Opinion {
    /// It stopped, with an error or a panic.
    Refused,
    /// The operations that it finds changed, notes aside.
    Changed(BTreeSet<String>),
}

fn opinion(old: &Value, new: &Value) -> Opinion {
    let Ok(Ok(found)) = panic::catch_unwind(|| drift::compare(old, new)) else {
        return Opinion::Refused;
    };
    let is_trivial = |change: &drift::Change| {
        let mut classes = change.changes.iter().map(|it| it.class);
        classes.all(|class| class == ChangeClass::Trivial)
    };
    let paths = found
        .iter()
        .filter(|it| !is_trivial(it))
        .flat_map(|it| &it.paths);
    Opinion::Changed(paths.map(|path| operation(path, old, new)).collect())
}

/// The later id of the operation that a path begins at.
fn operation(path: &ChangePath, old: &Value, new: &Value) -> String {
    let id = |root: &Value, pointer: Option<&str>| {
        let operation = root.pointer(pointer?.strip_prefix('#')?)?;
        Some(operation.get("operationId")?.as_str()?.to_owned())
    };
    let later = id(new, path.new.endpoint_base());
    later.or_else(|| id(old, path.old.endpoint_base())).unwrap()
}

/// Whether something that is sent or read changes in the operation, or in any of them.
fn touches(changes: &[Change], operation: Option<&str>) -> bool {
    changes.iter().any(|change| {
        change.verdict > Verdict::Documentation
            && operation.is_none_or(|id| change.operations.iter().any(|it| it == id))
    })
}

#[test]
fn whatever_drift_finds_is_found() {
    let mut refused = BTreeSet::new();
    let mut contradicted = BTreeSet::new();
    let mut missed = BTreeSet::new();
    for pair in TABLES.iter().copied().flatten() {
        let (base, edit) = (load(BASE), load(&pair.text()));
        for (old, new) in [(&base, &edit), (&edit, &base)] {
            let ours = changes(old, new);
            match opinion(&old.to_json(), &new.to_json()) {
                Opinion::Refused => {
                    refused.insert(pair.name);
                }
                Opinion::Changed(theirs) => {
                    if theirs.iter().any(|id| !touches(&ours, Some(id))) {
                        contradicted.insert(pair.name);
                    }
                    if theirs.is_empty() && touches(&ours, None) {
                        missed.insert(pair.name);
                    }
                }
            }
        }
    }
    assert_eq!(refused, REFUSED.iter().copied().collect());
    assert_eq!(
        contradicted,
        CONTRADICTED.iter().map(|(name, _)| *name).collect()
    );
    assert_eq!(missed, MISSED.iter().copied().collect());
}
