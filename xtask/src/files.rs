//! The only writer of files: makes a folder and the listing what was generated, or tells how they
//! differ.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};
use similar::TextDiff;

use crate::workspace::{Place, shown};

/// Every generated file says this in the comment that it opens with.
const MARKER: &str = "@generated";

/// A file that is not what is generated.
#[derive(Debug)]
pub(crate) struct Change {
    place: Place,
    /// What it holds; nothing if it is missing.
    old: Option<Vec<u8>>,
    /// What it is to hold; nothing if it is to go.
    new: Option<String>,
}

/// How the files of the folder, in which nothing else may be, and others differ from what is generated.
/// `remedy` says what to do about files that are not.
pub(crate) fn changes(
    folder: &Place,
    files: Vec<(Place, String)>,
    remedy: &str,
) -> Result<Vec<Change>> {
    let wanted = files.into_iter().map(|(place, text)| (place, Some(text)));
    let there = names(&folder.path)?.into_iter();
    let there = there.map(|name| (folder.join(&name), None));
    let mut all = BTreeMap::new();
    for (place, new) in wanted.chain(there) {
        all.entry(place.shown.clone()).or_insert((place, new));
    }

    let (mut changes, mut foreign) = (Vec::new(), String::new());
    for (place, new) in all.into_values() {
        let old = match fs::read(&place.path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            // A folder, which has no header.
            Err(_) if place.path.is_dir() => Some(Vec::new()),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", place.shown));
            }
        };
        if old.as_ref().is_some_and(|old| !has_header(old)) {
            let _ = write!(foreign, "\n    {}", place.shown);
        }
        if old.as_deref() != new.as_deref().map(str::as_bytes) {
            changes.push(Change { place, old, new });
        }
    }
    ensure!(
        foreign.is_empty(),
        "there are files without the header of generated ones; nothing was written:{foreign}\n{remedy}"
    );
    Ok(changes)
}

impl Change {
    /// Replaces the file at once, or removes it, and tells which.
    pub(crate) fn apply(&self) -> Result<String> {
        let Place { path, shown } = &self.place;
        let Some(new) = &self.new else {
            fs::remove_file(path).with_context(|| format!("cannot remove {shown}"))?;
            return Ok(format!("removed  {shown}\n"));
        };
        write(path, new).with_context(|| format!("cannot write {shown}"))?;
        Ok(format!("written  {shown}\n"))
    }

    /// What is wrong with the file, and the unified diff from what is there to what is generated.
    pub(crate) fn diff(&self) -> String {
        let shown = &self.place.shown;
        let state = match (&self.old, &self.new) {
            (None, _) => "missing",
            (_, None) => "orphan",
            _ => "stale",
        };
        let old = String::from_utf8_lossy(self.old.as_deref().unwrap_or_default());
        let diff = TextDiff::from_lines(&*old, self.new.as_deref().unwrap_or_default());
        // One folder before the path, so that `patch -p1` takes the diff.
        let path = shown.trim_start_matches('/');
        let (from, to) = (format!("committed/{path}"), format!("generated/{path}"));
        format!(
            "{state:<8} {shown}\n{}\n",
            diff.unified_diff().header(&from, &to)
        )
    }
}

/// What is in a folder; nothing if it is not there.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>> {
    let names = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        items => items.and_then(|items| {
            let names = items.map(|item| Ok(item?.file_name().to_string_lossy().into_owned()));
            names.collect::<io::Result<_>>()
        }),
    };
    names.with_context(|| format!("cannot list {}", shown(folder)))
}

/// Whether the comment that a file opens with names it as generated.
fn has_header(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut head = text
        .lines()
        .take_while(|line| line.starts_with("//") || line.starts_with("# "));
    head.any(|line| line.contains(MARKER))
}

/// Puts the text beside the file and renames it over it: nobody ever sees half a file.
fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    // As of an ordinary file, which the umask restricts.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
