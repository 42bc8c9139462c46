//! `cargo xtask diff`, run as a process in git repositories of its own.

use std::fs;

use crate::support::{CONTRACT, Step, Workspace, gone, is_snapshot, run};

const LISTING: &str = "generated-client/api.txt";

/// A change of the contract: a text that is there once, and what replaces it.
type Edit = (&'static str, &'static str);

const BREAKING: Edit = ("name: detail\n", "name: details\n");
const COMPATIBLE: Edit = (
    "        '404':\n          $ref: '#/components/responses/mini.NotFound'\n",
    "",
);
const WORDS: Edit = ("summary: Get a thing", "summary: Fetch a thing");
const COMMENT: Edit = ("openapi: 3.0.3\n", "# One more comment.\nopenapi: 3.0.3\n");
const STEP: Edit = ("version: 1.0.0", "version: 2.0.0");
const CRATE_STEP: Edit = ("version = \"0.1.0\"", "version = \"0.2.0\"");

/// A workspace with a listing of the client's API, and nothing committed.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write(
        LISTING,
        "# @generated\nmini: pub mod mini\nmini::f: pub fn f(a: u8)\n",
    );
    workspace
}

/// The same, committed on `main`.
fn committed() -> Workspace {
    let workspace = workspace();
    workspace.commit();
    workspace
}

fn edit(workspace: &Workspace, edits: &[Edit]) {
    for (old, new) in edits {
        workspace.edit("openapi.yaml", old, new);
    }
}

#[test]
fn every_format_tells_what_changed() {
    let cases: [(&str, Step); 3] = [
        ("nothing", |_| ()),
        ("a bit of everything", |it| {
            edit(it, &[BREAKING, COMPATIBLE, WORDS]);
            it.edit(
                LISTING,
                "mini::f: pub fn f(a: u8)\n",
                "mini::g: pub fn g()\nmini::g`2: mod\n",
            );
        }),
        ("what breaks, with the steps", |it| {
            edit(it, &[BREAKING, STEP]);
            it.edit("Cargo.toml", CRATE_STEP.0, CRATE_STEP.1);
        }),
    ];
    let mut text = String::new();
    for (name, change) in cases {
        let workspace = committed();
        change(&workspace);
        text += &format!("# {name}\n");
        for format in ["human", "markdown", "json", "github"] {
            text += &workspace.transcript(&format!("diff --format {format}"));
        }
    }
    assert!(!text.contains('\x1b'));
    is_snapshot(text, "diff-formats.txt");
}

#[test]
fn only_what_breaks_without_the_step_of_every_version_fails() {
    let cases: [(&str, &[Edit], &[Edit], i32); 9] = [
        ("a comment", &[COMMENT], &[], 0),
        ("words", &[WORDS], &[], 0),
        ("compatible", &[COMPATIBLE], &[], 0),
        ("breaking", &[BREAKING], &[], 1),
        (
            "breaking, a step of the contract",
            &[BREAKING, STEP],
            &[],
            1,
        ),
        (
            "breaking, a step of the crate",
            &[BREAKING],
            &[CRATE_STEP],
            1,
        ),
        ("breaking, both", &[BREAKING, STEP], &[CRATE_STEP], 0),
        (
            "no semantic version",
            &[BREAKING, ("version: 1.0.0", "version: v2")],
            &[CRATE_STEP],
            1,
        ),
        (
            "a lower version",
            &[("version: 1.0.0", "version: 0.9.0")],
            &[],
            0,
        ),
    ];
    let mut text = String::new();
    for (name, edits, crate_edits, code) in cases {
        let workspace = committed();
        edit(&workspace, edits);
        for (old, new) in crate_edits {
            workspace.edit("Cargo.toml", old, new);
        }
        let printed = workspace.run("diff --base HEAD", code).stdout;
        let (_, summary) = printed.rsplit_once("\n\n").unwrap_or(("", &printed));
        text += &format!("# {name}\n{summary}\n");
    }
    is_snapshot(text, "diff-versions.txt");
}

/// From, and the least version for what is breaking, compatible, documentation.
#[test]
fn the_least_version_follows_from_the_worst_change() {
    for (from, least) in [
        ("1.2.3", ["2.0.0", "1.3.0", "1.2.4"]),
        ("0.1.2", ["0.2.0", "0.1.3", "0.1.3"]),
        ("0.0.2", ["0.0.3", "0.0.3", "0.0.3"]),
        ("2.0.0-rc.1", ["2.0.0", "2.0.0", "2.0.0"]),
    ] {
        for (change, least) in [BREAKING, COMPATIBLE, WORDS].into_iter().zip(least) {
            let workspace = workspace();
            workspace.edit(
                "openapi.yaml",
                "version: 1.0.0",
                &format!("version: {from}"),
            );
            workspace.commit();
            edit(&workspace, &[change]);
            let run = run(&mut workspace.command("diff --format json"));
            let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!(
                document["versions"][0]["least"], least,
                "{from}: {}",
                run.stdout
            );
        }
    }
}

