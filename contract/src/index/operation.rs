//! Views of an operation and what it consists of, each `$ref` resolved.

use crate::{
    diagnostic::Span,
    grammar::Kind,
    index::{Index, Owner, Resolved, split_name},
    text::node::{Entry, Key, Node},
};

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// The operation as written.
    pub node: &'a Node,
    /// The key that it stands under: its HTTP method, in lower case.
    pub method: &'a Key,
    /// The template of its path.
    pub path: &'a str,
    /// The path item that it is in.
    pub item: &'a Node,
    pub(crate) owner: Owner<'a>,
}

impl<'a> Operation<'a> {
    /// The value of its `operationId`, if that is text.
    pub fn id(&self) -> Option<(&'a Node, &'a str)> {
        let node = self.node.get("operationId")?;
        Some((node, node.text()?))
    }

    /// The parameters of the operation and those of its path that it does not replace.
    pub fn parameters(&self, index: &Index<'a>) -> Vec<Parameter<'a>> {
        let mut parameters = listed(self.node, index);
        let own = parameters.len();
        for inherited in listed(self.item, index) {
            let identity = inherited.identity();
            let replaced = parameters[..own]
                .iter()
                .any(|parameter| parameter.identity() == identity);
            if !replaced {
                parameters.push(inherited);
            }
        }
        parameters
    }

    /// The responses, each with the key that holds its status.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'a Key, &'a Node)> {
        let responses = self.node.get("responses");
        responses
            .into_iter()
            .flat_map(Node::entries)
            .map(|entry| (&entry.key, &entry.value))
            .filter(|(key, _)| !key.name().starts_with("x-"))
    }

