//! The specification holds: keys that exist, values of the right kind, nothing left out.

mod mends;

use std::{
    collections::{HashMap, HashSet, hash_map::Entry as Slot},
    iter, ptr,
};

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::{Kind, Object, Shape, TYPES},
    later::later_keyword,
    node::{Map, Node, Value},
    scalar::Typed,
    schema,
    suggest::{did_you_mean, listed},
    survey::{Site, Survey},
};

pub(super) const RULES: &[Rule] = &[
    duplicate_keys,
    keys_not_text,
    numbers_out_of_range,
    unknown_keys,
    wrong_kinds,
    unknown_words,
    unknown_types,
    missing_fields,
    exclusive_keys,
    ref_siblings,
];

/// Every mapping of the contract, the deepest last.
fn every_map<'a>(root: &'a Node, visit: &mut impl FnMut(&'a Node, &'a Map)) {
    match &root.value {
        Value::Map(map) => {
            visit(root, map);
            for entry in &map.entries {
                every_map(&entry.value, visit);
            }
        }
        Value::List(items) => items.iter().for_each(|item| every_map(item, visit)),
        Value::Scalar(_) | Value::Refused => {}
    }
}

/// `duplicate-key`: of two equal keys the model keeps one and silently drops the other.
fn duplicate_keys(survey: &Survey<'_>, report: &mut Report) {
    every_map(survey.root, &mut |_, map| {
        let mut first_lines = HashMap::new();
        for key in map.entries.iter().map(|entry| &entry.key) {
            match first_lines.entry(key.scalar.text.as_str()) {
                Slot::Vacant(slot) => {
                    slot.insert(key.span.start.line);
                }
                Slot::Occupied(first) => {
                    let (text, line) = (first.key(), first.get());
                    let message = format!("the key `{text}` is already on line {line}");
                    report.add(
                        Finding::new("duplicate-key", key.span, message)
                            .help("one of the two would be ignored: remove it or rename it"),
                    );
                }
            }
        }
    });
}

/// `key-not-text`: YAML reads a plain `1` or `true` as another type than text, even as a key.
fn keys_not_text(survey: &Survey<'_>, report: &mut Report) {
    // A status may be a number.
    let responses: HashSet<_> = survey
        .objects(Kind::Responses)
        .map(|site| ptr::from_ref(site.node))
        .collect();
    every_map(survey.root, &mut |node, map| {
        for key in map.entries.iter().map(|entry| &entry.key) {
            let is_number = matches!(key.scalar.typed, Typed::Integer(_));
            let allowed = is_number && responses.contains(&ptr::from_ref(node));
            if key.scalar.typed != Typed::Text && !allowed {
                let message = format!("the key `{}` is not text", key.scalar.text);
                report
                    .add(Finding::new("key-not-text", key.span, message).help("put it in quotes"));
            }
        }
    });
}

/// `number-range`: JSON has no infinities, and the model no numbers beyond 64 bits.
fn numbers_out_of_range(survey: &Survey<'_>, report: &mut Report) {
    fn visit(node: &Node, report: &mut Report) {
        match &node.value {
            Value::Map(map) => map
                .entries
                .iter()
                .for_each(|entry| visit(&entry.value, report)),
            Value::List(items) => items.iter().for_each(|item| visit(item, report)),
            Value::Scalar(scalar) if scalar.typed == Typed::Unbounded => {
                let message = format!("`{}` is out of the range of numbers", scalar.text);
                report.add(
                    Finding::new("number-range", node.span, message)
                        .help("use a number that fits into 64 bits, or quotes if it is text"),
                );
            }
            Value::Scalar(_) | Value::Refused => {}
        }
    }
    visit(survey.root, report);
}

