//! The examples in the documentation of operations: they compile whatever the parameters are.

use contract::{Auth, Media};
use serde_json::Value;

use crate::{
    api::{Api, Location, Operation, Parameter, Success},
    normalize::{Member, Shape, Type},
    types,
};

/// What stands for the crate that the generated module is part of, until the example is whole.
const CRATE: &str = "generated_client";

/// What no environment variable holds.
const BASIC: &str = "\n    .basic(\"user\", \"password\")";

/// A call of the operation.
pub(crate) fn call(api: &Api, operation: &Operation) -> String {
    let mut call = start(api, operation);
    if let Some(parameter) = shown(operation) {
        call.push_str(&setter(api, parameter));
    }
    call.push_str(".send().await?;");
    let lines = match operation.success {
        Success::Empty => call,
        Success::One(Type::Bytes) => {
            format!("let response = {call}\nprintln!(\"{{}} bytes\", response.len());")
        }
        _ => format!("let response = {call}\nprintln!(\"{{:?}}\", *response);"),
    };
    block(api, operation, &lines)
}

/// A download.
pub(super) fn write_to(api: &Api, operation: &Operation) -> String {
    let start = start(api, operation);
    block(
        api,
        operation,
        &format!(
            "let response = {start}.write_to(&mut file).await?;\nprintln!(\"{{}} bytes\", *response);"
        ),
    )
}

/// The items of a list.
pub(super) fn stream(api: &Api, operation: &Operation) -> String {
    let start = start(api, operation);
    block(
        api,
        operation,
        &format!("let all: Vec<_> = {start}.stream().try_collect().await?;"),
    )
}

/// The optional parameter that a call sets: one that has an example.
fn shown(operation: &Operation) -> Option<&Parameter> {
    let cursor = operation.pagination.as_ref().map(|it| it.cursor.as_str());
    operation.parameters.iter().find(|parameter| {
        let is_cursor = cursor == Some(parameter.name.as_str());
        let is_shown =
            parameter.example.is_some() || matches!(parameter.location, Location::File(_));
        !parameter.required && !parameter.required_in_form && is_shown && !is_cursor
    })
}

fn setter(api: &Api, parameter: &Parameter) -> String {
    format!(".{}({})", parameter.rust, argument(api, parameter))
}

fn start(api: &Api, operation: &Operation) -> String {
    let required = operation.parameters.iter().filter(|it| it.required);
    let mut arguments: Vec<String> = required.map(|it| argument(api, it)).collect();
    let body = operation.body.iter().filter(|it| it.required);
    arguments.extend(body.map(|it| match it.media {
        Media::Text | Media::Binary => value(api, &it.ty, None, false),
        _ => "body".to_owned(),
    }));
    let setters = operation.parameters.iter().filter(|it| it.required_in_form);
    let setters: String = setters.map(|it| setter(api, it)).collect();
    format!(
        "client.{}({}){setters}",
        operation.names.method,
        arguments.join(", ")
    )
}

/// A client with the credentials that the operation takes, or else with those without which none is built.
fn client(api: &Api, operation: &Operation) -> String {
    let client = format!("{CRATE}::{}::Client", api.name);
    let is_basic =
        operation.auth == Auth::Basic || operation.auth == Auth::None && !api.takes_key();
    let first = (is_basic && api.takes_basic()).then(|| BASIC.to_owned());
    let further = operation
        .credentials
        .iter()
        .map(|(scheme, auth)| match auth {
            Auth::Basic => BASIC.to_owned(),
            _ => format!("\n    .credential({scheme:?}, \"…\")"),
        });
    let calls: String = first.into_iter().chain(further).collect();
    if calls.is_empty() {
        format!("{client}::from_env()?")
    } else {
        format!("{client}::builder()\n    .env(){calls}\n    .build()?")
    }
}

fn block(api: &Api, operation: &Operation, lines: &str) -> String {
    let module = &api.name;
    let client = client(api, operation);
    // A body comes from the caller of the example.
    let body = operation.body.iter().filter(|it| it.required);
    let body = body.filter(|it| !matches!(it.media, Media::Text | Media::Binary));
    let mut given: Vec<_> = body
        .map(|it| format!("body: {}", path(api, &it.ty)))
        .collect();
    if lines.contains(".write_to(&mut file)") {
        let writer = "mut file: impl client_runtime::codegen::AsyncWrite + Unpin";
        given.push(writer.to_owned());
    }
    let given = given.join(", ");
    // Texts are parsed, and the errors of that are not the client's.
    let error = if lines.contains(".parse") || lines.contains("from_str") {
        "Box<dyn std::error::Error>".to_owned()
    } else {
        format!("{CRATE}::Error")
    };
    let block = format!(
        "```no_run\n# async fn example({given}) -> Result<(), {error}> {{\n\
         let client = {client};\n{lines}\n# Ok(())\n# }}\n```"
    );
    let block = block.replace(&format!("{CRATE}::{module}::"), &format!("{}::", api.path));
    block.replace(&format!("{CRATE}::"), &format!("{}::", api.krate))
}

