//! One operation: its body and responses, each with its Rust name and type.

use contract::{
    Auth, Entry, Index, Media, Node, Operation as Written, Resolved, essence, media_type,
    names::{Case, Scope, inside, name},
};
use http::StatusCode;
use serde::{Deserialize, de::DeserializeOwned};

use super::parameters::{self, Form, Parameter};
use crate::{
    Error,
    normalize::{About, Bound, Reader, Type},
};

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// operationId without its namespace, or what the contract's names give it.
    pub(crate) id: String,
    pub(crate) names: Names,
    /// HTTP method in upper case.
    pub(crate) method: String,
    /// OpenAPI path template.
    pub(crate) path: String,
    /// Base URL of the operation's own server; it may have variables, be relative or empty.
    pub(crate) server: String,
    pub(crate) summary: Option<String>,
    pub(crate) about: About,
    /// The page that the operation was transcribed from.
    pub(crate) documentation: Option<String>,
    /// Required ones first, in the order of the path, then of the contract; the fields of a form too.
    pub(crate) parameters: Vec<Parameter>,
    /// Unless it is a form.
    pub(crate) body: Option<Body>,
    /// The media type of the body.
    pub(crate) sent: Option<MediaType>,
    /// What the contract says of a form whose fields are parameters.
    pub(crate) about_form: Option<String>,
    pub(crate) success: Success,
    /// The media types of the successes.
    pub(crate) received: Vec<MediaType>,
    /// The other responses; `default` even where it describes the success too.
    pub(crate) errors: Vec<Response>,
    /// Whether a success can be a redirect.
    pub(crate) redirects: bool,
    pub(crate) auth: Auth,
    /// What is sent beside that credential: names of security schemes, and how each travels.
    pub(crate) credentials: Vec<(String, Auth)>,
    /// What the credentials have to allow.
    pub(crate) scopes: Vec<String>,
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

/// The media type of a body, of those that the contract lists for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaType {
    /// Without parameters.
    pub(crate) name: String,
    /// The ones that were not chosen.
    pub(crate) others: Vec<String>,
}

/// A request body that is one value.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) media: Media,
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
    pub(crate) media_type: Option<MediaType>,
    pub(crate) description: String,
}

impl Operation {
    /// Whether its response is bytes, which can be too large to be held in memory.
    pub(crate) fn is_download(&self) -> bool {
        matches!(self.success, Success::One(Type::Bytes))
    }

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
) -> Result<Operation, Error> {
    let id = super::short_id(written, reader).into_owned();
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
    let is_key = |name| parameters::is_header(name, key);
    listed.retain(|it| it.location() != Some("header") || !is_key(it.name()));
    let idempotent = listed.len() < all;
    let sent = written
        .body(index)
        .and_then(|body| Some((body, media_type(body.node)?)));
    let form = sent.and_then(|(body, (entry, media))| {
        matches!(media, Media::Form | Media::Multipart).then(|| Form {
            entry,
            media,
            required: is_required(body.node),
        })
    });
    let form = form.as_ref();
    let parameters = parameters::read(index, written, &listed, form, &parent, cursor, reader);
    let has_fields = parameters.iter().any(Parameter::is_field);
    let body = sent.filter(|_| !has_fields);
    let body = body.map(|(body, (entry, media))| self::body(body, entry, media, &parent, reader));
    let responses = responses(index, written, &parent, reader);
    let (mut successes, mut errors) = (responses.clone(), responses);
    successes.retain(|it| written.is_success(&it.status));
    errors.retain(|it| !it.status.starts_with(['2', '3']));
    let redirects = successes.iter().any(|it| it.status.starts_with('3'));
    let credentials = written.credentials(index).unwrap_or_default();
    let credentials = credentials.into_iter();
    let mut credentials = credentials.map(|(scheme, auth)| (scheme.to_owned(), auth));
    let scopes = written.scopes(index);
    let enum_name = || reader.claim(&inside(&parent, "response"));
    Ok(Operation {
        method: written.method.name().to_uppercase(),
        path: written.path.to_owned(),
        server: written.server(index).unwrap_or_default().to_owned(),
        summary: text("summary"),
        about: About::of(node),
        documentation: node
            .get("externalDocs")
            .and_then(|docs| docs.get("url")?.text())
            .map(str::to_owned),
        parameters,
        body,
        about_form: sent
            .filter(|_| has_fields)
            .and_then(|(body, _)| About::of(body.node).description),
        sent: sent.map(|(body, (entry, _))| MediaType::of(body.node, entry)),
        received: accepted(&successes),
        success: success(successes, enum_name),
        errors,
        redirects,
        auth: credentials.next().map_or(Auth::None, |(_, auth)| auth),
        credentials: credentials.collect(),
        scopes: scopes.into_iter().map(str::to_owned).collect(),
        idempotent,
        call: call.unwrap_or_default(),
        pagination,
        names,
        id,
    })
}

