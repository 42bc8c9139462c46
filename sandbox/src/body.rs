//! The body of a request, checked against the contract.

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use serde_json::Value;

use crate::error::Failure;
use crate::spec::{Operation, Spec};

/// The JSON body of a request; nothing when it is something else. `body` is absent if it is too large.
pub(crate) fn json(
    spec: &Spec,
    operation: &Operation,
    headers: &HeaderMap,
    body: Option<&Bytes>,
) -> Result<Option<Value>, Failure> {
    let Some((required, contents)) = &operation.body else {
        return Ok(None);
    };
    let refused = |message: String| Failure::new(operation.refusal(), message);
    let body = body.ok_or_else(|| Failure::new(413, "The body is larger than 4 MiB."))?;
    if body.is_empty() && *required {
        return Err(refused("The request has no body.".to_owned()).missing());
    }
    if body.is_empty() {
        return Ok(None);
    }
    let sent = headers.get(CONTENT_TYPE).map(|value| value.to_str());
    let sent = essence(sent.unwrap_or(Ok("")).unwrap_or_default());
    let mut known = contents.iter();
    let Some(content) = known.find(|content| covers(essence(content.media_type), sent)) else {
        let known: Vec<_> = contents.iter().map(|content| content.media_type).collect();
        let known = known.join("` or `");
        let message = format!("The content type is `{sent}`, not `{known}`.");
        return Err(Failure::new(415, message));
    };
    if !contract::is_json(sent) {
        return Ok(None);
    }
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| refused(format!("The body is not JSON: {error}.")))?;
    let schema = content.schema.into_iter();
    let mut problems = schema.flat_map(|it| spec.validator.in_request(it, &value));
    let Some(problem) = problems.next() else {
        return Ok(Some(value));
    };
    let mut failure = refused(format!("The body: {problem}."));
    failure.missing = problem.missing.is_some();
    let missing = problem.missing.iter().map(String::as_str);
    let place = problem.pointer.split('/').skip(1).chain(missing);
    let place = place.collect::<Vec<_>>().join(".");
    failure.param = Some(place).filter(|place| !place.is_empty());
    Err(failure)
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether a media type of the contract, which may be a range, covers another.
fn covers(known: &str, sent: &str) -> bool {
    match known.strip_suffix('*') {
        Some("*/") => true,
        Some(start) => sent.to_lowercase().starts_with(&start.to_lowercase()),
        None => known.eq_ignore_ascii_case(sent),
    }
}
