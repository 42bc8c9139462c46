//! The body of a request: read as its content type says, and checked against the contract.

use std::collections::BTreeMap;

use contract::{Media, Node};
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::media::{covers, essence};
use crate::multipart::Part;
use crate::received::Received;
use crate::spec::{Content, Operation, Spec, alternatives, is, items, properties, property};
use crate::styles::{Field, Raw, decoded, object, one, pairs};

/// The value of a JSON body, a form or a text; nothing when the body is something else.
pub(crate) fn read(
    spec: &Spec,
    operation: &Operation,
    headers: &HeaderMap,
    body: &Received,
) -> Result<Option<Value>, Failure> {
    let Some((required, contents)) = &operation.body else {
        return Ok(None);
    };
    let refused = |message: String| Failure::new(operation.refusal(), message);
    if body.size == 0 && *required {
        return Err(refused("The request has no body.".to_owned()).missing());
    }
    if body.size == 0 {
        return Ok(None);
    }
    let sent = headers.get(CONTENT_TYPE).map(|value| value.to_str());
    let sent = essence(sent.unwrap_or(Ok("")).unwrap_or_default());
    // A media type before a range that it is in.
    let exact = contents.iter().find(|it| essence(it.media_type) == sent);
    let mut known = contents.iter();
    let Some(content) = exact.or_else(|| known.find(|it| covers(it.media_type, &sent))) else {
        let known: Vec<_> = contents.iter().map(|content| content.media_type).collect();
        let known = known.join("` or `");
        let message = format!("The content type is `{sent}`, not `{known}`.");
        return Err(Failure::new(415, message));
    };
    let whole = || {
        let too_large = || Failure::new(413, "The body is larger than 4 MiB.");
        body.whole().ok_or_else(too_large)
    };
    let values = match (Media::of(&sent), &body.parts) {
        (Media::Json, _) => vec![
            serde_json::from_slice(whole()?)
                .map_err(|error| refused(format!("The body is not JSON: {error}.")))?,
        ],
        (Media::Form, _) => {
            let pairs = pairs(&String::from_utf8_lossy(whole()?), '&');
            let read = |schema| form(spec, schema, content, &pairs);
            each(spec, content, read).map_err(|problem| refused(format!("The body: {problem}.")))?
        }
        (Media::Multipart, Some(parts)) => {
            let parts = parts.as_ref();
            let parts = parts.map_err(|problem| refused(format!("The body {problem}.")))?;
            let read = |schema| multipart(spec, schema, content, parts);
            each(spec, content, read).map_err(|problem| refused(format!("The body: {problem}.")))?
        }
        (Media::Text, _) => match (body.whole(), content.schema) {
            (Some(text), Some(schema)) if !is(schema, "object", &spec.index) => {
                vec![json!(String::from_utf8_lossy(text))]
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    let mut first = None;
    for value in values {
        let problems = content.schema.map(|it| spec.index.in_request(it, &value));
        match problems.into_iter().flatten().next() {
            None => return Ok(Some(value)),
            Some(problem) => _ = first.get_or_insert(problem),
        }
    }
    let Some(problem) = first else {
        return Ok(None);
    };
    let mut failure = refused(format!("The body: {problem}."));
    failure.missing = problem.missing.is_some();
    let missing = problem.missing.iter().map(String::as_str);
    let place = problem.pointer.split('/').skip(1).chain(missing);
    let place = place.collect::<Vec<_>>().join(".");
    failure.param = Some(place).filter(|place| !place.is_empty());
    Err(failure)
}

/// What a form stands for by each alternative of its schema.
fn each(
    spec: &Spec,
    content: &Content,
    read: impl Fn(Option<&'static Node>) -> Result<Value, String>,
) -> Result<Vec<Value>, String> {
    match content.schema {
        None => Ok(vec![read(None)?]),
        Some(schema) => {
            let schemas = alternatives(schema, &spec.index).into_iter();
            schemas.map(|schema| read(Some(schema))).collect()
        }
    }
}

/// What `application/x-www-form-urlencoded` stands for.
fn form(
    spec: &Spec,
    schema: Option<&'static Node>,
    content: &Content,
    pairs: &[(String, String)],
) -> Result<Value, String> {
    let properties = schema.map_or_else(Vec::new, |it| properties(it, &spec.index));
    let names: Vec<_> = properties.iter().map(|(name, _)| *name).collect();
    let mut members = Map::new();
    // Names that need no further look.
    let mut read: Vec<String> = Vec::new();
    for (name, property) in properties {
        let field = Field::of_property(name, property, content.encoding(name));
        let value = field.value(spec, &Raw::Pairs(pairs), &names);
        if let Some(value) = value.map_err(|problem| format!("`{name}` {problem}"))? {
            let spread = value.as_object().filter(|_| field.is_spread(&value));
            read.extend(spread.into_iter().flat_map(Map::keys).cloned());
            members.insert(name.to_owned(), value);
        }
    }
    let others = pairs.iter().filter(|(name, _)| {
        let base = name.split('[').next().unwrap_or_default();
        !read.contains(name) && !names.contains(&base)
    });
    let others = others.map(|(name, text)| Ok((name, decoded(text)?)));
    let others = object(spec, schema, others.collect::<Result<_, String>>()?)?;
    if let Value::Object(others) = others {
        members.extend(others);
    }
    Ok(Value::Object(members))
}

/// What `multipart/form-data` stands for.
fn multipart(
    spec: &Spec,
    schema: Option<&'static Node>,
    content: &Content,
    parts: &[Part],
) -> Result<Value, String> {
    let property = |name: &str| schema.and_then(|it| property(it, name, &spec.index));
    let is_list = |property| is(property, "array", &spec.index);
    let mut members: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for part in parts {
        let name = part.name.as_str();
        let known = content.encoding(name).content_type;
        if let (Some(known), Some(sent)) = (known, &part.content_type)
            && !known.split(',').any(|known| covers(known, &essence(sent)))
        {
            return Err(format!("`{name}` is `{sent}`, not `{known}`"));
        }
        let schema = property(name).map(|it| items(it, &spec.index).unwrap_or(it));
        let values = members.entry(name).or_default();
        values.push(value_of(spec, schema, part)?);
    }
    let members = members.into_iter().map(|(name, mut values)| {
        let property = property(name);
        let is_list = property.is_some_and(is_list);
        let value = match values.len() {
            // A list may also be one part.
            1 if !is_list || values[0].is_array() => values.remove(0),
            _ if is_list || property.is_none() => Value::Array(values),
            _ => return Err(format!("`{name}` is in it more than once")),
        };
        Ok((name.to_owned(), value))
    });
    members.collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

/// The value of a part: JSON or text; of a file that is not text its size.
fn value_of(spec: &Spec, schema: Option<&'static Node>, part: &Part) -> Result<Value, String> {
    let text = std::str::from_utf8(&part.content)
        .ok()
        .filter(|_| part.is_whole());
    let is_json = part.content_type.as_deref().is_some_and(contract::is_json);
    match text {
        Some(text) if is_json => serde_json::from_str(text)
            .map_err(|error| format!("`{}` is not JSON: {error}", part.name)),
        Some(text) if part.file_name.is_none() => Ok(one(spec, schema, text)),
        Some(text) => Ok(json!(text)),
        None => Ok(json!(format!("{} bytes", part.size))),
    }
}
