//! Which operation a request is for.

use super::{Api, Operation, Spec};
use crate::error::Failure;
use crate::parameters::Parameters;

/// Where method and path of a request lead.
pub(crate) struct Route<'p> {
    pub(crate) api: Option<&'static Api>,
    pub(crate) operation: Result<&'static Operation, Failure>,
    /// The parameters in the path, percent-encoded.
    pub(crate) path: Vec<(&'static str, &'p str)>,
}

impl Spec {
    pub(crate) fn route<'p>(&'static self, method: &str, path: &'p str) -> Route<'p> {
        let route = |api, operation, path| Route {
            api,
            operation,
            path,
        };
        let mut apis = self.apis.iter();
        let place = apis.find_map(|api| Some((api, api.inside(path)?)));
        let Some((api, inside)) = place else {
            let bases: Vec<_> = self.apis.iter().map(|api| api.base.as_str()).collect();
            let message = format!("Nothing is here. The APIs are below {}.", bases.join(", "));
            return route(None, Err(Failure::new(404, message)), Vec::new());
        };
        let operations = api.operations.iter();
        let matching = operations.filter_map(|it| Some((it, it.matches(inside)?)));
        let matching: Vec<_> = matching.collect();
        let with = |method: &str| {
            let with = || matching.iter().filter(|(it, _)| it.method == method);
            // Where several match, the values of their parameters tell them apart.
            let fits = with().find(|(it, path)| Parameters::fit(self, it, path));
            fits.or_else(|| with().next())
        };
        // What can be read can also be asked for without its body.
        let found = with(method).or_else(|| with("GET").filter(|_| method == "HEAD"));
        if let Some((operation, path)) = found {
            return route(Some(api), Ok(*operation), path.clone());
        }
        let mut failure = Failure::new(404, "No operation has this path.");
        if let Some((first, _)) = matching.first() {
            let same = matching.iter().filter(|(it, _)| it.path == first.path);
            let mut methods: Vec<_> = same.map(|(it, _)| it.method.as_str()).collect();
            let is_readable = methods.contains(&"GET") && !methods.contains(&"HEAD");
            methods.extend(is_readable.then_some("HEAD"));
            let allow = methods.join(", ");
            failure = Failure::new(405, format!("This path has no {method}: use {allow}."));
            failure.allow = Some(allow);
        }
        route(Some(api), Err(failure), Vec::new())
    }
}
