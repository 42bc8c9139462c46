//! `cargo xtask lint`, run as a process in a workspace of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use support::{CONTRACT, Run, Workspace, broken, gone, run};

/// A workspace with this contract.
fn with_contract(contract: impl AsRef<[u8]>) -> Workspace {
    let workspace = Workspace::new();
    fs::write(workspace.path("openapi.yaml"), contract).unwrap();
    workspace
}

/// A workspace whose contract has two slips: in a key and, further up, in a type.
fn with_two_slips() -> Workspace {
    let (contract, ..) = broken("required: [id]", "requird: [id]");
    with_contract(contract.replacen("type: string", "type: strng", 1))
}

fn parsed(run: &Run) -> Value {
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

#[test]
fn a_contract_in_order_has_no_findings_in_any_format() {
    let workspace = Workspace::new();
    for arguments in [&["lint"][..], &["lint", "--format", "human"]] {
        let run = workspace.run(arguments).succeeds();
        assert_eq!(run.stdout, "openapi.yaml: no findings\n");
        assert_eq!(run.stderr, "");
    }
    let run = workspace.run(&["lint", "--format", "github"]).succeeds();
    assert_eq!(run.stdout, "openapi.yaml: no findings\n");
    let run = workspace.run(&["lint", "--format", "json"]).succeeds();
    let nothing = json!({ "contract": "openapi.yaml", "errors": 0, "warnings": 0, "findings": [] });
    assert_eq!(parsed(&run), nothing);
}

#[test]
fn the_projects_own_contract_has_no_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workspace = Workspace::new();
    let run = run(workspace.command(&["lint"]).current_dir(root)).succeeds();
    assert_eq!(run.stdout, "openapi.yaml: no findings\n");
}

#[test]
fn people_see_the_lines_with_the_slip_underlined() {
    let (contract, line, column) = broken("required: [id]", "requird: [id]");
    let run = with_contract(contract).run(&["lint"]).fails();
    let before = line - 1;
    let expected = format!(
        "error[unknown-key]: schema `mini.Thing`: `requird` is not a key of a schema\n  \
         --> openapi.yaml:{line}:{column}\n   |\n\
         {before} |       description: A thing.\n\
         {line} |       requird: [id]\n   |       ^^^^^^^\n   |\n   \
         = help: did you mean `required`?\n\n\
         1 error in openapi.yaml\n"
    );
    assert_eq!(run.stdout, expected);
    assert_eq!(run.stderr, "");
}

