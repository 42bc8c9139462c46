//! Keys: those that an object has and needs, those that exclude each other, the form of the others, and
//! extensions that nobody reads.

use std::collections::HashMap;

use super::{
    Check, Class, Context, Entry, Example, Key, Kind, Repair, Rule, Shape, Site, did_you_mean,
    listed, nearest,
};
use crate::{
    grammar::{EXTENSIONS, Object, later::later_keyword},
    text::scalar::Typed,
};

/// The mapping at a site; in a value that the grammar does not look into, all of them.
fn maps<'a>(site: &Site<'a>) -> Vec<&'a [Entry]> {
    let mut maps = Vec::new();
    match site.shape {
        Shape::Any => site.node.walk(&mut |node| maps.extend(node.map())),
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..) => maps.extend(site.node.map()),
        _ => {}
    }
    maps
}

pub(super) const DUPLICATE_KEY: Rule = Rule {
    code: "duplicate-key",
    class: Class::Invalid,
    reason: "Of two equal keys only one counts, and tools disagree on which.",
    example: Example::Schema("type: string\n‹«type»: integer→nullable: true›"),
    check: Check::Value(|context, site| {
        for map in maps(site) {
            let mut firsts = HashMap::new();
            for Entry { key, .. } in map {
                let text = key.scalar.text.as_str();
                let first = *firsts.entry(text).or_insert(key.span);
                if first != key.span {
                    let message =
                        format!("the key `{text}` is already on line {}", first.start.line);
                    let help = "one of the two would be ignored: remove it or rename it";
                    context.report(key.span, message, help);
                }
            }
        }
    }),
};

pub(super) const BAD_KEY: Rule = Rule {
    code: "bad-key",
    class: Class::Invalid,
    reason: "Keys are text, and the specification says what paths, statuses, media types and names \
             look like.",
    example: Example::Contract("paths: { ‹«items»→/items›: {}, ‹«/a b»→/a-b›: {}, ‹«1»→/1›: {} }"),
    check: Check::Value(bad_key),
};

fn bad_key<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let is_responses = site.shape.is(Kind::Responses);
    for Entry { key, .. } in maps(site).into_iter().flatten() {
        let Key {
            scalar,
            span,
            meant,
        } = key;
        let is_status = is_responses && matches!(scalar.typed, Typed::Integer(_));
        if scalar.typed != Typed::Text && !is_status {
            let message = format!("the key `{}` is not text", scalar.text);
            context.report(*span, message, "put it in quotes").repair = Some(Repair::Keep);
        } else if let Some(form) = site.shape.form_of(&scalar.text)
            && let Some(suggestion) = (form.suggestion)(&scalar.text)
        {
            let message = format!("`{}` is not {}", scalar.text, form.label);
            let help = meant.map(|meant| format!("did you mean `{meant}`?"));
            let help = help.unwrap_or_else(|| suggestion.to_owned());
            context.report(*span, message, help).repair = (form.repair)(&scalar.text);
        }
    }
}

pub(super) const UNKNOWN_KEY: Rule = Rule {
    code: "unknown-key",
    class: Class::Invalid,
    reason: "Tools ignore a key that they do not know, so a spelling mistake changes the meaning.",
    example: Example::Schema("{ type: string, «‹nullabel→nullable›»: true }"),
    check: Check::Value(unknown_key),
};

fn unknown_key<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object() else {
        return;
    };
    if site.is_reference() {
        // Beside a reference every key is ignored; only the misspelt `$ref` itself is reported.
        if let Some(Entry { key, .. }) = site.node.entry("$ref")
            && key.meant.is_some()
        {
            let message = format!("`{}` is not a key of a reference", key.scalar.text);
            let found = context.report(key.span, message, "did you mean `$ref`?");
            found.repair = Some(Repair::Keep);
        }
        return;
    }
    let mut above: Option<&Entry> = None;
    for entry in site.node.entries() {
        let key = &entry.key;
        let written = key.scalar.text.as_str();
        let is_known = object.shape_of(written).is_some();
        // The empty key above that it belongs below is reported.
        let is_stray = key.meant.is_none() && above.is_some_and(|it| holds(object, it, written));
        if !is_known && !is_stray {
            let remove = if object.extensible {
                "remove it; a key of your own begins with `x-`"
            } else {
                "remove it"
            };
            let help = later_keyword(object.kind, written).map(str::to_owned);
            let help = help
                .or_else(|| key.meant.map(|meant| format!("did you mean `{meant}`?")))
                .or_else(|| did_you_mean(written, object.keys()))
                .unwrap_or_else(|| remove.to_owned());
            let message = format!("`{written}` is not a key of {}", object.label);
            context.report(key.span, message, help).repair = Some(Repair::Drop);
        }
        let scalar = entry.value.scalar();
        if scalar.is_some_and(|it| it.text.is_empty() && it.typed == Typed::Null) {
            above = Some(entry);
        }
    }
}

