//! The contract as the sandbox serves it: its APIs, their operations, and where requests go.

mod api;
mod convention;
mod operation;
mod pattern;
mod route;
mod sample;
mod schema;

use std::collections::BTreeMap;
use std::sync::Mutex;

use contract::{Class, Contract, Conventions, Diagnostic, Index, Node, Problem};
use serde_json::Value;

use crate::lock;

pub(crate) use self::api::Api;
pub(crate) use self::convention::{Action, Convention, Rows};
pub(crate) use self::operation::{Documented, Operation, Pair};
pub(crate) use self::sample::text_of;
pub(crate) use self::schema::{can_be, member, parts, properties};

const BUILT_IN: &str = include_str!("../../../openapi.yaml");

/// The API of operations that are in no namespace of `x-apis`, unless it is given a name.
const NAMELESS: &str = "api";

/// A contract, laid out for serving.
pub(crate) struct Spec {
    pub(crate) index: Index<'static>,
    pub(crate) apis: Vec<Api>,
}

/// The contracts that were read, by name and text: each once in a process, and then kept, so that all
/// sandboxes of a contract share it.
static READ: Mutex<BTreeMap<(String, Option<String>), &'static Spec>> = Mutex::new(BTreeMap::new());

impl Spec {
    /// The contract of this text, whatever conventions it follows, or the one of this workspace. `name`
    /// is that of the API of operations that are in no namespace of `x-apis`.
    pub(crate) fn read(
        name: Option<&str>,
        text: Option<&str>,
    ) -> Result<&'static Self, Vec<Diagnostic>> {
        let name = name.unwrap_or(NAMELESS);
        let key = (name.to_owned(), text.map(str::to_owned));
        let mut read = lock(&READ);
        if let Some(spec) = read.get(&key) {
            return Ok(spec);
        }
        let contract = match text {
            Some(text) => Self::another(text)?,
            // The workspace's own checks keep it in order.
            None => contract::load_earlier("openapi.yaml", BUILT_IN)
                .map_err(|error| error.diagnostics().to_vec())?,
        };
        let nameless = Box::leak(name.to_owned().into_boxed_str());
        let spec = Self::new(nameless, Box::leak(Box::new(contract)));
        let spec: &'static Self = Box::leak(Box::new(spec));
        read.insert(key, spec);
        Ok(spec)
    }

    /// What only the generator does not take is no error here.
    fn another(text: &str) -> Result<Contract, Vec<Diagnostic>> {
        let mut reading = contract::read("contract", text, Conventions::Off);
        let is_wrong =
            |finding: &Diagnostic| finding.class.is_error() && finding.class != Class::Unsupported;
        reading.findings.retain(is_wrong);
        reading.contract.ok_or(reading.findings)
    }

    fn new(nameless: &'static str, contract: &'static Contract) -> Self {
        let mut spec = Self {
            index: contract.index(),
            apis: Vec::new(),
        };
        let names: Vec<_> = spec.index.apis().collect();
        let is_added = !names.contains(&nameless);
        for name in names.iter().copied().chain(is_added.then_some(nameless)) {
            let api_of = |operation: &contract::Operation<'static>| {
                let api = operation.api().filter(|api| names.contains(api));
                api.unwrap_or(nameless)
            };
            let operations = spec.index.operations.iter().filter(|it| api_of(it) == name);
            let operations: Vec<_> = operations.map(|it| Operation::new(*it, &spec)).collect();
            if name != nameless || !operations.is_empty() {
                let api = Api::new(name, operations, &spec.index);
                spec.apis.push(api);
            }
        }
        spec
    }

    /// Whether a schema, if there is one, allows a value in a request.
    pub(crate) fn takes(&self, schema: Option<&'static Node>, value: &Value) -> bool {
        self.problem(schema, value).is_none()
    }

    /// The first thing that is wrong with a value in a request.
    pub(crate) fn problem(&self, schema: Option<&'static Node>, value: &Value) -> Option<Problem> {
        let problems = self.index.in_request(schema?, value);
        problems.into_iter().next()
    }

    pub(crate) fn allows(&self, schema: &'static Node, value: &Value) -> bool {
        self.index.in_response(schema, value).is_empty()
    }

    pub(crate) fn api(&self, name: &str) -> Option<&Api> {
        self.apis.iter().find(|api| api.name == name)
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.apis.iter().flat_map(|api| &api.operations)
    }
}
