//! APIs and components: what stands beside the operations.

use std::collections::HashSet;

use super::{
    found::At,
    pair::{Pair, Sides, take_only},
    walk::Walk,
};
use crate::{
    grammar::{API, APIS, COMPONENTS, CONTRACT, Kind, Shape},
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
        let mut names = apis.keys();
        let mut removed = names.clone();
        removed.retain(|name| apis.get(name).new.is_none());
        for name in removed {
            let with = |other: &str| Pair::new(apis.get(name).old, apis.get(other).new);
            let is_same = |other: &&str| apis.get(other).old.is_none() && with(other).same();
            if let Some(other) = take_only(&mut names, is_same) {
                names.retain(|it| *it != name);
                self.report(
                    at,
                    "api-renamed",
                    with(other),
                    format!("`{name}` → `{other}`"),
                );
            }
        }
        for name in names {
            let of = (Kind::Contract, APIS);
            self.value(at, of, name, Shape::Object(&API), apis.get(name));
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
                        self.unused(at, sides.get(name), &used);
                    }
                }
                _ => {
                    let label = format!("`{section}`");
                    self.value(at, (Kind::Components, section), &label, shape, sides);
                }
            }
        }
    }

    /// `unused-component`; what changes in one that is used is reported where it stands.
    fn unused(&mut self, at: At, sides: Sides<'a>, used: &Pair<HashSet<*const Node>>) {
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

/// The components that operations lead to.
fn used(index: &Index<'_>) -> HashSet<*const Node> {
    let mut used = HashSet::new();
    let mut open: Vec<&Node> = index.root.get("paths").into_iter().collect();
    while let Some(node) = open.pop() {
        node.walk(&mut |node| {
            let target = node
                .reference()
                .and_then(Node::text)
                .and_then(Target::around);
            let entry = target.and_then(|it| index.component(it.section, it.name));
            let component = entry.map(|it| &it.value);
            open.extend(component.filter(|it| used.insert(std::ptr::from_ref(*it))));
        });
    }
    used
}
