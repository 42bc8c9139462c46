//! `cargo xtask lint`: everything that the rules find in the contract.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use build_support::contract;

use crate::contract::Contract;
use crate::findings::{Findings, github, json};
use crate::{cli, console};

/// Prints what is found. A warning fails as well: it is to be mended or waived.
pub(crate) fn run(options: &cli::Lint, out: &mut dyn Write) -> Result<ExitCode> {
    let contract = Contract::read(options.contract.as_deref())?;
    let diagnostics = contract::lint(contract.name(), &contract.text);
    let findings = Findings::new(contract.name(), &contract.text, &diagnostics);
    let printed = match options.format {
        cli::LintFormat::Human => findings.human(console::is_coloured(&io::stdout())),
        cli::LintFormat::Json => json::document(&findings)?,
        cli::LintFormat::Github => github::commands(&findings, &contract.place),
    };
    out.write_all(printed.as_bytes())?;
    out.flush()?;
    Ok(if diagnostics.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
