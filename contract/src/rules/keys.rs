//! Keys: those that an object has and needs, those that exclude each other, and the form of the others.

use std::collections::HashMap;

use super::{Check, Context, Example, KeyRow, Rule};
use crate::{
    diagnostic::Class,
    grammar::{Kind, Object, Shape, later::later_keyword},
    index::{Site, schema},
    suggest::{did_you_mean, listed},
    text::node::{Entry, Key, Map, Node},
    text::scalar::Typed,
};

pub(super) const RULES: &[Rule] = &[
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    BAD_KEY,
    UNKNOWN_KEY,
    MISSING_FIELD,
    EXCLUSIVE_KEYS,
    ONEOF_AND_ANYOF,
    REF_SIBLINGS,
];

/// The mapping at a site; in a value that the grammar does not look into, all of them.
fn maps<'a>(site: &Site<'a>) -> Vec<&'a Map> {
    let mut maps = Vec::new();
    if matches!(site.shape, Shape::Any) {
        site.node.walk(&mut |node| maps.extend(node.map()));
    } else if site.shape.object().is_some() || matches!(site.shape, Shape::Map(..)) {
        maps.extend(site.node.map());
    }
    maps
}

const DUPLICATE_KEY: Rule = Rule {
    code: "duplicate-key",
    class: Class::Invalid,
    reason: "Of two equal keys only one counts, and tools disagree on which.",
    fails: &[Example::Schema(
        "
type: string
format: date
«type»: integer
",
    )],
    passes: &[Example::Schema(
        "
type: string
format: date
",
    )],
    check: Check::Value(duplicate_key),
};

fn duplicate_key<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for map in maps(site) {
        let mut firsts = HashMap::new();
        for key in map.entries.iter().map(|entry| &entry.key) {
            let text = key.scalar.text.as_str();
            let first = *firsts.entry(text).or_insert(key.span);
            if first != key.span {
                let message = format!("the key `{text}` is already on line {}", first.start.line);
                context
                    .report(key.span, message)
                    .suggest("one of the two would be ignored: remove it or rename it");
            }
        }
    }
}

const KEY_NOT_TEXT: Rule = Rule {
    code: "key-not-text",
    class: Class::Invalid,
    reason: "Keys are text, but YAML reads a plain `1` or `true` as another type.",
    fails: &[Example::Schema(
        "
type: object
properties:
  «1»: { type: string }
",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  '1': { type: string }
",
    )],
    check: Check::Value(key_not_text),
};

fn key_not_text<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for key in maps(site).into_iter().flat_map(|map| &map.entries) {
        let Key { scalar, span, .. } = &key.key;
        let is_status = site.shape.is(Kind::Responses) && matches!(scalar.typed, Typed::Integer(_));
        if scalar.typed != Typed::Text && !is_status {
            let message = format!("the key `{}` is not text", scalar.text);
            context.report(*span, message).suggest("put it in quotes");
        }
    }
}

const BAD_KEY: Rule = Rule {
    code: "bad-key",
    class: Class::Invalid,
    reason: "The specification says what paths, statuses, media types and names look like.",
    fails: &[Example::Contract(
        "
paths:
  «items»: {}
  «/a//b»: {}
  «/a?b=c»: {}
  «/a b»: {}
",
    )],
    passes: &[Example::Operation(
        "
responses:
  2XX:
    description: Done.
    headers: { X-Count: { schema: { type: integer } } }
    content: { application/json; charset=utf-8: { schema: { type: string } } }
  default: { description: Not done. }
",
    )],
    check: Check::Value(bad_key),
};

fn bad_key<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let form = match site.shape {
        Shape::Map(form, _) => form,
        Shape::Object(Object {
            patterned: Some((form, _)),
            ..
        }) => form,
        _ => return,
    };
    let object = site.shape.object();
    for Entry { key, .. } in site.node.entries() {
        let text = key.scalar.text.as_str();
        let is_field = |object: &Object| object.field(text).is_some() || object.is_extension(text);
        if object.is_some_and(is_field) {
            continue;
        }
        if let Some(suggestion) = (form.suggestion)(text) {
            let help = key.meant.map(|meant| format!("did you mean `{meant}`?"));
            context
                .report(key.span, format!("`{text}` is not {}", form.label))
                .suggest(help.unwrap_or_else(|| suggestion.to_owned()));
        }
    }
}

const UNKNOWN_KEY: Rule = Rule {
    code: "unknown-key",
    class: Class::Invalid,
    reason: "Tools ignore a key that they do not know, so a spelling mistake changes the meaning.",
    fails: &[Example::Schema(
        "
type: object
«requird»: [id]
properties:
  id: { type: string }
",
    )],
    passes: &[Example::Schema(
        "
type: object
required: [id]
properties:
  id: { type: string }
x-note: Extensions are allowed.
",
    )],
    check: Check::Value(unknown_key),
};