/// `unknown-key`: the model ignores keys that it does not know, so a slip changes the meaning.
fn unknown_keys(survey: &Survey<'_>, report: &mut Report) {
    for site in &survey.sites {
        let Some(object) = site.shape.object() else {
            continue;
        };
        for (index, entry) in site.node.entries().enumerate() {
            let key = &entry.key;
            let written = &key.scalar.text;
            // What stands beside a reference is reported as ignored, whatever it is.
            if site.is_reference() && key.name() != "$ref" {
                continue;
            }
            let is_reference = site.is_reference() && written == "$ref";
            let is_extension = object.extensible && written.starts_with("x-");
            if is_reference || object.shape_of(written).is_some() || is_extension {
                continue;
            }
            // The key that it belongs below is reported as empty.
            if key.meant.is_none() && is_stray_child(site, object, index) {
                continue;
            }
            let message = format!("`{written}` is not a key of {}", object.label);
            let known = object.fields.iter().map(|field| field.name);
            let help = later_keyword(object.kind, written)
                .map(str::to_owned)
                .or_else(|| key.meant.map(|meant| format!("did you mean `{meant}`?")))
                .or_else(|| did_you_mean(written, known))
                .unwrap_or_else(|| {
                    let hint = "remove it; a key of your own begins with `x-`";
                    if object.extensible { hint } else { "remove it" }.to_owned()
                });
            report.add(Finding::about(site.owner, "unknown-key", key.span, message).help(help));
        }
    }
}

/// Whether the key at `index` is a child of an empty key above it, and only not indented.
fn is_stray_child(site: &Site<'_>, object: &Object, index: usize) -> bool {
    let mut above = site.node.entries().take(index).rev();
    let is_empty = |node: &Node| node.scalar().is_some_and(|scalar| scalar.text.is_empty());
    let Some(parent) = above.find(|entry| entry.value.is_null() && is_empty(&entry.value)) else {
        return false;
    };
    let Some(child) = site.node.entries().nth(index) else {
        return false;
    };
    let name = child.key.name();
    match object.shape_of(parent.key.name()) {
        Some(Shape::Referable(_)) if name == "$ref" => true,
        Some(Shape::Object(inner) | Shape::Referable(inner)) => inner.shape_of(name).is_some(),
        Some(Shape::Map(_)) => true,
        _ => false,
    }
}

/// `wrong-kind`: the model takes a value of the wrong kind for another thing, or not at all.
fn wrong_kinds(survey: &Survey<'_>, report: &mut Report) {
    for site in &survey.sites {
        if matches!(site.node.value, Value::Refused) || has_kind(site) {
            continue;
        }
        let found = match (site.shape, site.node.number(), site.node.scalar()) {
            (Shape::Count, Some(_), Some(scalar)) => format!("`{}`", scalar.text),
            _ => site.node.kind().to_owned(),
        };
        let (value, expected) = (called(survey, site), expected(site.shape));
        let message = format!("{value} must be {expected}, but is {found}");
        report.add(
            Finding::about(site.owner, "wrong-kind", site.node.span, message)
                .maybe_help(mends::mend(survey, site)),
        );
    }
}

fn has_kind(site: &Site<'_>) -> bool {
    let node = site.node;
    match site.shape {
        Shape::Text | Shape::Word(_) => node.text().is_some(),
        // A list of types is OpenAPI 3.1; `unknown_types` explains it.
        Shape::Type => node.text().is_some() || matches!(node.value, Value::List(_)),
        Shape::Flag | Shape::FlagOrSchema => node.flag().is_some(),
        Shape::Count => {
            let count = node.integer().map(u32::try_from);
            matches!(count, Some(Ok(_))) || node.is_unbounded()
        }
        Shape::Number => node.number().is_some() || node.is_unbounded(),
        // The survey has chosen one of the two.
        Shape::Any | Shape::OneOrMore(_) => true,
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(_) => node.map().is_some(),
        Shape::List(_) => matches!(node.value, Value::List(_)),
    }
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Word(_) | Shape::Type => "text",
        Shape::Flag => "`true` or `false`",
        Shape::FlagOrSchema => "`true`, `false` or a schema",
        Shape::Count => "a whole number from 0 to 4294967295",
        Shape::Number => "a number",
        Shape::Any | Shape::OneOrMore(_) => "a value",
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(_) => "a mapping",
        Shape::List(_) => "a list",
    }
}

/// The value in words: its key, or the one of the list that it is in.
fn called(survey: &Survey<'_>, site: &Site<'_>) -> String {
    let mut lists = iter::successors(survey.parent(site), |list| survey.parent(list));
    match (site.key, lists.find_map(|list| list.key)) {
        (Some(key), _) => format!("`{}`", key.name()),
        (None, Some(list)) => format!("an item of `{}`", list.name()),
        (None, None) => "it".to_owned(),
    }
}

