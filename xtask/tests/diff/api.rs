//! The Rust API, as its listing tells it.

use std::fs;

use serde_json::Value;

use crate::repository::{CONTRACT, LISTING, MANIFEST, Repository, STEP};
use crate::run::run;

const PATH: &str = "generated-client/api.txt";

#[test]
fn a_line_that_is_gone_or_changed_breaks_though_the_contract_is_the_same() {
    for (from, to, code) in [
        ("kirim::f: pub fn f(a: u8)\n", "", "item-removed"),
        ("a: u8", "a: u16", "item-changed"),
    ] {
        let repository = Repository::committed();
        repository.write(PATH, &LISTING.replace(from, to));
        let run = repository.diff(&[]).fails();
        assert_eq!(run.stderr, "");
        for part in [
            &format!("\n  breaking[{code}]: kirim::f: "),
            "\n    - pub fn f(a: u8)\n",
            "\nRust API: 1 breaking, 0 compatible, 0 documentation\n",
            "generated-client: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in Cargo.toml\n",
        ] {
            assert!(run.stdout.contains(part), "{part} in\n{}", run.stdout);
        }
        repository.edit(&[STEP]);
        repository.write("Cargo.toml", &MANIFEST.replace("0.1.0", "0.2.0"));
        repository.diff(&[]).succeeds();
    }
}

#[test]
fn a_line_that_came_is_compatible() {
    let repository = Repository::committed();
    repository.write(PATH, &format!("{LISTING}kirim::g: pub fn g()\n"));
    let run = repository.diff(&["--format", "json"]).succeeds();
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["verdict"], "compatible");
    assert_eq!(document["api"][0]["place"], "kirim::g");
    assert_eq!(document["api"][0]["code"], "item-added");
    assert_eq!(document["wire_only"], Value::Null);
}

#[test]
fn without_a_listing_at_the_base_the_wire_alone_is_compared() {
    let repository = Repository::new();
    fs::remove_file(repository.path(PATH)).unwrap();
    repository.commit("Begin");
    repository.write(PATH, LISTING);
    repository.says(
        &["--base", "HEAD"],
        "no change between openapi.yaml at HEAD and openapi.yaml\n\
         Rust API: not compared, there is no generated-client/api.txt at the base",
    );
}

#[test]
fn a_listing_that_is_gone_is_an_error() {
    let repository = Repository::committed();
    fs::remove_file(repository.path(PATH)).unwrap();
    repository.refuses(
        &[],
        "there is no generated-client/api.txt, as there is at the base; run `cargo xtask codegen`",
        &[],
    );
}

#[test]
fn the_listing_is_that_of_the_workspaces_own_contract() {
    let repository = Repository::committed();
    repository.write("other.yaml", CONTRACT);
    let arguments = ["--base", "openapi.yaml", "--contract", "other.yaml"];
    let mut command = repository.diff_command(&repository.path(""), &arguments);
    let run = run(&mut command).succeeds();
    assert!(
        run.stdout.ends_with(
            "\nRust API: not compared, generated-client/api.txt belongs to the workspace's \
             openapi.yaml\n"
        ),
        "{}",
        run.stdout
    );
}