#[test]
fn several_slips_are_shown_in_order_and_counted() {
    let run = with_two_slips().run(&["lint"]).fails();
    let kind = run
        .stdout
        .find("`type` cannot be `strng`")
        .expect("the type");
    let key = run.stdout.find("`requird` is not a key").expect("the key");
    assert!(kind < key, "{}", run.stdout);
    assert!(
        run.stdout.ends_with("\n\n2 errors in openapi.yaml\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn programs_get_places_messages_and_mends() {
    let (contract, line, column) = broken("required: [id]", "requird: [id]");
    let run = with_contract(contract).run(&["lint", "--format", "json"]);
    let expected = json!({
        "contract": "openapi.yaml",
        "errors": 1,
        "warnings": 0,
        "findings": [{
            "code": "unknown-key",
            "class": "invalid",
            "severity": "error",
            "message": "schema `mini.Thing`: `requird` is not a key of a schema",
            "help": "did you mean `required`?",
            "start": { "line": line, "column": column },
            "end": { "line": line, "column": column + "requird".len() },
        }],
    });
    assert_eq!(parsed(&run.fails()), expected);
}

#[test]
fn a_rule_is_explained_with_its_class_and_an_example() {
    let workspace = Workspace::new();
    let run = workspace
        .run(&["lint", "--explain", "duplicate-operation-id"])
        .succeeds();
    assert!(
        run.stdout
            .starts_with("duplicate-operation-id (invalid, error)\n\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\nFails:\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nPasses:\n"), "{}", run.stdout);
}

#[test]
fn an_unknown_rule_is_a_usage_error_that_names_the_nearest() {
    let workspace = Workspace::new();
    let run = workspace.run(&["lint", "--explain", "duplicate-operation"]);
    assert_eq!(run.code, Some(2), "{}", run.printed());
    let expected = "there is no rule `duplicate-operation`; did you mean `duplicate-operation-id`?";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
}

#[test]
fn the_conventions_can_be_switched_off() {
    let (contract, line, column) = broken("mini.get_thing", "get_thing");
    let workspace = with_contract(contract);
    let run = workspace.run(&["lint"]).fails();
    let place = format!("openapi.yaml:{line}:{column}\n");
    assert!(
        run.stdout.starts_with("error[bad-name]: "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains(&place), "{}", run.stdout);
    let run = workspace.run(&["lint", "--conventions", "off"]).succeeds();
    assert_eq!(run.stdout, "openapi.yaml: no findings\n");
}

#[test]
fn what_is_no_yaml_is_a_finding_in_every_format() {
    let workspace = with_contract("openapi: 3.0.3\ninfo: {\n");
    let run = workspace.run(&["lint", "--format", "json"]).fails();
    let document = parsed(&run);
    assert_eq!(document["errors"], 1, "{document}");
    assert_eq!(document["findings"][0]["code"], "yaml-syntax");
    let run = workspace.run(&["lint"]).fails();
    assert!(run.stdout.starts_with("error[yaml-syntax]: "));
    let run = workspace.run(&["lint", "--format", "github"]).fails();
    assert!(run.stdout.starts_with("::error file=openapi.yaml,line=2,"));
}

#[test]
fn an_empty_file_is_a_finding_in_every_format() {
    let workspace = with_contract("");
    let run = workspace.run(&["lint"]).fails();
    assert_eq!(
        run.stdout,
        "error[yaml-syntax]: the contract is empty\n \
         --> openapi.yaml:1:1\n  |\n1 |\n  | ^\n  |\n  \
         = help: it begins with `openapi: 3.0.3`\n\n1 error in openapi.yaml\n"
    );
    let run = workspace.run(&["lint", "--format", "json"]).fails();
    assert_eq!(parsed(&run)["findings"][0]["code"], "yaml-syntax");
    let run = workspace.run(&["lint", "--format", "github"]).fails();
    assert!(
        run.stdout.ends_with(
            "::the contract is empty%0Ahelp: it begins with `openapi: 3.0.3`\n\
                 1 error in openapi.yaml\n"
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn github_gets_a_command_with_the_path_in_the_repository() {
    let (contract, line, column) = broken("required: [id]", "requird%: [id]");
    let workspace = with_contract(contract);
    fs::create_dir(workspace.path(".git")).unwrap();
    fs::create_dir(workspace.path("api")).unwrap();
    fs::rename(
        workspace.path("openapi.yaml"),
        workspace.path("api/one,two: 100%.yaml"),
    )
    .unwrap();
    let mut command = workspace.command(&["lint", "--format", "github", "--contract"]);
    command.arg("one,two: 100%.yaml");
    let run = run(command.current_dir(workspace.path("api"))).fails();
    let end = column + "requird%".len();
    let expected = format!(
        "::error file=api/one%2Ctwo%3A 100%25.yaml,line={line},endLine={line},col={column},\
         endColumn={end},title=unknown-key::schema `mini.Thing`: `requird%25` is not a key of a \
         schema%0Ahelp: did you mean `required`?\n\
         1 error in one,two: 100%.yaml\n"
    );
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_file_outside_of_any_repository_keeps_its_name() {
    let workspace = with_two_slips();
    let run = workspace.run(&["lint", "--format", "github", "--contract", "openapi.yaml"]);
    let run = run.fails();
    assert!(
        run.stdout.starts_with("::error file=openapi.yaml,line="),
        "{}",
        run.stdout
    );
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_not_a_finding() {
    let workspace = with_contract(b"openapi: 3.0.3\ninfo: \xff\n");
    for format in ["human", "json", "github"] {
        let run = workspace.run(&["lint", "--format", format]).fails();
        assert_eq!(run.stdout, "", "{format}");
        assert!(
            run.stderr
                .starts_with("error: the contract openapi.yaml is not UTF-8 in line 2"),
            "{}",
            run.stderr
        );
        let arguments = ["lint", "--format", format, "--contract", "no.yaml"];
        let run = workspace.run(&arguments).fails();
        assert_eq!(run.stdout, "", "{format}");
        assert!(
            run.stderr.starts_with(
                "error: cannot read the contract no.yaml; name another file with --contract\n"
            ),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn carriage_returns_and_a_byte_order_mark_move_nothing() {
    let (contract, ..) = broken("required: [id]", "requird: [id]");
    let expected = with_contract(&contract).run(&["lint"]).fails().stdout;
    let windows = format!("\u{feff}{}", contract.replace('\n', "\r\n"));
    assert_eq!(
        with_contract(windows).run(&["lint"]).fails().stdout,
        expected
    );
}

#[test]
fn what_is_not_a_terminal_gets_no_colours() {
    let workspace = with_two_slips();
    for arguments in [&["lint"][..], &["codegen"]] {
        let run = workspace.run(arguments).fails();
        assert!(!run.printed().contains('\u{1b}'), "{}", run.printed());
    }
}

#[test]
fn the_contract_is_not_changed_and_nothing_is_generated() {
    let workspace = Workspace::new();
    workspace.run(&["lint"]).succeeds();
    let contract = fs::read_to_string(workspace.path("openapi.yaml")).unwrap();
    assert_eq!(contract, CONTRACT);
    assert_eq!(fs::read_dir(workspace.folder.path()).unwrap().count(), 4);
    let client = fs::read_dir(workspace.path("generated-client")).unwrap();
    assert_eq!(client.count(), 1);
}

#[test]
fn a_reader_that_went_away_changes_nothing() {
    let status = |workspace: &Workspace, arguments: &[&str]| {
        let mut command = workspace.command(arguments);
        command.stdout(gone()).stderr(Stdio::null());
        command.status().unwrap().code()
    };
    for format in ["human", "json", "github"] {
        let arguments = ["lint", "--format", format];
        assert_eq!(status(&Workspace::new(), &arguments), Some(0));
        assert_eq!(status(&with_two_slips(), &arguments), Some(1));
    }
}

#[test]
fn usage_errors_exit_with_two_and_help_names_every_option() {
    let workspace = Workspace::new();
    for usage in [
        &["lint", "--format", "xml"][..],
        &["lint", "--contract"],
        &["lint", "x"],
    ] {
        assert_eq!(workspace.run(usage).code, Some(2), "{usage:?}");
    }
    let run = workspace.run(&["lint", "--help"]).succeeds();
    for option in [
        "--contract <FILE>",
        "--format <FORMAT>",
        "human",
        "json",
        "github",
    ] {
        assert!(run.stdout.contains(option), "{option} in\n{}", run.stdout);
    }
    let run = workspace.run(&["--help"]).succeeds();
    assert!(run.stdout.contains("\n  lint "), "{}", run.stdout);
}
