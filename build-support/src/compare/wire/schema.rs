//! Schemas: what a value may be, judged in the direction in which it travels.

mod arrays;
mod bounds;
mod composition;
mod enums;
mod objects;
mod types;
mod view;

use super::{
    document::{Both, Document, Sides, Site},
    ledger::Direction,
    walk::Walk,
};
use crate::compare::Verdict::{self, Breaking, Compatible};
use view::{Pair, View};

/// Keys that say something to readers and nothing about values.
pub(super) const NOTES: &[&str] = &[
    "title",
    "summary",
    "description",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "xml",
    "x-lint-allow",
];

/// The keys of a schema that have a comparison, beside the notes.
const KEYS: &[&str] = &[
    "$ref",
    "type",
    "format",
    "nullable",
    "enum",
    "default",
    "required",
    "properties",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "readOnly",
    "writeOnly",
];

/// How a schema is used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    pub(super) direction: Direction,
    /// It is a property that may be missing, which the client reads as it reads null.
    pub(super) may_be_missing: bool,
}

impl Use {
    pub(super) fn of(direction: Direction) -> Self {
        Self {
            direction,
            may_be_missing: false,
        }
    }
}

/// What a change does to the set of values that are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Fewer are allowed.
    Narrower,
    /// More are allowed.
    Wider,
    /// Others are allowed, or it cannot be told.
    Different,
}

impl Effect {
    /// What that means for whoever sends or reads such values.
    pub(super) fn judge(self, direction: Direction) -> (Verdict, &'static str) {
        match (direction, self) {
            (Direction::Request, Self::Wider) => (Compatible, "what was accepted still is"),
            (Direction::Request, _) => (Breaking, "what was accepted may be refused"),
            (_, Self::Narrower) => (Compatible, "an earlier client reads all of it"),
            (_, _) => (Breaking, "an earlier client may fail to read it"),
        }
    }

    /// The same for what the client does not check in answers: `lower` takes it away.
    pub(super) fn judge_unchecked(self, direction: Direction) -> (Verdict, &'static str) {
        match direction {
            Direction::Request => self.judge(direction),
            _ => (Compatible, "the client does not check it"),
        }
    }
}

/// A schema without what is wrapped around it to say more at the place of its use.
#[derive(Debug)]
struct Peeled<'a> {
    /// `allOf` with one member and nothing but notes and `nullable` beside it, outermost first.
    layers: Vec<Site<'a>>,
    core: Site<'a>,
}

impl<'a> Peeled<'a> {
    fn new(document: &Document<'a>, site: &Site<'a>) -> Self {
        /// Wrappers deeper than this are no wrappers any more.
        const DEEPEST: usize = 16;
        let mut peeled = Self {
            layers: Vec::new(),
            core: site.clone(),
        };
        for _ in 0..DEEPEST {
            let Some(inner) = wrapped(&document.resolve(&peeled.core)) else {
                break;
            };
            peeled.layers.push(document.resolve(&peeled.core));
            peeled.core = inner;
        }
        peeled
    }

    /// The `nullable` of the outermost wrapper that has one.
    fn nullable(&self) -> Option<Site<'a>> {
        self.layers.iter().find_map(|layer| layer.get("nullable"))
    }
}

/// The only member of `allOf`, where nothing beside it says anything about values but `nullable`.
fn wrapped<'a>(site: &Site<'a>) -> Option<Site<'a>> {
    let all = site.get("allOf")?;
    let says_no_more = |key: &str| key == "allOf" || key == "nullable" || NOTES.contains(&key);
    let mut items = all.items();
    let first = items.next()?;
    let is_wrapper = items.next().is_none() && site.entries().all(|(key, _)| says_no_more(key));
    is_wrapper.then_some(first)
}

