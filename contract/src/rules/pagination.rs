//! Lists: `x-pagination` names a parameter and properties that can lead from page to page.

use std::ptr;

use super::{Check, Class, Context, Example, Index, Kind, Node, Operation, Rule, did_you_mean};
use crate::index::{
    operation::Parameter,
    schema::{composed, is_made_of, is_nullable, property, requires},
};

pub(super) const BAD_PAGINATION: Rule = Rule {
    code: "bad-pagination",
    class: Class::Convention,
    reason: "The client asks for the next page with a query parameter that may be left out, and \
             finds the items, the next cursor and the end in properties of the response.",
    example: Example::Operation(
        "
x-pagination: { cursor: ‹«coursor»→cursor›, items: ‹«next»→data›, next: next, more: more }
parameters: [{ name: cursor, in: query, schema: { type: string } }]
responses:
  '200':
    description: A page.
    content:
      application/json:
        schema:
          type: object
          properties:
            data: { type: array, items: { type: string } }
            next: { type: string }
            more: { type: boolean }
",
    ),
    check: Check::Operation(bad_pagination),
};

fn bad_pagination<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let Some(pagination) = operation.node.entry("x-pagination") else {
        return;
    };
    let index = context.index;
    let Some(response) = operation.success_schema(index) else {
        let mut responses = operation.responses();
        let is_readable = responses.all(|(_, it)| index.resolve(it, Kind::Response).is_some());
        if is_readable && operation.node.get("responses").is_some() {
            let message = "`x-pagination` needs a response with an object in JSON";
            let help = "give the success response a schema that has the properties";
            context.report(pagination.key.span, message, help);
        }
        return;
    };
    let target = |node| index.resolve(node, Kind::Schema).map(ptr::from_ref);
    let mut others = operation.responses().filter(|(key, it)| {
        let schema = index.body_schema(it, Kind::Response);
        let is_readable = index.resolve(it, Kind::Response).is_some();
        let is_other = schema.map(target) != Some(target(response));
        is_readable && is_other && operation.is_success(key.name())
    });
    if let Some((status, _)) = others.next() {
        let name = status.name();
        let message =
            format!("the success {name} has another body than the first, so it is no page");
        let help = "a list is paged where every success has the same body: remove `x-pagination`";
        context.report(pagination.key.span, message, help);
    }
    for member in ["cursor", "items", "next", "more"] {
        if let Some((node, name)) = pagination.value.text_at(member)
            && let Some((message, help)) = match member {
                "cursor" => cursor(index, operation, name),
                _ => problem(index, response, member, name),
            }
        {
            context.report(node.span, message, help);
        }
    }
}

/// What is wrong, and what to do about it.
type Problem = Option<(String, String)>;

/// The cursor is a query parameter of text that may be left out.
fn cursor<'a>(index: &Index<'a>, operation: &Operation<'a>, name: &str) -> Problem {
    let parameters = operation.parameters(index);
    let identity = Some((name, "query"));
    let Some(parameter) = parameters.iter().find(|it| it.identity() == identity) else {
        let known = parameters.iter().filter_map(Parameter::name);
        let help = did_you_mean(name, known)
            .unwrap_or_else(|| "name the query parameter that asks for a page".to_owned());
        return Some((format!("there is no query parameter `{name}`"), help));
    };
    let schema = parameter.node.get("schema");
    let schema = schema.and_then(|schema| index.resolve(schema, Kind::Schema));
    let (problem, help) = if parameter.node.is_on("required") {
        ("is required", "the first page is asked for without it")
    } else if schema.is_some_and(|schema| !is_made_of(schema, "string", index)) {
        (
            "is not a string",
            "the next page's cursor, a string, is sent in it",
        )
    } else {
        return None;
    };
    Some((format!("the parameter `{name}` {problem}"), help.to_owned()))
}

/// The property of the response that a member of `x-pagination` names has the type for it.
fn problem<'a>(index: &Index<'a>, response: &'a Node, member: &str, name: &str) -> Problem {
    let Some(entry) = property(response, name, index) else {
        // The property may be in a part that cannot be found or read, which is reported elsewhere.
        let parts = composed(response, &["allOf"], index).into_iter();
        let parts: Vec<&Node> = parts.collect::<Option<_>>()?;
        let is_readable = |part: &&Node| {
            let properties = part.get("properties");
            part.map().is_some() && properties.is_none_or(|it| it.map().is_some())
        };
        if !parts.iter().all(is_readable) {
            return None;
        }
        let known = parts.iter().flat_map(|part| part.entries_of("properties"));
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
    let message = format!("the property `{name}` {problem}");
    Some((message, format!("it is on line {line}")))
}

pub(super) const UNPAGED_LIST: Rule = Rule {
    code: "unpaged-list",
    class: Class::Advice,
    reason: "A list without pages grows until it is too long for one response.",
    example: Example::Contract(
        "
x-apis: { demo: { server: https://api.example.com } }
paths:
  /things‹→/{id}›:
    ‹→parameters: [{ name: id, in: path, required: true, schema: { type: string } }]›
    «get»:
      responses:
        '200':
          description: All of them, or one that has a list.
          content:
            application/json:
              schema: { properties: { data: { type: array, items: { type: string } } } }
",
    ),
    check: Check::Operation(unpaged_list),
};

fn unpaged_list<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let index = context.index;
    // Contracts of other people know nothing of `x-pagination`.
    let is_foreign = index.apis().next().is_none();
    if is_foreign || operation.method.name() != "get" || operation.node.may_have("x-pagination") {
        return;
    }
    let Some(schema) = operation.success_schema(index) else {
        return;
    };
    let parts = index.parts(schema).into_iter();
    let mut properties = parts.flat_map(|part| part.entries_of("properties"));
    let list = properties.find(|entry| is_made_of(&entry.value, "array", index));
    // A path that ends in an id leads to one thing, though it may have lists.
    let list = list.filter(|_| !operation.path.ends_with('}'));
    let what = match list {
        _ if is_made_of(schema, "array", index) => "is a list".to_owned(),
        Some(entry) => format!("has a list, `{}`", entry.key.name()),
        None => return,
    };
    let message = format!("the response {what}, and there are no pages");
    let help = "say in `x-pagination` how it is paged, or in an `x-lint-allow` why one response holds \
                it all";
    context.report(operation.method.span, message, help);
}
