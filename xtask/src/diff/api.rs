//! The client's Rust API, now and at the base: the two listings that `codegen` writes.

use std::cmp::Reverse;

use anyhow::{Context, Result};
use build_support::listing;

use super::base::Commit;
use super::report::{Entry, OfClient, Side, later_lines};
use crate::annotation;
use crate::workspace::{self, LISTING, Place};

/// What happens to a public item of the client, by the code of the change.
pub(super) const CODES: [(&str, &str); 4] = [
    ("item-added", "It is new: programs compile as before."),
    (
        "item-changed",
        "Breaking, unless programs that use it compile as before.",
    ),
    (
        "item-removed",
        "It is gone: programs that use it no longer compile.",
    ),
    (
        "item-renamed",
        "It has another name: programs that use the old one no longer compile.",
    ),
];

/// What changes of a code mean.
pub(super) fn explain(code: &str) -> Option<String> {
    let (_, what) = CODES.into_iter().find(|(known, _)| *known == code)?;
    Some(format!(
        "{code}\n\nA public item of the client (api.txt). {what}\n"
    ))
}

/// The changes of the API since the base, the worst first.
pub(super) fn changes(base: &Commit) -> Result<OfClient<Vec<Entry>>> {
    let Some(old) = base.file(LISTING)? else {
        return Ok(Err("there is no generated-client/api.txt at the base"));
    };
    let advice = "there is no API to compare with the base's; run `cargo xtask codegen`";
    let new = workspace::read(LISTING).context(advice)?;
    let place = Place::in_workspace(LISTING)?;
    let now = later_lines(&old, &new);
    let line_of = |text: &str, item: &str| {
        let item = format!("{item}: ");
        text.lines().position(|line| line.starts_with(&item))
    };
    let changes = listing::changes(&old, &new).into_iter().map(|change| {
        let line = line_of(&new, &change.item).map(|index| index + 1);
        let was = || line_of(&old, &change.item).and_then(|index| now.get(index).copied());
        Entry {
            file: place.clone(),
            at: annotation::line(line.or_else(was).unwrap_or(1)),
            verdict: change.verdict,
            code: change.code,
            operations: Vec::new(),
            heading: "Rust API".to_owned(),
            place: change.item,
            message: change.message,
            old: change.old.map(Side::Declaration),
            new: change.new.map(Side::Declaration),
        }
    });
    let mut changes: Vec<_> = changes.collect();
    changes.sort_by_key(|change| Reverse(change.verdict));
    Ok(Ok(changes))
}
