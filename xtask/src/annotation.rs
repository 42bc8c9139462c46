//! Annotations of GitHub Actions: workflow commands, shown beside the lines of a pull request.

use std::fs;

use contract::{Position, Span};

use crate::workspace::{Place, shown};

/// A message beside lines of a file.
#[derive(Debug)]
pub(crate) struct Annotation<'a> {
    /// `error`, `warning` or `notice`.
    pub(crate) level: &'a str,
    pub(crate) file: &'a Place,
    pub(crate) span: Span,
    pub(crate) title: &'a str,
    pub(crate) message: &'a str,
}

impl Annotation<'_> {
    /// The command, a line.
    pub(crate) fn command(&self) -> String {
        let Span { start, end } = self.span;
        let (level, file) = (self.level, property(&path(self.file)));
        let (title, message) = (property(self.title), data(self.message));
        // GitHub refuses columns beside different lines.
        let columns = if start.line == end.line && start != end {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        let lines = format!("line={},endLine={}", start.line, end.line);
        format!("::{level} file={file},{lines}{columns},title={title}::{message}\n")
    }
}

/// A whole line, counted from 1.
pub(crate) fn line(line: usize) -> Span {
    let start = Position { line, column: 1 };
    Span { start, end: start }
}

/// The file's path below the root of its git repository, by which GitHub finds it; outside of one,
/// its path as the caller would type it.
fn path(place: &Place) -> String {
    let below_repository = || {
        let file = fs::canonicalize(&place.path).ok()?;
        let root = file
            .ancestors()
            .find(|folder| folder.join(".git").exists())?;
        Some(shown(file.strip_prefix(root).ok()?))
    };
    below_repository().unwrap_or_else(|| place.shown.clone())
}

/// Text behind the `::` of a command.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\n', "%0A");
    text.replace(char::is_control, " ")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
