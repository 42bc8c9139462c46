//! Contracts with slips, and what loading them reports: every slip at its token, nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use build_support::contract::{self, Diagnostic};

/// Every contract of the folder that has slips, each slip as `line:column code: message`; a message
/// may break off.
const CONTRACTS: &[(&str, &[&str])] = &[
    (
        "many.yaml",
        &[
            "4:3 undeclared-path-parameter: path `/items/{id}`: the path parameter `id` is",
            "13:17 unused-path-parameter: operation `shop.get_item`: the path parameter",
            "16:27 unknown-type: operation `shop.get_item`: `strng` is not a type",
            "22:31 dangling-ref: operation `shop.get_item`: there is no schema `shop.Itme`",
            "23:9 default-response: operation `shop.get_item`: `default` carries",
            "28:5 missing-operation-id: operation `POST /items/{id}`: there is no",
            "28:5 missing-document: operation `POST /items/{id}`: there is no `externalDocs`",
            "28:5 missing-security: operation `POST /items/{id}`: there is no `security`",
            "32:11 unsupported-media-type: operation `POST /items/{id}`: the client cannot",
            "36:15 cookie-parameter: operation `POST /items/{id}`: the parameter `session` is",
            "45:9 several-error-types: operation `POST /items/{id}`: the error answers",
            "46:3 duplicate-key: the key `/items/{id}` is already on line 4",
            "59:7 unknown-key: schema `shop.Item`: `requird` is not a key of a schema",
            "61:29 unknown-key: schema `shop.Item`: `nullabel` is not a key of a schema",
            "64:18 required-without-property: schema `shop.Error`: `messege` is required but",
            "67:5 missing-namespace: schema `Price`: the name is in no API's namespace",
        ],
    ),
    ("empty.yaml", &["1:1 yaml-empty: the contract is empty"]),
    (
        "yaml_syntax.yaml",
        &["4:2 yaml-syntax: this line is indented by 1, but line 3 by 2 and line 2 by 0"],
    ),
    (
        "yaml_features.yaml",
        &[
            "8:16 yaml-anchor: an anchor marks this part for repetition",
            "10:17 yaml-alias: an alias repeats another part of the file",
            "12:7 yaml-merge-key: `<<` merges another mapping into this one",
            "14:21 yaml-tag: a tag gives this value a type of its own",
            "18:9 key-not-text: a key is a list or a mapping",
            "19:1 yaml-documents: a second YAML document starts here",
        ],
    ),
    (
        "structure.yaml",
        &[
            "10:7 unknown-key: operation `shop.list_items`: `sumary` is not a key of an",
            "12:26 unknown-word: operation `shop.list_items`: `in` cannot be `qurey`",
            "12:43 wrong-kind: operation `shop.list_items`: `required` must be `true` or",
            "13:11 missing-field: operation `shop.list_items`: a parameter needs the key",
            "16:11 ref-siblings: operation `shop.list_items`: `description` beside `$ref`",
            "18:9 missing-field: operation `shop.list_items`: a response needs the key",
            "18:18 empty-content: operation `shop.list_items`: `content` has no media type",
            "19:3 duplicate-key: the key `/items` is already on line 4",
            "25:42 wrong-kind: operation `shop.replace_items`: `description` must be text,",
            "30:80 exclusive-keys: parameter `shop.Page`: `example` and `examples` exclude",
            "34:7 unknown-key: schema `shop.Item`: `requird` is not a key of a schema",
            "35:7 unknown-key: schema `shop.Item`: `nullabel` is not a key of a schema",
            "36:7 unknown-key: schema `shop.Item`: `propertys` is not a key of a schema",
            "37:21 unknown-type: schema `shop.Item`: `strng` is not a type",
            "38:9 key-not-text: the key `1` is not text",
            "39:37 wrong-kind: schema `shop.Item`: `items` must be a mapping, but is a",
            "40:32 unknown-key: schema `shop.Item`: `minLenght` is not a key of a schema",
            "40:55 number-range: `.inf` is out of the range of numbers",
            "40:70 number-range: `18446744073709551616` is out of the range of numbers",
            "41:23 unknown-type: schema `shop.Item`: a list of types is OpenAPI 3.1",
            "41:41 unknown-key: schema `shop.Item`: `const` is not a key of a schema",
            "42:42 wrong-kind: schema `shop.Item`: `maxLength` must be a whole number from",
            "42:57 wrong-kind: schema `shop.Item`: `description` must be text, but is",
            "43:47 exclusive-keys: schema `shop.Item`: `readOnly` and `writeOnly` exclude",
            "44:53 wrong-kind: schema `shop.Item`: `additionalProperties` must be `true`,",
            "44:58 unknown-key: schema `shop.Item`: `wholly_unknown` is not a key of a",
            "45:23 wrong-kind: schema `shop.Item`: `type` must be text, but is nothing",
        ],
    ),
    (
        "keys.yaml",
        &[
            "1:10 openapi-version: the contract is written in OpenAPI 3.1.0",
            "4:3 path-key: `items` is not a path",
            "5:3 path-key: `/a//b` is not a path",
            "6:3 path-key: `/a?b=c` is not a path",
            "7:3 path-key: `/a b` is not a path",
            "16:9 status-key: operation `shop.list_items`: `600` is not a status",
            "17:9 status-key: operation `shop.list_items`: `4xx` is not a status",
            "18:9 status-key: operation `shop.list_items`: `defualt` is not a status",
            "25:18 media-type-key: response `shop.Bad`: `json` is not a media type",
            "27:5 component-name: `shop.Item's` cannot be the name of a schema",
        ],
    ),
    (
        "references.yaml",
        &[
            "11:17 wrong-ref-kind: operation `shop.list_items`:",
            "15:17 ref-not-local: operation `shop.list_items`:",
            "17:17 dangling-ref: operation `shop.list_items`: there is no response",
            "19:17 wrong-kind: operation `shop.list_items`: `$ref` must be text, but is a",
            "25:5 ref-cycle: parameter `shop.Round` is made of itself, through",
            "34:23 ref-not-local: schema `shop.Item`:",
            "35:23 dangling-ref: schema `shop.Item`: there is no schema `shop.Nothing`",
            "37:5 schema-cycle: schema `shop.Alone` is made of itself",
            "38:5 schema-cycle: schema `shop.One` is made of itself, through `shop.Two`",
        ],
    ),
    (
        "schemas.yaml",
        &[
            "8:33 useless-keyword: schema `shop.Size`: `minLength` says nothing about a",
            "9:19 missing-type: schema `shop.Loose`: `properties` needs a `type` beside it",
            "10:41 missing-type: schema `shop.Any`: `nullable` says nothing without a `type`",
            "11:5 missing-items: schema `shop.List`: a list needs `items`, the schema of",
            "12:19 empty-list: schema `shop.Empty`: `allOf` is an empty list",
            "15:22 required-without-property: schema `shop.Base`: `naem` is required but is",
            "15:28 required-twice: schema `shop.Base`: `id` is required twice",
            "20:29 required-without-property: schema `shop.Derived`: `color` is required but",
            "31:17 dangling-ref: schema `shop.Unknowable`: there is no schema `shop.Missing`",
            "32:33 useless-keyword: schema `shop.Bound`: `exclusiveMinimum` says nothing",
        ],
    ),
    (
        "values.yaml",
        &[
            "8:44 bad-pattern: schema `shop.Pattern`: this is not a regular expression:",
            "9:42 bad-bound: schema `shop.Step`: `minimum` of an integer must be an",
            "9:59 bad-bound: schema `shop.Step`: `multipleOf` must be greater than 0",
            "10:55 empty-range: schema `shop.Range`: no value is allowed: `minimum` is 5,",
            "11:53 empty-range: schema `shop.Open`: no value is allowed: `minimum` is 1,",
            "12:59 empty-range: schema `shop.Length`: no value is allowed: `minLength` is",
            "13:41 wrong-value: schema `shop.Text`: the default is a number, but the type",
            "13:53 wrong-value: schema `shop.Text`: the example is true or false, but the",
            "14:43 wrong-value: schema `shop.Count`: the default is a number, but the type",
            "15:42 wrong-value: schema `shop.Flag`: the default is nothing, but the type is",
            "16:65 wrong-value: schema `shop.List`: the default is a mapping, but the type",
            "17:90 impossible-value: schema `shop.Code`: the default `a` is shorter than",
            "17:102 impossible-value: schema `shop.Code`: the example `ABC` does not match",
            "18:55 impossible-value: schema `shop.Long`: the example `üüü` is longer than",
            "19:69 impossible-value: schema `shop.Limit`: the default `0` is below the",
            "19:81 impossible-value: schema `shop.Limit`: the example `101` is above the",
            "20:52 enum-twice: schema `shop.Color`: `red` is twice in `enum`",
            "20:57 wrong-value: schema `shop.Color`: a value of `enum` is a number, but the",
            "20:70 impossible-value: schema `shop.Color`: the default `blue` is none of",
        ],
    ),
    (
        "names.yaml",
        &[
            "11:19 rust-type-clash: operation `shop.get_item`: this schema would become the",
            "12:19 rust-name-clash: operation `shop.get_item`: the query parameter `itemId`",
            "18:23 rust-type-clash: operation `shop.get_item`: this schema would become the",
            "20:20 rust-name-clash: the contract: `shop.getItem` and `shop.get_item` (line 7)",
            "35:9 rust-name-clash: schema `shop.Item`: `createdAt` and `created_at` (line 34)",
            "36:9 rust-name-clash: schema `shop.Item`: the property `extra` is `extra` in",
            "37:9 rust-type-clash: schema `shop.Item`: this schema would become the Rust type",
            "42:11 rust-type-clash: schema `shop.Item`: this schema would become the Rust",
            "44:5 rust-name-clash: the contract: `shop.item_label` and `shop.ItemLabel` (line",
            "48:50 rust-name-clash: schema `shop.Color`: `dark_red` and `dark-red` (line 48)",
        ],
    ),
    (
        "paths.yaml",
        &[
            "4:3 path-template: in the path `/a/{id`, `{` is not closed by `}`",
            "5:3 path-template: the path `/b/{id}/{id}` has `{id}` twice",
            "9:17 unused-path-parameter: path `/c/{id}`: the path parameter `idd` is not in",
            "15:3 same-path: the path `/c/{other}` is `/c/{id}` (line 6)",
            "20:5 undeclared-path-parameter: operation `shop.get_d`: the path parameter",
            "25:19 optional-path-parameter: operation `shop.get_d`: the path parameter `id`",
            "26:19 duplicate-parameter: operation `shop.get_d`: the path parameter `id` is",
            "26:43 optional-path-parameter: operation `shop.get_d`: the path parameter `id`",
            "27:19 unused-path-parameter: operation `shop.get_d`: the path parameter",
            "37:3 undeclared-path-parameter: path `/e/{id}`: the path parameter `id` is not",
        ],
    ),
    (
        "operations.yaml",
        &[
            "7:5 missing-operation-id: operation `GET /bare`: there is no `operationId`",
            "7:5 missing-document: operation `GET /bare`: there is no `externalDocs`",
            "7:5 missing-security: operation `GET /bare`: there is no `security`",
            "7:5 missing-server: operation `GET /bare`: there is no `servers`",
            "7:5 missing-success: operation `GET /bare`: no answer is a success",
            "10:22 bad-server: path `/wrong`: `https://api.example.com/v1/` ends in `/`",
            "10:53 several-servers: path `/wrong`: an operation goes to one server",
            "13:28 bad-document: operation `shop.get`: `docs.example.com` is not the URL of",
            "14:20 unknown-security: operation `shop.get`: there is no security scheme `shpo`",
            "14:27 security-scopes: operation `shop.get`: a bearer token has no scopes",
            "16:5 missing-server: operation `shop.get`: there is no `servers`",
            "17:20 duplicate-operation-id: the operationId `shop.get` is already on line 12",
            "18:7 missing-field: operation `shop.get`: the external documentation needs the",
            "19:7 missing-security: operation `shop.get`: `security` names no security scheme",
            "25:30 several-securities: operation `shop.post`: the operation names more than",
            "26:24 bad-server: operation `shop.post`: `https://{region}.example.com` has",
            "31:32 several-securities: operation `shop.delete`: the operation names more than",
            "32:24 bad-server: operation `shop.delete`: `http://api.example.com` does not",
        ],
    ),
    (
        "namespaces.yaml",
        &[
            "7:15 foreign-ref: path `/items`: this belongs to `depot`, not to `shop`",
            "9:20 foreign-operation: operation `depot.list_items`: the operation is in",
            "19:24 foreign-ref: operation `shop.put_items`: this belongs to `depot`, not to",
            "21:20 missing-namespace: operation `post_items`: the name is in no API's",
            "34:5 missing-namespace: header `Plain`: the name is in no API's namespace",
            "36:5 unknown-namespace: schema `shpo.Item`: there is no API `shpo`",
            "37:5 bad-name: schema `shop.Deep.Item`: what follows `shop.` cannot be a",
            "38:5 bad-name: schema `shop.`: what follows `shop.` cannot be a name in",
            "42:23 foreign-ref: schema `shop.Box`: this belongs to `depot`, not to `shop`",
        ],
    ),
    (
        "no_api.yaml",
        &["3:1 missing-api: the contract has no security scheme, so its operations"],
    ),
    (
        "apis.yaml",
        &[
            "6:5 bad-api-name: the security scheme `Shop` cannot be the name of a Rust",
            "7:5 bad-api-name: the security scheme `type` cannot be the name of a Rust",
            "8:20 unsupported-security: security scheme `keyed`: the client has no",
            "9:34 unsupported-security: security scheme `basic`: the client has no",
            "10:5 missing-field: security scheme `vague`: a security scheme of type `http`",
            "11:42 useless-keyword: security scheme `mixed`: `name` says nothing about a",
            "12:5 missing-environment: security scheme `bare`: there is no `x-base-url-env`",
            "12:41 unknown-extension: security scheme `bare`: `x-api-key-evn` is not an",
            "13:57 bad-api-extension: security scheme `lower`: `lower_key` is not the name of",
            "13:84 shared-environment: security scheme `lower`: `SHOP_URL` is already used on",
            "19:21 bad-api-extension: security scheme `wide`: `X Request` is not the name of",
            "20:39 unknown-key: security scheme `wide`: `remainign` is not a key of",
            "20:65 bad-api-extension: security scheme `wide`: `X:Reset` is not the name of a",
            "21:24 bad-api-extension: security scheme `wide`: `error/type` is not a JSON",
            "21:42 bad-api-extension: security scheme `wide`: `/error/~2` is not a JSON",
            "21:53 unknown-key: security scheme `wide`: `detail` is not a key of `x-error`",
            "31:27 bad-api-extension: security scheme `paced`: a `window` of 0 seconds has",
            "31:38 unknown-word: security scheme `paced`: `refill` cannot be `steady`",
            "31:62 unknown-word: security scheme `paced`: an item of `classes` cannot be",
            "31:68 bad-api-extension: security scheme `paced`: the list is empty, so it",
            "31:79 bad-api-extension: security scheme `paced`: `GET` is already in a class",
            "32:24 bad-api-extension: security scheme `paced`: the list is empty, so it",
            "32:39 bad-api-extension: security scheme `paced`: `b` is not a JSON pointer",
            "32:53 wrong-kind: security scheme `paced`: an item of `message` must be text,",
            "32:64 wrong-kind: security scheme `paced`: `param` must be text, but is a number",
            "38:74 missing-field: security scheme `unpaced`: `pacing` needs the key",
            "38:84 unknown-key: security scheme `unpaced`: `windows` is not a key of",
            "38:93 wrong-kind: security scheme `unpaced`: `window` must be a whole number",
            "38:107 bad-api-extension: security scheme `unpaced`: the list is empty, so it",
        ],
    ),
    (
        "extensions.yaml",
        &[
            "3:1 unknown-extension: the contract: `x-paginaton` is not an extension that the",
            "7:5 misplaced-extension: path `/items`: `x-pagination` does nothing in a path",
            "13:7 unknown-extension: operation `shop.list_items`: `x-lint-alow` is not an",
            "14:7 unsupported-extension: operation `shop.list_items`: `x-dropshot-pagination`",
        ],
    ),
    (
        "pagination.yaml",
        &[
            "10:31 bad-pagination: operation `shop.list_items`: there is no query parameter",
            "10:47 bad-pagination: operation `shop.list_items`: the property `name` is not a",
            "10:59 bad-pagination: operation `shop.list_items`: the property `token` is",
            "10:72 bad-pagination: operation `shop.list_items`: the property `more` is not a",
            "10:78 unknown-key: operation `shop.list_items`: `total` is not a key of",
            "21:31 bad-pagination: operation `shop.list_parts`: the parameter `page` is",
            "21:31 bad-pagination: operation `shop.list_parts`: the parameter `page` is not a",
            "21:44 bad-pagination: operation `shop.list_parts`: the answer has no property",
            "21:55 bad-pagination: operation `shop.list_parts`: the property `more` is not a",
            "30:7 missing-field: operation `shop.put_parts`: `x-pagination` needs the key",
            "30:7 bad-pagination: operation `shop.put_parts`: `x-pagination` needs an answer",
        ],
    ),
    (
        "support_parameters.yaml",
        &[
            "11:50 parameter-not-scalar: operation `shop.put_items`: the path parameter `ids`",
            "12:32 cookie-parameter: operation `shop.put_items`: the parameter `session` is a",
            "13:19 reserved-header: operation `shop.put_items`: the client sets the header",
            "14:19 bad-header-name: operation `shop.put_items`: `X Trace` is not the name of",
            "15:38 parameter-content: operation `shop.put_items`: the parameter `filter` has",
            "16:43 unsupported-style: operation `shop.put_items`: the query parameter `tags`",
            "17:35 unsupported-flag: operation `shop.put_items`: `allowReserved` does nothing",
            "18:39 unsupported-flag: operation `shop.put_items`: `allowEmptyValue` does",
            "19:37 parameter-not-scalar: operation `shop.put_items`: the query parameter",
            "20:36 parameter-not-scalar: operation `shop.put_items`: the query parameter",
            "21:45 unsupported-explode: operation `shop.put_items`: the list `list` is sent",
            "22:37 nullable-parameter: operation `shop.put_items`: the parameter `maybe` may",
            "23:35 parameter-not-scalar: operation `shop.put_items`: the query parameter",
            "24:19 reserved-name: operation `shop.put_items`: a builder has a method `send`",
            "25:19 reserved-name: operation `shop.put_items`: a builder has a method `body`",
        ],
    ),
    (
        "support_bodies.yaml",
        &[
            "10:7 optional-body: operation `shop.put_items`: the request body is not",
            "12:11 unsupported-media-type: operation `shop.put_items`: the client cannot take",
            "14:13 unsupported-encoding: operation `shop.put_items`: `encoding` is for forms,",
            "19:13 missing-schema: operation `shop.put_items`: the body has no `schema`",
            "20:13 several-media-types: operation `shop.put_items`: `text/plain` is a second",
            "25:32 optional-body: operation `shop.post_items`: the request body is not",
            "25:39 empty-content: operation `shop.post_items`: `content` has no media type",
            "29:22 unsupported-media-type: operation `shop.post_items`: the client cannot",
            "34:7 meaningless-body: operation `shop.get_items`: a GET request has no body",
        ],
    ),
    (
        "support_responses.yaml",
        &[
            "11:9 unsupported-status: operation `shop.put_items`: the status 101 is not a",
            "13:9 several-success-types: operation `shop.put_items`: the success answers",
            "15:9 several-error-types: operation `shop.put_items`: the error answers differ:",
            "22:9 default-response: operation `shop.get_items`: `default` carries",
            "31:9 inline-responses: operation `shop.post_items`: success and error both have",
        ],
    ),
    (
        "support_schemas.yaml",
        &[
            "13:32 inline-enum: schema `shop.Item`: an enumeration written in place has no",
            "14:34 enum-not-text: schema `shop.Level`: an enumeration of type `integer` would",
            "15:45 null-in-enum: schema `shop.Color`: null is not a value of an enumeration",
            "16:33 nullable-enum: schema `shop.Shade`: an enumeration with a name cannot be",
            "17:17 unsupported-keyword: schema `shop.Not`: `not` is not understood by the",
            "22:7 unsupported-keyword: schema `shop.Pet`: `discriminator` is not understood",
            "23:34 unsupported-keyword: schema `shop.Tagged`: `xml` is not understood by the",
            "24:71 unsupported-keyword: schema `shop.Grid`: a list of always 64 items would",
            "25:45 exclusive-keys: schema `shop.Both`: `oneOf` and `anyOf` exclude each other",
        ],
    ),
    (
        "support_operations.yaml",
        &[
            "4:17 unsupported-path-ref: path `/elsewhere`: the path stands elsewhere",
            "7:5 unsupported-method: operation `shop.trace_items`: the client sends no TRACE",
            "17:9 head-content: operation `shop.head_items`: the answer 200 to HEAD has",
            "21:20 reserved-name: operation `shop.fromEnv`: a client has a method `from_env`",
            "24:7 unsupported-callbacks: operation `shop.fromEnv`: `callbacks` would do",
            "28:11 unsupported-callbacks: operation `shop.fromEnv`: `links` would do nothing",
            "32:3 unsupported-callbacks: the contract: `links` would do nothing",
        ],
    ),
    (
        "lossless.yaml",
        &[
            "8:48 lost-value: `example` would be lost, in `components/schemas/shop.Text`",
            "9:43 lost-value: this would become `9007199254740992.0`, in",
        ],
    ),
];

