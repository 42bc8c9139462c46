//! `cargo xtask codegen`, run as a process in a workspace of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::support::{CONTRACT, Step, Workspace, gone, is_snapshot, run};
use contract::Class;

const MINI: &str = "generated-client/src/generated/mini.rs";
const EXTRA: &str = "generated-client/src/generated/extra.rs";
const LISTING: &str = "generated-client/api.txt";

/// Every file: its bytes and its time of change.
type Files = BTreeMap<PathBuf, (Vec<u8>, SystemTime)>;

fn collect(folder: &Path, files: &mut Files) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let changed = fs::metadata(&path).unwrap().modified().unwrap();
            files.insert(path.clone(), (fs::read(&path).unwrap(), changed));
        }
    }
}

fn files(workspace: &Workspace) -> Files {
    let mut files = Files::new();
    collect(&workspace.path(""), &mut files);
    files
}

fn generated() -> Workspace {
    let workspace = Workspace::new();
    workspace.run("codegen", 0);
    workspace
}

#[test]
fn what_is_generated_is_written_once() {
    let workspace = Workspace::new();
    let mut text = workspace.transcript("codegen");
    for path in [MINI, LISTING] {
        let header = workspace.read(path);
        assert!(
            header.lines().next().unwrap().contains("@generated"),
            "{path}"
        );
        assert!(!header.contains('\r'), "{path}");
    }
    let listing = workspace.read(LISTING);
    assert!(listing.contains("\nmini::Client::builder: pub fn builder() -> mini::ClientBuilder\n"));
    assert!(listing.lines().skip(1).is_sorted());
    let before = files(&workspace);
    assert_eq!(before.len(), 8, "{:?}", before.keys());
    text += &workspace.transcript("codegen");
    text += &workspace.transcript("codegen --check");
    assert!(files(&workspace) == before, "an equal file was touched");
    is_snapshot(text, "codegen.txt");
}

#[test]
fn every_difference_is_shown_and_repaired() {
    let cases: [(&str, Step); 8] = [
        ("an edited file", |it| {
            it.write(MINI, it.read(MINI) + "// edited\n");
        }),
        ("a deleted file", |it| {
            fs::remove_file(it.path(MINI)).unwrap();
        }),
        ("a deleted listing", |it| {
            fs::remove_file(it.path(LISTING)).unwrap();
        }),
        ("an orphan", |it| {
            it.write(EXTRA, "//! Two lines.\n//! @generated\nfn f() {}\n");
        }),
        ("another contract", |it| {
            it.edit("openapi.yaml", "What somebody wrote about it.", "A remark.");
        }),
        ("another line of the listing", |it| {
            it.write(
                "generated-client/src/lib.rs",
                "mod generated;\npub fn more() {}\n",
            );
        }),
        ("carriage returns", |it| {
            it.write(LISTING, it.read(LISTING).replace('\n', "\r\n"));
        }),
        ("no text", |it| it.write(MINI, b"// @generated\n\xff\n")),
    ];
    let mut text = String::new();
    for (name, change) in cases {
        let workspace = generated();
        change(&workspace);
        let before = files(&workspace);
        // Of a long difference its begin and its end.
        let check = workspace.transcript("codegen --check");
        let lines: Vec<_> = check.lines().collect();
        let end = lines.len() - lines.len().min(6);
        let begin = lines[..end].iter().take(14).map(|line| line.trim_end());
        let begin = begin.collect::<Vec<_>>().join("\n");
        text += &format!("# {name}\n{begin}\n{}\n\n", lines[end..].join("\n"));
        assert!(
            files(&workspace) == before,
            "{name}: the check changed a file"
        );
        text += &workspace.transcript("codegen");
        workspace.run("codegen --check", 0);
        assert!(!workspace.path(EXTRA).exists());
    }
    is_snapshot(text, "codegen-check.txt");
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let cases: [(&str, Step, &str); 8] = [
        (
            "a mistake",
            |it| it.edit("openapi.yaml", "required: [id]", "requird: [id]"),
            "",
        ),
        ("no contract", |_| (), " --contract no.yaml"),
        (
            "no UTF-8",
            |it| it.write("openapi.yaml", b"openapi: 3.0.3\ninfo: \xff\n"),
            "",
        ),
        (
            "a file by hand",
            |it| it.write(EXTRA, "fn f() {}\n// @generated\n"),
            "",
        ),
        ("a listing by hand", |it| it.write(LISTING, "mine\n"), ""),
        (
            "somebody's folder",
            |it| it.write("mine/mod.rs", "//! By hand.\n"),
            " --out mine",
        ),
        ("a file in the folder's place", |_| (), " --out Cargo.toml"),
        (
            "no listing",
            |it| {
                it.write(
                    "generated-client/src/lib.rs",
                    "mod generated;\nlazy! { pub A }\n",
                );
            },
            "",
        ),
    ];
    let mut text = String::new();
    for (name, change, arguments) in cases {
        let workspace = generated();
        change(&workspace);
        let before = files(&workspace);
        text += &format!(
            "# {name}\n{}",
            workspace.transcript(&format!("codegen{arguments}"))
        );
        workspace.run(&format!("codegen --check{arguments}"), 1);
        assert!(files(&workspace) == before, "{name}");
    }
    is_snapshot(text, "codegen-errors.txt");
}

