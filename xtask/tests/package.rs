//! `cargo xtask codegen --conventions off`: a crate of its own from a contract that knows nothing of this
//! project.

use std::fs;
use std::path::Path;

use crate::support::{Step, Workspace, cargo_check, is_snapshot, run, with_shared_features};

const LIBRARY: &str = include_str!("fixtures/library.yaml");
const CODEGEN: &str = "codegen --conventions off --contract library.yaml --out client";

/// Files of the crate's owner, which nothing here touches.
const THEIRS: [&str; 5] = [
    "README.md",
    "Cargo.lock",
    ".git/HEAD",
    "target/debug/client",
    "tests/client.rs",
];

/// A program that calls the crate.
const CALLS: &str = r#"//! Calls.

use library::types::{Book, BookState, NewBook};

fn main() -> Result<(), library::Error> {
    drop(add("Bumi Manusia"));
    drop(calls(library::Client::builder().api_key("secret").build()?));
    Ok(())
}

async fn calls(client: library::Client) -> Result<Vec<Book>, library::Error> {
    let new = NewBook::new("Laskar Pelangi").shelf("A1");
    let book = client.post_books(new).send().await?;
    client.delete_books_by_isbn_loans_by_loan_id(&book.isbn, 7).send().await?;
    let books = client.list_books().q("laskar").send().await?.into_inner();
    Ok(books.into_iter().filter(|it| it.state == Some(BookState::OnShelf)).collect())
}

"#;

/// A workspace with the foreign contract.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("library.yaml", LIBRARY);
    workspace
}

fn generated() -> Workspace {
    let workspace = workspace();
    for path in THEIRS {
        workspace.write(&format!("client/{path}"), path);
    }
    workspace.run(CODEGEN, 0);
    workspace
}

/// All files of the crate with their texts.
fn files(workspace: &Workspace) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec!["client".to_owned()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(workspace.path(&folder)).into_iter().flatten() {
            let below = format!("{folder}/{}", item.unwrap().file_name().to_str().unwrap());
            if workspace.path(&below).is_dir() {
                folders.push(below);
            } else {
                let text = workspace.read(&below);
                files.push((below, text));
            }
        }
    }
    files.sort();
    files
}

/// The crate with a program that calls it, in the folder of another workspace.
#[test]
fn the_crate_compiles_at_once_wherever_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("package");
    let client = folder.join("library");
    fs::create_dir_all(client.join("examples")).unwrap();
    let members = "[workspace]\nmembers = []\n";
    fs::write(folder.join("Cargo.toml"), members).unwrap();
    fs::write(folder.join("library.yaml"), LIBRARY).unwrap();
    fs::copy(root.join("Cargo.lock"), client.join("Cargo.lock")).unwrap();
    // The README's call, and one of each kind.
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let (_, call) = readme.split_once("\n```rs\n").unwrap();
    let (call, _) = call.split_once("```\n").unwrap();
    fs::write(client.join("examples/calls.rs"), CALLS.to_owned() + call).unwrap();
    let mut command =
        workspace().command("codegen --conventions off --contract library.yaml --out library");
    command.env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
    let codegen = run(command.current_dir(&folder));
    assert_eq!(codegen.code, Some(0), "{}", codegen.stderr);

    let manifest = fs::read_to_string(client.join("Cargo.toml")).unwrap();
    fs::write(
        client.join("Cargo.toml"),
        with_shared_features(&manifest, ""),
    )
    .unwrap();
    let check = cargo_check(&client, &["--examples"]);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
    assert!(!check.stderr.contains("warning"), "{}", check.stderr);
}

#[test]
fn the_crate_is_written_once_and_what_is_not_generated_stays() {
    let workspace = workspace();
    for path in THEIRS {
        workspace.write(&format!("client/{path}"), path);
    }
    workspace.run(&format!("{CODEGEN} --check"), 1);
    assert_eq!(files(&workspace).len(), THEIRS.len());
    let mut text = workspace.transcript(CODEGEN);
    let before = files(&workspace);
    text += &workspace.transcript(CODEGEN);
    text += &workspace.transcript(&format!("{CODEGEN} --check"));
    assert!(files(&workspace) == before, "an equal file was touched");
    for path in THEIRS {
        assert_eq!(workspace.read(&format!("client/{path}")), path);
    }
    let page = workspace.read("client/src/lib.rs");
    let (page, exports) = page.split_once("#[doc(no_inline)]").unwrap();
    assert!(exports.contains(" Error,") && exports.ends_with("\npub use self::library::*;\n"));
    text += &format!(
        "# Cargo.toml\n{}\n# src/lib.rs\n{page}",
        workspace.read("client/Cargo.toml")
    );
    is_snapshot(text, "package.txt");
}

