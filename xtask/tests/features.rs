//! `xtask/features` is complete: whatever a command compiles of other projects, the tests compile with the
//! same features.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::support::run;

/// The packages of other projects that a command compiles, each with its features.
fn packages(selection: &str) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["tree", "--offline"]);
    cargo.args(["--no-dedupe", "--prefix", "none", "--format", "{p} [{f}]"]);
    let tree = run(cargo.args(selection.split(' ')));
    assert_eq!(tree.code, Some(0), "{}", tree.stderr);
    let lines = tree.stdout.lines();
    let others = lines.filter(|line| !line.is_empty() && !line.contains(root.to_str().unwrap()));
    others.map(str::to_owned).collect()
}

/// The first paragraph of a table of `xtask/features/Cargo.toml`.
fn table(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("features/Cargo.toml");
    let manifest = fs::read_to_string(path).unwrap();
    let (_, table) = manifest.split_once(&format!("\n[{name}]\n")).unwrap();
    table.split("\n\n").next().unwrap().to_owned()
}

#[test]
fn macros_and_build_scripts_are_compiled_with_the_same_features() {
    assert_eq!(table("dependencies"), table("build-dependencies"));
}

#[test]
fn packages_are_compiled_with_one_set_of_features() {
    let tested = packages("--workspace --edges normal,build,dev");
    let mut by_package = BTreeMap::<_, Vec<_>>::new();
    for line in &tested {
        let (package, _) = line.split_once(" [").unwrap();
        by_package.entry(package).or_default().push(line.as_str());
    }
    by_package.retain(|_, lines| lines.len() > 1);
    assert!(by_package.is_empty(), "the tests: {by_package:#?}");
    for selection in [
        "--package xtask --edges normal,build",
        "--workspace --edges normal,build",
        "--package features --package generated-client --edges normal,build",
    ] {
        let packages = packages(selection);
        let others: Vec<_> = packages.difference(&tested).collect();
        assert!(
            others.is_empty(),
            "xtask/features/Cargo.toml lacks features with which the tests compile these, unlike \
             `{selection}`: {others:#?}"
        );
    }
}
