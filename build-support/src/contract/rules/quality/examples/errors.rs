//! What the validator finds, in the words of the contract and at its places.

use jsonschema::error::ValidationErrorKind as Kind;

use super::{
    collect::{Direction, Example},
    json_schema::Schemas,
    validator::Problem,
};
use crate::contract::{
    diagnostic::{Finding, Span},
    grammar,
    node::{Node, Value},
    rules::values::has_type,
    schema::{TypeOf, members, property, type_of},
    suggest::{did_you_mean, listed},
    survey::Survey,
};

/// What is wrong at one place of an example.
pub(super) struct Slip {
    pub(super) span: Span,
    /// What is wrong, as it follows the name of the value.
    pub(super) phrase: String,
    /// The way to the value inside the example: `data[0].name`.
    path: String,
    help: String,
    /// The schema that does not allow it.
    schema: Span,
}

impl Slip {
    pub(super) fn into_finding(self, example: &Example<'_>) -> Finding {
        let label = &example.label;
        let message = if self.path.is_empty() {
            format!("{label} {}", self.phrase)
        } else {
            format!("in {label}, `{}` {}", self.path, self.phrase)
        };
        Finding::about(example.owner, "bad-example", self.span, message)
            .based_on(self.schema)
            .help(self.help)
    }
}

/// The slips that a problem stands for; none where the direction excuses it.
pub(super) fn slips<'a>(
    survey: &Survey<'a>,
    example: &Example<'a>,
    schemas: &Schemas<'a>,
    problem: &Problem,
) -> Vec<Slip> {
    let Some(schema) = Place::of_schema(schemas, problem) else {
        return Vec::new();
    };
    let value = Place::in_example(example.node, &problem.place);
    let help = format!("the schema is on line {}", schema.line);
    let slip = |span: Span, phrase: String, help: String| Slip {
        span,
        phrase,
        path: value.path.clone(),
        help,
        schema: schema.node.span,
    };
    match &problem.kind {
        Kind::Required { property: name } => {
            let name = name.as_str().unwrap_or_default();
            if is_excused(survey, schema.node, name, example.direction) {
                return Vec::new();
            }
            let phrase = format!("lacks `{name}`, which is required");
            vec![slip(value.head, phrase, help)]
        }
        Kind::AdditionalProperties { unexpected } => {
            let unexpected = unexpected.iter().filter_map(|name| value.node.entry(name));
            let known = schema.node.get("properties");
            let known = known.into_iter().flat_map(Node::entries);
            let known: Vec<&str> = known.map(|entry| entry.key.name()).collect();
            unexpected
                .map(|entry| {
                    let name = entry.key.name();
                    let phrase = format!("has `{name}`, which is no property of its schema");
                    let help = did_you_mean(name, known.iter().copied()).unwrap_or(help.clone());
                    slip(entry.key.span, phrase, help)
                })
                .collect()
        }
        // The type says it already.
        Kind::Enum { .. } if !has_type_of(value.node, schema.node) => Vec::new(),
        kind => {
            let span = match value.node.value {
                // A whole block would underline more than the slip.
                Value::Map(_) | Value::List(_) => value.head,
                Value::Scalar(_) | Value::Refused => value.node.span,
            };
            vec![slip(span, phrase(kind, value.node, schema.node), help)]
        }
    }
}

fn has_type_of(value: &Node, schema: &Node) -> bool {
    match type_of(schema) {
        TypeOf::Known(word) => has_type(value, word),
        TypeOf::Absent | TypeOf::Unknown => true,
    }
}

/// Whether a required property may be missing: a read-only one in a request, a write-only one in an
/// answer.
fn is_excused<'a>(survey: &Survey<'a>, schema: &'a Node, name: &str, direction: Direction) -> bool {
    let flag = match direction {
        Direction::Request => "readOnly",
        Direction::Answer => "writeOnly",
        Direction::Unknown => return false,
    };
    let property = property(schema, name, survey);
    let property = property.and_then(|it| survey.resolve(&it.value, grammar::Kind::Schema));
    property.is_some_and(|property| property.get(flag).and_then(Node::flag) == Some(true))
}