    /// The key of the response that describes a success: the lowest 2xx (`2XX` after those that are
    /// listed), else the lowest 3xx, else `default`.
    pub fn success_key(&self) -> Option<&'a str> {
        let keys = || self.responses().map(|(key, _)| key.name());
        let lowest = |class| keys().filter(|key| key.starts_with(class)).min();
        let default = || keys().find(|key| *key == "default");
        lowest('2').or_else(|| lowest('3')).or_else(default)
    }

    /// The key of the response that describes a status: the status itself, else its range (`4XX`),
    /// else `default`.
    pub fn response_key(&self, status: u16) -> Option<&'a str> {
        let (status, range) = (status.to_string(), format!("{}XX", status / 100));
        [status.as_str(), &range, "default"]
            .into_iter()
            .find_map(|wanted| {
                let mut keys = self.responses().map(|(key, _)| key.name());
                keys.find(|key| *key == wanted)
            })
    }

    /// Whether the response under this key is a success: every 2xx and 3xx is, and `default` where none
    /// of them is listed.
    pub fn is_success(&self, status: &str) -> bool {
        let is_listed = |status: &str| status.starts_with(['2', '3']);
        let mut responses = self.responses();
        is_listed(status)
            || (status == "default" && !responses.any(|(key, _)| is_listed(key.name())))
    }

    /// The schema of the response that describes a success.
    pub(crate) fn success_schema(&self, index: &Index<'a>) -> Option<&'a Node> {
        let response = self.node.get("responses")?.get(self.success_key()?)?;
        index.body_schema(response, Kind::Response)
    }

    /// The request body.
    pub fn body(&self, index: &Index<'a>) -> Option<Resolved<'a>> {
        index.resolved(self.node.get("requestBody")?, Kind::RequestBody)
    }

    /// The responses that are listed, each with its status (`200`, `4XX`, `default`).
    pub fn documented(&self, index: &Index<'a>) -> impl Iterator<Item = (&'a str, Resolved<'a>)> {
        self.responses().filter_map(|(key, node)| {
            let response = index.resolved(node, Kind::Response)?;
            Some((key.name(), response))
        })
    }

    /// What is documented for a status: the response under it, else under its range, else `default`.
    pub fn response(&self, index: &Index<'a>, status: u16) -> Option<Resolved<'a>> {
        let responses = self.node.get("responses")?;
        let found = responses.get(self.response_key(status)?)?;
        index.resolved(found, Kind::Response)
    }

    /// URL of the server that requests go to: its own, else that of its path.
    pub fn server(&self) -> Option<&'a str> {
        let servers = |node: &'a Node| node.get("servers")?.items().next()?.get("url")?.text();
        servers(self.node).or_else(|| servers(self.item))
    }

    /// The API in whose namespace its `operationId` is.
    pub fn api(&self) -> Option<&'a str> {
        let (_, id) = self.id()?;
        split_name(id).map(|(api, _)| api)
    }

    /// The security requirements that hold for it: its own, else those of the contract.
    pub fn security(&self, index: &Index<'a>) -> Option<&'a Entry> {
        let own = self.node.entry("security");
        own.or_else(|| index.root.entry("security"))
    }

    /// How its credential travels: the first that a client can send of those that open it. Nothing when
    /// a client can send none of them.
    pub fn auth(&self, index: &Index<'a>) -> Option<Auth> {
        let requirements = self.security(index).map(|entry| entry.value.items());
        let mut asked = requirements
            .into_iter()
            .flatten()
            .filter(|it| !it.is_empty_map())
            .peekable();
        if asked.peek().is_none() {
            return Some(Auth::None);
        }
        asked.find_map(|requirement| Auth::of(requirement, index))
    }
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// There is none.
    None,
    /// As a bearer token in `Authorization`.
    Bearer,
    /// As a name and a password in `Authorization`.
    Basic,
    /// As a header of this name.
    Header(String),
    /// As a query parameter of this name.
    Query(String),
}

impl Auth {
    /// How the credential of a security requirement travels, if a client can send it.
    pub(crate) fn of(requirement: &Node, index: &Index<'_>) -> Option<Self> {
        let [Entry { key, .. }] = requirement.entries().as_slice() else {
            return None;
        };
        let scheme = &index.component("securitySchemes", key.name())?.value;
        let is_http = |word| {
            let scheme = scheme.word("scheme");
            scheme.is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        match (scheme.word("type")?, scheme.word("in"), scheme.word("name")) {
            ("http", ..) if is_http("bearer") => Some(Self::Bearer),
            ("http", ..) if is_http("basic") => Some(Self::Basic),
            ("apiKey", Some("header"), Some(name)) => Some(Self::Header(name.to_owned())),
            ("apiKey", Some("query"), Some(name)) => Some(Self::Query(name.to_owned())),
            _ => None,
        }
    }
}

/// A parameter of an operation or a path.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    /// The list item: the parameter itself or a `$ref` to it.
    pub(crate) item: &'a Node,
    /// Name of the component, when the list refers to one.
    pub component: Option<&'a str>,
    /// The parameter itself.
    pub node: &'a Node,
}

impl<'a> Parameter<'a> {
    /// Its name on the wire.
    pub fn name(&self) -> Option<&'a str> {
        self.node.get("name")?.text()
    }

    /// Where it goes: `path`, `query`, `header` or `cookie`.
    pub fn location(&self) -> Option<&'a str> {
        self.node.get("in")?.text()
    }

    /// What tells it from the other parameters of an operation.
    pub(crate) fn identity(&self) -> Option<(&'a str, &'a str)> {
        Some((self.name()?, self.location()?))
    }

    /// The place to point at: its name, or the `$ref` to it.
    pub(crate) fn span(&self) -> Span {
        match self.item.reference() {
            Some(reference) => reference.span,
            None => self.node.get("name").unwrap_or(self.node).span,
        }
    }
}

/// The parameters that an operation or a path lists itself.
pub(crate) fn listed<'a>(node: &'a Node, index: &Index<'a>) -> Vec<Parameter<'a>> {
    let items = node.get("parameters").into_iter().flat_map(Node::items);
    items
        .filter_map(|item| {
            let Resolved { name, node } = index.resolved(item, Kind::Parameter)?;
            Some(Parameter {
                item,
                component: name,
                node,
            })
        })
        .collect()
}
