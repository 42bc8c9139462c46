//! Fills openapiv3's model: the one place that uses `serde_yaml`.

pub(crate) mod lossless;

use openapiv3::OpenAPI;

use crate::diagnostic::{Class, Finding, Position, Report, Span};

/// `lost-value`: the model cannot hold something that no rule knows of.
///
/// Gives the model, or nothing and an error in the report.
pub(crate) fn fill(text: &str, report: &mut Report) -> Option<OpenAPI> {
    match serde_yaml::from_str(text) {
        Ok(model) => Some(model),
        Err(error) => {
            let start = error
                .location()
                .map_or(Position { line: 1, column: 1 }, |location| Position {
                    line: location.line(),
                    column: location.column(),
                });
            let span = Span { start, end: start };
            let message = format!("the model of the contract cannot hold this: {error}");
            report.add(
                Finding::new("lost-value", span, message)
                    .of_class(Class::Unsupported)
                    .help("remove it or write it in another way"),
            );
            None
        }
    }
}
