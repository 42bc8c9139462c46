//! Components that nothing leads to.

use std::collections::BTreeSet;

use super::{
    document::{Sides, Site},
    ledger::WHOLE,
    walk::Walk,
};
use crate::compare::Verdict::Documentation;

impl<'a> Walk<'a> {
    /// `unused-component`: components that no operation uses come, go or change.
    pub(super) fn components(&mut self) {
        self.unit = WHOLE;
        let root = self.roots();
        let components = root.get("components");
        let sections = members(&components);
        for (section, sides) in sections {
            if section == "securitySchemes" || section.starts_with("x-") {
                continue;
            }
            for (name, sides) in members(&sides) {
                self.component(name, &sides);
            }
        }
    }

    fn component(&mut self, name: &str, sides: &Sides<'a>) {
        if sides.same() {
            return;
        }
        let is_unused = |site: &Site<'a>| !self.used.contains(&site.id());
        let unused = Sides {
            old: sides.old.clone().filter(is_unused),
            new: sides.new.clone().filter(is_unused),
        };
        let lonely = "no operation uses it";
        let (what, why) = match (&unused.old, &unused.new) {
            (None, None) => return,
            (Some(_), Some(_)) => ("was changed", lonely),
            (Some(_), None) if sides.new.is_none() => ("was removed", "no operation used it"),
            (None, Some(_)) if sides.old.is_none() => ("was added", lonely),
            (Some(_), None) => ("is used now", "what uses it is reported where it stands"),
            (None, Some(_)) => ("was changed, and is no longer used", lonely),
        };
        let what = format!("`{name}` {what}");
        self.report("unused-component", &unused, what, Documentation, why);
        self.settle(&unused);
    }
}

/// The members of a mapping that is in either contract.
fn members<'a>(sides: &Sides<'a>) -> Vec<(&'a str, Sides<'a>)> {
    let either = sides.old.iter().chain(&sides.new);
    let keys: BTreeSet<&'a str> = either
        .flat_map(|site| site.entries().map(|(key, _)| key).collect::<Vec<_>>())
        .collect();
    let inner = |site: &Option<Site<'a>>, key: &str| site.as_ref().and_then(|it| it.get(key));
    keys.into_iter()
        .map(|key| {
            let sides = Sides {
                old: inner(&sides.old, key),
                new: inner(&sides.new, key),
            };
            (key, sides)
        })
        .collect()
}
