//! Comments of the operations: the client's methods, and the builders with their setters.

use std::fmt::Write as _;

use quote::ToTokens;
use serde_json::Value;
use syn::Ident;

use super::{CRATE, sentence, set};
use crate::{
    api::{Api, Operation, ParameterFacts},
    refine::{
        Unknown, markdown, names, value,
        view::{self, Builder},
    },
};

pub(super) fn document(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    for operation in &api.operations {
        let method = names::snake(&operation.id).to_string();
        let body = body_type(file, operation)?;
        let block = view::inherent_impl(&mut file.items, "Client")?;
        let function = view::method(block, &method)?;
        if !super::get(&function.attrs).is_some_and(|text| text.contains("```ignore")) {
            return Err(Unknown::new(format!(
                "`{method}` has no example that is ignored"
            )));
        }
        let arguments = argument_names(function);
        let text = operation_text(api, operation, &arguments, body.as_deref());
        set(&mut function.attrs, &text);
        document_builder(file, operation, &method)?;
    }
    Ok(api.operations.len())
}

/// The names of a method's arguments, in order.
fn argument_names(function: &syn::ImplItemFn) -> Vec<Ident> {
    let inputs = function.sig.inputs.iter();
    inputs
        .filter_map(|input| match input {
            syn::FnArg::Typed(input) => match &*input.pat {
                syn::Pat::Ident(name) => Some(name.ident.clone()),
                _ => None,
            },
            syn::FnArg::Receiver(_) => None,
        })
        .collect()
}

fn operation_text(api: &Api, operation: &Operation, names: &[Ident], body: Option<&str>) -> String {
    let mut text = String::new();
    let summary = operation.summary.as_deref().unwrap_or(&operation.id);
    paragraph(&mut text, &sentence(&markdown::documentation(summary)));
    if let Some(description) = &operation.description {
        paragraph(&mut text, &markdown::documentation(description));
    }
    let mut request = format!("Sends `{} {}`", operation.method, operation.path);
    if let Some(url) = &operation.documentation {
        let _ = write!(
            request,
            "; transcribed from [the API's documentation]({url})"
        );
    }
    paragraph(&mut text, &sentence(&request));
    let arguments = arguments(operation, names);
    if !arguments.is_empty() {
        paragraph(&mut text, "# Arguments");
        paragraph(&mut text, &arguments);
    }
    if !operation.errors.is_empty() {
        paragraph(&mut text, "# Errors");
        paragraph(
            &mut text,
            "What can fail on the way, and any answer that is not a success. The API documents:",
        );
        let mut list = String::new();
        for (status, description) in &operation.errors {
            let meaning = markdown::documentation(&markdown::first_paragraph(description));
            let _ = writeln!(list, "- `{status}`: {meaning}");
        }
        paragraph(&mut text, &list);
    }
    paragraph(&mut text, "# Examples");
    paragraph(&mut text, &example(api, operation, names, body, false));
    if operation.pagination.is_some() {
        paragraph(&mut text, "All items, page after page:");
        paragraph(&mut text, &example(api, operation, names, body, true));
    }
    text
}

fn paragraph(text: &mut String, content: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(content.trim_end());
    text.push('\n');
}

/// The method's arguments, one line each.
fn arguments(operation: &Operation, names: &[Ident]) -> String {
    let mut list = String::new();
    for name in names {
        let text = match value::facts(operation, name) {
            Some(parameter) => in_one_line(parameter),
            None => sentence(&markdown::documentation(&markdown::first_paragraph(
                operation.body.as_deref().unwrap_or("The request body"),
            ))),
        };
        let _ = writeln!(list, "- `{name}`: {text}");
    }
    list
}

