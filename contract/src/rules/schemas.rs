//! Schemas: a type, and keywords that belong to it.

use super::{Check, Context, Example, KeyRow, Rule};
use crate::{
    diagnostic::Class,
    grammar::{Kind, Shape},
    index::{
        Index, Site,
        schema::{COMPOSITIONS, TypeOf, composed, is_nullable, type_of, wholes},
    },
    text::node::{Entry, Node},
};

pub(super) const RULES: &[Rule] = &[
    USELESS_KEYWORD,
    FOREIGN_KEYWORD,
    MISSING_TYPE,
    UNTYPED_KEYWORD,
    MISSING_ITEMS,
    EMPTY_LIST,
    UNSUPPORTED_KEYWORD,
];

/// The keywords that only say something about some types; the first type is the one to suggest.
const KEYWORDS: &[(&str, &[&str])] = &[
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    (
        "enum",
        &["string", "integer", "number", "boolean", "array", "object"],
    ),
    ("format", &["string", "integer", "number"]),
];

const USELESS_KEYWORD: Rule = Rule {
    code: "useless-keyword",
    class: Class::Advice,
    reason: "A keyword of another type says nothing, so the schema or its type is not what was meant.",
    fails: &[Example::Schema("{ type: number, «minLength»: 3 }")],
    passes: &[Example::Schema("{ type: number, minimum: 3 }")],
    check: Check::Object(Kind::Schema, |context, site| {
        keywords_of_other_types(context, site, true);
    }),
};

const FOREIGN_KEYWORD: Rule = Rule {
    code: "foreign-keyword",
    class: Class::Unsupported,
    reason: "The generator holds a schema with a keyword of another type as one without a type, and then \
             leaves out what it does for the type: an enumeration is closed, bounds are guessed from.",
    fails: &[Example::Schema(
        "{ type: integer, «minLength»: 3, format: int32 }",
    )],
    passes: &[Example::Schema(
        "{ type: integer, minimum: 3, format: int32 }",
    )],
    check: Check::Object(Kind::Schema, |context, site| {
        keywords_of_other_types(context, site, false);
    }),
};

/// Reports the keywords of other types that the generator takes, or those that it does not.
fn keywords_of_other_types<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>, taken: bool) {
    let TypeOf::Known(word) = type_of(site.node) else {
        return;
    };
    for (keyword, types) in KEYWORDS {
        let Some(entry) = site.node.entry(keyword) else {
            continue;
        };
        // Of these types the generator does nothing that a keyword could keep it from.
        let is_taken = matches!(word, "number" | "boolean") && *keyword != "format";
        // A misspelt key is reported as such.
        let is_wrong = entry.key.meant.is_some() || is_required_flag(entry);
        if !types.contains(&word) && is_taken == taken && !is_wrong {
            let message = format!("`{keyword}` says nothing about a schema of type `{word}`");
            context
                .report(entry.key.span, message)
                .suggest(format!("remove it, or change `type` to `{}`", types[0]));
        }
    }
}

/// Whether this is `required: true`, as in a parameter: it is reported as of the wrong kind.
fn is_required_flag(entry: &Entry) -> bool {
    entry.key.name() == "required" && entry.value.flag().is_some()
}

const MISSING_TYPE: Rule = Rule {
    code: "missing-type",
    class: Class::Advice,
    reason: "A schema without a type allows any value.",
    fails: &[Example::Schema(
        "
type: object
properties:
  «note»: { description: A note. }
",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  note: { type: string, description: A note. }
  value: {}
",
    )],
    check: Check::Object(Kind::Schema, missing_type),
};

fn missing_type<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let is_open = type_of(site.node) == TypeOf::Absent
        && !COMPOSITIONS.iter().any(|key| site.node.may_have(key))
        && typed_keyword(site.node).is_none();
    if !is_open {
        return;
    }
    if let Some(entry) = site.node.entry("nullable")
        && is_nullable(site.node)
    {
        context
            .report(entry.key.span, "`nullable` says nothing without a `type`")
            .suggest("add the `type`; a schema without one allows null anyway");
    } else if is_property(context.index, site) && says_nothing_of_type(site) {
        context
            .report(site.head(), "a property without a `type` can be anything")
            .suggest("add the `type`; if anything is meant, say so in a component and use `$ref`");
    }
}

/// Whether the schema is that of a property; a rule of its own looks at parameters.
fn is_property(index: &Index<'_>, site: &Site<'_>) -> bool {
    let map = index.parent(site);
    map.filter(|map| matches!(map.shape, Shape::Map(..)))
        .and_then(|map| map.key)
        .is_some_and(|key| key.name() == "properties")
}

/// Whether the keys of a schema leave its type open; `{}` is meant, and an unknown key, which is
/// reported as such, may have told it.
fn says_nothing_of_type(site: &Site<'_>) -> bool {
    let is_known = |key: &str| {
        let object = site.shape.object();
        object.is_some_and(|object| object.shape_of(key).is_some())
    };
    let mut keys = site
        .node
        .entries()
        .map(|entry| &entry.key.scalar.text)
        .peekable();
    keys.peek().is_some() && keys.all(|key| is_known(key)) && !site.node.may_have("not")
}

