//! Servers: the base URLs that requests go to, with their variables.

use crate::text::node::{Entry, Node};

/// A variable in the URL of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable<'a> {
    /// What stands between braces in the URL.
    pub name: &'a str,
    /// What is put there where a caller says nothing.
    pub default: &'a str,
    /// The values that it can have; every text, if there are none.
    pub values: Vec<&'a str>,
    /// What the contract says of it.
    pub description: Option<&'a str>,
}

/// The first server that an operation, a path or the contract lists.
pub(crate) fn first(node: &Node) -> Option<&Node> {
    let server = node.get("servers")?.items().next()?;
    server.word("url").map(|_| server)
}

/// The names of the variables in a URL, in its order.
pub(crate) fn variable_names(url: &str) -> impl Iterator<Item = &str> {
    let parts = url.split('{').skip(1);
    parts.filter_map(|rest| Some(rest.split_once('}')?.0))
}

pub(crate) fn variables(server: &Node) -> Vec<ServerVariable<'_>> {
    let url = server.word("url").unwrap_or_default();
    let declared = |name| server.get("variables")?.entry(name);
    let mut variables: Vec<ServerVariable<'_>> = Vec::new();
    for Entry { key, value } in variable_names(url).filter_map(declared) {
        if variables.iter().all(|known| known.name != key.name()) {
            let values = value.get("enum").into_iter().flat_map(Node::items);
            variables.push(ServerVariable {
                name: key.name(),
                default: value.word("default").unwrap_or_default(),
                values: values.filter_map(Node::text).collect(),
                description: value.word("description"),
            });
        }
    }
    variables
}
