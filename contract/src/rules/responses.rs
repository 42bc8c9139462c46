//! Responses of an operation: one type for all successes and one for all errors.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::{Index, Target, operation::Operation},
    text::node::{Key, Node},
};

pub(super) const RULES: &[Rule] = &[UNSUPPORTED_RESPONSE, UNSUPPORTED_STATUS];

const UNSUPPORTED_RESPONSE: Rule = Rule {
    code: "unsupported-response",
    class: Class::Unsupported,
    reason: "The generator makes one type of all success responses of an operation and one of all its \
             error responses.",
    fails: &[Example::Operation(
        "
responses:
  '200':
    description: All of them.
    content: { application/json: { schema: { type: string } } }
  «'204'»: { description: There are none. }
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things:
    get:
      responses:
        '200': { description: All of them. }
        '204': { description: There are none. }
        '400': { $ref: '#/components/responses/demo.Failure' }
        '500': { $ref: '#/components/responses/demo.Failure' }
components:
  responses:
    demo.Failure:
      description: What went wrong.
      content: { application/json: { schema: { $ref: '#/components/schemas/demo.Error' } } }
  schemas:
    demo.Error: { type: string }
",
    )],
    check: Check::Operation(unsupported_response),
};

/// What a response carries.
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
            Self::InPlace(_) => write!(f, "a schema of its own"),
        }
    }
}

/// A response that can be read: its status and what it carries.
#[derive(Clone, Copy)]
struct Response<'a> {
    status: &'a Key,
    body: Body<'a>,
}

impl<'a> Response<'a> {
    fn new((status, response): (&'a Key, &'a Node), index: &Index<'a>) -> Option<Self> {
        let response = index.resolve(response, Kind::Response)?;
        let content = response.get("content");
        let body = match content.and_then(|content| content.entries().next()) {
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
        Some(Self { status, body })
    }
}

fn unsupported_response<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let readable = |response| Response::new(response, context.index);
    let responses: Vec<Response<'a>> = operation.responses().filter_map(readable).collect();
    let of = |classes: &[char]| -> Vec<Response<'a>> {
        let in_class = |it: &&Response<'_>| it.status.name().starts_with(classes);
        responses.iter().filter(in_class).copied().collect()
    };
    let (successes, errors) = (of(&['2']), of(&['4', '5']));
    for (kind, group) in [("success", &successes), ("error", &errors)] {
        if let Some((first, rest)) = group.split_first()
            && let Some(other) = rest.iter().find(|it| it.body != first.body)
        {
            differ(context, kind, first, other);
        }
    }
    let are_all_named = matches!(&successes[..], [only] if only.status.name() == "2XX");
    let success = successes.first();
    if let Some(default) = responses.iter().find(|it| it.status.name() == "default")
        && let Some(other) = success
            .filter(|_| !are_all_named)
            .into_iter()
            .chain(errors.first())
            .find(|it| it.body != default.body)
    {
        differ(context, "documented", other, default);
    }
    if let (Some(success), Some(error)) = (success, errors.first())
        && let (Body::InPlace(one), Body::InPlace(other)) = (success.body, error.body)
        && one != other
    {
        context
            .report(
                error.status.span,
                "the schemas of success and error would become one type",
            )
            .suggest("make the schemas components and use `$ref`");
    }
}

fn differ<'a>(
    context: &mut Context<'_, 'a>,
    kind: &str,
    first: &Response<'a>,
    other: &Response<'a>,
) {
    let message = format!(
        "the {kind} responses differ: {} carries {}, {} carries {}",
        first.status.name(),
        first.body,
        other.status.name(),
        other.body
    );
    let help = if other.status.name() == "default" {
        "list the error statuses instead; a client handles others all the same"
    } else {
        "give them one schema, a component, in which what differs is optional, or leave one out"
    };
    context.report(other.status.span, message).suggest(help);
}

const UNSUPPORTED_STATUS: Rule = Rule {
    code: "unsupported-status",
    class: Class::Unsupported,
    reason: "The client waits for the final response of a request, and decodes its body if the contract \
             gives it one.",
    fails: &[Example::Operation(
        "responses: { «'101'»: { description: Wait. }, '200': { description: Done. } }",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things:
    head: { responses: { '200': { description: There are some. } } }
",
    )],
    check: Check::Operation(unsupported_status),
};

fn unsupported_status<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    for (status, response) in operation.responses() {
        let (span, name) = (status.span, status.name());
        let response = context.index.resolve(response, Kind::Response);
        if name.starts_with('1') {
            context
                .report(
                    span,
                    format!("the status {name} is not that of a final response"),
                )
                .suggest("leave it out");
        } else if operation.method.name() == "head"
            && response
                .and_then(|it| it.get("content"))
                .is_some_and(|it| !it.is_empty_map())
        {
            context
                .report(span, format!("the response {name} to HEAD has `content`"))
                .suggest("leave `content` out: a response to HEAD is headers alone");
        }
    }
}
