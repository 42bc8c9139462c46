//! The body of a request: read as its content type says, and checked against the contract.

use contract::{Encoding, Media, Node, Resolved};
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::media::{covers, essence};
use crate::multipart::{FORM_DATA, Part};
use crate::received::Received;
use crate::spec::{Operation, Pair, Spec, can_be, properties};
use crate::styles::{Field, decoded, object, pairs};

/// The value of a JSON body, a form or a text; nothing when the body is something else.
pub(crate) fn read(
    spec: &Spec,
    operation: &Operation,
    headers: &HeaderMap,
    body: &Received,
) -> Result<Option<Value>, Failure> {
    let refused = |message: String| Failure::new(operation.refusal(), message);
    let Some(Resolved {
        node: documented, ..
    }) = operation.definition.body(&spec.index)
    else {
        return Ok(None);
    };
    if body.size == 0 && documented.is_on("required") {
        return Err(refused("The request has no body.".to_owned()).missing());
    }
    if body.size == 0 {
        return Ok(None);
    }
    let sent = headers.get(CONTENT_TYPE).map(|value| value.to_str());
    let sent = essence(sent.unwrap_or(Ok("")).unwrap_or_default());
    let contents = || documented.entries_of("content");
    // A media type before a range that it is in.
    let exact = contents().find(|it| essence(it.key.name()) == sent);
    let Some(content) = exact.or_else(|| contents().find(|it| covers(it.key.name(), &sent))) else {
        let known: Vec<_> = contents().map(|content| content.key.name()).collect();
        let known = known.join("` or `");
        let message = format!("The content type is `{sent}`, not `{known}`.");
        return Err(Failure::new(415, message));
    };
    let whole = || {
        let too_large = || Failure::new(413, "The body is larger than 4 MiB.");
        body.whole().ok_or_else(too_large)
    };
    let schema = content.value.get("schema");
    let value = match (Media::of(&sent), &body.parts) {
        // A value, so that `null` is one, too.
        (Media::Json, _) => serde_json::from_slice(whole()?)
            .map(Some)
            .map_err(|error| refused(format!("The body is not JSON: {error}.")))?,
        (Media::Form, _) => {
            let pairs = pairs(&String::from_utf8_lossy(whole()?), '&');
            let form = form(spec, schema, &content.value, &pairs).map(Some);
            form.map_err(|problem| refused(format!("The body: {problem}.")))?
        }
        (Media::Multipart, Some(parts)) => {
            let parts = parts.as_ref();
            let parts = parts.map_err(|problem| refused(format!("The body {problem}.")))?;
            let form = multipart(spec, schema, &content.value, parts).map(Some);
            form.map_err(|problem| refused(format!("The body: {problem}.")))?
        }
        (Media::Multipart, None) if sent == FORM_DATA => {
            return Err(Failure::new(413, "The body is larger than 256 MiB."));
        }
        (Media::Text, _) if !can_be(schema, "object", &spec.index) => {
            let text = body.whole().map(|text| String::from_utf8_lossy(text));
            text.map(|text| json!(text))
        }
        _ => None,
    };
    let problem = value.as_ref().and_then(|value| spec.problem(schema, value));
    let Some(problem) = problem else {
        return Ok(value);
    };
    let place = problem.pointer.split('/').skip(1);
    let place: Vec<_> = place.chain(problem.missing.as_deref()).collect();
    Err(Failure {
        missing: problem.missing.is_some(),
        param: Some(place.join(".")).filter(|place| !place.is_empty()),
        ..refused(format!("The body: {problem}."))
    })
}

/// What `application/x-www-form-urlencoded` stands for.
fn form(
    spec: &Spec,
    schema: Option<&'static Node>,
    media_type: &'static Node,
    pairs: &[Pair],
) -> Result<Value, String> {
    let properties: Vec<_> = properties(schema, &spec.index).collect();
    let names: Vec<_> = properties.iter().map(|it| it.key.name()).collect();
    let mut members = Map::new();
    // Names that need no further look.
    let mut read: Vec<String> = Vec::new();
    for property in properties {
        let name = property.key.name();
        let field = Field {
            name,
            encoding: Encoding::of(media_type, name),
            schema: Some(&property.value),
        };
        let value = field.value(spec, pairs, &names);
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
    let others = others.map(|(name, text)| Ok((name.clone(), decoded(text)?)));
    let others = object(spec, schema, others.collect::<Result<_, String>>()?)?;
    members.extend(others.as_object().cloned().unwrap_or_default());
    Ok(Value::Object(members))
}

/// What `multipart/form-data` stands for: texts, and of a file that is none its size.
fn multipart(
    spec: &Spec,
    schema: Option<&'static Node>,
    media_type: &'static Node,
    parts: &[Part],
) -> Result<Value, String> {
    let members = parts.iter().map(|part| {
        let name = &part.name;
        let known = Encoding::of(media_type, name).content_type;
        if let (Some(known), Some(sent)) = (known, &part.content_type)
            && !known.split(',').any(|known| covers(known, &essence(sent)))
        {
            return Err(format!("`{name}` is `{sent}`, not `{known}`"));
        }
        let text = std::str::from_utf8(&part.content).ok();
        let text = text.filter(|text| text.len() as u64 == part.size);
        let text = text.map_or_else(|| format!("{} bytes", part.size), str::to_owned);
        Ok((name.clone(), text))
    });
    object(spec, schema, members.collect::<Result<_, _>>()?)
}
