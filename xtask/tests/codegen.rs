//! `cargo xtask codegen`, run as a process in a workspace of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use contract::Class;
use support::{CONTRACT, Run, Workspace, broken, gone, run};

const OUT: &str = "generated-client/src/generated";
const LISTING: &str = "generated-client/api.txt";

/// Every file and folder: its bytes, if it is a file, and its time of change.
type Snapshot = BTreeMap<PathBuf, (Option<Vec<u8>>, SystemTime)>;

impl Workspace {
    /// Everything is generated.
    fn generated() -> Self {
        let workspace = Self::new();
        workspace.run(&["codegen"]).succeeds();
        workspace
    }

    fn out(&self, below: &str) -> PathBuf {
        self.path(OUT).join(below)
    }

    fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        collect(self.folder.path(), &mut snapshot);
        snapshot
    }

    /// A check that must find a difference, name the command, and touch nothing.
    #[track_caller]
    fn differs(&self) -> Run {
        let before = self.snapshot();
        let run = self.run(&["codegen", "--check"]).fails();
        assert!(
            run.stdout
                .ends_with("to mend it, run:\n    cargo xtask codegen\n"),
            "{}",
            run.printed()
        );
        assert!(self.snapshot() == before, "the check changed a file");
        run
    }

    /// Generates, after which there must be no difference.
    #[track_caller]
    fn mends(&self) -> Run {
        let run = self.run(&["codegen"]).succeeds();
        self.run(&["codegen", "--check"]).succeeds();
        run
    }
}

fn collect(folder: &Path, snapshot: &mut Snapshot) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let data = fs::metadata(&path).unwrap();
        if data.is_dir() {
            collect(&path, snapshot);
        }
        let bytes = data.is_file().then(|| fs::read(&path).unwrap());
        snapshot.insert(path, (bytes, data.modified().unwrap()));
    }
}

/// The generated files below a folder, by name.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut snapshot = Snapshot::new();
    collect(folder, &mut snapshot);
    let below = |path: PathBuf| path.strip_prefix(folder).unwrap().to_owned();
    snapshot
        .into_iter()
        .filter_map(|(path, (bytes, _))| Some((below(path), bytes?)))
        .collect()
}

#[test]
fn the_first_run_writes_everything_and_the_second_nothing() {
    let workspace = Workspace::new();
    let first = workspace.run(&["codegen"]).succeeds();
    assert!(
        first
            .stdout
            .contains(&format!("written    {OUT}/mini.rs\n")),
        "{}",
        first.stdout
    );
    assert!(
        first.stdout.contains(&format!("written    {OUT}/mod.rs\n")),
        "{}",
        first.stdout
    );
    for (name, bytes) in files(&workspace.out("")) {
        let text = String::from_utf8(bytes).unwrap();
        let header = text.lines().next().unwrap_or_default();
        assert!(header.starts_with("//"), "{}: {header}", name.display());
        assert!(
            header.contains("@generated"),
            "{}: {header}",
            name.display()
        );
        assert!(!text.contains('\r'), "{}", name.display());
    }

    let before = workspace.snapshot();
    let second = workspace.run(&["codegen"]).succeeds();
    assert!(
        second
            .stdout
            .contains(&format!("unchanged  {OUT}/mini.rs\n")),
        "{}",
        second.stdout
    );
    assert!(
        second.stdout.ends_with(", all unchanged\n"),
        "{}",
        second.stdout
    );
    assert!(workspace.snapshot() == before, "an equal file was touched");
}

#[test]
fn a_check_of_what_is_up_to_date_says_so() {
    let workspace = Workspace::generated();
    let before = workspace.snapshot();
    let run = workspace.run(&["codegen", "--check"]).succeeds();
    assert!(run.stdout.starts_with("up to date: "), "{}", run.stdout);
    assert!(
        run.stdout
            .ends_with(&format!("3 files in {OUT} and {LISTING}\n")),
        "{}",
        run.stdout
    );
    assert!(workspace.snapshot() == before);
}

