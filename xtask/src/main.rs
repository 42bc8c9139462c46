//! The commands of this workspace: `cargo xtask codegen`, `lint`, `diff` and `ci`.
#![forbid(unsafe_code)]

mod ci;
mod cli;
mod codegen;
mod console;
mod diff;
mod findings;
mod github;
mod input;
mod lint;
mod output;
mod shell;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let mut out = console::stdout();
    let result = match cli.command {
        cli::Command::Codegen(options) => codegen::run(&options, &mut out),
        cli::Command::Lint(options) => lint::run(&options, &mut out),
        cli::Command::Diff(options) => diff::run(&options, &mut out),
        cli::Command::Ci => ci::run(&mut out),
    };
    result.unwrap_or_else(|error| {
        console::report(&error);
        ExitCode::FAILURE
    })
}