/// Whether the key could stand below an empty one, and is only not indented.
fn holds(object: &Object, empty: &Entry, key: &str) -> bool {
    let shape = object.shape_of(empty.key.name());
    shape.is_some_and(|shape| {
        let is_reference = key == "$ref" && matches!(shape, Shape::Referable(_));
        is_reference || shape.under(key).is_some()
    })
}

/// Keys without which there is nothing to call or to send.
const NEEDED: &[(Kind, &[&str])] = &[
    (Kind::Contract, &["openapi"]),
    (Kind::Server, &["url"]),
    (Kind::ServerVariable, &["default"]),
    (Kind::Parameter, &["name", "in"]),
    (Kind::Discriminator, &["propertyName"]),
    (Kind::SecurityScheme, &["type", "name", "in", "scheme"]),
    (Kind::Api, &["server"]),
];

pub(super) const MISSING_FIELD: Rule = Rule {
    code: "missing-field",
    class: Class::Invalid,
    reason: "The specification demands the key.",
    example: Example::Contract("«info»: { ‹→title: Things, ›version: '1' }"),
    check: Check::Value(missing_field),
};

/// Keys that an object needs when another key has a certain value.
const CONDITIONAL: &[(Kind, &str, &str, &str)] = &[
    (Kind::Schema, "type", "array", "items"),
    (Kind::SecurityScheme, "type", "apiKey", "name"),
    (Kind::SecurityScheme, "type", "apiKey", "in"),
    (Kind::SecurityScheme, "type", "http", "scheme"),
    (Kind::SecurityScheme, "type", "oauth2", "flows"),
    (
        Kind::SecurityScheme,
        "type",
        "openIdConnect",
        "openIdConnectUrl",
    ),
];

/// Keys that the flows of OAuth 2 need.
const FLOWS: &[(&str, &[&str])] = &[
    ("implicit", &["authorizationUrl", "scopes"]),
    ("password", &["tokenUrl", "scopes"]),
    ("clientCredentials", &["tokenUrl", "scopes"]),
    (
        "authorizationCode",
        &["authorizationUrl", "tokenUrl", "scopes"],
    ),
];

fn missing_field<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        return;
    };
    let is_missing = |name: &str| !site.node.may_have(name);
    let needed = NEEDED.iter().find(|(kind, _)| *kind == object.kind);
    let mut report = |name: &str, of: &str| {
        let message = format!("{}{of} needs the key `{name}`", object.label);
        let found = context.report(site.head(), message, format!("add `{name}`"));
        let is_needed = needed.is_some_and(|(_, keys)| keys.contains(&name));
        found.repair = (!is_needed).then_some(Repair::Keep);
    };
    for name in object.required.iter().filter(|name| is_missing(name)) {
        report(name, "");
    }
    let is_value = matches!(object.kind, Kind::Parameter | Kind::Header);
    if is_value && is_missing("schema") && is_missing("content") {
        report("schema", "");
    }
    for (kind, key, word, name) in CONDITIONAL {
        if *kind == object.kind && site.node.word(key) == Some(word) && is_missing(name) {
            report(name, &format!(" with `{key}: {word}`"));
        }
    }
    let flows = site
        .node
        .get("flows")
        .filter(|_| object.kind == Kind::SecurityScheme);
    for (flow, keys) in FLOWS {
        let Some(Entry { key, value }) = flows.and_then(|flows| flows.entry(flow)) else {
            continue;
        };
        for name in keys.iter().filter(|name| !value.may_have(name)) {
            let message = format!("the flow `{flow}` needs the key `{name}`");
            let found = context.report(key.span, message, format!("add `{name}`"));
            found.repair = Some(Repair::Keep);
        }
    }
}

