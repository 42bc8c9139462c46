//! A listing, line by line.

use std::collections::BTreeMap;

/// One line of a listing.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) path: String,
    /// Its declaration.
    pub(super) text: String,
}

impl Item {
    pub(super) fn is_impl(&self) -> bool {
        self.text.starts_with("impl")
    }

    pub(super) fn is_variant(&self) -> bool {
        let text = self.text.strip_prefix("#[non_exhaustive] ");
        text.unwrap_or(&self.text).starts_with("variant")
    }

    /// The path of what it is in; empty for the crate.
    pub(super) fn parent(&self) -> &str {
        self.path.rsplit_once("::").map_or("", |(parent, _)| parent)
    }
}

/// A listing, by the paths of its items.
pub(super) struct Listing(BTreeMap<String, Vec<Item>>);

impl Listing {
    pub(super) fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self::of(lines.filter_map(|line| {
            let (path, text) = line.split_once(": ")?;
            Some(Item {
                path: path.to_owned(),
                text: text.to_owned(),
            })
        }))
    }

    fn of(items: impl Iterator<Item = Item>) -> Self {
        let mut listing: BTreeMap<String, Vec<Item>> = BTreeMap::new();
        for item in items {
            listing.entry(item.path.clone()).or_default().push(item);
        }
        Self(listing)
    }

    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.0.values().flatten()
    }

    pub(super) fn has(&self, path: &str, text: &str) -> bool {
        let mut items = self.0.get(path).into_iter().flatten();
        items.any(|item| item.text == text)
    }

    /// The item itself, without what it implements.
    pub(super) fn get(&self, path: &str) -> Option<&Item> {
        self.0.get(path)?.iter().find(|item| !item.is_impl())
    }

    pub(super) fn declares(&self, path: &str, beginning: &str) -> bool {
        let item = self.get(path);
        item.is_some_and(|item| item.text.starts_with(beginning))
    }

    /// Whether other crates can make a struct by naming all fields.
    pub(super) fn has_literals(&self, path: &str) -> bool {
        let item = self.get(path);
        self.declares(path, "pub struct ")
            && item.is_some_and(|item| !item.text.ends_with("{ private fields }"))
    }

    /// Whether the item goes, or comes, with something larger that the other listing lacks.
    pub(super) fn is_covered(&self, item: &Item, other: &Self) -> bool {
        let is_alone = |path: &str| self.get(path).is_some() && other.get(path).is_none();
        let outer = item
            .path
            .match_indices("::")
            .map(|(end, _)| &item.path[..end]);
        outer.into_iter().any(is_alone) || (item.is_impl() && is_alone(&item.path))
    }

    /// What is declared at a path and below it, with `Self` for its name.
    pub(super) fn content(&self, path: &str) -> Vec<(String, String)> {
        let below = format!("{path}::");
        let own = self.0.get(path).into_iter();
        let rest = self.0.range(below.clone()..);
        let inner = rest.take_while(|(path, _)| path.starts_with(&below));
        own.chain(inner.map(|(_, items)| items))
            .flatten()
            .map(|item| {
                let text = if item.path == path {
                    with_words(&item.text, last_name(path), "Self")
                } else {
                    item.text.clone()
                };
                let text = with_path(&text, path, "Self");
                (item.path[path.len()..].to_owned(), text)
            })
            .collect()
    }

    /// Gives items, and all that names them, their new names.
    pub(super) fn rename(&mut self, renames: &[(String, String)]) {
        let items = std::mem::take(&mut self.0).into_values().flatten();
        *self = Self::of(items.map(|mut item| {
            for (from, to) in renames {
                if item.path == *from {
                    item.text = with_words(&item.text, last_name(from), last_name(to));
                }
                item.path = with_path(&item.path, from, to);
                item.text = with_path(&item.text, from, to);
            }
            item
        }));
    }
}

pub(super) fn last_name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text with another name in place of each word that is `name`.
fn with_words(text: &str, name: &str, other: &str) -> String {
    replaced(text, name, other, |before, after| {
        !before.ends_with(is_part_of_name) && !after.starts_with(is_part_of_name)
    })
}

/// The text with another path in place of `path`, also where a longer one begins with it.
fn with_path(text: &str, path: &str, other: &str) -> String {
    replaced(text, path, other, |before, after| {
        let is_inner = before.ends_with("::") || before.ends_with(is_part_of_name);
        // `Error` in `TryInto<String, Error: Debug>` is a name of the trait's own.
        let is_named = after.starts_with(": ") || after.starts_with(" = ");
        !is_inner && !is_named && !after.starts_with(is_part_of_name)
    })
}

fn replaced(text: &str, from: &str, to: &str, fits: impl Fn(&str, &str) -> bool) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for (start, found) in text.match_indices(from) {
        let end = start + found.len();
        if fits(&text[..start], &text[end..]) {
            out.push_str(&text[copied..start]);
            out.push_str(to);
            copied = end;
        }
    }
    out + &text[copied..]
}
