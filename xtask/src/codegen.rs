//! `cargo xtask codegen`: from the contract to the client's source.

use std::fs;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use build_support::GeneratedFile;

use crate::workspace::Place;
use crate::{cli, console, output, shell, workspace};

const CONTRACT: &str = "openapi.yaml";
const OUT: &str = "generated-client/src/generated";

/// Generates everything in memory and then writes it, or checks it with `--check`.
pub(crate) fn run(options: &cli::Codegen, out: &mut dyn Write) -> Result<ExitCode> {
    let contract = Place::given_or_default(options.contract.as_deref(), CONTRACT)?;
    let folder = Place::given_or_default(options.out.as_deref(), OUT)?;
    let files = generate(&contract)?;
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
fn generate(contract: &Place) -> Result<Vec<GeneratedFile>> {
    let text = read(contract)?;
    build_support::generate(&contract.shown, &text).or_else(|error| {
        let mut text = String::new();
        console::push_chain(&mut text, &error);
        text.push('\n');
        console::stderr().write_all(text.as_bytes())?;
        bail!(
            "no client can be generated from {}; nothing was written",
            contract.shown
        )
    })
}

/// Reads the contract's text.
fn read(contract: &Place) -> Result<String> {
    let shown = &contract.shown;
    let bytes = fs::read(&contract.path).map_err(|error| {
        let hint = match error.kind() {
            ErrorKind::NotFound => "; name another file with --contract",
            _ => "",
        };
        anyhow!(error).context(format!("cannot read the contract {shown}{hint}"))
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        anyhow!(error.utf8_error()).context(format!(
            "the contract {shown} is not UTF-8 in line {line}; save it as UTF-8"
        ))
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
    command
}
