//! What went wrong with a request, and the body that says so: an example of the contract in which the
//! members that `x-apis` points to are replaced.

use std::fmt;

use serde_json::{Value, json};

use crate::spec::{Api, Operation};

#[derive(Clone, Debug, Default)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    /// Without it, the one of the contract's example.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    /// The parameter or property that is wrong.
    pub(crate) param: Option<String>,
    /// Whether something is missing.
    pub(crate) missing: bool,
    /// What `Retry-After` and `Allow` say.
    pub(crate) retry_after: Option<u64>,
    pub(crate) allow: Option<String>,
}

impl Failure {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            ..Self::default()
        }
    }

    pub(crate) fn code(mut self, code: Option<impl Into<String>>) -> Self {
        self.code = code.map(Into::into);
        self
    }

    pub(crate) fn missing(mut self) -> Self {
        self.missing = true;
        self
    }

    pub(crate) fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    /// 404: nothing has this id.
    pub(crate) fn not_found(param: &str) -> Self {
        Self::new(404, "Nothing was found under this id.").param(param)
    }

    pub(crate) fn body(&self, api: &Api, operation: Option<&Operation>, request_id: &str) -> Value {
        let elsewhere = |status: u16| {
            let mut operations = api.operations.iter().filter(move |it| it.documents(status));
            operations.find_map(|operation| operation.response(status))
        };
        let documented = operation.and_then(|operation| operation.response(self.status));
        let documented = documented.or_else(|| elsewhere(self.status));
        let example = documented.and_then(|response| {
            let closest = self.closest(api, &response.examples);
            closest.or(response.body.as_ref()).cloned()
        });
        let is_made = example.is_none();
        let mut body = example.unwrap_or_else(|| json!({}));
        if !body.is_object() {
            return body;
        }
        let mut fill = |pointer: Option<&str>, value: Option<&str>| {
            if let (Some(pointer), Some(value)) = (pointer, value) {
                set(&mut body, pointer, json!(value));
            }
        };
        let places = &api.settings.error;
        let mut message = places.message.last().map(String::as_str);
        if is_made {
            let words = reason(self.status).to_lowercase().replace([' ', '-'], "_");
            fill(first(&places.code), Some(&words));
            // With a title and a message, the title stays that of the status.
            fill(first(&places.message), Some(reason(self.status)));
            message = message.or(Some("/message"));
        }
        fill(first(&places.code), self.code.as_deref());
        fill(first(&places.request_id), Some(request_id));
        fill(message, Some(&self.message));
        let param = first(&places.param);
        fill(param, self.param.as_deref());
        if let (Some(pointer), None) = (param, &self.param) {
            remove(&mut body, pointer);
        }
        body
    }

    /// The example with this code, else the one about this parameter, else the first; of those about
    /// what is missing if that is what is wrong, else of the others.
    fn closest<'e>(&self, api: &Api, examples: &'e [Value]) -> Option<&'e Value> {
        let places = &api.settings.error;
        let text = |example: &Value, places: &[String]| {
            let text = example.pointer(first(places)?)?.as_str();
            text.map(str::to_owned)
        };
        let rank = |example: &&Value| {
            let code = text(example, &places.code);
            let is_missing = code.as_ref().is_some_and(|code| code.contains("missing"));
            let has_code = self.code.is_some() && code == self.code;
            let has_param = self.param.is_some() && text(example, &places.param) == self.param;
            let is_fit = is_missing == self.missing;
            (has_code, is_fit && has_param, is_fit)
        };
        // Of several that are as close the first.
        examples.iter().rev().max_by_key(rank)
    }
}

/// The place of a member that has several.
fn first(places: &[String]) -> Option<&str> {
    places.first().map(String::as_str)
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status, message, ..
        } = self;
        write!(f, "{status} {}: {message}", reason(*status))
    }
}

pub(crate) fn reason(status: u16) -> &'static str {
    let status = hyper::StatusCode::from_u16(status).ok();
    let reason = status.and_then(|status| status.canonical_reason());
    reason.unwrap_or("Unknown")
}

/// Sets what a JSON pointer leads to, and makes what is missing on the way.
pub(crate) fn set(value: &mut Value, pointer: &str, new: Value) {
    let mut place = value;
    for token in pointer.split('/').skip(1) {
        let number = token.parse::<usize>().ok().filter(|number| *number < 16);
        match number {
            Some(_) if !place.is_array() => *place = json!([]),
            None if !place.is_object() => *place = json!({}),
            _ => {}
        }
        place = match (number, place) {
            (Some(number), Value::Array(items)) => {
                items.resize(items.len().max(number + 1), json!({}));
                &mut items[number]
            }
            (_, place) => &mut place[token.replace("~1", "/").replace("~0", "~")],
        };
    }
    *place = new;
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, last) = pointer.rsplit_once('/').unwrap_or_default();
    if let Some(Value::Object(members)) = value.pointer_mut(parent) {
        members.remove(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_makes_what_it_leads_through() {
        let mut body = json!({});
        set(&mut body, "/errors/0/source/parameter", json!("id"));
        set(&mut body, "/a~1b", json!(1));
        assert_eq!(
            body,
            json!({ "errors": [{ "source": { "parameter": "id" } }], "a/b": 1 })
        );
        remove(&mut body, "/errors/0/source/parameter");
        remove(&mut body, "/nothing/here");
        assert_eq!(body["errors"][0], json!({ "source": {} }));
    }
}