fn in_one_line(parameter: &ParameterFacts) -> String {
    let text = parameter_text(parameter);
    text.lines()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the contract says of a parameter, its limits included.
pub(super) fn parameter_text(parameter: &ParameterFacts) -> String {
    let name = &parameter.name;
    let mut text = match &parameter.description {
        Some(description) => sentence(&markdown::documentation(description)),
        None => format!("The parameter `{name}`."),
    };
    if !parameter.constraints.is_empty() {
        let constraints = parameter.constraints.join("; ");
        let _ = write!(text, "\n\nValue: {}", sentence(&constraints));
    }
    text
}

fn example(
    api: &Api,
    operation: &Operation,
    names: &[Ident],
    body: Option<&str>,
    stream: bool,
) -> String {
    let module = &api.name;
    let method = names::snake(&operation.id);
    let arguments = names
        .iter()
        .map(|name| match value::facts(operation, name) {
            Some(parameter) => literal(parameter),
            None => name.to_string(),
        });
    let arguments: Vec<String> = arguments.collect();
    // A body comes from the caller of the example.
    let input = body.map_or_else(String::new, |ty| format!("body: {CRATE}::{module}::{ty}"));
    let call = format!("client.{method}({})", arguments.join(", "));
    let mut text = String::from("```no_run\n");
    let _ = writeln!(
        text,
        "# async fn example({input}) -> Result<(), {CRATE}::Error> {{"
    );
    let _ = writeln!(text, "let client = {CRATE}::{module}::Client::from_env()?;");
    if stream {
        let _ = writeln!(
            text,
            "let all: Vec<_> = {call}.stream().try_collect().await?;"
        );
    } else {
        let setter = optional_setter(operation);
        let _ = writeln!(text, "let answer = {call}{setter}.send().await?;");
        text.push_str("println!(\"{:?}\", *answer);\n");
    }
    text.push_str("# Ok(())\n# }\n```\n");
    text
}

/// A call of the first optional parameter that has an example, to show how it is set.
fn optional_setter(operation: &Operation) -> String {
    let cursor = operation.pagination.as_ref().map(|it| it.cursor.as_str());
    let mut optional = operation.parameters.iter().filter(|parameter| {
        !parameter.required
            && parameter.example.is_some()
            && Some(parameter.name.as_str()) != cursor
    });
    optional.next().map_or_else(String::new, |parameter| {
        format!(".{}({})", names::snake(&parameter.name), literal(parameter))
    })
}

/// The parameter's example as a Rust literal; text where the contract gives none.
fn literal(parameter: &ParameterFacts) -> String {
    match &parameter.example {
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::Number(value)) => value.to_string(),
        Some(Value::String(value)) => format!("{value:?}"),
        _ => format!("{:?}", parameter.name),
    }
}

fn document_builder(
    file: &mut syn::File,
    operation: &Operation,
    method: &str,
) -> Result<(), Unknown> {
    let link = format!("[`Client::{method}`](super::Client::{method})");
    let builder = Builder::find(file, operation)?;
    set(
        &mut builder.structure.attrs,
        &format!("Request of {link}: set what is optional, then send it."),
    );
    for item in &mut builder.block.items {
        let syn::ImplItem::Fn(it) = item else {
            continue;
        };
        let text = match it.sig.ident.to_string().as_str() {
            // Not public.
            "new" => continue,
            "send" => format!(
                "Sends the request.\n\n# Errors\n\nSee {link}; a value that a setter could not \
                 take is reported here, before anything is sent."
            ),
            "stream" => format!(
                "Sends the request, and again for each further page: the items of all pages, in \
                 order.\n\nThe next page is requested while the items of the one before are being \
                 taken; after an error the stream ends.\n\n# Errors\n\nSee {link}. A cursor that \
                 comes a second time is an error, as is a next page without a cursor: a list \
                 never loops and never ends early."
            ),
            "pages" => format!(
                "Sends the request, and again for each further page: whole pages, with what came \
                 along with them.\n\nTheir [`cursor()`](runtime::Pages::cursor) is where a later \
                 request of this kind can go on. The next page is requested while the one before \
                 is being used; after an error the stream ends.\n\n# Errors\n\nSee {link}. A \
                 cursor that comes a second time is an error, as is a next page without a cursor: \
                 a list never loops and never ends early."
            ),
            _ => match value::facts(operation, &it.sig.ident) {
                Some(parameter) => parameter_text(parameter),
                None => return Err(Unknown::new(format!("unknown setter `{}`", it.sig.ident))),
            },
        };
        set(&mut it.attrs, &text);
    }
    Ok(())
}

/// The type of the operation's body, as the API's module names it: `types::NewContact`.
fn body_type(file: &mut syn::File, operation: &Operation) -> Result<Option<String>, Unknown> {
    let builder = Builder::find(file, operation)?;
    for field in builder.parameters() {
        if view::field_name(field)? == "body" && operation.body.is_some() {
            let ty = view::value_type(field)?.to_token_stream().to_string();
            return Ok(Some(ty.replace(' ', "")));
        }
    }
    Ok(None)
}
