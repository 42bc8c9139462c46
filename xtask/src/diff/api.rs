//! The client's Rust API, now and at the base: the two listings that `codegen` writes.

use std::cmp::Reverse;
use std::fs;
use std::io::ErrorKind;

use anyhow::{Context, Result, bail};
use build_support::listing;

use super::base::{Base, Home};
use super::lines::Lines;
use super::report::{Entry, Side};
use crate::github;
use crate::input;
use crate::workspace::LISTING;

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

/// The changes of the API since the base, the worst first, or why they cannot be told.
pub(super) fn changes(home: &Home, base: &Base) -> Result<Result<Vec<Entry>, String>> {
    if !home.is_own {
        let contract = input::DEFAULT;
        return Ok(Err(format!(
            "{LISTING} belongs to the workspace's {contract}"
        )));
    }
    let Some(commit) = &base.commit else {
        return Ok(Err(format!("the base is a file, without {LISTING}")));
    };
    let Some(old) = commit.git.file(&commit.hash, LISTING)? else {
        return Ok(Err(format!("there is no {LISTING} at the base")));
    };
    let new = match fs::read(home.folder.join(LISTING)) {
        Ok(new) => new,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no {LISTING}, as there is at the base; run `cargo xtask codegen`")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {LISTING}")),
    };
    Ok(Ok(entries(
        &String::from_utf8_lossy(&old),
        &String::from_utf8_lossy(&new),
    )))
}

/// The changes between two listings.
pub(super) fn entries(old: &str, new: &str) -> Vec<Entry> {
    let lines = Lines::new(old, new);
    let line_of = |text: &str, item: &str| {
        let is_item = |line: &str| {
            line.strip_prefix(item)
                .is_some_and(|it| it.starts_with(':') && !it.starts_with("::"))
        };
        text.lines().position(is_item).map(|index| index + 1)
    };
    let changes = listing::changes(old, new).into_iter();
    let mut entries: Vec<_> = changes
        .map(|change| {
            let now = line_of(new, &change.item);
            let gone = || line_of(old, &change.item).map(|line| lines.now(line));
            Entry {
                at: github::line(now.or_else(gone).unwrap_or(1)),
                verdict: change.verdict,
                code: change.code,
                operations: Vec::new(),
                place: change.item,
                message: change.message,
                old: change.old.map(Side::Declaration),
                new: change.new.map(Side::Declaration),
            }
        })
        .collect();
    entries.sort_by_key(|entry| Reverse(entry.verdict));
    entries
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn an_item_is_annotated_on_its_line_or_where_it_was_the_worst_first() {
        let old = "# head\na: pub mod a\na::f: pub fn f()\na::g: pub fn g()\n";
        let new = "# head\na: pub mod a\na::a: pub fn a(x: bool)\na::g: pub fn g(x: u8)\n";
        let found = entries(old, new);
        let found: Vec<_> = found
            .iter()
            .map(|entry| (entry.code, &*entry.place, entry.at.start.line))
            .collect();
        assert_eq!(
            found,
            [
                ("item-removed", "a::f", 3),
                ("item-changed", "a::g", 4),
                ("item-added", "a::a", 3)
            ]
        );
    }
}
