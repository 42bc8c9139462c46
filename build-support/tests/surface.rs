//! Pairs of contracts whose generated clients differ in one way, and what is said about it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeSet, fs, path::Path};

use build_support::Conventions;
use build_support::compare::{
    self, SurfaceChange,
    Verdict::{self, Breaking, Compatible},
    Version,
};

/// The earlier contract of every pair.
const BASE: &str = include_str!("surface/base.yaml");

/// An edit of the base and what it changes.
struct Pair {
    name: &'static str,
    /// Texts of the base, each of which occurs once, and what they become.
    edits: &'static [(&'static str, &'static str)],
    /// Whether the edits are those of the earlier contract: the base is the later one then.
    is_reverse: bool,
    /// Verdict, code and item of each change, and a part of its message or declarations.
    expected: &'static [(Verdict, &'static str, &'static str, &'static str)],
}

const fn pair(
    name: &'static str,
    edits: &'static [(&'static str, &'static str)],
    expected: &'static [(Verdict, &'static str, &'static str, &'static str)],
) -> Pair {
    Pair {
        name,
        edits,
        is_reverse: false,
        expected,
    }
}

const fn reverse(
    name: &'static str,
    edits: &'static [(&'static str, &'static str)],
    expected: &'static [(Verdict, &'static str, &'static str, &'static str)],
) -> Pair {
    Pair {
        name,
        edits,
        is_reverse: true,
        expected,
    }
}

/// The operation `get_slot` with its type, and nothing for it.
const WITHOUT_SLOT: &[(&str, &str)] = &[
    (
        "  /shelves/{shelf}/slots/{slot}:\n    servers: [{url: https://api.example.com/v1}]\n    get:\n      operationId: shop.get_slot\n      summary: Fetch a slot\n      externalDocs: {url: https://example.com/docs/get_slot}\n      security: [{shop: []}]\n      parameters:\n        - {name: shelf, in: path, required: true, description: Number of the shelf, schema: {type: integer}}\n        - {name: slot, in: path, required: true, description: Number of the slot, schema: {type: string}}\n      responses:\n        '200':\n          description: The answer.\n          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Slot'}}}\n",
        "",
    ),
    (
        "    shop.Slot:\n      type: object\n      description: A place on a shelf.\n      additionalProperties: true\n      properties:\n        item: {$ref: '#/components/schemas/shop.Item'}\n",
        "",
    ),
];

/// The second API, and nothing for it.
const WITHOUT_POST: &[(&str, &str)] = &[
    (
        "  /letters:\n    servers: [{url: https://mail.example.com/v1}]\n    get:\n      operationId: post.list_letters\n      summary: List letters\n      externalDocs: {url: https://example.com/docs/list_letters}\n      security: [{post: []}]\n      responses:\n        '200':\n          description: The answer.\n          content: {application/json: {schema: {$ref: '#/components/schemas/post.Letters'}}}\n",
        "",
    ),
    ("  post:\n    server: https://api.example.com/v1\n", ""),
    (
        "    post.Letters:\n      type: object\n      description: All letters.\n      required: [data]\n      properties:\n        data: {type: array, description: The letters., items: {type: string}}\n",
        "",
    ),
];

const OPEN_SIZE: (&str, &str) = (
    "      description: Outer measures.\n",
    "      description: Outer measures.\n      additionalProperties: true\n",
);

