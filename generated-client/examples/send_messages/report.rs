//! What came of each row, for people and as CSV.

use std::collections::BTreeMap;
use std::path::Path;

use crate::AnyError;
use crate::journal::{Stage, State};
use crate::plan::Plan;

/// What came of a row.
pub(crate) struct Outcome {
    pub(crate) result: String,
    pub(crate) message: String,
    pub(crate) detail: String,
}

impl Outcome {
    /// As far as sending goes; `accepted` is not delivered.
    pub(crate) fn of(state: &State) -> Self {
        let (result, message, detail) = match &state.stage {
            Stage::Unsent => ("not sent", "", ""),
            Stage::Suppressed => ("suppressed", "", ""),
            Stage::Open(_) => ("unknown", "", "perhaps sent"),
            Stage::Accepted(id) => ("accepted", id.as_deref().unwrap_or_default(), ""),
            Stage::Failed(reason) => ("failed", "", &**reason),
        };
        Self {
            result: result.to_owned(),
            message: message.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

/// Prints how far sending has come.
pub(crate) fn sent(plan: &Plan, states: &[State], output: Option<&Path>) -> Result<(), AnyError> {
    let outcomes: Vec<_> = states.iter().map(Outcome::of).collect();
    print(plan, &outcomes, output)
}

/// Prints how many rows came to what and why some failed, and writes all of them to a file.
pub(crate) fn print(
    plan: &Plan,
    outcomes: &[Outcome],
    output: Option<&Path>,
) -> Result<(), AnyError> {
    let mut counts = BTreeMap::<&str, u64>::new();
    for (row, outcome) in plan.rows.iter().zip(outcomes) {
        let Outcome { result, detail, .. } = outcome;
        *counts.entry(result).or_default() += 1;
        if !detail.is_empty() {
            println!("line {}, {}: {result}: {detail}", row.line, row.to);
        }
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(result, count)| format!("{count} {result}"))
        .collect();
    println!("{} messages: {}", plan.rows.len(), counts.join(", "));
    if let Some(path) = output {
        let mut file = csv::Writer::from_path(path)?;
        file.write_record(["line", "to", "result", "message", "detail"])?;
        for (
            row,
            Outcome {
                result,
                message,
                detail,
            },
        ) in plan.rows.iter().zip(outcomes)
        {
            file.write_record([&row.line.to_string(), &row.to, result, message, detail])?;
        }
        file.flush()?;
    }
    Ok(())
}
