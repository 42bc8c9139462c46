//! A schema with the parts of its `allOf`, taken together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::{
    super::document::{Document, Sides, Site},
    KEYS,
};

/// A schema and, through `allOf`, everything that holds for its values as well.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// The schema itself, then the members of its `allOf`, and theirs.
    pub(super) parts: Vec<Site<'a>>,
    /// The members as they are listed, before their references are followed.
    pub(super) listed: Vec<Site<'a>>,
    /// Whether no two parts say different things about one key or one property.
    pub(super) is_consistent: bool,
}

/// Two views that stand for each other.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) old: View<'a>,
    pub(super) new: View<'a>,
}

impl<'a> Pair<'a> {
    pub(super) fn get(&self, key: &str) -> Sides<'a> {
        Sides {
            old: self.old.get(key),
            new: self.new.get(key),
        }
    }

    /// Both schemas themselves.
    pub(super) fn schemas(&self) -> Sides<'a> {
        Sides {
            old: self.old.parts.first().cloned(),
            new: self.new.parts.first().cloned(),
        }
    }
}

impl<'a> View<'a> {
    pub(super) fn of(document: &Document<'a>, site: &Site<'a>) -> Self {
        let mut view = Self {
            parts: Vec::new(),
            listed: Vec::new(),
            is_consistent: true,
        };
        view.collect(document, site, &mut HashSet::new());
        if view.parts.len() > 1 {
            view.is_consistent = view.agrees();
        }
        view
    }

    /// A schema without the members of its `allOf`.
    pub(super) fn alone(site: &Site<'a>) -> Self {
        Self {
            parts: vec![site.clone()],
            listed: Vec::new(),
            is_consistent: true,
        }
    }

    fn collect(
        &mut self,
        document: &Document<'a>,
        site: &Site<'a>,
        seen: &mut HashSet<*const Value>,
    ) {
        if !seen.insert(site.id()) {
            return;
        }
        self.parts.push(site.clone());
        let members: Vec<_> = site.get("allOf").iter().flat_map(Site::items).collect();
        for member in members {
            let target = document.resolve(&member);
            self.listed.push(member);
            self.collect(document, &target, seen);
        }
    }

    /// The first part that has this key says it.
    pub(super) fn get(&self, key: &str) -> Option<Site<'a>> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.parts.iter().find_map(|part| part.text(key))
    }

    /// The properties of all parts.
    pub(super) fn properties(&self) -> BTreeMap<&'a str, Site<'a>> {
        let properties = self.parts.iter().filter_map(|part| part.get("properties"));
        properties.flat_map(|it| it.entries()).collect()
    }

    /// The names that some part requires.
    pub(super) fn required(&self) -> BTreeSet<&'a str> {
        let lists = self
            .parts
            .iter()
            .filter_map(|part| part.value.get("required"));
        lists
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Whether the parts can be taken for one schema.
    fn agrees(&self) -> bool {
        /// What parts say together, and what is compared elsewhere.
        const JOINED: &[&str] = &["allOf", "required", "properties", "nullable"];
        let mut said: BTreeMap<(&str, &str), &Value> = BTreeMap::new();
        self.parts.iter().all(|part| {
            let keys = part.entries();
            let mut keys = keys.filter(|(key, _)| KEYS.contains(key) && !JOINED.contains(key));
            let properties = part.get("properties");
            let mut properties = properties.iter().flat_map(Site::entries);
            keys.all(|(key, site)| *said.entry(("", key)).or_insert(site.value) == site.value)
                && properties.all(|(name, site)| {
                    *said.entry(("properties", name)).or_insert(site.value) == site.value
                })
        })
    }
}
