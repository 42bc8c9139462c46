//! Doc comments of a file, of operations, and of their requests.

use std::fmt::Write as _;

use contract::Auth;
use indexmap::IndexMap;
use proc_macro2::Span;
use syn::{AttrStyle, Attribute, Token};

use super::example;
use crate::{
    api::{Api, CallDefaults, Operation, Response},
    docs::{attribute, attributes, code, first_sentence, lines, sentence, text},
    markdown,
    normalize::About,
};

/// The comment of the file.
pub(super) fn of_api(api: &Api) -> Vec<Attribute> {
    let mut about = format!("Client of the `{}` API.\n", api.name);
    if let Some(description) = &api.settings.description {
        about.push('\n');
        about.push_str(&markdown::documentation(description));
    }
    let style = AttrStyle::Inner(Token![!](Span::call_site()));
    lines(&about).map(|line| attribute(&line, style)).collect()
}

/// The comment of the method that starts a request.
pub(super) fn of_operation(api: &Api, operation: &Operation) -> Vec<Attribute> {
    let mut paragraphs = Vec::new();
    let summary = operation.summary.as_deref().unwrap_or(&operation.id);
    paragraphs.push(sentence(&markdown::documentation(
        &markdown::first_paragraph(summary),
    )));
    if let Some(description) = &operation.about.description {
        paragraphs.push(markdown::documentation(description));
    }
    let mut request = format!("Sends `{} {}`", operation.method, operation.path);
    if let Some(url) = &operation.documentation {
        let _ = write!(
            request,
            "; transcribed from [the API's documentation](<{url}>)"
        );
    }
    paragraphs.push(sentence(&request));
    paragraphs.extend(of_call(api, operation));
    let arguments = arguments(operation);
    if !arguments.is_empty() {
        paragraphs.push("# Arguments".to_owned());
        paragraphs.push(arguments);
    }
    paragraphs.push("# Errors".to_owned());
    let failures = "The request cannot be sent, or the response is no success";
    if operation.errors.is_empty() {
        paragraphs.push(format!("{failures}."));
    } else {
        paragraphs.push(format!("{failures}. The API documents:"));
        let errors = operation.errors.iter();
        let errors = errors.map(|it| format!("- {}", of_response(it)));
        paragraphs.push(errors.collect::<Vec<_>>().join("\n"));
        paragraphs.extend(error_bodies(api, operation));
    }
    paragraphs.push("# Examples".to_owned());
    paragraphs.push(example::call(api, operation));
    if operation.pagination.is_some() {
        paragraphs.push("All items, page after page:".to_owned());
        paragraphs.push(example::stream(api, operation));
    }
    attributes(&paragraphs.join("\n\n"))
}

/// The types of the bodies of errors, each with the statuses that have it.
fn error_bodies(api: &Api, operation: &Operation) -> Option<String> {
    let mut bodies: IndexMap<&str, Vec<String>> = IndexMap::new();
    for response in &operation.errors {
        if let Some(body) = response.ty.as_ref().and_then(|ty| api.types.named(ty)) {
            let statuses = bodies.entry(&body.name).or_default();
            statuses.push(format!("`{}`", response.status));
        }
    }
    let bodies: Vec<_> = bodies
        .into_iter()
        .map(|(name, statuses)| match statuses.len() {
            all if all == operation.errors.len() => format!("[`types::{name}`]"),
            _ => format!("[`types::{name}`] ({})", statuses.join(", ")),
        })
        .collect();
    (!bodies.is_empty()).then(|| format!("[`Error::json`] reads a body as {}.", bodies.join(", ")))
}

/// A response and its status.
pub(super) fn of_response(response: &Response) -> String {
    let Response {
        status,
        description,
        ..
    } = response;
    format!("`{status}`: {}", first_sentence(description))
}

