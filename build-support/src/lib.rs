//! Turns the OpenAPI contract into the source of the client crate.
//!
//! ```text
//! text ─► contract ─► api ─► lower ─► generate ─► refine ─► render ─► files
//! ```
//!
//! - the crate `contract` loads the text strictly: every mistake is reported, at its line;
//! - `api` splits the contract into its APIs, one for each namespace;
//! - `lower` rewrites what progenitor cannot take;
//! - `generate` calls progenitor;
//! - `refine` improves progenitor's code, one small pass for each improvement;
//! - `render` prints it;
//! - `listing` reads the public API of the whole client crate, and compares it with an earlier one;
//! - `compare` classes what differs between two contracts.
//!
//! The crate writes no files and prints nothing; `xtask` does both.
#![forbid(unsafe_code)]

mod api;
pub mod compare;
mod generate;
pub mod listing;
mod lower;
mod refine;
mod render;
mod walk;

pub use api::SplitError;
pub use contract::{ContractError, Conventions};
pub use generate::GenerateError;
pub use refine::RefineError;
pub use render::HEADER;

/// One generated source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The file's path below the output folder, with `/` between folders.
    pub path: String,
    /// The whole text of the file, ending in a line feed.
    pub contents: String,
}

/// Why no files were generated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The contract has errors; all of them are listed.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The contract cannot be split into APIs.
    #[error("the contract cannot be split into APIs")]
    Split(#[from] SplitError),
    /// progenitor gave no code.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// progenitor's code is not what the refine passes know.
    #[error(transparent)]
    Refine(#[from] RefineError),
}

/// Generates the client's files from the contract `text`, which messages call `source`. The APIs
/// that it names in `x-apis` are needed with the conventions and without.
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
) -> Result<Vec<GeneratedFile>, Error> {
    let contract = contract::load(source, text, conventions)?;
    let apis = api::split(&contract.model)?;
    let mut files = vec![render::module_list(&apis)];
    for api in &apis {
        let mut file = progenitors_code(api)?;
        refine::refine(&mut file, api)?;
        files.push(render::module(api, &file));
    }
    Ok(files)
}

/// What progenitor makes of an API: the code that the refine passes start from.
fn progenitors_code(api: &api::Api) -> Result<syn::File, GenerateError> {
    generate::generate(&api.name, &lower::lower(api.document.clone()))
}