fn is_required(body: &Node) -> bool {
    body.get("required").and_then(Node::flag) == Some(true)
}

fn body<'a>(
    body: Resolved<'a>,
    entry: &'a Entry,
    media: Media,
    parent: &str,
    reader: &mut Reader<'a>,
) -> Body {
    let schema = entry.value.get("schema");
    let component = body.name.map(|it| reader.local(it));
    let name = || match &component {
        Some(component) => name(component, Case::Pascal),
        None => inside(parent, "body"),
    };
    let ty = match (media, schema) {
        (Media::Text, _) => Type::Text,
        (Media::Binary, _) => Type::Upload,
        (_, Some(schema)) => reader.type_of(schema, &name),
        (_, None) => Type::Any,
    };
    let mut about = About::of(body.node);
    if media == Media::Binary {
        about.constraints.push(parameters::UPLOAD.to_owned());
    }
    let bounds = schema.filter(|_| media != Media::Binary);
    Body {
        bounds: bounds.map_or_else(Vec::new, |schema| reader.bounds(schema, &ty)),
        media,
        ty,
        required: is_required(body.node),
        about,
    }
}

impl MediaType {
    /// That of an entry of `content`.
    fn of(body: &Node, chosen: &Entry) -> Self {
        let all = body.get("content").into_iter().flat_map(Node::entries);
        let others = all.filter(|it| !std::ptr::eq(*it, chosen));
        let written = chosen.key.name();
        let mut name = essence(written).to_ascii_lowercase();
        // Parameters may name a version; the boundary of a multipart body is the client's.
        if let Some((_, parameters)) = written.split_once(';')
            && !name.starts_with("multipart/")
        {
            name = format!("{name}; {}", parameters.trim());
        }
        Self {
            name,
            others: others.map(|it| it.key.name().to_owned()).collect(),
        }
    }
}

/// The media types of responses, each once.
fn accepted(responses: &[Response]) -> Vec<MediaType> {
    let mut all: Vec<MediaType> = Vec::new();
    for media_type in responses.iter().filter_map(|it| it.media_type.as_ref()) {
        if all.iter().all(|it| it.name != media_type.name) {
            all.push(media_type.clone());
        }
    }
    all
}

/// What an extension of an operation says.
fn extension<T: DeserializeOwned>(id: &str, node: &Node, key: &str) -> Result<Option<T>, Error> {
    let value = node.get(key).map(|it| serde_json::from_value(it.to_json()));
    value.transpose().map_err(|source| Error::Extension {
        place: format!("{id}: {key}"),
        source,
    })
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
            None if is_alone && written.is_success(status) => inside(parent, "response"),
            None => inside(&inside(parent, &reason), "response"),
        };
        let body = media_type(response.node).filter(|_| written.may_have_body(status));
        let mut ty = body.and_then(|(entry, media)| match media {
            Media::Json => Some(match entry.value.get("schema") {
                Some(schema) => reader.type_of(schema, &type_name),
                None => Type::Any,
            }),
            // What is no JSON is for the caller; errors keep it as it is.
            _ if written.is_success(status) => Some(Type::Bytes),
            _ => None,
        });
        if let Some(ty) = &mut ty {
            ty.keep_text_of_dates();
        }
        let description = response.node.get("description").and_then(Node::text);
        Response {
            status: status.to_owned(),
            rust: scope.claim(&name(&reason, Case::Pascal)),
            ty,
            media_type: body.map(|(entry, _)| MediaType::of(response.node, entry)),
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