/// Codes of contracts that are made in this file, because they are no files that one would write.
const MADE_HERE: &[&str] = &["yaml-depth", "unfillable-model"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken_contracts")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

fn slips(name: &str, text: &str) -> Vec<Diagnostic> {
    match contract::load(name, text) {
        Ok(_) => Vec::new(),
        Err(error) => error.diagnostics().to_vec(),
    }
}

/// A diagnostic as the table has it.
fn line(diagnostic: &Diagnostic) -> String {
    let start = diagnostic.span.start;
    let (code, message) = (diagnostic.code, &diagnostic.message);
    format!("{}:{} {code}: {message}", start.line, start.column)
}

#[test]
fn every_slip_is_reported_at_its_token_and_nothing_else() {
    for (name, expected) in CONTRACTS {
        let found: Vec<_> = slips(name, &text(name)).iter().map(line).collect();
        let is_same = |(found, expected): (&String, &&str)| found.starts_with(expected);
        let matches = found.len() == expected.len() && found.iter().zip(*expected).all(is_same);
        assert!(matches, "{name}: found {found:#?}\nexpected {expected:#?}");
    }
}

#[test]
fn every_contract_of_the_folder_is_tested() {
    let tested: BTreeSet<String> = CONTRACTS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .chain(["valid.yaml".to_owned()])
        .collect();
    let files: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, tested);
}

