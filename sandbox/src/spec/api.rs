//! What tells one API from another: where it is served, and what `x-apis` says of it.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::{Index, Node, ServerVariable};
use hyper::Uri;

use super::{Convention, Operation, Rows, convention};

pub(crate) struct Api {
    pub(crate) name: &'static str,
    /// The path that its operations stand under: its name, and the path of its server.
    pub(crate) base: String,
    pub(crate) operations: Vec<Operation>,
    pub(crate) collections: BTreeMap<&'static str, Rows>,
    /// Response header that holds the id of a request.
    pub(crate) request_id: Option<&'static str>,
    /// Request header under which a request is carried out only once.
    pub(crate) idempotency_key: Option<&'static str>,
    pub(crate) rate_limit: Option<RateLimit>,
    /// Where the members of an error stand in its body, each in one place or several.
    error: Option<&'static Node>,
}

pub(crate) struct RateLimit {
    /// Response headers: the size of the limit, what is left of it, when it is whole again.
    pub(crate) limit: &'static str,
    pub(crate) remaining: &'static str,
    pub(crate) reset: &'static str,
    /// Time in which the whole limit may be used up.
    pub(crate) window: Duration,
    /// Whether it comes back steadily, not all at once when the window is over.
    pub(crate) continuous: bool,
    /// Methods that share a bucket; all others share one more.
    pub(crate) classes: Vec<Vec<&'static str>>,
}

impl RateLimit {
    fn new(node: &'static Node) -> Option<Self> {
        let window = node.get("window").and_then(Node::integer);
        let window = window.and_then(|seconds| u64::try_from(seconds).ok());
        let classes = node.get("classes").into_iter().flat_map(Node::items);
        Some(Self {
            limit: node.word("limit")?,
            remaining: node.word("remaining")?,
            reset: node.word("reset")?,
            window: Duration::from_secs(window.unwrap_or(60).max(1)),
            continuous: node.word("refill") == Some("continuous"),
            classes: classes.map(texts).collect(),
        })
    }

    /// Which bucket requests of this method are counted in.
    pub(crate) fn class(&self, method: &str) -> usize {
        let mut classes = self.classes.iter();
        let found = classes.position(|class| class.contains(&method));
        found.unwrap_or(self.classes.len())
    }
}

fn texts(list: &'static Node) -> Vec<&'static str> {
    list.items().filter_map(Node::text).collect()
}

impl Api {
    pub(super) fn new(
        name: &'static str,
        mut operations: Vec<Operation>,
        index: &Index<'static>,
    ) -> Self {
        let node = index.api(name);
        let first = operations.first().map(|operation| operation.definition);
        let url = node.and_then(|it| it.word("server")).map(str::to_owned);
        let own = || {
            Some(filled(
                first?.server(index)?,
                &first?.server_variables(index),
            ))
        };
        let url = url.or_else(own).unwrap_or_default();
        for operation in &mut operations {
            operation.convention = Convention::new(operation, index);
        }
        let collections = convention::collections(&operations, index);
        for operation in &mut operations {
            let is_known = |it: &Convention| collections.contains_key(it.collection);
            operation.convention.take_if(|it| !is_known(it));
        }
        operations.sort_by_cached_key(Operation::order);
        Self {
            name,
            base: format!("/{name}{}", path_of(&url)),
            operations,
            collections,
            request_id: node.and_then(|it| it.word("request-id")),
            idempotency_key: node.and_then(|it| it.word("idempotency-key")),
            rate_limit: node.and_then(|it| RateLimit::new(it.get("rate-limit")?)),
            error: node.and_then(|it| it.get("error")),
        }
    }

    /// JSON pointers to a member of an error body, such as `code`; the first that is there counts.
    pub(crate) fn pointers(&self, member: &str) -> Vec<&'static str> {
        let member = self.error.and_then(|error| error.get(member));
        let several = member.map(texts).unwrap_or_default();
        let one = member.and_then(Node::text).into_iter();
        one.chain(several).collect()
    }

    pub(crate) fn pointer(&self, member: &str) -> Option<&'static str> {
        self.pointers(member).first().copied()
    }

    /// The path inside the API, of a request to this path.
    pub(crate) fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.base.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }
}

/// The URL of a server with the defaults of its variables.
fn filled(url: &str, variables: &[ServerVariable<'_>]) -> String {
    variables.iter().fold(url.to_owned(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), variable.default)
    })
}

/// The path of a URL without the slash at its end; none when it has variables without a default.
fn path_of(url: &str) -> String {
    let url: Uri = url.parse().unwrap_or_default();
    let path = url.path().trim_end_matches('/').to_owned();
    Some(path)
        .filter(|path| !path.contains('{'))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn the_path_of_a_server_is_part_of_the_base() {
        for (url, path) in [
            ("https://api.example.com/v1/", "/v1"),
            ("https://api.example.com", ""),
            ("/v2", "/v2"),
            ("https://example.com/{version}", ""),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }
}
