//! The findings as annotations of GitHub Actions.

use super::Findings;
use crate::github::{self, Annotation};
use crate::workspace::Place;

/// An annotation for each finding, and how many there are.
pub(crate) fn commands(findings: &Findings<'_>, place: &Place) -> String {
    let file = github::path(place);
    let mut printed = String::new();
    for diagnostic in findings.diagnostics {
        let mut message = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            message.extend(["\nhelp: ", help]);
        }
        let annotation = Annotation {
            level: &diagnostic.severity.to_string(),
            file: &file,
            span: diagnostic.span,
            title: diagnostic.code,
            message: &message,
        };
        printed.push_str(&annotation.to_string());
        printed.push('\n');
    }
    printed.push_str(&findings.summary());
    printed
}