/// How calls of the operation differ from those of others.
fn of_call(api: &Api, operation: &Operation) -> Option<String> {
    let CallDefaults {
        attempt_timeout,
        total_timeout,
        retry_codes,
    } = &operation.call;
    let mut text = Vec::new();
    if operation.auth == Auth::None {
        text.push("No credential is sent.".to_owned());
    }
    if operation.redirects {
        text.push("A redirect is a success, and is not followed.".to_owned());
    }
    if let Some(header) = api
        .settings
        .idempotency_key
        .as_ref()
        .filter(|_| operation.idempotent)
    {
        text.push(format!(
            "Each call has a key in `{header}`, the same over its retries, so that it is carried out \
             once; `idempotency_key` gives one of your own."
        ));
    }
    let timeouts = [(attempt_timeout, "an attempt"), (total_timeout, "the call")];
    let timeouts = timeouts.into_iter();
    let timeouts: Vec<_> = timeouts
        .filter_map(|(seconds, what)| Some(format!("{} s for {what}", (*seconds)?)))
        .collect();
    if !timeouts.is_empty() {
        let timeouts = timeouts.join(", ");
        text.push(format!(
            "Timeouts, unless client or call set others: {timeouts}."
        ));
    }
    if !retry_codes.is_empty() {
        let codes: Vec<_> = retry_codes.iter().map(|it| code(it)).collect();
        text.push(format!("It is also retried after {}.", codes.join(", ")));
    }
    (!text.is_empty()).then(|| text.join(" "))
}

/// The method's arguments, one line each.
fn arguments(operation: &Operation) -> String {
    let required = operation.parameters.iter().filter(|it| it.required);
    let mut arguments: Vec<(&str, String)> = required
        .map(|it| (it.rust.as_str(), parameter_text(&it.name, &it.about)))
        .collect();
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        arguments.push(("body", parameter_text("body", &body.about)));
    }
    let arguments = arguments.iter().map(|(name, text)| {
        let lines = text.lines().filter(|line| !line.is_empty());
        format!("- `{name}`: {}", in_item(&lines.collect::<Vec<_>>()))
    });
    arguments.collect::<Vec<_>>().join("\n")
}

/// The lines of a text as one item of a list; a code block stays one.
fn in_item(lines: &[&str]) -> String {
    if lines
        .iter()
        .any(|line| line.trim_start().starts_with("```"))
    {
        lines.join("\n  ")
    } else {
        lines.join(" ")
    }
}

/// What the contract says of a parameter or of the body, its limits included.
pub(super) fn parameter_text(name: &str, about: &About) -> String {
    text(about, || match name {
        "body" => "The request body.".to_owned(),
        name => format!("The parameter {}.", code(name)),
    })
}

fn link(operation: &Operation) -> String {
    let method = &operation.names.method;
    format!("[`Client::{method}`](super::Client::{method})")
}

/// The comment of a request.
pub(super) fn of_builder(operation: &Operation) -> Vec<Attribute> {
    attributes(&format!(
        "Request of {}: set what is optional, then send it.",
        link(operation)
    ))
}

/// The comment of `send`.
pub(super) fn of_send(operation: &Operation) -> Vec<Attribute> {
    attributes(&format!(
        "Sends the request.\n\n# Errors\n\nSee {}; a value that a setter could not take is reported \
         here, before anything is sent.",
        link(operation)
    ))
}

/// The comments of `stream` and `pages`.
pub(super) fn of_paging(operation: &Operation) -> (Vec<Attribute>, Vec<Attribute>) {
    let errors = format!(
        "# Errors\n\nSee {}. A cursor that comes a second time is an error, as is a next page \
         without a cursor: a list never loops and never ends early.",
        link(operation)
    );
    let stream = format!(
        "Sends the request, and again for each further page: the items of all pages, in order.\n\n\
         The next page is requested while the items of the one before are being taken; after an \
         error the stream ends.\n\n{errors}"
    );
    let pages = format!(
        "Sends the request, and again for each further page: whole pages, with what came along with \
         them.\n\nTheir [`cursor()`](Pages::cursor) is where a later request of this kind can go \
         on. The next page is requested while the one before is being used; after an error the \
         stream ends.\n\n{errors}"
    );
    (attributes(&stream), attributes(&pages))
}
