//! `cargo xtask codegen`: from the contract to the client's source and the listing of its API.

mod sources;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use build_support::{Conventions, Error, GeneratedFile, listing};

use crate::findings::Findings;
use crate::input::Contract;
use crate::output::{self, Output};
use crate::workspace::{self, LISTING, Place};
use crate::{cli, console, shell};

const OUT: &str = "generated-client/src/generated";

/// Generates everything in memory and then writes it, or checks it with `--check`.
pub(crate) fn run(options: &cli::Codegen, out: &mut dyn Write) -> Result<ExitCode> {
    let contract = Contract::read(options.contract.as_deref())?;
    let folder = Place::given_or_default(options.out.as_deref(), OUT)?;
    let files = generate(&contract, options.conventions.into())?;
    // Files that are generated elsewhere are no part of the client crate.
    let listing = match options.out {
        Some(_) => None,
        None => Some(api_listing(&files)?),
    };
    let output = Output {
        folder,
        files,
        listing,
    };
    if options.check {
        let fine = output::check(&output, &mending_command(options), out)?;
        return Ok(if fine {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    output::write(&output, out)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists the public API of the client with these generated files: its place and its text.
fn api_listing(files: &[GeneratedFile]) -> Result<(Place, String)> {
    let sources = sources::read(&workspace::root()?, files)?;
    let text = listing::listing(sources::CLIENT, &sources)
        .with_context(|| format!("{LISTING} cannot be written; nothing was"))?;
    Ok((Place::given_or_default(None, LISTING)?, text))
}

/// Generates all files from the contract. What is wrong with it is printed on standard error.
fn generate(contract: &Contract, conventions: Conventions) -> Result<Vec<GeneratedFile>> {
    let name = contract.name();
    build_support::generate(name, &contract.text, conventions).or_else(|error| {
        let mut printed = String::new();
        if let Error::Contract(error) = &error {
            let findings = Findings::new(name, &contract.text, error.diagnostics());
            printed = findings.human(console::is_coloured(&io::stderr()));
        } else {
            console::push_chain(&mut printed, &error);
        }
        printed.push('\n');
        console::stderr().write_all(printed.as_bytes())?;
        bail!("no client can be generated from {name}; nothing was written")
    })
}

/// The command that writes what `options` checks.
fn mending_command(options: &cli::Codegen) -> String {
    let mut command = String::from("cargo xtask codegen");
    for (flag, path) in [("--contract", &options.contract), ("--out", &options.out)] {
        if let Some(path) = path {
            let path = workspace::shown(path);
            command.extend([" ", flag, " ", &shell::quote(&path)]);
        }
    }
    if options.conventions == cli::Conventions::Off {
        command.push_str(" --conventions off");
    }
    command
}
