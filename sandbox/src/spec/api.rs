//! What tells one API from another: where it is served, and what `x-apis` says of it.

use std::time::Duration;

use contract::{Index, Node, ServerVariable};

use super::{Convention, Operation};

/// One API of the contract.
pub(crate) struct Api {
    pub(crate) name: &'static str,
    /// The path that its operations stand under: its name, and the path of its server.
    pub(crate) base: String,
    pub(crate) operations: Vec<Operation>,
    /// Response header that holds the id of a request.
    pub(crate) request_id: Option<&'static str>,
    /// Request header under which a request is carried out only once.
    pub(crate) idempotency_key: Option<&'static str>,
    pub(crate) rate_limit: Option<RateLimit>,
    /// Where the members of an error stand in its body, each in one place or several.
    error: Vec<(&'static str, Vec<&'static str>)>,
}

/// How an API limits the rate of requests.
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
        let text = |key| node.get(key).and_then(Node::text);
        let window = node.get("window").and_then(Node::integer);
        let window = window.and_then(|seconds| u64::try_from(seconds).ok());
        let classes = node.get("classes").into_iter().flat_map(Node::items);
        Some(Self {
            limit: text("limit")?,
            remaining: text("remaining")?,
            reset: text("reset")?,
            window: Duration::from_secs(window.unwrap_or(60).max(1)),
            continuous: text("refill") == Some("continuous"),
            classes: classes
                .map(|class| class.items().filter_map(Node::text).collect())
                .collect(),
        })
    }

    /// Which bucket requests of this method are counted in.
    pub(crate) fn class(&self, method: &str) -> usize {
        let mut classes = self.classes.iter();
        let found = classes.position(|class| class.contains(&method));
        found.unwrap_or(self.classes.len())
    }
}

impl Api {
    /// An API of these operations.
    pub(super) fn new(
        name: &'static str,
        mut operations: Vec<Operation>,
        index: &Index<'static>,
    ) -> Self {
        let node = index.api(name);
        let text = |key: &str| node?.get(key)?.text();
        let first = operations.first().map(|operation| operation.definition);
        let url = text("server").map(str::to_owned).or_else(|| {
            let url = first?.server(index)?;
            Some(filled(url, &first?.server_variables(index)))
        });
        let url = url.unwrap_or_default();
        let error = node.and_then(|node| node.get("error"));
        let error = error.into_iter().flat_map(Node::entries).map(|entry| {
            let items = entry.value.items().chain([&entry.value]);
            (entry.key.name(), items.filter_map(Node::text).collect())
        });
        let conventions = Convention::of_all(&operations, index);
        for (operation, convention) in operations.iter_mut().zip(conventions) {
            operation.convention = convention;
        }
        // Literal segments before parameters: `/contacts/{id}` before `/{phone_number_id}/contacts`.
        operations.sort_by_cached_key(|operation| operation.path.replace('{', "\u{10ffff}"));
        Self {
            name,
            base: format!("/{name}{}", path_of(&url)),
            operations,
            request_id: text("request-id"),
            idempotency_key: text("idempotency-key"),
            rate_limit: node.and_then(|node| RateLimit::new(node.get("rate-limit")?)),
            error: error.collect(),
        }
    }

    /// JSON pointers to a member of an error body, such as `code`; the first that is there counts.
    pub(crate) fn pointers(&self, member: &str) -> &[&'static str] {
        let found = self.error.iter().find(|(known, _)| *known == member);
        found.map_or(&[], |(_, pointers)| pointers)
    }

    /// The first of these pointers.
    pub(crate) fn pointer(&self, member: &str) -> Option<&'static str> {
        self.pointers(member).first().copied()
    }

    /// The parameter that names a row of a collection, and an operation that has it.
    pub(crate) fn key(&self, collection: &str) -> Option<(&Operation, &'static str)> {
        self.operations.iter().find_map(|operation| {
            let convention = operation.convention.as_ref()?;
            let key = convention
                .key
                .filter(|_| convention.collection == collection)?;
            Some((operation, key))
        })
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
fn path_of(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after_scheme.find('/').map_or("", |at| &after_scheme[at..]);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if path.contains('{') {
        return "";
    }
    path.trim_end_matches('/')
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
