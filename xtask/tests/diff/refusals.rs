//! When there is nothing to compare with: each error says what to do.

use std::fs;

use crate::repository::{COMMENT, Repository};
use crate::run::run;

#[test]
fn a_base_that_is_nothing_is_named_with_both_tries() {
    let repository = Repository::committed();
    for base in ["v9", "no/such.yaml", "--all", "-x", "HEAD..main", ""] {
        let option = format!("--base={base}");
        let shown = if base.is_empty() { "''" } else { base };
        repository.refuses(
            &[&option],
            &format!("{shown} is neither a file nor a git revision here"),
            &["--base FILE", "git fetch --tags"],
        );
    }
    repository.refuses(
        &["--base", "HEAD~5"],
        "'HEAD~5' is neither a file nor a git revision here",
        &["--base FILE"],
    );
    let workspace = Repository::without_git();
    workspace.refuses(
        &["--base", "v9"],
        "there is no file v9, and no git repository in which it could be a revision",
        &["--base FILE", "caused by: ", "not a git repository"],
    );
}

#[test]
fn without_a_repository_or_git_a_file_is_asked_for() {
    let workspace = Repository::without_git();
    let start = "without a git repository there is no earlier contract to compare with; \
                 name one: --base FILE\n";
    workspace.refuses(&[], start, &["caused by: ", "not a git repository"]);

    let repository = Repository::committed();
    let mut command = repository.diff_command(&repository.path(""), &[]);
    let run = run(command.env("PATH", "")).exits(2);
    assert_eq!(
        run.stderr,
        format!("error: {start}  caused by: the program `git` is not installed\n")
    );
}

#[test]
fn a_bare_repository_is_named() {
    let workspace = Repository::without_git();
    workspace.git(&["init", "--quiet", "--bare", "."]);
    workspace.refuses(
        &[],
        "without a git repository there is no earlier contract",
        &[
            "is not in the working tree of a git repository",
            "--base FILE",
        ],
    );
}

#[test]
fn before_the_first_commit_a_commit_is_asked_for() {
    let repository = Repository::new();
    repository.refuses(
        &[],
        "there is no commit yet to compare with; commit the contract",
        &["--base FILE"],
    );
}

#[test]
fn without_a_main_branch_a_base_is_asked_for() {
    let repository = Repository::committed();
    repository.git(&["branch", "--move", "trunk"]);
    repository.refuses(
        &[],
        "cannot tell which branch is the main one",
        &[
            "origin/HEAD, origin/main, main, origin/master and master",
            "--base REVISION",
        ],
    );
    repository.says(
        &["--base", "trunk"],
        "no change between openapi.yaml at trunk and openapi.yaml",
    );
}

#[test]
fn a_branch_of_another_origin_is_named() {
    let repository = Repository::committed();
    repository.git(&["switch", "--quiet", "--orphan", "other"]);
    let other = Repository::without_git();
    fs::create_dir_all(repository.path("generated-client")).unwrap();
    for file in ["Cargo.toml", "generated-client/Cargo.toml", "openapi.yaml"] {
        fs::copy(other.path(file), repository.path(file)).unwrap();
    }
    repository.commit("Another beginning");
    repository.refuses(
        &[],
        "HEAD and main have no commit in common",
        &["--base REVISION", "--base FILE"],
    );
}

#[test]
fn a_shallow_clone_is_told_how_to_get_its_history() {
    let repository = Repository::committed();
    repository.git(&["tag", "v0.1.0"]);
    repository.edit(&[COMMENT]);
    repository.commit("Comment");
    let clone = repository.shallow_clone();
    let diff = |arguments: &[&str]| run(&mut repository.diff_command(&clone, arguments));

    let run = diff(&[]).exits(2);
    assert!(
        run.stderr.starts_with("error: this clone is shallow: "),
        "{}",
        run.stderr
    );
    for part in ["git fetch --unshallow", "fetch-depth: 0", "--base HEAD"] {
        assert!(run.stderr.contains(part), "{part} in\n{}", run.stderr);
    }
    let run = diff(&["--base", "v0.1.0"]).exits(2);
    assert!(
        run.stderr.starts_with(
            "error: v0.1.0 is neither a file nor a git revision here; this clone is shallow"
        ),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("fetch-depth: 0"), "{}", run.stderr);
    let run = diff(&["--base", "HEAD"]).succeeds();
    assert_eq!(
        run.stdout,
        "no change between openapi.yaml at HEAD and openapi.yaml\n"
    );
    repository.git_in(&clone, &["fetch", "--quiet", "--unshallow", "--tags"]);
    diff(&["--base", "v0.1.0"]).succeeds();
    diff(&[]).succeeds();
}
