//! What is generated: how the files that are there differ from it. Two users write and check them.
//!
//! Bytes are compared as they are. A file whose line endings were changed on the way (a checkout
//! that ignores `.gitattributes`) is stale like any other.

mod check;
mod write;

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result, bail, ensure};
use build_support::GeneratedFile;

use crate::workspace::{Place, shown};

pub(crate) use check::check;
pub(crate) use write::write;

/// Every generated file says this in the comment that it opens with.
const MARKER: &str = "@generated";

/// The header is looked for in this many bytes.
const HEAD: u64 = 1024;

/// What is generated.
#[derive(Debug)]
pub(crate) struct Output {
    /// The output folder, in which nothing else is.
    pub(crate) folder: Place,
    /// The files of the folder.
    pub(crate) files: Vec<GeneratedFile>,
    /// The listing of the public API, which is elsewhere: its place and its text.
    pub(crate) listing: Option<(Place, String)>,
}

impl Output {
    /// Where it is, for people.
    fn shown(&self) -> String {
        match &self.listing {
            Some((listing, _)) => format!("{} and {}", self.folder.shown, listing.shown),
            None => self.folder.shown.clone(),
        }
    }
}

/// A file that was generated or that is in the output folder.
#[derive(Debug)]
struct Entry<'a> {
    path: PathBuf,
    shown: String,
    state: State,
    /// What the file is to hold; empty for one that is to go.
    wanted: &'a str,
    /// Why the file is neither overwritten nor removed.
    conflict: Option<Conflict>,
}

/// How a file stands to the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is what is generated.
    Unchanged,
    /// It is generated and not there.
    Missing,
    /// It is generated and holds something else.
    Stale,
    /// It is there and not generated.
    Orphan,
}

/// What keeps a file from being overwritten or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Conflict {
    /// No file of the folder has the header: people keep their own work there.
    NotGenerated,
    /// A symbolic link, a folder in a file's place, a socket.
    NotAFile,
}

impl Conflict {
    fn text(self) -> &'static str {
        match self {
            Self::NotGenerated => "not generated; move it out or delete it",
            Self::NotAFile => "not a regular file; move it out or delete it",
        }
    }
}

/// Compares the generated files with those that are there, in the order of their paths.
fn compare(output: &Output) -> Result<Vec<Entry<'_>>> {
    let Output {
        folder,
        files,
        listing,
    } = output;
    let wanted = by_path(files)?;
    let mut found = BTreeMap::new();
    survey(&folder.path, "", &wanted, &mut found)?;

    // Where some header shows that the folder is the generator's, everything in it is: a hand edit
    // may have cost a file its header, and a file added by hand would be compiled unseen. Anywhere
    // else a file without a header is somebody's work, and stays.
    let is_ours = found.values().any(Found::is_generated);

    let entry = |below: &str, path, state, wanted, conflict| Entry {
        path,
        shown: format!("{}/{below}", folder.shown.trim_end_matches('/')),
        state,
        wanted,
        conflict,
    };
    let mut entries = Vec::new();
    for (below, wanted) in wanted {
        let path = folder.path.join(below);
        let (state, conflict) = match found.remove(below) {
            None => (State::Missing, None),
            Some(Found::Other { .. }) => (State::Stale, Some(Conflict::NotAFile)),
            Some(_) if read(&path)? == wanted.as_bytes() => (State::Unchanged, None),
            Some(_) if is_ours => (State::Stale, None),
            Some(_) => (State::Stale, Some(Conflict::NotGenerated)),
        };
        entries.push(entry(below, path, state, wanted, conflict));
    }
    for (below, found) in found {
        let (path, conflict) = match found {
            Found::Other { path } => (path, Some(Conflict::NotAFile)),
            Found::Foreign { path } if !is_ours => (path, Some(Conflict::NotGenerated)),
            Found::Foreign { path } | Found::Generated { path } => (path, None),
        };
        entries.push(entry(&below, path, State::Orphan, "", conflict));
    }
    if let Some((place, text)) = listing {
        entries.push(single(place, text)?);
    }
    entries.sort_by(|a, b| a.shown.cmp(&b.shown));
    Ok(entries)
}