/// The two manifests, and which of them has the version in which line.
#[test]
fn the_version_of_the_crate_is_not_that_of_a_dependency() {
    let dependency = "[dependencies.serde]\nversion = \"9.9.9\"\n";
    let workspace = "[workspace.package]\nversion = \"0.3.0\"\n";
    for (client, root, at) in [
        (
            format!("[package]\nversion.workspace = true\n{dependency}"),
            format!("[workspace.{}{workspace}", &dependency[1..]),
            "Cargo.toml,line=4,",
        ),
        (
            format!("{dependency}[package] # The client.\nname = \"c\"\nversion='0.3.0' # Old.\n"),
            format!("{dependency}{workspace}"),
            "generated-client/Cargo.toml,line=5,",
        ),
    ] {
        let workspace = self::workspace();
        workspace.write("generated-client/Cargo.toml", client);
        workspace.write("Cargo.toml", root);
        workspace.commit();
        edit(&workspace, &[BREAKING]);
        let printed = workspace.run("diff --format github", 1).stdout;
        assert!(printed.contains(&format!("::error file={at}")), "{printed}");
        let step = "generated-client: 0.3.0 → 0.3.0, too low: set it to 0.4.0 or later in ";
        assert!(printed.contains(step), "{printed}");
    }
}

#[test]
fn a_second_break_since_the_last_release_asks_for_no_second_step() {
    let workspace = committed();
    workspace.git("tag v0.1.0");
    edit(&workspace, &[BREAKING, STEP]);
    workspace.edit("Cargo.toml", CRATE_STEP.0, CRATE_STEP.1);
    workspace.commit();
    edit(&workspace, &[("name: details\n", "name: more\n")]);
    let mut text = workspace.transcript("diff --base HEAD");
    // The step that was made is not taken back.
    workspace.edit("Cargo.toml", CRATE_STEP.1, CRATE_STEP.0);
    text += &workspace.transcript("diff --base HEAD");
    is_snapshot(text, "diff-release.txt");
}

/// What is done to a committed workspace, and the arguments with which it is compared then.
const BASES: &[(&str, Step, &[&str])] = &[
    (
        "on main",
        |it| edit(it, &[COMMENT]),
        &["", " --base HEAD", " --base main"],
    ),
    (
        "on a branch",
        |it| {
            it.git("switch --quiet --create feature");
            it.commit();
            it.git("switch --quiet main");
            edit(it, &[WORDS]);
            it.commit();
            it.git("switch --quiet feature");
        },
        &[""],
    ),
    (
        "a remote's main branch",
        |it| {
            it.git("update-ref refs/remotes/origin/main HEAD");
            it.git("branch --move trunk");
        },
        &[""],
    ),
    (
        "no main branch",
        |it| drop(it.git("branch --move trunk")),
        &["", " --base trunk"],
    ),
    (
        "another origin",
        |it| {
            it.git("checkout --quiet --orphan other");
            it.write("notes.md", "Another beginning\n");
            it.commit();
        },
        &[""],
    ),
    (
        "names of bases",
        |it| {
            it.git("tag v0.1.0");
            it.git("branch earlier");
            it.write("earlier", CONTRACT);
        },
        &[
            " --base v0.1.0",
            " --base earlier",
            " --base v9",
            " --base=--all",
            " --base HEAD~5",
        ],
    ),
    (
        "another contract",
        |it| it.write("old.yaml", CONTRACT),
        &[
            " --base old.yaml",
            " --base openapi.yaml --contract old.yaml",
            " --base HEAD --contract old.yaml",
            " --contract no.yaml",
        ],
    ),
    (
        "no repository",
        |it| {
            fs::remove_dir_all(it.path(".git")).unwrap();
        },
        &["", " --base v9"],
    ),
    (
        "a shallow clone",
        |it| {
            it.git("switch --quiet --create feature");
            it.commit();
            let head = it.git("rev-parse HEAD");
            it.write(".git/shallow", head + "\n");
        },
        &["", " --base HEAD"],
    ),
    (
        "no listing at the base",
        |it| {
            fs::remove_file(it.path(LISTING)).unwrap();
            it.commit();
            it.write(LISTING, "# @generated\n");
        },
        &[" --base HEAD"],
    ),
    (
        "a listing at the base that git cannot read",
        |it| {
            let blob = it.git(&format!("rev-parse HEAD:{LISTING}"));
            let (folder, file) = blob.split_at(2);
            fs::remove_file(it.path(&format!(".git/objects/{folder}/{file}"))).unwrap();
        },
        &[" --base HEAD"],
    ),
    (
        "no listing now",
        |it| fs::remove_file(it.path(LISTING)).unwrap(),
        &[" --base HEAD"],
    ),
    (
        "an error in the contract",
        |it| edit(it, &[("summary: Get", "sumary: Get")]),
        &[""],
    ),
    (
        "a base that is no contract",
        |it| {
            it.write("openapi.yaml", "openapi: [\n");
            it.commit();
            it.write("openapi.yaml", CONTRACT);
        },
        &[" --base HEAD"],
    ),
];

