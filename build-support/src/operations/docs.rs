//! Doc comments of a file, of operations, and of their requests.

use std::fmt::Write as _;

use proc_macro2::Span;
use syn::{AttrStyle, Attribute, Token};

use super::example;
use crate::{
    api::{Api, Operation},
    docs::{attribute, attributes, first_sentence, lines, sentence, text},
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
        let errors =
            errors.map(|(status, about)| format!("- `{status}`: {}", first_sentence(about)));
        paragraphs.push(errors.collect::<Vec<_>>().join("\n"));
    }
    paragraphs.push("# Examples".to_owned());
    paragraphs.push(example::call(api, operation));
    if operation.pagination.is_some() {
        paragraphs.push("All items, page after page:".to_owned());
        paragraphs.push(example::stream(api, operation));
    }
    attributes(&paragraphs.join("\n\n"))
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
        name => format!("The parameter {}.", crate::docs::code(name)),
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
