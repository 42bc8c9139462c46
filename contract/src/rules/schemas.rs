//! Schemas: a type, keywords that belong to it, and names and values that are there once.

use std::collections::HashSet;

use super::{
    Check, Class, Context, Entry, Example, Kind, Node, Repair, Rule, Site, did_you_mean, instead,
};
use crate::{
    index::schema::{COMPOSITIONS, TypeOf, composed, is_nullable, members, type_of, wholes},
    validate::format,
};

/// Types, the first of them the one to suggest, with the keywords that say something about them alone.
const KEYWORDS: &[(&[&str], &[&str])] = &[
    (&["string"], &["pattern", "minLength", "maxLength"]),
    (
        &["integer", "number"],
        &["minimum", "maximum", "multipleOf"],
    ),
    (
        &["integer", "number"],
        &["exclusiveMinimum", "exclusiveMaximum"],
    ),
    (
        &["array"],
        &["items", "minItems", "maxItems", "uniqueItems"],
    ),
    (
        &["object"],
        &["properties", "required", "additionalProperties"],
    ),
    (&["object"], &["minProperties", "maxProperties"]),
    (&["string", "integer", "number"], &["format"]),
];

/// The types that a keyword says something about; nothing if it is about all of them.
pub(crate) fn types_of(keyword: &str) -> Option<&'static [&'static str]> {
    let row = KEYWORDS
        .iter()
        .find(|(_, keywords)| keywords.contains(&keyword));
    row.map(|(types, _)| *types)
}

/// The keywords of a schema that say something about some types alone, with these.
fn typed_keywords(schema: &Node) -> impl Iterator<Item = (&Entry, &'static [&'static str])> {
    let keywords = KEYWORDS.iter().flat_map(|(types, keywords)| {
        let entries = keywords.iter().filter_map(|keyword| schema.entry(keyword));
        entries.map(|entry| (entry, *types))
    });
    // `required: true`, as in a parameter, is reported as of the wrong kind.
    keywords.filter(|(entry, _)| entry.key.name() != "required" || entry.value.flag().is_none())
}

pub(super) const USELESS_KEYWORD: Rule = Rule {
    code: "useless-keyword",
    class: Class::Advice,
    reason: "A keyword of another type says nothing, so the schema or its type is not what was meant.",
    example: Example::Schema("{ type: number, «‹minLength→minimum›»: 3 }"),
    check: Check::Object(Kind::Schema, useless_keyword),
};

fn useless_keyword<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let TypeOf::Known(word) = type_of(site.node) else {
        return;
    };
    for (Entry { key, value }, types) in typed_keywords(site.node) {
        let name = key.name();
        // A misspelt key is reported as such.
        if !types.contains(&word) && key.meant.is_none() {
            let message = format!("`{name}` says nothing about a schema of type `{word}`");
            let help = format!("remove it, or change `type` to `{}`", types[0]);
            context.report(key.span, message, help);
        } else if let Some(bound) = name.strip_prefix("exclusive").map(str::to_lowercase)
            && value.flag() == Some(true)
            && site.node.get(&bound).is_none()
        {
            let message = format!("`{name}` says nothing without `{bound}` beside it");
            context.report(key.span, message, format!("add `{bound}`, or remove it"));
        }
    }
}

pub(super) const MISSING_TYPE: Rule = Rule {
    code: "missing-type",
    class: Class::Advice,
    reason: "A schema without a type allows any value, whatever keywords of one type it has.",
    example: Example::Schema(
        "
type: object
properties:
  «note»: { ‹→type: string, ›description: A note. }
  count: { ‹«minimum»→type: integer, minimum›: 1 }
",
    ),
    check: Check::Object(Kind::Schema, missing_type),
};

fn missing_type<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if type_of(site.node) != TypeOf::Absent {
        return;
    }
    let index = context.index;
    if let Some((Entry { key, .. }, [word, ..])) = typed_keywords(site.node).next() {
        let wholes = wholes(index, site, &["allOf"]);
        let mut parts = wholes.flat_map(|whole| composed(whole.node, &["allOf"], index));
        // A part that cannot be read may tell the type.
        if parts.all(|part| part.is_some_and(|part| type_of(part) == TypeOf::Absent)) {
            let message = format!("`{}` has no `type` beside it", key.name());
            context.report(key.span, message, format!("add `type: {word}`"));
        }
    } else if COMPOSITIONS.iter().any(|key| site.node.may_have(key)) {
    } else if let Some(Entry { key, .. }) = site.node.entry("nullable")
        && is_nullable(site.node)
    {
        let help = "add the `type`; a schema without one allows null anyway";
        context.report(key.span, "`nullable` says nothing without a `type`", help);
    } else if index.is_property(site) && says_nothing_of_type(site) {
        let help = "add the `type`; if anything is meant, say so in a component and use `$ref`";
        context.report(
            site.head(),
            "a property without a `type` can be anything",
            help,
        );
    }
}

