//! One operation: how its requests are recognised, and what it documents.

use std::borrow::Cow;
use std::sync::OnceLock;

use contract::{Auth, Encoding, Entry, Index, Node, Parameter, Resolved};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{Convention, Spec, text_of};

/// An operation of the contract.
pub(crate) struct Operation {
    pub(super) definition: contract::Operation<'static>,
    /// Its `operationId`; a name from method and path where it has none.
    pub(crate) id: &'static str,
    /// In capitals.
    pub(crate) method: String,
    /// The template of its path.
    pub(crate) path: &'static str,
    pub(crate) parameters: Vec<Parameter<'static>>,
    /// Whether a request needs a body, and the contents that it may have.
    pub(crate) body: Option<(bool, Vec<Content>)>,
    pub(crate) responses: Vec<Response>,
    /// Credentials that let a request in: all of one of these lists. None are needed if it is empty, as
    /// where a client can send none of those that the contract asks for.
    pub(crate) security: Vec<Vec<Auth>>,
    pub(crate) convention: Option<Convention>,
    /// `x-pagination`.
    pub(crate) pagination: Option<&'static Node>,
}

/// A response that an operation documents.
pub(crate) struct Response {
    /// `200`, `4XX` or `default`.
    key: &'static str,
    pub(crate) content: Option<Content>,
    /// Names and definitions of its headers.
    headers: Vec<(&'static str, &'static Node)>,
    header_values: OnceLock<Vec<(&'static str, String)>>,
    body: OnceLock<Value>,
}

/// A body as the contract describes it.
pub(crate) struct Content {
    pub(crate) media_type: &'static str,
    pub(crate) schema: Option<&'static Node>,
    pub(crate) examples: Vec<Value>,
    /// The media type as the contract has it.
    node: &'static Node,
}

impl Content {
    fn new(Entry { key, value }: &'static Entry, index: &Index<'static>) -> Self {
        Self {
            media_type: key.name(),
            schema: value.get("schema"),
            examples: examples(value, index),
            node: value,
        }
    }

    /// How a property of a form is written.
    pub(crate) fn encoding(&self, property: &str) -> Encoding<'static> {
        Encoding::of(self.node, property)
    }
}

impl Operation {
    pub(super) fn new(operation: &contract::Operation<'static>, index: &Index<'static>) -> Self {
        let method = operation.method.name().to_uppercase();
        let id = match operation.name() {
            Cow::Borrowed(id) => id,
            Cow::Owned(id) => Box::leak(id.into_boxed_str()),
        };
        let requirements = operation.security(index);
        let requirements = requirements
            .into_iter()
            .flat_map(|entry| entry.value.items());
        let responses = operation.documented(index).map(|(key, response)| Response {
            key,
            content: contract::media_type(response.node)
                .map(|(entry, _)| Content::new(entry, index)),
            headers: headers(response.node, index),
            header_values: OnceLock::new(),
            body: OnceLock::new(),
        });
        Self {
            definition: *operation,
            id,
            method,
            path: operation.path,
            parameters: operation.parameters(index),
            body: operation.body(index).map(|Resolved { node, .. }| {
                let required = node.get("required").and_then(Node::flag) == Some(true);
                let contents = node.get("content").into_iter().flat_map(Node::entries);
                (
                    required,
                    contents.map(|it| Content::new(it, index)).collect(),
                )
            }),
            responses: responses.collect(),
            security: requirements
                .filter_map(|it| Auth::of(it, index))
                .map(|all| all.into_iter().map(|(_, auth)| auth).collect())
                .collect(),
            convention: None,
            pagination: operation.node.get("x-pagination"),
        }
    }

    /// The values of the parameters in a path, still percent-encoded; nothing when it is not this
    /// operation's.
    pub(crate) fn matches<'p>(&self, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
        let mut found = Vec::new();
        // No request has a fragment, though some contracts tell paths apart by it.
        let template = self.path.split(['?', '#']).next().unwrap_or_default();
        let (mut templates, mut segments) = (template.split('/'), path.split('/'));
        loop {
            match (templates.next(), segments.next()) {
                (Some(template), Some(segment)) => take_segment(template, segment, &mut found)?,
                (None, None) => return Some(found),
                _ => return None,
            }
        }
    }

    /// What is documented for a status.
    pub(crate) fn response(&self, status: u16) -> Option<&Response> {
        let key = self.definition.response_key(status)?;
        self.responses.iter().find(|response| response.key == key)
    }

    /// The status of a success.
    pub(crate) fn success(&self) -> u16 {
        let key = self.definition.success_key().unwrap_or_default();
        key.replace("XX", "00").parse().unwrap_or(200)
    }

    /// The status of a request that is not as the contract says: 422 if that is documented and 400 is
    /// not.
    pub(crate) fn refusal(&self) -> u16 {
        if self.documents(422) && !self.documents(400) {
            422
        } else {
            400
        }
    }

    /// Whether a header is among its parameters.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        let named = |it: &Parameter<'_>| it.name().is_some_and(|it| it.eq_ignore_ascii_case(name));
        let mut parameters = self.parameters.iter();
        parameters.any(|it| it.location() == Some("header") && named(it))
    }

    /// Whether it documents exactly this status.
    pub(crate) fn documents(&self, status: u16) -> bool {
        let status = status.to_string();
        self.responses.iter().any(|response| response.key == status)
    }
}

impl Response {
    /// The body that is sent when nothing else is known: an example of the contract, or a value made
    /// from the schema.
    pub(crate) fn body(&self, spec: &Spec) -> Option<&Value> {
        let content = self.content.as_ref()?;
        Some(self.body.get_or_init(|| spec.example_of(content)))
    }

    /// Every header that the contract lists, with a value that it allows.
    pub(crate) fn headers(&self, spec: &Spec) -> &[(&'static str, String)] {
        self.header_values.get_or_init(|| {
            let values = self.headers.iter();
            values
                .map(|(name, node)| (*name, text_of(&spec.example_beside(node))))
                .collect()
        })
    }
}

/// Matches one segment of a template, which may hold parameters between literal text.
fn take_segment<'p>(
    template: &'static str,
    segment: &'p str,
    found: &mut Vec<(&'static str, &'p str)>,
) -> Option<()> {
    let Some((before, rest)) = template.split_once('{') else {
        let decoded = percent_decode_str(segment).decode_utf8().ok()?;
        return (decoded == template).then_some(());
    };
    let (name, after) = rest.split_once('}')?;
    let segment = segment.strip_prefix(before)?;
    let end = match after.split('{').next() {
        None | Some("") => segment.len(),
        Some(literal) => segment.rfind(literal)?,
    };
    found.push((name, &segment[..end]));
    if end == 0 {
        return None;
    }
    take_segment(after, &segment[end..], found)
}

/// The values of `example` and `examples`.
pub(super) fn examples(node: &'static Node, index: &Index<'static>) -> Vec<Value> {
    let named = node.get("examples").into_iter().flat_map(Node::entries);
    let named = named.filter_map(|entry| index.example(&entry.value)?.node.get("value"));
    node.get("example")
        .into_iter()
        .chain(named)
        .map(Node::to_json)
        .collect()
}

fn headers(node: &'static Node, index: &Index<'static>) -> Vec<(&'static str, &'static Node)> {
    let entries = node.get("headers").into_iter().flat_map(Node::entries);
    entries
        .filter_map(|Entry { key, value }| Some((key.name(), index.header(value)?.node)))
        // OpenAPI says that this one is ignored.
        .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
        .collect()
}
