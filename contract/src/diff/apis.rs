//! APIs and components: what stands beside the operations.

use std::collections::HashSet;

use super::{
    found::At,
    pair::{Pair, Sides, same, take_only},
    rows::UNCLASSIFIED,
    walk::Walk,
};
use crate::{
    grammar::{API, APIS, COMPONENTS, CONTRACT, Kind, METHODS, Shape},
    index::{Index, Target},
    text::node::Node,
};

impl<'a> Walk<'_, 'a> {
    /// Compares the contracts, the operations first: what they use is known then.
    pub(super) fn contract(&mut self, at: At, pair: Pair<&'a Node>) {
        const LATER: &[&str] = &["components", "servers", "security", APIS];
        self.keys(at, &CONTRACT, pair, LATER);
        self.apis(at, pair.get(APIS));
        self.components(at, pair.get("components"));
        self.fallback("servers", pair.get("servers"));
        self.fallback("security", pair.get("security"));
    }

    /// Compares the APIs. One that was removed and one that was added are one that was renamed, where both
    /// say the same.
    fn apis(&mut self, at: At, apis: Sides<'a>) {
        let mut left =
            apis.map(|side| side.into_iter().flat_map(Node::entries).collect::<Vec<_>>());
        for pair in left.take_pairs(|it| Some(it.key.name())) {
            self.keys(at, &API, pair.map(|it| &it.value), &[]);
        }
        for old in left.old {
            if let Some(new) = take_only(&mut left.new, |new| same(&old.value, &new.value)) {
                let sides = Pair::new(&old.value, &new.value).sides();
                let what = format!("`{}` → `{}`", old.key.name(), new.key.name());
                self.report(at, "api-renamed", sides, what);
            } else {
                let sides = Sides::removed(&old.value);
                self.report(at, "api-removed", sides, "was removed");
            }
        }
        for new in left.new {
            self.report(at, "api-added", Sides::added(&new.value), "was added");
        }
    }

    /// Compares the components that have not been compared where they are used.
    fn components(&mut self, at: At, components: Sides<'a>) {
        let used = self.contracts.as_ref().map(used);
        for section in components.keys() {
            let sides = components.get(section);
            let shape = COMPONENTS.shape_of(section).unwrap_or(Shape::Any);
            match shape {
                Shape::Map(_, &Shape::Referable(object)) if object.kind != Kind::SecurityScheme => {
                    for name in sides.keys() {
                        self.unused(at, object.kind, sides.get(name), &used);
                    }
                }
                _ => {
                    let label = format!("`{section}`");
                    self.value(at, (Kind::Components, section), &label, shape, sides);
                }
            }
        }
    }

    /// `unused-component`; what changes in one that is used is reported where it stands, unless it is used
    /// where nothing is compared.
    fn unused(&mut self, at: At, kind: Kind, sides: Sides<'a>, used: &Pair<HashSet<*const Node>>) {
        let is_in = |nodes: &HashSet<_>, side: Option<&Node>| {
            side.is_some_and(|node| nodes.contains(&std::ptr::from_ref(node)))
        };
        let handled = sides.map(|side| is_in(&self.handled, side));
        let what = match (sides.old, sides.new) {
            (None, _) if is_in(&used.new, sides.new) => return,
            (None, _) => "was added",
            (_, None) if is_in(&used.old, sides.old) => return,
            (_, None) => "was removed",
            _ if sides.same() || (handled.old && handled.new) => return,
            _ if is_in(&used.old, sides.old) && is_in(&used.new, sides.new) => {
                let code = match kind {
                    Kind::Example => "documentation-changed",
                    _ => UNCLASSIFIED.code,
                };
                return self.report(at, code, sides, "was changed");
            }
            _ => "was changed",
        };
        self.report(at, "unused-component", sides, what);
    }

    /// `fallback-changed`: what holds for operations that do not say it themselves, where none is left.
    pub(super) fn fallback(&mut self, key: &str, sides: Sides<'a>) {
        let mut both = sides.iter().map(std::ptr::from_ref);
        if !sides.same() && !both.any(|it| self.handled.contains(&it)) {
            let what = sides.words(&format!("`{key}`"));
            self.report(At::WHOLE, "fallback-changed", sides, what);
        }
    }
}

/// The components that operations lead to; the generator makes nothing of callbacks.
fn used(index: &Index<'_>) -> HashSet<*const Node> {
    let mut used = HashSet::new();
    let operations = index.operations.iter();
    let parts = operations.flat_map(|it| it.node.entries().chain(it.item.entries()));
    let skipped = [METHODS, &["callbacks"]].concat();
    let parts = parts.filter(|it| !skipped.contains(&it.key.name()));
    let mut open: Vec<&Node> = parts.map(|it| &it.value).collect();
    while let Some(node) = open.pop() {
        node.walk(&mut |node| {
            let reference = node.reference().and_then(Node::text);
            let reference = reference.and_then(Target::around).into_iter();
            let mapped = node.get("discriminator").into_iter();
            let mapped = mapped.flat_map(Target::mapped).map(|(_, target)| target);
            let entries = reference.chain(mapped);
            let entries = entries.filter_map(|it| index.component(it.section, it.name));
            let components = entries.map(|it| &it.value);
            open.extend(components.filter(|it| used.insert(std::ptr::from_ref(*it))));
        });
    }
    used
}
