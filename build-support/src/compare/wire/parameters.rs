//! Parameters: what callers send beside the body.

use std::collections::BTreeMap;

use super::{
    document::{Both, Sides, Site},
    equivalent::equivalent,
    ledger::Direction,
    operations::{Operation, names_in},
    schema::Use,
    walk::Walk,
};
use crate::compare::Verdict::{Breaking, Compatible};

/// The keys of a parameter that have a comparison.
const KEYS: &[&str] = &[
    "$ref",
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

/// How a parameter is told from others: where it is sent, and its name; those of a path are told
/// by their place in it.
type Key = (String, String);

/// A parameter as it stands in its list, and behind its reference.
#[derive(Clone, Debug)]
struct Parameter<'a> {
    listed: Site<'a>,
    site: Site<'a>,
}

impl Parameter<'_> {
    fn name(&self) -> &str {
        self.site.text("name").unwrap_or_default()
    }

    fn location(&self) -> &str {
        self.site.text("in").unwrap_or_default()
    }

    fn is_required(&self) -> bool {
        self.site.flag("required")
    }
}

type Parameters<'a> = BTreeMap<Key, Parameter<'a>>;

impl<'a> Walk<'a> {
    /// Compares the parameters of an operation, those of its path included.
    pub(super) fn parameters(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let mut old_ones = self.parameters_of(old, true);
        let mut new_ones = self.parameters_of(new, false);
        let common: Vec<Key> = old_ones
            .keys()
            .filter(|key| new_ones.contains_key(*key))
            .cloned()
            .collect();
        for key in common {
            if let (Some(old), Some(new)) = (old_ones.remove(&key), new_ones.remove(&key)) {
                self.parameter(old, new);
            }
        }
        // A parameter of the same name in another place has moved.
        let moved: Vec<(Key, Key)> = old_ones
            .iter()
            .filter_map(|(key, old)| {
                let (other, _) = new_ones.iter().find(|(_, new)| new.name() == old.name())?;
                Some((key.clone(), other.clone()))
            })
            .collect();
        for (from, to) in moved {
            if let (Some(old), Some(new)) = (old_ones.remove(&from), new_ones.remove(&to)) {
                let what = format!(
                    "is sent in the {}, not in the {}",
                    new.location(),
                    old.location()
                );
                let sides = Sides {
                    old: old.site.get("in"),
                    new: new.site.get("in"),
                };
                let why = "an earlier client sends it where it was";
                self.report_in(
                    Direction::Request,
                    "parameter-moved",
                    &sides,
                    what,
                    (Breaking, why),
                );
                self.parameter(old, new);
            }
        }
        for old in old_ones.values() {
            let renamed = new_ones.values().find(|new| self.is_renamed(old, new));
            let hint = renamed.map(|new| format!("; it looks renamed to `{}`", new.name()));
            let what = format!("was removed{}", hint.unwrap_or_default());
            let sides = Sides::removed(old.listed.clone());
            let why = "an earlier client goes on sending it";
            self.report_in(
                Direction::Request,
                "parameter-removed",
                &sides,
                what,
                (Breaking, why),
            );
            self.settle_all(&sides);
        }
        for new in new_ones.values() {
            let sides = Sides::added(new.listed.clone());
            let (code, what, judged) = if new.is_required() {
                let why = "an earlier client does not send it";
                (
                    "required-parameter-added",
                    "was added, and is required",
                    (Breaking, why),
                )
            } else {
                let why = "it may be left out";
                (
                    "parameter-added",
                    "was added, and is optional",
                    (Compatible, why),
                )
            };
            self.report_in(Direction::Request, code, &sides, what, judged);
            self.settle_all(&sides);
        }
    }