fn unknown_key<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        // Beside a reference every key is ignored; only the misspelt `$ref` itself is reported.
        let reference = site.node.entry("$ref").filter(|_| site.is_reference());
        if let Some(Entry { key, .. }) = reference.filter(|it| it.key.meant.is_some()) {
            let message = format!("`{}` is not a key of a reference", key.scalar.text);
            context
                .report(key.span, message)
                .suggest("did you mean `$ref`?");
        }
        return;
    };
    for (at, Entry { key, .. }) in site.node.entries().enumerate() {
        let written = key.scalar.text.as_str();
        if object.shape_of(written).is_some() || object.is_extension(written) {
            continue;
        }
        // The key that it belongs below is reported as empty.
        if key.meant.is_none() && is_stray_child(site, object, at) {
            continue;
        }
        let known = object.fields.iter().map(|field| field.name);
        let later = later_keyword(object.kind, written).map(str::to_owned);
        let meant = || key.meant.map(|meant| format!("did you mean `{meant}`?"));
        let help = later.or_else(meant);
        let help = help.or_else(|| did_you_mean(written, known));
        let remove = if object.extensible {
            "remove it; a key of your own begins with `x-`"
        } else {
            "remove it"
        };
        context
            .report(
                key.span,
                format!("`{written}` is not a key of {}", object.label),
            )
            .suggest(help.unwrap_or_else(|| remove.to_owned()));
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
        Some(Shape::Map(..)) => true,
        _ => false,
    }
}

const MISSING_FIELD: Rule = Rule {
    code: "missing-field",
    class: Class::Invalid,
    reason: "The specification demands the key.",
    fails: &[Example::Contract(
        "
«info»:
  version: '1'
",
    )],
    passes: &[Example::Contract(
        "
info:
  title: Things
  version: '1'
",
    )],
    check: Check::Value(missing_field),
};

fn missing_field<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        return;
    };
    let is_missing = |name: &&str| !site.node.may_have(name);
    let required = object.fields.iter().filter(|field| field.required);
    let missing = required.map(|field| field.name).filter(is_missing);
    let is_value = matches!(object.kind, Kind::Parameter | Kind::Header);
    let schema = is_value && ["schema", "content"].iter().all(is_missing);
    for name in missing.chain(schema.then_some("schema")) {
        context
            .report(
                site.head(),
                format!("{} needs the key `{name}`", object.label),
            )
            .suggest(format!("add `{name}`"));
    }
}

const EXCLUSIVE_KEYS: Rule = Rule {
    code: "exclusive-keys",
    class: Class::Invalid,
    reason: "The specification allows one of the two keys, so tools ignore the other.",
    fails: &[Example::Parameter(
        "
name: page
in: query
schema: { type: integer }
example: 1
«examples»: { first: { value: 1 } }
",
    )],
    passes: &[Example::Parameter(
        "
name: page
in: query
schema: { type: integer }
example: 1
",
    )],
    check: Check::Value(exclusive_keys),
};

fn exclusive_keys<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    const PAIRS: &[(Kind, &str, &str)] = &[
        (Kind::Parameter, "schema", "content"),
        (Kind::Parameter, "example", "examples"),
        (Kind::Header, "schema", "content"),
        (Kind::Header, "example", "examples"),
        (Kind::MediaType, "example", "examples"),
        (Kind::Example, "value", "externalValue"),
        (Kind::Schema, "readOnly", "writeOnly"),
    ];
    let set = |name: &str| {
        let entry = site.node.entry(name).filter(|_| !site.is_reference());
        entry.filter(|entry| entry.value.flag() != Some(false))
    };
    for (_, one, other) in PAIRS.iter().filter(|(kind, ..)| site.shape.is(*kind)) {
        if let (Some(first), Some(second)) = (set(one), set(other)) {
            let span = first.key.span.max(second.key.span);
            context
                .report(span, format!("`{one}` and `{other}` exclude each other"))
                .suggest("keep one of the two");
        }
    }
}

const ONEOF_AND_ANYOF: Rule = Rule {
    code: "oneof-and-anyof",
    class: Class::Unsupported,
    reason: "The model of a schema holds one list of alternatives.",
    fails: &[Example::Schema(
        "
oneOf: [{ type: string }, { type: integer }]
«anyOf»: [{ maxLength: 5 }, { maximum: 5 }]
",
    )],
    passes: &[Example::Schema(
        "
oneOf: [{ type: string }, { type: integer }]
",
    )],
    check: Check::Keys(&[KeyRow {
        kind: Kind::Schema,
        key: "anyOf",
        when: |site| site.node.get("oneOf").is_some(),
        message: "`oneOf` and `anyOf` cannot stand in one schema",
        help: "put each into a schema of its own, in `allOf`",
    }]),
};

const REF_SIBLINGS: Rule = Rule {
    code: "ref-siblings",
    class: Class::Advice,
    reason: "What stands beside a `$ref` is ignored.",
    fails: &[Example::Schema(
        "
type: object
properties:
  next: { $ref: '#/components/schemas/demo.Thing', «nullable»: true }
",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  next: { nullable: true, allOf: [{ $ref: '#/components/schemas/demo.Thing' }] }
",
    )],
    check: Check::Value(ref_siblings),
};

fn ref_siblings<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let siblings = site.node.entries().map(|entry| &entry.key);
    let siblings = siblings.filter(|key| site.is_reference() && key.name() != "$ref");
    let siblings: Vec<&Key> = siblings.collect();
    let Some(first) = siblings.first() else {
        return;
    };
    let names = listed(siblings.iter().map(|key| key.scalar.text.as_str()));
    let help = if site.shape.is(Kind::Schema) {
        let all_of = schema::COMPOSITIONS[0];
        format!("put the `$ref` into a list: `{all_of}: [$ref: …]`")
    } else {
        "remove it, or write it into the component".to_owned()
    };
    context
        .report(first.span, format!("{names} beside `$ref` is ignored"))
        .suggest(help);
}
