//! What `diff` asks of git, by the `git` program: its rules about revisions and safety are its own.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, anyhow, ensure};

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

impl Git {
    /// The repository that the folder is in.
    pub(super) fn open(folder: PathBuf) -> Result<Self> {
        let mut git = Self {
            folder,
            prefix: String::new(),
        };
        let folder = shown(&git.folder);
        let printed = git.run(&["rev-parse", "--is-inside-work-tree", "--show-prefix"])?;
        let printed = String::from_utf8(printed)
            .context("the folder's path in the git repository is not UTF-8")?;
        let mut lines = printed.lines();
        ensure!(
            lines.next() == Some("true"),
            "{folder} is not in the working tree of a git repository"
        );
        lines.next().unwrap_or_default().clone_into(&mut git.prefix);
        Ok(git)
    }

    /// The path in the repository of a file below the folder.
    pub(super) fn path(&self, below: &str) -> String {
        format!("{}{below}", self.prefix)
    }

    /// Whether part of the history was left out when the repository was cloned.
    pub(super) fn is_shallow(&self) -> Result<bool> {
        let printed = self.run(&["rev-parse", "--is-shallow-repository"])?;
        Ok(first_line(&printed) == "true")
    }

    /// The commit that a revision names, if there is one.
    pub(super) fn commit(&self, revision: &str) -> Result<Option<String>> {
        self.find(&format!("{revision}^{{commit}}"))
    }

    /// A commit's hash, as short as is clear.
    pub(super) fn short(&self, commit: &str) -> Result<String> {
        let printed = self.run(&["rev-parse", "--short", commit])?;
        Ok(first_line(&printed))
    }

    /// The names of the tags beginning with `v` that a commit contains, a line each.
    pub(super) fn tags(&self, commit: &str) -> Result<String> {
        let printed = self.run(&["tag", "--list", "v*", "--merged", commit])?;
        Ok(String::from_utf8_lossy(&printed).into_owned())
    }

    /// The main branch, as far as it can be told: its name for people, and its commit.
    pub(super) fn main_branch(&self) -> Result<Option<(String, String)>> {
        let head = self.ask(&["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"])?;
        for name in head.iter().map(String::as_str).chain(MAIN_BRANCHES) {
            if let Some(commit) = self.commit(name)? {
                let name = name
                    .trim_start_matches("refs/remotes/")
                    .trim_start_matches("refs/heads/")
                    .to_owned();
                return Ok(Some((name, commit)));
            }
        }
        Ok(None)
    }

    /// The last commit that two commits have in common.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>> {
        self.ask(&["merge-base", one, other])
    }

    /// A file as it was at a commit, by its path below the folder; nothing if it was not there.
    pub(super) fn file(&self, commit: &str, below: &str) -> Result<Option<Vec<u8>>> {
        let path = self.path(below);
        let object = self.find(&format!("{commit}:{path}"))?;
        // Not `git show`, which passes a file through what the user configured for reading it.
        let read = |object: String| self.run(&["cat-file", "blob", &object]);
        let bytes = object.map(read).transpose();
        bytes.with_context(|| format!("{path} at {commit} cannot be read"))
    }

    /// The hash of an object, if there is one of that name. The name cannot be an option.
    fn find(&self, name: &str) -> Result<Option<String>> {
        self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", name])
    }

    /// The first line of what git prints; nothing if it fails, as it does when there is none.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>> {
        let output = self.output(arguments)?;
        Ok(output.status.success().then(|| first_line(&output.stdout)))
    }

    /// What git prints; it has to succeed.
    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let output = self.output(arguments)?;
        ensure!(
            output.status.success(),
            "git {} in {} ended with {}: {}",
            arguments.join(" "),
            shown(&self.folder),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
        Ok(output.stdout)
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
