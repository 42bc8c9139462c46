//! A JSON pointer in words: ``query parameter `limit` ``, ``200 response, `data[].name` ``.

use super::document::{Document, Site};
use crate::grammar::{APIS, Kind, SECTIONS};

/// Where the value is that `pointer` leads to, without the operation that it is in.
pub(super) fn describe(document: &Document<'_>, pointer: &str) -> String {
    let mut tokens: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|it| it.replace("~1", "/").replace("~0", "~"))
        .collect();
    tokens.reverse();
    let mut reader = Reader {
        document,
        site: document.root(),
        tokens,
    };
    let mut parts = Vec::new();
    match reader.next().as_deref() {
        None => parts.push("the contract".to_owned()),
        Some("paths") => {
            let path = reader.next().unwrap_or_default();
            reader.inside_path(&path, &mut parts);
            if parts.is_empty() {
                parts.push("operation".to_owned());
            }
        }
        Some("components") => reader.component(&mut parts),
        Some(key) if key == APIS => parts.extend(reader.next().map(|name| format!("API `{name}`"))),
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
        let index = token.parse::<usize>().ok();
        let item = index.and_then(|index| self.site.items().nth(index));
        if let Some(inner) = item.or_else(|| self.site.get(&token)) {
            self.site = inner;
        }
        Some(token)
    }

    fn inside_path(&mut self, path: &str, parts: &mut Vec<String>) {
        match self.tokens.last().map(String::as_str) {
            Some("servers") => parts.push(format!("server of path `{path}`")),
            Some("parameters") => self.inner(parts),
            None | Some("summary" | "description") => parts.push(format!("path `{path}`")),
            _ => {
                self.next();
                self.inner(parts);
            }
        }
    }

    fn component(&mut self, parts: &mut Vec<String>) {
        let section = self.next().unwrap_or_default();
        let name = self.next().unwrap_or_default();
        let known = SECTIONS.iter().find(|(known, ..)| *known == section);
        match known {
            Some((_, Kind::Schema, _)) => {
                parts.push(format!("schema `{name}`"));
                let path = self.schema();
                if !path.is_empty() {
                    let is_part = path.starts_with(['[', '{', '<']);
                    parts.push(if is_part {
                        format!("`{path}`")
                    } else {
                        format!("property `{path}`")
                    });
                }
            }
            Some((_, Kind::Parameter, label)) => {
                parts.push(parameter(&self.site).unwrap_or_else(|| format!("{label} `{name}`")));
                self.inner(parts);
            }
            Some((.., label)) => {
                parts.push(format!("{label} `{name}`"));
                self.inner(parts);
            }
            None => parts.push(format!("components, `{section}`")),
        }
    }

    /// The parts of an operation, of a parameter or of a response.
    fn inner(&mut self, parts: &mut Vec<String>) {
        while let Some(token) = self.next() {
            match token.as_str() {
                "parameters" => {
                    if self.next().is_some() {
                        parts.extend(parameter(
                            &self.document.resolve(&self.site, Kind::Parameter),
                        ));
                    }
                }
                "requestBody" => parts.push("request body".to_owned()),
                "responses" => parts.extend(self.next().map(|status| format!("{status} response"))),
                "headers" => parts.extend(self.next().map(|name| format!("header `{name}`"))),
                "content" => {
                    let media_type = self.next().filter(|it| it != "application/json");
                    parts.extend(media_type.map(|it| format!("`{it}`")));
                }
                "schema" => {
                    let path = self.schema();
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
    fn schema(&mut self) -> String {
        let mut path = String::new();
        while let Some(token) = self.next() {
            match token.as_str() {
                "properties" => {
                    let Some(name) = self.next() else { break };
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&name);
                }
                "required" if !self.tokens.is_empty() => {
                    self.next();
                    let dot = if path.is_empty() { "" } else { "." };
                    path.extend([dot, self.site.node.text().unwrap_or_default()]);
                }
                "items" => path.push_str("[]"),
                "additionalProperties" if !self.tokens.is_empty() => path.push_str("{}"),
                "oneOf" | "anyOf" => {
                    if let Some(index) = self.next() {
                        path.extend(["<", &token, " ", &index, ">"]);
                    }
                }
                // Parts of `allOf` are parts of the whole.
                "allOf" => drop(self.next()),
                "not" => path.push_str("<not>"),
                _ => break,
            }
        }
        path
    }
}

/// ``query parameter `limit` ``.
fn parameter(site: &Site<'_>) -> Option<String> {
    let (name, location) = (site.text("name")?, site.text("in")?);
    Some(format!("{location} parameter `{name}`"))
}
