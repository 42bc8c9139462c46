//! Which base is found.

use std::fs;

use crate::repository::{BREAK, COMMENT, CONTRACT, Repository};
use crate::run::run;

#[test]
fn on_the_main_branch_the_working_tree_is_compared_with_its_last_commit() {
    let repository = Repository::committed();
    repository.edit(&[COMMENT]);
    let head = repository.commit("Comment");
    repository.says(
        &[],
        &format!(
            "no change between openapi.yaml at {head} (merge base with main) and openapi.yaml"
        ),
    );
    repository.edit(&[BREAK]);
    let run = repository.diff(&[]).fails();
    assert!(
        run.stdout.contains(&format!("was {head}:openapi.yaml:")),
        "{}",
        run.printed()
    );
}

#[test]
fn a_branch_is_compared_with_where_it_left_the_main_branch() {
    let repository = Repository::new();
    let fork = repository.commit("Begin");
    repository.git(&["switch", "--quiet", "--create", "feature"]);
    repository.write("notes.md", "Notes\n");
    repository.commit("Feature");
    repository.git(&["switch", "--quiet", "main"]);
    repository.edit(&[COMMENT]);
    repository.commit("The main branch goes on");
    repository.git(&["switch", "--quiet", "feature"]);
    // Compared with the tip of main, the comment would be missing.
    repository.says(
        &[],
        &format!(
            "no change between openapi.yaml at {fork} (merge base with main) and openapi.yaml"
        ),
    );
    repository.says(
        &["--base", "main"],
        "no change between openapi.yaml at main and openapi.yaml; only comments or formatting \
         differ",
    );
}

#[test]
fn the_main_branch_is_the_remotes_before_ones_own() {
    let repository = Repository::committed();
    let clone = repository.home.path().join("clone");
    let source = repository.path("");
    let arguments = ["clone", "--quiet", source.to_str().unwrap()];
    let mut command = repository.program("git", repository.home.path());
    run(command.args(arguments).arg(&clone)).succeeds();
    let named = |name: &str| {
        let run = run(&mut repository.diff_command(&clone, &[])).succeeds();
        assert!(
            run.stdout.contains(&format!("(merge base with {name})")),
            "{name} in {}",
            run.stdout
        );
    };
    named("origin/main");
    repository.git_in(&clone, &["branch", "--quiet", "--move", "main", "master"]);
    repository.git_in(
        &clone,
        &["symbolic-ref", "--delete", "refs/remotes/origin/HEAD"],
    );
    named("origin/main");
    repository.git_in(&clone, &["update-ref", "-d", "refs/remotes/origin/main"]);
    named("master");
    repository.git_in(
        &clone,
        &["update-ref", "refs/remotes/origin/develop", "HEAD"],
    );
    repository.git_in(
        &clone,
        &[
            "symbolic-ref",
            "refs/remotes/origin/HEAD",
            "refs/remotes/origin/develop",
        ],
    );
    named("origin/develop");
}

#[test]
fn a_named_revision_is_found_as_git_finds_it() {
    let repository = Repository::new();
    let first = repository.commit("Begin");
    repository.git(&["tag", "v0.1.0"]);
    let whole = repository.git(&["rev-parse", "HEAD"]);
    repository.edit(&[COMMENT]);
    repository.commit("Comment");
    for (base, shown) in [
        ("v0.1.0", "v0.1.0"),
        ("HEAD~1", "HEAD~1"),
        ("main~", "main~"),
        (whole.as_str(), first.as_str()),
        (first.as_str(), first.as_str()),
    ] {
        repository.says(
            &["--base", base],
            &format!(
                "no change between openapi.yaml at {shown} and openapi.yaml; only comments or \
                 formatting differ"
            ),
        );
    }
    repository.says(
        &["--base", "HEAD"],
        "no change between openapi.yaml at HEAD and openapi.yaml",
    );
}

#[test]
fn a_file_comes_before_a_revision_of_its_name() {
    let repository = Repository::committed();
    repository.git(&["branch", "earlier"]);
    repository.write("earlier", &CONTRACT.replace(COMMENT.0, COMMENT.1));
    repository.says(
        &["--base", "earlier"],
        "no change between earlier and openapi.yaml; only comments or formatting differ\n\
         Rust API: not compared, the base is a file, without generated-client/api.txt",
    );
    fs::remove_file(repository.path("earlier")).unwrap();
    fs::create_dir(repository.path("earlier")).unwrap();
    repository.says(
        &["--base", "earlier"],
        "no change between openapi.yaml at earlier and openapi.yaml",
    );
}

#[test]
fn files_are_compared_without_git_and_named_from_the_callers_folder() {
    let workspace = Repository::without_git();
    workspace.write("old.yaml", CONTRACT);
    let mut command = workspace.diff_command(
        &workspace.path("generated-client"),
        &["--base", "../old.yaml"],
    );
    // No program is found at all, git neither.
    let run = run(command.env("PATH", "")).succeeds();
    assert_eq!(
        run.stdout,
        "no change between ../old.yaml and openapi.yaml\n\
         Rust API: not compared, the base is a file, without generated-client/api.txt\n"
    );
}

#[test]
fn a_repository_that_the_environment_names_is_used() {
    let repository = Repository::committed();
    let elsewhere = repository.home.path().join("elsewhere");
    fs::rename(repository.path(".git"), &elsewhere).unwrap();
    repository.diff(&["--base", "HEAD"]).exits(2);
    let mut command = repository.diff_command(&repository.path(""), &["--base", "HEAD"]);
    run(command.env("GIT_DIR", &elsewhere)).succeeds();
}
