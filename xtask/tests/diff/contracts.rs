//! Where both contracts are, and what happens when one is in no order.

use std::fs;

use serde_json::Value;

use crate::repository::{BREAK, COMMENT, CONTRACT, Repository};
use crate::run::run;

#[test]
fn a_contract_in_a_folder_is_found_at_the_base() {
    let repository = Repository::new();
    fs::create_dir(repository.path("api")).unwrap();
    repository.write("api/shop.yaml", CONTRACT);
    repository.commit("Begin");
    let mut command = repository.diff_command(
        &repository.path("generated-client"),
        &["--base", "HEAD", "--contract", "../api/shop.yaml"],
    );
    let run = run(&mut command).succeeds();
    assert_eq!(
        run.stdout,
        "no change between api/shop.yaml at HEAD and ../api/shop.yaml\n\
         Rust API: not compared, generated-client/api.txt belongs to the workspace's openapi.yaml\n"
    );
}

#[test]
fn a_workspace_in_a_folder_of_the_repository_is_found_at_the_base() {
    let outer = Repository::without_git();
    outer.git_in(
        outer.home.path(),
        &["init", "--quiet", "--initial-branch", "main"],
    );
    outer.commit("Begin");
    outer.edit(&[COMMENT]);
    outer.says(
        &["--base", "HEAD"],
        "no change between work/openapi.yaml at HEAD and openapi.yaml; only comments or \
         formatting differ",
    );
}

#[test]
fn a_contract_that_was_not_there_is_named() {
    let repository = Repository::new();
    fs::remove_file(repository.path("openapi.yaml")).unwrap();
    let first = repository.commit("Begin");
    repository.write("openapi.yaml", CONTRACT);
    repository.refuses(
        &["--base", "main"],
        "there is no openapi.yaml at main; ",
        &["--base FILE"],
    );
    repository.refuses(
        &[],
        &format!("there is no openapi.yaml at {first} (merge base with main); "),
        &["--base FILE"],
    );
}

#[test]
fn a_contract_that_is_not_there_is_named() {
    let repository = Repository::committed();
    repository.refuses(
        &["--contract", "missing.yaml"],
        "cannot read the contract missing.yaml; name another file with --contract\n",
        &[],
    );
}

#[test]
fn an_error_in_the_later_contract_is_shown_and_nothing_compared() {
    let repository = Repository::committed();
    repository.edit(&[(BREAK.0, "            maxLenght: 200\n")]);
    let run = repository.diff(&[]).exits(2);
    assert_eq!(run.stdout, "");
    let line = CONTRACT.lines().position(|line| line == BREAK.0.trim_end());
    let place = format!("openapi.yaml:{}:13", line.unwrap() + 1);
    assert!(run.stderr.contains(&place), "{place} in\n{}", run.stderr);
    assert!(run.stderr.contains("maxLenght"), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("fix it until `cargo xtask lint` finds no other"),
        "{}",
        run.stderr
    );
}

/// A server without TLS is valid, and the generator does not take it.
const UNSUPPORTED: (&str, &str) = (
    "      - url: https://api-kckit.kirim.chat/v1\n",
    "      - url: http://api-kckit.kirim.chat/v1\n",
);

#[test]
fn what_the_generator_does_not_take_is_compared() {
    let repository = Repository::committed();
    repository.edit(&[UNSUPPORTED, BREAK]);
    let run = repository.diff(&[]).fails();
    assert_eq!(run.stderr, "");
    for part in ["server-changed", "bound-changed"] {
        assert!(run.stdout.contains(part), "{part} in\n{}", run.stdout);
    }
}

#[test]
fn without_the_conventions_a_contract_without_apis_is_compared() {
    let contract = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /things:\n    \
                    get: {responses: {'200': {description: All of them.}}}\n";
    let repository = Repository::committed();
    repository.write("old.yaml", contract);
    repository.write("new.yaml", &contract.replace("'200'", "'201'"));
    let arguments = ["--base", "old.yaml", "--contract", "new.yaml"];
    let run = repository.diff(&arguments).exits(2);
    assert!(run.stderr.contains("error[missing-api]"), "{}", run.stderr);
    let run = repository.diff(&[&arguments[..], &["--conventions", "off"]].concat());
    assert_eq!(run.stderr, "");
    assert!(
        run.stdout
            .contains("Rust API: not compared, generated-client/api.txt belongs to"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_earlier_contract_in_the_form_before_x_apis_is_named() {
    let repository = Repository::committed();
    let (start, rest) = CONTRACT.split_once("\nx-apis:\n").unwrap();
    let (_, rest) = rest.split_once("\n# Tools that want one look").unwrap();
    let old = format!("{start}\n# Tools that want one look{rest}").replacen(
        "      bearerFormat: API key\n",
        "      bearerFormat: API key\n      x-api-key-env: KIRIM_API_KEY\n",
        1,
    );
    repository.write("old.yaml", &old);
    let run = repository.diff(&["--base", "old.yaml"]).exits(2);
    assert_eq!(run.stdout, "");
    for part in [
        "error[before-x-apis]: this contract is in the form before `x-apis`",
        "--> old.yaml:",
        "compare with that copy",
        "error: nothing can be compared with old.yaml; ",
    ] {
        assert!(run.stderr.contains(part), "{part} in\n{}", run.stderr);
    }
}

#[test]
fn an_earlier_contract_that_todays_rules_refuse_is_compared() {
    let repository = Repository::new();
    repository.edit(&[(
        "    description: Kirim, the current host\n",
        "    descripton: Kirim\n",
    )]);
    repository.commit("Begin");
    repository.write("openapi.yaml", CONTRACT);
    let run = repository.diff(&["--base", "HEAD", "--format", "json"]);
    assert_eq!(run.stderr, "");
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["base"], "openapi.yaml at HEAD");
    assert_eq!(document["text_differs"], true);
}

#[test]
fn an_earlier_contract_that_is_none_is_refused() {
    let repository = Repository::new();
    repository.write("openapi.yaml", "openapi: [\n");
    let first = repository.commit("Begin");
    repository.write("openapi.yaml", CONTRACT);
    let run = repository.diff(&[]).exits(2);
    assert!(
        run.stderr.contains(&format!("{first}:openapi.yaml:")),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .contains("name a base that is in order: --base REVISION or --base FILE"),
        "{}",
        run.stderr
    );
    repository.write("latin.yaml", "");
    fs::write(
        repository.path("latin.yaml"),
        b"openapi: 3.0.3\ninfo: \xff\n",
    )
    .unwrap();
    repository.refuses(
        &["--base", "latin.yaml"],
        "the contract latin.yaml is not UTF-8 in line 2",
        &[],
    );
}
