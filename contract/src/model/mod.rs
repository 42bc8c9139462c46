//! Fills openapiv3's model: the one place that uses `serde_yaml`.

pub(crate) mod lossless;

use openapiv3::OpenAPI;

use crate::diagnostic::{Report, Span};

/// `lost-value`: the model cannot hold something that no rule knows of.
///
/// Gives the model, or nothing and an error in the report.
pub(crate) fn fill(text: &str, report: &mut Report) -> Option<OpenAPI> {
    match serde_yaml::from_str(text) {
        Ok(model) => Some(model),
        Err(error) => {
            let place = error
                .location()
                .map_or((1, 1), |it| (it.line(), it.column()));
            let message = format!("the model of the contract cannot hold this: {error}");
            let help = "remove it or write it in another way";
            report.add(lossless::lost_value(
                Span::on_line(place.0, place.1, 0),
                message,
                help,
            ));
            None
        }
    }
}