/// The examples of every rule that is an error.
#[test]
fn nothing_is_written_for_any_contract_with_an_error() {
    let workspace = generated();
    for rule in contract::rules().filter(|rule| rule.class != Class::Advice) {
        let contract = rule.example.contract(&rule.example.broken()).text;
        workspace.write("openapi.yaml", contract);
        let before = files(&workspace);
        let run = workspace.run("codegen", 1);
        assert!(files(&workspace) == before, "{}", rule.code);
        assert!(run.stderr.contains("--> openapi.yaml:"), "{}", run.stderr);
    }
}

#[test]
fn given_paths_are_the_callers_and_are_repeated_in_the_command() {
    let workspace = Workspace::new();
    workspace.write("sub/my api.yaml", CONTRACT);
    workspace.write("sub/api/file", "");
    let in_api = |more: &str| {
        let mut command = workspace.command(&format!("codegen{more} --contract"));
        command.args(["../my api.yaml", "--out", "new/out"]);
        run(command
            .current_dir(workspace.path("sub/api"))
            .env("LANG", "id_ID.UTF-8"))
    };
    let check = in_api(" --check").stdout;
    let command = "    cargo xtask codegen --contract '../my api.yaml' --out new/out\n";
    assert!(check.starts_with("missing  new/out/mini.rs\n"), "{check}");
    assert!(check.ends_with(command), "{check}");
    assert!(!workspace.path("sub/api/new").exists());
    assert_eq!(
        in_api("").stdout,
        "written  new/out/mini.rs\nwritten  new/out/mod.rs\n"
    );
    // The output depends on nothing but the contract.
    assert_eq!(
        workspace.read("sub/api/new/out/mini.rs"),
        generated().read(MINI)
    );
}

#[test]
fn the_workspace_is_found_from_a_folder_in_it_and_from_cargo() {
    let workspace = Workspace::new();
    let source = workspace.path("generated-client/src");
    assert_eq!(
        run(workspace.command("codegen").current_dir(source)).code,
        Some(0)
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = workspace.command("codegen --check");
    command.current_dir(elsewhere.path());
    let error = run(&mut command).stderr;
    assert!(
        error.contains("there is no Cargo workspace at or above"),
        "{error}"
    );
    command.env("CARGO_MANIFEST_DIR", workspace.path("xtask"));
    assert_eq!(run(&mut command).code, Some(0));
}

#[test]
fn a_reader_that_went_away_changes_nothing() {
    let workspace = Workspace::new();
    for (arguments, code) in [
        ("codegen --check", 1),
        ("codegen", 0),
        ("codegen --check", 0),
        ("codegen --contract missing.yaml", 1),
    ] {
        let mut command = workspace.command(arguments);
        let status = command.stdout(gone()).stderr(gone()).status().unwrap();
        assert_eq!(status.code(), Some(code), "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_printed_is_an_error_after_the_work() {
    let workspace = Workspace::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let run = run(workspace.command("codegen").stdout(full));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("cannot print"), "{}", run.stderr);
    workspace.run("codegen --check", 0);
}
