//! Builds from nothing, beside plain progenitor's: the first `cargo xtask codegen` of a clone, and a
//! check of the client. In CPU time, which other programs of the machine disturb least.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, median, output, root, target, write_plain_client};

/// A folder, and what cargo is told to do in it.
type Build<'a> = (&'a Path, &'a [&'a str]);

const ROUNDS: usize = 3;

pub(crate) fn run() -> Result<(), Failure> {
    let clients = root().join("generated-client/benches");
    let (plain, client) = (clients.join("plain-xtask"), plain_client(&clients)?);
    let pairs: [(_, [Build<'_>; 2]); 2] = [
        (
            "first `cargo xtask codegen`",
            [
                (&root(), &["build", "--package", "xtask"]),
                (&plain, &["build"]),
            ],
        ),
        (
            "clean check of the client",
            [
                (
                    &root(),
                    &["check", "--package", "generated-client", "--lib"],
                ),
                (&client, &["check"]),
            ],
        ),
    ];
    println!("builds from nothing: ours, plain progenitor's; CPU time");
    for (name, candidates) in pairs {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for ((folder, arguments), times) in candidates.iter().zip(&mut times) {
                times.push(cold(folder, arguments)?);
            }
        }
        let [ours, plain] = times.map(median);
        println!(
            "  {name:<28} {ours:>6.1} s {plain:>6.1} s ({:.2})",
            ours / plain
        );
    }
    Ok(())
}

/// A crate of what progenitor makes of the contract, with TLS as ours has it.
fn plain_client(benches: &Path) -> Result<PathBuf, Failure> {
    let folder = target().join("plain-client");
    fs::create_dir_all(folder.join("src"))?;
    let manifest = fs::read_to_string(benches.join("plain-client.toml"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    write_plain_client(&folder.join("src/lib.rs"))?;
    Ok(folder)
}

/// Builds from nothing what cargo is told to, and gives the CPU time in seconds.
fn cold(folder: &Path, arguments: &[&str]) -> Result<f64, Failure> {
    let target = target().join("cold");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let times = crate::target().join("times");
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["--quiet", "--format=%U %S", "--output"])
        .arg(&times)
        .arg(cargo);
    command
        .current_dir(folder)
        .args(arguments)
        .env("CARGO_TARGET_DIR", &target);
    output(&mut command)?;
    fs::remove_dir_all(&target)?;
    let times = fs::read_to_string(times)?;
    let times = times
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Vec<f64>, _>>()?;
    Ok(times.iter().sum())
}
