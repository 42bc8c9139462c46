//! What is printed, in every format.

use serde_json::Value;

use crate::repository::{BREAK, COMMENT, CONTRACT, LISTING, Repository};

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
    // Each version is annotated in its own file, on its own line.
    for (file, line) in [("openapi.yaml", version_line(CONTRACT)), ("Cargo.toml", 4)] {
        let place = format!("::error file={file},line={line},endLine={line},");
        assert!(github.contains(&place), "{place} in\n{github}");
    }
    assert!(
        github.ends_with("\nbreaking, without the version step for it\n"),
        "{github}"
    );
}

#[test]
fn no_format_calls_advice_a_failure() {
    let repository = Repository::committed();
    repository.edit(&[(BREAK.0, "            maxLength: 300\n")]);
    for format in ["human", "markdown", "json", "github"] {
        let run = repository.diff(&["--format", format]).succeeds();
        assert!(run.stdout.contains("0.1.1"), "{}", run.stdout);
        for word in ["too low", "too-low", "::error", "set it to"] {
            assert!(!run.stdout.contains(word), "{word} in\n{}", run.stdout);
        }
    }
}

fn version_line(text: &str) -> usize {
    let mut lines = text.lines();
    lines.position(|line| line == "  version: 0.1.0").unwrap() + 1
}

#[test]
fn what_was_removed_is_annotated_where_the_diff_shows_it() {
    let repository = Repository::committed();
    let gone = "        '429':\n          $ref: '#/components/responses/kirim.RateLimited'\n";
    let above = CONTRACT[..CONTRACT.find(gone).unwrap()].lines().count();
    repository.write("openapi.yaml", &CONTRACT.replacen(gone, "", 1));
    repository.write(
        "generated-client/api.txt",
        &LISTING.replace("kirim::f: pub fn f(a: u8)\n", ""),
    );
    let run = repository.diff(&["--format", "github"]).fails();
    for place in [
        format!("::notice file=openapi.yaml,line={above},endLine={above},title=compatible"),
        "::error file=generated-client/api.txt,line=2,endLine=2,title=breaking%3A Rust API \
         [item-removed]::kirim::f: "
            .to_owned(),
    ] {
        assert!(run.stdout.contains(&place), "{place} in\n{}", run.stdout);
    }
}

#[test]
fn a_code_is_explained_and_an_unknown_one_is_a_usage_error() {
    let repository = Repository::without_git();
    for code in ["bound-changed", "item-removed"] {
        let run = repository.diff(&["--explain", code]).succeeds();
        assert!(
            run.stdout.starts_with(&format!("{code}\n\n")),
            "{}",
            run.stdout
        );
    }
    let run = repository.diff(&["--explain", "bound-change"]).exits(2);
    assert!(run.stderr.contains("'bound-changed'"), "{}", run.stderr);
    repository
        .diff(&["--explain", "bound-changed", "--base", "v1"])
        .exits(2);
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
        "--explain <CODE>",
        "markdown",
    ] {
        assert!(run.stdout.contains(option), "{option} in\n{}", run.stdout);
    }
}
