//! The types as components of an OpenAPI document: what progenitor is given.
//!
//! Names are those of Rust already, where progenitor leaves them as they are; a name that it would
//! change goes in as a [`stand_in`] and is put back afterwards.

use heck::{ToPascalCase, ToSnakeCase};
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Components, IntegerType, NumberType,
    ObjectType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type as Kind,
    VariantOrUnknownOrEmpty,
};

use super::{Constraints, Definition, Shape, Type, Types};

/// The format of text under which progenitor sees a received date.
pub(crate) const DATE_OR_TEXT: &str = "date-or-text";
/// The same for a date with its time.
pub(crate) const TIME_OR_TEXT: &str = "date-time-or-text";

/// The types as components.
pub(crate) fn components(types: &Types) -> Components {
    let schemas = types.list.iter().enumerate();
    let schemas = schemas.map(|(index, definition)| {
        let schema = definition_schema(types, definition);
        (types.seen(index), ReferenceOr::Item(schema))
    });
    Components {
        schemas: schemas.collect(),
        ..Components::default()
    }
}

impl Types {
    /// The name under which progenitor sees the type of this number.
    pub(crate) fn seen(&self, number: usize) -> String {
        let name = &self.list[number].name;
        if name.to_pascal_case() == *name && !name.starts_with("StandIn") {
            name.clone()
        } else {
            format!("StandIn{number}")
        }
    }
}

/// The name under which progenitor sees the field of this number.
pub(crate) fn seen_field(rust: &str, number: usize) -> String {
    // A keyword with its `_` is what progenitor makes of the keyword.
    let bare = rust
        .strip_suffix('_')
        .filter(|bare| contract::names::is_keyword(bare));
    if rust.to_snake_case() == rust || bare.is_some_and(|bare| bare.to_snake_case() == bare) {
        rust.to_owned()
    } else {
        format!("stand_in{number}")
    }
}

fn definition_schema(types: &Types, definition: &Definition) -> Schema {
    match &definition.shape {
        Shape::Object(object) => {
            let mut made = ObjectType::default();
            for (number, field) in object.fields.iter().enumerate() {
                let name = seen_field(&field.rust, number);
                let is_demanded = definition.demands(field);
                made.required.extend(is_demanded.then(|| name.clone()));
                // What may be absent is nullable: progenitor would make an absent list an empty one.
                let ty = field.ty.clone().nullable(!is_demanded);
                made.properties.insert(name, boxed(schema(types, &ty)));
            }
            let extra = object.extra.as_ref();
            made.additional_properties = extra.map(|it| additional(types, &it.ty));
            of(Kind::Object(made))
        }
        // progenitor is told that both are there.
        Shape::Enum(_) | Shape::Union(_) => any(),
        Shape::Newtype(Type::Text, limits) => of(Kind::String(text(limits))),
        Shape::Newtype(ty, _) => in_place(schema(types, ty)),
    }
}

impl Definition {
    /// Whether the property has to be there, in every direction in which the type travels.
    pub(crate) fn demands(&self, field: &super::Field) -> bool {
        let travels =
            !(field.read_only && self.in_requests || field.write_only && self.in_responses);
        field.required && travels
    }

    /// Whether the property can be left out of what is sent, and can be null.
    pub(crate) fn is_nullable(&self, field: &super::Field) -> bool {
        let is_sent = self.in_requests && !field.read_only;
        is_sent && !self.demands(field) && matches!(field.ty, Type::Optional(_))
    }
}

fn additional(types: &Types, ty: &Type) -> AdditionalProperties {
    AdditionalProperties::Schema(Box::new(schema(types, ty)))
}

/// A type as a schema.
pub(crate) fn schema(types: &Types, ty: &Type) -> ReferenceOr<Schema> {
    ReferenceOr::Item(match ty {
        Type::Text => of(Kind::String(StringType::default())),
        Type::Date => of(Kind::String(formatted("date"))),
        Type::DateTime => of(Kind::String(formatted("date-time"))),
        // A format of our own, for which progenitor is given a type.
        Type::OrText(inner) => {
            let format = if **inner == Type::Date {
                DATE_OR_TEXT
            } else {
                TIME_OR_TEXT
            };
            of(Kind::String(formatted(format)))
        }
        Type::Integer(rust) => of(Kind::Integer(IntegerType {
            format: VariantOrUnknownOrEmpty::Unknown(rust.replace('i', "int").replace('u', "uint")),
            ..IntegerType::default()
        })),
        Type::Float(rust) => {
            let format = if *rust == "f32" { "float" } else { "double" };
            of(Kind::Number(NumberType {
                format: VariantOrUnknownOrEmpty::Unknown(format.to_owned()),
                ..NumberType::default()
            }))
        }
        Type::Boolean => of(Kind::Boolean(BooleanType::default())),
        Type::Any => any(),
        // Never a part of another type.
        Type::Upload | Type::Bytes => of(Kind::String(formatted("binary"))),
        Type::List(item) => of(Kind::Array(ArrayType {
            items: Some(boxed(schema(types, item))),
            min_items: None,
            max_items: None,
            unique_items: false,
        })),
        Type::Map(value) => of(Kind::Object(ObjectType {
            additional_properties: Some(additional(types, value)),
            ..ObjectType::default()
        })),
        Type::Optional(inner) => {
            let mut schema = in_place(schema(types, inner));
            schema.schema_data.nullable = true;
            schema
        }
        Type::Named(id) => {
            let reference = format!("#/components/schemas/{}", types.seen(id.0));
            return ReferenceOr::Reference { reference };
        }
    })
}

/// Limits make typify convert from text with `parse`; what is checked there is up to `newtypes`.
fn text(limits: &[Constraints]) -> StringType {
    StringType {
        min_length: limits.first().map(|_| 0),
        ..StringType::default()
    }
}

fn formatted(format: &str) -> StringType {
    let format = VariantOrUnknownOrEmpty::Unknown(format.to_owned());
    StringType {
        format,
        ..StringType::default()
    }
}

fn of(kind: Kind) -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Type(kind),
    }
}

/// A schema that is no `$ref`, which has no siblings.
fn in_place(schema: ReferenceOr<Schema>) -> Schema {
    match schema {
        ReferenceOr::Item(schema) => schema,
        reference @ ReferenceOr::Reference { .. } => Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::AllOf {
                all_of: vec![reference],
            },
        },
    }
}

fn any() -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema::default()),
    }
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}
