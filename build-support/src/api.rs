//! Splits the contract into its APIs: each namespace becomes one module of the client.

use indexmap::IndexMap;
use openapiv3::{
    Components, IntegerType, ObjectType, OpenAPI, Parameter, ParameterSchemaOrContent, PathItem,
    ReferenceOr, SchemaKind, StringType, Type,
};
use serde::{Deserialize, Deserializer};

use crate::walk;

/// One API of the contract: its document with the namespace taken off every name, and the facts
/// about it that progenitor does not read.
#[derive(Debug)]
pub(crate) struct Api {
    /// Name of the namespace and of the Rust module.
    pub(crate) name: String,
    /// What the contract says of the API in `x-apis`.
    pub(crate) settings: Settings,
    /// The API's operations, in the order of the contract.
    pub(crate) operations: Vec<Operation>,
    /// The API's own OpenAPI document.
    pub(crate) document: OpenAPI,
}

impl Api {
    /// Environment variable that holds the key.
    pub(crate) fn api_key_env(&self) -> String {
        format!("{}_API_KEY", self.name.to_uppercase())
    }

    /// Environment variable that holds a base URL for every operation.
    pub(crate) fn base_url_env(&self) -> String {
        format!("{}_BASE_URL", self.name.to_uppercase())
    }

    /// The named schemas that become structs, in the order of the contract.
    pub(crate) fn objects(&self) -> impl Iterator<Item = (&str, &ObjectType)> {
        let components = self.document.components.iter();
        let schemas = components.flat_map(|components| &components.schemas);
        schemas.filter_map(|(name, schema)| match &schema.as_item()?.schema_kind {
            SchemaKind::Type(Type::Object(object)) if !object.properties.is_empty() => {
                Some((name.as_str(), object))
            }
            _ => None,
        })
    }
}

/// What the client's runtime has to know of an API.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Settings {
    pub(crate) description: Option<String>,
    /// Name of the response header that identifies a request.
    pub(crate) request_id: Option<String>,
    pub(crate) rate_limit: Option<RateLimit>,
    #[serde(default)]
    pub(crate) error: ErrorPointers,
}

/// Names of the response headers that tell the state of the rate limit, and how it is kept.
#[derive(Debug, Deserialize)]
pub(crate) struct RateLimit {
    pub(crate) limit: String,
    pub(crate) remaining: String,
    pub(crate) reset: String,
    /// In seconds: how long a full bucket lasts at the rate at which it is refilled.
    pub(crate) window: Option<u32>,
    pub(crate) refill: Option<Refill>,
    /// Methods that share a bucket; those in no class share one more.
    #[serde(default)]
    pub(crate) classes: Vec<Vec<String>>,
}

/// How a bucket is refilled.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Refill {
    /// Steadily.
    Continuous,
    /// All at once, when its window is over.
    AtReset,
}

/// JSON pointers into the API's error body: for each member, the places where it may stand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorPointers {
    #[serde(rename = "type", deserialize_with = "one_or_more")]
    pub(crate) kind: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) code: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) message: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) param: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) request_id: Vec<String>,
}

/// Reads a list, or a text as a list of one.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(text) => vec![text],
        OneOrMore::More(texts) => texts,
    })
}

/// One operation, with what progenitor leaves out of the code it writes.
#[derive(Debug)]
pub(crate) struct Operation {
    /// operationId without its namespace: the name of the client's method.
    pub(crate) id: String,
    /// HTTP method in upper case.
    pub(crate) method: String,
    /// OpenAPI path template.
    pub(crate) path: String,
    /// Base URL of the operation's own server.
    pub(crate) server: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    /// The page that the operation was transcribed from.
    pub(crate) documentation: Option<String>,
    pub(crate) parameters: Vec<ParameterFacts>,
    /// Description of the request body, when there is one.
    pub(crate) body: Option<String>,
    /// Documented 4xx and 5xx answers: status and description.
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) pagination: Option<Pagination>,
}

/// What the documentation and the setter of a parameter need to know.
#[derive(Debug)]
pub(crate) struct ParameterFacts {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) description: Option<String>,
    /// Smallest and largest value of an integer.
    pub(crate) range: (Option<i64>, Option<i64>),
    /// Text with a pattern or a length: it becomes a type of its own.
    pub(crate) is_constrained_text: bool,
    /// In words: the pattern, length and default that the contract gives.
    pub(crate) constraints: Vec<String>,
    /// A valid value, for the example in the documentation.
    pub(crate) example: Option<serde_json::Value>,
}

/// `x-pagination`: which parameter and properties carry a list from page to page.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Pagination {
    /// Query parameter that asks for a page.
    pub(crate) cursor: String,
    /// Property of the answer that holds the items.
    pub(crate) items: String,
    /// Property of the answer that holds the next page's cursor.
    pub(crate) next: String,
    /// Property of the answer that tells whether there is a next page.
    pub(crate) more: Option<String>,
}

