//! Every operation has a response that is a success.

use super::{Check, Context, Example, Rule};
use crate::{diagnostic::Class, index::operation::Operation};

pub(super) const RULES: &[Rule] = &[MISSING_SUCCESS];

const MISSING_SUCCESS: Rule = Rule {
    code: "missing-success",
    class: Class::Unsupported,
    reason: "An operation that never succeeds has nothing to return.",
    fails: &[Example::Operation(
        "
«responses»:
  '404': { description: No such thing. }
",
    )],
    passes: &[Example::Operation(
        "
responses:
  '204': { description: Done. }
  '404': { description: No such thing. }
",
    )],
    check: Check::Operation(missing_success),
};

fn missing_success<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Some(responses) = operation.node.entry("responses") else {
        return;
    };
    let is_whole = responses.value.map().is_some_and(|map| !map.incomplete);
    let is_success = |status: &str| status.starts_with('2');
    if is_whole && !operation.responses().any(|(key, _)| is_success(key.name())) {
        context
            .report(responses.key.span, "no response is a success")
            .suggest("add the response with a status from 200 to 299");
    }
}