    /// The parameters of an operation; its own ones replace those of its path.
    fn parameters_of(&mut self, operation: &Operation<'a>, is_old: bool) -> Parameters<'a> {
        let document = if is_old { self.old } else { self.new };
        let path = names_in(operation.path);
        let mut found = Parameters::new();
        for holder in [&operation.item, &operation.site] {
            let Some(list) = holder.get("parameters") else {
                continue;
            };
            self.settle_empty(&Sides::removed(list.clone()));
            for listed in list.items() {
                let site = document.resolve(&listed);
                let name = site.text("name").unwrap_or_default();
                let location = site.text("in").unwrap_or_default();
                let name = match location {
                    "path" => path
                        .iter()
                        .position(|it| *it == name)
                        .map_or_else(|| name.to_owned(), |index| format!("{{{index}}}")),
                    "header" => name.to_ascii_lowercase(),
                    _ => name.to_owned(),
                };
                found.insert((location.to_owned(), name), Parameter { listed, site });
            }
        }
        found
    }

    fn is_renamed(&self, old: &Parameter<'a>, new: &Parameter<'a>) -> bool {
        let schema = Both {
            old: old.site.clone(),
            new: new.site.clone(),
        };
        old.location() == new.location()
            && old.is_required() == new.is_required()
            && schema
                .get("schema")
                .both()
                .is_some_and(|both| equivalent(self.old, self.new, &both))
    }

    fn parameter(&mut self, old: Parameter<'a>, new: Parameter<'a>) {
        let both = Both {
            old: old.listed,
            new: new.listed,
        };
        self.through(&both, Direction::Request, Self::parameter_itself);
    }

    fn parameter_itself(&mut self, both: &Both<'a>) {
        // Both have been paired by these.
        self.settle(&both.get("name"));
        self.settle(&both.get("in"));
        self.notes(both, &["description", "example", "examples"]);
        self.deprecation(both);
        let codes = ["parameter-made-required", "parameter-made-optional"];
        self.must_be_sent(both, "", codes);
        self.writing(both);
        self.value(both, Direction::Request, "parameter-form-changed");
        self.others(both, KEYS);
    }

    /// `parameter-encoding-changed`: how the value is written.
    fn writing(&mut self, both: &Both<'a>) {
        // One that moved is written as its new place wants.
        let has_moved = !both.get("in").same();
        for key in ["style", "explode", "allowEmptyValue", "allowReserved"] {
            let mut sides = both.get(key);
            self.settle(&sides);
            if has_moved {
                continue;
            }
            if sides.old.is_none() && sides.new.is_none() {
                sides = both.sides();
            }
            let (old, new) = (setting(&both.old, key), setting(&both.new, key));
            if old == new {
                continue;
            }
            let judged = match key {
                "allowReserved" => (Compatible, "the client encodes every reserved character"),
                "allowEmptyValue" if new == "true" => (Compatible, "what was accepted still is"),
                "allowEmptyValue" => (Breaking, "an empty value that was accepted may be refused"),
                _ => (Breaking, "an earlier client writes the value as it was"),
            };
            let what = format!("`{key}`: {old} → {new}");
            let code = "parameter-encoding-changed";
            self.report_in(Direction::Request, code, &sides, what, judged);
        }
    }

    /// Compares what parameters and headers hold: a schema, or a media type.
    pub(super) fn value(&mut self, both: &Both<'a>, direction: Direction, code: &'static str) {
        let (schema, content) = (both.get("schema"), both.get("content"));
        if let Some(schema) = schema.both() {
            self.schema(&schema, Use::of(direction));
        }
        if let Some(content) = content.both() {
            self.content(&content, direction);
        }
        let has_changed_form = schema.both().is_none() && content.both().is_none();
        if has_changed_form && both.old.value != both.new.value {
            let form = |site: &Site<'_>| {
                let mut keys = ["schema", "content"].into_iter();
                keys.find(|key| site.get(key).is_some())
                    .unwrap_or("nothing")
            };
            let (old, new) = (form(&both.old), form(&both.new));
            if old != new {
                let what = format!("is described by `{new}`, not by `{old}`");
                let judged = (
                    Breaking,
                    "an earlier client writes and reads the form that was",
                );
                self.report_in(direction, code, &both.sides(), what, judged);
            }
        }
        for sides in [schema, content] {
            if sides.both().is_none() {
                self.settle_all(&sides);
            }
        }
    }
}

/// How a parameter is written, where nothing says so as well.
fn setting(site: &Site<'_>, key: &str) -> String {
    if let Some(value) = site.value.get(key) {
        return value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
    }
    let style = site.text("style").unwrap_or(match site.text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    });
    match key {
        "style" => style.to_owned(),
        "explode" => (style == "form").to_string(),
        _ => false.to_string(),
    }
}