/// `unknown-word`: where the specification knows a few words, the model knows no other.
fn unknown_words(survey: &Survey<'_>, report: &mut Report) {
    for site in &survey.sites {
        let (Shape::Word(words), Some(word)) = (site.shape, site.node.text()) else {
            continue;
        };
        if !words.contains(&word) {
            let help = did_you_mean(word, words.iter().copied())
                .unwrap_or_else(|| format!("use one of {}", listed(words.iter().copied())));
            let message = format!("{} cannot be `{word}`", called(survey, site));
            let span = site.node.span;
            report.add(Finding::about(site.owner, "unknown-word", span, message).help(help));
        }
    }
}

/// `unknown-type`: a type that the model does not know becomes "any value".
fn unknown_types(survey: &Survey<'_>, report: &mut Report) {
    for site in &survey.sites {
        if !matches!(site.shape, Shape::Type) {
            continue;
        }
        let (message, help) = match (&site.node.value, site.node.text()) {
            (Value::List(_), _) => (
                "a list of types is OpenAPI 3.1".to_owned(),
                "write one `type`, and `nullable: true` if the value may be null".to_owned(),
            ),
            (_, Some(word)) if !TYPES.contains(&word) => (
                format!("`{word}` is not a type"),
                did_you_mean(word, TYPES.iter().copied()).unwrap_or_else(|| match word {
                    "null" => "for a value that may be null, use `nullable: true`".to_owned(),
                    _ => format!("use one of {}", listed(TYPES.iter().copied())),
                }),
            ),
            _ => continue,
        };
        let span = site.node.span;
        report.add(Finding::about(site.owner, "unknown-type", span, message).help(help));
    }
}

/// `missing-field`: the specification demands the key, and the model cannot be filled without it.
fn missing_fields(survey: &Survey<'_>, report: &mut Report) {
    for site in &survey.sites {
        let Some(object) = site.shape.object() else {
            continue;
        };
        if site.is_reference() {
            continue;
        }
        let required = object.fields.iter().filter(|field| field.required);
        let missing = required
            .map(|field| field.name)
            .filter(|name| !site.node.may_have(name));
        let schema = matches!(object.kind, Kind::Parameter | Kind::Header)
            && !site.node.may_have("schema")
            && !site.node.may_have("content");
        for name in missing.chain(schema.then_some("schema")) {
            let message = format!("{} needs the key `{name}`", object.label);
            let help = format!("add `{name}`");
            let span = site.head();
            report.add(Finding::about(site.owner, "missing-field", span, message).help(help));
        }
    }
}

/// `exclusive-keys`: of two keys that exclude each other the model ignores one.
fn exclusive_keys(survey: &Survey<'_>, report: &mut Report) {
    const PAIRS: &[(Kind, &str, &str)] = &[
        (Kind::Parameter, "schema", "content"),
        (Kind::Parameter, "example", "examples"),
        (Kind::Header, "schema", "content"),
        (Kind::Header, "example", "examples"),
        (Kind::MediaType, "example", "examples"),
        (Kind::Example, "value", "externalValue"),
        (Kind::Schema, "readOnly", "writeOnly"),
        (Kind::Schema, "oneOf", "anyOf"),
    ];
    for (kind, one, other) in PAIRS {
        for site in survey.objects(*kind) {
            let set = |name: &str| {
                let entry = site.node.entry(name);
                entry.filter(|entry| entry.value.flag() != Some(false))
            };
            if let (Some(first), Some(second)) = (set(one), set(other)) {
                let span = first.key.span.max(second.key.span);
                let message = format!("`{one}` and `{other}` exclude each other");
                report.add(
                    Finding::about(site.owner, "exclusive-keys", span, message)
                        .help("keep one of the two"),
                );
            }
        }
    }
}

/// `ref-siblings`: everything beside a `$ref` is ignored.
fn ref_siblings(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.sites.iter().filter(|site| site.is_reference()) {
        let siblings = site.node.entries().map(|entry| &entry.key);
        let siblings: Vec<_> = siblings.filter(|key| key.name() != "$ref").collect();
        let Some(first) = siblings.first() else {
            continue;
        };
        let names = listed(siblings.iter().map(|key| key.scalar.text.as_str()));
        let message = format!("{names} beside `$ref` would be ignored");
        let help = if site.shape.is(Kind::Schema) {
            format!(
                "put the `$ref` into a list: `{}: [$ref: …]`",
                schema::COMPOSITIONS[0]
            )
        } else {
            "remove it, or write it into the component".to_owned()
        };
        report.add(Finding::about(site.owner, "ref-siblings", first.span, message).help(help));
    }
}
