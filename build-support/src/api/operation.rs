//! One operation: its parameters, body and responses, each with its Rust name and type.

use contract::{
    Index, Node, Operation as Written, json_schema,
    names::{Case, Place, Scope, name},
};
use serde::Deserialize;

use crate::{
    ReadError,
    normalize::{About, Constraints, Reader, Type},
};

/// Names of fields and methods of a request builder, which no parameter can have.
const BUILDER_MEMBERS: &[&str] = &[
    "client", "body", "new", "send", "stream", "pages", "clone", "into", "try_into", "borrow",
];

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// operationId without its namespace.
    pub(crate) id: String,
    pub(crate) names: Names,
    /// HTTP method in upper case.
    pub(crate) method: String,
    /// OpenAPI path template.
    pub(crate) path: String,
    /// Base URL of the operation's own server.
    pub(crate) server: String,
    pub(crate) summary: Option<String>,
    pub(crate) about: About,
    /// The page that the operation was transcribed from.
    pub(crate) documentation: Option<String>,
    /// Required ones first, in the order of the path, then of the contract.
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) success: Success,
    /// Documented 4xx and 5xx responses: status and description.
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) pagination: Option<Pagination>,
}

/// What an operation is called in Rust.
#[derive(Debug)]
pub(crate) struct Names {
    /// The client's method.
    pub(crate) method: String,
    /// The request builder.
    pub(crate) builder: String,
    /// The static with its facts.
    pub(crate) constant: String,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    /// Its name on the wire.
    pub(crate) name: String,
    /// The argument or the setter.
    pub(crate) rust: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    pub(crate) ty: Type,
    pub(crate) about: About,
    /// Smallest and largest value of an integer.
    pub(crate) range: (Option<i64>, Option<i64>),
    /// A valid value, for the example in the documentation.
    pub(crate) example: Option<serde_json::Value>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    /// `true` if each value of a list is a pair of its own.
    Query {
        exploded: bool,
    },
    Header,
}

/// A JSON request body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) about: About,
}

/// What a success brings.
#[derive(Debug)]
pub(crate) enum Success {
    /// Nothing that is read.
    Empty,
    One(Type),
    /// Several statuses with different bodies: an enum of this name.
    Several {
        name: String,
        outcomes: Vec<Outcome>,
    },
}

/// One of several success responses.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: u16,
    /// The name of the variant.
    pub(crate) rust: String,
    pub(crate) ty: Option<Type>,
    pub(crate) description: String,
}

impl Success {
    /// The types of all bodies.
    pub(crate) fn types(&self) -> Vec<&Type> {
        match self {
            Self::Empty => Vec::new(),
            Self::One(ty) => vec![ty],
            Self::Several { outcomes, .. } => {
                outcomes.iter().filter_map(|it| it.ty.as_ref()).collect()
            }
        }
    }
}

/// `x-pagination`: which parameter and properties carry a list from page to page.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Pagination {
    /// Query parameter that asks for a page.
    pub(crate) cursor: String,
    /// Property of the response that holds the items.
    pub(crate) items: String,
    /// Property of the response that holds the next page's cursor.
    pub(crate) next: String,
    /// Property of the response that tells whether there is a next page.
    pub(crate) more: Option<String>,
}

pub(super) fn read<'a>(
    index: &Index<'a>,
    written: &Written<'a>,
    names: Names,
    reader: &mut Reader<'a>,
) -> Result<Operation, ReadError> {
    let id = super::short_id(written).unwrap_or_default().to_owned();
    let node = written.node;
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let pagination: Option<Pagination> = node
        .get("x-pagination")
        .map(|it| serde_json::from_value(it.to_json()))
        .transpose()
        .map_err(|error| ReadError::extension(format!("{id}: x-pagination"), error))?;
    let parent = name(&id, Case::Pascal);
    let cursor = pagination.as_ref().map(|it| it.cursor.as_str());
    let parameters = parameters(index, written, &parent, cursor, reader);
    let body = written.body(index).and_then(|body| {
        let schema = json_schema(body.node)?;
        let component = body.name.map(|it| reader.local(it));
        let name = || match &component {
            Some(component) => name(component, Case::Pascal),
            None => Place::Body.type_name(&parent),
        };
        Some(Body {
            ty: reader.type_of(schema, &name),
            required: body.node.get("required").and_then(Node::flag) == Some(true),
            about: About::of(body.node),
        })
    });
    let errors = written
        .documented(index)
        .filter(|(status, _)| status.starts_with(['4', '5']));
    let errors = errors.map(|(status, response)| {
        let description = response.node.get("description").and_then(Node::text);
        (
            status.to_owned(),
            description.unwrap_or_default().to_owned(),
        )
    });
    Ok(Operation {
        method: written.method.name().to_uppercase(),
        path: written.path.to_owned(),
        server: written.server().unwrap_or_default().to_owned(),
        summary: text("summary"),
        about: About::of(node),
        documentation: node
            .get("externalDocs")
            .and_then(|docs| docs.get("url")?.text())
            .map(str::to_owned),
        parameters,
        body,
        success: success(index, written, &parent, reader),
        errors: errors.collect(),
        pagination,
        names,
        id,
    })
}

