//! `cargo xtask lint`: everything that the rules find in the contract, and why there is a rule.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use crate::findings::{Findings, github, json};
use crate::input::Contract;
use crate::{cli, console};

/// Prints what is found. A warning fails as well: it is to be fixed or suppressed.
pub(crate) fn run(options: &cli::Lint, out: &mut dyn Write) -> Result<ExitCode> {
    if let Some(rule) = options.explain {
        out.write_all(contract::explain(rule).as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let contract = Contract::read(options.contract.as_deref())?;
    let conventions = options.conventions.into();
    let diagnostics = contract::lint(contract.name(), &contract.text, conventions);
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
