//! Objects: their properties, and what is allowed beside them.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::Value;

use super::{
    super::{
        document::{Both, Sides, Site},
        equivalent::equivalent,
        ledger::Direction,
        walk::Walk,
    },
    Effect, Use,
    view::{Pair, View},
};
use crate::compare::Verdict::{self, Breaking, Compatible, Documentation};

/// The properties of both sides, and which of them are required.
struct Properties<'a> {
    old: BTreeMap<&'a str, Site<'a>>,
    new: BTreeMap<&'a str, Site<'a>>,
    old_required: BTreeSet<&'a str>,
    new_required: BTreeSet<&'a str>,
}

/// Whether a property has to be there: one that is only read is not sent, and the other way round.
fn is_required(
    name: &str,
    required: &BTreeSet<&str>,
    property: Option<&Site<'_>>,
    direction: Direction,
) -> bool {
    let absent = match direction {
        Direction::Request => "readOnly",
        _ => "writeOnly",
    };
    required.contains(name) && !property.is_some_and(|it| it.flag(absent))
}

impl<'a> Walk<'a> {
    /// Compares properties, and what is allowed beside them.
    pub(super) fn objects(&mut self, pair: &Pair<'a>, direction: Direction) {
        self.keyword(pair, "required");
        for part in pair.old.parts.iter().chain(&pair.new.parts) {
            if let Some(properties) = part.get("properties") {
                self.settle_empty(&Sides::removed(properties));
            }
        }
        let all = Properties {
            old: pair.old.properties(),
            new: pair.new.properties(),
            old_required: pair.old.required(),
            new_required: pair.new.required(),
        };
        let properties = all.old.keys().chain(all.new.keys());
        let required = all.old_required.iter().chain(&all.new_required);
        let names: BTreeSet<&str> = properties.chain(required).copied().collect();
        for name in names {
            self.property(name, &all, pair, direction);
        }
        self.additional(pair, direction);
    }

    fn property(
        &mut self,
        name: &str,
        all: &Properties<'a>,
        pair: &Pair<'a>,
        direction: Direction,
    ) {
        let sides = Sides {
            old: all.old.get(name).cloned(),
            new: all.new.get(name).cloned(),
        };
        let was = is_required(name, &all.old_required, sides.old.as_ref(), direction);
        let is = is_required(name, &all.new_required, sides.new.as_ref(), direction);
        let listed = (
            all.old_required.contains(name),
            all.new_required.contains(name),
        );
        match (&sides.old, &sides.new) {
            (Some(old), Some(new)) => {
                // What follows from `readOnly` or `writeOnly` is reported as such.
                self.requiredness(name, listed, was != is, &sides, direction);
                let both = Both {
                    old: old.clone(),
                    new: new.clone(),
                };
                let usage = Use {
                    direction,
                    may_be_missing: !was,
                };
                self.schema(&both, usage);
            }
            (Some(old), None) => {
                let renamed = self.renamed(old, was, all, direction);
                let hint = renamed.map(|name| format!("; it looks renamed to `{name}`"));
                let what = format!("`{name}` was removed{}", hint.unwrap_or_default());
                let why = match direction {
                    Direction::Request => "an earlier client goes on sending it",
                    _ if was => "an earlier client fails without it",
                    _ => "a program that reads it finds nothing there",
                };
                self.report_in(direction, "property-removed", &sides, what, (Breaking, why));
                self.settle_all(&sides);
            }
            (None, Some(new)) => {
                self.added(name, new, is, &pair.old, direction);
                self.settle_all(&sides);
            }
            (None, None) => self.requiredness(name, listed, true, &pair.schemas(), direction),
        }
    }

