//! A workspace of a test's own, and the commands run in it as processes.

pub(crate) mod client;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use snapbox::{Data, assert_data_eq, data::DataFormat};
use tempfile::TempDir;

/// The contract of a new workspace.
pub(crate) const CONTRACT: &str = include_str!("../fixtures/mini.yaml");

/// What is done to a workspace.
pub(crate) type Step = fn(&Workspace);

/// A temporary workspace, which is no git repository at first.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// The small contract; nothing is generated, and the client is no more than what is generated.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Self { folder };
        for (path, text) in [
            (
                "Cargo.toml",
                "[workspace]\n\n[workspace.package]\nversion = \"0.1.0\"\n",
            ),
            ("openapi.yaml", CONTRACT),
            (
                "generated-client/Cargo.toml",
                "[package]\nversion.workspace = true\n",
            ),
            (
                "generated-client/src/lib.rs",
                "mod generated;\npub use generated::*;\n",
            ),
            ("client-runtime/src/lib.rs", ""),
        ] {
            workspace.write(path, text);
        }
        workspace
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join("work").join(below)
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    pub(crate) fn write(&self, below: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(below).parent().unwrap()).unwrap();
        fs::write(self.path(below), text).unwrap();
    }

    /// Replaces a text that is there once.
    #[track_caller]
    pub(crate) fn edit(&self, below: &str, old: &str, new: &str) {
        let text = self.read(below);
        assert_eq!(text.matches(old).count(), 1, "{old}");
        self.write(below, text.replace(old, new));
    }

    /// A program in a folder, which sees no settings and no repositories but its own.
    pub(crate) fn program(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        let above = self.folder.path().parent().unwrap();
        command
            .current_dir(self.path(folder))
            .env_remove("CARGO_MANIFEST_DIR")
            .env("GIT_CEILING_DIRECTORIES", above)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }

    /// Runs git in the workspace's root and returns what it prints.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &str) -> String {
        let mut command = self.program("git", "");
        command.args(["-c", "user.name=Sari", "-c", "user.email=sari@example.com"]);
        let run = run(command.args(arguments.split(' ')));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout.trim().to_owned()
    }

    /// Commits everything, in a new repository if there is none.
    pub(crate) fn commit(&self) {
        if !self.path(".git").exists() {
            self.git("init --quiet --initial-branch main");
        }
        self.git("add --all");
        self.git("commit --quiet --allow-empty --message Change");
    }

    /// The command, with arguments divided by blanks, in the workspace's root.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = self.program(env!("CARGO_BIN_EXE_xtask"), "");
        command.args(arguments.split(' '));
        command
    }

    /// Runs the command, which has to end with this code.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &str, code: i32) -> Run {
        let run = run(&mut self.command(arguments));
        assert_eq!(
            run.code,
            Some(code),
            "{arguments}\n{}{}",
            run.stdout,
            run.stderr
        );
        run
    }

    /// The command, how it ended and all that it printed; hashes of commits are hidden.
    pub(crate) fn transcript(&self, arguments: &str) -> String {
        let Run {
            code,
            stdout,
            stderr,
        } = run(&mut self.command(arguments));
        let code = code.map_or("none".to_owned(), |code| code.to_string());
        let divider = if stderr.is_empty() {
            ""
        } else {
            "--- stderr\n"
        };
        let text =
            format!("$ cargo xtask {arguments}\n{stdout}{divider}{stderr}--- exit {code}\n\n");
        // What git says differs from version to version.
        let lines = text
            .lines()
            .map(|line| match line.split_once("git ended with ") {
                Some((before, _)) => format!("{before}git ended with …\n"),
                None => format!("{line}\n"),
            });
        let text = lines.collect();
        if !self.path(".git").exists() {
            return text;
        }
        let log =
            run(self
                .program("git", "")
                .args(["log", "--all", "--abbrev=12", "--format=%H%n%h"]))
            .stdout;
        log.lines()
            .fold(text, |text, hash| text.replace(hash, "HASH"))
    }
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A manifest whose package is compiled with the features of this workspace: with them, what it depends
/// on is there already. `settings` say which are left out.
pub(crate) fn with_shared_features(manifest: &str, settings: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/features");
    let dependencies = "[dependencies]\n";
    assert_eq!(manifest.matches(dependencies).count(), 1);
    let features = format!("features = {{ path = {path:?}{settings} }}\n");
    manifest.replace(dependencies, &(dependencies.to_owned() + &features))
}

/// Checks a package that is not in this workspace.
pub(crate) fn cargo_check(folder: &Path, arguments: &[&str]) -> Run {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Build scripts that watch what `cargo test` tells this package of itself would run again, and
    // what depends on them would be built again, here and by the next command outside.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    cargo.current_dir(folder).arg("check").args(arguments);
    cargo.args(["--offline", "--color", "never", "--target-dir"]);
    run(cargo.arg(target))
}

/// Compares a text with a file of `tests/snapshots`; `SNAPSHOTS=overwrite` writes the file anew.
#[track_caller]
pub(crate) fn is_snapshot(text: String, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let file = Data::read_from(&folder.join(name), Some(DataFormat::Text));
    assert_data_eq!(text, file.raw());
}

/// A stream whose reader went away.
pub(crate) fn gone() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Stdio::from(writer)
}