impl<'a> Walk<'a> {
    /// Compares two schemas where they are used.
    pub(super) fn schema(&mut self, both: &Both<'a>, usage: Use) {
        let old = self.peel(self.old, &both.old);
        let new = self.peel(self.new, &both.new);
        self.layers(&old, &new);
        let core = Both {
            old: old.core.clone(),
            new: new.core.clone(),
        };
        let are_named = core.old.get("$ref").is_some() && core.new.get("$ref").is_some();
        let outer = Sides {
            old: old.nullable(),
            new: new.nullable(),
        };
        self.settle(&outer);
        if are_named {
            self.nullable(&outer, &both.sides(), usage);
        } else {
            self.nullable_anywhere(&core, &outer, usage);
        }
        self.through(&core, usage.direction, |walk, both| {
            let inner = both.get("nullable");
            walk.settle(&inner);
            if are_named {
                // A component is compared once, whether or not its users may leave it out.
                walk.nullable(&inner, &both.sides(), Use::of(usage.direction));
            }
            walk.values(both, Use::of(usage.direction));
        });
    }

    /// Takes the wrappers off, and notes the components that they lead to.
    fn peel(&mut self, document: &'a Document<'a>, site: &Site<'a>) -> Peeled<'a> {
        let peeled = Peeled::new(document, site);
        let mut outer = site.clone();
        for layer in &peeled.layers {
            self.behind(document, &outer);
            if let Some(inner) = wrapped(layer) {
                outer = inner;
            }
        }
        peeled
    }

    /// Compares what wrappers say to readers.
    fn layers(&mut self, old: &Peeled<'a>, new: &Peeled<'a>) {
        for index in 0..old.layers.len().max(new.layers.len()) {
            let layer = |peeled: &Peeled<'a>, key: &str| peeled.layers.get(index)?.get(key);
            for key in NOTES {
                self.note(
                    key,
                    &Sides {
                        old: layer(old, key),
                        new: layer(new, key),
                    },
                );
            }
        }
    }

    /// Compares `nullable` where a schema moved into a component or out of one: it may be said by
    /// the wrapper or by the schema itself.
    fn nullable_anywhere(&mut self, core: &Both<'a>, outer: &Sides<'a>, usage: Use) {
        let said = |document: &Document<'a>, core: &Site<'a>, outer: &Option<Site<'a>>| {
            let outer = outer.clone().filter(|site| site.value == true);
            outer.or_else(|| document.resolve(core).get("nullable"))
        };
        let sides = Sides {
            old: said(self.old, &core.old, &outer.old),
            new: said(self.new, &core.new, &outer.new),
        };
        self.nullable(&sides, &core.sides(), usage);
    }

    /// `null-allowed`, `null-refused`.
    fn nullable(&mut self, sides: &Sides<'a>, schema: &Sides<'a>, usage: Use) {
        self.settle(sides);
        let is_set = |site: &Option<Site<'a>>| site.as_ref().is_some_and(|site| site.value == true);
        let (code, what, judged) = match (is_set(&sides.old), is_set(&sides.new)) {
            (false, true) if usage.direction == Direction::Answer && usage.may_be_missing => {
                let why = "an earlier client reads null as a missing value";
                ("null-allowed", "may be null now", (Compatible, why))
            }
            (false, true) => {
                let judged = Effect::Wider.judge(usage.direction);
                ("null-allowed", "may be null now", judged)
            }
            (true, false) => {
                let judged = Effect::Narrower.judge(usage.direction);
                ("null-refused", "is never null now", judged)
            }
            _ => return,
        };
        self.report_in(usage.direction, code, schema, what, judged);
    }

    /// Compares what values two schemas allow, wrappers and `nullable` aside.
    fn values(&mut self, both: &Both<'a>, usage: Use) {
        let pair = Pair {
            old: View::of(self.old, &both.old),
            new: View::of(self.new, &both.new),
        };
        for (document, view) in [(self.old, &pair.old), (self.new, &pair.new)] {
            for listed in &view.listed {
                self.behind(document, listed);
            }
        }
        if !(pair.old.is_consistent && pair.new.is_consistent) {
            let are_alike = pair.old.is_consistent == pair.new.is_consistent;
            return self.parts(both, are_alike, usage);
        }
        self.view(&pair, usage);
    }