/// Codes of waivers, which `quality.rs` tests together with the rules that can be waived.
const WAIVERS: &[&str] = &[
    "misplaced-waiver",
    "unknown-rule",
    "unwaivable-rule",
    "useless-waiver",
    "waiver-without-reason",
];

/// A rule says its codes at the beginning of its documentation: "`code`, `code`: the reason".
#[test]
fn every_code_is_tested() {
    fn visit(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, codes);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            let documentation = source.lines().filter_map(|line| line.strip_prefix("/// `"));
            for line in documentation {
                let Some((names, _)) = line.split_once("`: ") else {
                    continue;
                };
                let is_code = |name: &&str| {
                    name.contains('-') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                };
                codes.extend(names.split("`, `").filter(is_code).map(str::to_owned));
            }
        }
    }
    let mut documented = BTreeSet::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
    visit(&sources, &mut documented);
    documented.retain(|code| {
        let is_waivable = contract::rules().any(|rule| rule.code == code && rule.waivable);
        !is_waivable && !WAIVERS.contains(&code.as_str())
    });
    let slips = CONTRACTS.iter().flat_map(|(_, slips)| *slips);
    let codes = slips.filter_map(|slip| slip.split_once(' ')?.1.split_once(':'));
    let tested = codes.map(|(code, _)| code).chain(MADE_HERE.iter().copied());
    let tested: BTreeSet<String> = tested.map(str::to_owned).collect();
    assert_eq!(documented, tested);
}

