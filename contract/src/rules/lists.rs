//! Operations that say how long their responses get.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    index::{
        Index,
        operation::Operation,
        schema::{composed, is_made_of},
    },
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[UNPAGED_LIST];

const UNPAGED_LIST: Rule = Rule {
    code: "unpaged-list",
    class: Class::Advice,
    reason: "A list without pages grows until it is too long for one response.",
    fails: &[Example::Contract(
        "
paths:
  /things:
    «get»:
      responses:
        '200':
          description: All of them.
          content:
            application/json:
              schema:
                type: object
                properties: { data: { type: array, items: { type: string } } }
",
    )],
    passes: &[Example::Operation(
        "
x-pagination: { cursor: after, items: data, next: next }
parameters: [{ name: after, in: query, schema: { type: string } }]
responses:
  '200':
    description: A page.
    content:
      application/json:
        schema:
          type: object
          properties:
            data: { type: array, items: { type: string } }
            next: { type: string, nullable: true }
",
    )],
    check: Check::Operation(unpaged_list),
};

fn unpaged_list<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let index = context.index;
    if operation.method.name() != "get" || operation.node.may_have("x-pagination") {
        return;
    }
    let Some(schema) = operation.success_schema(index) else {
        return;
    };
    // A path that ends in an id leads to one thing, though it may have lists.
    let list = list_in(schema, index).filter(|_| !operation.path.ends_with('}'));
    let message = match list {
        _ if is_made_of(schema, "array", index) => "the response is a list".to_owned(),
        Some(name) => format!("the response has a list, `{name}`"),
        None => return,
    };
    context
        .report(
            operation.method.span,
            format!("{message}, and there are no pages"),
        )
        .suggest(
            "say in `x-pagination` how it is paged, or in an `x-lint-allow` why one response holds \
             it all",
        );
}

/// The first property of an object that is a list.
fn list_in<'a>(schema: &'a Node, index: &Index<'a>) -> Option<&'a str> {
    composed(schema, &["allOf"], index)
        .into_iter()
        .flatten()
        .filter_map(|part| part.get("properties"))
        .flat_map(Node::entries)
        .find(|entry| is_made_of(&entry.value, "array", index))
        .map(|entry| entry.key.name())
}