const PAIRS: &[Pair] = &[
    pair("nothing", &[], &[]),
    pair(
        "words only",
        &[
            ("description: For the staff.", "description: For nobody."),
            ("summary: Fetch a slot", "summary: Get a slot"),
        ],
        &[],
    ),
    pair(
        "limits of values only",
        &[
            ("maximum: 100", "maximum: 50"),
            ("maxLength: 50", "maxLength: 9"),
            ("'^\\d+$'", "'^\\d{1,3}$'"),
        ],
        &[],
    ),
    pair(
        "an API goes",
        WITHOUT_POST,
        &[(Breaking, "api-removed", "post", "pub mod post")],
    ),
    reverse(
        "an API comes",
        WITHOUT_POST,
        &[(Compatible, "api-added", "post", "pub mod post")],
    ),
    pair(
        "an API is renamed",
        &[
            (
                "operationId: post.list_letters",
                "operationId: mail.list_letters",
            ),
            ("security: [{post: []}]", "security: [{mail: []}]"),
            ("schemas/post.Letters", "schemas/mail.Letters"),
            ("  post:\n    server:", "  mail:\n    server:"),
            ("    post: {type: http", "    mail: {type: http"),
            ("    post.Letters:", "    mail.Letters:"),
        ],
        &[(Breaking, "api-renamed", "post", "`mail`")],
    ),
    pair(
        "an operation and its type go",
        WITHOUT_SLOT,
        &[
            (
                Breaking,
                "method-removed",
                "shop::Client::get_slot",
                "builder::GetSlot",
            ),
            (
                Breaking,
                "type-removed",
                "shop::types::Slot",
                "pub struct Slot",
            ),
        ],
    ),
    reverse(
        "an operation and its type come",
        WITHOUT_SLOT,
        &[
            (
                Compatible,
                "method-added",
                "shop::Client::get_slot",
                "pub fn get_slot(&self, shelf: impl TryInto<i64>, slot: impl TryInto<String>) \
                 -> builder::GetSlot<'_>",
            ),
            (
                Compatible,
                "type-added",
                "shop::types::Slot",
                "pub struct Slot",
            ),
        ],
    ),
    pair(
        "an operation is renamed, and the type of its argument with it",
        &[("operationId: shop.get_item", "operationId: shop.fetch_item")],
        &[(
            Breaking,
            "method-renamed",
            "shop::Client::get_item",
            "`fetch_item`",
        )],
    ),
    pair(
        "an optional argument goes",
        &[(
            "        - {name: lang, in: query, description: Language of texts, schema: {type: string}}\n",
            "",
        )],
        &[(
            Breaking,
            "argument-removed",
            "shop::builder::GetItem::lang",
            "of `get_item`",
        )],
    ),
    reverse(
        "an optional argument comes",
        &[(
            "        - {name: lang, in: query, description: Language of texts, schema: {type: string}}\n",
            "",
        )],
        &[(
            Compatible,
            "argument-added",
            "shop::builder::GetItem::lang",
            "pub fn lang(self, lang: impl TryInto<String>) -> Self",
        )],
    ),
    pair(
        "an optional argument with a type of its own goes",
        &[(
            "        - {name: search, in: query, description: Part of the name, schema: {type: string, maxLength: 50}}\n",
            "",
        )],
        &[(
            Breaking,
            "argument-removed",
            "shop::builder::ListItems::search",
            "`search`",
        )],
    ),
    pair(
        "an optional argument is renamed",
        &[("name: lang, in: query", "name: language, in: query")],
        &[(
            Breaking,
            "argument-renamed",
            "shop::builder::GetItem::lang",
            "`language`",
        )],
    ),
    pair(
        "a required argument is renamed",
        &[
            ("/slots/{slot}:", "/slots/{place}:"),
            ("name: slot, in: path", "name: place, in: path"),
        ],
        &[(
            Compatible,
            "argument-renamed",
            "shop::Client::get_slot",
            "`place`",
        )],
    ),
    pair(
        "a required argument with a type of its own is renamed",
        &[
            ("  /items/{id}:", "  /items/{item}:"),
            ("name: id, in: path", "name: item, in: path"),
        ],
        &[(
            Breaking,
            "argument-renamed",
            "shop::Client::get_item",
            "`GetItemItem`",
        )],
    ),
    pair(
        "an argument becomes required",
        &[(
            "name: lang, in: query,",
            "name: lang, in: query, required: true,",
        )],
        &[(
            Breaking,
            "argument-required",
            "shop::builder::GetItem::lang",
            "`lang`",
        )],
    ),
    reverse(
        "an argument becomes optional",
        &[(
            "name: lang, in: query,",
            "name: lang, in: query, required: true,",
        )],
        &[(
            Breaking,
            "argument-optional",
            "shop::Client::get_item",
            "pub fn lang(self, lang: impl TryInto<String>) -> Self",
        )],
    ),
    pair(
        "a required argument comes",
        &[(
            "        - {name: lang, in: query,",
            "        - {name: shop, in: query, required: true, description: Number of the shop, schema: {type: string}}\n        - {name: lang, in: query,",
        )],
        &[(
            Breaking,
            "argument-added",
            "shop::Client::get_item",
            "`shop`",
        )],
    ),
    reverse(
        "a required argument goes",
        &[(
            "        - {name: lang, in: query,",
            "        - {name: shop, in: query, required: true, description: Number of the shop, schema: {type: string}}\n        - {name: lang, in: query,",
        )],
        &[(
            Breaking,
            "argument-removed",
            "shop::Client::get_item",
            "`shop`",
        )],
    ),
    pair(
        "a text is no longer limited",
        &[(
            "schema: {type: string, maxLength: 50}",
            "schema: {type: string}",
        )],
        &[(
            Breaking,
            "argument-retyped",
            "shop::builder::ListItems::search",
            "converts to `String`, no longer to `types::ListItemsSearch`",
        )],
    ),
    pair(
        "a number becomes a text",
        &[(
            "description: Number of the shelf, schema: {type: integer}",
            "description: Number of the shelf, schema: {type: string}",
        )],
        &[(
            Breaking,
            "argument-retyped",
            "shop::Client::get_slot",
            "`shelf`",
        )],
    ),
    pair(
        "arguments change places",
        &[(
            "/shelves/{shelf}/slots/{slot}:",
            "/slots/{slot}/shelves/{shelf}:",
        )],
        &[(
            Breaking,
            "argument-reordered",
            "shop::Client::get_slot",
            "mix them up",
        )],
    ),
    pair(
        "the answer is another type",
        &[(
            "          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Slot'}}}",
            "          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Size'}}}",
        )],
        &[(
            Breaking,
            "answer-retyped",
            "shop::builder::GetSlot::send",
            "Response<types::Size>",
        )],
    ),
    pair(
        "a list is not paged any more",
        &[(
            "      x-pagination: {cursor: cursor, items: data, next: next_cursor}\n",
            "",
        )],
        &[(
            Breaking,
            "stream-removed",
            "shop::builder::ListItems::stream",
            "Items<types::Item>",
        )],
    ),
    reverse(
        "a list comes in pages",
        &[(
            "      x-pagination: {cursor: cursor, items: data, next: next_cursor}\n",
            "",
        )],
        &[(
            Compatible,
            "stream-added",
            "shop::builder::ListItems::stream",
            "Items<types::Item>",
        )],
    ),
    pair(
        "the items of a page are another list of it",
        &[
            ("items: data, next", "items: sizes, next"),
            (
                "        request_id: {",
                "        sizes: {type: array, description: The sizes., items: {$ref: '#/components/schemas/shop.Size'}}\n        request_id: {",
            ),
        ],
        &[
            (
                Breaking,
                "stream-retyped",
                "shop::builder::ListItems::stream",
                "Items<types::Size>",
            ),
            (
                Compatible,
                "field-added",
                "shop::types::ItemPage::sizes",
                "Option<Vec<types::Size>>",
            ),
        ],
    ),
    pair(
        "the items of a page are of another type",
        &[(
            "description: The items., items: {$ref: '#/components/schemas/shop.Item'}",
            "description: The items., items: {$ref: '#/components/schemas/shop.Size'}",
        )],
        &[(
            Breaking,
            "field-retyped",
            "shop::types::ItemPage::data",
            "Vec<types::Size>",
        )],
    ),
    pair(
        "a type is renamed",
        &[
            ("    shop.ItemState:", "    shop.State:"),
            (
                "description: State of the items, schema: {$ref: '#/components/schemas/shop.ItemState'}",
                "description: State of the items, schema: {$ref: '#/components/schemas/shop.State'}",
            ),
            (
                "        state: {$ref: '#/components/schemas/shop.ItemState'}",
                "        state: {$ref: '#/components/schemas/shop.State'}",
            ),
        ],
        &[(
            Breaking,
            "type-renamed",
            "shop::types::ItemState",
            "`State`",
        )],
    ),
    pair(
        "a struct becomes an enum",
        &[(
            "    shop.Error:\n      type: object\n      description: What went wrong.\n      required: [message]\n      properties:\n        message: {type: string, description: In words.}\n",
            "    shop.Error:\n      type: string\n      description: What went wrong.\n      enum: [missing, broken]\n",
        )],
        &[(
            Breaking,
            "type-retyped",
            "shop::types::Error",
            "pub enum Error",
        )],
    ),
    pair(
        "a field goes",
        &[(
            "        note: {type: string, description: For the staff.}\n",
            "",
        )],
        &[(
            Breaking,
            "field-removed",
            "shop::types::Item::note",
            "pub note: Option<String>",
        )],
    ),
    reverse(
        "a field of an answer comes",
        &[(
            "        note: {type: string, description: For the staff.}\n",
            "",
        )],
        &[(
            Compatible,
            "field-added",
            "shop::types::Item::note",
            "A literal has to name it",
        )],
    ),
    pair(
        "a field is renamed",
        &[("        note: {type", "        remark: {type")],
        &[(
            Breaking,
            "field-renamed",
            "shop::types::Item::note",
            "`remark`",
        )],
    ),
    pair(
        "a field is retyped",
        &[(
            "        note: {type: string",
            "        note: {type: integer",
        )],
        &[(
            Breaking,
            "field-retyped",
            "shop::types::Item::note",
            "pub note: Option<i64>",
        )],
    ),
    pair(
        "a field becomes optional",
        &[(
            "required: [id, name, state, size]",
            "required: [id, name, size]",
        )],
        &[(
            Breaking,
            "field-optional",
            "shop::types::Item::state",
            "pub state: Option<types::ItemState>",
        )],
    ),
    pair(
        "a field becomes required",
        &[(
            "required: [id, name, state, size]",
            "required: [id, name, state, size, note]",
        )],
        &[(
            Breaking,
            "field-required",
            "shop::types::Item::note",
            "pub note: String",
        )],
    ),
    pair(
        "a required field of a body comes",
        &[
            (
                "      required: [name]\n",
                "      required: [name, colour]\n",
            ),
            (
                "        name: {type: string, description: What it is called.}\n        size: {$ref: '#/components/schemas/shop.Size'}\n    shop.Size",
                "        name: {type: string, description: What it is called.}\n        size: {$ref: '#/components/schemas/shop.Size'}\n        colour: {type: string, description: Its colour.}\n    shop.Size",
            ),
        ],
        &[(
            Breaking,
            "field-added",
            "shop::types::NewItem::colour",
            "has to be given",
        )],
    ),
    pair(
        "an optional field of a body comes",
        &[(
            "        name: {type: string, description: What it is called.}\n        size: {$ref: '#/components/schemas/shop.Size'}\n    shop.Size",
            "        name: {type: string, description: What it is called.}\n        size: {$ref: '#/components/schemas/shop.Size'}\n        colour: {type: string, description: Its colour.}\n    shop.Size",
        )],
        &[(
            Compatible,
            "field-added",
            "shop::types::NewItem::colour",
            "Option<String>",
        )],
    ),
    pair(
        "what a body is made of keeps unknown properties",
        &[OPEN_SIZE],
        &[(
            Compatible,
            "field-added",
            "shop::types::Size::extra",
            "Map<String, Value>",
        )],
    ),
    reverse(
        "what a body is made of keeps no unknown properties",
        &[OPEN_SIZE],
        &[(
            Breaking,
            "field-removed",
            "shop::types::Size::extra",
            "Map<String, Value>",
        )],
    ),
    pair(
        "a variant comes",
        &[("enum: [on_sale, sold]", "enum: [on_sale, sold, lost]")],
        &[(
            Compatible,
            "variant-added",
            "shop::types::ItemState::Lost",
            "non-exhaustive",
        )],
    ),
    pair(
        "a variant goes",
        &[("enum: [on_sale, sold]", "enum: [on_sale]")],
        &[(
            Breaking,
            "variant-removed",
            "shop::types::ItemState::Sold",
            "Sold",
        )],
    ),
    pair(
        "a value is called as the variant for the rest was",
        &[("enum: [on_sale, sold]", "enum: [on_sale, sold, unknown]")],
        &[
            (
                Breaking,
                "variant-retyped",
                "shop::types::ItemState::Unknown",
                "`Unknown(String)`",
            ),
            (
                Compatible,
                "variant-added",
                "shop::types::ItemState::UnknownValue",
                "UnknownValue(String)",
            ),
        ],
    ),
    pair(
        "no request needs a type any more",
        &[(
            "        size: {$ref: '#/components/schemas/shop.Size'}\n    shop.Size",
            "    shop.Size",
        )],
        &[
            (
                Breaking,
                "field-removed",
                "shop::types::NewItem::size",
                "Option<types::Size>",
            ),
            (
                Breaking,
                "method-removed",
                "shop::types::Size::builder",
                "pub fn builder() -> Size",
            ),
        ],
    ),
    reverse(
        "a request needs a type now",
        &[(
            "        size: {$ref: '#/components/schemas/shop.Size'}\n    shop.Size",
            "    shop.Size",
        )],
        &[
            (
                Compatible,
                "field-added",
                "shop::types::NewItem::size",
                "Option<types::Size>",
            ),
            (
                Compatible,
                "method-added",
                "shop::types::Size::builder",
                "pub fn builder() -> Size",
            ),
        ],
    ),
    pair(
        "a default is not possible any more",
        &[(
            "      additionalProperties: true\n      properties:\n        item:",
            "      additionalProperties: true\n      required: [item]\n      properties:\n        item:",
        )],
        &[
            (
                Breaking,
                "field-required",
                "shop::types::Slot::item",
                "pub item: types::Item",
            ),
            (Breaking, "impl-removed", "shop::types::Slot", "`Default`"),
        ],
    ),
    reverse(
        "a default is possible now",
        &[(
            "      additionalProperties: true\n      properties:\n        item:",
            "      additionalProperties: true\n      required: [item]\n      properties:\n        item:",
        )],
        &[
            (
                Breaking,
                "field-optional",
                "shop::types::Slot::item",
                "pub item: Option<types::Item>",
            ),
            (Compatible, "impl-added", "shop::types::Slot", "`Default`"),
        ],
    ),
    pair(
        "a change deep in an error touches no operation",
        &[("required: [message]", "required: []")],
        &[
            (
                Breaking,
                "field-optional",
                "shop::types::Error::message",
                "Option<String>",
            ),
            (Compatible, "impl-added", "shop::types::Error", "`Default`"),
        ],
    ),
];

fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = BASE.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "`{from}` is not there once");
        text = text.replacen(from, to, 1);
    }
    text
}

fn surface(old: &str, new: &str) -> Vec<SurfaceChange> {
    let version = |source, text| Version { source, text };
    let comparison = compare::compare(
        version("old.yaml", old),
        version("new.yaml", new),
        Conventions::On,
    );
    let comparison = comparison.unwrap_or_else(|error| panic!("{error:#?}"));
    comparison.surface.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_change_is_reported_once_and_classed() {
    let mut failed = Vec::new();
    for pair in PAIRS {
        let other = edited(pair.edits);
        let found = if pair.is_reverse {
            surface(&other, BASE)
        } else {
            surface(BASE, &other)
        };
        let is_same = |(change, expected): (&SurfaceChange, &(Verdict, &str, &str, &str))| {
            let (verdict, code, item, fragment) = *expected;
            let texts = [
                Some(&change.message),
                change.old.as_ref(),
                change.new.as_ref(),
            ];
            let says = texts.iter().flatten().any(|text| text.contains(fragment));
            (change.verdict, change.code, &*change.item) == (verdict, code, item) && says
        };
        if found.len() != pair.expected.len() || !found.iter().zip(pair.expected).all(is_same) {
            failed.push(format!("{}: {found:#?}", pair.name));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The base cannot be edited so that these come about. They are tested in `src/compare/surface/tests.rs`.
const TESTED_THERE: &[&str] = &[
    "method-retyped",
    "type-exhaustive",
    "type-non-exhaustive",
    "variant-renamed",
];

/// A function says the codes that it reports at the beginning of its documentation.
#[test]
fn every_code_is_tested() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/compare");
    let folder = fs::read_dir(sources.join("surface")).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    let mut documented = BTreeSet::new();
    for path in files.chain([sources.join("surface.rs")]) {
        let source = fs::read_to_string(path).unwrap();
        let documentation = source.lines().map(str::trim_start);
        for line in documentation.filter_map(|line| line.strip_prefix("/// `")) {
            let codes = line.split_once("`: ").map_or("", |(codes, _)| codes);
            let is_code = |code: &&str| code.contains('-') && !code.contains(' ');
            documented.extend(codes.split("`, `").filter(is_code).map(str::to_owned));
        }
    }
    let of_pairs = PAIRS.iter().flat_map(|pair| pair.expected);
    let tested = of_pairs.map(|(_, code, _, _)| *code);
    let tested = tested.chain(TESTED_THERE.iter().copied());
    assert_eq!(documented, tested.map(str::to_owned).collect());
}
