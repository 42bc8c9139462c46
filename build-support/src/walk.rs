//! Walks the parts of an OpenAPI document that become Rust: every schema and every reference.

use std::borrow::BorrowMut;

use openapiv3::{
    AdditionalProperties, MediaType, OpenAPI, Operation, Parameter, ParameterSchemaOrContent,
    PathItem, ReferenceOr, RequestBody, Response, Schema, SchemaKind, Type,
};

/// What to do at each place of the walk.
pub(crate) trait Visitor {
    /// A `$ref`, of whatever kind.
    fn reference(&mut self, _reference: &mut String) {}

    /// A schema written in place, after the schemas inside it.
    fn schema(&mut self, _schema: &mut Schema, _place: Place) {}
}

/// Where a schema stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a path, query or header parameter.
    Parameter,
    /// In a body, or in a component that bodies are made of.
    Content,
}

/// Visits every path item and every component of `document`.
///
/// Headers, examples, links and callbacks are passed over: no Rust is made of them.
pub(crate) fn document(document: &mut OpenAPI, visitor: &mut dyn Visitor) {
    for (_, item) in &mut document.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        parameters(&mut item.parameters, visitor);
        for operation in operations(item).into_iter().flatten() {
            parameters(&mut operation.parameters, visitor);
            if let Some(body) = &mut operation.request_body {
                either(body, visitor, request_body);
            }
            let default = operation.responses.default.iter_mut();
            for answer in default.chain(operation.responses.responses.values_mut()) {
                either(answer, visitor, response);
            }
        }
    }
    if let Some(components) = &mut document.components {
        for component in components.schemas.values_mut() {
            either(component, visitor, content_schema);
        }
        for component in components.parameters.values_mut() {
            either(component, visitor, parameter);
        }
        for component in components.request_bodies.values_mut() {
            either(component, visitor, request_body);
        }
        for component in components.responses.values_mut() {
            either(component, visitor, response);
        }
    }
}

/// The operation of each HTTP method, where the path has one, in the order of
/// [`METHODS`](contract::METHODS).
pub(crate) fn operations(item: &mut PathItem) -> [&mut Option<Operation>; 8] {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.options,
        &mut item.head,
        &mut item.patch,
        &mut item.trace,
    ]
}

fn either<T>(
    item: &mut ReferenceOr<T>,
    visitor: &mut dyn Visitor,
    visit: fn(&mut T, &mut dyn Visitor),
) {
    match item {
        ReferenceOr::Reference { reference } => visitor.reference(reference),
        ReferenceOr::Item(item) => visit(item, visitor),
    }
}

fn parameters(parameters: &mut [ReferenceOr<Parameter>], visitor: &mut dyn Visitor) {
    for item in parameters {
        either(item, visitor, parameter);
    }
}

fn parameter(parameter: &mut Parameter, visitor: &mut dyn Visitor) {
    let (Parameter::Query { parameter_data, .. }
    | Parameter::Header { parameter_data, .. }
    | Parameter::Path { parameter_data, .. }
    | Parameter::Cookie { parameter_data, .. }) = parameter;
    match &mut parameter_data.format {
        ParameterSchemaOrContent::Schema(item) => either(item, visitor, parameter_schema),
        ParameterSchemaOrContent::Content(content) => {
            content
                .values_mut()
                .for_each(|media| media_type(media, visitor));
        }
    }
}

fn request_body(body: &mut RequestBody, visitor: &mut dyn Visitor) {
    body.content
        .values_mut()
        .for_each(|media| media_type(media, visitor));
}

fn response(response: &mut Response, visitor: &mut dyn Visitor) {
    response
        .content
        .values_mut()
        .for_each(|media| media_type(media, visitor));
}

fn media_type(media: &mut MediaType, visitor: &mut dyn Visitor) {
    if let Some(item) = &mut media.schema {
        either(item, visitor, content_schema);
    }
}

fn parameter_schema(item: &mut Schema, visitor: &mut dyn Visitor) {
    schema(item, visitor, Place::Parameter);
}

fn content_schema(item: &mut Schema, visitor: &mut dyn Visitor) {
    schema(item, visitor, Place::Content);
}

fn schema(schema: &mut Schema, visitor: &mut dyn Visitor, place: Place) {
    match &mut schema.schema_kind {
        SchemaKind::Type(Type::Object(object)) => {
            inner(object.properties.values_mut(), visitor, place);
            additional(&mut object.additional_properties, visitor, place);
        }
        SchemaKind::Type(Type::Array(array)) => inner(array.items.iter_mut(), visitor, place),
        SchemaKind::Type(_) => {}
        SchemaKind::OneOf { one_of: items }
        | SchemaKind::AllOf { all_of: items }
        | SchemaKind::AnyOf { any_of: items } => inner(items.iter_mut(), visitor, place),
        SchemaKind::Not { not } => inner([&mut **not], visitor, place),
        SchemaKind::Any(any) => {
            inner(any.properties.values_mut(), visitor, place);
            inner(any.items.iter_mut(), visitor, place);
            additional(&mut any.additional_properties, visitor, place);
            for items in [&mut any.one_of, &mut any.all_of, &mut any.any_of] {
                inner(items.iter_mut(), visitor, place);
            }
            inner(any.not.iter_mut().map(AsMut::as_mut), visitor, place);
        }
    }
    visitor.schema(schema, place);
}

/// Schemas inside a schema; some are boxed in the model and some are not.
fn inner<'a, S: BorrowMut<Schema> + 'a>(
    items: impl IntoIterator<Item = &'a mut ReferenceOr<S>>,
    visitor: &mut dyn Visitor,
    place: Place,
) {
    for item in items {
        match item {
            ReferenceOr::Reference { reference } => visitor.reference(reference),
            ReferenceOr::Item(item) => schema(item.borrow_mut(), visitor, place),
        }
    }
}

fn additional(
    additional: &mut Option<AdditionalProperties>,
    visitor: &mut dyn Visitor,
    place: Place,
) {
    if let Some(AdditionalProperties::Schema(item)) = additional {
        inner([&mut **item], visitor, place);
    }
}