pub(super) const EXCLUSIVE_KEYS: Rule = Rule {
    code: "exclusive-keys",
    class: Class::Invalid,
    reason: "The specification allows one of the two keys, so tools ignore the other.",
    example: Example::Schema("{ type: string, readOnly: true, «writeOnly»: ‹true→false› }"),
    check: Check::Value(exclusive_keys),
};

fn exclusive_keys<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    const PAIRS: &[(&[Kind], &str, &str)] = &[
        (&[Kind::Parameter, Kind::Header], "schema", "content"),
        (
            &[Kind::Parameter, Kind::Header, Kind::MediaType],
            "example",
            "examples",
        ),
        (&[Kind::Example], "value", "externalValue"),
        (&[Kind::Schema], "readOnly", "writeOnly"),
    ];
    let set = |name: &str| {
        let entry = site.node.entry(name).filter(|_| !site.is_reference());
        entry.filter(|entry| entry.value.flag() != Some(false))
    };
    let is_of = |kinds: &[Kind]| kinds.iter().any(|kind| site.shape.is(*kind));
    for (_, one, other) in PAIRS.iter().filter(|(kinds, ..)| is_of(kinds)) {
        if let (Some(first), Some(second)) = (set(one), set(other)) {
            let span = first.key.span.max(second.key.span);
            let message = format!("`{one}` and `{other}` exclude each other");
            context.report(span, message, "keep one of the two").repair = Some(Repair::Keep);
        }
    }
}

pub(super) const REF_SIBLINGS: Rule = Rule {
    code: "ref-siblings",
    class: Class::Advice,
    reason: "What stands beside a `$ref` is ignored.",
    example: Example::Schema(
        "
properties:
  next: { ‹$ref: '#/components/schemas/demo.Thing'→allOf: [$ref: '#/components/schemas/demo.Thing']›, «nullable»: true }
",
    ),
    check: Check::Value(|context, site| {
        let siblings = site.node.entries().map(|entry| &entry.key);
        let siblings = siblings.filter(|key| site.is_reference() && key.name() != "$ref");
        let siblings: Vec<&Key> = siblings.collect();
        if let Some(first) = siblings.first() {
            let names = listed(siblings.iter().map(|key| key.scalar.text.as_str()));
            let help = if site.shape.is(Kind::Schema) {
                "put the `$ref` into a list: `allOf: [$ref: …]`"
            } else {
                "remove it, or write it into the component"
            };
            context.report(first.span, format!("{names} beside `$ref` is ignored"), help);
        }
    }),
};

pub(super) const UNREAD_EXTENSION: Rule = Rule {
    code: "unread-extension",
    class: Class::Convention,
    reason: "An extension that is misspelt or in another place is read by nobody, so it does \
             nothing.",
    example: Example::Schema("{ type: string, «‹x-lint-alow→x-note›»: [] }"),
    check: Check::Value(unread_extension),
};

fn unread_extension<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        return;
    };
    for Entry { key, .. } in site.node.entries() {
        let written = key.scalar.text.as_str();
        if !object.is_extension(written) {
            continue;
        }
        if let Some((_, place, _)) = EXTENSIONS.iter().find(|(known, ..)| *known == written) {
            if object.extensions().all(|(known, _)| known != written) {
                let help = match place {
                    Some(Kind::Operation) => "it belongs in an operation",
                    _ => "it belongs in the contract itself, at the top",
                };
                let message = format!("`{written}` does nothing in {}", object.label);
                context.report(key.span, message, help);
            }
            continue;
        }
        let names = EXTENSIONS.iter().map(|(name, ..)| *name);
        if let Some(near) = key.meant.or_else(|| nearest(written, names)) {
            let message = format!("`{written}` is not an extension that the generator reads");
            let help =
                format!("did you mean `{near}`? A key of your own needs a name that is less alike");
            context.report(key.span, message, help);
        }
    }
}
