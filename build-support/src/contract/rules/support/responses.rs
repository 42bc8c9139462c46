//! Answers: one type for success and one for errors, which is all that progenitor can express.

use super::super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::{Key, Node},
    operation::Operation,
    survey::{Survey, Target},
};

pub(in super::super) const RULES: &[Rule] = &[types_of_answers, early_statuses];

/// What an answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body<'a> {
    Nothing,
    /// A component, by name.
    Named(&'a str),
    /// A schema in place, by its address.
    InPlace(*const Node),
}

impl std::fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => write!(f, "nothing"),
            Self::Named(name) => write!(f, "`{name}`"),
            Self::InPlace(_) => write!(f, "a schema written in place"),
        }
    }
}

/// An answer that can be read: its status and what it carries.
#[derive(Clone, Copy)]
struct Answer<'a> {
    status: &'a Key,
    body: Body<'a>,
}

fn answers<'a>(operation: &Operation<'a>, survey: &Survey<'a>) -> Vec<Answer<'a>> {
    let read = |(status, response): (&'a Key, &'a Node)| {
        let response = survey.resolve(response, Kind::Response)?;
        let media_type = response
            .get("content")
            .and_then(|content| content.entries().next());
        let body = match media_type {
            None => Body::Nothing,
            // A body without a schema is reported as such.
            Some(media_type) => {
                let schema = media_type.value.get("schema")?;
                match schema.reference() {
                    Some(reference) => Body::Named(Target::parse(reference.text()?)?.name),
                    None => Body::InPlace(schema),
                }
            }
        };
        Some(Answer { status, body })
    };
    operation.responses().filter_map(read).collect()
}

/// Compares what the answers of each operation carry.
fn types_of_answers(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let answers = answers(operation, survey);
        let of = |classes: &[char]| -> Vec<Answer<'_>> {
            let in_class = |answer: &&Answer<'_>| answer.status.name().starts_with(classes);
            answers.iter().filter(in_class).copied().collect()
        };
        let (successes, errors) = (of(&['2']), of(&['4', '5']));
        differing(
            operation,
            "several-success-types",
            "success",
            &successes,
            report,
        );
        differing(operation, "several-error-types", "error", &errors, report);
        let default = answers
            .iter()
            .find(|answer| answer.status.name() == "default");
        if let Some(default) = default {
            report.add_some(bad_default(operation, default, &successes, &errors));
        }
        report.add_some(both_in_place(operation, successes.first(), errors.first()));
    }
}

/// `several-success-types`, `several-error-types`: progenitor panics on a second type.
fn differing(
    operation: &Operation<'_>,
    code: &'static str,
    kind: &str,
    answers: &[Answer<'_>],
    report: &mut Report,
) {
    let Some((first, rest)) = answers.split_first() else {
        return;
    };
    if let Some(other) = rest.iter().find(|answer| answer.body != first.body) {
        let message = format!(
            "the {kind} answers differ: {} carries {}, {} {}",
            first.status.name(),
            first.body,
            other.status.name(),
            other.body
        );
        report.add(
            Finding::about(operation.owner, code, other.status.span, message)
                .help("give them one schema, a component, in which what differs is optional"),
        );
    }
}

/// `inline-responses`: progenitor takes all schemas in place of one operation for one type.
fn both_in_place(
    operation: &Operation<'_>,
    success: Option<&Answer<'_>>,
    error: Option<&Answer<'_>>,
) -> Option<Finding> {
    let (success, error) = (success?, error?);
    let are_in_place = matches!(
        (success.body, error.body),
        (Body::InPlace(_), Body::InPlace(_))
    );
    if !are_in_place || success.body == error.body {
        return None;
    }
    let message = "success and error both have schemas in place, taken for one type";
    let span = error.status.span;
    let finding = Finding::about(operation.owner, "inline-responses", span, message);
    Some(finding.help("make the schemas components and use `$ref`"))
}

/// `default-response`: progenitor takes it for a success and for an error.
fn bad_default(
    operation: &Operation<'_>,
    default: &Answer<'_>,
    successes: &[Answer<'_>],
    errors: &[Answer<'_>],
) -> Option<Finding> {
    // A range of all successes leaves `default` to the errors.
    let is_covered = matches!(successes, [only] if only.status.name() == "2XX");
    let success = successes.first().filter(|_| !is_covered);
    let other = success
        .into_iter()
        .chain(errors.first())
        .find(|answer| answer.body != default.body)?;
    let message = format!(
        "`default` carries {}, but {} {}",
        default.body,
        other.status.name(),
        other.body
    );
    let finding = Finding::about(
        operation.owner,
        "default-response",
        default.status.span,
        message,
    );
    Some(finding.help("list the error statuses instead; others are handled all the same"))
}

/// `unsupported-status`: an answer below 200 is no answer yet; progenitor takes 101 for a socket.
fn early_statuses(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        for (status, _) in operation.responses() {
            if status.name().starts_with('1') {
                let message = format!("the status {} is not a final answer", status.name());
                let span = status.span;
                report.add(
                    Finding::about(operation.owner, "unsupported-status", span, message)
                        .help("remove it"),
                );
            }
        }
    }
}
