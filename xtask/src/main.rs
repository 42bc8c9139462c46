//! The commands of this workspace: `cargo xtask codegen` and `cargo xtask ci`.
#![forbid(unsafe_code)]

mod ci;
mod cli;
mod codegen;
mod console;
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
        cli::Command::Ci => ci::run(&mut out),
    };
    result.unwrap_or_else(|error| {
        console::report(&error);
        ExitCode::FAILURE
    })
}
