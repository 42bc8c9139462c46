//! Limits of a value: in words for documentation, and as checks of arguments.

use contract::Node;

/// What the contract asks of a value beyond its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Constraints {
    pub(crate) pattern: Option<String>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    /// The smallest and the largest integer.
    pub(crate) range: (Option<i64>, Option<i64>),
}

impl Constraints {
    pub(crate) fn of(node: &Node) -> Self {
        let number = |key: &str| i64::try_from(node.get(key)?.integer()?).ok();
        let count = |key: &str| usize::try_from(node.get(key)?.integer()?).ok();
        let excluded = |key: &str| i64::from(node.get(key).and_then(Node::flag) == Some(true));
        Self {
            pattern: node.get("pattern").and_then(Node::text).map(str::to_owned),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            range: (
                number("minimum").and_then(|it| it.checked_add(excluded("exclusiveMinimum"))),
                number("maximum").and_then(|it| it.checked_sub(excluded("exclusiveMaximum"))),
            ),
        }
    }

    /// Whether text has to have a form or a length.
    pub(crate) fn is_of_text(&self) -> bool {
        self.pattern.is_some() || self.min_length.is_some() || self.max_length.is_some()
    }

    /// One sentence for each limit, and for the default.
    pub(crate) fn in_words(node: &Node) -> Vec<String> {
        let limits = Self::of(node);
        let length = match (limits.min_length, limits.max_length) {
            (Some(minimum), Some(maximum)) if minimum == maximum => Some(format!("{minimum}")),
            (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum}")),
            (Some(minimum), None) => Some(format!("at least {minimum}")),
            (None, Some(maximum)) => Some(format!("at most {maximum}")),
            (None, None) => None,
        };
        let range = match limits.range {
            (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum}")),
            (Some(minimum), None) => Some(format!("at least {minimum}")),
            (None, Some(maximum)) => Some(format!("at most {maximum}")),
            (None, None) => None,
        };
        let default = node.get("default").map(Node::to_json);
        let default = default.map(|value| match value.as_str() {
            Some(text) => format!("`{text}`"),
            None => format!("`{value}`"),
        });
        let words = [
            range.map(|range| format!("Range: {range}.")),
            length.map(|length| format!("Length: {length} characters.")),
            limits
                .pattern
                .map(|pattern| format!("Pattern: `{pattern}`.")),
            default.map(|default| format!("The server's default: {default}.")),
        ];
        words.into_iter().flatten().collect()
    }
}
