//! Small contracts beside the code that they become; `UPDATE_GOLDEN=1` writes the code anew.
//!
//! `generated-client/tests/golden/lib.rs` compiles that code, with warnings denied.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use build_support::Conventions;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases
}

/// The module `shop` that the contract of `case` becomes.
fn generated(case: &Path) -> String {
    let contract = fs::read_to_string(case.join("contract.yaml")).unwrap();
    let name = format!("{}/contract.yaml", case.file_name().unwrap().display());
    let files = build_support::generate(&name, &contract, Conventions::On)
        .unwrap_or_else(|error| panic!("{error}"));
    let module = files.into_iter().find(|file| file.path == "shop.rs");
    module.unwrap().contents
}

#[test]
fn each_contract_becomes_the_code_beside_it() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    for case in cases() {
        let path = case.join("expected.rs");
        let actual = generated(&case);
        if update {
            fs::write(&path, &actual).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let first = expected
            .lines()
            .zip(actual.lines())
            .position(|(a, b)| a != b);
        assert!(
            expected == actual,
            "{} differs, first in line {}; if that is meant, run the test with UPDATE_GOLDEN=1 \
             and look at the diff",
            path.display(),
            first.map_or(expected.lines().count(), |index| index + 1),
        );
    }
}

#[test]
fn the_same_contract_gives_the_same_code() {
    for case in cases() {
        assert_eq!(generated(&case), generated(&case));
    }
}

#[test]
fn line_endings_of_the_contract_do_not_matter() {
    let contract = fs::read_to_string(cases()[0].join("contract.yaml")).unwrap();
    let unix = build_support::generate("unix", &contract, Conventions::On).unwrap();
    let windows =
        build_support::generate("windows", &contract.replace('\n', "\r\n"), Conventions::On)
            .unwrap();
    assert_eq!(unix, windows);
}

#[test]
fn each_golden_is_compiled() {
    let library =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/tests/golden/lib.rs");
    let library = fs::read_to_string(library).unwrap();
    for case in cases() {
        let path = format!("golden/{}/expected.rs", case.file_name().unwrap().display());
        assert!(
            library.contains(&path),
            "{path} is not compiled by generated-client's goldens"
        );
    }
}