#[test]
fn an_edited_file_is_found_and_mended() {
    let workspace = Workspace::generated();
    let path = workspace.out("mini.rs");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}// edited\n")).unwrap();

    let run = workspace.differs();
    assert!(
        run.stdout.contains(&format!("stale      {OUT}/mini.rs\n")),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains(&format!("--- committed/{OUT}/mini.rs\n")),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .contains(&format!("+++ generated/{OUT}/mini.rs\n")),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\n-// edited\n"), "{}", run.stdout);

    let untouched = fs::metadata(workspace.out("mod.rs"))
        .unwrap()
        .modified()
        .unwrap();
    let run = workspace.mends();
    assert!(
        run.stdout.contains(&format!("written    {OUT}/mini.rs\n")),
        "{}",
        run.stdout
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(
        fs::metadata(workspace.out("mod.rs"))
            .unwrap()
            .modified()
            .unwrap(),
        untouched
    );
}

#[test]
fn a_deleted_file_is_found_and_mended() {
    let workspace = Workspace::generated();
    fs::remove_file(workspace.out("mini.rs")).unwrap();
    let run = workspace.differs();
    assert!(
        run.stdout.contains(&format!("missing    {OUT}/mini.rs\n")),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\n@@ -0,0 +1,"), "{}", run.stdout);
    workspace.mends();
}

#[test]
fn a_listing_that_is_missing_or_stale_is_found_and_mended() {
    let workspace = Workspace::new();
    let run = workspace.run(&["codegen"]).succeeds();
    assert!(
        run.stdout.contains(&format!("written    {LISTING}\n")),
        "{}",
        run.stdout
    );
    let text = fs::read_to_string(workspace.path(LISTING)).unwrap();
    assert!(text.starts_with("# @generated by `cargo xtask codegen`"));
    let lines: Vec<_> = text.lines().skip(1).collect();
    assert!(lines.is_sorted());
    assert!(lines.contains(&"mini::Client::builder: pub fn builder() -> mini::ClientBuilder"));

    fs::remove_file(workspace.path(LISTING)).unwrap();
    let run = workspace.differs();
    assert!(
        run.stdout.contains(&format!("missing    {LISTING}\n")),
        "{}",
        run.stdout
    );
    workspace.mends();
    assert_eq!(fs::read_to_string(workspace.path(LISTING)).unwrap(), text);

    // What is written by hand is part of the API as well.
    let root = workspace.path("generated-client/src/lib.rs");
    let code = fs::read_to_string(&root).unwrap();
    fs::write(&root, code + "pub fn more() {}\n").unwrap();
    let run = workspace.differs();
    assert!(
        run.stdout.contains("\n+more: pub fn more()\n"),
        "{}",
        run.stdout
    );
    workspace.mends();

    fs::write(workspace.path(LISTING), "mine\n").unwrap();
    let run = workspace.run(&["codegen"]).fails();
    assert!(
        run.stderr.contains(&format!(
            "{LISTING}: not generated; move it out or delete it"
        )),
        "{}",
        run.stderr
    );
}

#[test]
fn a_listing_that_cannot_be_made_is_an_error_and_nothing_is_written() {
    let workspace = Workspace::new();
    let root = workspace.path("generated-client/src/lib.rs");
    fs::write(root, "mod generated;\nlazy! { pub A }\n").unwrap();
    let run = workspace.run(&["codegen"]).fails();
    assert!(
        run.stderr
            .contains("lib.rs of the crate `generated_client` calls `lazy!`"),
        "{}",
        run.stderr
    );
    assert!(!workspace.path(OUT).exists());
}

#[test]
fn a_generated_file_of_an_api_that_is_gone_is_found_and_removed() {
    let workspace = Workspace::generated();
    fs::copy(workspace.out("mini.rs"), workspace.out("gone.rs")).unwrap();
    let run = workspace.differs();
    assert!(
        run.stdout.contains(&format!("orphan     {OUT}/gone.rs\n")),
        "{}",
        run.stdout
    );
    let run = workspace.mends();
    assert!(
        run.stdout.contains(&format!("removed    {OUT}/gone.rs\n")),
        "{}",
        run.stdout
    );
    assert!(!workspace.out("gone.rs").exists());
}

#[test]
fn a_file_added_by_hand_is_found_and_removed() {
    let workspace = Workspace::generated();
    fs::write(workspace.out("notes.rs"), "//! By hand.\n").unwrap();
    let run = workspace.differs();
    assert!(
        run.stdout.contains(&format!("orphan     {OUT}/notes.rs\n")),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\n-//! By hand.\n"), "{}", run.stdout);
    let run = workspace.mends();
    assert!(
        run.stdout.contains(&format!("removed    {OUT}/notes.rs\n")),
        "{}",
        run.stdout
    );
}

#[test]
fn a_folder_of_somebody_elses_is_left_alone() {
    let workspace = Workspace::generated();
    fs::create_dir(workspace.path("mine")).unwrap();
    fs::write(workspace.path("mine/notes.rs"), "//! By hand.\n").unwrap();
    let before = workspace.snapshot();
    let run = workspace.run(&["codegen", "--out", "mine"]).fails();
    assert!(
        run.stderr
            .contains("mine/notes.rs: not generated; move it out or delete it"),
        "{}",
        run.stderr
    );
    assert!(workspace.snapshot() == before);
}

#[test]
fn a_changed_contract_is_found_and_mended() {
    let workspace = Workspace::generated();
    let changed = CONTRACT.replace("What somebody wrote about it.", "A remark.");
    fs::write(workspace.path("openapi.yaml"), changed).unwrap();
    let run = workspace.differs();
    assert!(
        run.stdout.contains(&format!("stale      {OUT}/mini.rs\n")),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("A remark."), "{}", run.stdout);
    workspace.mends();
}

#[test]
fn a_slip_in_the_contract_is_named_and_nothing_is_written() {
    let (contract, line, column) = broken("required: [id]", "requird: [id]");
    let workspace = Workspace::new();
    fs::write(workspace.path("openapi.yaml"), contract).unwrap();
    for arguments in [&["codegen"][..], &["codegen", "--check"]] {
        let before = workspace.snapshot();
        let run = workspace.run(arguments).fails();
        let place = format!("openapi.yaml:{line}:{column}");
        assert!(run.stderr.contains(&place), "{place} in\n{}", run.stderr);
        let frame = format!("\n{line} |       requird: [id]\n   |       ^^^^^^^\n");
        assert!(run.stderr.contains(&frame), "{}", run.stderr);
        assert!(
            run.stderr.ends_with("; nothing was written\n"),
            "{}",
            run.stderr
        );
        assert_eq!(run.stdout, "");
        assert!(workspace.snapshot() == before);
        assert!(!workspace.out("").exists());
    }
}

#[test]
fn without_the_conventions_the_apis_are_needed_all_the_same() {
    let workspace = Workspace::new();
    let (start, rest) = CONTRACT.split_once("x-apis:\n").unwrap();
    let (_, rest) = rest.split_once("paths:\n").unwrap();
    let contract = format!("{start}paths:\n{rest}");
    fs::write(workspace.path("openapi.yaml"), contract).unwrap();
    let run = workspace.run(&["codegen", "--conventions", "off"]).fails();
    assert!(
        run.stderr
            .contains("belongs to no API: begin its operationId with the name of an API"),
        "{}",
        run.stderr
    );
    fs::write(workspace.path("openapi.yaml"), CONTRACT).unwrap();
    workspace
        .run(&["codegen", "--conventions", "off"])
        .succeeds();
    workspace.run(&["codegen", "--check"]).succeeds();
}

#[test]
fn all_slips_are_named_in_one_run_and_what_was_generated_stays() {
    let workspace = Workspace::generated();
    let (contract, ..) = broken("required: [id]", "requird: [id]");
    let contract = contract.replacen("type: string", "type: strng", 1);
    fs::write(workspace.path("openapi.yaml"), contract).unwrap();
    let before = workspace.snapshot();
    let run = workspace.run(&["codegen"]).fails();
    assert!(run.stderr.contains("requird"), "{}", run.stderr);
    assert!(run.stderr.contains("strng"), "{}", run.stderr);
    assert!(workspace.snapshot() == before);
}

#[test]
fn a_missing_contract_is_named_with_what_to_do() {
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("openapi.yaml")).unwrap();
    let run = workspace.run(&["codegen"]).fails();
    assert!(
        run.stderr.starts_with(
            "error: cannot read the contract openapi.yaml; name another file with --contract\n  \
             caused by: "
        ),
        "{}",
        run.stderr
    );
    let run = workspace
        .run(&["codegen", "--contract", "other/api.yaml"])
        .fails();
    assert!(
        run.stderr.contains("the contract other/api.yaml"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_contract_that_is_no_text_is_named_with_its_line() {
    let workspace = Workspace::new();
    fs::write(
        workspace.path("openapi.yaml"),
        b"openapi: 3.0.3\ninfo: \xff\n",
    )
    .unwrap();
    let run = workspace.run(&["codegen"]).fails();
    assert!(
        run.stderr
            .starts_with("error: the contract openapi.yaml is not UTF-8 in line 2"),
        "{}",
        run.stderr
    );
    assert!(!workspace.out("").exists());
}

#[test]
fn given_paths_are_the_callers_and_are_repeated_in_the_command() {
    let workspace = Workspace::new();
    fs::create_dir_all(workspace.path("sub/api")).unwrap();
    fs::rename(
        workspace.path("openapi.yaml"),
        workspace.path("sub/my api.yaml"),
    )
    .unwrap();
    let arguments = [
        "codegen",
        "--contract",
        "../my api.yaml",
        "--out",
        "new/out",
    ];
    let in_api = |more: &[&str]| {
        let mut command = workspace.command(&arguments);
        run(command.args(more).current_dir(workspace.path("sub/api")))
    };
    let run = in_api(&["--check"]).fails();
    assert!(
        run.stdout.contains("missing    new/out/mini.rs\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .ends_with("    cargo xtask codegen --contract '../my api.yaml' --out new/out\n"),
        "{}",
        run.stdout
    );
    assert!(!workspace.path("sub/api/new").exists());

    let run = in_api(&[]).succeeds();
    assert!(
        run.stdout.contains("written    new/out/mini.rs\n"),
        "{}",
        run.stdout
    );
    assert!(workspace.path("sub/api/new/out/mini.rs").is_file());
}

#[test]
fn the_workspace_is_found_from_a_folder_in_it_and_from_cargo() {
    let workspace = Workspace::new();
    let below = workspace.path("some/folder");
    fs::create_dir_all(&below).unwrap();
    run(workspace.command(&["codegen"]).current_dir(&below)).succeeds();
    assert!(workspace.out("mini.rs").is_file());

    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = workspace.command(&["codegen", "--check"]);
    command.current_dir(elsewhere.path());
    run(command.env("CARGO_MANIFEST_DIR", workspace.path("xtask"))).succeeds();

    let mut command = workspace.command(&["codegen"]);
    let run = run(command.current_dir(elsewhere.path())).fails();
    assert!(
        run.stderr
            .contains("there is no Cargo workspace at or above"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_output_depends_on_nothing_but_the_contract() {
    let one = Workspace::generated();
    let two = Workspace::new();
    let contract = one.path("openapi.yaml");
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = two.command(&["codegen", "--out", "here", "--contract"]);
    command.arg(&contract).current_dir(elsewhere.path());
    run(command.env("TZ", "Asia/Jakarta").env("LANG", "id_ID.UTF-8")).succeeds();
    let expected = files(&one.out(""));
    assert!(!expected.is_empty());
    assert_eq!(files(&elsewhere.path().join("here")), expected);
}

#[test]
fn usage_errors_exit_with_two() {
    let workspace = Workspace::new();
    let usages: [&[&str]; 5] = [
        &[],
        &["codgen"],
        &["codegen", "--chek"],
        &["codegen", "--out"],
        &["ci", "now"],
    ];
    for usage in usages {
        let run = workspace.run(usage);
        assert_eq!(run.code, Some(2), "{usage:?}: {}", run.printed());
        assert!(
            run.stderr.contains("--help") || run.stderr.contains("Usage:"),
            "{}",
            run.stderr
        );
    }
    assert!(!workspace.out("").exists());
}

#[test]
fn help_names_every_option() {
    let workspace = Workspace::new();
    let run = workspace.run(&["--help"]).succeeds();
    for command in ["codegen", "diff", "ci"] {
        assert!(
            run.stdout.contains(&format!("\n  {command} ")),
            "{}",
            run.stdout
        );
    }
    let run = workspace.run(&["codegen", "--help"]).succeeds();
    for option in [
        "--check",
        "--contract <FILE>",
        "--out <DIR>",
        "openapi.yaml",
        OUT,
    ] {
        assert!(run.stdout.contains(option), "{option} in\n{}", run.stdout);
    }
}

#[test]
fn a_reader_that_went_away_changes_nothing() {
    let workspace = Workspace::new();
    let status = |arguments: &[&str]| {
        let mut command = workspace.command(arguments);
        command
            .stdout(gone())
            .stderr(gone())
            .status()
            .unwrap()
            .code()
    };
    assert_eq!(status(&["codegen", "--check"]), Some(1));
    assert_eq!(status(&["codegen"]), Some(0));
    assert_eq!(status(&["codegen", "--check"]), Some(0));
    assert_eq!(status(&["codegen", "--contract", "missing.yaml"]), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_printed_is_an_error_after_the_work() {
    let workspace = Workspace::new();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let run = run(workspace.command(&["codegen"]).stdout(full)).fails();
    assert!(run.stderr.contains("cannot print: "), "{}", run.stderr);
    workspace.run(&["codegen", "--check"]).succeeds();
}

/// The examples of every rule that is an error.
#[test]
fn nothing_is_written_for_any_contract_with_an_error() {
    let workspace = Workspace::generated();
    let mut errors = 0;
    for rule in contract::rules().filter(|rule| rule.class != Class::Advice) {
        let contract = rule.example.contract(&rule.example.broken()).text;
        fs::write(workspace.path("openapi.yaml"), contract).unwrap();
        let before = workspace.snapshot();
        let run = workspace.run(&["codegen"]).fails();
        assert!(workspace.snapshot() == before, "{}", rule.code);
        assert!(run.stderr.contains("--> openapi.yaml:"), "{}", run.stderr);
        assert!(
            run.stderr.ends_with("nothing was written\n"),
            "{}",
            run.stderr
        );
        errors += 1;
    }
    assert!(errors > 10, "{errors}");
}
