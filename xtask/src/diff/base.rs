//! What the contract is compared with: a file, or the contract at an earlier commit. The `git`
//! program is asked: its rules about revisions and safety are its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use semver::Version;

use crate::workspace::{Contract, Place};

/// What to do where git lacks a commit.
const ADVICE: &str = "fetch what is missing (`git fetch --tags`, in a shallow clone `git fetch \
                      --unshallow --tags`, in GitHub Actions `fetch-depth: 0`), or name another base: \
                      --base REVISION or --base FILE";

/// How much of a commit's hash names it in the places of messages.
const HASH_LENGTH: usize = 12;

/// The earlier contract.
#[derive(Debug)]
pub(super) struct Base {
    /// What it is: `openapi.yaml at v0.1.0`.
    pub(super) label: String,
    /// What places in it are called after: `v0.1.0:openapi.yaml`.
    pub(super) source: String,
    pub(super) text: String,
    /// The commit that it is from, unless it is a file.
    pub(super) commit: Option<Commit>,
}

/// A commit, seen from a folder of the working tree.
#[derive(Debug)]
pub(super) struct Commit {
    folder: PathBuf,
    hash: String,
}

impl Base {
    /// The file or revision that the caller named, or else the merge base of HEAD and the main
    /// branch.
    pub(super) fn find(given: Option<&str>, contract: &Place) -> Result<Self> {
        let is_file = |name: &&str| Path::new(name).exists() && !Path::new(name).is_dir();
        if let Some(name) = given.filter(is_file) {
            let Contract { place, text } = Contract::read(Some(Path::new(name)))?;
            return Ok(Self {
                label: place.shown.clone(),
                source: place.shown,
                text,
                commit: None,
            });
        }
        // The folder of a bare name is the current one.
        let folder = contract.path.parent().unwrap_or(&contract.path).join(".");
        let file = contract.path.file_name().unwrap_or_default();
        let file = file.to_string_lossy();
        let (name, hash) = match given {
            Some(name) => {
                let unknown = || format!("`{name}` is neither a file nor a git revision; {ADVICE}");
                let hash = revision(&folder, name).with_context(unknown)?;
                (name.to_owned(), hash)
            }
            None => merge_base(&folder)?,
        };
        let short = hash.get(..HASH_LENGTH).unwrap_or(&hash);
        let revision = given.filter(|name| !hash.starts_with(name));
        let source = format!("{}:{file}", revision.unwrap_or(short));
        let commit = Commit { folder, hash };
        let text = commit.file(&file)?.with_context(|| {
            format!(
                "there is no {file} at {name}; name a revision at which it is there, or the earlier \
                 contract: --base FILE"
            )
        })?;
        Ok(Self {
            label: format!("{file} at {name}"),
            source,
            text,
            commit: Some(commit),
        })
    }
}

impl Commit {
    /// A file at the commit, by its path below the folder; nothing if it is not there.
    pub(super) fn file(&self, below: &str) -> Result<Option<String>> {
        let Self { folder, hash } = self;
        let path = format!("./{below}");
        // Not `git show`, which passes a file through what the user configured for reading it.
        let blob = format!("{hash}:{path}");
        let listed = git(folder, &["ls-tree", "--name-only", hash, "--", &path]);
        let text = listed.and_then(|listed| match &*listed {
            "" => Ok(None),
            _ => git(folder, &["cat-file", "blob", &blob]).map(Some),
        });
        text.with_context(|| format!("cannot read {below} at the commit {hash}"))
    }

    /// The last release: the newest version among the tags `v*` that the commit contains.
    pub(super) fn release(&self) -> Result<Option<Version>> {
        let merged = ["tag", "--list", "v*", "--merged", &self.hash];
        let tags = git(&self.folder, &merged).context("cannot tell the last release")?;
        let versions = tags.lines().filter_map(|tag| tag.strip_prefix('v'));
        Ok(versions.filter_map(|it| Version::parse(it).ok()).max())
    }
}

/// The last commit that HEAD and the main branch have in common: its name and its hash.
fn merge_base(folder: &Path) -> Result<(String, String)> {
    let is_cloned = revision(folder, "origin/main").is_ok();
    let main = if is_cloned { "origin/main" } else { "main" };
    let hash = git(folder, &["merge-base", "HEAD", main])
        .with_context(|| format!("there is no merge base of HEAD and {main}; {ADVICE}"))?;
    let name = format!("the merge base with {main}");
    Ok((name, hash.trim_end().to_owned()))
}

/// The hash of the commit that a revision names. The name cannot be an option.
fn revision(folder: &Path, name: &str) -> Result<String> {
    let name = format!("{name}^{{commit}}");
    let arguments = ["rev-parse", "--verify", "--end-of-options", &name];
    let hash = git(folder, &arguments)?;
    Ok(hash.trim_end().to_owned())
}

/// What git prints; it has to succeed.
fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let mut git = Command::new("git");
    git.arg("--no-pager").arg("-C").arg(folder).args(arguments);
    let output = git.env("LC_ALL", "C").stdin(Stdio::null()).output();
    let output = output.context("cannot start the program `git`")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let (status, errors) = (output.status, errors.trim());
    ensure!(status.success(), "git ended with {status}: {errors}");
    String::from_utf8(output.stdout).context("what git printed is not UTF-8")
}
