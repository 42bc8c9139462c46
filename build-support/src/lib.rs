//! Turns the OpenAPI contract into the source of the client crate.
//!
//! ```text
//! text ─► contract ─► api ─┬► normalize ─► types (progenitor, improved) ────┬► render ─► files
//!                          └► operations (templates) ───────────────────────┘
//! ```
//!
//! - the crate `contract` reads the text strictly and reports every mistake at its line;
//! - `api` reads the operations of each API, and has `normalize` name every type that they need;
//! - `types` has progenitor print these types, and improves what it prints;
//! - `operations` prints the client and its request builders from templates;
//! - `docs` and `markdown` turn descriptions into Rust documentation;
//! - `imports` and `render` format the result like hand-written code;
//! - `package` wraps the modules in a crate of their own;
//! - `listing` lists the public API of the client crate, and compares it with an earlier listing.
//!
//! The crate writes no files and prints nothing; `xtask` does both.
#![forbid(unsafe_code)]

mod api;
mod docs;
mod imports;
pub mod listing;
mod markdown;
mod normalize;
mod operations;
mod package;
mod render;
mod types;

use std::path::Path;

pub use contract::{ContractError, Conventions};
pub use package::{Package, package, package_name};
pub use render::HEADER;

/// One generated source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The file's path below the output folder, with `/` between folders.
    pub path: String,
    /// The whole text of the file, ending in a line feed.
    pub contents: String,
    /// What the listing reads of it.
    items: Vec<syn::Item>,
}

/// Why no files were generated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The contract has errors; all of them are listed.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// Neither the contract's file nor its title gives a name for a crate.
    #[error("`{0}` gives no name for the crate; give it one with `--name`")]
    NoName(String),
    /// An extension does not hold what it should.
    #[error("{place} cannot be read")]
    Extension {
        /// The extension, and where it stands.
        place: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// An operation is of no API, so it has no module.
    #[error(
        "operation `{operation}` belongs to no API: begin its operationId with the name of an API in \
         `x-apis` and a dot"
    )]
    NoApi {
        /// The operationId, or method and path where there is none.
        operation: String,
    },
    /// progenitor refused the types.
    #[error("progenitor cannot generate the types of `{api}`")]
    Refused {
        /// Name of the API.
        api: String,
        /// progenitor's own words.
        #[source]
        source: progenitor::Error,
    },
    /// Something panicked: the types hold something that progenitor's checks do not foresee.
    #[error(
        "generating the code of `{api}` panicked: {message}\n  \
         = help: undo the last change to this API step by step to find what the generator cannot \
         take, and report it"
    )]
    Panicked {
        /// Name of the API.
        api: String,
        /// The panic's message.
        message: String,
    },
    /// progenitor's types are not what is known of them.
    #[error(
        "the types of `{api}` are not what they are known to be: {problem}\n  \
         = help: progenitor's code has changed its shape; adapt build-support/src/types/ to it, or pin \
         the former progenitor"
    )]
    Unknown {
        /// Name of the API.
        api: String,
        /// What is not known.
        problem: String,
    },
}

/// Generates the client's files from the contract `text`, which messages call `source`: a module for
/// each API that it names in `x-apis`, else one, called `name` or after the file that `source` names.
///
/// The same text gives the same files, byte for byte, on every machine.
///
/// # Errors
///
/// See [`Error`]. Nothing is generated then, not even for the APIs that are in order.
pub fn generate(
    source: &str,
    text: &str,
    conventions: Conventions,
    name: Option<&str>,
) -> Result<Vec<GeneratedFile>, Error> {
    let (contract, _) = contract::load(source, text, conventions)?;
    let stem = || Path::new(source).file_stem()?.to_str();
    let apis = api::apis(&contract, name.or_else(stem).unwrap_or("api"))?;
    let mut files = vec![render::module_list(&apis)];
    for api in &apis {
        files.push(module(api)?);
    }
    Ok(files)
}

/// The file of one API.
fn module(api: &api::Api) -> Result<GeneratedFile, Error> {
    types::caught(&api.name, || {
        let items = operations::items(api)?;
        Ok(render::module(api, &operations::about(api), items))
    })?
}
