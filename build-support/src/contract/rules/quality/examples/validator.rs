//! The one use of jsonschema: all examples are checked in one go, so that each schema is compiled
//! once.

use std::net::IpAddr;

use jsonschema::{
    Draft, Keyword, ValidationError, error::ValidationErrorKind, paths::LocationSegment,
};
use regress::Regex;
use serde_json::{Map, Value as Json, json};

use super::{collect::Example, json_schema::reference};

/// Where an example does not fit its schema.
pub(super) struct Problem {
    /// Index of the example.
    pub(super) example: usize,
    /// The way to the value inside the example.
    pub(super) place: Vec<String>,
    /// The index of the schema, then the way to the keyword inside it.
    pub(super) keyword: Vec<String>,
    pub(super) kind: ValidationErrorKind,
}

/// What is wrong with the examples, or why the schemas cannot be read.
pub(super) fn problems(
    definitions: &Map<String, Json>,
    examples: &[Example<'_>],
) -> Result<Vec<Problem>, Box<ValidationError<'static>>> {
    let references: Vec<Json> = examples
        .iter()
        .map(|example| json!({ "$ref": reference(example.schema) }))
        .collect();
    let schema = json!({ "prefixItems": references, "$defs": definitions });
    let validator = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("byte", is_base64)
        .with_format("ip", |text: &str| text.parse::<IpAddr>().is_ok())
        .with_keyword("pattern", |_, value, _| Ok(Box::new(Pattern::new(value))))
        .build(&schema)
        .map_err(Box::new)?;
    let values = Json::Array(
        examples
            .iter()
            .map(|example| example.json.clone())
            .collect(),
    );
    let mut problems = Vec::new();
    for error in validator.iter_errors(&values) {
        decided(error.to_owned(), &mut problems);
    }
    Ok(problems)
}

/// Adds an error, or those of the one member of a choice that the value was meant to be.
fn decided(error: ValidationError<'static>, problems: &mut Vec<Problem>) {
    let place = error.instance_path().clone();
    let parts = error.into_parts();
    match parts.kind {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let is_of_type = |errors: &&Vec<ValidationError<'static>>| {
                !errors.iter().any(|error| {
                    *error.instance_path() == place
                        && matches!(error.kind(), ValidationErrorKind::Type { .. })
                })
            };
            let mut meant = context.iter().filter(is_of_type);
            if let (Some(_), None) = (meant.next(), meant.next()) {
                let meant = context.into_iter().find(|errors| is_of_type(&errors));
                for error in meant.into_iter().flatten() {
                    decided(error, problems);
                }
                return;
            }
            let kind = ValidationErrorKind::AnyOf { context };
            add(&place, &parts.schema_path, kind, problems);
        }
        kind => add(&place, &parts.schema_path, kind, problems),
    }
}

fn add(
    place: &jsonschema::paths::Location,
    keyword: &jsonschema::paths::Location,
    kind: ValidationErrorKind,
    problems: &mut Vec<Problem>,
) {
    let mut place = tokens(place);
    // The first token is the index of the example, the first one of the keyword is `$defs`.
    let Some(example) = place.next().and_then(|index| index.parse().ok()) else {
        return;
    };
    problems.push(Problem {
        example,
        place: place.collect(),
        keyword: tokens(keyword).skip(1).collect(),
        kind,
    });
}

fn tokens(location: &jsonschema::paths::Location) -> impl Iterator<Item = String> {
    location.iter().map(|segment| match segment {
        LocationSegment::Property(name) => name.into_owned(),
        LocationSegment::Index(index) => index.to_string(),
    })
}

/// A pattern, read as in the generated code; one that cannot be read is reported as such.
struct Pattern(Option<Regex>);

impl Pattern {
    fn new(value: &Json) -> Self {
        Self(value.as_str().and_then(|pattern| Regex::new(pattern).ok()))
    }
}

impl<'i> Keyword<'i> for Pattern {
    fn validate(&self, instance: &'i Json) -> Result<(), ValidationError<'i>> {
        if Keyword::is_valid(self, instance) {
            Ok(())
        } else {
            Err(ValidationError::custom("does not match `pattern`"))
        }
    }

    fn is_valid(&self, instance: &'i Json) -> bool {
        match (&self.0, instance.as_str()) {
            (Some(pattern), Some(text)) => pattern.find(text).is_some(),
            _ => true,
        }
    }
}

/// Base64 with padding (RFC 4648), in the alphabet of files or of URLs.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}
