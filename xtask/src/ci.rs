//! `cargo xtask ci`: everything that a change has to pass.

use std::env;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::{console, workspace};

/// The commands as a person types them, what fails fastest first.
const COMMANDS: &[&str] = &[
    "cargo fmt --all --check",
    "cargo clippy --workspace --all-targets --locked -- -D warnings",
    "cargo xtask lint",
    "cargo xtask codegen --check",
    // What has tests; clippy has compiled the benchmarks and the other examples already.
    "cargo test --workspace --tests --locked",
    "cargo test --workspace --doc --locked",
    // Without private items: what a reader of the published pages sees, and no link out of it.
    "RUSTDOCFLAGS=-Dwarnings cargo doc --workspace --no-deps --locked",
];

/// Runs the commands, each with its output as it comes, up to the first that fails.
pub(crate) fn run() -> Result<ExitCode> {
    let root = workspace::root()?;
    let (count, start) = (COMMANDS.len(), Instant::now());
    for (number, line) in (1..).zip(COMMANDS) {
        console::print(&format!("==> [{number}/{count}] {line}\n"))?;
        let command_start = Instant::now();
        let status = command(line).current_dir(&root).status();
        let seconds = command_start.elapsed().as_secs_f64();
        let status = status.context("cannot start cargo")?;
        ensure!(
            status.success(),
            "failed after {seconds:.1} s with {status}; to run it alone:\n    {line}"
        );
        console::print(&format!("    passed in {seconds:.1} s\n\n"))?;
    }
    let seconds = start.elapsed().as_secs_f64();
    console::print(&format!("ci: {count} commands passed in {seconds:.0} s\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The cargo that runs this program, with the variables that stand before `cargo` in the line.
fn command(line: &str) -> Command {
    let (variables, arguments) = line.split_once("cargo ").unwrap_or(("", line));
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Some build scripts watch what cargo tells this program about its own package: left in place,
    // it would have their packages built anew when this and a person's `cargo test` take turns.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    let variables = variables.split_whitespace();
    command.envs(variables.filter_map(|variable| variable.split_once('=')));
    command.args(arguments.split_whitespace());
    command
}
