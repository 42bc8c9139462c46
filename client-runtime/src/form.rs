//! Forms in the making: a request holds its fields in one, however many its operation has.

use serde::Serialize;

use crate::argument::ArgumentError;
use crate::multipart::{Part, push_parts};
use crate::style::{self, Style};
use crate::upload::{IntoUploads, OCTETS};

/// The fields of a form, in the order in which they were set. One that is set again replaces the former.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Form(Vec<(&'static str, Result<Field, ArgumentError>)>);

/// A field as it is sent.
#[derive(Clone, Debug)]
enum Field {
    Pairs(String),
    Parts(Vec<Part>),
}

impl Field {
    /// Whether nothing of it is sent.
    fn is_empty(&self) -> bool {
        match self {
            Self::Pairs(pairs) => pairs.is_empty(),
            Self::Parts(parts) => parts.is_empty(),
        }
    }
}

impl Form {
    /// A form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a field of a form of pairs in the usual style; `null` is left out.
    pub fn pair<T: Serialize>(self, name: &'static str, value: Result<T, ArgumentError>) -> Self {
        self.pair_as(name, value, Style::Form { explode: true })
    }

    /// Sets a field of a form of pairs; `null` is left out.
    pub fn pair_as<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        style: Style,
    ) -> Self {
        let pairs = value.and_then(|value| {
            let mut pairs = String::new();
            style::push_styled(&mut pairs, name, &value, style)?;
            Ok(Field::Pairs(pairs))
        });
        self.set(name, pairs)
    }

    /// Sets a part of a form of parts: text, JSON for an object, a part for each item of a list, none
    /// for `null`.
    pub fn part<T: Serialize>(self, name: &'static str, value: Result<T, ArgumentError>) -> Self {
        self.parts(name, value, None)
    }

    /// Sets a part of this media type; JSON is written as such.
    pub fn part_as<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        content_type: &'static str,
    ) -> Self {
        self.parts(name, value, Some(content_type))
    }

    /// Sets a file of a form of parts, or several.
    pub fn file<T: IntoUploads>(self, name: &'static str, value: Result<T, ArgumentError>) -> Self {
        self.file_as(name, value, OCTETS)
    }

    /// Sets a file of a form of parts, or several, of this media type unless they have their own.
    pub fn file_as<T: IntoUploads>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        content_type: &'static str,
    ) -> Self {
        let parts = value.map(|files| {
            let files = files.into_uploads().into_iter();
            let files = files.map(|file| Part {
                name: name.to_owned(),
                content: file.into_file(content_type),
            });
            Field::Parts(files.collect())
        });
        self.set(name, parts)
    }

    fn parts<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        content_type: Option<&str>,
    ) -> Self {
        let parts = value.and_then(|value| {
            let value = style::json(&value);
            let value = value.map_err(|cause| ArgumentError::new(name, cause))?;
            let mut parts = Vec::new();
            push_parts(&mut parts, name, &value, content_type);
            Ok(Field::Parts(parts))
        });
        self.set(name, parts)
    }

    fn set(mut self, name: &'static str, field: Result<Field, ArgumentError>) -> Self {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = field,
            None => self.0.push((name, field)),
        }
        self
    }

    /// Refuses a form that has a field, but not all of these.
    pub fn requiring(self, names: &[&'static str]) -> Self {
        let fields = self.0.iter();
        let set = fields.filter(|(_, field)| !field.as_ref().is_ok_and(Field::is_empty));
        let set: Vec<_> = set.map(|(name, _)| *name).collect();
        let missing = names.iter().find(|name| !set.contains(name));
        let Some((missing, first)) = missing.zip(set.first()) else {
            return self;
        };
        let problem = format!("must be set when `{first}` is set");
        let error = ArgumentError::in_body((*missing).to_owned(), problem);
        self.set(missing, Err(error))
    }

    /// The pairs and the parts, or why one of them cannot be sent.
    pub(crate) fn into_content(self) -> Result<(String, Vec<Part>), ArgumentError> {
        let (mut all, mut parts) = (String::new(), Vec::new());
        for (_, field) in self.0 {
            match field? {
                Field::Pairs(pairs) if all.is_empty() || pairs.is_empty() => all.push_str(&pairs),
                Field::Pairs(pairs) => all.extend(["&", &pairs]),
                Field::Parts(own) => parts.extend(own),
            }
        }
        Ok((all, parts))
    }
}
