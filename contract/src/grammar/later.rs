//! Keys that only later versions of the specification have, so that they are not taken for
//! misspelt ones of this version.

use crate::grammar::Kind;

/// Keys of schemas in version 3.1 that nothing in 3.0 stands for.
const OF_SCHEMAS: &str = "$schema $id $defs $comment if then else prefixItems patternProperties \
    propertyNames contains dependentRequired dependentSchemas unevaluatedProperties unevaluatedItems \
    contentEncoding contentMediaType";

/// What to write instead of a key that only version 3.1 of the specification has.
pub(crate) fn later_keyword(kind: Kind, key: &str) -> Option<&'static str> {
    let is_later = match (kind, key) {
        (Kind::Schema, "const") => {
            return Some("OpenAPI 3.0 has no `const`: use `enum` with one value");
        }
        (Kind::Schema, "examples") => return Some("OpenAPI 3.0 has one `example` for each schema"),
        (Kind::Schema, key) => OF_SCHEMAS.split(' ').any(|known| known == key),
        (Kind::Contract, key) => matches!(key, "webhooks" | "jsonSchemaDialect"),
        (kind, key) => (kind, key) == (Kind::Components, "pathItems"),
    };
    is_later.then_some("this is OpenAPI 3.1; the contract is 3.0")
}
