//! One operation: how its requests are recognised, and what it documents.

use std::borrow::Cow;

use contract::{Auth, Entry, Node, Parameter};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{Convention, Spec, text_of};

/// A name and a value; the value is percent-encoded, as it was sent.
pub(crate) type Pair = (String, String);

pub(crate) struct Operation {
    pub(crate) definition: contract::Operation<'static>,
    /// Its `operationId`; a name from method and path where it has none.
    pub(crate) id: &'static str,
    /// In capitals.
    pub(crate) method: String,
    pub(crate) parameters: Vec<Parameter<'static>>,
    pub(crate) responses: Vec<Documented>,
    /// Credentials that let a request in: all of one of these lists. None are needed if it is empty, as
    /// where a client can send none of those that the contract asks for.
    pub(crate) security: Vec<Vec<Auth>>,
    pub(crate) convention: Option<Convention>,
}

/// A response that an operation documents.
pub(crate) struct Documented {
    /// `200`, `4XX` or `default`.
    key: &'static str,
    /// The media type that it is sent in: the first that is JSON, else the first.
    pub(crate) content: Option<&'static Entry>,
    /// The contract's examples of its body.
    pub(crate) examples: Vec<Value>,
    /// The body that is sent when nothing else is known: an example of the contract, or a value made
    /// from the schema.
    pub(crate) body: Option<Value>,
    /// Every header that the contract lists, with a value that it allows.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Operation {
    pub(super) fn new(definition: contract::Operation<'static>, spec: &Spec) -> Self {
        let index = &spec.index;
        let id = match definition.name() {
            Cow::Borrowed(id) => id,
            Cow::Owned(id) => Box::leak(id.into_boxed_str()),
        };
        let responses = definition.documented(index);
        let responses = responses.map(|(key, it)| Documented::new(key, it.node, spec));
        let security = definition.security(index).into_iter();
        let security = security.flat_map(|entry| entry.value.items());
        let security = security.filter_map(|requirement| Auth::of(requirement, index));
        let security = security.map(|all| all.into_iter().map(|(_, auth)| auth).collect());
        Self {
            definition,
            id,
            method: definition.method.name().to_uppercase(),
            parameters: definition.parameters(index),
            responses: responses.collect(),
            security: security.collect(),
            convention: None,
        }
    }

    pub(crate) fn pagination(&self) -> Option<&'static Node> {
        self.definition.node.get("x-pagination")
    }

    /// Its place: literal segments before parameters, `/contacts/{id}` before `/{account}/contacts`.
    pub(super) fn order(&self) -> String {
        self.definition.path.replace('{', "\u{10ffff}")
    }

    /// The values of the parameters in a path; nothing when it is not this operation's.
    pub(super) fn matches(&self, path: &str) -> Option<Vec<Pair>> {
        let (templates, segments) = (self.definition.path.split('/'), path.split('/'));
        if templates.clone().count() != segments.clone().count() {
            return None;
        }
        let mut found = Vec::new();
        for (template, segment) in templates.zip(segments) {
            take_segment(template, segment, &mut found)?;
        }
        Some(found)
    }

    pub(crate) fn response(&self, status: u16) -> Option<&Documented> {
        let key = self.definition.response_key(status)?;
        self.responses.iter().find(|response| response.key == key)
    }

    pub(crate) fn success(&self) -> u16 {
        let key = self.definition.success_key().unwrap_or_default();
        key.replace("XX", "00").parse().unwrap_or(200)
    }

    /// The status of a request that is not as the contract says: 422 if that is documented and 400 is
    /// not.
    pub(crate) fn refusal(&self) -> u16 {
        let is_422 = self.documents(422) && !self.documents(400);
        if is_422 { 422 } else { 400 }
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'static Node> {
        let mut parameters = self.parameters.iter();
        let found = parameters.find(|it| it.name() == Some(name));
        found.map(|parameter| parameter.node)
    }

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

impl Documented {
    fn new(key: &'static str, node: &'static Node, spec: &Spec) -> Self {
        let content = contract::media_type(node).map(|(entry, _)| entry);
        let headers = node.entries_of("headers");
        // OpenAPI says that this one is ignored.
        let headers = headers.filter(|it| !it.key.name().eq_ignore_ascii_case("content-type"));
        let headers = headers.filter_map(|Entry { key, value }| {
            let example = spec.example_beside(spec.index.header(value)?.node);
            Some((key.name(), text_of(&example)))
        });
        Self {
            key,
            content,
            examples: content.map_or_else(Vec::new, |content| spec.examples(&content.value)),
            body: content.map(|content| spec.example_of(content)),
            headers: headers.collect(),
        }
    }

    pub(super) fn is_json(&self) -> bool {
        let media_type = self.content.map(|content| content.key.name());
        media_type.is_some_and(contract::is_json)
    }

    pub(crate) fn schema(&self) -> Option<&'static Node> {
        self.content?.value.get("schema")
    }
}

/// Matches one segment of a template, which may hold parameters between literal text.
fn take_segment(template: &str, segment: &str, found: &mut Vec<Pair>) -> Option<()> {
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
    found.push((name.to_owned(), segment[..end].to_owned()));
    if end == 0 {
        return None;
    }
    take_segment(after, &segment[end..], found)
}
