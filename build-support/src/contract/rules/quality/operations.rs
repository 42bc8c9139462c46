//! Operations that say how long their answers get, and what every caller will meet.

use crate::contract::{
    diagnostic::{Finding, Report},
    node::Node,
    operation::Operation,
    schema::{composed, is_made_of},
    suggest::listed,
    survey::Survey,
};

/// `unpaged-list`: a list without pages grows until it is too long for one answer.
pub(super) fn unpaged_lists(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        if operation.method.name() != "get" || operation.node.may_have("x-pagination") {
            continue;
        }
        let Some(answer) = operation.answer(survey) else {
            continue;
        };
        let message = if is_made_of(answer, "array", survey) {
            "the answer is a list, and there are no pages".to_owned()
        } else if !names_one_thing(operation.path)
            && let Some(name) = list_in(answer, survey)
        {
            format!("the answer has a list, `{name}`, and there are no pages")
        } else {
            continue;
        };
        let span = operation.method.span;
        report.add(
            Finding::about(operation.owner, "unpaged-list", span, message).help(
                "say in `x-pagination` how it is paged, or in an `x-lint-allow` why one answer \
                 holds it all",
            ),
        );
    }
}

/// Whether a path ends in an id: what is there is one thing, though it may have lists.
fn names_one_thing(path: &str) -> bool {
    path.ends_with('}')
}

/// The first property of an object that is a list.
fn list_in<'a>(answer: &'a Node, survey: &Survey<'a>) -> Option<&'a str> {
    composed(answer, &["allOf"], survey)
        .into_iter()
        .flatten()
        .filter_map(|part| part.get("properties"))
        .flat_map(Node::entries)
        .find(|entry| is_made_of(&entry.value, "array", survey))
        .map(|entry| entry.key.name())
}

/// `undocumented-status`: a caller of any API meets 401, 429 and 500, and wants to know their
/// bodies.
pub(super) fn statuses(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let Some(responses) = operation.node.entry("responses") else {
            continue;
        };
        if responses.value.map().is_none_or(|map| map.incomplete) {
            continue;
        }
        let missing = ["401", "429", "500"];
        let missing = missing
            .iter()
            .filter(|status| !has_answer(operation, status));
        let missing = listed(missing.copied());
        if !missing.is_empty() {
            let message = format!("the answers do not tell of {missing}");
            let span = responses.key.span;
            report.add(
                Finding::about(operation.owner, "undocumented-status", span, message)
                    .help("add them to `responses`; most operations share theirs by `$ref`"),
            );
        }
    }
}

/// Whether there is an answer with this status, or one for its whole range.
fn has_answer(operation: &Operation<'_>, status: &str) -> bool {
    operation.responses().any(|(key, _)| {
        let name = key.name();
        let is_range = name
            .get(1..)
            .is_some_and(|rest| rest.eq_ignore_ascii_case("xx"));
        name == status || (is_range && name.get(..1) == status.get(..1))
    })
}