    /// Compares two schemas of which all parts are known.
    fn view(&mut self, pair: &Pair<'a>, usage: Use) {
        self.notes_of_parts(pair, usage);
        if !self.types(pair, usage.direction) {
            return;
        }
        self.formats(pair, usage.direction);
        self.enumeration(pair, usage.direction);
        self.default(pair, usage.direction);
        self.bounds(pair, usage.direction);
        self.arrays(pair, usage.direction);
        self.objects(pair, usage.direction);
        self.alternatives(pair, usage.direction);
        self.negation(pair, usage.direction);
        self.access(pair, usage.direction);
    }

    /// Compares what the parts say to readers, and keys that nobody knows.
    fn notes_of_parts(&mut self, pair: &Pair<'a>, usage: Use) {
        let count = pair.old.parts.len().max(pair.new.parts.len());
        for index in 0..count {
            let sides = Sides {
                old: pair.old.parts.get(index).cloned(),
                new: pair.new.parts.get(index).cloned(),
            };
            if let Some(both) = sides.both() {
                self.notes(&both, NOTES);
                let known: Vec<&str> = NOTES.iter().chain(KEYS).copied().collect();
                self.others(&both, &known);
                // That of the schema itself has been compared with its wrappers'.
                if index > 0 {
                    self.nullable(&both.get("nullable"), &both.sides(), usage);
                }
            } else if let Some(site) = sides.old.as_ref().or(sides.new.as_ref()) {
                for (key, _) in site.entries() {
                    let inner = Sides {
                        old: sides.old.as_ref().and_then(|it| it.get(key)),
                        new: sides.new.as_ref().and_then(|it| it.get(key)),
                    };
                    if NOTES.contains(&key) {
                        self.note(key, &inner);
                    } else if !KEYS.contains(&key) {
                        self.unclassified(&inner);
                    }
                }
            }
        }
    }

    /// `default-changed`: what the server takes where a caller leaves something out. The client
    /// fills in no defaults.
    fn default(&mut self, pair: &Pair<'a>, direction: Direction) {
        let sides = self.keyword(pair, "default");
        if sides.same() {
            return;
        }
        let judged = match (direction, &sides.old) {
            (Direction::Request, None) => (Verdict::Documentation, "it says what was left open"),
            (Direction::Request, Some(_)) => {
                (Breaking, "a caller who leaves it out gets something else")
            }
            _ => (Verdict::Documentation, "the client does not fill it in"),
        };
        let what = format!("`default`: {}", sides.arrow());
        self.report_in(direction, "default-changed", &sides, what, judged);
    }

    /// `access-changed`: `readOnly` holds for requests, `writeOnly` for answers.
    fn access(&mut self, pair: &Pair<'a>, direction: Direction) {
        for (key, refused) in [
            ("readOnly", Direction::Request),
            ("writeOnly", Direction::Answer),
        ] {
            let sides = self.keyword(pair, key);
            let is_set =
                |site: &Option<Site<'a>>| site.as_ref().is_some_and(|site| site.value == true);
            let judged = match (is_set(&sides.old), is_set(&sides.new)) {
                (old, new) if old == new => continue,
                _ if direction != refused => (Compatible, "it says nothing about this direction"),
                (false, _) if direction == Direction::Request => {
                    (Breaking, "what was accepted may be refused")
                }
                (false, _) => (Breaking, "an earlier client finds nothing there"),
                _ if direction == Direction::Request => (Compatible, "it may be sent now"),
                _ => (Compatible, "it may be there now"),
            };
            let what = format!("`{key}`: {}", sides.arrow());
            self.report_in(direction, "access-changed", &sides, what, judged);
        }
    }

    /// Both sides of a keyword, settled in all parts.
    fn keyword(&mut self, pair: &Pair<'a>, key: &str) -> Sides<'a> {
        for part in pair.old.parts.iter().chain(&pair.new.parts) {
            if let Some(value) = part.value.get(key) {
                self.ledger.settle(value);
            }
        }
        pair.get(key)
    }
}
