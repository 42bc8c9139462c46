//! What is wrong with a contract, and where: the findings that rules report.

use std::fmt;

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

impl Span {
    pub(crate) fn on_line(line: usize, column: usize, width: usize) -> Self {
        let place = |column| Position { line, column };
        Self {
            start: place(column),
            end: place(column + width),
        }
    }

    /// Whether another stretch lies in this one.
    pub(crate) fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// What kind of rule a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The specification forbids it, or no client could mean it.
    Invalid,
    /// Valid, but the generator does not take it.
    Unsupported,
    /// A convention of this project's contract; `--conventions off` drops the rule.
    Convention,
    /// The contract says less than it should; can be suppressed with `x-lint-allow`.
    Advice,
}

impl Class {
    /// Whether no client is generated as long as there is a finding of this class. Else it is a warning:
    /// the contract says less than it should, or says it badly.
    pub fn is_error(self) -> bool {
        self != Self::Advice
    }

    /// How much a finding of this class weighs: `error` or `warning`.
    pub fn severity(self) -> &'static str {
        if self.is_error() { "error" } else { "warning" }
    }

    /// The name of the class in messages and on the page of rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Unsupported => "unsupported",
            Self::Convention => "convention",
            Self::Advice => "advice",
        }
    }
}

/// One finding in a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule is broken: a kebab-case name that stays the same from version to version.
    pub code: &'static str,
    /// What kind of rule it is, and so whether a client can be generated all the same.
    pub class: Class,
    /// What is wrong, in the words of the contract.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// Name of the contract, as given to [`load`](super::load).
    pub source: String,
    /// The token that is wrong, or the key of what lacks something.
    pub span: Span,
    /// Another part of the contract, which is taken for right: if it is not, there may be no mistake.
    pub(crate) basis: Option<Span>,
    /// What is done about it in a contract of other people, where it is advice.
    pub(crate) repair: Option<Repair>,
}

impl Diagnostic {
    /// Whether it is about a mistake, also one that is a warning because the contract can be read all the
    /// same, and not advice.
    pub fn is_mistake(&self) -> bool {
        self.class.is_error() || self.repair.is_some()
    }
}

impl fmt::Display for Diagnostic {
    /// One line; `xtask` prints the lines of the contract with it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.span.start;
        write!(
            f,
            "{}:{line}:{column}: {}[{}]: {} (help: {})",
            self.source,
            self.class.severity(),
            self.code,
            self.message,
            self.help
        )
    }
}

/// Everything that is wrong with a contract, sorted by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractError {
    diagnostics: Vec<Diagnostic>,
}

impl ContractError {
    /// The errors among these findings, of which there is at least one.
    pub(crate) fn of(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.retain(|diagnostic| diagnostic.class.is_error());
        Self { diagnostics }
    }

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
        let source = self.diagnostics.first().map_or("", |it| &it.source);
        write!(f, "{count} error{plural} in {source}")
    }
}

impl std::error::Error for ContractError {}

/// How a mistake is read that leaves no doubt about what the client does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    /// As it stands.
    Keep,
    /// Without the key, the value or the item that is pointed at.
    Drop,
    /// The number or flag that is pointed at as text.
    Text,
    /// The reference that is pointed at as `{}`.
    Anything,
}

impl Repair {
    fn says(self) -> &'static str {
        match self {
            Self::Keep => "it is taken as it stands",
            Self::Drop => "it is ignored",
            Self::Text => "it is read as text",
            Self::Anything => "anything is taken in its place",
        }
    }
}

/// The findings of all rules over one contract.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) source: String,
    pub(crate) findings: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn new(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            findings: Vec::new(),
        }
    }

    pub(crate) fn add(
        &mut self,
        code: &'static str,
        class: Class,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let last = self.findings.len();
        self.findings.push(Diagnostic {
            code,
            class,
            message: message.into(),
            help: help.into(),
            source: self.source.clone(),
            span,
            basis: None,
            repair: None,
        });
        &mut self.findings[last]
    }

    pub(crate) fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|it| it.class.is_error())
    }

    /// Makes advice of what can be tolerated, and leaves out what is only against a convention.
    pub(crate) fn tolerate(&mut self) {
        self.findings.retain(|it| it.class != Class::Convention);
        for finding in &mut self.findings {
            if let Some(repair) = finding.repair.filter(|_| finding.class != Class::Advice) {
                finding.class = Class::Advice;
                finding.help = format!("{}; {}", finding.help, repair.says());
            }
        }
    }

    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        // The sort is stable: findings at one place stay in the order of the rules.
        self.findings.sort_by_key(|finding| finding.span);
        self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_sorted_and_tell_their_place_and_suggestion() {
        let mut report = Report::new("c.yaml");
        let mut add = |code, line, message, help| {
            let span = Span::on_line(line, 2, 2);
            report.add(code, Class::Invalid, span, message, help);
        };
        add("later", 3, "beyond", "go back");
        add("tabbed", 2, "a word", "change it");
        let error = ContractError::of(report.into_diagnostics());
        assert_eq!(
            error.to_string(),
            "c.yaml:2:2: error[tabbed]: a word (help: change it)\n\
             c.yaml:3:2: error[later]: beyond (help: go back)\n\
             2 errors in c.yaml"
        );
    }
}
