//! `cargo xtask lint`, run as a process in a workspace of its own.

use std::path::Path;

use crate::support::{CONTRACT, Workspace, gone, is_snapshot, run};

/// The contract with a mistake.
fn with_mistake(right: &str, wrong: &str) -> Vec<u8> {
    assert!(CONTRACT.contains(right), "{right}");
    CONTRACT.replacen(right, wrong, 1).into_bytes()
}

#[test]
fn every_format_tells_what_is_found() {
    let key = with_mistake("required: [id]", "requird: [id]");
    let two = String::from_utf8(key.clone()).unwrap();
    let two = two.replacen("type: string", "type: strng", 1);
    let mark = "\u{feff}".to_owned() + &two.replace('\n', "\r\n");
    let long = format!("{{{}: 1}}", "k".repeat(300));
    let cases = [
        ("nothing", CONTRACT.as_bytes().to_vec()),
        ("a key", key),
        ("two mistakes", two.into_bytes()),
        (
            "the same with a byte order mark and carriage returns",
            mark.into_bytes(),
        ),
        ("an empty file", Vec::new()),
        ("no YAML", b"openapi: 3.0.3\ninfo: {\n".to_vec()),
        (
            "a place of several lines",
            with_mistake("title: Mini", "title:\n    a: 1\n    b: 2"),
        ),
        ("a tab and no end", b"openapi: 3.0.3\ninfo:\t{".to_vec()),
        ("wide characters", "é名: 1\n".as_bytes().to_vec()),
        (
            "what would steer a terminal",
            b"openapi: 3.0.3\n\"\\e[2J\\n::error::x\": 1\n".to_vec(),
        ),
        (
            "a long line",
            with_mistake("title: Mini", &format!("title: {long}")),
        ),
        ("no UTF-8", b"openapi: 3.0.3\ninfo: \xff\n".to_vec()),
    ];
    let mut text = String::new();
    for (name, contract) in cases {
        let workspace = Workspace::new();
        workspace.write("openapi.yaml", contract);
        text += &format!("# {name}\n");
        for format in ["", " --format json", " --format github"] {
            text += &workspace.transcript(&format!("lint{format}"));
        }
        if name == "a key" {
            text += &workspace.transcript("lint --format markdown");
        }
    }
    assert!(!text.contains('\x1b'));
    is_snapshot(text, "lint.txt");
}

#[test]
fn usage_is_explained() {
    let workspace = Workspace::new();
    let usages = [
        "--help",
        "lint --help",
        "codegen --help",
        "diff --help",
        "lint --explain Duplicate-Operation-Id",
        "lint --explain duplicate-operation",
        "lint --explain nothing-of-the-kind",
        "lint --explain unknown-key --format json",
        "lint --explain",
        "lint --format xml",
        "lint --contract no.yaml",
        "codegen --chek",
        "ci now",
        "diff --explain item-removed",
        "diff --explain Item-Removed",
        "diff --explain bound-change",
        "diff --explain nothing-of-the-kind",
        "diff --explain",
        "diff --explain bound-changed --base v1",
    ];
    let text: String = usages
        .iter()
        .map(|usage| workspace.transcript(usage))
        .collect();
    is_snapshot(text, "usage.txt");
}

#[test]
fn the_projects_own_contract_has_no_findings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let run = run(Workspace::new().command("lint").current_dir(root));
    assert_eq!(run.stdout, "openapi.yaml: no findings\n");
}

#[test]
fn the_conventions_can_be_switched_off() {
    let workspace = Workspace::new();
    workspace.edit("openapi.yaml", "mini.get_thing", "get_thing");
    let found = workspace.run("lint", 1).stdout;
    assert!(found.starts_with("error[bad-name]: "), "{found}");
    workspace.run("lint --conventions off", 0);
}

#[test]
fn an_annotation_has_the_path_in_the_repository() {
    let workspace = Workspace::new();
    workspace.commit();
    workspace.write(
        "api/a,b: 100%.yaml",
        with_mistake("required: [id]", "requird%: [id]"),
    );
    let mut command = workspace.command("lint --format github --contract");
    let run = run(command
        .arg("a,b: 100%.yaml")
        .current_dir(workspace.path("api")));
    let start = "::error file=api/a%2Cb%3A 100%25.yaml,line=";
    assert!(run.stdout.starts_with(start), "{}", run.stdout);
    assert!(
        run.stdout
            .contains("`requird%25` is not a key of a schema%0Ahelp: "),
        "{}",
        run.stdout
    );
}

#[test]
fn a_reader_that_went_away_changes_nothing() {
    for (contract, code) in [(CONTRACT, 0), ("", 1)] {
        let workspace = Workspace::new();
        workspace.write("openapi.yaml", contract);
        for format in ["human", "json", "github"] {
            let mut command = workspace.command(&format!("lint --format {format}"));
            let status = command.stdout(gone()).status().unwrap();
            assert_eq!(status.code(), Some(code), "{format}");
        }
    }
}