#[test]
fn every_difference_is_shown_and_repaired() {
    let cases: [(&str, Step, &str); 4] = [
        (
            "stale    client/src/library.rs\n",
            |it| it.write("client/src/library.rs", "// @generated\n"),
            "written  client/src/library.rs\n",
        ),
        (
            "stale    client/Cargo.toml\n",
            |it| it.write("client/Cargo.toml", "# @generated\n[dependencies]\n"),
            "written  client/Cargo.toml\n",
        ),
        (
            "missing  client/src/lib.rs\n",
            |it| fs::remove_file(it.path("client/src/lib.rs")).unwrap(),
            "written  client/src/lib.rs\n",
        ),
        (
            "orphan   client/src/other.rs\n",
            |it| it.write("client/src/other.rs", "// @generated\n"),
            "removed  client/src/other.rs\n",
        ),
    ];
    for (shown, change, repaired) in cases {
        let workspace = generated();
        let whole = files(&workspace);
        change(&workspace);
        let changed = files(&workspace);
        let check = workspace.run(&format!("{CODEGEN} --check"), 1).stdout;
        assert!(check.starts_with(shown), "{check}");
        let end = format!("1 out of date; to update, run:\n    cargo xtask {CODEGEN}\n");
        assert!(check.ends_with(&end), "{check}");
        assert!(files(&workspace) == changed, "the check changed a file");
        let repair = workspace.run(CODEGEN, 0).stdout;
        assert!(repair.starts_with(repaired), "{repair}");
        assert!(files(&workspace) == whole, "{shown}");
    }
}

/// What is wrong, and the command that meets it.
const MISTAKES: [(&str, Step, &str); 16] = [
    (
        "somebody's crate",
        |it| it.write("client/Cargo.toml", "[package]\nname = \"mine\"\n"),
        CODEGEN,
    ),
    (
        "somebody's files",
        |it| {
            it.write("client/src/mine.rs", "fn f() {}\n");
            it.write("client/src/bin/main.rs", "fn main() {}\n");
        },
        CODEGEN,
    ),
    (
        "a file in the folder's place",
        |it| it.write("client", ""),
        CODEGEN,
    ),
    (
        "no folder",
        |_| (),
        "codegen --conventions off --contract library.yaml",
    ),
    (
        "a name for modules",
        |_| (),
        "codegen --conventions on --name library",
    ),
    (
        "no name for a crate",
        |_| (),
        "codegen --conventions off --contract library.yaml --out client --name Lending.Library",
    ),
    (
        "a name of another crate",
        |_| (),
        "codegen --conventions off --contract library.yaml --out client --name serde",
    ),
    (
        "no letters",
        |_| (),
        "codegen --conventions off --contract library.yaml --out client --name 本",
    ),
    (
        "a file and a title that give no name",
        |it| {
            it.write(
                "openapi.yaml",
                LIBRARY.replace("Lending Library API", "図書館"),
            );
        },
        "codegen --conventions off --contract openapi.yaml --out client",
    ),
    (
        "no contract",
        |_| (),
        "codegen --conventions off --contract libary.yaml --out client",
    ),
    (
        "an operation of no API",
        |it| it.edit("openapi.yaml", "mini.get_thing", "get_thing"),
        "codegen --conventions off --out client --name all",
    ),
    (
        "OpenAPI 2.0",
        |it| it.edit("library.yaml", "openapi: 3.0.3", "swagger: '2.0'"),
        CODEGEN,
    ),
    (
        "OpenAPI 3.1",
        |it| {
            it.edit("library.yaml", "openapi: 3.0.3", "openapi: 3.1.0");
            it.edit(
                "library.yaml",
                "{type: integer}",
                "{type: [integer, 'null']}",
            );
        },
        CODEGEN,
    ),
    (
        "a URL",
        |_| (),
        "codegen --conventions off --contract https://example.com/library.yaml --out client",
    ),
    (
        "the conventions left on",
        |_| (),
        "codegen --contract library.yaml --out client",
    ),
    (
        "a mistake",
        |it| it.edit("library.yaml", "{name: loan-id,", "{name: loan,"),
        CODEGEN,
    ),
];

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let mut text = String::new();
    for (name, change, arguments) in MISTAKES {
        let workspace = workspace();
        change(&workspace);
        let before = files(&workspace);
        text += &format!("# {name}\n{}", workspace.transcript(arguments));
        assert!(files(&workspace) == before, "{name}");
    }
    is_snapshot(text, "package-errors.txt");
}

