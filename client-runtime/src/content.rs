//! The body of a call in the making: JSON, text, bytes, or a form.

use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::api::Operation;
use crate::argument::ArgumentError;
use crate::call::{Arguments, Call};
use crate::form::Form;
use crate::multipart::{self, Part, push_parts};
use crate::options::{header, uuid};
use crate::payload::{Payload, Segment};
use crate::style::{self, Style};
use crate::upload::{OCTETS, Upload};

impl Call<'_> {
    /// Sets a form.
    pub fn fields(self, form: Form) -> Self {
        let operation = self.operation;
        self.with(|arguments| {
            let (pairs, parts) = form.into_content()?;
            arguments.set_form(operation, pairs, parts)
        })
    }

    /// Sets a whole form, of pairs or of parts as the operation has it: one for each member of the value.
    pub fn form_body<T: Serialize>(self, body: Result<T, ArgumentError>) -> Self {
        let operation = self.operation;
        self.with(|arguments| {
            let value = style::json(&body?);
            let members = match value.map_err(|cause| ArgumentError::new("body", cause))? {
                Value::Object(members) => members,
                Value::Null => return Ok(()),
                _ => {
                    let problem = "is not an object, whose members a form has as fields";
                    return Err(ArgumentError::new("body", problem));
                }
            };
            let (mut pairs, mut parts) = (String::new(), Vec::new());
            for (name, value) in &members {
                if is_multipart(operation) {
                    push_parts(&mut parts, name, value, None);
                } else {
                    let style = Style::Form { explode: true };
                    style::push_value(&mut pairs, name, value, style).map_err(|problem| {
                        ArgumentError::in_body(name.clone(), problem.to_owned())
                    })?;
                }
            }
            arguments.set_form(operation, pairs, parts)
        })
    }

    /// Sets a body of text; `null` sends none.
    pub fn text<T: Serialize>(self, body: Result<T, ArgumentError>) -> Self {
        self.with(|arguments| {
            let text = style::text("body", &body?)?;
            arguments.body = text.map(|text| Payload::Bytes(text.into()));
            Ok(())
        })
    }

    /// Sets a body of bytes; `None` sends none.
    pub fn bytes<T: Into<Option<Upload>>>(self, body: Result<T, ArgumentError>) -> Self {
        let operation = self.operation;
        self.with(|arguments| {
            if let Some(upload) = body?.into() {
                let upload = upload.with_default_type(operation.content_type);
                let content_type = upload.content_type.as_deref().unwrap_or(OCTETS);
                let content_type = media_type("body", content_type)?;
                let segments = vec![Segment::new(upload.source)];
                arguments.body = Some(Payload::streamed(content_type, segments));
            }
            Ok(())
        })
    }

    /// Sets the body.
    pub fn json<T: Serialize>(self, body: Result<T, ArgumentError>) -> Self {
        self.json_optional(body.map(Some))
    }

    /// Sets a body that may be left out; `None` sends none.
    pub fn json_optional<T: Serialize>(self, body: Result<Option<T>, ArgumentError>) -> Self {
        self.with(|arguments| body?.map_or(Ok(()), |body| arguments.set_json(&body)))
    }
}

impl Arguments {
    /// Sets a form. One of pairs may have none.
    fn set_form(
        &mut self,
        operation: &Operation,
        pairs: String,
        parts: Vec<Part>,
    ) -> Result<(), ArgumentError> {
        if !is_multipart(operation) {
            self.body = Some(Payload::Bytes(pairs.into()));
            return Ok(());
        }
        if parts.is_empty() {
            return Ok(());
        }
        for part in &parts {
            let content_type = part.content.content_type.as_deref();
            content_type.map_or(Ok(()), |it| media_type(&part.name, it).map(drop))?;
        }
        // Random, so that no content holds it: that of files is not known beforehand, and whoever
        // wrote it could not know the line.
        let boundary = uuid().ok_or_else(|| ArgumentError::new("body", "no random numbers"))?;
        let content_type = format!("{}; boundary={boundary}", operation.content_type);
        let segments = multipart::segments(parts, &boundary);
        self.body = Some(Payload::streamed(
            media_type("body", &content_type)?,
            segments,
        ));
        Ok(())
    }

    pub(crate) fn set_json(&mut self, body: &impl Serialize) -> Result<(), ArgumentError> {
        let body = serde_json::to_vec(body).map_err(|cause| ArgumentError::new("body", cause))?;
        self.body = Some(Payload::Bytes(body.into()));
        Ok(())
    }
}

fn is_multipart(operation: &Operation) -> bool {
    operation.content_type.starts_with("multipart/")
}

/// The media type of a body or of one of its parts, as a header has it.
fn media_type(place: &str, text: &str) -> Result<HeaderValue, ArgumentError> {
    let (_, value) = header("content-type", text).map_err(|problem| {
        ArgumentError::in_body(place.to_owned(), format!("the `content_type` {problem}"))
    })?;
    Ok(value)
}
