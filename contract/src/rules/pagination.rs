//! `x-pagination` names a parameter and properties that are there and can lead from page to page.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::Index,
    index::operation::{Operation, Parameter},
    index::schema::{composed, is_made_of, is_nullable, property, requires},
    suggest::did_you_mean,
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[BAD_PAGINATION];

const BAD_PAGINATION: Rule = Rule {
    code: "bad-pagination",
    class: Class::Convention,
    reason: "The client asks for the next page with a query parameter that may be left out, and \
             finds the items, the next cursor and the end in properties of the response.",
    fails: &[Example::Operation(
        "
x-pagination: { cursor: «coursor», items: «name», next: «token», more: «more» }
parameters:
  - { name: cursor, in: query, schema: { type: string } }
responses:
  '200':
    description: A page.
    content:
      application/json:
        schema:
          type: object
          required: [token]
          properties:
            name: { type: string }
            token: { type: string }
            more: { type: integer }
",
    )],
    passes: &[Example::Operation(
        "
x-pagination: { cursor: cursor, items: data, next: next, more: more }
parameters:
  - { name: cursor, in: query, schema: { type: string } }
responses:
  '200':
    description: A page.
    content:
      application/json:
        schema:
          type: object
          required: [data, next]
          properties:
            data: { type: array, items: { type: string } }
            next: { type: string, nullable: true }
            more: { type: boolean }
",
    )],
    check: Check::Operation(bad_pagination),
};

fn bad_pagination<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Some(pagination) = operation.node.entry("x-pagination") else {
        return;
    };
    if let Some((node, name)) = named(&pagination.value, "cursor") {
        cursor(context, operation, node, name);
    }
    let index = context.index;
    let Some(response) = operation.success_schema(index) else {
        let mut responses = operation.responses();
        let is_readable = responses.all(|(_, it)| index.resolve(it, Kind::Response).is_some());
        if is_readable && operation.node.get("responses").is_some() {
            let message = "`x-pagination` needs a response with an object in JSON";
            context
                .report(pagination.key.span, message)
                .suggest("give the success response a schema that has the properties");
        }
        return;
    };
    for member in ["items", "next", "more"] {
        if let Some((node, name)) = named(&pagination.value, member)
            && let Some((message, help)) = problem(index, response, member, name)
        {
            context.report(node.span, message).suggest(help);
        }
    }
}

/// A member of `x-pagination`: where it stands, and the name it gives.
fn named<'a>(pagination: &'a Node, member: &str) -> Option<(&'a Node, &'a str)> {
    let node = pagination.get(member)?;
    Some((node, node.text()?))
}

/// The cursor is a query parameter of text that may be left out.
fn cursor<'a>(
    context: &mut Context<'_, 'a>,
    operation: &Operation<'a>,
    node: &'a Node,
    name: &'a str,
) {
    let index = context.index;
    let parameters = operation.parameters(index);
    let identity = Some((name, "query"));
    let Some(parameter) = parameters.iter().find(|it| it.identity() == identity) else {
        let known = parameters.iter().filter_map(Parameter::name);
        let help = did_you_mean(name, known)
            .unwrap_or_else(|| "name the query parameter that asks for a page".to_owned());
        let message = format!("there is no query parameter `{name}`");
        context.report(node.span, message).suggest(help);
        return;
    };
    if parameter.node.get("required").and_then(Node::flag) == Some(true) {
        context
            .report(node.span, format!("the parameter `{name}` is required"))
            .suggest("the first page is asked for without it");
    }
    let schema = parameter.node.get("schema");
    let schema = schema.and_then(|schema| index.resolve(schema, Kind::Schema));
    if schema.is_some_and(|schema| !is_made_of(schema, "string", index)) {
        context
            .report(node.span, format!("the parameter `{name}` is not a string"))
            .suggest("the next page's cursor, a string, is sent in it");
    }
}

/// What is wrong with the property of the response that a member of `x-pagination` names, and what
/// to do about it.
fn problem<'a>(
    index: &Index<'a>,
    response: &'a Node,
    member: &str,
    name: &str,
) -> Option<(String, String)> {
    let Some(entry) = property(response, name, index) else {
        // The property may be in a part that cannot be found or read.
        let parts = composed(response, &["allOf"], index).into_iter();
        let parts: Vec<&Node> = parts.collect::<Option<_>>()?;
        if !parts.iter().all(|part| is_readable(part)) {
            return None;
        }
        let properties = parts.iter().filter_map(|part| part.get("properties"));
        let known = properties.flat_map(Node::entries);
        let help = did_you_mean(name, known.map(|entry| entry.key.name()))
            .unwrap_or_else(|| "name a property of the success response".to_owned());
        return Some((format!("the response has no property `{name}`"), help));
    };
    let schema = index.resolve(&entry.value, Kind::Schema)?;
    let is = |word| is_made_of(schema, word, index);
    let problem = match member {
        "items" if !is("array") => "is not a list",
        "more" if !is("boolean") => "is not a boolean",
        "next" if !is("string") => "is not a string",
        "next" if !is_nullable(schema) && requires(response, name, index) => {
            "is always there, so no page would be the last: make it nullable or optional"
        }
        _ => return None,
    };
    let line = entry.key.span.start.line;
    Some((
        format!("the property `{name}` {problem}"),
        format!("it is on line {line}"),
    ))
}

/// Whether the properties of a schema can be told; what hides them is reported elsewhere.
fn is_readable(schema: &Node) -> bool {
    let properties = schema.get("properties");
    schema.map().is_some() && properties.is_none_or(|properties| properties.map().is_some())
}
