//! `cargo xtask codegen`: from the contract to the client's source.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use build_support::{Conventions, Error, GeneratedFile};

use crate::findings::Findings;
use crate::input::Contract;
use crate::workspace::Place;
use crate::{cli, console, output, shell, workspace};

const OUT: &str = "generated-client/src/generated";

/// Generates everything in memory and then writes it, or checks it with `--check`.
pub(crate) fn run(options: &cli::Codegen, out: &mut dyn Write) -> Result<ExitCode> {
    let contract = Contract::read(options.contract.as_deref())?;
    let folder = Place::given_or_default(options.out.as_deref(), OUT)?;
    let files = generate(&contract, options.conventions.into())?;
    if options.check {
        let fine = output::check(&folder, &files, &mending_command(options), out)?;
        return Ok(if fine {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    output::write(&folder, &files, out)?;
    Ok(ExitCode::SUCCESS)
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
