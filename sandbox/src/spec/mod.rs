//! The contract as the sandbox serves it: its APIs, their operations, and where requests go.

mod api;
mod convention;
mod operation;
mod pattern;
mod route;
mod sample;
mod schema;

use std::sync::{Mutex, PoisonError};

use contract::{Class, Contract, Conventions, Diagnostic, Index, Severity, Validator};

pub(crate) use self::api::{Api, RateLimit};
pub(crate) use self::convention::{Action, Convention};
pub(crate) use self::operation::{Operation, Scheme};
pub(crate) use self::route::Route;
pub(crate) use self::sample::text_of;
pub(crate) use self::schema::properties;

/// The contract of this workspace.
const BUILT_IN: &str = include_str!("../../../openapi.yaml");

/// The API of operations that are in no namespace of `x-apis`.
const NAMELESS: &str = "api";

/// A contract, laid out for serving.
pub(crate) struct Spec {
    pub(crate) index: Index<'static>,
    pub(crate) validator: Validator<'static>,
    pub(crate) apis: Vec<Api>,
}

/// The contracts that were read: each text once in a process, and then kept, so that all sandboxes of
/// a contract share it.
static READ: Mutex<Vec<(String, &'static Spec)>> = Mutex::new(Vec::new());

impl Spec {
    /// The contract of this workspace, which its own checks keep in order.
    pub(crate) fn built_in() -> Result<&'static Self, Vec<Diagnostic>> {
        Self::shared(BUILT_IN, || {
            let loaded = contract::load_earlier("openapi.yaml", BUILT_IN);
            loaded.map_err(|error| error.diagnostics().to_vec())
        })
    }

    /// Another contract, whatever conventions it follows. What only the generator does not take is no
    /// error here.
    pub(crate) fn read(text: &str) -> Result<&'static Self, Vec<Diagnostic>> {
        Self::shared(text, || {
            let mut reading = contract::read("contract", text, Conventions::Off);
            let is_wrong = |finding: &Diagnostic| {
                finding.severity == Severity::Error && finding.class != Class::Unsupported
            };
            reading.findings.retain(is_wrong);
            reading.contract.ok_or(reading.findings)
        })
    }

    fn shared(
        text: &str,
        load: impl FnOnce() -> Result<Contract, Vec<Diagnostic>>,
    ) -> Result<&'static Self, Vec<Diagnostic>> {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, spec)) = read.iter().find(|(known, _)| known == text) {
            return Ok(spec);
        }
        let spec: &'static Self = Box::leak(Box::new(Self::new(Box::leak(Box::new(load()?)))));
        read.push((text.to_owned(), spec));
        Ok(spec)
    }

    fn new(contract: &'static Contract) -> Self {
        let index = contract.index();
        let root = contract.to_json();
        let server = root.pointer("/servers/0/url").and_then(|url| url.as_str());
        let names: Vec<_> = index.apis().collect();
        let nameless = (!names.contains(&NAMELESS)).then_some(NAMELESS);
        let apis = names.iter().copied().chain(nameless).map(|name| {
            let operations = index.operations.iter().filter(|operation| {
                let api = operation.api().filter(|api| names.contains(api));
                api.unwrap_or(NAMELESS) == name
            });
            let operations = operations.map(|operation| Operation::new(operation, &index));
            Api::new(name, operations.collect(), &index, server)
        });
        let apis = apis
            .filter(|api| Some(api.name) != nameless || !api.operations.is_empty())
            .collect();
        let validator = contract.validator();
        Self {
            index,
            validator,
            apis,
        }
    }

    /// The API of this name.
    pub(crate) fn api(&self, name: &str) -> Option<&Api> {
        self.apis.iter().find(|api| api.name == name)
    }

    /// Every operation.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.apis.iter().flat_map(|api| &api.operations)
    }
}