/// The contract breaks one of its own conventions, so it cannot be split.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct SplitError {
    place: String,
    problem: String,
}

fn broken(place: impl Into<String>, problem: impl Into<String>) -> SplitError {
    SplitError {
        place: place.into(),
        problem: problem.into(),
    }
}

/// Splits `contract` into one [`Api`] for each that `x-apis` names.
pub(crate) fn split(contract: &OpenAPI) -> Result<Vec<Api>, SplitError> {
    let Some(apis) = contract.extensions.get("x-apis") else {
        let problem = "it is missing, and each API that it names becomes a module of the client";
        return Err(broken("x-apis", problem));
    };
    let apis = IndexMap::<String, Settings>::deserialize(apis)
        .map_err(|error| broken("x-apis", error.to_string()))?;
    apis.into_iter()
        .map(|(name, settings)| {
            let document = own_document(contract, &name);
            let operations = operations(&document)?;
            Ok(Api {
                name,
                settings,
                operations,
                document,
            })
        })
        .collect()
}

/// The part of `contract` in the namespace `name`, names without it.
fn own_document(contract: &OpenAPI, name: &str) -> OpenAPI {
    let namespace = format!("{name}.");
    let mut document = contract.clone();
    for (_, item) in &mut document.paths.paths {
        if let ReferenceOr::Item(item) = item {
            keep_own_operations(item, &namespace);
        }
    }
    document.paths.paths.retain(|_, item| match item {
        ReferenceOr::Item(item) => item.iter().next().is_some(),
        ReferenceOr::Reference { .. } => false,
    });
    if let Some(components) = &mut document.components {
        components.schemas = own_components(&components.schemas, &namespace);
        components.parameters = own_components(&components.parameters, &namespace);
        components.request_bodies = own_components(&components.request_bodies, &namespace);
        components.responses = own_components(&components.responses, &namespace);
    }
    walk::document(&mut document, &mut StripNamespace { namespace });
    document
}

fn keep_own_operations(item: &mut PathItem, namespace: &str) {
    for slot in walk::operations(item) {
        let id = slot.as_mut().and_then(|it| it.operation_id.as_mut());
        match id.and_then(|id| Some((id.strip_prefix(namespace)?.to_owned(), id))) {
            Some((stripped, id)) => *id = stripped,
            None => *slot = None,
        }
    }
}

fn own_components<T: Clone>(all: &IndexMap<String, T>, namespace: &str) -> IndexMap<String, T> {
    all.iter()
        .filter_map(|(name, item)| {
            let stripped = name.strip_prefix(namespace)?;
            Some((stripped.to_owned(), item.clone()))
        })
        .collect()
}

struct StripNamespace {
    namespace: String,
}

impl walk::Visitor for StripNamespace {
    fn reference(&mut self, reference: &mut String) {
        if let Some((folder, name)) = reference.rsplit_once('/')
            && let Some(stripped) = name.strip_prefix(&self.namespace)
        {
            *reference = format!("{folder}/{stripped}");
        }
    }
}

fn operations(document: &OpenAPI) -> Result<Vec<Operation>, SplitError> {
    let mut operations = Vec::new();
    for (path, item) in &document.paths.paths {
        let ReferenceOr::Item(item) = item else {
            return Err(broken(path, "a path item cannot be a reference"));
        };
        for (method, operation) in item.iter() {
            operations.push(facts(document, path, item, method, operation)?);
        }
    }
    Ok(operations)
}

fn facts(
    document: &OpenAPI,
    path: &str,
    item: &PathItem,
    method: &str,
    operation: &openapiv3::Operation,
) -> Result<Operation, SplitError> {
    let id = operation
        .operation_id
        .clone()
        .ok_or_else(|| broken(format!("{method} {path}"), "operationId is missing"))?;
    let server = operation
        .servers
        .first()
        .or(item.servers.first())
        .ok_or_else(|| broken(&id, "no `servers` on the operation or its path"))?;
    // An operation's own parameter replaces the path's of the same name.
    let mut parameters = IndexMap::new();
    for parameter in item.parameters.iter().chain(&operation.parameters) {
        let parameter = resolve(document, parameter, |all| &all.parameters)
            .ok_or_else(|| broken(&id, "a parameter's `$ref` leads nowhere"))?;
        let facts = parameter_facts(document, parameter);
        parameters.insert(facts.name.clone(), facts);
    }
    let mut errors = Vec::new();
    for (status, response) in &operation.responses.responses {
        let status = status.to_string();
        if status.starts_with(['4', '5']) {
            let response = resolve(document, response, |all| &all.responses)
                .ok_or_else(|| broken(&id, format!("response {status}: `$ref` leads nowhere")))?;
            errors.push((status, response.description.clone()));
        }
    }
    let pagination = operation
        .extensions
        .get("x-pagination")
        .map(|value| serde_json::from_value(value.clone()))
        .transpose()
        .map_err(|error| broken(&id, format!("x-pagination: {error}")))?;
    Ok(Operation {
        method: method.to_ascii_uppercase(),
        path: path.to_owned(),
        server: server.url.clone(),
        summary: operation.summary.clone(),
        description: operation.description.clone(),
        documentation: operation
            .external_docs
            .as_ref()
            .map(|docs| docs.url.clone()),
        parameters: parameters.into_values().collect(),
        body: operation
            .request_body
            .as_ref()
            .map(|body| body_description(document, body)),
        errors,
        pagination,
        id,
    })
}

