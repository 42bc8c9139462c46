//! Answers: their statuses and headers.

use std::collections::BTreeSet;

use super::{
    document::{Both, Sides, Site},
    equivalent::equivalent,
    ledger::Direction,
    walk::Walk,
};
use crate::compare::Verdict::{Breaking, Compatible};

/// The keys of a header that have a comparison.
const HEADER_KEYS: &[&str] = &[
    "$ref",
    "description",
    "required",
    "deprecated",
    "style",
    "explode",
    "schema",
    "example",
    "examples",
    "content",
];

/// Which way an answer of this status goes. `default` is a success where there is no other.
fn direction(status: &str, all: &Both<'_>) -> Direction {
    let has_success = |site: &Site<'_>| site.entries().any(|(status, _)| status.starts_with('2'));
    let is_success = match status {
        "default" => !(has_success(&all.old) && has_success(&all.new)),
        _ => status.starts_with('2'),
    };
    if is_success {
        Direction::Answer
    } else {
        Direction::Error
    }
}

impl<'a> Walk<'a> {
    /// Compares the answers of an operation.
    pub(super) fn answers(&mut self, both: &Both<'a>) {
        let old = both.old.entries();
        let statuses: BTreeSet<&str> = old.chain(both.new.entries()).map(|(key, _)| key).collect();
        for status in statuses {
            let sides = both.get(status);
            if status == "x-lint-allow" {
                self.note(status, &sides);
            } else if status.starts_with("x-") {
                self.unclassified(&sides);
            } else if let Some(pair) = sides.both() {
                let direction = direction(status, both);
                self.through(&pair, direction, |walk, pair| walk.answer(pair, direction));
            } else if direction(status, both) == Direction::Error {
                self.error_status(&sides);
            } else {
                self.success_status(&sides, both);
            }
        }
    }

    /// `error-status-added`, `error-status-removed`: the client handles any status.
    fn error_status(&mut self, sides: &Sides<'a>) {
        let (code, what) = match sides.old {
            None => ("error-status-added", "the answer was added"),
            Some(_) => ("error-status-removed", "the answer was removed"),
        };
        let judged = (Compatible, "the client handles any error status");
        self.report_in(Direction::Error, code, sides, what, judged);
        self.settle_all(sides);
    }

    /// `success-status-added`, `success-status-removed`: the client takes any 2xx for a success,
    /// and reads the one type that it knows.
    fn success_status(&mut self, sides: &Sides<'a>, all: &Both<'a>) {
        let others = |site: &Site<'a>| {
            let successes = site
                .entries()
                .filter(|(status, _)| direction(status, all) == Direction::Answer);
            successes.map(|(_, answer)| answer).collect::<Vec<_>>()
        };
        let (code, what, judged) = if let Some(new) = &sides.new {
            let known = others(&all.old).into_iter().any(|old| {
                let both = Both {
                    old: self.old.resolve(&old),
                    new: self.new.resolve(new),
                };
                let content = both.get("content");
                match content.both() {
                    Some(content) => equivalent(self.old, self.new, &content),
                    // A body that nobody awaits is not read.
                    None => content.old.is_none(),
                }
            });
            let judged = if known {
                (
                    Compatible,
                    "the client takes any 2xx for a success, and knows its body",
                )
            } else {
                (Breaking, "an earlier client cannot read its body")
            };
            ("success-status-added", "the answer was added", judged)
        } else {
            let judged = if others(&all.new).is_empty() {
                (Breaking, "no success is left")
            } else {
                (
                    Compatible,
                    "the client takes any 2xx for a success, and one is left",
                )
            };
            ("success-status-removed", "the answer was removed", judged)
        };
        self.report_in(Direction::Answer, code, sides, what, judged);
        self.settle_all(sides);
    }

    fn answer(&mut self, both: &Both<'a>, direction: Direction) {
        self.notes(both, &["description"]);
        self.headers(&both.get("headers"));
        self.content_of_answer(both, direction);
        self.others(both, &["$ref", "description", "headers", "content"]);
    }

    fn headers(&mut self, sides: &Sides<'a>) {
        let names = |site: &Option<Site<'a>>| -> Vec<(String, Site<'a>)> {
            let entries = site.iter().flat_map(Site::entries);
            entries
                .map(|(name, site)| (name.to_ascii_lowercase(), site))
                .collect()
        };
        let (old, new) = (names(&sides.old), names(&sides.new));
        for (name, old) in &old {
            if !new.iter().any(|(other, _)| other == name) {
                let why = if self.runtime_headers.contains(name) {
                    "the client's runtime reads it, see `x-apis`"
                } else {
                    "a program that reads it finds nothing there"
                };
                let sides = Sides::removed(old.clone());
                let what = "the header was removed";
                self.report_in(
                    Direction::Answer,
                    "header-removed",
                    &sides,
                    what,
                    (Breaking, why),
                );
                self.settle_all(&sides);
            }
        }
        for (name, new) in new {
            let Some((_, old)) = old.iter().find(|(other, _)| *other == name) else {
                let sides = Sides::added(new);
                let judged = (Compatible, "an earlier client passes over it");
                let what = "the header was added";
                self.report_in(Direction::Answer, "header-added", &sides, what, judged);
                self.settle_all(&sides);
                continue;
            };
            let both = Both {
                old: old.clone(),
                new,
            };
            let direction = if self.runtime_headers.contains(&name) {
                Direction::Answer
            } else {
                Direction::Header
            };
            self.through(&both, direction, |walk, both| walk.header(both, direction));
        }
        self.settle_empty(sides);
    }

    fn header(&mut self, both: &Both<'a>, direction: Direction) {
        self.notes(both, &["description", "example", "examples"]);
        self.deprecation(both);
        let (old, new) = (both.old.flag("required"), both.new.flag("required"));
        if old != new {
            let (code, what) = if new {
                ("header-made-required", "is always sent now")
            } else {
                ("header-made-optional", "may be missing now")
            };
            let judged = (Compatible, "to the client every header may be missing");
            self.report_in(direction, code, &both.sides(), what, judged);
        }
        for key in ["required", "style", "explode"] {
            let sides = both.get(key);
            self.settle(&sides);
            if key != "required" && !sides.same() {
                let what = format!("`{key}`: {}", sides.arrow());
                let judged = (Breaking, "an earlier client reads it as it was written");
                self.report_in(direction, "header-encoding-changed", &sides, what, judged);
            }
        }
        self.value(both, direction, "header-form-changed");
        self.others(both, HEADER_KEYS);
    }
}