#[test]
fn every_base_is_found_or_said_to_be_missing() {
    let mut text = String::new();
    for (name, change, arguments) in BASES {
        let workspace = committed();
        change(&workspace);
        text += &format!("# {name}\n");
        for arguments in *arguments {
            text += &workspace.transcript(&format!("diff{arguments}"));
        }
    }
    is_snapshot(text, "diff-bases.txt");
}

#[test]
fn an_earlier_contract_that_todays_rules_refuse_is_compared() {
    let workspace = workspace();
    edit(
        &workspace,
        &[("    description: The Mini API.\n", "    descripton: Mini\n")],
    );
    workspace.commit();
    workspace.write("openapi.yaml", CONTRACT);
    let run = run(&mut workspace.command("diff --base HEAD"));
    assert_eq!(run.stderr, "");
    assert!(
        run.stdout.contains("compared with openapi.yaml at HEAD"),
        "{}",
        run.stdout
    );
}

/// Another version of the specification, which the generator does not take.
#[test]
fn what_the_generator_does_not_take_is_compared() {
    let workspace = committed();
    workspace.edit("openapi.yaml", "openapi: 3.0.3", "openapi: 3.1.0");
    workspace.edit(
        "openapi.yaml",
        "- url: https://api",
        "- url: https://new.api",
    );
    let run = workspace.run("diff", 1);
    assert!(run.stdout.contains("server-changed"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn without_the_conventions_a_contract_without_apis_is_compared() {
    let contract = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /things:\n    \
                    get: {responses: {'200': {description: All of them.}}}\n";
    let workspace = committed();
    workspace.write("old.yaml", contract);
    workspace.write("new.yaml", contract.replace("'200'", "'201'"));
    let arguments = "diff --base old.yaml --contract new.yaml";
    let error = workspace.run(arguments, 2).stderr;
    assert!(error.contains("error[missing-api]"), "{error}");
    let run = run(&mut workspace.command(&format!("{arguments} --conventions off")));
    assert_eq!(run.stderr, "");
    let first = "new.yaml compared with old.yaml\n";
    let last = "; the Rust API was not compared\n";
    let stdout = &run.stdout;
    assert!(stdout.contains(first) && stdout.ends_with(last), "{stdout}");
}

#[test]
fn a_workspace_below_the_repositorys_root_is_found_at_the_base() {
    let workspace = workspace();
    let mut init = workspace.program("git", "..");
    run(init.args(["init", "--quiet", "--initial-branch", "main"]));
    workspace.git("add --all");
    workspace.git("commit --quiet --message Begin");
    edit(&workspace, &[BREAKING]);
    let printed = workspace.run("diff --format github", 1).stdout;
    assert!(
        printed.contains("::error file=work/openapi.yaml,line="),
        "{printed}"
    );
    assert!(
        printed.contains("::error file=work/Cargo.toml,line=4,"),
        "{printed}"
    );
}

#[test]
fn a_page_that_is_too_long_leaves_out_the_end() {
    let workspace = committed();
    let mut paths = String::from("paths:\n");
    for number in 0..3000 {
        paths += &format!(
            "  /{}{number}:\n    get: {{responses: {{}}}}\n",
            "p".repeat(120)
        );
    }
    workspace.write("new.yaml", CONTRACT.replacen("paths:\n", &paths, 1));
    let run = run(&mut workspace.command(
        "diff --base openapi.yaml --contract new.yaml --conventions off --format markdown",
    ));
    assert!(run.stdout.len() < 1_000_000, "{}", run.stdout.len());
    assert!(
        run.stdout.contains(" lines left out for GitHub's limit; "),
        "{}",
        run.stderr
    );
    assert!(run.stdout.ends_with("```\n\n</details>\n"));
}

#[test]
fn a_reader_that_went_away_changes_nothing() {
    let workspace = committed();
    let status = workspace.command("diff").stdout(gone()).status().unwrap();
    assert_eq!(status.code(), Some(0));
}
