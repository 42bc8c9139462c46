//! `enum`: values that come and go.

use serde_json::Value;

use super::{
    super::{
        document::{Site, brief, same},
        ledger::Direction,
        walk::Walk,
    },
    Effect,
    view::{Pair, View},
};
use crate::compare::Verdict::{self, Compatible};

/// How the client reads a value that it does not know of an enumeration with a name.
const OPEN: (Verdict, &str) = (
    Compatible,
    "an earlier client reads it as unknown, and keeps it",
);

impl<'a> Walk<'a> {
    /// `enum-value-added`, `enum-value-removed`, `enum-added`, `enum-removed`.
    pub(super) fn enumeration(&mut self, pair: &Pair<'a>, direction: Direction) {
        let sides = self.keyword(pair, "enum");
        let wider = if direction == Direction::Answer && is_open(&pair.old) {
            OPEN
        } else {
            Effect::Wider.judge(direction)
        };
        let narrower = Effect::Narrower.judge(direction);
        let Some(both) = sides.both() else {
            let (code, judged) = match (&sides.old, &sides.new) {
                (None, Some(_)) => ("enum-added", narrower),
                (Some(_), None) => ("enum-removed", wider),
                _ => return,
            };
            let what = format!("`enum`: {}", sides.arrow());
            return self.report_in(direction, code, &sides, what, judged);
        };
        for (code, label, these, others, judged) in [
            (
                "enum-value-removed",
                "removed",
                &both.old,
                &both.new,
                narrower,
            ),
            ("enum-value-added", "added", &both.new, &both.old, wider),
        ] {
            let words = without(these, others);
            if !words.is_empty() {
                let what = format!("`enum`: {label} {}", words.join(", "));
                self.report_in(direction, code, &sides, what, judged);
            }
        }
    }
}

/// The values of one list that are not in the other, in words.
fn without(these: &Site<'_>, others: &Site<'_>) -> Vec<String> {
    let others = others
        .value
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let these = these.value.as_array().into_iter().flatten();
    let missing = these.filter(|value| !others.iter().any(|other| same(value, other)));
    missing.map(brief).collect()
}

/// Whether the client reads values that are not listed: a string enumeration with a name.
fn is_open(view: &View<'_>) -> bool {
    let mut listing = view
        .parts
        .iter()
        .filter(|part| part.value.get("enum").is_some());
    listing.next().is_some_and(|part| {
        let name = part.pointer.strip_prefix("/components/schemas/");
        let is_text = part.value.get("type").and_then(Value::as_str) == Some("string");
        is_text && name.is_some_and(|name| !name.contains('/'))
    })
}
