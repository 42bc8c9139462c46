//! A workspace of a test's own, and the commands run in it as processes.

mod run;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) use run::{Run, run};

/// The contract of a new workspace.
pub(crate) const CONTRACT: &str = include_str!("../fixtures/mini.yaml");

/// A temporary workspace with the small contract.
pub(crate) struct Workspace {
    pub(crate) folder: TempDir,
}

impl Workspace {
    /// Nothing is generated yet; the client is no more than what is generated.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
        fs::write(folder.path().join("openapi.yaml"), CONTRACT).unwrap();
        for (krate, root) in [
            (
                "generated-client",
                "mod generated;\npub use generated::*;\n",
            ),
            ("client-runtime", ""),
        ] {
            let source = folder.path().join(krate).join("src");
            fs::create_dir_all(&source).unwrap();
            fs::write(source.join("lib.rs"), root).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// The command, in the workspace's root.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("CARGO_MANIFEST_DIR");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments))
    }
}

/// The small contract with one slip, and the line and column where it is.
pub(crate) fn broken(right: &str, wrong: &str) -> (String, usize, usize) {
    let at = CONTRACT.find(right).expect("the slip's place");
    let line = CONTRACT[..at].lines().count();
    let column = at - CONTRACT[..at].rfind('\n').expect("not the first line");
    (CONTRACT.replacen(right, wrong, 1), line, column)
}

/// A stream whose reader went away.
pub(crate) fn gone() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Stdio::from(writer)
}
