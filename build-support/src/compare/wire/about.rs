//! What the contract says about itself: `info`, tags, and what no operation uses.

use std::collections::BTreeSet;

use super::{document::Sides, ledger::WHOLE, walk::Walk};
use crate::compare::Verdict::Documentation;

impl<'a> Walk<'a> {
    /// Compares what stands beside paths and components.
    pub(super) fn about(&mut self) {
        self.unit = WHOLE;
        let root = self.roots();
        self.notes(&root, &["openapi", "tags", "externalDocs"]);
        if let Some(info) = root.get("info").both() {
            let old = info.old.entries();
            let keys: BTreeSet<&str> = old.chain(info.new.entries()).map(|(key, _)| key).collect();
            for key in keys {
                let sides = info.get(key);
                if key == "version" && !sides.same() {
                    let what = format!("`version`: {}", sides.arrow());
                    let why = "it follows from the other changes";
                    self.report("version-changed", &sides, what, Documentation, why);
                    self.settle(&sides);
                } else if !key.starts_with("x-") || key == "x-lint-allow" {
                    self.note(key, &sides);
                }
            }
        }
        self.unused("servers", &root.get("servers"));
        self.unused("security", &root.get("security"));
        let known = [
            "openapi",
            "tags",
            "externalDocs",
            "info",
            "servers",
            "security",
            "paths",
            "components",
            "x-apis",
        ];
        self.others(&root, &known);
    }

    /// `fallback-changed`: what holds for operations that do not say it themselves. Those
    /// that do not have been compared with it.
    fn unused(&mut self, key: &str, sides: &Sides<'a>) {
        let is_settled = sides
            .old
            .iter()
            .chain(&sides.new)
            .any(|site| self.ledger.is_settled(site.value));
        if !is_settled && !sides.same() {
            let what = format!("top-level `{key}`: {}", sides.arrow());
            let why = "operations name their own";
            self.report("fallback-changed", sides, what, Documentation, why);
        }
        self.settle(sides);
    }
}
