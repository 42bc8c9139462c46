//! Turns the OpenAPI contract into the source of the client crate.
//!
//! ```text
//! text ─► contract ─► api ─┬► normalize ─► types (progenitor, then passes) ─┬► render ─► files
//!                          └► operations (templates) ─────────────────────┘
//! ```
//!
//! - the crate `contract` loads the text strictly: every mistake is reported, at its line;
//! - `api` reads the operations of each API, and has `normalize` name every type that they need;
//! - `types` gives these types to progenitor and improves what it prints, one pass for each
//!   improvement;
//! - `operations` prints the client and its requests by templates;
//! - `imports` and `render` make of both a file that a person could have written;
//! - `listing` reads the public API of the whole client crate, and compares it with an earlier one.
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
mod render;
mod types;

pub use contract::{ContractError, Conventions};
pub use render::HEADER;
pub use types::{GenerateError, PassError};

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
    /// The contract lacks what the generator reads beyond OpenAPI.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// progenitor gave no types.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// progenitor's types are not what the passes know.
    #[error(transparent)]
    Pass(#[from] PassError),
}

/// The contract lacks what the generator reads beyond OpenAPI.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
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
}

impl ReadError {
    pub(crate) fn extension(place: impl Into<String>, source: serde_json::Error) -> Self {
        let place = place.into();
        Self::Extension { place, source }
    }
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
    let apis = api::apis(&contract)?;
    let mut files = vec![render::module_list(&apis)];
    for api in &apis {
        let file = types::quietly(&api.name, || {
            let file = operations::file(api)?;
            Ok::<_, Error>(render::module(api, &file))
        })??;
        files.push(file);
    }
    Ok(files)
}
