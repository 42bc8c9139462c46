//! Which versions let pass what breaks.

use std::fs;

use serde_json::Value;

use crate::repository::{BREAK, CONTRACT, MANIFEST, Repository, STEP};
use crate::run::run;

#[test]
fn what_breaks_without_the_version_step_fails() {
    let repository = Repository::committed();
    repository.edit(&[BREAK]);
    let run = repository.diff(&[]).fails();
    assert_eq!(run.stderr, "");
    for part in [
        "\nkirim.list_contacts\n",
        "  breaking[",
        "info.version: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in openapi.yaml\n",
        "generated-client: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in Cargo.toml\n",
        "\nbreaking, without the version step for it\n",
    ] {
        let text = format!("\n{}", run.stdout);
        assert!(text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn what_breaks_passes_with_the_step_of_both_versions_and_not_of_one() {
    let repository = Repository::committed();
    repository.edit(&[BREAK, STEP]);
    let run = repository.diff(&[]).fails();
    assert!(
        run.stdout
            .contains("generated-client: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later"),
        "{}",
        run.stdout
    );
    repository.write("Cargo.toml", &MANIFEST.replace("0.1.0", "0.2.0"));
    let run = repository.diff(&[]).succeeds();
    assert!(
        run.stdout
            .ends_with("\nbreaking, with the version step for it\n"),
        "{}",
        run.stdout
    );
    repository.edit(&[(STEP.1, STEP.0)]);
    repository.diff(&[]).fails();
}

#[test]
fn against_a_file_only_the_contracts_own_version_is_judged() {
    let repository = Repository::committed();
    repository.write("old.yaml", CONTRACT);
    repository.edit(&[BREAK]);
    repository.diff(&["--base", "old.yaml"]).fails();
    repository.edit(&[STEP]);
    let run = repository.diff(&["--base", "old.yaml"]).succeeds();
    assert!(
        run.stdout.contains(
            "\ngenerated-client: not judged, its earlier version is not known, because the base \
             is a file\nlast release: none found, so the base counts as one\n"
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn a_contract_outside_the_workspace_has_no_crate() {
    let repository = Repository::committed();
    let outside = repository.home.path().join("other.yaml");
    fs::write(&outside, CONTRACT).unwrap();
    let bases = ["--base", "openapi.yaml", "--contract", "../other.yaml"];
    let mut command = repository.diff_command(&repository.path(""), &bases);
    let run = run(command.args(["--format", "json"])).succeeds();
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        document["not_judged"],
        "the contract is not the workspace's own"
    );
    assert_eq!(document["versions"].as_array().unwrap().len(), 1);
    assert_eq!(document["versions"][0]["name"], "info.version");
}

#[test]
fn a_second_break_since_the_last_release_asks_for_no_second_step() {
    for (tag, changelog, source) in [
        ("v0.1.0", "## [0.1.9]\n", "tag v0.1.0"),
        (
            "version-9.0.0",
            "## [Unreleased]\n\n## [0.1.0] - 2026-01-31\n",
            "CHANGELOG.md at the base",
        ),
    ] {
        let repository = Repository::new();
        repository.write("CHANGELOG.md", changelog);
        repository.commit("Release");
        repository.git(&["tag", tag]);
        repository.edit(&[BREAK, STEP]);
        repository.write("Cargo.toml", &MANIFEST.replace("0.1.0", "0.2.0"));
        repository.commit("Break once");
        repository.edit(&[(BREAK.1, "            maxLength: 50\n")]);
        let run = repository.diff(&["--base", "HEAD"]).succeeds();
        let text = format!(
            "\nlast release: 0.1.0 ({source})\n\
             info.version: 0.1.0 → 0.2.0, enough: 0.2.0 or later is required\n\
             generated-client: 0.1.0 → 0.2.0, enough: 0.2.0 or later is required\n"
        );
        assert!(run.stdout.contains(&text), "{text} in\n{}", run.stdout);
        // The first step is not taken back.
        repository.edit(&[(STEP.1, STEP.0)]);
        let run = repository.diff(&["--base", "HEAD"]).fails();
        let text = "info.version: 0.1.0 → 0.1.0, lower than before: set it to 0.2.0 or later";
        assert!(run.stdout.contains(text), "{}", run.stdout);
    }
}

#[test]
fn without_a_release_the_base_is_one_and_a_break_asks_for_a_step() {
    let repository = Repository::committed();
    repository.edit(&[BREAK, STEP]);
    repository.write("Cargo.toml", &MANIFEST.replace("0.1.0", "0.2.0"));
    repository.commit("Break once");
    repository.edit(&[(BREAK.1, "            maxLength: 50\n")]);
    let run = repository.diff(&["--base", "HEAD"]).fails();
    let text = "\nlast release: none found, so the base counts as one\n\
                info.version: 0.2.0 → 0.2.0, too low: set it to 0.3.0 or later";
    assert!(run.stdout.contains(text), "{}", run.stdout);
}
