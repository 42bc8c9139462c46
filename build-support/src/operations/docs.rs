//! Doc comments of a file, of operations, and of their requests.

use std::fmt::Write as _;

use contract::Auth;
use indexmap::IndexMap;
use syn::Attribute;

use super::example;
use crate::{
    api::{Api, CallDefaults, MediaType, Operation, Response},
    docs::{attribute, code, first_sentence, is_definition, sentence, text},
    markdown,
    normalize::About,
};

/// The text of the comment of the file.
pub(crate) fn of_api(api: &Api) -> String {
    let about = format!("Client of the `{}` API.", api.name);
    let description = api.settings.description.as_deref();
    let description = description.map(markdown::documentation);
    about + &description.map_or_else(String::new, |it| format!("\n\n{it}"))
}

/// The text of the comment of the client.
pub(super) fn of_client(api: &Api) -> String {
    let mut paragraphs = vec![
        format!("Sends requests to the `{}` API.", api.name),
        "Each operation goes to the server that its document names; a client with a base URL of its \
         own sends all of them there. Cloning is cheap, and clones share connections, throttling and \
         the quota of retries."
            .to_owned(),
    ];
    let is_relative = |it: &&Operation| !it.server.contains("://");
    if api.operations.iter().any(|it| is_relative(&it)) {
        paragraphs.push(
            "The contract names no host for some of them: they need a \
             [`base_url`](client_runtime::ClientBuilder::base_url)."
                .to_owned(),
        );
    }
    if !api.variables.is_empty() {
        paragraphs.push(
            "URLs of servers have variables, which \
             [`server_variable`](client_runtime::ClientBuilder::server_variable) sets:"
                .to_owned(),
        );
        let variables = api.variables.iter().map(|it| {
            let description = it.description.as_deref().map(first_sentence);
            let mut text = format!("- `{}`: {}", it.name, description.unwrap_or_default());
            let _ = write!(text, " Default: {}.", code(&it.default));
            if !it.values.is_empty() {
                let _ = write!(text, " Values: {}.", codes(&it.values));
            }
            text.replace(":  ", ": ")
        });
        paragraphs.push(variables.collect::<Vec<_>>().join("\n"));
    }
    paragraphs.join("\n\n")
}

/// What a client reads from the environment.
pub(super) fn of_variables(api: &Api) -> String {
    let url = format!("the base URL from `{}`", api.base_url_env());
    if api.takes_key() {
        let key = api.api_key_env();
        format!("the key from `{key}` and, when it is set, {url}")
    } else {
        format!("{url}, when it is set")
    }
}

/// Where a client gets its credentials and its base URL; `module` is where `Client` stands.
pub(crate) fn of_start(api: &Api, module: &str) -> String {
    let read = of_variables(api);
    let builder = format!("[`{module}Client::builder`]");
    let mut text = match (api.takes_key(), api.takes_basic()) {
        (false, true) => {
            format!("{builder} takes the settings of a client; its `env` reads {read}.")
        }
        _ => format!(
            "[`{module}Client::from_env`] reads {read}; {builder} takes the same in the program, and \
             everything else that can be set."
        ),
    };
    if api.takes_basic() {
        text.push_str(
            " User name and password are set with [`basic`](client_runtime::ClientBuilder::basic).",
        );
    }
    let schemes = api.schemes();
    if !schemes.is_empty() {
        let _ = write!(
            text,
            " Further credentials are set with \
             [`credential`](client_runtime::ClientBuilder::credential): {}.",
            codes(&schemes)
        );
    }
    text
}

/// Values of the wire as inline code.
fn codes(values: &[impl AsRef<str>]) -> String {
    let values = values.iter().map(|it| code(it.as_ref()));
    values.collect::<Vec<_>>().join(", ")
}

