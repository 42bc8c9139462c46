//! What was found in a contract, in the forms that people and programs read.

mod frame;
pub(crate) mod github;
pub(crate) mod json;
mod lines;

use contract::{Diagnostic, Severity};

use frame::Frames;

/// The findings in one contract.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    contract: &'a str,
    text: &'a str,
    diagnostics: &'a [Diagnostic],
}

impl<'a> Findings<'a> {
    /// The findings in `text`, which messages call `contract`.
    pub(crate) fn new(contract: &'a str, text: &'a str, diagnostics: &'a [Diagnostic]) -> Self {
        Self {
            contract,
            text,
            diagnostics,
        }
    }

    /// A frame for each finding, an empty line between them, and how many there are.
    pub(crate) fn human(&self, coloured: bool) -> String {
        let frames = Frames::new(self.text, coloured);
        let mut printed = String::new();
        for diagnostic in self.diagnostics {
            printed.push_str(&frames.frame(diagnostic));
            printed.push_str("\n\n");
        }
        printed.push_str(&self.summary());
        printed
    }

    /// One line that says how many findings there are.
    fn summary(&self) -> String {
        let contract = self.contract;
        let counted = [(Severity::Error, "error"), (Severity::Warning, "warning")]
            .map(|(severity, name)| (self.count(severity), name))
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
            .collect::<Vec<_>>();
        if counted.is_empty() {
            format!("{contract}: no findings\n")
        } else {
            format!("{} in {contract}\n", counted.join(" and "))
        }
    }

    fn count(&self, severity: Severity) -> usize {
        let found = self.diagnostics.iter();
        found.filter(|found| found.severity == severity).count()
    }
}

#[cfg(test)]
mod tests;