/// A type as examples name it.
fn path(api: &Api, ty: &Type) -> String {
    let ty = types::tokens(&api.types, ty).to_string().replace(' ', "");
    let ty = ty.replace("types::", &format!("{CRATE}::{}::types::", api.name));
    ty.replace("::chrono::", &format!("{CRATE}::chrono::"))
}

/// The example of a parameter as an argument.
fn argument(api: &Api, parameter: &Parameter) -> String {
    let example = parameter.example.as_ref();
    match &parameter.ty {
        Type::List(item) => format!("[{}]", value(api, item, first(example), false)),
        ty => value(api, ty, example, false),
    }
}

/// The example of an item, from that of a list.
fn first(example: Option<&Value>) -> Option<&Value> {
    example.and_then(|it| it.get(0)).or(example)
}

/// A value as it is written in a program: of this type if it is to be `exact`, else what converts into
/// it.
fn value(api: &Api, ty: &Type, example: Option<&Value>, exact: bool) -> String {
    let text = example.and_then(Value::as_str);
    let from_text = |text: &str, conversion| {
        let conversion = if exact { conversion } else { "" };
        format!("{text:?}{conversion}")
    };
    let parsed = |usual, ty| {
        format!(
            "{:?}.parse::<{CRATE}::chrono::{ty}>()?",
            text.unwrap_or(usual)
        )
    };
    match ty {
        Type::Text => from_text(text.unwrap_or("…"), ".to_owned()"),
        Type::Date => parsed("2026-01-31", "NaiveDate".to_owned()),
        Type::DateTime => parsed(
            "2026-01-31T12:00:00Z",
            format!("DateTime<{CRATE}::chrono::Utc>"),
        ),
        Type::OrText(inner) => format!("{}.into()", value(api, inner, example, true)),
        Type::Integer(rust) => {
            let number = example.filter(|it| it.is_i64() || it.is_u64());
            let number = number.map_or_else(|| "1".to_owned(), ToString::to_string);
            format!("{number}_{rust}")
        }
        Type::Float(rust) => {
            let number = example.filter(|it| it.is_number());
            let number = number.map_or_else(|| "1.5".to_owned(), ToString::to_string);
            let is_float = number.contains(['.', 'e']);
            format!("{number}{}_{rust}", if is_float { "" } else { ".0" })
        }
        Type::Boolean => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
        Type::List(item) => format!("vec![{}]", value(api, item, first(example), true)),
        Type::Any | Type::Map(_) => from_json(api, ty, example),
        Type::Upload => format!("{CRATE}::Upload::path(\"photo.jpg\")"),
        Type::Bytes => "Vec::new()".to_owned(),
        Type::Optional(inner) if exact => format!("Some({})", value(api, inner, example, true)),
        Type::Optional(inner) => value(api, inner, example, false),
        Type::Named(id) => match &api.types.get(*id).shape {
            Shape::Newtype(Type::Text, limits) => {
                let conversion = if limits.is_empty() {
                    ".into()"
                } else {
                    ".parse()?"
                };
                from_text(text.unwrap_or("…"), conversion)
            }
            Shape::Newtype(inner, _) => {
                format!("{}({})", path(api, ty), value(api, inner, example, true))
            }
            Shape::Enum(variants) => {
                let first = variants.first().map(|it| it.wire.as_str());
                from_text(text.or(first).unwrap_or_default(), ".into()")
            }
            Shape::Union(union) => {
                let meant = union.members.iter().find(|it| is_meant(api, it, example));
                let member = meant.or(union.members.first()).filter(|it| !it.boxed);
                let Some(Member {
                    rust, ty: inner, ..
                }) = member
                else {
                    return from_json(api, ty, example);
                };
                let inner = value(api, inner, example, true);
                format!("{}::{rust}({inner})", path(api, ty))
            }
            Shape::Object(_) => from_json(api, ty, example),
        },
    }
}

/// Whether an example is one of this member of a union, as far as its kind tells.
fn is_meant(api: &Api, member: &Member, example: Option<&Value>) -> bool {
    let is_text = match member.ty.value() {
        Type::Named(id) => matches!(
            &api.types.get(*id).shape,
            Shape::Enum(_) | Shape::Newtype(Type::Text, _)
        ),
        ty => *ty == Type::Text,
    };
    let is_number = matches!(member.ty.value(), Type::Integer(_) | Type::Float(_));
    example.is_some_and(|it| it.is_string() && is_text || it.is_number() && is_number)
}

fn from_json(api: &Api, ty: &Type, example: Option<&Value>) -> String {
    let json = example.map_or_else(|| "{}".to_owned(), ToString::to_string);
    format!("serde_json::from_str::<{}>({json:?})?", path(api, ty))
}
