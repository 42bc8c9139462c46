//! Names that are different in the contract and the same in Rust: progenitor panics on some, takes
//! one for the other, or writes code that does not compile.

use std::collections::HashMap;

use heck::{ToPascalCase, ToSnakeCase};

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report, Span},
    grammar::Kind,
    node::Node,
    operation::Operation,
    schema::members,
    survey::{Owner, Survey, split_name},
};

pub(super) const RULES: &[Rule] = &[properties, enum_values, schemas, operations, parameters];

/// Whether a name is what Rust calls snake case.
pub(super) fn is_snake(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(is_allowed)
        && !name.ends_with('_')
        && !name.contains("__")
}

/// `text` as the name of a field, a method or an argument.
pub(super) fn snake(text: &str) -> String {
    cleaned(text).to_snake_case()
}

/// `text` as the name of a type or a variant.
pub(super) fn pascal(text: &str) -> String {
    cleaned(text).to_pascal_case()
}

/// What progenitor does to a name before it changes the case.
fn cleaned(text: &str) -> String {
    match text {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => text
            .replace('\'', "")
            .replace(|c: char| !(c.is_alphanumeric() || c == '_'), "-"),
    }
}

/// The names in use so far: the Rust name, and what took it on which line.
#[derive(Default)]
struct Taken<'a> {
    names: HashMap<String, (&'a str, usize)>,
}

impl<'a> Taken<'a> {
    /// Takes a name, or reports who has it.
    fn take(
        &mut self,
        rust: String,
        written: &'a str,
        span: Span,
        owner: Owner<'_>,
        report: &mut Report,
    ) {
        let Some((other, line)) = self.names.get(&rust) else {
            self.names.insert(rust, (written, span.start.line));
            return;
        };
        // Two names that are the same in the contract too are the slip of another rule.
        if *other != written {
            let message =
                format!("`{written}` and `{other}` (line {line}) are both `{rust}` in Rust");
            report.add(
                Finding::about(owner, "rust-name-clash", span, message)
                    .help("rename one of the two; case and punctuation do not tell them apart"),
            );
        }
    }
}

/// `rust-name-clash`: properties of one schema become fields of one struct.
fn properties(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let mut taken = Taken::default();
        let keeps_others = site
            .node
            .get("additionalProperties")
            .is_some_and(|others| others.map().is_some() || others.flag() == Some(true));
        for entry in site
            .node
            .get("properties")
            .into_iter()
            .flat_map(Node::entries)
        {
            let key = &entry.key;
            let rust = snake(key.name());
            if keeps_others && rust == "extra" {
                let message = format!("the property `{}` is `extra` in Rust", key.name());
                report.add(
                    Finding::about(site.owner, "rust-name-clash", key.span, message).help(
                        "`extra` holds the additional properties: remove `additionalProperties`",
                    ),
                );
            }
            taken.take(rust, key.name(), key.span, site.owner, report);
        }
    }
}

/// `rust-name-clash`: values of one enumeration become variants of one enum.
fn enum_values(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Schema) {
        let mut taken = Taken::default();
        for node in members(site.node, "enum") {
            if let Some(text) = node.text() {
                taken.take(pascal(text), text, node.span, site.owner, report);
            }
        }
    }
}

/// `rust-name-clash`: schemas of one API become types of one module.
fn schemas(survey: &Survey<'_>, report: &mut Report) {
    let mut apis: HashMap<&str, Taken<'_>> = HashMap::new();
    for key in survey.section("schemas").map(|entry| &entry.key) {
        if let Some((api, name)) = split_name(key.name()) {
            let taken = apis.entry(api).or_default();
            taken.take(pascal(name), key.name(), key.span, Owner::Contract, report);
        }
    }
}

/// `rust-name-clash`: operations of one API become methods of one client.
fn operations(survey: &Survey<'_>, report: &mut Report) {
    let mut apis: HashMap<&str, Taken<'_>> = HashMap::new();
    for (node, id) in survey.operations.iter().filter_map(Operation::id) {
        if let Some((api, name)) = split_name(id) {
            let taken = apis.entry(api).or_default();
            taken.take(snake(name), id, node.span, Owner::Contract, report);
        }
    }
}

/// `rust-name-clash`: parameters of one operation become setters of one builder.
fn parameters(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        let mut taken: HashMap<String, (&str, &str)> = HashMap::new();
        for parameter in operation.parameters(survey) {
            let Some((name, location)) = parameter.identity() else {
                continue;
            };
            let rust = snake(name);
            let Some((other, place)) = taken.get(&rust) else {
                taken.insert(rust, (name, location));
                continue;
            };
            // The same parameter twice is the slip of another rule.
            if (*other, *place) != (name, location) {
                let message = format!(
                    "the {location} parameter `{name}` and the {place} parameter `{other}` \
                     are both `{rust}` in Rust"
                );
                report.add(
                    Finding::about(
                        operation.owner,
                        "rust-name-clash",
                        parameter.span(),
                        message,
                    )
                    .help("an operation's parameters need different names"),
                );
            }
        }
    }
}