/// What is wrong with the value, as it follows its name.
fn phrase(kind: &Kind, value: &Node, schema: &Node) -> String {
    let written = value.scalar().map_or("", |scalar| scalar.text.as_str());
    match kind {
        Kind::Type { .. } => {
            let word = schema.get("type").and_then(Node::text).unwrap_or_default();
            let hint = if value.is_null() && !written.is_empty() {
                ", which is not `nullable`"
            } else {
                ""
            };
            format!("is {}, but the type is `{word}`{hint}", value.kind())
        }
        Kind::Enum { .. } => {
            let allowed = members(schema, "enum").filter_map(Node::scalar);
            let allowed = listed(allowed.map(|scalar| scalar.text.as_str()));
            format!("is `{written}`, which is none of {allowed}")
        }
        Kind::Custom { .. } => {
            let pattern = schema.get("pattern").and_then(Node::text);
            let pattern = pattern.unwrap_or_default();
            format!("is `{written}`, which does not match the pattern `{pattern}`")
        }
        Kind::Format { format } => format!("is `{written}`, which is not of the format `{format}`"),
        Kind::MinLength { limit } => format!("is shorter than `minLength`, {limit}"),
        Kind::MaxLength { limit } => format!("is longer than `maxLength`, {limit}"),
        Kind::Minimum { limit } => format!("is {written}, below the minimum of {limit}"),
        Kind::Maximum { limit } => format!("is {written}, above the maximum of {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("is {written}, but must be above {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("is {written}, but must be below {limit}"),
        Kind::MultipleOf { multiple_of } => format!("is {written}, no multiple of {multiple_of}"),
        Kind::MinItems { limit } => format!("has fewer items than `minItems`, {limit}"),
        Kind::MaxItems { limit } => format!("has more items than `maxItems`, {limit}"),
        Kind::UniqueItems => "has an item twice, but `uniqueItems` is set".to_owned(),
        Kind::MinProperties { limit } => format!("has fewer members than `minProperties`, {limit}"),
        Kind::MaxProperties { limit } => format!("has more members than `maxProperties`, {limit}"),
        Kind::AnyOf { .. } => "fits none of the schemas that it may have".to_owned(),
        Kind::OneOfMultipleValid { .. } => {
            "fits more than one schema of `oneOf`, so it is not clear which one it is".to_owned()
        }
        other => format!("does not fit `{}`", other.keyword()),
    }
}

/// A value or a schema that a way leads to.
struct Place<'a> {
    node: &'a Node,
    /// The token that stands for it: its key, or the value itself in a list.
    head: Span,
    line: usize,
    path: String,
}

impl<'a> Place<'a> {
    fn in_example(node: &'a Node, way: &[String]) -> Self {
        let mut place = Self {
            node,
            head: node.span,
            line: node.span.start.line,
            path: String::new(),
        };
        for token in way {
            if let Some(entry) = place.node.entry(token) {
                let dot = if place.path.is_empty() { "" } else { "." };
                place.path.extend([dot, token]);
                place.node = &entry.value;
                place.head = entry.key.span;
            } else if let Some(item) = item(place.node, token) {
                place.path.extend(["[", token, "]"]);
                place.node = item;
                place.head = item.span;
            } else {
                break;
            }
        }
        place
    }

    /// The schema whose keyword refuses the value.
    fn of_schema(schemas: &Schemas<'a>, problem: &Problem) -> Option<Self> {
        let (index, way) = problem.keyword.split_first()?;
        let node = schemas.node(index.parse().ok()?)?;
        let mut place = Self::in_example(node, &[]);
        // The last token is the keyword itself.
        let (_, way) = way.split_last()?;
        for token in way {
            // Only the wrapper of what may be null is not in the contract.
            if let Some(next) = place.node.get(token).or_else(|| item(place.node, token)) {
                place.node = next;
                place.line = next.span.start.line;
            }
        }
        Some(place)
    }
}

fn item<'a>(list: &'a Node, index: &str) -> Option<&'a Node> {
    list.items().nth(index.parse().ok()?)
}