fn parameter_facts(document: &OpenAPI, parameter: &Parameter) -> ParameterFacts {
    let data = parameter.parameter_data_ref();
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => resolve(document, schema, |all| &all.schemas),
        ParameterSchemaOrContent::Content(_) => None,
    };
    let mut range = (None, None);
    let mut is_constrained_text = false;
    let mut constraints = Vec::new();
    let mut example = data.example.clone();
    if let Some(schema) = schema {
        match &schema.schema_kind {
            SchemaKind::Type(Type::Integer(integer)) => {
                range = inclusive_range(integer);
                constraints.extend(range_in_words(range));
            }
            SchemaKind::Type(Type::String(string)) => {
                is_constrained_text = matches!(
                    &data.format,
                    ParameterSchemaOrContent::Schema(ReferenceOr::Item(_))
                ) && (string.pattern.is_some()
                    || string.min_length.is_some()
                    || string.max_length.is_some());
                constraints.extend(length_in_words(string));
                constraints.extend(string.pattern.iter().map(|it| format!("matches `{it}`")));
            }
            _ => {}
        }
        constraints.extend(
            schema
                .schema_data
                .default
                .iter()
                .map(|value| format!("the server's default is {}", code(value))),
        );
        example = example.or_else(|| schema.schema_data.example.clone());
    }
    ParameterFacts {
        name: data.name.clone(),
        required: data.required,
        description: data.description.clone(),
        range,
        is_constrained_text,
        constraints,
        example,
    }
}

/// A JSON value as inline code: text without its quotes.
fn code(value: &serde_json::Value) -> String {
    match value.as_str() {
        Some(text) => format!("`{text}`"),
        None => format!("`{value}`"),
    }
}

fn inclusive_range(integer: &IntegerType) -> (Option<i64>, Option<i64>) {
    let minimum = integer
        .minimum
        .map(|bound| bound + i64::from(integer.exclusive_minimum));
    let maximum = integer
        .maximum
        .map(|bound| bound - i64::from(integer.exclusive_maximum));
    (minimum, maximum)
}

fn range_in_words(range: (Option<i64>, Option<i64>)) -> Option<String> {
    Some(match range {
        (Some(minimum), Some(maximum)) if minimum == maximum => format!("always {minimum}"),
        (Some(minimum), Some(maximum)) => format!("from {minimum} to {maximum}"),
        (Some(minimum), None) => format!("at least {minimum}"),
        (None, Some(maximum)) => format!("at most {maximum}"),
        (None, None) => return None,
    })
}

fn length_in_words(string: &StringType) -> Option<String> {
    Some(match (string.min_length, string.max_length) {
        (Some(minimum), Some(maximum)) if minimum == maximum => {
            format!("exactly {minimum} characters")
        }
        (Some(minimum), Some(maximum)) => format!("{minimum} to {maximum} characters"),
        (Some(1), None) => "not empty".to_owned(),
        (Some(minimum), None) => format!("at least {minimum} characters"),
        (None, Some(maximum)) => format!("at most {maximum} characters"),
        (None, None) => return None,
    })
}

fn body_description(document: &OpenAPI, body: &ReferenceOr<openapiv3::RequestBody>) -> String {
    resolve(document, body, |all| &all.request_bodies)
        .and_then(|body| body.description.clone())
        .unwrap_or_else(|| "The request body.".to_owned())
}

/// The item itself, or the component of the kind `all` that it refers to.
fn resolve<'a, T>(
    document: &'a OpenAPI,
    item: &'a ReferenceOr<T>,
    all: fn(&Components) -> &IndexMap<String, ReferenceOr<T>>,
) -> Option<&'a T> {
    match item {
        ReferenceOr::Item(item) => Some(item),
        ReferenceOr::Reference { reference } => {
            let (_, name) = reference.rsplit_once('/')?;
            all(document.components.as_ref()?).get(name)?.as_item()
        }
    }
}
