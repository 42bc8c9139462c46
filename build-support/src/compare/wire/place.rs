//! A JSON pointer in words: ``query parameter `limit` ``, ``200 answer, `data[].name` ``.

use super::document::{Document, Site};

/// Where the value is that `pointer` leads to, without the operation that it is in.
pub(super) fn describe(document: &Document<'_>, pointer: &str) -> String {
    let mut reader = Reader {
        document,
        site: document.root(),
        tokens: Vec::new(),
    };
    let tokens = pointer.split('/').skip(1);
    reader.tokens = tokens
        .map(|it| it.replace("~1", "/").replace("~0", "~"))
        .collect();
    reader.tokens.reverse();
    let mut parts = Vec::new();
    let head = reader.next();
    match head.as_deref() {
        None => parts.push("the contract".to_owned()),
        Some("paths") => {
            let path = reader.next().unwrap_or_default();
            if !reader.tokens.is_empty() {
                inside_path(&mut reader, &path, &mut parts);
            }
            if parts.is_empty() {
                parts.push("operation".to_owned());
            }
        }
        Some("components") => component(&mut reader, &mut parts),
        Some("x-apis") => parts.extend(reader.next().map(|name| format!("API `{name}`"))),
        Some(section) => parts.push(section.to_owned()),
    }
    parts.join(", ")
}

/// Reads a pointer, token by token, with the value that it has come to.
struct Reader<'d, 'a> {
    document: &'d Document<'a>,
    site: Site<'a>,
    /// What is left of the pointer, its next token last.
    tokens: Vec<String>,
}

impl Reader<'_, '_> {
    fn next(&mut self) -> Option<String> {
        let token = self.tokens.pop()?;
        let inner = match token.parse::<usize>() {
            Ok(index) if self.site.value.is_array() => self.site.items().nth(index),
            _ => self.site.get(&token),
        };
        if let Some(inner) = inner {
            self.site = inner;
        }
        Some(token)
    }
}

fn inside_path(reader: &mut Reader<'_, '_>, path: &str, parts: &mut Vec<String>) {
    match reader.tokens.last().map(String::as_str) {
        Some("servers") => parts.push(format!("server of path `{path}`")),
        Some("parameters") => inner(reader, parts),
        Some("summary" | "description") => parts.push(format!("path `{path}`")),
        _ => {
            reader.next();
            inner(reader, parts);
        }
    }
}

fn component(reader: &mut Reader<'_, '_>, parts: &mut Vec<String>) {
    let section = reader.next().unwrap_or_default();
    let name = reader.next().unwrap_or_default();
    match section.as_str() {
        "schemas" => {
            parts.push(format!("schema `{name}`"));
            let path = schema(reader);
            if !path.is_empty() {
                parts.push(format!("property `{path}`"));
            }
        }
        "parameters" => {
            parts.push(parameter(&reader.site).unwrap_or_else(|| format!("parameter `{name}`")));
            inner(reader, parts);
        }
        "securitySchemes" => parts.push(format!("security scheme `{name}`")),
        "responses" | "requestBodies" | "headers" | "examples" => {
            let label = match section.as_str() {
                "responses" => "response",
                "requestBodies" => "request body",
                "headers" => "header",
                _ => "example",
            };
            parts.push(format!("{label} `{name}`"));
            inner(reader, parts);
        }
        _ => parts.push(format!("components, `{section}`")),
    }
}

/// ``query parameter `limit` ``.
fn parameter(site: &Site<'_>) -> Option<String> {
    let (name, location) = (site.text("name")?, site.text("in")?);
    Some(format!("{location} parameter `{name}`"))
}

/// The parts of an operation, of a parameter or of an answer.
fn inner(reader: &mut Reader<'_, '_>, parts: &mut Vec<String>) {
    while let Some(token) = reader.next() {
        match token.as_str() {
            "parameters" => {
                if reader.next().is_some() {
                    let site = reader.document.resolve(&reader.site);
                    parts.extend(parameter(&site));
                }
            }
            "requestBody" => parts.push("request body".to_owned()),
            "responses" => {
                parts.extend(reader.next().map(|status| format!("{status} answer")));
            }
            "headers" => parts.extend(reader.next().map(|name| format!("header `{name}`"))),
            "content" => {
                let media_type = reader.next().filter(|it| it != "application/json");
                parts.extend(media_type.map(|it| format!("`{it}`")));
            }
            "schema" => {
                let path = schema(reader);
                if !path.is_empty() {
                    parts.push(format!("`{path}`"));
                }
            }
            "servers" => parts.push("server".to_owned()),
            "x-pagination" => parts.push("paging".to_owned()),
            // Any other key is of the part that has been named.
            _ => return,
        }
    }
}

/// The way from a schema to a part of it: `data[].name`.
fn schema(reader: &mut Reader<'_, '_>) -> String {
    let mut path = String::new();
    while let Some(token) = reader.next() {
        match token.as_str() {
            "properties" => {
                let Some(name) = reader.next() else {
                    break;
                };
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&name);
            }
            "items" => path.push_str("[]"),
            "additionalProperties" if !reader.tokens.is_empty() => path.push_str("{}"),
            "oneOf" | "anyOf" => {
                if let Some(index) = reader.next() {
                    path.extend(["<", &token, " ", &index, ">"]);
                }
            }
            // Parts of `allOf` are parts of the whole.
            "allOf" => drop(reader.next()),
            "not" => path.push_str("<not>"),
            _ => break,
        }
    }
    path
}