/// Compares a generated file that is in no folder of the generator's.
fn single<'a>(Place { path, shown }: &Place, wanted: &'a str) -> Result<Entry<'a>> {
    let (state, conflict) = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => (State::Missing, None),
        Err(error) => return Err(error).with_context(|| cannot_read(path)),
        Ok(data) if !data.is_file() => (State::Stale, Some(Conflict::NotAFile)),
        Ok(_) if read(path)? == wanted.as_bytes() => (State::Unchanged, None),
        Ok(_) if has_header(path)? => (State::Stale, None),
        Ok(_) => (State::Stale, Some(Conflict::NotGenerated)),
    };
    Ok(Entry {
        path: path.clone(),
        shown: shown.clone(),
        state,
        wanted,
        conflict,
    })
}

/// The contents of the generated files by path; no path may leave the folder or come twice.
fn by_path(files: &[GeneratedFile]) -> Result<BTreeMap<&str, &str>> {
    let mut wanted = BTreeMap::new();
    for GeneratedFile { path, contents } in files {
        ensure!(
            stays_inside(path),
            "the generated path {path} leaves the output folder"
        );
        ensure!(
            wanted.insert(path.as_str(), contents.as_str()).is_none(),
            "{path} is generated twice; two APIs of the contract clash"
        );
    }
    Ok(wanted)
}

/// How many entries are in a state.
fn count(entries: &[Entry], state: State) -> usize {
    entries.iter().filter(|entry| entry.state == state).count()
}

/// "1 file", "2 files".
fn counted(files: usize) -> String {
    let plural = if files == 1 { "" } else { "s" };
    format!("{files} file{plural}")
}

/// Something in the output folder.
enum Found {
    /// A file with the header.
    Generated { path: PathBuf },
    /// A file without it.
    Foreign { path: PathBuf },
    /// Neither a file nor a folder to look into.
    Other { path: PathBuf },
}

impl Found {
    fn is_generated(&self) -> bool {
        matches!(self, Self::Generated { .. })
    }
}

/// Collects what is in a folder and its sub-folders, by path below the output folder.
///
/// Symbolic links are not followed. A folder is itself collected only where a file is to be.
fn survey(
    folder: &Path,
    prefix: &str,
    wanted: &BTreeMap<&str, &str>,
    found: &mut BTreeMap<String, Found>,
) -> Result<()> {
    let cannot_list = || format!("cannot list {}", shown(folder));
    let items = match fs::read_dir(folder) {
        Ok(items) => items,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!(
            "{} is not a folder; name a folder with --out",
            shown(folder)
        ),
        Err(error) => return Err(error).with_context(cannot_list),
    };
    for item in items {
        let item = item.with_context(cannot_list)?;
        let kind = item.file_type().with_context(cannot_list)?;
        let path = item.path();
        let below = format!("{prefix}{}", item.file_name().to_string_lossy());
        if kind.is_dir() && !wanted.contains_key(below.as_str()) {
            survey(&path, &format!("{below}/"), wanted, found)?;
            continue;
        }
        let item = if !kind.is_file() {
            Found::Other { path }
        } else if has_header(&path)? {
            Found::Generated { path }
        } else {
            Found::Foreign { path }
        };
        found.insert(below, item);
    }
    Ok(())
}

/// Whether the comment that a file opens with names it as generated.
fn has_header(path: &Path) -> Result<bool> {
    let read_head = || -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
        Ok(head)
    };
    let head = read_head().with_context(|| cannot_read(path))?;
    Ok(String::from_utf8_lossy(&head)
        .lines()
        .take_while(|line| line.starts_with("//") || line.starts_with("# "))
        .any(|line| line.contains(MARKER)))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| cannot_read(path))
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}", shown(path))
}

/// Whether a path below a folder stays below it.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|component| matches!(component, Component::Normal(_)))
}

#[cfg(test)]
mod tests;