#[test]
fn a_mistake_that_does_no_harm_is_counted_and_shown_first() {
    let workspace = workspace();
    workspace.edit("library.yaml", "schemas/NewBook'", "schemas/NewBok'");
    let codegen = workspace.run(CODEGEN, 0).stdout;
    let warnings = "13 warnings about the contract (mistakes: 1, shown first); to see them, run:\n";
    assert!(codegen.contains(warnings), "{codegen}");
    let lint = "lint --conventions off --contract library.yaml";
    let shown = workspace.run(lint, 1).stdout;
    assert!(shown.starts_with("warning[broken-ref]: "), "{shown}");
    assert!(
        shown.ends_with("13 warnings (mistakes: 1) in library.yaml\n"),
        "{shown}"
    );
    let json = workspace.run(&format!("{lint} --format json"), 1).stdout;
    assert_eq!(json.matches("\"mistake\":true").count(), 1, "{json}");
}

#[test]
fn a_crate_is_called_after_its_file_or_else_its_title() {
    let cases = [
        ("library.yaml", "library"),
        ("Lending Library.json", "lending-library"),
        ("2fa api.yaml", "n2fa-api"),
        ("openapi.yaml", "lending-library"),
        ("Swagger.yml", "lending-library"),
        ("serde.yaml", "serde-api"),
        ("type.yaml", "type-api"),
        ("v1.2_books.yaml", "v1-2-books"),
    ];
    for (file, name) in cases {
        let workspace = workspace();
        workspace.write(file, LIBRARY);
        let mut command = workspace.command("codegen --conventions off --out client --contract");
        let codegen = run(command.arg(file));
        let summary = format!("crate {name} in client: 3 operations, ");
        assert!(codegen.stdout.contains(&summary), "{}", codegen.stdout);
        let manifest = workspace.read("client/Cargo.toml");
        assert!(
            manifest.contains(&format!("\nname = \"{name}\"\n")),
            "{manifest}"
        );
    }
    let workspace = workspace();
    workspace.run(&format!("{CODEGEN} --name lending_library"), 0);
    let manifest = workspace.read("client/Cargo.toml");
    assert!(
        manifest.contains("\nname = \"lending_library\"\n"),
        "{manifest}"
    );
    assert!(workspace.path("client/src/lending_library.rs").exists());
}

#[test]
fn the_apis_of_a_contract_that_names_them_are_modules() {
    let workspace = workspace();
    workspace.run("codegen --conventions off --out client --name all", 0);
    let page = workspace.read("client/src/lib.rs");
    assert!(page.contains("\npub mod mini;\n"), "{page}");
    assert!(
        page.contains("let client = all::mini::Client::from_env()?;"),
        "{page}"
    );
    assert!(page.contains(" ClientBuilder, "), "{page}");
}

#[cfg(unix)]
#[test]
fn the_runtime_is_found_from_a_folder_behind_a_link() {
    let workspace = workspace();
    fs::create_dir_all(workspace.path("far/away")).unwrap();
    std::os::unix::fs::symlink("far/away", workspace.path("link")).unwrap();
    workspace.run(
        "codegen --conventions off --contract library.yaml --out link/new/client",
        0,
    );
    let manifest = workspace.read("far/away/new/client/Cargo.toml");
    let runtime = "\nclient-runtime = { path = \"../../../../client-runtime\" }\n";
    assert!(manifest.contains(runtime), "{manifest}");
}
