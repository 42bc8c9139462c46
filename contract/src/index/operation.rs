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

    /// The schema of the first success response.
    pub(crate) fn success_schema(&self, index: &Index<'a>) -> Option<&'a Node> {
        let mut responses = self.responses();
        let (_, response) = responses.find(|(key, _)| key.name().starts_with('2'))?;
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
