//! Examples and defaults fit their schemas.

mod collect;
mod errors;
mod json_schema;
mod validator;

use std::collections::HashSet;

use super::super::references::has_cycles;
use crate::contract::{
    diagnostic::{Finding, Report},
    survey::Survey,
};

/// `bad-example`: examples become documentation and doc tests, so each fits its schema.
pub(super) fn bad_examples(survey: &Survey<'_>, report: &mut Report) {
    // Nothing can be checked against a schema that is made of itself.
    if has_cycles(survey) {
        return;
    }
    let mut schemas = json_schema::Schemas::default();
    let examples = collect::examples(survey, &mut schemas);
    if examples.is_empty() {
        return;
    }
    let definitions = schemas.definitions(survey);
    let problems = match validator::problems(&definitions, &examples) {
        Ok(problems) => problems,
        Err(error) => {
            let message = format!("the examples cannot be checked: {error}");
            report.add(Finding::new("bad-example", survey.root.span, message));
            return;
        }
    };
    // A component can be the example of several places.
    let mut seen = HashSet::new();
    for problem in problems {
        let example = &examples[problem.example];
        for slip in errors::slips(survey, example, &schemas, &problem) {
            if seen.insert((slip.span, slip.phrase.clone())) {
                report.add(slip.into_finding(example));
            }
        }
    }
}
