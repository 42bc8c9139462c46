//! OpenAPI → OpenAPI: what progenitor cannot take, or would turn into poor Rust, is rewritten first.
//!
//! Each rewrite is one entry of [`REWRITES`] with its reason; the contract itself stays as written.

use openapiv3::{
    AdditionalProperties, AnySchema, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};

use crate::walk::{self, Place, Visitor};

/// One rewrite, run on every schema, inner schemas first.
struct Rewrite {
    /// What it does, for tests and for the reader.
    #[cfg_attr(not(test), expect(dead_code, reason = "the table documents itself"))]
    name: &'static str,
    apply: fn(&mut Schema, Place),
}

/// Every rewrite, in the order in which they run.
const REWRITES: &[Rewrite] = &[
    // typify keeps unknown keys for `additionalProperties: {}` and drops them for `true`, though
    // both mean the same.
    Rewrite {
        name: "open objects keep unknown keys",
        apply: |schema, _| keep_unknown_keys(schema),
    },
    // typify makes an optional list a plain `Vec`: "absent" and "empty" become one, an explicit
    // null is refused, and encoding again loses the key. As nullable it becomes an `Option`.
    Rewrite {
        name: "optional lists and maps are options",
        apply: |schema, _| optional_collections(schema),
    },
    // A bound becomes `NonZeroU64` and the like, which literals do not convert to. Parameters are
    // checked by their setters instead; an answer is never refused for a number out of range.
    Rewrite {
        name: "integers have no bounds",
        apply: |schema, _| unbounded_integers(schema),
    },
    // A pattern or length in an answer would make a newtype whose decoding fails as soon as the
    // server is more generous than its document. Parameters keep theirs.
    Rewrite {
        name: "answers are not validated",
        apply: unconstrained,
    },
    // A default would be filled in by the client on reading, as if the server had sent it.
    Rewrite {
        name: "the server applies defaults",
        apply: |schema, _| schema.schema_data.default = None,
    },
    // typify names an inline type after its title.
    Rewrite {
        name: "titles do not name types",
        apply: |schema, _| schema.schema_data.title = None,
    },
    // typify maps `uuid`, `ip` and others to crates the client does not have, and refuses values
    // that the server sends all the same.
    Rewrite {
        name: "only dates have a type of their own",
        apply: |schema, _| plain_formats(schema),
    },
];

/// Rewrites `document` into what progenitor turns into good Rust.
pub(crate) fn lower(mut document: OpenAPI) -> OpenAPI {
    struct All;
    impl Visitor for All {
        fn schema(&mut self, schema: &mut Schema, place: Place) {
            for rewrite in REWRITES {
                (rewrite.apply)(schema, place);
            }
        }
    }
    walk::document(&mut document, &mut All);
    document
}

/// Whether the schema is an object with named properties that allows others beside them.
pub(crate) fn is_open_object(schema: &Schema) -> bool {
    matches!(
        &schema.schema_kind,
        SchemaKind::Type(Type::Object(object))
            if !object.properties.is_empty()
                && matches!(object.additional_properties, Some(AdditionalProperties::Any(true)))
    )
}

fn keep_unknown_keys(schema: &mut Schema) {
    if !is_open_object(schema) {
        return;
    }
    if let SchemaKind::Type(Type::Object(object)) = &mut schema.schema_kind {
        let anything = Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Any(AnySchema::default()),
        };
        object.additional_properties = Some(AdditionalProperties::Schema(Box::new(
            ReferenceOr::Item(anything),
        )));
    }
}

fn optional_collections(schema: &mut Schema) {
    let SchemaKind::Type(Type::Object(object)) = &mut schema.schema_kind else {
        return;
    };
    for (name, property) in &mut object.properties {
        let ReferenceOr::Item(property) = property else {
            continue;
        };
        let collection = match &property.schema_kind {
            SchemaKind::Type(Type::Array(_)) => true,
            SchemaKind::Type(Type::Object(object)) => object.properties.is_empty(),
            _ => false,
        };
        if collection && !object.required.contains(name) {
            property.schema_data.nullable = true;
        }
    }
}

fn unbounded_integers(schema: &mut Schema) {
    if let SchemaKind::Type(Type::Integer(integer)) = &mut schema.schema_kind {
        integer.minimum = None;
        integer.maximum = None;
        integer.exclusive_minimum = false;
        integer.exclusive_maximum = false;
        integer.multiple_of = None;
    }
}

fn unconstrained(schema: &mut Schema, place: Place) {
    if let (Place::Content, SchemaKind::Type(Type::String(string))) =
        (place, &mut schema.schema_kind)
    {
        string.pattern = None;
        string.min_length = None;
        string.max_length = None;
    }
}

fn plain_formats(schema: &mut Schema) {
    if let SchemaKind::Type(Type::String(string)) = &mut schema.schema_kind {
        let keeps = matches!(
            string.format,
            VariantOrUnknownOrEmpty::Item(StringFormat::Date | StringFormat::DateTime)
        );
        if !keeps {
            string.format = VariantOrUnknownOrEmpty::Empty;
        }
    }
}

#[cfg(test)]
mod tests;
