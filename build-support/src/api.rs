//! An API of the contract as the templates need it: its operations, with the type of everything that
//! is sent and received.

mod operation;
mod parameters;

use std::borrow::Cow;

use contract::{
    Auth, Contract, Index, Operation as Written, Settings,
    names::{self, Case, Scope},
};

pub(crate) use operation::{CallDefaults, MediaType, Operation, Pagination, Response, Success};
pub(crate) use parameters::{Location, Parameter, Style};

use crate::{
    Error,
    normalize::{Reader, Types},
};

/// The client crate of this workspace.
const CRATE: &str = "generated_client";

/// Names of methods of the generated client, which no operation can have; a call of `into` would be
/// one of the trait's, which takes the client itself.
const CLIENT_METHODS: &[&str] = &[
    "builder", "from_env", "with", "request", "download", "clone", "into", "try_into",
];

/// Names that the module of the requests has besides them.
const BUILDER_TYPES: &[&str] = &[
    "ArgumentError",
    "AsyncWrite",
    "Bytes",
    "Client",
    "Err",
    "Error",
    "IntoList",
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
    "Unpin",
    "Upload",
    "Vec",
];

/// One API: a namespace of the contract, or all of it, and a module of the client.
#[derive(Debug)]
pub(crate) struct Api {
    /// Name of the module, and of the namespace if there is one.
    pub(crate) name: String,
    /// The crate that the module is part of, as examples name it.
    pub(crate) krate: String,
    /// What holds the client and its types, as examples name it: the module, or the crate.
    pub(crate) path: String,
    /// What the contract says of the API in `x-apis`.
    pub(crate) settings: Settings,
    /// In the order of the contract.
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Types,
    /// The variables in the URLs of its servers.
    pub(crate) variables: Vec<Variable>,
}

/// A variable in the URL of a server.
#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) default: String,
    /// Every text, if there are none.
    pub(crate) values: Vec<String>,
    pub(crate) description: Option<String>,
}

impl Api {
    /// How the credentials travel that `api_key` and `basic` of the client's builder give, each way once;
    /// what the first operation with one takes is what most of them take.
    pub(crate) fn auths(&self) -> Vec<&Auth> {
        let first = self.operations.iter().map(|it| &it.auth);
        let further = self.further().map(|(_, auth)| auth);
        unique(
            first
                .filter(|it| **it != Auth::None)
                .chain(further.filter(|it| **it == Auth::Basic)),
        )
    }

    /// The security schemes that its `credential` gives keys and tokens for.
    pub(crate) fn schemes(&self) -> Vec<&str> {
        let keys = self.further().filter(|(_, auth)| *auth != Auth::Basic);
        unique(keys.map(|(scheme, _)| scheme.as_str()))
    }

    fn further(&self) -> impl Iterator<Item = &(String, Auth)> {
        self.operations.iter().flat_map(|it| &it.credentials)
    }

    /// Whether an operation takes the key that an environment variable holds.
    pub(crate) fn takes_key(&self) -> bool {
        self.auths().iter().any(|it| **it != Auth::Basic)
    }

    /// Whether an operation takes a user name and a password.
    pub(crate) fn takes_basic(&self) -> bool {
        self.auths().contains(&&Auth::Basic)
    }

    /// Environment variable that holds the key.
    pub(crate) fn api_key_env(&self) -> String {
        format!("{}_API_KEY", self.name.to_uppercase())
    }

    /// Environment variable that holds a base URL for every operation.
    pub(crate) fn base_url_env(&self) -> String {
        format!("{}_BASE_URL", self.name.to_uppercase())
    }
}

fn unique<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.fold(Vec::new(), |mut unique, it| {
        if !unique.contains(&it) {
            unique.push(it);
        }
        unique
    })
}

/// Reads the APIs of the contract, sorted by name; a contract that names none is one, called `only`.
pub(crate) fn apis(contract: &Contract, only: &str) -> Result<Vec<Api>, Error> {
    let index = contract.index();
    let mut names: Vec<_> = index.apis().map(Some).collect();
    names.sort_unstable();
    let mut operations = index.operations.iter();
    if names.is_empty() {
        names.push(None);
    } else if let Some(homeless) = operations.find(|it| !names.contains(&it.api())) {
        let place = || {
            format!(
                "{} {}",
                homeless.method.name().to_uppercase(),
                homeless.path
            )
        };
        let id = homeless.id().map(|(_, id)| id.to_owned());
        let operation = id.unwrap_or_else(place);
        return Err(Error::NoApi { operation });
    }
    let one = |name: Option<&str>| {
        let settings = match name {
            Some(name) => index.settings(name).map_err(|source| {
                let place = format!("x-apis: {name}");
                Error::Extension { place, source }
            })?,
            None => Settings {
                server: index.server().unwrap_or_default().to_owned(),
                ..Settings::default()
            },
        };
        let own = index.operations.iter();
        let own: Vec<_> = own
            .filter(|it| name.is_none() || it.api() == name)
            .collect();
        let module = name.map_or_else(|| names::name(only, Case::Snake), str::to_owned);
        api(&index, module, settings, &own, Reader::new(&index, name))
    };
    names.into_iter().map(one).collect()
}

fn api<'a>(
    index: &'a Index<'a>,
    name: String,
    settings: Settings,
    own: &[&Written<'a>],
    mut reader: Reader<'a>,
) -> Result<Api, Error> {
    let ids: Vec<_> = own.iter().map(|it| short_id(it, &reader)).collect();
    let ids = || ids.iter().map(|id| (&**id, None));
    let methods = Scope::new(Case::Snake, CLIENT_METHODS).name_all(ids());
    let builders = Scope::new(Case::Pascal, BUILDER_TYPES).name_all(ids());
    let statics = Scope::new(Case::Constant, &[]).name_all(ids());
    let mut operations = Vec::with_capacity(own.len());
    for (((written, method), builder), constant) in
        own.iter().zip(methods).zip(builders).zip(statics)
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
        for parameter in &operation.parameters {
            types.mark_requests(&parameter.ty, &parameter.bounds);
        }
        if let Some(body) = &operation.body {
            types.mark_requests(&body.ty, &body.bounds);
        }
        for ty in operation.received() {
            types.mark_responses(ty);
        }
    }
    types.keep_text_of_dates();
    types.mark_unions();
    types.mark_checked();
    Ok(Api {
        krate: CRATE.to_owned(),
        path: format!("{CRATE}::{name}"),
        variables: variables(index, own),
        name,
        settings,
        operations,
        types,
    })
}

/// The variables in the URLs of all servers, each name once.
fn variables<'a>(index: &Index<'a>, operations: &[&Written<'a>]) -> Vec<Variable> {
    let own = operations.iter().flat_map(|it| it.server_variables(index));
    let mut variables: Vec<Variable> = Vec::new();
    for variable in own.chain(index.server_variables()) {
        if variables.iter().all(|known| known.name != variable.name) {
            variables.push(Variable {
                name: variable.name.to_owned(),
                default: variable.default.to_owned(),
                values: variable.values.into_iter().map(str::to_owned).collect(),
                description: variable.description.map(str::to_owned),
            });
        }
    }
    variables
}

/// The name of an operation without its namespace.
fn short_id<'a>(operation: &Written<'a>, reader: &Reader<'_>) -> Cow<'a, str> {
    match operation.name() {
        Cow::Borrowed(id) => Cow::Borrowed(reader.local(id)),
        formed @ Cow::Owned(_) => formed,
    }
}
