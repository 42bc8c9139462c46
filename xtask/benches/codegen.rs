//! How long the contract takes to become the client's source.
//!
//! `cargo bench --package xtask --bench codegen --profile dev`: the profile that `cargo xtask` runs
//! in.
#![allow(clippy::unwrap_used, reason = "benchmark")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use build_support::Conventions;

fn main() {
    divan::main();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Load, check, split, lower, generate, refine and render; no file is written.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn generation(bencher: divan::Bencher) {
    let contract = fs::read_to_string(root().join("openapi.yaml")).unwrap();
    bencher.bench(|| build_support::generate("openapi.yaml", &contract, Conventions::On).unwrap());
}

/// The command as it is typed, on a built workspace with nothing to write.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn command() {
    let output = Command::new(env!("CARGO"))
        .args(["xtask", "codegen", "--check"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

/// What cargo itself takes before it starts the command.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn command_without_work() {
    let output = Command::new(env!("CARGO"))
        .args(["xtask", "--help"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success());
}
