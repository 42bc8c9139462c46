//! Makes the files what was generated.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

use super::{Entry, Output, State, compare, count, counted};
use crate::workspace::Place;

/// Writes what differs, removes what is no longer generated, and prints a line for each file.
///
/// All new contents are on disk under temporary names before the first file is replaced, so a full
/// disk or a folder without permission leaves everything as it was.
pub(crate) fn write(output: &Output, out: &mut dyn Write) -> Result<()> {
    let entries = compare(output)?;
    refuse_conflicts(&entries)?;
    let staged = entries.iter().map(stage).collect::<Result<Vec<_>>>()?;

    // Printed when all is done, so that the files do not depend on where the report goes.
    let mut report = String::new();
    let result = apply(&output.folder, &entries, staged, &mut report);
    out.write_all(report.as_bytes())?;
    result?;

    let unchanged = count(&entries, State::Unchanged);
    if unchanged == entries.len() {
        writeln!(out, "codegen: {}, all unchanged", counted(unchanged))?;
    } else {
        let removed = count(&entries, State::Orphan);
        let written = entries.len() - unchanged - removed;
        writeln!(
            out,
            "codegen: {written} written, {unchanged} unchanged, {removed} removed"
        )?;
    }
    out.flush()?;
    Ok(())
}

/// Replaces and removes files, and appends a line for each to the report.
fn apply(
    folder: &Place,
    entries: &[Entry],
    staged: Vec<Option<NamedTempFile>>,
    report: &mut String,
) -> Result<()> {
    for (entry, staged) in entries.iter().zip(staged) {
        let done = match staged {
            Some(file) => {
                file.persist(&entry.path)
                    .with_context(|| format!("cannot replace {}", entry.shown))?;
                "written"
            }
            None if entry.state == State::Orphan => {
                remove(&folder.path, entry)?;
                "removed"
            }
            None => "unchanged",
        };
        writeln!(report, "{done:<10} {}", entry.shown)?;
    }
    Ok(())
}

/// Fails when writing would destroy something that was not generated.
fn refuse_conflicts(entries: &[Entry]) -> Result<()> {
    let list: Vec<String> = entries
        .iter()
        .filter_map(|entry| Some((entry, entry.conflict?)))
        .map(|(entry, conflict)| format!("    {}: {}", entry.shown, conflict.text()))
        .collect();
    if !list.is_empty() {
        bail!(
            "the output folder holds more than generated files; nothing was written\n{}",
            list.join("\n")
        );
    }
    Ok(())
}

/// Puts the new contents of a file that differs beside it, under a temporary name.
fn stage(entry: &Entry) -> Result<Option<NamedTempFile>> {
    if !matches!(entry.state, State::Missing | State::Stale) {
        return Ok(None);
    }
    let file = write_beside(&entry.path, entry.wanted)
        .with_context(|| format!("cannot write beside {}; nothing was written", entry.shown))?;
    Ok(Some(file))
}

fn write_beside(path: &Path, contents: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary_file(folder)?;
    file.write_all(contents.as_bytes())?;
    Ok(file)
}

/// A temporary file with the permissions of an ordinary one, which the umask restricts.
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codegen-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes a file and the sub-folders that this leaves empty.
fn remove(root: &Path, entry: &Entry) -> Result<()> {
    fs::remove_file(&entry.path).with_context(|| format!("cannot remove {}", entry.shown))?;
    let above = entry.path.ancestors().skip(1);
    for folder in above.take_while(|folder| *folder != root) {
        if fs::remove_dir(folder).is_err() {
            break; // Something else is in it.
        }
    }
    Ok(())
}
