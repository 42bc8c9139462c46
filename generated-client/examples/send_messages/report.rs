//! What came of each row, for people and as CSV.

use std::collections::BTreeMap;
use std::path::Path;

use crate::AnyError;
use crate::journal::{Stage, State};
use crate::plan::Plan;

/// What came of a row: the result in a word or two, the id of the message, and the cause.
pub(crate) struct Outcome(pub(crate) [String; 3]);

impl Outcome {
    /// As far as sending goes; `accepted` is not delivered.
    pub(crate) fn of(state: &State) -> Self {
        let texts = match &state.stage {
            Stage::Unsent => ["not sent", "", ""],
            Stage::Suppressed => ["suppressed", "", ""],
            Stage::Open(_) => ["unknown", "", "perhaps sent"],
            Stage::Accepted(id) => ["accepted", id.as_deref().unwrap_or_default(), ""],
            Stage::Failed(reason) => ["failed", "", reason],
        };
        Self(texts.map(str::to_owned))
    }
}

/// Prints how many rows came to what and why some failed, and writes all of them to a file.
pub(crate) fn print(
    plan: &Plan,
    outcomes: &[Outcome],
    output: Option<&Path>,
) -> Result<(), AnyError> {
    let mut file = output.map(csv::Writer::from_path).transpose()?;
    if let Some(file) = &mut file {
        file.write_record(["line", "to", "result", "message", "detail"])?;
    }
    let mut counts = BTreeMap::<&str, u64>::new();
    for (row, outcome) in plan.rows.iter().zip(outcomes) {
        let [result, message, detail] = &outcome.0;
        *counts.entry(result).or_default() += 1;
        if !detail.is_empty() {
            println!("line {}, {}: {result}: {detail}", row.line, row.to);
        }
        if let Some(file) = &mut file {
            file.write_record([&row.line.to_string(), &row.to, result, message, detail])?;
        }
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(result, count)| format!("{count} {result}"))
        .collect();
    println!("{} messages: {}", plan.rows.len(), counts.join(", "));
    Ok(file.map_or(Ok(()), |mut file| file.flush())?)
}
