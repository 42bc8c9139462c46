//! Rows of templates: JSON whose texts have parts in braces, which are filled in anew for each row.

use std::sync::LazyLock;
use std::time::Duration;

use serde_json::{Value, json};

use super::dice::Dice;
use crate::builder::Builder;
use crate::clock::{START, timestamp};
use crate::spec::{Api, Rows, Spec, text_of};
use crate::store::{Row, Scope};

const TEMPLATES: &str = include_str!("../../data/rows.json");

// A test reads the file.
static DATA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(TEMPLATES).unwrap_or_default());

/// Seconds between the creation of one row and the next: the first of a list is the youngest.
const STEP: usize = 10;

/// Seconds of a month: what is made up lies in the one before the sandbox's own time.
const SECONDS: usize = 30 * 86_400;

/// The rows of a collection; none if there are no templates for it.
pub(super) fn rows(
    spec: &Spec,
    settings: &Builder,
    api: &Api,
    collection: &str,
    kind: &Rows,
) -> Vec<Row> {
    let dice = |kind: &str, number: usize| Dice::new((settings.seed, kind, number));
    let example = |collection: &str| {
        let key = api.collections.get(collection).and_then(|kind| kind.key);
        key.map_or_else(
            || "id_0".to_owned(),
            |key| text_of(&spec.example_beside(key)),
        )
    };
    let id = |collection: &str, example: &str, number| {
        dice(&format!("id of {collection}"), number).like(example)
    };
    let own = example(collection);
    let mut rows = Vec::new();
    for (list, data) in items(&DATA["collections"]).iter().enumerate() {
        if data["api"] != api.name || data["collection"] != collection {
            continue;
        }
        let templates = items(&data["rows"]);
        let count = match data["count"].as_str() {
            Some("contacts") => settings.contacts,
            Some("contacts/10") => settings.contacts / 10,
            Some(_) => settings.customers,
            None => templates.len(),
        };
        let scope = data["scope"].as_object().into_iter().flatten();
        let scope = scope.map(|(name, it)| (name.clone(), text_of(it)));
        let scope: Scope = scope.collect();
        for template in templates.iter().cycle().take(count) {
            let number = rows.len();
            let mut dice = dice(collection, number);
            let given = pick("given", dice.below(usize::MAX));
            let family = pick("family", dice.below(usize::MAX));
            let word = |word: &str| match word {
                "n" => number.to_string(),
                "id" => id(collection, &own, number),
                "given" => given.to_owned(),
                "family" => family.to_owned(),
                // An address of its own for each row.
                "mail" => {
                    let name = format!("{given}{family}").to_lowercase().replace(' ', ".");
                    let name = name.replace(|c| !matches!(c, 'a'..='z' | '.'), "");
                    format!("{name}{number}")
                }
                // With its 15 digits it is longer than any in Indonesia: nobody has it.
                "phone" => format!("+62800{list:02}{number:08}"),
                "shop" => pick("shop", number).to_owned(),
                "created" => time(number * STEP + 1, number),
                "changed" => time(number * STEP / 2, number),
                // Two braces stand for themselves: a placeholder, `{{1}}`.
                other if other.starts_with('{') => format!("{{{other}}}"),
                other => match (other.split_once('|'), other.split_once(' ')) {
                    // A value that the contract does not list, and one that it does.
                    (Some((_, listed)), _) if settings.listed_values_only => listed.to_owned(),
                    (Some((unlisted, _)), _) => unlisted.to_owned(),
                    // The id of a row of another collection, such as `contacts 0`.
                    (_, Some((collection, number))) => {
                        let number = number.parse().unwrap_or_default();
                        id(collection, &example(collection), number)
                    }
                    _ => other.to_owned(),
                },
            };
            rows.push(Row::new(filled(template, &word), kind.id, scope.clone()));
        }
    }
    rows
}

fn pick(kind: &str, number: usize) -> &'static str {
    let names = items(&DATA[kind]);
    names[number % names.len()].as_str().unwrap_or_default()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A template with what `word` gives in the place of each part in braces.
fn filled(template: &Value, word: &impl Fn(&str) -> String) -> Value {
    match template {
        Value::String(template) => {
            let mut text = String::new();
            let mut rest = template.as_str();
            while let Some((before, after)) = rest.split_once('{') {
                let (name, after) = after.split_once('}').unwrap_or((after, ""));
                text.extend([before, &word(name)]);
                rest = after;
            }
            json!(text + rest)
        }
        Value::Array(items) => items.iter().map(|item| filled(item, word)).collect(),
        Value::Object(members) => {
            let member = |(name, value): (&String, _)| (name.clone(), filled(value, word));
            members.iter().map(member).collect()
        }
        other => other.clone(),
    }
}

/// A time so many seconds before that of the sandbox, in some millisecond.
fn time(seconds_before: usize, number: usize) -> String {
    let before = seconds_before.clamp(1, SECONDS) as u64;
    let whole = START.saturating_sub(Duration::from_secs(before));
    timestamp(whole + Duration::from_millis(number as u64 * 37 % 1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_one_month() {
        assert_eq!(time(1, 30), "2026-06-30T23:59:59.110Z");
        assert_eq!(time(30 * 86_400, 0), "2026-06-01T00:00:00.000Z");
        assert!(serde_json::from_str::<Value>(TEMPLATES).is_ok());
    }
}
