//! What tells one API from another: where it is served, and what `x-apis` says of it.

use std::collections::BTreeMap;

use contract::{Index, ServerVariable, Settings};
use hyper::Uri;

use super::{Convention, Operation, Rows, convention};

pub(crate) struct Api {
    pub(crate) name: &'static str,
    /// The path that its operations stand under: its name, and the path of its server.
    pub(crate) base: String,
    pub(crate) operations: Vec<Operation>,
    pub(crate) collections: BTreeMap<&'static str, Rows>,
    pub(crate) settings: Settings,
}

impl Api {
    pub(super) fn new(
        name: &'static str,
        mut operations: Vec<Operation>,
        index: &Index<'static>,
    ) -> Self {
        let settings = index.settings(name).unwrap_or_default();
        let first = operations.first().map(|operation| operation.definition);
        let own = || {
            let variables = first?.server_variables(index);
            Some(filled(first?.server(index)?, &variables))
        };
        let url = Some(settings.server.clone()).filter(|url| !url.is_empty());
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
            settings,
        }
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