#[test]
fn a_contract_without_slips_loads_in_every_form() {
    let unix = text("valid.yaml");
    let windows = unix.replace('\n', "\r\n");
    let commented: String = unix
        .lines()
        .map(|line| match line {
            // A block's text is not a place for comments.
            "      description: |" | "        An item, with the price" => format!("{line}\n"),
            _ => format!("{line} # beside\n\n# before\n"),
        })
        .collect();
    let marked = format!("\u{feff}{unix}");
    for (form, text) in [
        ("as it is", &unix),
        ("with carriage returns", &windows),
        ("with comments", &commented),
        ("with a byte order mark", &marked),
    ] {
        let contract = contract::load("valid.yaml", text);
        let contract = contract.unwrap_or_else(|error| panic!("{form}:\n{error}"));
        assert_eq!(contract.model.paths.paths.len(), 2, "{form}");
        let schemas = contract.model.components.unwrap().schemas;
        assert_eq!(schemas.len(), 4, "{form}");
    }
}

#[test]
fn slips_of_a_file_with_carriage_returns_are_at_the_same_places() {
    let unix = text("many.yaml");
    let windows = unix.replace('\n', "\r\n");
    let lines = |text: &str| -> Vec<_> { slips("many.yaml", text).iter().map(line).collect() };
    assert_eq!(lines(&unix), lines(&windows));
}

