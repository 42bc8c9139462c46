//! The net: whatever differs and was not settled by a comparison is reported all the same.

use std::collections::BTreeSet;

use super::{
    document::{Sides, Site, same},
    ledger::WHOLE,
    walk::{Walk, is_empty},
};

impl<'a> Walk<'a> {
    /// `unclassified-change`: a difference that nothing above accounts for.
    pub(super) fn net(&mut self) {
        self.unit = WHOLE;
        let sides = Sides {
            old: Some(self.old.root()),
            new: Some(self.new.root()),
        };
        self.cast(sides);
    }

    /// Looks for differences at the same pointer in both contracts.
    fn cast(&mut self, sides: Sides<'a>) {
        if let (Some(old), Some(new)) = (&sides.old, &sides.new)
            && same(old.value, new.value)
        {
            return;
        }
        let open = |site: &Site<'a>| !self.ledger.is_settled(site.value);
        let sides = Sides {
            old: sides.old.filter(open),
            new: sides.new.filter(open),
        };
        let inner: BTreeSet<String> = sides.old.iter().chain(&sides.new).flat_map(keys).collect();
        let is_leaf = |site: &Option<Site<'a>>| {
            site.as_ref().is_some_and(|site| {
                is_empty(site.value) || !(site.value.is_object() || site.value.is_array())
            })
        };
        if is_leaf(&sides.old) || is_leaf(&sides.new) {
            return self.unclassified(&sides);
        }
        for key in inner {
            self.cast(Sides {
                old: sides.old.as_ref().and_then(|site| child(site, &key)),
                new: sides.new.as_ref().and_then(|site| child(site, &key)),
            });
        }
    }
}

/// The keys of a mapping, the indices of a list.
fn keys(site: &Site<'_>) -> Vec<String> {
    let indices = site.value.as_array().map_or(0, Vec::len);
    let indices = (0..indices).map(|index| index.to_string());
    site.entries()
        .map(|(key, _)| key.to_owned())
        .chain(indices)
        .collect()
}

fn child<'a>(site: &Site<'a>, key: &str) -> Option<Site<'a>> {
    match key.parse::<usize>() {
        Ok(index) if site.value.is_array() => site.items().nth(index),
        _ => site.get(key),
    }
}
