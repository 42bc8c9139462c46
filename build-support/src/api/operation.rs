//! One operation: its parameters, body and responses, each with its Rust name and type.

use contract::{
    Auth, Entry, Index, Node, Operation as Written, Parameter as Listed, Resolved, json_media_type,
    json_schema,
    names::{Case, Place, Scope, name},
};
use http::StatusCode;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    ReadError,
    normalize::{About, Bound, Constraints, Reader, Type},
};

/// Names of fields and methods of a request builder, which no parameter can have.
const BUILDER_MEMBERS: &[&str] = &[
    "client", "options", "body", "new", "send", "stream", "pages", "clone", "into", "try_into",
    "borrow",
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
    /// The other responses; `default` even where it describes the success too.
    pub(crate) errors: Vec<Response>,
    /// Whether a success can be a redirect.
    pub(crate) redirects: bool,
    pub(crate) auth: Auth,
    /// Whether it lists the header that makes a request repeatable, which is then no parameter.
    pub(crate) idempotent: bool,
    pub(crate) call: CallDefaults,
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
    /// Without parameters.
    pub(crate) media_type: String,
    pub(crate) ty: Type,
    pub(crate) bounds: Vec<Bound>,
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
        responses: Vec<Response>,
    },
}

/// A response that is listed.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// `200`, `4XX` or `default`.
    pub(crate) status: String,
    /// The name of its variant.
    pub(crate) rust: String,
    pub(crate) ty: Option<Type>,
    pub(crate) description: String,
}

impl Operation {
    /// The types of all bodies that are received.
    pub(crate) fn received(&self) -> Vec<&Type> {
        let several: &[Response] = match &self.success {
            Success::Several { responses, .. } => responses,
            _ => &[],
        };
        let all = several.iter().chain(&self.errors);
        let mut types: Vec<_> = all.filter_map(|it| it.ty.as_ref()).collect();
        if let Success::One(ty) = &self.success {
            types.push(ty);
        }
        types
    }
}

/// `x-call`: how calls of an operation differ from those of others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(crate) struct CallDefaults {
    /// In seconds.
    pub(crate) attempt_timeout: Option<u32>,
    /// In seconds.
    pub(crate) total_timeout: Option<u32>,
    /// Codes of errors after which a request is sent again.
    pub(crate) retry_codes: Vec<String>,
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
    let pagination: Option<Pagination> = extension(&id, node, "x-pagination")?;
    let call: Option<CallDefaults> = extension(&id, node, "x-call")?;
    let parent = name(&id, Case::Pascal);
    let cursor = pagination.as_ref().map(|it| it.cursor.as_str());
    let mut listed = written.parameters(index);
    let all = listed.len();
    let key = written
        .api()
        .and_then(|api| index.api(api)?.get("idempotency-key")?.text());
    listed.retain(|it| it.location() != Some("header") || !is_header(it.name(), key));
    let idempotent = listed.len() < all;
    let parameters = parameters(index, written, &listed, &parent, cursor, reader);
    let body = written.body(index).and_then(|body| {
        let Entry { key, value } = json_media_type(body.node)?;
        let schema = value.get("schema")?;
        let media_type = key.name().split(';').next().unwrap_or_default();
        let component = body.name.map(|it| reader.local(it));
        let name = || match &component {
            Some(component) => name(component, Case::Pascal),
            None => Place::Body.type_name(&parent),
        };
        let ty = reader.type_of(schema, &name);
        Some(Body {
            media_type: media_type.trim().to_owned(),
            bounds: reader.bounds(schema, &ty),
            ty,
            required: body.node.get("required").and_then(Node::flag) == Some(true),
            about: About::of(body.node),
        })
    });
    let responses = responses(index, written, &parent, reader);
    let (mut successes, mut errors) = (responses.clone(), responses);
    successes.retain(|it| written.is_success(&it.status));
    errors.retain(|it| !it.status.starts_with(['2', '3']));
    let redirects = successes.iter().any(|it| it.status.starts_with('3'));
    let enum_name = || reader.claim(&Place::Response.type_name(&parent));
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
        success: success(successes, enum_name),
        errors,
        redirects,
        auth: written.auth(index).unwrap_or(Auth::None),
        idempotent,
        call: call.unwrap_or_default(),
        pagination,
        names,
        id,
    })
}

/// What an extension of an operation says.
fn extension<T: DeserializeOwned>(
    id: &str,
    node: &Node,
    key: &str,
) -> Result<Option<T>, ReadError> {
    let value = node.get(key).map(|it| serde_json::from_value(it.to_json()));
    value
        .transpose()
        .map_err(|error| ReadError::extension(format!("{id}: {key}"), error))
}

/// Whether two names are of the same header.
fn is_header(name: Option<&str>, other: Option<&str>) -> bool {
    name.zip(other)
        .is_some_and(|(name, other)| name.eq_ignore_ascii_case(other))
}

fn parameters<'a>(
    index: &Index<'a>,
    written: &Written<'a>,
    listed: &[Listed<'a>],
    parent: &str,
    cursor: Option<&str>,
    reader: &mut Reader<'a>,
) -> Vec<Parameter> {
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

/// Every response that is listed, with the type of its body.
fn responses<'a>(
    index: &Index<'a>,
    written: &Written<'a>,
    parent: &str,
    reader: &mut Reader<'a>,
) -> Vec<Response> {
    let listed: Vec<_> = written.documented(index).collect();
    let successes = listed.iter().filter(|(key, _)| written.is_success(key));
    let is_alone = successes.count() == 1;
    let mut scope = Scope::new(Case::Pascal, &[]);
    let mut response = |(status, response): (&str, Resolved<'a>)| {
        let reason = reason(status);
        let component = response.name.map(|it| reader.local(it));
        let type_name = || match &component {
            Some(component) => name(component, Case::Pascal),
            None if is_alone && written.is_success(status) => Place::Response.type_name(parent),
            None => Place::Response.type_name(&Place::Property(&reason).type_name(parent)),
        };
        let ty = json_schema(response.node).map(|it| reader.type_of(it, &type_name));
        let description = response.node.get("description").and_then(Node::text);
        Response {
            status: status.to_owned(),
            rust: scope.claim(&name(&reason, Case::Pascal)),
            ty,
            description: description.unwrap_or_default().to_owned(),
        }
    };
    listed.into_iter().map(&mut response).collect()
}

fn success(responses: Vec<Response>, name: impl FnOnce() -> String) -> Success {
    let mut types = responses.iter().map(|response| &response.ty);
    match types.next() {
        None => Success::Empty,
        // The same body under every status is one response: its status tells them apart.
        Some(first) if types.all(|other| other == first) => match first {
            Some(ty) => Success::One(ty.clone()),
            None => Success::Empty,
        },
        Some(_) => Success::Several {
            name: name(),
            responses,
        },
    }
}

/// What a status is called.
fn reason(status: &str) -> String {
    let code: Option<StatusCode> = status.parse().ok();
    match (code.and_then(|it| it.canonical_reason()), status) {
        (Some(reason), _) => reason.to_lowercase(),
        (None, "2XX") => "success".to_owned(),
        (None, "3XX") => "redirection".to_owned(),
        (None, "default") => "default".to_owned(),
        _ => format!("status {status}"),
    }
}
