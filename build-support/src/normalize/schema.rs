//! What the parts of one schema say together.

use contract::{Index, Node};

use super::{About, Constraints, merge::Part};

/// What kind of values a schema describes.
pub(super) enum Form<'a> {
    Union {
        members: Vec<&'a Node>,
        base: Vec<Part<'a>>,
    },
    /// Text of which values are known.
    Enum(Vec<String>),
    Object,
    Map,
    List,
    /// A type without parts, by its name in the contract.
    Scalar(&'a str),
    Any,
}

/// What the parts of a schema describe.
pub(super) fn form<'a>(index: &Index<'a>, parts: &[Part<'a>]) -> Form<'a> {
    let mut unions = parts.iter().filter_map(|part| {
        let key = ["oneOf", "anyOf"]
            .into_iter()
            .find(|key| part.node.get(key).is_some());
        let members: Vec<_> = part.node.get(key?)?.items().collect();
        let is_union = !part.without_union && members.iter().any(|it| !only_checks(index, it));
        is_union.then_some((part, members))
    });
    if let Some((own, members)) = unions.next() {
        // Two unions at once: every combination of their members would be a type.
        if unions.next().is_some() {
            return Form::Any;
        }
        let base = parts.iter().map(|part| Part {
            without_union: part.without_union || std::ptr::eq(part.node, own.node),
            ..*part
        });
        let members = members
            .into_iter()
            .filter(|it| !is_null(index, it))
            .collect();
        return Form::Union {
            members,
            base: base.filter(|part| says_something(part)).collect(),
        };
    }
    let mut types = parts
        .iter()
        .filter_map(|part| part.node.get("type")?.text());
    let ty = types.next();
    if types.any(|other| Some(other) != ty) {
        return Form::Any;
    }
    let has = |key: &str| parts.iter().any(|part| part.node.get(key).is_some());
    match ty {
        Some("string") => match values(parts) {
            Some(values) => Form::Enum(values),
            None => Form::Scalar("string"),
        },
        Some("object") => object_or_map(parts),
        Some("array") => Form::List,
        Some(other) => Form::Scalar(other),
        None if has("properties") || has("additionalProperties") => object_or_map(parts),
        None if has("items") => Form::List,
        None => match values(parts) {
            Some(values) if are_all_text(parts) => Form::Enum(values),
            _ => Form::Any,
        },
    }
}

fn object_or_map<'a>(parts: &[Part<'_>]) -> Form<'a> {
    let mut properties = parts.iter().filter_map(|part| part.node.get("properties"));
    if properties.any(|it| it.entries().next().is_some()) {
        Form::Object
    } else {
        Form::Map
    }
}

/// The values of an enum of text, each once.
fn values(parts: &[Part<'_>]) -> Option<Vec<String>> {
    let lists = parts.iter().filter_map(|part| part.node.get("enum"));
    let mut values: Option<Vec<String>> = None;
    for list in lists {
        let mut listed: Vec<String> = Vec::new();
        for text in list.items().filter_map(Node::text) {
            if !listed.iter().any(|it| it == text) {
                listed.push(text.to_owned());
            }
        }
        values = Some(match values {
            Some(values) => values
                .into_iter()
                .filter(|it| listed.contains(it))
                .collect(),
            None => listed,
        });
    }
    values.filter(|values| !values.is_empty())
}

fn are_all_text(parts: &[Part<'_>]) -> bool {
    let lists = parts.iter().filter_map(|part| part.node.get("enum"));
    lists
        .flat_map(Node::items)
        .all(|it| it.text().is_some() || it.to_json().is_null())
}

/// Whether a member of a union says nothing but what is required or forbidden.
fn only_checks(index: &Index<'_>, node: &Node) -> bool {
    const CHECKS: &[&str] = &["required", "not", "description", "title", "type"];
    let keys = |node: &Node| {
        node.entries()
            .all(|entry| CHECKS.contains(&entry.key.name()))
    };
    node.reference().is_none() && node.get("required").or(node.get("not")).is_some() && keys(node)
        || index.schema(node).is_none()
}

/// Whether null is the only value.
pub(super) fn is_null(index: &Index<'_>, node: &Node) -> bool {
    let list = index.schema(node).and_then(|it| it.node.get("enum"));
    let mut values = list.into_iter().flat_map(Node::items).peekable();
    values.peek().is_some() && values.all(|it| it.to_json().is_null())
}

/// The only member of `oneOf` or `anyOf` besides null.
pub(super) fn only_member<'a>(index: &Index<'a>, node: &'a Node) -> Option<&'a Node> {
    let list = node.get("oneOf").or_else(|| node.get("anyOf"))?;
    let mut members = list.items().filter(|it| !is_null(index, it));
    let member = members.next()?;
    members.next().is_none().then_some(member)
}

/// Whether null is among the values.
pub(super) fn is_nullable(index: &Index<'_>, node: &Node) -> bool {
    let Some(schema) = index.schema(node) else {
        return false;
    };
    let node = schema.node;
    let mut values = node.get("enum").into_iter().flat_map(Node::items);
    let mut members = ["oneOf", "anyOf", "allOf"]
        .into_iter()
        .flat_map(|key| node.get(key).into_iter().flat_map(Node::items));
    node.get("nullable").and_then(Node::flag) == Some(true)
        || values.any(|value| value.to_json().is_null())
        || members.any(|member| {
            is_null(index, member)
                || member.reference().is_none()
                    && member.get("nullable").and_then(Node::flag) == Some(true)
        })
}

/// Whether a part adds something to each member of the union beside it.
fn says_something(part: &Part<'_>) -> bool {
    const SAYING: &[&str] = &[
        "properties",
        "additionalProperties",
        "items",
        "enum",
        "format",
    ];
    let says = SAYING.iter().any(|key| part.node.get(key).is_some());
    let has_union = ["oneOf", "anyOf"]
        .iter()
        .any(|key| part.node.get(key).is_some());
    says || has_union && !part.without_union
}

/// What the parts say for people: the first description, the schema's own before those of the members
/// of its `allOf`; every limit.
pub(super) fn about(parts: &[Part<'_>]) -> About {
    let mut about = About::default();
    let own = parts.iter().filter(|it| !it.is_member);
    for part in own.chain(parts) {
        about.add(part.node);
    }
    about
}

impl About {
    /// What a schema, a property or a parameter says for people.
    pub(crate) fn of(node: &Node) -> Self {
        let mut about = Self::default();
        about.add(node);
        about
    }

    fn add(&mut self, node: &Node) {
        let text = node
            .get("description")
            .and_then(Node::text)
            .or_else(|| node.get("title")?.text());
        if self.description.is_none() {
            self.description = text.map(str::to_owned);
        }
        self.deprecated |= node.get("deprecated").and_then(Node::flag) == Some(true);
        for sentence in Constraints::in_words(node) {
            if !self.constraints.contains(&sentence) {
                self.constraints.push(sentence);
            }
        }
    }
}
