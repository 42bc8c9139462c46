//! Which operation a request is for.

use super::{Api, Operation, Pair, Spec};
use crate::error::Failure;

/// The operation of a request, and the parameters in its path.
type Found = (&'static Operation, Vec<Pair>);

impl Spec {
    /// The API and the operation that method and path of a request lead to.
    pub(crate) fn route(
        &'static self,
        method: &str,
        path: &str,
    ) -> (Option<&'static Api>, Result<Found, Failure>) {
        let mut apis = self.apis.iter();
        let place = apis.find_map(|api| Some((api, api.inside(path)?)));
        let Some((api, inside)) = place else {
            let bases: Vec<_> = self.apis.iter().map(|api| api.base.as_str()).collect();
            let message = format!("Nothing is here. The APIs are below {}.", bases.join(", "));
            return (None, Err(Failure::new(404, message)));
        };
        (Some(api), Self::operation(api, method, inside))
    }

    fn operation(api: &'static Api, method: &str, path: &str) -> Result<Found, Failure> {
        let operations = api.operations.iter();
        let matching = operations.filter_map(|it| Some((it, it.matches(path)?)));
        let matching: Vec<_> = matching.collect();
        let with = |method: &str| matching.iter().find(|(it, _)| it.method == method).cloned();
        // What can be read can also be asked for without its body.
        let found = with(method).or_else(|| with("GET").filter(|_| method == "HEAD"));
        found.ok_or_else(|| {
            let Some((first, _)) = matching.first() else {
                return Failure::new(404, "No operation has this path.");
            };
            let same = matching
                .iter()
                .filter(|(it, _)| it.definition.path == first.definition.path);
            let mut methods: Vec<_> = same.map(|(it, _)| it.method.as_str()).collect();
            let is_readable = methods.contains(&"GET") && !methods.contains(&"HEAD");
            methods.extend(is_readable.then_some("HEAD"));
            let allow = methods.join(", ");
            let message = format!("This path has no {method}: use {allow}.");
            Failure {
                allow: Some(allow),
                ..Failure::new(405, message)
            }
        })
    }
}
