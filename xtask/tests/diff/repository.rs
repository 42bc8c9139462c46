//! Git repositories for the tests, which see no settings and no repositories but their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::run::{Run, run};

/// The workspace's own contract.
pub(crate) const CONTRACT: &str = include_str!("../../../openapi.yaml");

/// The manifest of a workspace whose packages are all of one version.
pub(crate) const MANIFEST: &str = "[workspace]\n\n[workspace.package]\nversion = \"0.1.0\"\n";

/// The manifest of the client, which takes its version from the workspace.
pub(crate) const CLIENT_MANIFEST: &str =
    "[package]\nname = \"generated-client\"\nversion.workspace = true\n";

/// The listing of the client's public API.
pub(crate) const LISTING: &str = "# @generated\nkirim: pub mod kirim\nkirim::f: pub fn f(a: u8)\n";

/// Text of the contract that is there once, and one that says as much.
pub(crate) const COMMENT: (&str, &str) =
    ("openapi: 3.0.3\n", "# One more comment.\nopenapi: 3.0.3\n");

/// Less text can be searched for than before: breaks who searches for more.
pub(crate) const BREAK: (&str, &str) = (
    "            maxLength: 200\n",
    "            maxLength: 100\n",
);

/// `info.version` with the step for what breaks.
pub(crate) const STEP: (&str, &str) = ("\n  version: 0.1.0\n", "\n  version: 0.2.0\n");

/// A git repository with a workspace in it, and nothing committed.
pub(crate) struct Repository {
    /// The home of the repository, so that no other settings and repositories are found.
    pub(crate) home: TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        let repository = Self::without_git();
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository
    }

    /// The contract is committed on `main`.
    pub(crate) fn committed() -> Self {
        let repository = Self::new();
        repository.commit("Begin");
        repository
    }

    /// The workspace alone, as it comes from an archive.
    pub(crate) fn without_git() -> Self {
        let repository = Self {
            home: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(repository.path("generated-client")).unwrap();
        repository.write("Cargo.toml", MANIFEST);
        repository.write("generated-client/Cargo.toml", CLIENT_MANIFEST);
        repository.write("generated-client/api.txt", LISTING);
        repository.write("openapi.yaml", CONTRACT);
        repository
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.home.path().join("work").join(below)
    }

    pub(crate) fn write(&self, below: &str, text: &str) {
        fs::write(self.path(below), text).unwrap();
    }

    /// Edits the contract: each text is replaced by another.
    #[track_caller]
    pub(crate) fn edit(&self, edits: &[(&str, &str)]) {
        let mut text = fs::read_to_string(self.path("openapi.yaml")).unwrap();
        for (old, new) in edits {
            assert_eq!(text.matches(old).count(), 1, "{old}");
            text = text.replace(old, new);
        }
        self.write("openapi.yaml", &text);
    }

    /// A program that sees this repository and no settings but its own.
    pub(crate) fn program(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(folder)
            .env_remove("CARGO_MANIFEST_DIR")
            .env("HOME", self.home.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env(
                "GIT_CEILING_DIRECTORIES",
                self.home.path().parent().unwrap(),
            );
        command
    }

    /// Runs git, which has to succeed, and returns what it prints.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.path(""), arguments)
    }

    #[track_caller]
    pub(crate) fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let mut command = self.program("git", folder);
        command
            .args(["-c", "user.name=Sari", "-c", "user.email=sari@example.com"])
            .args(arguments);
        run(&mut command).succeeds().stdout.trim().to_owned()
    }

    /// Commits everything and returns the commit's short hash.
    #[track_caller]
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
        self.git(&["rev-parse", "--short", "HEAD"])
    }

    pub(crate) fn diff_command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = self.program(env!("CARGO_BIN_EXE_xtask"), folder);
        command.arg("diff").args(arguments);
        command
    }

    /// The command, in the workspace's root.
    pub(crate) fn diff(&self, arguments: &[&str]) -> Run {
        run(&mut self.diff_command(&self.path(""), arguments))
    }

    /// A run that has to succeed with exactly this line.
    #[track_caller]
    pub(crate) fn says(&self, arguments: &[&str], line: &str) {
        let run = self.diff(arguments).succeeds();
        assert_eq!(run.stdout, format!("{line}\n"));
        assert_eq!(run.stderr, "");
    }

    /// A run that has to exit with 2 and nothing but an error that begins and goes on like this.
    #[track_caller]
    pub(crate) fn refuses(&self, arguments: &[&str], start: &str, parts: &[&str]) {
        let run = self.diff(arguments).exits(2);
        assert_eq!(run.stdout, "");
        assert!(
            run.stderr.starts_with(&format!("error: {start}")),
            "{}",
            run.stderr
        );
        for part in parts {
            assert!(run.stderr.contains(part), "{part} in\n{}", run.stderr);
        }
    }

    /// A shallow clone of the repository beside it.
    pub(crate) fn shallow_clone(&self) -> PathBuf {
        let clone = self.home.path().join("clone");
        let url = format!("file://{}", self.path("").display());
        let arguments = ["clone", "--quiet", "--depth", "1", &url];
        let mut command = self.program("git", self.home.path());
        run(command.args(arguments).arg(&clone)).succeeds();
        clone
    }
}
