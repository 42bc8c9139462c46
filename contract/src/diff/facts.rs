//! What the client's runtime reads beside the bodies of success: what `x-apis` names.

use std::collections::HashSet;

use super::{pair::Pair, table::texts, view::View};
use crate::{
    grammar::APIS,
    index::{Index, operation::Operation},
    text::node::Node,
};

/// What the client's runtime reads beside the bodies of success.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Headers that `x-apis` names, in lower case.
    pub(super) headers: HashSet<String>,
    /// Schemas of the earlier contract on the way to what `x-apis` points to in errors.
    read: HashSet<*const Node>,
}

impl Facts {
    pub(super) fn of(contracts: &Pair<Index<'_>>) -> Self {
        let mut facts = Self::default();
        for index in [&contracts.old, &contracts.new] {
            for api in index.root.entries_of(APIS).map(|entry| &entry.value) {
                let limit = |key| api.get("rate-limit")?.word(key);
                let limits = ["limit", "remaining", "reset"]
                    .into_iter()
                    .filter_map(limit);
                let headers = limits.chain(api.word("request-id"));
                facts.headers.extend(headers.map(str::to_ascii_lowercase));
            }
        }
        for operation in &contracts.old.operations {
            facts.note_errors(&contracts.old, operation);
        }
        facts
    }

    /// Notes the schemas that the pointers into error bodies lead through.
    fn note_errors<'a>(&mut self, index: &Index<'a>, operation: &Operation<'a>) {
        let api = operation.api().and_then(|api| index.api(api));
        let errors = api.into_iter().flat_map(|api| api.entries_of("error"));
        let pointers: Vec<&str> = errors.flat_map(|it| texts(&it.value)).collect();
        let responses = operation.documented(index);
        for (_, response) in responses.filter(|(status, _)| !status.starts_with('2')) {
            let content = response.node.entries_of("content");
            for schema in content.filter_map(|it| it.value.get("schema")) {
                for pointer in &pointers {
                    self.note_way(View::of(index, &[schema]), index, pointer);
                }
            }
        }
    }

    fn note_way<'a>(&mut self, mut view: View<'a>, index: &Index<'a>, pointer: &str) {
        for token in pointer.split('/').skip(1) {
            self.read.extend(view.id().0);
            let mut properties = view.properties().into_iter();
            let property = properties.find(|(name, _)| *name == token);
            let items = || view.all("items").collect();
            let inner = property.map_or_else(items, |(_, schemas)| schemas);
            view = View::of(index, &inner);
        }
        self.read.extend(view.id().0);
    }

    /// Whether the client reads a value of this schema in errors.
    pub(super) fn is_read(&self, view: &View<'_>) -> bool {
        view.id().0.iter().any(|part| self.read.contains(part))
    }
}
