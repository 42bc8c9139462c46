//! `cargo xtask ci`: everything that a change has to pass.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::{cli, codegen, lint, shell, workspace};

/// One thing that a change has to pass.
struct Step {
    name: &'static str,
    action: Action,
}

/// How a step is run.
enum Action {
    /// A cargo command, run in the workspace's root.
    Cargo {
        arguments: &'static [&'static str],
        environment: &'static [(&'static str, &'static str)],
    },
    /// A command of this program, run in this process.
    Xtask {
        command: &'static str,
        run: fn(&mut dyn Write) -> Result<ExitCode>,
    },
}

/// The steps, what fails fastest first.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        action: cargo(&["fmt", "--all", "--check"]),
    },
    Step {
        name: "clippy",
        action: cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]),
    },
    Step {
        name: "lint",
        action: Action::Xtask {
            command: "lint",
            run: check_contract,
        },
    },
    Step {
        name: "codegen",
        action: Action::Xtask {
            command: "codegen --check",
            run: check_codegen,
        },
    },
    Step {
        name: "tests",
        // Not `--all-targets`: that would run the benchmarks, which clippy has compiled already.
        action: cargo(&["test", "--workspace", "--tests", "--examples", "--locked"]),
    },
    Step {
        name: "doc tests",
        action: cargo(&["test", "--workspace", "--doc", "--locked"]),
    },
    Step {
        name: "docs",
        // Without private items: what a reader of the published pages sees, and no link out of it.
        action: Action::Cargo {
            arguments: &["doc", "--workspace", "--no-deps", "--locked"],
            environment: &[("RUSTDOCFLAGS", "-D warnings")],
        },
    },
];

/// Runs the steps, each with its output as it comes, up to the first that fails.
pub(crate) fn run(out: &mut dyn Write) -> Result<ExitCode> {
    run_steps(STEPS, &workspace::root()?, out)?;
    Ok(ExitCode::SUCCESS)
}

fn run_steps(steps: &[Step], root: &Path, out: &mut dyn Write) -> Result<()> {
    let start = Instant::now();
    for (number, step) in (1..).zip(steps) {
        let command = step.action.command_line();
        writeln!(
            out,
            "==> [{number}/{}] {}: {command}",
            steps.len(),
            step.name
        )?;
        out.flush()?; // Before the step's own output.
        let step_start = Instant::now();
        let result = step.action.run(root, out);
        let seconds = step_start.elapsed().as_secs_f64();
        result.with_context(|| {
            let name = step.name;
            format!("{name} failed after {seconds:.1} s; to run it alone:\n    {command}")
        })?;
        writeln!(out, "    {} passed in {seconds:.1} s\n", step.name)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    writeln!(out, "ci: {} steps passed in {seconds:.0} s", steps.len())?;
    out.flush()?;
    Ok(())
}

const fn cargo(arguments: &'static [&'static str]) -> Action {
    Action::Cargo {
        arguments,
        environment: &[],
    }
}

fn check_contract(out: &mut dyn Write) -> Result<ExitCode> {
    lint::run(&cli::Lint::default(), out)
}

fn check_codegen(out: &mut dyn Write) -> Result<ExitCode> {
    let options = cli::Codegen {
        check: true,
        ..cli::Codegen::default()
    };
    codegen::run(&options, out)
}

impl Action {
    /// The command as a person would type it.
    fn command_line(&self) -> String {
        match self {
            Self::Cargo {
                arguments,
                environment,
            } => {
                let mut line = String::new();
                for (name, value) in *environment {
                    line.extend([name, "=", &shell::quote(value), " "]);
                }
                line.push_str("cargo");
                for argument in *arguments {
                    line.extend([" ", &shell::quote(argument)]);
                }
                line
            }
            Self::Xtask { command, .. } => format!("cargo xtask {command}"),
        }
    }

    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<()> {
        match self {
            Self::Cargo {
                arguments,
                environment,
            } => {
                let status = cargo_command()
                    .args(*arguments)
                    .envs(environment.iter().copied())
                    .current_dir(root)
                    .status()
                    .context("cannot start cargo")?;
                ensure!(status.success(), "cargo ended with {status}");
            }
            Self::Xtask { run, .. } => {
                if run(out)? != ExitCode::SUCCESS {
                    bail!("it reported what is wrong above");
                }
            }
        }
        Ok(())
    }
}

/// The cargo that runs this program, without what it told this program about its own package.
///
/// Some build scripts watch those variables. Left in place, they would have these packages built
/// anew each time that a person's `cargo test` and this program take turns.
fn cargo_command() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        if describes_a_package(&name) {
            command.env_remove(name);
        }
    }
    command
}

fn describes_a_package(variable: &OsStr) -> bool {
    variable.to_str().is_some_and(|name| {
        name.starts_with("CARGO_PKG_")
            || matches!(name, "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH")
    })
}

#[cfg(test)]
mod tests;
