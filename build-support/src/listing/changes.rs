//! Two listings → what changed for code that was written for the earlier one.

mod exceptions;
mod lines;

use std::collections::BTreeMap;

use contract::diff::Verdict::{self, Breaking, Compatible};
use exceptions::{ADDED, CHANGED, REMOVED, first};
use lines::{Item, Listing, last_name};

/// One change of the public API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiChange {
    /// What it means for code that was written for the earlier client.
    pub verdict: Verdict,
    /// `item-added`, `item-changed`, `item-removed` or `item-renamed`.
    pub code: &'static str,
    /// The item's path in the client: `kirim::types::Contact::name`.
    pub item: String,
    /// What happened to it.
    pub message: String,
    /// How the item was declared, unless it was added.
    pub old: Option<String>,
    /// How the item is declared, unless it was removed.
    pub new: Option<String>,
}

/// Compares two listings: what changed for code that was written for the earlier one.
///
/// What goes or comes with all that is in it, or changes because a type that it names has another
/// name, is one change.
pub fn changes(old: &str, new: &str) -> Vec<ApiChange> {
    let (mut old, new) = (Listing::read(old), Listing::read(new));
    let mut changes = Vec::new();
    let mut known = Vec::new();
    // An item may be recognised only once one that it names is.
    loop {
        let renames = renames(&old, &new, &known);
        if renames.is_empty() {
            break;
        }
        for (from, to) in &renames {
            let message = format!("removed, and `{to}` was added, declared alike: another name?");
            let (before, after) = (old.get(from), new.get(to));
            changes.extend(change(Breaking, "item-renamed", &message, before, after));
        }
        old.rename(&renames);
        known.extend(renames);
    }
    for item in old.items() {
        let later = new.get(&item.path).filter(|_| !item.is_impl());
        if new.has(&item.path, &item.text) || old.is_covered(item, &new) {
            continue;
        }
        let (exception, code, usual) = if let Some(later) = later {
            let exception = first(CHANGED, |applies| applies(&item.text, &later.text));
            (exception, "item-changed", "declared in another way")
        } else {
            let exception = first(REMOVED, |applies| applies(item, &new));
            (exception, "item-removed", "removed")
        };
        let (verdict, note) = exception.unwrap_or((Breaking, usual));
        changes.extend(change(verdict, code, note, Some(item), later));
    }
    for item in new.items() {
        let is_told = !item.is_impl() && old.get(&item.path).is_some();
        if is_told || old.has(&item.path, &item.text) || new.is_covered(item, &old) {
            continue;
        }
        let (verdict, note) = match first(ADDED, |applies| applies(item, &new)) {
            Some((verdict, note)) => (verdict, format!("added: {note}")),
            None => (Compatible, "added".to_owned()),
        };
        changes.extend(change(verdict, "item-added", &note, None, Some(item)));
    }
    changes.sort_by(|a, b| a.item.cmp(&b.item));
    changes
}

fn change(
    verdict: Verdict,
    code: &'static str,
    message: &str,
    old: Option<&Item>,
    new: Option<&Item>,
) -> Option<ApiChange> {
    let item = old.or(new)?;
    Some(ApiChange {
        verdict,
        code,
        item: item.path.clone(),
        message: if item.is_impl() {
            format!("`{}`: {message}", item.text)
        } else {
            message.to_owned()
        },
        old: old.map(|item| item.text.clone()),
        new: new.map(|item| item.text.clone()),
    })
}

/// An item's path, and its new one.
type Rename = (String, String);

/// Removed items, with the one that was added in the same place and is declared alike. Of several,
/// it is the one whose name begins anew as that of an item that is `known`: the types of an
/// operation's parameters follow its name.
///
/// Variants without fields are all declared alike.
fn renames(old: &Listing, new: &Listing, known: &[Rename]) -> Vec<Rename> {
    let only_in = |one: &Listing, other: &Listing| {
        let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for item in one.items() {
            let is_alone = !item.is_impl() && other.get(&item.path).is_none();
            if is_alone && !item.text.ends_with("variant") && !one.is_covered(item, other) {
                let content = (item.parent().to_owned(), one.content(&item.path));
                found.entry(content).or_default().push(item.path.clone());
            }
        }
        found
    };
    let follows = |from: &str| {
        let (place, name) = from.rsplit_once("::")?;
        known.iter().find_map(|(before, after)| {
            let rest = name.strip_prefix(last_name(before))?;
            Some(format!("{place}::{}{rest}", last_name(after)))
        })
    };
    let added = only_in(new, old);
    let mut renames = Vec::new();
    for (content, removed) in only_in(old, new) {
        let Some(added) = added.get(&content) else {
            continue;
        };
        for from in &removed {
            let to = match (&removed[..], &added[..]) {
                ([_], [to]) => Some(to.clone()),
                _ => follows(from).filter(|to| added.contains(to)),
            };
            renames.extend(to.map(|to| (from.clone(), to)));
        }
    }
    renames
}

#[cfg(test)]
mod tests;
