//! An API of the contract as the templates need it: its operations, with the type of everything that
//! is sent and received.

mod operation;
mod settings;

use contract::{
    Contract, Index, Operation as Written,
    names::{Case, Scope},
};

pub(crate) use operation::{
    CallDefaults, Location, Operation, Pagination, Parameter, Response, Success,
};
pub(crate) use settings::{RateLimit, Refill, Settings};

use crate::{
    ReadError,
    normalize::{Reader, Types},
};

/// Names of methods of the generated client, which no operation can have; a call of `into` would be
/// one of the trait's, which takes the client itself.
const CLIENT_METHODS: &[&str] = &[
    "builder", "from_env", "with", "request", "download", "clone", "into", "try_into",
];

/// Names that the module of the requests has besides them.
const BUILDER_TYPES: &[&str] = &[
    "ArgumentError",
    "Client",
    "Err",
    "Error",
    "Items",
    "None",
    "Ok",
    "Option",
    "Pages",
    "Response",
    "Result",
    "Some",
    "String",
    "TryIntoOption",
    "Vec",
];

/// One API: a namespace of the contract, and a module of the client.
#[derive(Debug)]
pub(crate) struct Api {
    /// Name of the namespace and of the module.
    pub(crate) name: String,
    /// What the contract says of the API in `x-apis`.
    pub(crate) settings: Settings,
    /// In the order of the contract.
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Types,
}

impl Api {
    /// Environment variable that holds the key.
    pub(crate) fn api_key_env(&self) -> String {
        format!("{}_API_KEY", self.name.to_uppercase())
    }

    /// Environment variable that holds a base URL for every operation.
    pub(crate) fn base_url_env(&self) -> String {
        format!("{}_BASE_URL", self.name.to_uppercase())
    }
}

/// Reads the APIs of the contract, sorted by name.
pub(crate) fn apis(contract: &Contract) -> Result<Vec<Api>, ReadError> {
    let index = contract.index();
    let mut names: Vec<&str> = index.apis().collect();
    names.sort_unstable();
    let homeless = index.operations.iter().find(|operation| {
        let api = operation.api();
        !api.is_some_and(|api| names.contains(&api))
    });
    if let Some(operation) = homeless {
        let id = operation.id().map(|(_, id)| id.to_owned());
        let place = || {
            format!(
                "{} {}",
                operation.method.name().to_uppercase(),
                operation.path
            )
        };
        let operation = id.unwrap_or_else(place);
        return Err(ReadError::NoApi { operation });
    }
    names.into_iter().map(|name| api(&index, name)).collect()
}

fn api(index: &Index<'_>, name: &str) -> Result<Api, ReadError> {
    let settings = index
        .api(name)
        .map(contract::Node::to_json)
        .unwrap_or_default();
    let settings = serde_json::from_value(settings)
        .map_err(|error| ReadError::extension(format!("x-apis: {name}"), error))?;
    let own: Vec<&Written<'_>> = index
        .operations
        .iter()
        .filter(|operation| operation.api() == Some(name))
        .collect();
    let ids: Vec<&str> = own.iter().filter_map(|it| short_id(it)).collect();
    let ids = || ids.iter().map(|id| (*id, None));
    let methods = Scope::new(Case::Snake, CLIENT_METHODS).name_all(ids());
    let builders = Scope::new(Case::Pascal, BUILDER_TYPES).name_all(ids());
    let statics = Scope::new(Case::Constant, &[]).name_all(ids());
    let mut reader = Reader::new(index, name);
    let mut operations = Vec::with_capacity(own.len());
    for (((written, method), builder), constant) in
        own.into_iter().zip(methods).zip(builders).zip(statics)
    {
        let names = operation::Names {
            method,
            builder,
            constant,
        };
        operations.push(operation::read(index, written, names, &mut reader)?);
    }
    let mut types = reader.finish();
    for operation in &operations {
        if let Some(body) = &operation.body {
            types.mark_requests(&body.ty, &body.bounds);
        }
        for ty in operation.received() {
            types.mark_responses(ty);
        }
    }
    types.mark_unions();
    types.mark_checked();
    Ok(Api {
        name: name.to_owned(),
        settings,
        operations,
        types,
    })
}

/// The operationId without its namespace.
fn short_id<'a>(operation: &Written<'a>) -> Option<&'a str> {
    let (_, id) = operation.id()?;
    contract::split_name(id).map(|(_, short)| short)
}
