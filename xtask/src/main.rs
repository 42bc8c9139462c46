//! The commands of this workspace: `cargo xtask codegen`, `lint`, `diff` and `ci`.
#![forbid(unsafe_code)]

mod annotation;
mod ci;
mod cli;
mod codegen;
mod console;
mod diff;
mod files;
mod lint;
mod snippet;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let result = match cli::Cli::parse().command {
        cli::Command::Codegen(options) => codegen::run(&options),
        cli::Command::Lint(options) => lint::run(&options),
        cli::Command::Diff(options) => diff::run(&options),
        cli::Command::Ci => ci::run(),
    };
    result.unwrap_or_else(|error| {
        console::report(&error);
        ExitCode::FAILURE
    })
}
