//! What the contract is compared with: a file, or the contract at an earlier commit.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::git::Git;
use crate::workspace::{self, shown};
use crate::{input, shell};

/// Where the later contract is.
#[derive(Debug)]
pub(super) struct Home {
    /// The workspace's root for its own contract, else the contract's folder.
    pub(super) folder: PathBuf,
    /// The contract's path below the folder.
    pub(super) below: String,
    /// Whether it is the workspace's own contract, from which the client is made.
    pub(super) is_own: bool,
}

impl Home {
    /// Tells where the contract is that the caller named, or the workspace's own.
    pub(super) fn of(given: Option<&Path>) -> Result<Self> {
        let Some(path) = given.filter(|path| !is_own(path)) else {
            return Ok(Self {
                folder: workspace::root()?,
                below: input::DEFAULT.to_owned(),
                is_own: true,
            });
        };
        let name = path
            .file_name()
            .with_context(|| format!("{} does not name a file", shown(path)))?;
        // The folder of a bare name is the current one.
        let folder = path.parent().unwrap_or(path).join(".");
        Ok(Self {
            folder,
            below: name.to_string_lossy().into_owned(),
            is_own: false,
        })
    }
}

fn is_own(path: &Path) -> bool {
    let own = workspace::root().map(|root| fs::canonicalize(root.join(input::DEFAULT)));
    matches!((own, fs::canonicalize(path)), (Ok(Ok(own)), Ok(path)) if own == path)
}

/// The earlier contract.
#[derive(Debug)]
pub(super) struct Base {
    /// What it is: `openapi.yaml at v0.1.0`.
    pub(super) label: String,
    /// What places in it are called after: `v0.1.0:openapi.yaml`.
    pub(super) source: String,
    /// Its text.
    pub(super) text: String,
    /// The commit that it is from, unless it is a file.
    pub(super) commit: Option<Commit>,
}

/// A commit of the repository.
#[derive(Debug)]
pub(super) struct Commit {
    pub(super) git: Git,
    pub(super) hash: String,
}

impl Base {
    /// The base that the caller named, or else the merge base of HEAD and the main branch.
    pub(super) fn find(given: Option<&str>, home: &Home) -> Result<Self> {
        match given {
            None => Self::merge_base(home),
            Some(name) if is_file(Path::new(name)) => Self::file(Path::new(name)),
            Some(name) => Self::revision(name, home),
        }
    }

    fn file(path: &Path) -> Result<Self> {
        let name = shown(path);
        let bytes = fs::read(path).with_context(|| format!("cannot read the base {name}"))?;
        Ok(Self {
            text: input::decode(&name, bytes)?,
            label: name.clone(),
            source: name,
            commit: None,
        })
    }

    fn revision(name: &str, home: &Home) -> Result<Self> {
        let quoted = shell::quote(name);
        let git = Git::open(home.folder.clone()).with_context(|| {
            format!(
                "there is no file {quoted}, and no git repository in which it could be a \
                 revision; name the earlier contract: --base FILE"
            )
        })?;
        let Some(hash) = git.commit(name)? else {
            let remedy = if git.is_shallow()? {
                "this clone is shallow, so the revision may be missing from it: get the whole \
                 history with `git fetch --unshallow --tags` (in GitHub Actions: `fetch-depth: 0`)"
            } else {
                "see `git branch --all` and `git tag` for revisions, get those of others with \
                 `git fetch --tags`, or name the earlier contract: --base FILE"
            };
            bail!("{quoted} is neither a file nor a git revision here; {remedy}");
        };
        let name = if hash.starts_with(name) {
            git.short(&hash)?
        } else {
            name.to_owned()
        };
        Self::at_commit(git, hash, &name, "", home)
    }

    fn merge_base(home: &Home) -> Result<Self> {
        let git = Git::open(home.folder.clone()).context(
            "without a git repository there is no earlier contract to compare with; \
             name one: --base FILE",
        )?;
        ensure!(
            !git.is_shallow()?,
            "this clone is shallow: the history in which the merge base with the main branch is \
             looked for is not there; get it with `git fetch --unshallow` (in GitHub Actions: \
             `fetch-depth: 0`), or name a base that is there: --base HEAD"
        );
        let head = git.commit("HEAD")?.context(
            "there is no commit yet to compare with; commit the contract, \
             or name an earlier one: --base FILE",
        )?;
        let (main, tip) = git.main_branch()?.context(
            "cannot tell which branch is the main one: there is none of origin/HEAD, origin/main, \
             main, origin/master and master; name what to compare with: --base REVISION or \
             --base FILE",
        )?;
        let hash = git.merge_base(&head, &tip)?.with_context(|| {
            format!(
                "HEAD and {main} have no commit in common; name what to compare with: \
                 --base REVISION or --base FILE"
            )
        })?;
        let name = git.short(&hash)?;
        let note = format!(" (merge base with {main})");
        Self::at_commit(git, hash, &name, &note, home)
    }

    fn at_commit(git: Git, hash: String, name: &str, note: &str, home: &Home) -> Result<Self> {
        let path = git.path(&home.below);
        let bytes = git.file(&hash, &home.below)?.with_context(|| {
            format!(
                "there is no {path} at {name}{note}; name a revision at which it is there, \
                 or the earlier contract: --base FILE"
            )
        })?;
        let source = format!("{name}:{path}");
        Ok(Self {
            label: format!("{path} at {name}{note}"),
            text: input::decode(&source, bytes)?,
            source,
            commit: Some(Commit { git, hash }),
        })
    }
}

/// Whether something to read is there; a pipe, which some shells make of a command, counts too.
fn is_file(path: &Path) -> bool {
    path.exists() && !path.is_dir()
}