#[test]
fn an_error_lists_its_slips_in_order_each_with_its_line_and_help() {
    let error = contract::load("openapi.yaml", &text("many.yaml")).unwrap_err();
    let printed = error.to_string();
    let second = "\nopenapi.yaml:13:17: error[unused-path-parameter]: operation `shop.get_item`: \
                  the path parameter `item` is not in the path \
                  (help: add `{item}` to the path, or remove the parameter)\n";
    assert!(printed.contains(second), "{printed}");
    let expected = format!("\n{} errors in openapi.yaml", error.diagnostics().len());
    assert!(printed.ends_with(&expected), "{printed}");
    assert!(error.diagnostics().is_sorted_by_key(|slip| slip.span));
}

#[test]
fn parts_of_a_contract_can_be_located() {
    let contract = contract::load("valid.yaml", &text("valid.yaml")).unwrap();
    let locate = |pointer: &str| {
        let start = contract.locate(pointer)?.start;
        Some((start.line, start.column))
    };
    assert_eq!(locate(""), Some((1, 1)));
    assert_eq!(locate("/paths/~1items~1{id}/get"), Some((7, 5)));
    assert_eq!(
        locate("/paths/~1items~1{id}/get/parameters/0"),
        Some((13, 11))
    );
    assert_eq!(
        locate("/paths/~1items~1{id}/get/responses/404"),
        Some((23, 9))
    );
    assert_eq!(locate("/paths/~1nothing"), None);
    assert_eq!(locate("/openapi/more"), None);
    assert_eq!(locate("paths"), None);
}

#[test]
fn endless_nesting_is_an_error_and_not_a_crash() {
    let flow = format!("a: {}", "[".repeat(100_000));
    let block = format!("a:\n{}x", "- ".repeat(100_000));
    let balanced = format!("a: {}{}", "[".repeat(200), "]".repeat(200));
    for text in [flow, block, balanced] {
        let found = slips("deep.yaml", &text);
        assert_eq!(found.len(), 1);
        assert!(
            matches!(found[0].code, "yaml-depth" | "yaml-syntax"),
            "{:?}",
            found[0].code
        );
    }
}

/// The parser of the tree and that of the model disagree on a line separator in the middle of text.
#[test]
fn what_the_model_cannot_read_is_an_error_with_its_line() {
    let text = text("valid.yaml").replace("The item.", "The\u{2028}item.");
    let found = slips("valid.yaml", &text);
    let codes: Vec<_> = found.iter().map(|slip| slip.code).collect();
    assert_eq!(codes, ["unfillable-model"]);
    assert!(matches!(found[0].span.start.line, 20 | 21));
}
