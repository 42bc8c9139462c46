//! The whole command grammar.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the client's source from the contract
    Codegen(Codegen),
    /// Run everything that a change has to pass, stopping at the first failure
    Ci,
}

/// Options of `codegen`. A path is relative to the caller's folder, a default to the workspace.
#[derive(Args, Debug, Default)]
pub(crate) struct Codegen {
    /// Write nothing; show how the files differ from the contract and exit with 1 if any does
    #[arg(long)]
    pub(crate) check: bool,

    /// The contract [default: openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub(crate) contract: Option<PathBuf>,

    /// The folder of the generated files [default: generated-client/src/generated in the
    /// workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_grammar_is_sound() {
        Cli::command().debug_assert();
    }
}
