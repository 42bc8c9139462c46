//! The walk of CONTRIBUTING.md from an operation's document to the client, on a copy of the
//! contract: the blocks of that page are what is edited in and what is called.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use build_support::listing;
use contract::diff::Verdict;
use tempfile::TempDir;

use crate::support::client;

/// The operation of CONTRIBUTING.md, in a copy of the contract.
struct Walk {
    folder: TempDir,
    /// The page's edit: what is added to the paths and what to the schemas.
    edit: String,
    /// The contract before the edit.
    before: String,
}

/// Divides the two halves of an edit.
const HALVES: &str = "\n# schemas\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The section of CONTRIBUTING.md that adds an operation.
fn section() -> String {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, section) = page.split_once("\n### Adding an operation\n").unwrap();
    let (section, _) = section.split_once("\n### ").unwrap();
    section.to_owned()
}

/// The code blocks of a section in one language.
fn blocks(section: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let blocks = section.split(&fence).skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

impl Walk {
    fn new() -> Self {
        let edit = blocks(&section(), "yaml");
        assert_eq!(
            edit.len(),
            2,
            "one block for the paths, one for the schemas"
        );
        let contract = fs::read_to_string(root().join("openapi.yaml")).unwrap();
        let walk = Self {
            folder: tempfile::tempdir().unwrap(),
            edit: edit.join(HALVES),
            before: with_version(&contract),
        };
        walk.write("before.yaml", &walk.before);
        walk.write("openapi.yaml", &walk.after(&walk.edit));
        walk
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// The contract after an edit.
    fn after(&self, edit: &str) -> String {
        let (paths, schemas) = edit.split_once(HALVES).unwrap();
        let contract = insert(&self.before, "\n  /customers:\n", paths);
        insert(&contract, "\n  schemas:\n", schemas)
    }

    /// Runs a command of xtask on the contract.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .args(["--contract", "openapi.yaml"])
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// What a command that must succeed prints.
    #[track_caller]
    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{printed}{errors}");
        printed
    }

    /// Lints the contract after an edit with a mistake, whose place must be there once.
    fn lint_mistake(&self, was: &str, is: &str) -> String {
        assert_eq!(self.edit.matches(was).count(), 1, "{was}");
        self.write("openapi.yaml", &self.after(&self.edit.replace(was, is)));
        String::from_utf8(self.run(&["lint"]).stdout).unwrap()
    }
}

/// Puts `block` behind `line`, which is there once.
fn insert(text: &str, line: &str, block: &str) -> String {
    assert_eq!(text.matches(line).count(), 1, "{line}");
    text.replace(line, &format!("{line}{block}"))
}

/// The contract as one of version 0.1.0, whatever its version is.
fn with_version(contract: &str) -> String {
    let (before, rest) = contract.split_once("\n  version: ").unwrap();
    let (_, after) = rest.split_once('\n').unwrap();
    format!("{before}\n  version: 0.1.0\n{after}")
}

#[test]
fn one_edit_and_one_command_give_method_types_documentation_and_stream() {
    let walk = Walk::new();
    walk.succeeds(&["lint"]);
    walk.succeeds(&["codegen", "--out", "generated"]);
    let source = fs::read_to_string(walk.folder.path().join("generated/kirim.rs")).unwrap();
    for part in [
        "/// List customers.",
        "/// Returns the customers of the organization, page by page.",
        "pub fn list_customers(",
        "pub struct CustomerList {",
        "client.list_customers().status(\"pending\").send().await?;",
        "client.list_customers().stream().try_collect().await?;",
    ] {
        assert!(source.contains(part), "{part}");
    }
}

#[test]
fn the_pages_call_compiles_with_the_client() {
    let walk = Walk::new();
    let section = section();
    let [call] = &blocks(&section, "rust")[..] else {
        panic!("there must be one block of Rust");
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new_operation/client");
    let client = client::client(&folder, &walk.after(&walk.edit));
    fs::write(
        client.join("examples/page.rs"),
        format!("{call}\nfn main() {{}}\n"),
    )
    .unwrap();
    let check = client::check_examples(&folder);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
    assert!(!check.stderr.contains("warning"), "{}", check.stderr);
}

#[test]
fn the_diff_calls_it_compatible() {
    let walk = Walk::new();
    let printed = walk.succeeds(&["diff", "--base", "before.yaml"]);
    for part in ["kirim.list_customers", "0.1.1"] {
        assert!(printed.contains(part), "{part}\n{printed}");
    }
    assert!(!printed.contains("removed"), "{printed}");

    let after = client::listing(&walk.after(&walk.edit));
    let changes = listing::changes(&client::listing(&walk.before), &after);
    for item in [
        "kirim::Client::list_customers",
        "kirim::types::CustomerList",
    ] {
        assert!(
            changes.iter().any(|it| it.item == item),
            "{item}\n{changes:#?}"
        );
    }
    assert!(
        changes.iter().all(|it| it.verdict == Verdict::Compatible),
        "{changes:#?}"
    );
}

/// The mistakes of the page's table, in its order: what is in the contract and what is instead.
const MISTAKES: &[(&str, &str)] = &[
    ("      operationId: kirim.list_customers\n", ""),
    (
        "operationId: kirim.list_customers",
        "operationId: list_customers",
    ),
    ("      security:\n        - kirim: []\n", ""),
    (
        "      externalDocs:\n        description: Kirim documentation, Customers\n        \
         url: https://docs.kirimdev.com/platform/customers/\n",
        "",
    ),
    (
        "schemas/kirim.CustomerList'",
        "schemas/kirim.CustomersList'",
    ),
    ("next: next_cursor", "next: next_curser"),
    ("example: pending\n", "example: pendng\n"),
    ("      summary: List customers\n", ""),
    (
        "          description: Whether there is a page after this one.\n",
        "",
    ),
    (
        "        '429':\n          $ref: '#/components/responses/kirim.RateLimited'\n",
        "",
    ),
    (
        "      x-pagination: { cursor: cursor, items: data, next: next_cursor, more: has_more }\n",
        "",
    ),
];

#[test]
fn each_mistake_of_the_page_gets_its_message() {
    let section = section();
    let rows = section.lines().filter_map(|line| {
        let (_, message) = line.strip_prefix("| ")?.split_once(" | `")?;
        let (code, _) = message.split_once('`')?;
        Some(code)
    });
    let codes: Vec<&str> = rows.collect();
    assert_eq!(codes.len(), MISTAKES.len());
    let walk = Walk::new();
    for (code, (was, is)) in codes.into_iter().zip(MISTAKES) {
        let printed = walk.lint_mistake(was, is);
        let first = printed.lines().next().unwrap();
        assert!(first.starts_with(code), "{was}\n{printed}");
    }
}
