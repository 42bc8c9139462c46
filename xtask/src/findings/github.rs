//! The findings as workflow commands, which GitHub shows beside the lines of a pull request.

use std::fs;
use std::path::Path;

use contract::{Diagnostic, Span};

use super::Findings;
use crate::github::{data, property};
use crate::workspace::{self, Place};

/// A command for each finding, and how many there are.
pub(crate) fn commands(findings: &Findings<'_>, place: &Place) -> String {
    let file = below_repository(&place.path).unwrap_or_else(|| place.shown.clone());
    let mut printed = String::new();
    for diagnostic in findings.diagnostics {
        printed.push_str(&command(diagnostic, &file));
        printed.push('\n');
    }
    printed.push_str(&findings.summary());
    printed
}

fn command(diagnostic: &Diagnostic, file: &str) -> String {
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.extend(["\nhelp: ", help]);
    }
    let Span { start, end } = diagnostic.span;
    let lines = format!("line={},endLine={}", start.line, end.line);
    // GitHub refuses columns beside different lines.
    let columns = if start.line == end.line {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        String::new()
    };
    format!(
        "::{} file={},{lines}{columns},title={}::{}",
        diagnostic.severity,
        property(file),
        property(diagnostic.code),
        data(&message),
    )
}

/// The file's path below the root of its git repository, by which GitHub finds it.
fn below_repository(file: &Path) -> Option<String> {
    let file = fs::canonicalize(file).ok()?;
    let root = file
        .ancestors()
        .find(|folder| folder.join(".git").exists())?;
    Some(workspace::shown(file.strip_prefix(root).ok()?))
}
