//! The runner, with steps that do next to nothing.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use super::{Action, STEPS, Step, cargo, describes_a_package, run_steps};

const VERSION: Step = Step {
    name: "version",
    action: cargo(&["--version", "--quiet"]),
};

const UNKNOWN: Step = Step {
    name: "unknown",
    action: Action::Cargo {
        arguments: &["no-such-command", "two words"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
};

const GREET: Step = Step {
    name: "greet",
    action: Action::Xtask {
        command: "greet --loudly",
        run: |out| {
            writeln!(out, "HELLO")?;
            Ok(ExitCode::SUCCESS)
        },
    },
};

const DECLINE: Step = Step {
    name: "decline",
    action: Action::Xtask {
        command: "decline",
        run: |out| {
            writeln!(out, "no")?;
            Ok(ExitCode::FAILURE)
        },
    },
};

const BREAK: Step = Step {
    name: "break",
    action: Action::Xtask {
        command: "break",
        run: |_| anyhow::bail!("it broke"),
    },
};

/// What the runner printed, and how it ended.
fn run(steps: &[Step]) -> (String, Result<()>) {
    let mut out = Vec::new();
    let result = run_steps(steps, Path::new("."), &mut out);
    (String::from_utf8(out).unwrap(), result)
}

/// The error and its causes, a line each.
fn failure(result: Result<()>) -> Vec<String> {
    let error = result.unwrap_err();
    error.chain().map(ToString::to_string).collect()
}

#[test]
fn all_steps_run_in_order() {
    let (printed, result) = run(&[VERSION, GREET]);
    result.unwrap();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0], "==> [1/2] version: cargo --version --quiet");
    assert!(lines[1].starts_with("    version passed in "), "{printed}");
    assert_eq!(lines[3], "==> [2/2] greet: cargo xtask greet --loudly");
    assert_eq!(lines[4], "HELLO");
    assert!(lines[5].starts_with("    greet passed in "), "{printed}");
    assert!(lines[7].starts_with("ci: 2 steps passed in "), "{printed}");
    assert_eq!(lines.len(), 8);
}

#[test]
fn the_first_cargo_step_that_fails_is_the_last_to_run() {
    let (printed, result) = run(&[GREET, UNKNOWN, VERSION]);
    let failure = failure(result);
    assert!(
        failure[0].starts_with("unknown failed after "),
        "{failure:?}"
    );
    assert!(
        failure[0].ends_with(
            "to run it alone:\n    RUSTDOCFLAGS='-D warnings' cargo no-such-command 'two words'"
        ),
        "{failure:?}"
    );
    assert!(failure[1].contains("101"), "cargo's status: {failure:?}");
    assert!(printed.contains("[2/3] unknown"));
    assert!(!printed.contains("[3/3]"), "{printed}");
    assert!(!printed.contains("steps passed"), "{printed}");
}

#[test]
fn a_step_in_process_fails_by_its_exit_code_or_its_error() {
    let (printed, result) = run(&[DECLINE, GREET]);
    assert!(printed.ends_with("no\n"), "{printed}");
    assert!(failure(result)[0].ends_with("to run it alone:\n    cargo xtask decline"));

    let (_, result) = run(&[BREAK, GREET]);
    assert_eq!(failure(result)[1], "it broke");
}

#[test]
fn the_steps_are_those_that_the_project_promises() {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    assert_eq!(
        names,
        [
            "format",
            "clippy",
            "lint",
            "codegen",
            "tests",
            "doc tests",
            "docs"
        ]
    );
    for step in STEPS {
        let line = step.action.command_line();
        let builds = matches!(step.action, Action::Cargo { .. }) && step.name != "format";
        assert_eq!(builds, line.contains(" --locked"), "{line}");
    }
}

#[test]
fn only_what_describes_a_package_is_kept_from_nested_cargo() {
    for name in [
        "CARGO_PKG_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
    ] {
        assert!(describes_a_package(OsStr::new(name)), "{name}");
    }
    for name in [
        "CARGO",
        "CARGO_HOME",
        "CARGO_TARGET_DIR",
        "RUSTUP_TOOLCHAIN",
        "PATH",
    ] {
        assert!(!describes_a_package(OsStr::new(name)), "{name}");
    }
}
