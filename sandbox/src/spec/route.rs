//! Which operation a request is for.

use super::{Api, Operation, Spec};
use crate::error::Failure;

/// Where method and path of a request lead.
pub(crate) struct Route<'p> {
    pub(crate) api: Option<&'static Api>,
    pub(crate) operation: Result<&'static Operation, Failure>,
    /// The parameters in the path, percent-encoded.
    pub(crate) path: Vec<(&'static str, &'p str)>,
}

impl Spec {
    pub(crate) fn route<'p>(&'static self, method: &str, path: &'p str) -> Route<'p> {
        let mut apis = self.apis.iter();
        let place = apis.find_map(|api| Some((api, api.inside(path)?)));
        let Some((api, inside)) = place else {
            let bases: Vec<_> = self.apis.iter().map(|api| api.base.as_str()).collect();
            let message = format!("Nothing is here. The APIs are below {}.", bases.join(", "));
            return Route {
                api: None,
                operation: Err(Failure::new(404, message)),
                path: Vec::new(),
            };
        };
        let mut methods = Vec::new();
        let mut first = None;
        for operation in &api.operations {
            let Some(path) = operation.matches(inside) else {
                continue;
            };
            // What can be read can also be asked for without its body.
            if operation.method == method || (operation.method == "GET" && method == "HEAD") {
                let operation = Ok(operation);
                let api = Some(api);
                return Route {
                    api,
                    operation,
                    path,
                };
            }
            if *first.get_or_insert(operation.path) == operation.path {
                methods.push(operation.method.as_str());
            }
        }
        let mut failure = Failure::new(404, "No operation has this path.");
        if first.is_some() {
            methods.extend(methods.contains(&"GET").then_some("HEAD"));
            let allow = methods.join(", ");
            failure = Failure::new(405, format!("This path has no {method}: use {allow}."));
            failure.allow = Some(allow);
        }
        Route {
            api: Some(api),
            operation: Err(failure),
            path: Vec::new(),
        }
    }
}
