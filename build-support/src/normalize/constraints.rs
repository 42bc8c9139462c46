//! Limits of a value: in words for documentation, and as checks of what is sent.

use std::fmt::Display;

use contract::Node;

use super::Type;

/// The end of a range of numbers, and whether it is excluded.
type End = Option<(f64, bool)>;

/// What the contract asks of a value beyond its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constraints {
    pub(crate) pattern: Option<String>,
    /// What the pattern means, for people; nothing where there is none.
    pub(crate) meaning: Option<String>,
    pub(crate) length: (Option<usize>, Option<usize>),
    /// The smallest and the largest integer.
    pub(crate) range: (Option<i128>, Option<i128>),
    /// The least and the greatest other number.
    pub(crate) numbers: (End, End),
    /// How many items a list has.
    pub(crate) items: (Option<usize>, Option<usize>),
    /// How many properties a map or an object has.
    pub(crate) properties: (Option<usize>, Option<usize>),
}

/// What is asked of a value that is sent, and of what is in it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are of the large one")]
pub(crate) enum Bound {
    Own(Constraints),
    /// Of each item of a list, or value of a map.
    Each(Box<Bound>),
}

impl Bound {
    /// What is asked of the value itself.
    pub(super) fn own(self) -> Option<Constraints> {
        match self {
            Self::Own(own) => Some(own),
            Self::Each(_) => None,
        }
    }
}

impl Constraints {
    pub(crate) fn of(node: &Node) -> Self {
        let count = |key: &str| usize::try_from(node.get(key)?.whole()?).ok();
        let is_excluded = |key: &str| node.get(key).and_then(Node::flag) == Some(true);
        let bound = |key: &str, exclusive: &str| {
            Some((node.get(key)?.to_json().as_f64()?, is_excluded(exclusive)))
        };
        // The last integer that is allowed, and the way to the next.
        let integer = |key: &str, exclusive: &str, inwards: i128, round: fn(f64) -> f64| {
            let end = node.get(key)?;
            let Some(whole) = end.whole() else {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a larger one becomes the largest"
                )]
                return Some(round(end.to_json().as_f64()?) as i128);
            };
            let step = if is_excluded(exclusive) { inwards } else { 0 };
            Some(whole.saturating_add(step))
        };
        let pattern = node.get("pattern").and_then(Node::text);
        Self {
            pattern: pattern.map(str::to_owned),
            meaning: pattern.and_then(|_| meaning(node.get("description")?.text()?)),
            length: (count("minLength"), count("maxLength")),
            range: (
                integer("minimum", "exclusiveMinimum", 1, f64::ceil),
                integer("maximum", "exclusiveMaximum", -1, f64::floor),
            ),
            numbers: (
                bound("minimum", "exclusiveMinimum"),
                bound("maximum", "exclusiveMaximum"),
            ),
            items: (count("minItems"), count("maxItems")),
            properties: (count("minProperties"), count("maxProperties")),
        }
    }

    /// Whether they say something about values of this type. Types with names say it themselves.
    pub(crate) fn apply_to(&self, ty: &Type) -> bool {
        match ty.value() {
            Type::Text => self.is_of_text(),
            Type::Integer(_) => self.range != (None, None),
            Type::Float(_) => self.numbers != (None, None),
            Type::List(_) => self.items != (None, None),
            Type::Map(_) => self.properties != (None, None),
            _ => false,
        }
    }

    /// Whether text has to have a form or a length.
    pub(crate) fn is_of_text(&self) -> bool {
        self.pattern.is_some() || self.length != (None, None)
    }

    /// One sentence for each limit, and for the default.
    pub(crate) fn in_words(node: &Node) -> Vec<String> {
        let limits = Self::of(node);
        let range = match node.get("type").and_then(Node::text) {
            Some("number") => numbers(limits.numbers),
            _ => interval(limits.range),
        };
        let is_unique = node.get("uniqueItems").and_then(Node::flag) == Some(true);
        let step = node.get("multipleOf").map(Node::to_json);
        let default = node.get("default").map(Node::to_json);
        let default = default.map(|value| match value.as_str() {
            Some(text) => format!("`{text}`"),
            None => format!("`{value}`"),
        });
        let words = [
            range.map(|range| format!("Range: {range}.")),
            interval(limits.length).map(|length| {
                let is_one = length.rsplit(' ').next() == Some("1");
                format!(
                    "Length: {length} character{}.",
                    if is_one { "" } else { "s" }
                )
            }),
            limits
                .pattern
                .map(|pattern| format!("Pattern: `{pattern}`.")),
            interval(limits.items).map(|items| format!("Items: {items}.")),
            interval(limits.properties).map(|number| format!("Properties: {number}.")),
            is_unique.then(|| "No item twice.".to_owned()),
            step.map(|step| format!("Multiples of {step}.")),
            default.map(|default| format!("The server's default: {default}.")),
        ];
        words.into_iter().flatten().collect()
    }
}

/// The first sentence of a description, if it can stand in a message.
pub(super) fn meaning(description: &str) -> Option<String> {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let words: Vec<_> = paragraph.split_whitespace().collect();
    let text = words.join(" ");
    let mut ends = text.match_indices(". ").map(|(end, _)| end);
    let end = ends
        .find(|end| text[end + 2..].starts_with(|next: char| next.is_uppercase() || next == '`'));
    let first = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    let is_plain =
        (1..=120).contains(&first.chars().count()) && !first.contains(['[', '<', '*', '#']);
    is_plain.then(|| first.to_owned())
}

/// The words for an interval that has an end.
fn interval<T: Display + PartialEq>(ends: (Option<T>, Option<T>)) -> Option<String> {
    match ends {
        (Some(least), Some(most)) if least == most => Some(format!("{least}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    }
}

/// The same for numbers that are no integers, whose ends may be excluded.
fn numbers((least, most): (End, End)) -> Option<String> {
    let words = |end: End, words: [&str; 2]| {
        end.map(|(end, is_excluded)| format!("{} {end}", words[usize::from(is_excluded)]))
    };
    let least = words(least, ["at least", "more than"]);
    match (least, words(most, ["at most", "less than"])) {
        (Some(least), Some(most)) => Some(format!("{least} and {most}")),
        (least, most) => least.or(most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_of_a_description_is_its_meaning() {
        for (description, expected) in [
            (
                "6 to 20 digits. `phone_number_id` in events.",
                Some("6 to 20 digits"),
            ),
            ("Lines\nof one. Another.\n\nMore.", Some("Lines of one")),
            (
                "Up to 3 letters, e.g. abc.",
                Some("Up to 3 letters, e.g. abc"),
            ),
            ("See [the list](https://example.com).", None),
            ("", None),
        ] {
            assert_eq!(meaning(description).as_deref(), expected, "{description}");
        }
    }
}
