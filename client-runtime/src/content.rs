//! The body of a call in the making: JSON, text, bytes, or a form.

use bytes::Bytes;
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

/// A body in the making.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    Parts(Vec<Part>),
    Upload(Box<Upload>),
}

impl Call<'_> {
    /// Sets a form.
    pub fn fields(self, form: Form) -> Self {
        let is_multipart = self.operation.content_type.starts_with("multipart/");
        self.with(|arguments| {
            let (pairs, parts) = form.into_content()?;
            arguments.set_form(is_multipart, pairs, parts);
            Ok(())
        })
    }

    /// Sets a whole form, of pairs or of parts as the operation has it: one for each member of the value.
    pub fn form_body<T: Serialize>(self, body: Result<T, ArgumentError>) -> Self {
        let is_multipart = self.operation.content_type.starts_with("multipart/");
        self.with(|arguments| {
            let value = serde_json::to_value(body?);
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
                if is_multipart {
                    push_parts(&mut parts, name, value, None);
                } else {
                    let style = Style::Form { explode: true };
                    style::push_value(&mut pairs, name, value, style).map_err(|problem| {
                        ArgumentError::in_body(name.clone(), problem.to_owned())
                    })?;
                }
            }
            arguments.set_form(is_multipart, pairs, parts);
            Ok(())
        })
    }

    /// Sets a body of text; `null` sends none.
    pub fn text<T: Serialize>(self, body: Result<T, ArgumentError>) -> Self {
        self.with(|arguments| {
            let text = style::text("body", &body?)?;
            arguments.body = text.map(|text| Content::Bytes(text.into()));
            Ok(())
        })
    }

    /// Sets a body of bytes; `None` sends none.
    pub fn bytes<T: Into<Option<Upload>>>(self, body: Result<T, ArgumentError>) -> Self {
        self.with(|arguments| {
            arguments.body = body?.into().map(|upload| Content::Upload(upload.into()));
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
    fn set_form(&mut self, is_multipart: bool, pairs: String, parts: Vec<Part>) {
        self.body = if is_multipart {
            (!parts.is_empty()).then_some(Content::Parts(parts))
        } else {
            Some(Content::Bytes(pairs.into()))
        };
    }

    pub(crate) fn set_json(&mut self, body: &impl Serialize) -> Result<(), ArgumentError> {
        let body = serde_json::to_vec(body).map_err(|cause| ArgumentError::new("body", cause))?;
        self.body = Some(Content::Bytes(body.into()));
        Ok(())
    }
}

impl Content {
    pub(crate) fn into_payload(self, operation: &Operation) -> Result<Payload, ArgumentError> {
        match self {
            Self::Bytes(bytes) => Ok(Payload::Bytes(bytes)),
            Self::Upload(upload) => {
                let upload = upload.with_default_type(operation.content_type);
                let content_type = upload.content_type.as_deref().unwrap_or(OCTETS);
                let content_type = media_type("body", content_type)?;
                let segments = vec![Segment::new(upload.source)];
                Ok(Payload::streamed(content_type, segments))
            }
            Self::Parts(parts) => {
                for part in &parts {
                    let content_type = part.content.content_type.as_deref();
                    content_type.map_or(Ok(()), |it| media_type(&part.name, it).map(drop))?;
                }
                // Random, so that no content holds it: that of files is not known beforehand, and
                // whoever wrote it could not know the line.
                let boundary = uuid();
                let problem = || ArgumentError::new("body", "no random numbers");
                let boundary = boundary.ok_or_else(problem)?;
                let content_type = format!("{}; boundary={boundary}", operation.content_type);
                let content_type = media_type("body", &content_type)?;
                let segments = multipart::segments(parts, &boundary);
                Ok(Payload::streamed(content_type, segments))
            }
        }
    }
}

/// The media type of a body or of one of its parts, as a header has it.
fn media_type(place: &str, text: &str) -> Result<HeaderValue, ArgumentError> {
    let (_, value) = header("content-type", text).map_err(|problem| {
        ArgumentError::in_body(place.to_owned(), format!("the `content_type` {problem}"))
    })?;
    Ok(value)
}
