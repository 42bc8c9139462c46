//! Where values stand: in the text, as a JSON pointer, and in words such as ``query parameter `limit` ``
//! and ``200 response, `data[].name` ``.

use std::{
    collections::{HashMap, HashSet},
    slice,
};

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
    let mut search = Search {
        index,
        wanted,
        steps: Vec::new(),
        found: HashMap::new(),
        loose: Vec::new(),
    };
    search.visit(index.root, index.root.span);
    // What is neither a component nor in one has the place of what refers to it.
    let mut known = HashSet::new();
    while let Some((steps, span, node)) = search.loose.pop() {
        if known.insert(std::ptr::from_ref(node)) {
            search.steps = steps;
            search.visit(node, span);
        }
    }
    search.found
}

struct Search<'s, 'a> {
    index: &'s Index<'a>,
    wanted: &'s HashSet<*const Node>,
    /// The way to the value that is visited.
    steps: Vec<Step<'a>>,
    found: HashMap<*const Node, Place>,
    /// What references lead to that is neither a component nor in one, with the way to the reference.
    loose: Vec<(Vec<Step<'a>>, Span, &'a Node)>,
}

impl<'a> Search<'_, 'a> {
    fn visit(&mut self, node: &'a Node, span: Span) {
        if self.wanted.contains(&std::ptr::from_ref(node)) {
            let tokens = self.steps.iter().map(|step| &step.token);
            let tokens = tokens.map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1")));
            let place = Place {
                span,
                pointer: tokens.collect(),
                words: words(self.index, &self.steps),
            };
            self.found.insert(node, place);
        }
        let reference = node.reference().and_then(Node::text);
        let loose = reference.filter(|it| Target::around(it).is_none());
        if let Some(target) = loose.and_then(|it| self.index.target(it)) {
            self.loose.push((self.steps.clone(), span, target));
        }
        for entry in node.entries() {
            self.step(entry.key.name().to_owned(), &entry.value, entry.key.span);
        }
        for (at, item) in node.items().enumerate() {
            self.step(at.to_string(), item, item.span);
        }
    }

    fn step(&mut self, token: String, node: &'a Node, span: Span) {
        self.steps.push(Step { token, node });
        self.visit(node, span);
        self.steps.pop();
    }
}

fn words(index: &Index<'_>, steps: &[Step<'_>]) -> String {
    let mut reader = Reader {
        index,
        steps: steps.iter(),
        parts: Vec::new(),
    };
    reader.read();
    reader.parts.join(", ")
}

/// Reads a pointer, token by token.
struct Reader<'r, 'a> {
    index: &'r Index<'a>,
    steps: slice::Iter<'r, Step<'a>>,
    parts: Vec<String>,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn token(&mut self) -> Option<&'r str> {
        self.steps.next().map(|step| step.token.as_str())
    }

    fn read(&mut self) {
        let part = match (self.token(), self.token()) {
            (None, _) => "the contract".to_owned(),
            (Some("paths"), path) => return self.path(path.unwrap_or_default()),
            (Some("components"), section) => return self.component(section.unwrap_or_default()),
            (Some(APIS), Some(name)) => format!("API `{name}`"),
            (Some(key), _) => key.to_owned(),
        };
        self.parts.push(part);
    }

    fn path(&mut self, path: &str) {
        match self.steps.as_slice().first().map(|it| it.token.as_str()) {
            Some("servers") => self.parts.push(format!("server of path `{path}`")),
            None | Some("summary" | "description") => self.parts.push(format!("path `{path}`")),
            Some("parameters") => self.inner(),
            Some(_) => {
                self.steps.next();
                self.inner();
            }
        }
        if self.parts.is_empty() {
            self.parts.push("operation".to_owned());
        }
    }

    fn component(&mut self, section: &str) {
        let Some((_, kind, label)) = SECTIONS.iter().find(|(known, ..)| *known == section) else {
            return self.parts.push(format!("components, `{section}`"));
        };
        let component = self.steps.next();
        let name = component.map_or("", |it| it.token.as_str());
        let parameter = component.filter(|_| *kind == Kind::Parameter);
        let part = parameter.and_then(|it| self.parameter(it.node));
        self.parts
            .push(part.unwrap_or_else(|| format!("{label} `{name}`")));
        if *kind == Kind::Schema {
            let path = self.schema();
            match path.chars().next() {
                None => {}
                Some('[' | '{' | '<') => self.parts.push(format!("`{path}`")),
                Some(_) => self.parts.push(format!("property `{path}`")),
            }
        } else {
            self.inner();
        }
    }

    /// The parts of an operation, of a parameter or of a response. Any other key is of the part that has
    /// been named.
    fn inner(&mut self) {
        while let Some(key) = self.token() {
            let part = match key {
                "parameters" => self.steps.next().and_then(|it| self.parameter(it.node)),
                "requestBody" => Some("request body".to_owned()),
                "responses" => self.token().map(|status| format!("{status} response")),
                "headers" => self.token().map(|name| format!("header `{name}`")),
                "content" => {
                    let media_type = self.token().filter(|it| *it != "application/json");
                    media_type.map(|it| format!("`{it}`"))
                }
                "schema" => {
                    let path = Some(self.schema()).filter(|it| !it.is_empty());
                    path.map(|it| format!("`{it}`"))
                }
                "servers" => Some("server".to_owned()),
                "x-pagination" => Some("paging".to_owned()),
                _ => return,
            };
            self.parts.extend(part);
        }
    }

    /// The way from a schema to a part of it: `data[].name`.
    fn schema(&mut self) -> String {
        let mut path = String::new();
        while let Some(key) = self.token() {
            let is_last = self.steps.as_slice().is_empty();
            match key {
                "items" => path.push_str("[]"),
                "not" => path.push_str("<not>"),
                "additionalProperties" if !is_last => path.push_str("{}"),
                "allOf" | "oneOf" | "anyOf" | "properties" | "required" => {
                    let Some(Step { token, node }) = self.steps.next() else {
                        break;
                    };
                    let dot = if path.is_empty() { "" } else { "." };
                    match key {
                        // Parts of `allOf` are parts of the whole.
                        "allOf" => {}
                        "properties" => path.extend([dot, token]),
                        "required" => path.extend([dot, node.text().unwrap_or_default()]),
                        _ => path.extend(["<", key, " ", token, ">"]),
                    }
                }
                _ => break,
            }
        }
        path
    }

    /// ``query parameter `limit` ``.
    fn parameter(&self, node: &'a Node) -> Option<String> {
        let node = self.index.resolve(node, Kind::Parameter)?;
        let (name, location) = (node.word("name")?, node.word("in")?);
        Some(format!("{location} parameter `{name}`"))
    }
}
