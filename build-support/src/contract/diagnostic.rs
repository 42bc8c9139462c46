//! What is wrong with a contract, and where: the errors that loading one reports.

use std::fmt;

use super::survey::Owner;

/// A place in the text of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

/// A stretch of the text of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first character.
    pub start: Position,
    /// The place after the last character.
    pub end: Position,
}

/// One error in a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule is broken: a kebab-case name that stays the same from version to version.
    pub code: &'static str,
    /// What is wrong, in the words of the contract.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Name of the contract, as given to [`load`](super::load).
    pub source: String,
    /// The token that is wrong, or the key of what lacks something.
    pub span: Span,
    /// The line of the contract on which the span starts.
    excerpt: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.span.start;
        writeln!(
            f,
            "{}:{line}:{column}: error[{}]: {}",
            self.source, self.code, self.message
        )?;
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.excerpt)?;
        writeln!(f, "{margin} | {}", self.underline())?;
        if let Some(help) = &self.help {
            writeln!(f, "{margin} = help: {help}")?;
        }
        Ok(())
    }
}

impl Diagnostic {
    /// Carets under the span, as far as it is on its first line. Tabs stay tabs, so that the
    /// carets stand under the token whatever the width of a tab.
    fn underline(&self) -> String {
        let Span { start, end } = self.span;
        let indent = self.excerpt.chars().take(start.column - 1);
        let indent = indent.map(|c| if c == '\t' { '\t' } else { ' ' });
        let line_end = self.excerpt.chars().count() + 1;
        let last = if end.line == start.line {
            end.column.min(line_end)
        } else {
            line_end
        };
        let width = last.saturating_sub(start.column).max(1);
        indent.chain(std::iter::repeat_n('^', width)).collect()
    }
}

/// Everything that is wrong with a contract, sorted by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractError {
    source: String,
    diagnostics: Vec<Diagnostic>,
}

impl ContractError {
    /// The errors, sorted by position; never empty.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(f, "{diagnostic}")?;
        }
        let count = self.diagnostics.len();
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "{count} error{plural} in {}", self.source)
    }
}

impl std::error::Error for ContractError {}

/// One broken rule, as a rule reports it.
#[derive(Debug)]
pub(crate) struct Finding {
    code: &'static str,
    span: Span,
    message: String,
    help: Option<String>,
}

impl Finding {
    pub(crate) fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            help: None,
        }
    }

    /// A finding about one part of the contract, which the message begins with.
    pub(crate) fn about(
        owner: Owner<'_>,
        code: &'static str,
        span: Span,
        message: impl fmt::Display,
    ) -> Self {
        Self::new(code, span, format!("{owner}: {message}"))
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help))
    }

    pub(crate) fn maybe_help(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into);
        self
    }
}

/// The findings of all rules over one contract.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(crate) fn add_some(&mut self, finding: Option<Finding>) {
        self.findings.extend(finding);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings as an error of the contract `source`, whose whole text is `text`.
    pub(crate) fn into_error(mut self, source: &str, text: &str) -> ContractError {
        // The sort is stable: findings at one place stay in the order of the rules.
        self.findings.sort_by_key(|finding| finding.span);
        let lines: Vec<&str> = text.split('\n').collect();
        let diagnostics = self.findings.into_iter().map(|finding| Diagnostic {
            code: finding.code,
            message: finding.message,
            help: finding.help,
            source: source.to_owned(),
            span: finding.span,
            excerpt: lines
                .get(finding.span.start.line - 1)
                .map_or_else(String::new, |line| line.trim_end().to_owned()),
        });
        ContractError {
            source: source.to_owned(),
            diagnostics: diagnostics.collect(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn span(start: (usize, usize), end: (usize, usize)) -> Span {
        let position = |(line, column)| Position { line, column };
        Span {
            start: position(start),
            end: position(end),
        }
    }

    #[test]
    fn errors_are_sorted_and_show_their_line() {
        let mut report = Report::default();
        report.add(Finding::new(
            "later",
            span((3, 2), (3, 4)),
            "beyond the text",
        ));
        report.add(Finding::new("tabbed", span((2, 2), (2, 7)), "a word").help("change it"));
        let error = report.into_error("c.yaml", "a: b\r\n\twörld: c\r\n");
        assert_eq!(
            error.to_string(),
            "c.yaml:2:2: error[tabbed]: a word\n  |\n2 | \twörld: c\n  | \t^^^^^\n  \
             = help: change it\n\n\
             c.yaml:3:2: error[later]: beyond the text\n  |\n3 | \n  | ^\n\n2 errors in c.yaml"
        );
    }

    #[test]
    fn a_span_over_several_lines_is_underlined_to_the_end_of_the_first() {
        let mut report = Report::default();
        report.add(Finding::new("long", span((1, 4), (2, 3)), "m"));
        let error = report.into_error("c.yaml", "a: 'b\n  c'\n");
        assert!(error.to_string().contains("1 | a: 'b\n  |    ^^\n"));
        assert!(error.to_string().ends_with("\n1 error in c.yaml"));
    }
}