/// The first keyword that only says something about some types, and the type to suggest.
fn typed_keyword(schema: &Node) -> Option<(&Entry, &'static str)> {
    KEYWORDS.iter().find_map(|(keyword, types)| {
        let entry = schema.entry(keyword)?;
        (!is_required_flag(entry)).then_some((entry, types[0]))
    })
}

const UNTYPED_KEYWORD: Rule = Rule {
    code: "untyped-keyword",
    class: Class::Unsupported,
    reason: "Without a type beside its keywords the generator stops, or takes the schema for one of the \
             type that the keywords suggest.",
    fails: &[Example::Schema("«minimum»: 1")],
    passes: &[Example::Schema("{ type: integer, minimum: 1 }")],
    check: Check::Object(Kind::Schema, untyped_keyword),
};

fn untyped_keyword<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if type_of(site.node) != TypeOf::Absent {
        return;
    }
    let Some((entry, word)) = typed_keyword(site.node) else {
        return;
    };
    let index = context.index;
    let mut parts =
        wholes(index, site, &["allOf"]).flat_map(|whole| composed(whole.node, &["allOf"], index));
    // A part that cannot be read may tell the type.
    if parts.all(|part| part.is_some_and(|part| type_of(part) == TypeOf::Absent)) {
        let message = format!("`{}` needs a `type` beside it", entry.key.name());
        context
            .report(entry.key.span, message)
            .suggest(format!("add `type: {word}`"));
    }
}

const MISSING_ITEMS: Rule = Rule {
    code: "missing-items",
    class: Class::Invalid,
    reason: "The specification demands to say what a list holds.",
    fails: &[Example::Contract(
        "components: { schemas: { «demo.List»: { type: array } } }",
    )],
    passes: &[Example::Schema("{ type: array, items: {} }")],
    check: Check::Object(Kind::Schema, missing_items),
};

fn missing_items<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if type_of(site.node) == TypeOf::Known("array") && !site.node.may_have("items") {
        context
            .report(
                site.head(),
                "a list needs `items`, the schema of what it holds",
            )
            .suggest("add `items`; `items: {}` allows any value");
    }
}

const EMPTY_LIST: Rule = Rule {
    code: "empty-list",
    class: Class::Invalid,
    reason: "A choice or a combination of nothing allows nothing.",
    fails: &[Example::Schema("«allOf»: []")],
    passes: &[Example::Schema("oneOf: [{ type: string }]")],
    check: Check::Object(Kind::Schema, empty_list),
};

fn empty_list<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for keyword in COMPOSITIONS.iter().chain(&["enum"]) {
        if let Some(entry) = site.node.entry(keyword)
            && entry.value.is_empty_list()
        {
            context
                .report(entry.key.span, format!("`{keyword}` is an empty list"))
                .suggest("add a member or remove it");
        }
    }
}

const UNSUPPORTED_KEYWORD: Rule = Rule {
    code: "unsupported-keyword",
    class: Class::Unsupported,
    reason: "The generator ignores these keywords or stops at them.",
    fails: &[Example::Schema("«not»: { type: string }")],
    passes: &[Example::Schema(
        "oneOf: [{ type: string }, { type: integer }]",
    )],
    check: Check::Keys(&[
        KeyRow {
            kind: Kind::Schema,
            key: "not",
            when: |_| true,
            message: "the generator does not take `not`",
            help: "list what is allowed instead",
        },
        KeyRow {
            kind: Kind::Schema,
            key: "discriminator",
            when: |_| true,
            message: "the generator does not take `discriminator`",
            help: "remove it: the members of a union are told apart by the properties they require",
        },
        KeyRow {
            kind: Kind::Schema,
            key: "xml",
            when: |_| true,
            message: "the generator does not take `xml`",
            help: "remove it: the client speaks JSON",
        },
        KeyRow {
            kind: Kind::Schema,
            key: "maxItems",
            when: is_long_array,
            message: "a list of always the same length, more than 32, is a Rust array that cannot be decoded",
            help: "leave out `minItems` or `maxItems`",
        },
        KeyRow {
            kind: Kind::Schema,
            key: "exclusiveMinimum",
            when: |site| is_lonely(site, "exclusiveMinimum", "minimum"),
            message: "the generator does not take `exclusiveMinimum` without `minimum`",
            help: "in OpenAPI 3.0 it stands beside `minimum`: add that",
        },
        KeyRow {
            kind: Kind::Schema,
            key: "exclusiveMaximum",
            when: |site| is_lonely(site, "exclusiveMaximum", "maximum"),
            message: "the generator does not take `exclusiveMaximum` without `maximum`",
            help: "in OpenAPI 3.0 it stands beside `maximum`: add that",
        },
    ]),
};

fn is_long_array(site: &Site<'_>) -> bool {
    let count = |name: &str| site.node.get(name).and_then(Node::integer);
    count("minItems").is_some_and(|least| least > 32 && count("maxItems") == Some(least))
}

/// Whether a flag says of a bound that it is exclusive, and there is no such bound.
fn is_lonely(site: &Site<'_>, exclusive: &str, bound: &str) -> bool {
    site.node.get(exclusive).and_then(Node::flag) == Some(true) && !site.node.may_have(bound)
}
