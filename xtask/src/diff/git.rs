//! What `diff` asks of git, by the `git` program: its rules about revisions and safety are its own.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, bail, ensure};

use crate::workspace::shown;

/// Where the main branch may be, after what `origin/HEAD` points to; the first that exists counts.
const MAIN_BRANCHES: [&str; 4] = [
    "refs/remotes/origin/main",
    "refs/heads/main",
    "refs/remotes/origin/master",
    "refs/heads/master",
];

/// A folder in the working tree of a git repository.
#[derive(Debug)]
pub(super) struct Git {
    folder: PathBuf,
    /// The folder's path in the repository, empty or ending in `/`.
    prefix: String,
}

/// The main branch: its name for people, and its commit.
#[derive(Debug)]
pub(super) struct MainBranch {
    pub(super) name: String,
    pub(super) commit: String,
}

impl Git {
    /// The repository that the folder is in.
    pub(super) fn open(folder: PathBuf) -> Result<Self> {
        let mut git = Self {
            folder,
            prefix: String::new(),
        };
        let arguments = ["rev-parse", "--is-inside-work-tree", "--show-prefix"];
        let output = git.output(&arguments)?;
        let answer = git.success(&arguments, output).with_context(|| {
            format!(
                "{} is not in a git repository that can be read",
                shown(&git.folder)
            )
        })?;
        let answer = String::from_utf8(answer)
            .context("the folder's path in the git repository is not UTF-8")?;
        ensure!(
            first_line(answer.as_bytes()) == "true",
            "{} is not in the working tree of a git repository",
            shown(&git.folder)
        );
        answer
            .lines()
            .nth(1)
            .unwrap_or_default()
            .clone_into(&mut git.prefix);
        Ok(git)
    }

    /// The path in the repository of a file below the folder.
    pub(super) fn path(&self, below: &str) -> String {
        format!("{}{below}", self.prefix)
    }

    /// Whether part of the history was left out when the repository was cloned.
    pub(super) fn is_shallow(&self) -> Result<bool> {
        Ok(self.line(&["rev-parse", "--is-shallow-repository"])? == "true")
    }

    /// The commit that a revision names, if there is one.
    pub(super) fn commit(&self, revision: &str) -> Result<Option<String>> {
        self.find(&format!("{revision}^{{commit}}"))
    }

    /// A commit's hash, as short as is clear.
    pub(super) fn short(&self, commit: &str) -> Result<String> {
        self.line(&["rev-parse", "--short", commit])
    }

    /// The main branch, as far as it can be told.
    pub(super) fn main_branch(&self) -> Result<Option<MainBranch>> {
        let head = ["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"];
        let output = self.output(&head)?;
        let head = output.status.success().then(|| first_line(&output.stdout));
        for name in head.iter().map(String::as_str).chain(MAIN_BRANCHES) {
            if let Some(commit) = self.commit(name)? {
                let name = name
                    .trim_start_matches("refs/remotes/")
                    .trim_start_matches("refs/heads/");
                return Ok(Some(MainBranch {
                    name: name.to_owned(),
                    commit,
                }));
            }
        }
        Ok(None)
    }

    /// The last commit that two commits have in common.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>> {
        let arguments = ["merge-base", one, other];
        let output = self.output(&arguments)?;
        if output.status.code() == Some(1) {
            return Ok(None);
        }
        Ok(Some(first_line(&self.success(&arguments, output)?)))
    }

    /// A file as it was at a commit, by its path below the folder; nothing if it was not there.
    pub(super) fn file(&self, commit: &str, below: &str) -> Result<Option<Vec<u8>>> {
        let path = self.path(below);
        let Some(object) = self.find(&format!("{commit}:{path}"))? else {
            return Ok(None);
        };
        // Not `git show`, which passes a file through what the user configured for reading it.
        let arguments = ["cat-file", "blob", &object];
        let output = self.output(&arguments)?;
        self.success(&arguments, output)
            .map(Some)
            .with_context(|| format!("{path} at {commit} cannot be read"))
    }

    /// The hash of an object, if there is one of that name. The name cannot be an option.
    fn find(&self, name: &str) -> Result<Option<String>> {
        let output =
            self.output(&["rev-parse", "--verify", "--quiet", "--end-of-options", name])?;
        Ok(output.status.success().then(|| first_line(&output.stdout)))
    }

    /// The first line of what git prints.
    fn line(&self, arguments: &[&str]) -> Result<String> {
        let output = self.output(arguments)?;
        Ok(first_line(&self.success(arguments, output)?))
    }

    /// What git printed, if it did what it was asked to.
    fn success(&self, arguments: &[&str], output: Output) -> Result<Vec<u8>> {
        if output.status.success() {
            return Ok(output.stdout);
        }
        let reason = String::from_utf8_lossy(&output.stderr);
        let folder = shown(&self.folder);
        bail!(
            "git {} in {folder} ended with {}: {}",
            arguments.join(" "),
            output.status,
            reason.trim()
        )
    }

    fn output(&self, arguments: &[&str]) -> Result<Output> {
        Command::new("git")
            .arg("--no-pager")
            .arg("-C")
            .arg(&self.folder)
            .args(arguments)
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => anyhow!("the program `git` is not installed"),
                _ => anyhow!(error).context("cannot start the program `git`"),
            })
    }
}

fn first_line(printed: &[u8]) -> String {
    let text = String::from_utf8_lossy(printed);
    text.lines().next().unwrap_or_default().to_owned()
}
