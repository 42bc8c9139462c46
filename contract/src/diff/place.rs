//! Where values stand: in the text, as a JSON pointer, and in words such as ``query parameter `limit` ``
//! and ``200 response, `data[].name` ``.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::Span,
    grammar::{APIS, Kind, SECTIONS},
    index::{Index, Target},
    text::node::Node,
};

/// Where a value stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its key, or the value itself in a list.
    pub(super) span: Span,
    pub(super) pointer: String,
    /// The operation that it is in is not named.
    pub(super) words: String,
}

/// One token of a pointer, and what it leads to.
#[derive(Clone, Debug)]
struct Step<'a> {
    token: String,
    node: &'a Node,
}

/// The places of the values that are asked for.
pub(super) fn places(
    index: &Index<'_>,
    wanted: &HashSet<*const Node>,
) -> HashMap<*const Node, Place> {
    let mut found = HashMap::new();
    let (mut open, mut known) = (
        vec![(Vec::new(), index.root.span, index.root)],
        HashSet::new(),
    );
    while let Some((mut way, span, node)) = open.pop() {
        visit(&mut way, span, node, &mut |way, span, node| {
            if wanted.contains(&std::ptr::from_ref(node)) {
                let tokens = way
                    .iter()
                    .map(|it| it.token.replace('~', "~0").replace('/', "~1"));
                let pointer = tokens.fold(String::new(), |pointer, token| pointer + "/" + &token);
                let words = words(index, way);
                let place = Place {
                    span,
                    pointer,
                    words,
                };
                found.insert(std::ptr::from_ref(node), place);
            }
            // What is neither a component nor in one has the place of what refers to it.
            let reference = node.reference().and_then(Node::text);
            let reference = reference.filter(|it| Target::around(it).is_none());
            let target = reference.and_then(|it| index.target(it));
            let target = target.filter(|it| known.insert(std::ptr::from_ref(*it)));
            open.extend(target.map(|it| (way.to_vec(), span, it)));
        });
    }
    found
}

/// Calls `see` with each value that is in the node, the way to it and its span.
fn visit<'a>(
    way: &mut Vec<Step<'a>>,
    span: Span,
    node: &'a Node,
    see: &mut impl FnMut(&[Step<'a>], Span, &'a Node),
) {
    see(way, span, node);
    let entries = node.entries();
    let entries = entries.map(|it| (it.key.name().to_owned(), it.key.span, &it.value));
    let items = node.items().enumerate();
    let items = items.map(|(at, it)| (at.to_string(), it.span, it));
    for (token, span, node) in entries.chain(items) {
        way.push(Step { token, node });
        visit(way, span, node, see);
        way.pop();
    }
}

fn words(index: &Index<'_>, way: &[Step<'_>]) -> String {
    let tokens: Vec<&str> = way.iter().map(|step| step.token.as_str()).collect();
    match tokens[..] {
        [] => "the contract".to_owned(),
        ["paths", path] | ["paths", path, "summary" | "description", ..] => {
            format!("path `{path}`")
        }
        ["paths", path, "servers", ..] => format!("server of path `{path}`"),
        ["paths", _, "parameters", ..] => inner(index, &way[2..]).join(", "),
        ["paths", _, _, ..] => match &inner(index, &way[3..])[..] {
            [] => "operation".to_owned(),
            parts => parts.join(", "),
        },
        ["components", section, name, ..]
            if let Some((_, kind, label)) = SECTIONS.iter().find(|it| it.0 == section) =>
        {
            let path = schema(&way[3..]);
            match kind {
                Kind::Schema if path.is_empty() => format!("{label} `{name}`"),
                Kind::Schema if path.starts_with(['[', '{', '<']) => {
                    format!("{label} `{name}`, `{path}`")
                }
                Kind::Schema => format!("{label} `{name}`, property `{path}`"),
                _ => {
                    let named = parameter(index, way[2].node).filter(|_| *kind == Kind::Parameter);
                    let mut parts = vec![named.unwrap_or_else(|| format!("{label} `{name}`"))];
                    parts.extend(inner(index, &way[3..]));
                    parts.join(", ")
                }
            }
        }
        ["components", section, ..] => format!("components, `{section}`"),
        [APIS, name, ..] => format!("API `{name}`"),
        [key, ..] => key.to_owned(),
    }
}

/// The parts of an operation, of a parameter or of a response.
fn inner(index: &Index<'_>, mut way: &[Step<'_>]) -> Vec<String> {
    let mut parts = Vec::new();
    while let [Step { token, .. }, rest @ ..] = way {
        let (part, inside) = match (token.as_str(), rest) {
            ("parameters", [it, rest @ ..]) => (parameter(index, it.node), rest),
            ("responses", [it, rest @ ..]) => (Some(format!("{} response", it.token)), rest),
            ("headers", [it, rest @ ..]) => (Some(format!("header `{}`", it.token)), rest),
            ("content", [it, rest @ ..]) if it.token == "application/json" => (None, rest),
            ("content", [it, rest @ ..]) => (Some(format!("`{}`", it.token)), rest),
            ("requestBody", _) => (Some("request body".to_owned()), rest),
            ("servers", _) => (Some("server".to_owned()), rest),
            ("x-pagination", _) => (Some("paging".to_owned()), rest),
            ("schema", _) => {
                let path = Some(schema(rest)).filter(|path| !path.is_empty());
                (path.map(|path| format!("`{path}`")), &[][..])
            }
            // Any other key is of the part that has been named.
            _ => break,
        };
        parts.extend(part);
        way = inside;
    }
    parts
}

/// The way from a schema to a part of it: `data[].name`.
fn schema(mut way: &[Step<'_>]) -> String {
    let mut path = String::new();
    while let [Step { token, .. }, rest @ ..] = way {
        let dot = if path.is_empty() { "" } else { "." };
        let (part, inside) = match (token.as_str(), rest) {
            ("items", _) => ("[]".to_owned(), rest),
            ("not", _) => ("<not>".to_owned(), rest),
            ("additionalProperties", [_, ..]) => ("{}".to_owned(), rest),
            ("oneOf" | "anyOf", [it, rest @ ..]) => (format!("<{token} {}>", it.token), rest),
            ("properties", [it, rest @ ..]) => (format!("{dot}{}", it.token), rest),
            ("required", [it, rest @ ..]) => {
                (format!("{dot}{}", it.node.text().unwrap_or_default()), rest)
            }
            // Parts of `allOf` are parts of the whole.
            ("allOf", [_, rest @ ..]) => (String::new(), rest),
            _ => break,
        };
        path += &part;
        way = inside;
    }
    path
}

/// ``query parameter `limit` ``.
fn parameter(index: &Index<'_>, node: &Node) -> Option<String> {
    let node = index.resolve(node, Kind::Parameter)?;
    let (name, location) = (node.word("name")?, node.word("in")?);
    Some(format!("{location} parameter `{name}`"))
}