    /// `property-made-required`, `property-made-optional`.
    fn requiredness(
        &mut self,
        name: &str,
        listed: (bool, bool),
        travels: bool,
        sides: &Sides<'a>,
        direction: Direction,
    ) {
        let (code, what, effect) = match listed {
            (false, true) => (
                "property-made-required",
                "is required now",
                Effect::Narrower,
            ),
            (true, false) => (
                "property-made-optional",
                "may be missing now",
                Effect::Wider,
            ),
            _ => return,
        };
        let was_nullable = sides.old.as_ref().is_some_and(|old| old.flag("nullable"));
        let judged = if !travels {
            (Documentation, "it does not travel in this direction")
        } else if direction == Direction::Answer && effect == Effect::Wider && was_nullable {
            let why = "an earlier client reads a missing value as null";
            (Compatible, why)
        } else {
            effect.judge(direction)
        };
        self.report_in(direction, code, sides, format!("`{name}` {what}"), judged);
    }

    /// `property-added`, `required-property-added`.
    fn added(
        &mut self,
        name: &str,
        new: &Site<'a>,
        is_required: bool,
        old: &View<'a>,
        direction: Direction,
    ) {
        let judged = match direction {
            Direction::Request if is_required => (Breaking, "an earlier client does not send it"),
            Direction::Request => (Compatible, "it may be left out"),
            _ => self.read_beside(new, old),
        };
        let (code, what) = if is_required {
            (
                "required-property-added",
                format!("`{name}` was added, and is required"),
            )
        } else {
            (
                "property-added",
                format!("`{name}` was added, and is optional"),
            )
        };
        let sides = Sides::added(new.clone());
        self.report_in(direction, code, &sides, what, judged);
    }

    /// What an earlier client makes of a property that it does not know.
    fn read_beside(&self, new: &Site<'a>, old: &View<'a>) -> (Verdict, &'static str) {
        match old.get("additionalProperties") {
            Some(site) if site.value == false => (
                Breaking,
                "an earlier client takes no properties but those that it knew",
            ),
            Some(site) if site.value.is_object() => {
                let both = Both {
                    old: site,
                    new: new.clone(),
                };
                if equivalent(self.old, self.new, &both) {
                    (
                        Compatible,
                        "an earlier client reads it among the unnamed ones",
                    )
                } else {
                    (
                        Breaking,
                        "an earlier client reads it as one of the unnamed ones, and may fail",
                    )
                }
            }
            _ => (Compatible, "an earlier client passes over it"),
        }
    }

    /// The one new property that has the schema of a removed one.
    fn renamed(
        &self,
        old: &Site<'a>,
        was_required: bool,
        all: &Properties<'a>,
        direction: Direction,
    ) -> Option<&'a str> {
        let mut alike = all.new.iter().filter(|(name, new)| {
            let both = Both {
                old: old.clone(),
                new: (*new).clone(),
            };
            !all.old.contains_key(*name)
                && is_required(name, &all.new_required, Some(new), direction) == was_required
                && equivalent(self.old, self.new, &both)
        });
        let (name, _) = alike.next()?;
        alike.next().is_none().then_some(*name)
    }

    /// `additional-properties-changed`: what is allowed beside the named properties.
    fn additional(&mut self, pair: &Pair<'a>, direction: Direction) {
        let sides = pair.get("additionalProperties");
        let is_schema =
            |site: &Option<Site<'a>>| site.as_ref().is_some_and(|it| it.value.is_object());
        if let (Some(both), true, true) =
            (sides.both(), is_schema(&sides.old), is_schema(&sides.new))
        {
            return self.schema(&both, Use::of(direction));
        }
        if is_schema(&sides.old) || is_schema(&sides.new) {
            self.settle_all(&sides);
        } else {
            self.keyword(pair, "additionalProperties");
        }
        if sides.same() {
            return;
        }
        let breadth = |site: &Option<Site<'a>>| match site.as_ref().map(|site| site.value) {
            None | Some(Value::Bool(true)) => 2,
            Some(Value::Bool(false)) => 0,
            Some(_) => 1,
        };
        let (old, new) = (breadth(&sides.old), breadth(&sides.new));
        let judged = match new.cmp(&old) {
            Ordering::Equal => (Documentation, "it says what was so already"),
            Ordering::Less => Effect::Narrower.judge(direction),
            Ordering::Greater => Effect::Wider.judge(direction),
        };
        let what = format!("`additionalProperties`: {}", sides.arrow());
        self.report_in(
            direction,
            "additional-properties-changed",
            &sides,
            what,
            judged,
        );
    }
}
