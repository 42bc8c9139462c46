//! A schema together with what `allOf` adds to it.

use std::collections::HashSet;

use super::document::{Document, Site, same};
use crate::{
    grammar::Kind,
    index::schema::{self, TypeOf, type_of},
    text::node::Node,
};

/// All schemas that hold for a value at once.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    /// Each `$ref` followed, each member of `allOf` after the schema that lists it.
    pub(super) parts: Vec<Site<'a>>,
    /// How many of the parts have had a member of their union chosen, so that the rest of it is no matter.
    chosen: usize,
}

/// What tells a view from others of its contract.
pub(super) type Id = (Vec<*const Node>, usize);

impl<'a> View<'a> {
    pub(super) fn of(document: &Document<'a>, sites: &[Site<'a>]) -> Self {
        let mut view = Self {
            parts: Vec::new(),
            chosen: 0,
        };
        let mut seen = HashSet::new();
        for site in sites {
            view.add(document, site, &mut seen);
        }
        view
    }

    /// The view of a value that is the member of the unions.
    pub(super) fn choose(&self, document: &Document<'a>, member: &Site<'a>) -> Self {
        let mut view = Self {
            parts: self.parts.clone(),
            chosen: self.parts.len(),
        };
        let mut seen = self.parts.iter().map(Site::id).collect();
        view.add(document, member, &mut seen);
        view
    }

    /// The view without its unions.
    pub(super) fn without_unions(&self) -> Self {
        Self {
            parts: self.parts.clone(),
            chosen: self.parts.len(),
        }
    }

    fn add(&mut self, document: &Document<'a>, site: &Site<'a>, seen: &mut HashSet<*const Node>) {
        let site = document.resolve(site, Kind::Schema);
        if seen.insert(site.id()) {
            let members = site.get("allOf");
            self.parts.push(site);
            for member in members.iter().flat_map(Site::items) {
                self.add(document, &member, seen);
            }
        }
    }

    pub(super) fn id(&self) -> Id {
        (self.parts.iter().map(Site::id).collect(), self.chosen)
    }

    /// The schema itself.
    pub(super) fn site(&self) -> Option<Site<'a>> {
        self.parts.first().cloned()
    }

    /// What each part says under a key.
    pub(super) fn all(&self, key: &str) -> Vec<Site<'a>> {
        self.parts.iter().filter_map(|part| part.get(key)).collect()
    }

    /// The different things that the parts say under a key.
    pub(super) fn distinct(&self, key: &str) -> Vec<Site<'a>> {
        let mut values: Vec<Site<'a>> = Vec::new();
        for site in self.all(key) {
            if !values.iter().any(|known| same(known.node, site.node)) {
                values.push(site);
            }
        }
        values
    }

    pub(super) fn first(&self, key: &str) -> Option<Site<'a>> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.parts.iter().find_map(|part| part.text(key))
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.flag(key))
    }

    /// The type, where it is said or follows from `properties`.
    pub(super) fn kind(&self) -> Option<&'static str> {
        let said = self.parts.iter().find_map(|part| match type_of(part.node) {
            TypeOf::Known(word) => Some(word),
            _ => None,
        });
        let is_object = || {
            self.parts
                .iter()
                .any(|part| schema::is(part.node, "object"))
        };
        said.or_else(|| is_object().then_some("object"))
    }

    /// The properties in their order, each with its schema in every part that declares it.
    pub(super) fn properties(&self) -> Vec<(&'a str, Vec<Site<'a>>)> {
        let declared: Vec<_> = self
            .all("properties")
            .iter()
            .flat_map(Site::entries)
            .collect();
        if self.parts.len() == 1 {
            return declared
                .into_iter()
                .map(|(name, site)| (name, vec![site]))
                .collect();
        }
        let mut properties: Vec<(&str, Vec<Site<'a>>)> = Vec::new();
        for (name, site) in declared {
            match properties.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sites)) => sites.push(site),
                None => properties.push((name, vec![site])),
            }
        }
        properties
    }

    /// The items of `required`, of all parts.
    pub(super) fn required(&self) -> Vec<(&'a str, Site<'a>)> {
        let items = self.all("required");
        let items = items.iter().flat_map(Site::items);
        items
            .filter_map(|site| Some((site.node.text()?, site)))
            .collect()
    }

    /// The parts that have a union of which no member has been chosen.
    pub(super) fn open(&self) -> &[Site<'a>] {
        &self.parts[self.chosen..]
    }

    /// The lists of alternatives.
    pub(super) fn unions(&self) -> Vec<(&'static str, Site<'a>)> {
        let of_key = |key| {
            self.open()
                .iter()
                .filter_map(move |part| Some((key, part.get(key)?)))
        };
        of_key("oneOf").chain(of_key("anyOf")).collect()
    }

    /// The alternatives.
    pub(super) fn members(&self) -> Vec<Site<'a>> {
        self.unions()
            .iter()
            .flat_map(|(_, list)| list.items())
            .collect()
    }
}
