//! Keys that only later versions of the specification have, so that they are not taken for
//! misspelt ones of this version.

use crate::grammar::Kind;

/// What to write instead of a key that only version 3.1 of the specification has.
pub(crate) fn later_keyword(kind: Kind, key: &str) -> Option<&'static str> {
    match (kind, key) {
        (Kind::Schema, "const") => Some("OpenAPI 3.0 has no `const`: use `enum` with one value"),
        (Kind::Schema, "examples") => Some("OpenAPI 3.0 has one `example` for each schema"),
        (
            Kind::Schema,
            "$schema"
            | "$id"
            | "$defs"
            | "$comment"
            | "if"
            | "then"
            | "else"
            | "prefixItems"
            | "patternProperties"
            | "propertyNames"
            | "contains"
            | "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "contentEncoding"
            | "contentMediaType",
        )
        | (Kind::Contract, "webhooks" | "jsonSchemaDialect")
        | (Kind::Components, "pathItems") => Some("this is OpenAPI 3.1; the contract is 3.0"),
        _ => None,
    }
}
