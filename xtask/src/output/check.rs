//! Shows how the files differ from what was generated.

use std::io::Write;

use anyhow::Result;
use similar::TextDiff;

use super::{Conflict, Entry, Output, State, compare, count, counted, read};

/// Prints every difference, and `mend`, the command that removes them; writes no file.
///
/// Returns whether there is no difference.
pub(crate) fn check(output: &Output, mend: &str, out: &mut dyn Write) -> Result<bool> {
    let entries = compare(output)?;
    let unchanged = count(&entries, State::Unchanged);
    if unchanged == entries.len() {
        writeln!(
            out,
            "up to date: {} in {}",
            counted(unchanged),
            output.shown()
        )?;
        out.flush()?;
        return Ok(true);
    }
    for entry in &entries {
        show(entry, out)?;
    }
    let stale = count(&entries, State::Stale);
    let missing = count(&entries, State::Missing);
    let orphans = count(&entries, State::Orphan);
    writeln!(
        out,
        "{} out of date: {stale} stale, {missing} missing, {orphans} orphan",
        counted(stale + missing + orphans)
    )?;
    if entries.iter().any(|entry| entry.conflict.is_some()) {
        writeln!(out, "first move out or delete what is not generated; then")?;
    }
    writeln!(out, "to mend it, run:\n    {mend}")?;
    out.flush()?;
    Ok(false)
}

/// Prints one file's state and difference.
fn show(entry: &Entry, out: &mut dyn Write) -> Result<()> {
    let state = match entry.state {
        State::Unchanged => return Ok(()),
        State::Missing => "missing",
        State::Stale => "stale",
        State::Orphan => "orphan",
    };
    let is_file = entry.conflict != Some(Conflict::NotAFile);
    let committed = if is_file && entry.state != State::Missing {
        read(&entry.path)?
    } else {
        Vec::new()
    };
    let note = note(entry, &committed);
    writeln!(out, "{state:<10} {}{note}", entry.shown)?;
    if is_file {
        write!(out, "{}", diff(entry, &committed))?;
    }
    writeln!(out)?;
    Ok(())
}

/// What the diff alone does not tell.
fn note(entry: &Entry, committed: &[u8]) -> String {
    if let Some(conflict) = entry.conflict {
        return format!(" ({})", conflict.text());
    }
    let unix = String::from_utf8_lossy(committed).replace("\r\n", "\n");
    if entry.state == State::Stale && unix == entry.wanted {
        return " (only its line endings differ: CRLF instead of LF)".to_owned();
    }
    String::new()
}

/// The unified diff from what is on disk to what is generated; empty when an orphan is empty.
fn diff(entry: &Entry, committed: &[u8]) -> String {
    let committed = String::from_utf8_lossy(committed);
    // One folder before the path, so that `patch -p1` takes the diff.
    let path = entry.shown.trim_start_matches('/');
    TextDiff::from_lines(committed.as_ref(), entry.wanted)
        .unified_diff()
        .context_radius(3)
        .header(&format!("committed/{path}"), &format!("generated/{path}"))
        .to_string()
}
