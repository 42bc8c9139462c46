//! How much longer `generated-client` takes to check than what plain progenitor makes of the same
//! contract, and how many crates it brings.
//!
//! `cargo bench --package xtask --bench client_build`. Both are checked from nothing, side by side,
//! in target folders of their own; the crates themselves must have been downloaded before.
#![allow(clippy::unwrap_used, reason = "benchmark")]

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// Clean checks of each; the medians are compared.
const ROUNDS: usize = 5;

/// The plain client, without TLS and with what progenitor's code for this contract uses.
const PLAIN_MANIFEST: &str = r#"
[package]
name = "plain-client"
version = "0.0.0"
edition = "2024"

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
progenitor-client = "0.15"
regress = "0.12"
reqwest = { version = "0.13", default-features = false, features = ["json", "query", "stream"TLS] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"

[workspace]
"#;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let plain = plain_client(scratch.path(), &root, "plain", "");
    let with_tls = plain_client(scratch.path(), &root, "tls", ", \"rustls-no-provider\"");
    fs::write(
        with_tls.join("Cargo.toml"),
        fs::read_to_string(with_tls.join("Cargo.toml"))
            .unwrap()
            .replace(
                "[dependencies]\n",
                "[dependencies]\nrustls = { version = \"0.23\", default-features = false, \
             features = [\"ring\", \"std\", \"tls12\"] }\n",
            ),
    )
    .unwrap();

    let candidates = [
        (
            "plain progenitor client, no TLS",
            plain.join("Cargo.toml"),
            "plain-client",
        ),
        (
            "plain progenitor client, rustls/ring",
            with_tls.join("Cargo.toml"),
            "plain-client",
        ),
        (
            "generated-client",
            root.join("Cargo.toml"),
            "generated-client",
        ),
    ];
    let mut times = vec![Vec::new(); candidates.len()];
    for _ in 0..ROUNDS {
        for (times, (_, manifest, package)) in times.iter_mut().zip(&candidates) {
            let target = scratch.path().join("target");
            times.push(clean_check(manifest, package, &target));
            fs::remove_dir_all(&target).unwrap();
        }
    }
    let base = median(&mut times[0]);
    for (times, (name, manifest, package)) in times.iter_mut().zip(&candidates) {
        let time = median(times);
        let ratio = time.as_secs_f64() / base.as_secs_f64();
        let crates = crates(manifest, package).len();
        println!(
            "{name:<38} {:>6.2} s  {ratio:>5.2} x  {crates:>3} crates",
            time.as_secs_f64()
        );
    }
}

/// Writes the crate that progenitor makes of the contract, unrefined.
fn plain_client(scratch: &Path, root: &Path, name: &str, tls: &str) -> PathBuf {
    let contract = fs::read_to_string(root.join("openapi.yaml")).unwrap();
    let document = contract::load("openapi.yaml", &contract, contract::Conventions::On)
        .unwrap()
        .model;
    let mut settings = progenitor::GenerationSettings::default();
    settings.with_interface(progenitor::InterfaceStyle::Builder);
    let tokens = progenitor::Generator::new(&settings)
        .generate_tokens(&document)
        .unwrap();
    let source = prettyplease::unparse(&syn::parse2(tokens).unwrap());
    let folder = scratch.join(name);
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(
        folder.join("Cargo.toml"),
        PLAIN_MANIFEST.replace("TLS", tls),
    )
    .unwrap();
    fs::write(folder.join("src/lib.rs"), source).unwrap();
    // The same versions on both sides.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    folder
}

fn clean_check(manifest: &Path, package: &str, target: &Path) -> Duration {
    let start = Instant::now();
    let output = cargo(manifest)
        .args(["check", "--quiet", "--package", package])
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    start.elapsed()
}

/// The crates that `package` is built of, itself left out.
fn crates(manifest: &Path, package: &str) -> BTreeSet<String> {
    let output = cargo(manifest)
        .args(["tree", "--package", package, "--edges", "normal,build"])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let names = text.lines().filter_map(|line| line.split(" (").next());
    names.skip(1).map(ToOwned::to_owned).collect()
}

fn cargo(manifest: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(manifest.parent().unwrap());
    command
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