/// Whether the keys of a schema leave its type open; `{}` is meant, and an unknown key, which is
/// reported as such, may have told it.
fn says_nothing_of_type(site: &Site<'_>) -> bool {
    let object = site.shape.object();
    let is_known = |entry: &Entry| {
        let key = &entry.key.scalar.text;
        key != "not" && key != "enum" && object.is_some_and(|it| it.shape_of(key).is_some())
    };
    !site.node.is_empty_map() && site.node.entries().all(is_known)
}

pub(super) const UNKNOWN_FORMAT: Rule = Rule {
    code: "unknown-format",
    class: Class::Advice,
    reason: "A format that nobody knows is not checked and gives no Rust type.",
    example: Example::Schema("{ type: string, format: ‹«e-mail»→email› }"),
    check: Check::Object(Kind::Schema, |context, site| {
        let (TypeOf::Known(word), Some((node, name))) =
            (type_of(site.node), site.node.text_at("format"))
        else {
            return;
        };
        let help = match format::type_of(name) {
            Some(other) if other == word => return,
            Some(other) => format!("it is a format of type `{other}`"),
            None => instead(
                name,
                format::of_type(word),
                &format!("formats of type `{word}`"),
            ),
        };
        let message = format!("`{name}` is not a format of type `{word}`");
        // Another rule says that some types have none.
        if format::of_type(word).next().is_some() {
            context.report(node.span, message, help);
        }
    }),
};

pub(super) const EMPTY_LIST: Rule = Rule {
    code: "empty-list",
    class: Class::Invalid,
    reason: "A choice or a combination of nothing allows nothing, and `required` has a member or is not \
             there.",
    example: Example::Schema("«oneOf»: [‹→{ type: string }›]"),
    check: Check::Object(Kind::Schema, |context, site| {
        for keyword in COMPOSITIONS.iter().chain(&["enum", "required"]) {
            if let Some(Entry { key, value }) = site.node.entry(keyword)
                && value.is_empty_list()
            {
                let message = format!("`{keyword}` is an empty list");
                let found = context.report(key.span, message, "add a member or remove it");
                found.repair = Some(Repair::Drop);
            }
        }
    }),
};

pub(super) const LISTED_TWICE: Rule = Rule {
    code: "listed-twice",
    class: Class::Advice,
    reason: "Of two equal names or values one was most likely meant to be another.",
    example: Example::Schema("{ type: string, enum: [open, closed, ‹«open»→lost›] }"),
    check: Check::Object(Kind::Schema, |context, site| {
        for key in ["enum", "required"] {
            let mut seen = HashSet::new();
            for node in members(site.node, key) {
                if let Some(scalar) = node.scalar()
                    && !seen.insert((&scalar.text, node.text().is_some()))
                {
                    let message = format!("`{}` is twice in `{key}`", scalar.text);
                    let help = "remove one of the two, or name what was meant";
                    context.report(node.span, message, help);
                }
            }
        }
    }),
};

pub(super) const REQUIRED_WITHOUT_PROPERTY: Rule = Rule {
    code: "required-without-property",
    class: Class::Advice,
    reason: "A required name that is no property is most likely misspelt.",
    example: Example::Schema(
        "
type: object
required: [‹«naem»→name›]
properties:
  name: { type: string }
",
    ),
    check: Check::Object(Kind::Schema, required_without_property),
};

fn required_without_property<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if members(site.node, "required").next().is_none() {
        return;
    }
    let index = context.index;
    let outermost = wholes(index, site, COMPOSITIONS).last().unwrap_or(site);
    let parts = composed(outermost.node, COMPOSITIONS, index);
    // A part that cannot be read is reported elsewhere; the name may be in there.
    let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else {
        return;
    };
    let properties = parts.iter().filter_map(|part| part.get("properties"));
    let properties: Vec<&Node> = properties.collect();
    let known = properties.iter().flat_map(|it| it.entries());
    let known: Vec<&str> = known.map(|entry| entry.key.name()).collect();
    for item in members(site.node, "required") {
        let Some(name) = item.text() else {
            continue;
        };
        if properties.iter().any(|it| it.may_have(name)) {
            continue;
        }
        let is_joined = name.contains(" - ") && name.split(" - ").all(|it| known.contains(&it));
        let help = match did_you_mean(name, known.iter().copied()) {
            None if is_joined => {
                "to YAML this is one name: begin every `-` in the column of the first".to_owned()
            }
            _ => instead(name, known.iter().copied(), "properties"),
        };
        let message = format!("`{name}` is required but is not a property");
        context.report(item.span, message, help);
    }
}
