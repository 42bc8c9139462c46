//! What is called breaking does not compile, and what is called compatible does.
//!
//! Small pieces of code, written for a client of `old_callers/base.yaml`, are
//! checked against that client and against a later one. Those in `old_callers/breaks` compile with
//! the earlier only, those in `old_callers/works` with both. Each begins with the code and the item
//! of the change that it is about; where it breaks, the line ends in the compiler's error code.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/client.rs"]
mod client;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use build_support::listing;
use contract::diff::Verdict;

const BASE: &str = include_str!("old_callers/base.yaml");

/// An operation that the earlier contract has beside those of the base, and the later one has not.
const GET_BOX: &str = "  /boxes/{id}:
    servers: [{url: https://api.example.com/v1}]
    get:
      operationId: shop.get_box
      summary: Fetch a box
      externalDocs: {url: https://example.com/docs/get_box}
      security: [{shop: []}]
      parameters:
        - {name: id, in: path, required: true, description: Number of the box, schema: {type: string}}
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Size'}}}
";

/// An operation that both have, beside those of the base.
const GET_CRATE: &str = "  /crates/{id}:
    servers: [{url: https://api.example.com/v1}]
    get:
      operationId: shop.get_crate
      summary: Fetch a crate
      externalDocs: {url: https://example.com/docs/get_crate}
      security: [{shop: []}]
      parameters:
        - {name: id, in: path, required: true, description: Number of the crate, schema: {type: string}}
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Size'}}}
";

/// Everything that breaks, each for a caller of its own.
const BREAKING: &[(&str, &str)] = &[
    ("operationId: shop.get_item", "operationId: shop.fetch_item"),
    (
        "  /letters:
    servers: [{url: https://mail.example.com/v1}]
    get:
      operationId: post.list_letters
      summary: List letters
      externalDocs: {url: https://example.com/docs/list_letters}
      security: [{post: []}]
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/post.Letters'}}}
",
        "",
    ),
    (
        "  post:
    server: https://api.example.com/v1
",
        "",
    ),
    (
        "    post.Letters:
      type: object
      description: All letters.
      required: [data]
      properties:
        data: {type: array, description: The letters., items: {type: string}}
",
        "",
    ),
    (
        "        - {name: id, in: path, required: true, description: Number of the crate, schema: {type: string}}
",
        "        - {name: id, in: path, required: true, description: Number of the crate, schema: {type: string}}
        - {name: shop, in: query, required: true, description: Number of the shop, schema: {type: string}}
",
    ),
    (
        "        - {name: search, in: query, description: Part of the name, schema: {type: string, maxLength: 50}}
",
        "",
    ),
    ("name: limit, in: query", "name: size, in: query"),
    ("name: state, in: query,", "name: state, in: query, required: true,"),
    (
        "description: Number of the shelf, schema: {type: integer}",
        "description: Number of the shelf, schema: {type: string}",
    ),
    (
        "shop.NewItem'}}}
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Item'}}}",
        "shop.NewItem'}}}
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Size'}}}",
    ),
    ("      x-pagination: {cursor: cursor, items: data, next: next_cursor}\n", ""),
    ("schemas/shop.Error'", "schemas/shop.Failure'"),
    ("    shop.Error:", "    shop.Failure:"),
    ("        note: {type: string, description: For the staff.}\n", ""),
    ("required: [id, name, state, size]", "required: [id, state, size]"),
    ("required: [data, next_cursor]", "required: [data, next_cursor, request_id]"),
    ("width: {type: number", "width: {type: string"),
    (
        "      required: [name]
      properties:
",
        "      required: [name, colour]
      properties:
        colour: {type: string, description: Its colour.}
",
    ),
    ("enum: [on_sale, sold]", "enum: [on_sale]"),
    (
        "      additionalProperties: true
",
        "      additionalProperties: true
      required: [item]
",
    ),
];

/// Everything that goes on working.
const COMPATIBLE: &[(&str, &str)] = &[
    (
        "        - {name: lang,",
        "        - {name: currency, in: query, description: Currency of prices, schema: {type: string}}
        - {name: lang,",
    ),
    ("/slots/{slot}:", "/slots/{place}:"),
    ("name: slot, in: path", "name: place, in: path"),
    (
        "  /letters:
",
        "  /items/count:
    servers: [{url: https://api.example.com/v1}]
    get:
      operationId: shop.count_items
      summary: Count the items
      externalDocs: {url: https://example.com/docs/count_items}
      security: [{shop: []}]
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/shop.Count'}}}
  /parcels:
    servers: [{url: https://mail.example.com/v1}]
    get:
      operationId: mail.list_parcels
      summary: List parcels
      externalDocs: {url: https://example.com/docs/list_parcels}
      security: [{post: []}]
      responses:
        '200':
          description: The answer.
          content: {application/json: {schema: {$ref: '#/components/schemas/mail.Parcels'}}}
  /letters:
",
    ),
    (
        "  post:
    server: https://api.example.com/v1
",
        "  mail:
    server: https://mail.example.com/v1
  post:
    server: https://api.example.com/v1
",
    ),
    (
        "    shop.Error:
",
        "    mail.Parcels:
      type: object
      description: All parcels.
      required: [data]
      properties:
        data: {type: array, description: The parcels., items: {type: string}}
    shop.Count:
      type: object
      description: How many there are.
      required: [count]
      properties:
        count: {type: integer, description: Number of items.}
    shop.Error:
",
    ),
    (
        "        request_id: {",
        "        total: {type: integer, description: Number of items.}
        request_id: {",
    ),
    (
        "        note: {",
        "        colour: {type: string, description: Its colour.}
        note: {",
    ),
    (
        "      required: [name]
      properties:
",
        "      required: [name]
      properties:
        colour: {type: string, description: Its colour.}
",
    ),
    ("enum: [on_sale, sold]", "enum: [on_sale, sold, lost]"),
];

/// The contract that the callers were written for.
fn earlier() -> String {
    edited(
        BASE,
        &[(
            "  /letters:\n",
            &format!("{GET_BOX}{GET_CRATE}  /letters:\n"),
        )],
    )
}

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "`{from}` is not there");
        text = text.replace(from, to);
    }
    text
}

/// A piece of a caller's code.
struct Caller {
    text: String,
    /// Code and item of the change that it is about.
    about: (String, String),
    /// Line and error code of each place that breaks.
    errors: Errors,
}

/// Line and error code of each error.
type Errors = BTreeSet<(usize, String)>;

fn callers(folder: &str) -> BTreeMap<String, Caller> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/old_callers")
        .join(folder);
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let about = text.lines().next().unwrap().strip_prefix("//! ").unwrap();
            let (code, item) = about.split_once(' ').unwrap();
            let lines = text.lines().enumerate();
            let errors = lines.filter_map(|(index, line)| {
                let (_, code) = line.split_once("//~ ")?;
                Some((index + 1, code.to_owned()))
            });
            let caller = Caller {
                about: (code.to_owned(), item.to_owned()),
                errors: errors.collect(),
                text: text.clone(),
            };
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                caller,
            )
        })
        .collect()
}

/// Checks callers, as examples of the client of `contract`; gives the errors of each.
///
/// The client is a copy below the target folder, always at the same place, so that what it is
/// built of is shared with other builds and little is built anew.
fn check<'a>(
    name: &str,
    contract: &str,
    callers: impl IntoIterator<Item = (&'a String, &'a Caller)>,
) -> BTreeMap<String, Errors> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("old_callers")
        .join(name);
    let client = client::client(&folder, contract);
    let mut found = BTreeMap::new();
    for (name, caller) in callers {
        let path = client.join(format!("examples/{name}.rs"));
        // Lines keep their numbers, and no lint of the caller's is in the way.
        let text = format!("#![allow(warnings)] {}\nfn main() {{}}\n", caller.text);
        fs::write(path, text).unwrap();
        found.insert(name.clone(), Errors::new());
    }
    let output = client::check_examples(&folder);
    let printed = String::from_utf8(output.stderr).unwrap();
    for line in printed.lines() {
        let Some((place, error)) = line.split_once(": error") else {
            continue;
        };
        let error = error
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'));
        let mut place = place.split(':');
        let path = PathBuf::from(place.next().unwrap().replace('\\', "/"));
        let number = place.next().and_then(|number| number.parse().ok());
        match (
            error,
            number,
            found.get_mut(path.file_stem().unwrap().to_str().unwrap()),
        ) {
            (Some((code, _)), Some(number), Some(errors)) => {
                errors.insert((number, code.to_owned()));
            }
            _ => panic!("{printed}"),
        }
    }
    let has_errors = found.values().any(|errors| !errors.is_empty());
    assert_eq!(output.status.success(), !has_errors, "{printed}");
    found
}

#[test]
fn what_is_reported_is_what_the_compiler_says() {
    let earlier = earlier();
    let breaking = edited(&earlier, BREAKING).replace(GET_BOX, "");
    let compatible = edited(&earlier, COMPATIBLE);
    let (breaks, works) = (callers("breaks"), callers("works"));
    assert!(breaks.len() >= 10 && works.len() >= 8);

    for (callers, later, verdict) in [
        (&breaks, &breaking, Verdict::Breaking),
        (&works, &compatible, Verdict::Compatible),
    ] {
        let changes = listing::changes(&client::listing(&earlier), &client::listing(later));
        for (name, caller) in callers {
            let (code, item) = &caller.about;
            let is_reported = changes.iter().any(|change| {
                (change.verdict, change.code, &change.item) == (verdict, code.as_str(), item)
            });
            assert!(is_reported, "{name}: {changes:#?}");
        }
        if verdict == Verdict::Compatible {
            let worst = changes.iter().map(|change| change.verdict).max();
            assert_eq!(worst, Some(Verdict::Compatible), "{changes:#?}");
        }
    }

    let before = check("earlier", &earlier, breaks.iter().chain(&works));
    assert!(before.values().all(BTreeSet::is_empty), "{before:#?}");
    for (name, errors) in check("breaking", &breaking, &breaks) {
        assert!(!breaks[&name].errors.is_empty(), "{name} says not how");
        assert_eq!(errors, breaks[&name].errors, "{name}");
    }
    let after = check("compatible", &compatible, &works);
    assert!(after.values().all(BTreeSet::is_empty), "{after:#?}");
}
