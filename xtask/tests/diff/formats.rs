//! What is printed, in every format.

use serde_json::Value;

use crate::repository::{BREAK, COMMENT, CONTRACT, Repository};

#[test]
fn no_change_is_said_in_a_line() {
    let repository = Repository::new();
    let head = repository.commit("Begin");
    repository.says(
        &[],
        &format!(
            "no change between openapi.yaml at {head} (merge base with main) and openapi.yaml"
        ),
    );
}

#[test]
fn a_change_of_comments_is_told_from_no_change() {
    let repository = Repository::committed();
    repository.edit(&[COMMENT]);
    repository.says(
        &["--base", "HEAD"],
        "no change between openapi.yaml at HEAD and openapi.yaml; only comments or formatting \
         differ",
    );
}

#[test]
fn every_format_tells_what_breaks() {
    let repository = Repository::committed();
    repository.edit(&[BREAK]);
    let printed = |format: &str| {
        let run = repository
            .diff(&["--base", "HEAD", "--format", format])
            .fails();
        assert_eq!(run.stderr, "");
        run.stdout
    };
    let line = CONTRACT
        .lines()
        .position(|line| line == BREAK.0.trim_end())
        .unwrap()
        + 1;

    let human = printed("human");
    assert!(!human.contains('\x1b'), "{human}");
    assert!(
        human.contains(&format!("--> openapi.yaml:{line}:")),
        "{human}"
    );

    let markdown = printed("markdown");
    assert!(
        markdown.starts_with("## Contract: breaking, without the version step for it\n"),
        "{markdown}"
    );
    assert!(markdown.contains("\n### Breaking\n"), "{markdown}");

    let document: Value = serde_json::from_str(&printed("json")).unwrap();
    assert_eq!(document["verdict"], "breaking");
    assert_eq!(document["passes"], false);
    let changes = document["changes"].as_array().unwrap();
    let change = changes
        .iter()
        .find(|change| change["verdict"] == "breaking")
        .unwrap();
    assert_eq!(change["operations"][0], "kirim.list_contacts");
    assert_eq!(change["old"]["start"]["line"], line);
    assert_eq!(change["new"]["start"]["line"], line);

    let github = printed("github");
    assert!(
        github.contains(&format!("::error file=openapi.yaml,line={line},")),
        "{github}"
    );
    assert!(
        github.ends_with("\nbreaking, without the version step for it\n"),
        "{github}"
    );
}

#[test]
fn every_format_tells_that_nothing_changed() {
    let repository = Repository::committed();
    let printed = |format: &str| {
        repository
            .diff(&["--base", "HEAD", "--format", format])
            .succeeds()
            .stdout
    };
    let line = "no change between openapi.yaml at HEAD and openapi.yaml\n";
    assert_eq!(printed("human"), line);
    assert_eq!(printed("github"), line);
    assert_eq!(
        printed("markdown"),
        format!("## Contract: no change\n\n{line}")
    );
    let document: Value = serde_json::from_str(&printed("json")).unwrap();
    assert_eq!(document["verdict"], Value::Null);
    assert_eq!(document["versions"][1]["name"], "generated-client");
    assert_eq!(document["versions"][1]["old"], "0.1.0");
}

#[test]
fn a_reader_that_went_away_changes_nothing() {
    let repository = Repository::committed();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = repository.diff_command(&repository.path(""), &[]);
    assert_eq!(command.stdout(writer).status().unwrap().code(), Some(0));
}

#[test]
fn help_names_every_option() {
    let run = Repository::without_git().diff(&["--help"]).succeeds();
    for option in [
        "--base <GIT_REV|FILE>",
        "--contract <FILE>",
        "--format <FORMAT>",
        "markdown",
    ] {
        assert!(run.stdout.contains(option), "{option} in\n{}", run.stdout);
    }
}
