//! What went wrong with a request, and the body that says so: an example of the contract in which the
//! members that `x-apis` points to are replaced.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::spec::{Api, Operation, Spec};

/// A request that failed.
#[derive(Clone, Debug)]
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
            code: None,
            message: message.into(),
            param: None,
            missing: false,
            retry_after: None,
            allow: None,
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

    /// The body that says so.
    pub(crate) fn body(
        &self,
        spec: &Spec,
        api: &Api,
        operation: Option<&Operation>,
        request_id: &str,
    ) -> Value {
        let documented = operation.and_then(|operation| operation.response(self.status));
        let elsewhere = |status: u16| {
            let mut operations = api.operations.iter().filter(move |it| it.documents(status));
            operations.find_map(|operation| operation.response(status))
        };
        let response = documented.or_else(|| elsewhere(self.status));
        let example = response.and_then(|response| {
            let examples = &response.content.as_ref()?.examples;
            self.closest(api, examples).or_else(|| response.body(spec))
        });
        let mut body = example.cloned().unwrap_or_else(|| json!({}));
        if !body.is_object() {
            return body;
        }
        let mut fill = |member: &str, value: Option<String>| {
            if let (Some(pointer), Some(value)) = (api.pointer(member), value) {
                set(&mut body, pointer, json!(value));
            }
        };
        fill("code", self.code.clone());
        if example.is_none() {
            // The type that the API has for errors like this one, and a code in the same style.
            let like = elsewhere(self.status / 100 * 100).and_then(|response| response.body(spec));
            let kind = api
                .pointer("type")
                .and_then(|it| like?.pointer(it)?.as_str());
            fill("type", kind.map(str::to_owned));
            let words = reason(self.status).to_lowercase().replace([' ', '-'], "_");
            fill("code", self.code.clone().or(Some(words)));
            fill("message", Some(reason(self.status).to_owned()));
        }
        fill("request_id", Some(request_id.to_owned()));
        // With a title and a message, the title stays that of the status.
        match api.pointers("message").last() {
            Some(message) => set(&mut body, message, json!(self.message)),
            None if example.is_none() => set(&mut body, "/message", json!(self.message)),
            None => {}
        }
        match (api.pointer("param"), &self.param) {
            (Some(pointer), Some(param)) => set(&mut body, pointer, json!(param)),
            (Some(pointer), None) => remove(&mut body, pointer),
            (None, _) => {}
        }
        body
    }

    /// The example with this code, else the one about this parameter, else the first; of those about
    /// what is missing if that is what is wrong, else of the others.
    fn closest<'e>(&self, api: &Api, examples: &'e [Value]) -> Option<&'e Value> {
        let with = |member: &str, wanted: &Option<String>| {
            let (pointer, wanted) = (api.pointer(member)?, wanted.as_deref()?);
            let mut examples = examples.iter();
            examples.find(|it| it.pointer(pointer).and_then(Value::as_str) == Some(wanted))
        };
        let is_missing = |example: &&Value| {
            let code = api
                .pointer("code")
                .and_then(|it| example.pointer(it)?.as_str());
            code.is_some_and(|code| code.contains("missing"))
        };
        let is_fit = |it: &&Value| is_missing(it) == self.missing;
        let about_param = with("param", &self.param).filter(is_fit);
        with("code", &self.code)
            .or(about_param)
            .or_else(|| examples.iter().find(is_fit))
            .or(examples.first())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {}",
            self.status,
            reason(self.status),
            self.message
        )
    }
}

/// What a status means, in words.
pub(crate) fn reason(status: u16) -> &'static str {
    let status = hyper::StatusCode::from_u16(status).ok();
    status
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unknown")
}

/// Sets what a JSON pointer leads to, and makes what is missing on the way.
pub(crate) fn set(value: &mut Value, pointer: &str, new: Value) {
    let Some((first, rest)) = split(pointer) else {
        *value = new;
        return;
    };
    if let Ok(number) = first.parse::<usize>()
        && number < 16
    {
        if !value.is_array() {
            *value = json!([]);
        }
        if let Value::Array(items) = value {
            items.resize(items.len().max(number + 1), json!({}));
            set(&mut items[number], rest, new);
        }
        return;
    }
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    set(&mut value[first.as_str()], rest, new);
}

/// Removes what a JSON pointer leads to.
fn remove(value: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    if let Some(Value::Object(members)) = value.pointer_mut(parent) {
        members.remove(last);
    }
}

/// The first token of a JSON pointer, and the rest.
fn split(pointer: &str) -> Option<(String, &str)> {
    let inside = pointer.strip_prefix('/')?;
    let end = inside.find('/').unwrap_or(inside.len());
    let token = inside[..end].replace("~1", "/").replace("~0", "~");
    Some((token, &inside[end..]))
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
