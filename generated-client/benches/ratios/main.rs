//! `cargo bench`: what this client and its generator take, as ratios to a client written by hand and
//! to plain progenitor's.
//!
//! `cargo bench -- calls`, `-- generation` or `-- builds` runs one part. `builds` compiles everything
//! from nothing and takes some minutes, so it runs only by name.
#![forbid(unsafe_code)]

mod builds;
mod calls;
mod generation;
mod large;

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// A benchmark.
type Part = fn() -> Result<(), Failure>;

/// Whatever keeps a benchmark from running.
type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    // Cargo adds options of its own.
    let wanted: Vec<_> = env::args()
        .skip(1)
        .filter(|it| !it.starts_with("--"))
        .collect();
    let parts: [(&str, Part); 3] = [
        ("calls", calls::run),
        ("generation", generation::run),
        ("builds", builds::run),
    ];
    let is_wanted = |name: &str| match &wanted[..] {
        [] => name != "builds",
        wanted => wanted.iter().any(|it| it == name),
    };
    if let Some(unknown) = wanted
        .iter()
        .find(|it| parts.iter().all(|(name, _)| name != it))
    {
        eprintln!("error: `{unknown}` is no benchmark: use `calls`, `generation` or `builds`");
        return ExitCode::FAILURE;
    }
    for (name, run) in parts {
        if is_wanted(name)
            && let Err(error) = run()
        {
            eprintln!("error: {name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn root() -> PathBuf {
    // Cargo runs benchmarks in the folder of their package.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

/// Where everything is built that only the benchmarks need.
fn target() -> PathBuf {
    root().join("target/bench")
}

/// Writes what plain progenitor makes of the contract.
fn write_plain_client(file: &Path) -> Result<(), Failure> {
    let program = build_plain_xtask()?;
    let contract = root().join("openapi.yaml");
    output(Command::new(program).arg(contract).arg(file))?;
    Ok(())
}

/// An xtask with nothing but progenitor.
fn build_plain_xtask() -> Result<PathBuf, Failure> {
    let folder = root().join("generated-client/benches/plain-xtask");
    build(&folder, "plain-xtask")
}

/// Builds a program in the release profile, with the versions of the workspace's dependencies.
fn build(folder: &Path, package: &str) -> Result<PathBuf, Failure> {
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(root().join("Cargo.lock"), lock)?;
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--quiet", "--package", package]);
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target());
    output(command.env("PROGENITOR_CLIENT", progenitor_client()))?;
    let name = format!("{package}{}", env::consts::EXE_SUFFIX);
    Ok(target().join("release").join(name))
}

/// The source that the package `clients` includes.
fn progenitor_client() -> PathBuf {
    target().join("progenitor.rs")
}

/// What a command prints; its errors if it fails.
fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?}: {}\n{errors}", output.status).into())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
