//! Every rule with its code and its reason, for people and for waivers.

use super::quality::QUALITY;
use crate::contract::diagnostic::Severity;

/// What there is to know of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// A kebab-case name that stays the same from version to version.
    pub code: &'static str,
    /// Whether a client is generated all the same.
    pub severity: Severity,
    /// Why there is such a rule, in one line.
    pub reason: &'static str,
    /// Whether `x-lint-allow` can waive it.
    pub waivable: bool,
}

/// All rules: those of quality, then those that no client can be generated without.
///
/// ```
/// use build_support::contract;
///
/// assert!(contract::rules().any(|rule| rule.code == "bad-example" && rule.waivable));
/// ```
pub fn rules() -> impl Iterator<Item = RuleInfo> {
    let quality = QUALITY.iter().map(|rule| RuleInfo {
        code: rule.code,
        severity: rule.severity,
        reason: rule.reason,
        waivable: true,
    });
    let loading = LOADING.iter().map(|&(code, reason)| RuleInfo {
        code,
        severity: Severity::Error,
        reason,
        waivable: false,
    });
    quality.chain(loading)
}

/// The rules of loading; a test holds each reason against the documentation of its rule.
const LOADING: &[(&str, &str)] = &[
    (
        "bad-api-extension",
        "`Client::from_env()` reads the API's key and base URL from variables of its own",
    ),
    (
        "bad-api-name",
        "the name of a security scheme becomes the name of a Rust module",
    ),
    ("bad-bound", "a bound that the schema's type cannot have"),
    (
        "bad-document",
        "what the operation was transcribed from can be looked up",
    ),
    (
        "bad-header-name",
        "headers that the client itself sets, or cannot set",
    ),
    (
        "bad-name",
        "a name is `<api>.<name>`, and what is behind the dot becomes the name in Rust",
    ),
    (
        "bad-pagination",
        "the cursor is a query parameter of text that may be left out",
    ),
    (
        "bad-pattern",
        "a pattern that cannot be read stops the generation",
    ),
    (
        "bad-server",
        "the host of an operation is one, and a URL as it stands",
    ),
    (
        "component-name",
        "a `$ref` can only name components made of these characters",
    ),
    (
        "cookie-parameter",
        "progenitor refuses them, and the client keeps no cookies",
    ),
    (
        "dangling-ref",
        "progenitor panics on a `$ref` that does not lead to a component of the kind it expects",
    ),
    (
        "default-response",
        "progenitor takes it for a success and for an error",
    ),
    (
        "duplicate-key",
        "of two equal keys the model keeps one and silently drops the other",
    ),
    (
        "duplicate-operation-id",
        "it becomes the method's name in Rust",
    ),
    (
        "duplicate-parameter",
        "of two parameters with one name and place, progenitor drops one",
    ),
    (
        "empty-content",
        "progenitor takes a request body without a media type for none",
    ),
    (
        "empty-list",
        "a choice or a combination of nothing allows nothing, and progenitor panics on it",
    ),
    (
        "empty-range",
        "a least value above the greatest allows nothing",
    ),
    (
        "enum-not-text",
        "an enumeration is a component of strings, so that it becomes an open enum with a name",
    ),
    (
        "enum-twice",
        "of two equal values one was most likely meant to be another",
    ),
    (
        "exclusive-keys",
        "of two keys that exclude each other the model ignores one",
    ),
    (
        "foreign-operation",
        "an operation is in the namespace of the API whose credential opens it",
    ),
    (
        "foreign-ref",
        "an API's module holds what is in its namespace and nothing else",
    ),
    (
        "head-content",
        "an answer to HEAD has no body, so decoding one always fails",
    ),
    (
        "impossible-value",
        "a value that its own schema does not allow stops progenitor or is dropped",
    ),
    (
        "inline-enum",
        "an enumeration is a component of strings, so that it becomes an open enum with a name",
    ),
    (
        "inline-responses",
        "progenitor takes all schemas in place of one operation for one type",
    ),
    (
        "key-not-text",
        "YAML reads a plain `1` or `true` as another type than text, even as a key",
    ),
    (
        "lost-value",
        "a key or value of the contract that the model does not give back",
    ),
    (
        "meaningless-body",
        "HTTP gives the body of such a request no meaning, and servers drop it",
    ),
    ("media-type-key", "a media type has a type and a subtype"),
    (
        "misplaced-extension",
        "nobody reads an extension that is misspelt or in another place, so it silently does nothing",
    ),
    (
        "misplaced-waiver",
        "inside a value nobody reads a waiver, it is a part of the value",
    ),
    (
        "missing-api",
        "without a security scheme there is no API, and no client",
    ),
    (
        "missing-document",
        "what the operation was transcribed from can be looked up",
    ),
    (
        "missing-environment",
        "`Client::from_env()` reads the API's key and base URL from variables of its own",
    ),
    (
        "missing-field",
        "the specification demands the key, and the model cannot be filled without it",
    ),
    (
        "missing-items",
        "the specification demands to say what a list holds",
    ),
    (
        "missing-namespace",
        "a name is `<api>.<name>`, and what is behind the dot becomes the name in Rust",
    ),
    (
        "missing-operation-id",
        "it becomes the method's name in Rust",
    ),
    (
        "missing-schema",
        "progenitor panics on a body without a schema",
    ),
    (
        "missing-security",
        "an operation belongs to the one API whose credential opens it",
    ),
    (
        "missing-server",
        "each operation goes to the host that its document names; servers at the top of the contract do not say which",
    ),
    (
        "missing-success",
        "an operation that never succeeds has nothing to return",
    ),
    (
        "missing-type",
        "without a type, progenitor guesses one or takes any value",
    ),
    (
        "null-in-enum",
        "an enumeration is a component of strings, so that it becomes an open enum with a name",
    ),
    (
        "nullable-enum",
        "an enumeration is a component of strings, so that it becomes an open enum with a name",
    ),
    (
        "nullable-parameter",
        "null cannot be sent; progenitor makes such a parameter optional",
    ),
    (
        "number-range",
        "JSON has no infinities, and the model no numbers beyond 64 bits",
    ),
    (
        "openapi-version",
        "other versions mean other things by the same keys",
    ),
    ("optional-body", "progenitor's code always sends the body"),
    (
        "optional-path-parameter",
        "a path without its parameter is another path; progenitor panics",
    ),
    (
        "parameter-content",
        "progenitor takes parameters with a schema only",
    ),
    (
        "parameter-not-scalar",
        "a list is sent as one pair for each item, in the query alone; an object cannot be sent",
    ),
    (
        "path-key",
        "the model ignores paths without a leading slash; progenitor joins double slashes",
    ),
    (
        "path-template",
        "progenitor cannot read a template whose braces do not pair",
    ),
    (
        "ref-cycle",
        "components that refer to each other and nothing else have no content",
    ),
    (
        "ref-not-local",
        "progenitor panics on a `$ref` that does not lead to a component of the kind it expects",
    ),
    ("ref-siblings", "everything beside a `$ref` is ignored"),
    (
        "required-twice",
        "of two equal names one was most likely meant to be another",
    ),
    (
        "required-without-property",
        "a required name that is no property is most likely misspelt",
    ),
    (
        "reserved-header",
        "headers that the client itself sets, or cannot set",
    ),
    (
        "reserved-name",
        "methods of the client are named after the operations",
    ),
    (
        "rust-name-clash",
        "properties of one schema become fields of one struct",
    ),
    (
        "rust-type-clash",
        "of two types with one name typify silently takes the first for both",
    ),
    (
        "same-path",
        "two templates that differ in the names of parameters only match the same requests",
    ),
    (
        "schema-cycle",
        "a schema may hold itself in a property or a list, but cannot be made of itself",
    ),
    (
        "security-scopes",
        "an operation belongs to the one API whose credential opens it",
    ),
    ("several-error-types", "progenitor panics on a second type"),
    (
        "several-media-types",
        "the client sends and decodes JSON alone; progenitor panics on a second type in a request and ignores one in an answer",
    ),
    (
        "several-securities",
        "an operation belongs to the one API whose credential opens it",
    ),
    (
        "several-servers",
        "the host of an operation is one, and a URL as it stands",
    ),
    (
        "several-success-types",
        "progenitor panics on a second type",
    ),
    (
        "shared-environment",
        "`Client::from_env()` reads the API's key and base URL from variables of its own",
    ),
    (
        "status-key",
        "the model ignores answers whose key is not a status",
    ),
    (
        "undeclared-path-parameter",
        "progenitor panics when the template and the parameters disagree",
    ),
    (
        "unfillable-model",
        "the model cannot hold something that no rule knows of",
    ),
    (
        "unknown-extension",
        "nobody reads an extension that is misspelt or in another place, so it silently does nothing",
    ),
    (
        "unknown-key",
        "the model ignores keys that it does not know, so a slip changes the meaning",
    ),
    (
        "unknown-namespace",
        "a name is `<api>.<name>`, and what is behind the dot becomes the name in Rust",
    ),
    (
        "unknown-rule",
        "a waiver of a rule that there is not waives nothing",
    ),
    (
        "unknown-security",
        "an operation belongs to the one API whose credential opens it",
    ),
    (
        "unknown-type",
        "a type that the model does not know becomes \"any value\"",
    ),
    (
        "unknown-word",
        "where the specification knows a few words, the model knows no other",
    ),
    (
        "unsupported-callbacks",
        "progenitor ignores what the server calls, and links between answers",
    ),
    (
        "unsupported-encoding",
        "progenitor panics on it, and JSON has no use for it",
    ),
    (
        "unsupported-explode",
        "a list is sent as one pair for each item, in the query alone; an object cannot be sent",
    ),
    (
        "unsupported-extension",
        "nobody reads an extension that is misspelt or in another place, so it silently does nothing",
    ),
    (
        "unsupported-flag",
        "reserved characters are always encoded; the flags are for queries alone",
    ),
    (
        "unsupported-keyword",
        "what progenitor ignores or panics on",
    ),
    (
        "unsupported-media-type",
        "the client sends and decodes JSON alone; progenitor panics on a second type in a request and ignores one in an answer",
    ),
    (
        "unsupported-method",
        "reqwest's client has no such requests",
    ),
    (
        "unsupported-path-ref",
        "progenitor panics on a path that stands elsewhere",
    ),
    (
        "unsupported-security",
        "the client sends its key as a bearer token and in no other way",
    ),
    (
        "unsupported-status",
        "an answer below 200 is no answer yet; progenitor takes 101 for a socket",
    ),
    (
        "unsupported-style",
        "the client writes values in the usual style of their place",
    ),
    (
        "unused-path-parameter",
        "progenitor panics when the template and the parameters disagree",
    ),
    (
        "unwaivable-rule",
        "without the rules of loading there is no client, or not the one that is meant",
    ),
    (
        "useless-keyword",
        "the model drops what says nothing about the schema's type",
    ),
    (
        "useless-waiver",
        "a waiver that waives nothing would hide the next slip at its place",
    ),
    (
        "waiver-without-reason",
        "without its reason nobody can tell later whether a waiver still holds",
    ),
    (
        "wrong-kind",
        "the model takes a value of the wrong kind for another thing, or not at all",
    ),
    (
        "wrong-ref-kind",
        "progenitor panics on a `$ref` that does not lead to a component of the kind it expects",
    ),
    (
        "wrong-value",
        "a value of another type than the schema's stops progenitor or is dropped",
    ),
    (
        "yaml-alias",
        "tools disagree on how far an alias carries, and the model repeats its slips",
    ),
    (
        "yaml-anchor",
        "an anchor is of no use without aliases, and a tag hides the type",
    ),
    ("yaml-depth", "walking the tree must not exhaust the stack"),
    (
        "yaml-documents",
        "`serde_yaml` refuses the file without saying where the second one starts",
    ),
    (
        "yaml-empty",
        "a file with nothing but comments is most likely the wrong one",
    ),
    (
        "yaml-merge-key",
        "YAML 1.2 has none, so `serde_yaml` takes it for a key like any other",
    ),
    ("yaml-syntax", "the text cannot be read"),
    (
        "yaml-tag",
        "an anchor is of no use without aliases, and a tag hides the type",
    ),
];