fn parameters<'a>(
    index: &Index<'a>,
    written: &Written<'a>,
    parent: &str,
    cursor: Option<&str>,
    reader: &mut Reader<'a>,
) -> Vec<Parameter> {
    let listed = written.parameters(index);
    let wire: Vec<_> = listed
        .iter()
        .map(|it| it.name().unwrap_or_default())
        .collect();
    let given = listed.iter().map(|it| it.node.get("x-rust-name")?.text());
    let mut scope = Scope::new(Case::Snake, BUILDER_MEMBERS);
    let rust = scope.name_all(wire.iter().copied().zip(given));
    let mut parameters = Vec::with_capacity(listed.len());
    for (parameter, rust) in listed.iter().zip(rust) {
        let node = parameter.node;
        let wire = parameter.name().unwrap_or_default();
        let schema = node.get("schema");
        let component = parameter.component.map(|it| reader.local(it));
        let type_name = || match &component {
            Some(component) => name(component, Case::Pascal),
            None => Place::Parameter(wire).type_name(parent),
        };
        let mut about = About::of(node);
        let resolved = schema
            .and_then(|schema| index.schema(schema))
            .map(|it| it.node);
        if let Some(schema) = resolved {
            let own = About::of(schema);
            about.description = about.description.or(own.description);
            about.constraints.extend(own.constraints);
        }
        // A cursor is the server's own text, and goes back as it came.
        let ty = match schema {
            Some(_) if cursor == Some(wire) => Type::Text,
            Some(schema) => reader.parameter(schema, &about, &type_name),
            None => Type::Text,
        };
        let flag = |key: &str| node.get(key).and_then(Node::flag);
        let mut examples = node.get("examples").into_iter().flat_map(Node::entries);
        let example = node
            .get("example")
            .or_else(|| examples.find_map(|it| it.value.get("value")))
            .or_else(|| resolved?.get("example"));
        parameters.push(Parameter {
            name: wire.to_owned(),
            rust,
            location: match parameter.location() {
                Some("path") => Location::Path,
                Some("header") => Location::Header,
                _ => Location::Query {
                    exploded: flag("explode").unwrap_or(true),
                },
            },
            required: flag("required") == Some(true),
            ty,
            about,
            range: resolved.map(Constraints::of).unwrap_or_default().range,
            example: example.map(Node::to_json),
        });
    }
    // The arguments of a call stand in the order of its path.
    let place = |parameter: &Parameter| match parameter.location {
        Location::Path => written
            .path
            .find(&format!("{{{}}}", parameter.name))
            .unwrap_or_default(),
        _ => usize::MAX,
    };
    parameters.sort_by_key(|it| (!it.required, place(it)));
    parameters
}

fn success<'a>(
    index: &Index<'a>,
    written: &Written<'a>,
    parent: &str,
    reader: &mut Reader<'a>,
) -> Success {
    let responses: Vec<_> = written
        .documented(index)
        .filter_map(|(status, response)| Some((status.parse::<u16>().ok()?, response)))
        .filter(|(status, _)| (200..300).contains(status))
        .collect();
    let is_alone = responses.len() == 1;
    let mut outcomes = Vec::with_capacity(responses.len());
    let mut scope = Scope::new(Case::Pascal, &[]);
    for (status, response) in responses {
        let reason = reason(status);
        let component = response.name.map(|it| reader.local(it));
        let type_name = || match &component {
            Some(component) => name(component, Case::Pascal),
            None if is_alone => Place::Response.type_name(parent),
            None => Place::Response.type_name(&Place::Property(&reason).type_name(parent)),
        };
        let ty = json_schema(response.node).map(|it| reader.type_of(it, &type_name));
        let description = response.node.get("description").and_then(Node::text);
        outcomes.push(Outcome {
            status,
            rust: scope.claim(&name(&reason, Case::Pascal)),
            ty,
            description: description.unwrap_or_default().to_owned(),
        });
    }
    let mut types = outcomes.iter().map(|outcome| &outcome.ty);
    match types.next() {
        None => Success::Empty,
        // The same body under every status is one response: its status tells them apart.
        Some(first) if types.all(|other| other == first) => match first {
            Some(ty) => Success::One(ty.clone()),
            None => Success::Empty,
        },
        Some(_) => Success::Several {
            name: reader.claim(&Place::Response.type_name(parent)),
            outcomes,
        },
    }
}

/// What a success status is called, or its number.
fn reason(status: u16) -> String {
    match status {
        200 => "ok".to_owned(),
        201 => "created".to_owned(),
        202 => "accepted".to_owned(),
        203 => "non authoritative".to_owned(),
        204 => "no content".to_owned(),
        205 => "reset content".to_owned(),
        206 => "partial content".to_owned(),
        207 => "multi status".to_owned(),
        other => format!("status {other}"),
    }
}
