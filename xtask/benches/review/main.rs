//! How long a large contract takes to be linted and diffed.
//!
//! `cargo bench --package xtask --bench review`: the commands as processes, in the release profile.
#![allow(clippy::unwrap_used, reason = "benchmark")]

mod large;

use std::{fs, process::Command};

use tempfile::TempDir;

/// Far more than both APIs have together.
const OPERATIONS: usize = 2_000;

fn main() {
    divan::main();
}

/// A folder with a contract and a later version of it.
struct Contracts(TempDir);

impl Contracts {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let old = large::contract(OPERATIONS);
        // One operation of them all.
        let new = old.replacen("maxLength: 200", "maxLength: 100", 1);
        fs::write(folder.path().join("all.yaml"), large::changed(&old)).unwrap();
        fs::write(folder.path().join("one.yaml"), new).unwrap();
        fs::write(folder.path().join("old.yaml"), old).unwrap();
        Self(folder)
    }

    /// Runs the command on these contracts and expects it to end with `status`.
    fn run(&self, arguments: &[&str], status: i32) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{printed}");
    }
}

/// A contract without findings.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn lint(bencher: divan::Bencher) {
    let contracts = Contracts::new();
    bencher.bench(|| contracts.run(&["lint", "--contract", "old.yaml"], 0));
}

/// A contract compared with itself, one operation of which was changed.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn diff_of_one_operation(bencher: divan::Bencher) {
    let contracts = Contracts::new();
    let arguments = ["diff", "--base", "old.yaml", "--contract", "one.yaml"];
    bencher.bench(|| contracts.run(&arguments, 1));
}

/// A contract compared with itself, every operation of which was changed.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn diff_of_every_operation(bencher: divan::Bencher) {
    let contracts = Contracts::new();
    let arguments = ["diff", "--base", "old.yaml", "--contract", "all.yaml"];
    bencher.bench(|| contracts.run(&arguments, 1));
}
