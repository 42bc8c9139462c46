//! Rows of templates: JSON whose texts have parts in braces, which are filled in anew for each row.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::dice::{Dice, hash, mix};
use crate::builder::Builder;
use crate::clock::{START, timestamp};
use crate::spec::{Api, Rows, Spec, text_of};
use crate::store::{Row, Scope};

const TEMPLATES: &str = include_str!("../../data/rows.json");

/// Seconds between the creation of one row and the next: the first of a list is the youngest.
const STEP: usize = 10;

/// Seconds of a month: what is made up lies in the one before the sandbox's own time.
const SECONDS: usize = 30 * 86_400;

pub(super) struct Templates<'a> {
    settings: &'a Builder,
    data: Value,
}

/// One row, and what its texts are filled in with.
struct Filling<'a> {
    templates: &'a Templates<'a>,
    /// An example of the ids of each collection.
    ids: &'a BTreeMap<&'a str, String>,
    collection: &'a str,
    /// Which list of templates it is of; of this list, which row.
    list: usize,
    number: usize,
    given: &'a str,
    family: &'a str,
}

impl<'a> Templates<'a> {
    pub(super) fn new(settings: &'a Builder) -> Self {
        Self {
            settings,
            // A test reads the file.
            data: serde_json::from_str(TEMPLATES).unwrap_or_default(),
        }
    }

    /// The rows of a collection; none if there are no templates for it.
    pub(super) fn rows(&self, spec: &Spec, api: &Api, collection: &str, kind: &Rows) -> Vec<Row> {
        let ids = api.collections.iter().filter_map(|(collection, kind)| {
            let example = spec.example_beside(kind.key?);
            Some((*collection, text_of(&example)))
        });
        let ids: BTreeMap<_, _> = ids.collect();
        let mut rows = Vec::new();
        for (list, data) in items(&self.data["collections"]).iter().enumerate() {
            if data["api"] != api.name || data["collection"] != collection {
                continue;
            }
            let templates = items(&data["rows"]);
            let count = match data["count"].as_str() {
                Some("contacts") => self.settings.contacts,
                Some("contacts/10") => self.settings.contacts / 10,
                Some(_) => self.settings.customers,
                None => templates.len(),
            };
            let scope = data["scope"].as_object().into_iter().flatten();
            let scope = scope.map(|(name, it)| (name.clone(), text_of(it)));
            let scope: Scope = scope.collect();
            for number in 0..count {
                let mut dice = self.dice(collection, list, number);
                let filling = Filling {
                    templates: self,
                    ids: &ids,
                    collection,
                    list,
                    number,
                    given: self.pick("given", dice.below(usize::MAX)),
                    family: self.pick("family", dice.below(usize::MAX)),
                };
                let value = filling.value(&templates[number % templates.len()]);
                rows.push(Row::new(value, kind.id, scope.clone()));
            }
        }
        rows
    }

    fn dice(&self, kind: &str, list: usize, number: usize) -> Dice {
        Dice::new(hash(self.settings.seed, kind) ^ mix((list * 1_000_000 + number) as u64))
    }

    fn pick(&self, kind: &str, number: usize) -> &str {
        let names = items(&self.data[kind]);
        names[number % names.len()].as_str().unwrap_or_default()
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Filling<'_> {
    fn value(&self, template: &Value) -> Value {
        match template {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => {
                let member = |(name, value): (&String, _)| (name.clone(), self.value(value));
                members.iter().map(member).collect()
            }
            other => other.clone(),
        }
    }

    fn text(&self, template: &str) -> String {
        let mut text = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            text.push_str(&self.word(word));
            rest = after;
        }
        text + rest
    }

    fn word(&self, word: &str) -> String {
        let (list, number) = (self.list, self.number);
        let millis = (number * 37 + list) % 1_000;
        match word {
            "n" => number.to_string(),
            "id" => self.id(self.collection, list, number),
            "given" => self.given.to_owned(),
            "family" => self.family.to_owned(),
            // An address of its own for each row.
            "mail" => {
                let name = format!("{}{}", self.given, self.family);
                let name = name.to_lowercase().replace(' ', ".");
                let name = name.replace(|c| !matches!(c, 'a'..='z' | '.'), "");
                format!("{name}{number}")
            }
            // With its 15 digits it is longer than any in Indonesia: nobody has it.
            "phone" => format!("+62800{list:02}{number:08}"),
            "shop" => self.templates.pick("shop", number).to_owned(),
            "created" => time(number * STEP + 1, millis),
            "changed" => time(number * STEP / 2, millis),
            // Two braces stand for themselves: a placeholder, `{{1}}`.
            other if other.starts_with('{') => format!("{{{other}}}"),
            other => match (other.split_once('|'), other.strip_prefix("id ")) {
                // A value that the contract does not list, and one that it does.
                (Some((_, listed)), _) if self.templates.settings.listed_values_only => {
                    listed.to_owned()
                }
                (Some((unlisted, _)), _) => unlisted.to_owned(),
                // The id of a row in the first list of another collection.
                (_, row) => {
                    let (collection, number) =
                        row.and_then(|it| it.split_once(' ')).unwrap_or_default();
                    let mut lists = items(&self.templates.data["collections"]).iter();
                    let list = lists.position(|list| list["collection"] == collection);
                    let number = number.parse().unwrap_or_default();
                    self.id(collection, list.unwrap_or_default(), number)
                }
            },
        }
    }

    fn id(&self, collection: &str, list: usize, number: usize) -> String {
        let example = self.ids.get(collection).map_or("id_0", String::as_str);
        let kind = format!("id of {collection}");
        self.templates.dice(&kind, list, number).like(example)
    }
}

/// A time so many seconds before that of the sandbox.
fn time(seconds_before: usize, millis: usize) -> String {
    let before = seconds_before.clamp(1, SECONDS) as u64;
    let whole = START.saturating_sub(Duration::from_secs(before));
    timestamp(whole + Duration::from_millis(millis as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_one_month() {
        assert_eq!(time(1, 7), "2026-06-30T23:59:59.007Z");
        assert_eq!(time(30 * 86_400, 0), "2026-06-01T00:00:00.000Z");
        assert!(serde_json::from_str::<Value>(TEMPLATES).is_ok());
    }
}