/// The comment of the method that starts a request.
pub(super) fn of_operation(api: &Api, operation: &Operation) -> Attribute {
    let mut paragraphs = Vec::new();
    let summary = operation.summary.as_deref().unwrap_or(&operation.id);
    paragraphs.push(first_sentence(summary));
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
    paragraphs.extend(of_media_types(operation));
    let about_form = operation.about_form.as_deref();
    paragraphs.extend(about_form.map(|it| sentence(&markdown::documentation(it))));
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
    if operation.is_download() {
        paragraphs.push("To a file or another writer, however large the body is:".to_owned());
        paragraphs.push(example::write_to(api, operation));
    }
    if operation.pagination.is_some() {
        paragraphs.push("All items, page after page:".to_owned());
        paragraphs.push(example::stream(api, operation));
    }
    attribute(&paragraphs.join("\n\n"))
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

/// The media types of its bodies, where they are not JSON alone.
fn of_media_types(operation: &Operation) -> Option<String> {
    let sent = operation.sent.iter();
    let sent = sent.map(|it| (it, "The body is sent as", "The API also takes"));
    let received = operation.received.iter();
    let received = received.map(|it| (it, "The response is requested as", "The API also has"));
    let mut text = Vec::new();
    for (MediaType { name, others }, chosen, not_chosen) in sent.chain(received) {
        if name != "application/json" || !others.is_empty() {
            text.push(format!("{chosen} {}.", code(name)));
        }
        if !others.is_empty() {
            text.push(format!("{not_chosen} {}.", codes(others)));
        }
    }
    (!text.is_empty()).then(|| text.join(" "))
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
    if !operation.credentials.is_empty() {
        let schemes: Vec<_> = operation
            .credentials
            .iter()
            .map(|it| it.0.clone())
            .collect();
        text.push(format!(
            "Further credentials are sent, which \
             [`credential`](client_runtime::ClientBuilder::credential) sets: {}.",
            codes(&schemes)
        ));
    }
    match &operation.scopes[..] {
        [] => {}
        [only] => text.push(format!("The credential needs the scope {}.", code(only))),
        all => text.push(format!("The credential needs the scopes {}.", codes(all))),
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
        text.push(format!("It is also retried after {}.", codes(retry_codes)));
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
    let arguments = arguments.iter().map(|(name, text)| argument(name, text));
    arguments.collect::<Vec<_>>().join("\n")
}

/// An argument, as an item of a list.
fn argument(name: &str, text: &str) -> String {
    // Links have their targets in them already; where they are defined has no place in an item.
    let lines = text
        .lines()
        .filter(|it| !it.is_empty() && !is_definition(it));
    let lines: Vec<_> = lines.collect();
    // Code begins on a line of its own.
    let is_code = lines.first().is_some_and(|it| it.starts_with("```"));
    let space = if is_code { "\n  " } else { " " };
    format!("- `{name}`:{space}{}", in_item(&lines))
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
pub(super) fn of_builder(operation: &Operation) -> Attribute {
    attribute(&format!(
        "Request of {}: set what is optional, then send it.",
        link(operation)
    ))
}

/// The comment of `write_to`.
pub(super) fn of_write_to(operation: &Operation) -> Attribute {
    attribute(&format!(
        "Sends the request and writes the body of the response, however large it is; the value is its \
         number of bytes.\n\nThe request is not sent again once something was written. \
         `attempt_timeout` counts up to the headers; then the call ends when nothing comes for 30 s, \
         and `total_timeout` does not count.\n\n# Errors\n\nSee {}, and those of `writer`.",
        link(operation)
    ))
}

/// The comment of `send`.
pub(super) fn of_send(operation: &Operation) -> Attribute {
    let in_memory = if operation.is_download() {
        " The body is held in memory, up to \
         [`max_body_bytes`](client_runtime::ClientBuilder::max_body_bytes)."
    } else {
        ""
    };
    attribute(&format!(
        "Sends the request.{in_memory}\n\n# Errors\n\nSee {}; a value that a setter could not take is reported \
         here, before anything is sent.",
        link(operation)
    ))
}

/// The comments of `stream` and `pages`.
pub(super) fn of_paging(operation: &Operation) -> (Attribute, Attribute) {
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
    (attribute(&stream), attribute(&pages))
}

#[cfg(test)]
mod tests {
    use super::argument;

    #[test]
    fn code_of_an_argument_begins_on_its_own_line_and_definitions_go() {
        for (text, expected) in [
            ("The id.", "- `id`: The id."),
            (
                "```text\ncurl x\n```\n\nThen wait.",
                "- `id`:\n  ```text\n  curl x\n  ```\n  Then wait.",
            ),
            (
                "See [it](<https://example.com>).\n\n[d]: https://example.com",
                "- `id`: See [it](<https://example.com>).",
            ),
        ] {
            assert_eq!(argument("id", text), expected);
        }
    }
}
