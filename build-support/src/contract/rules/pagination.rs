//! `x-pagination` names a parameter and properties that are there and can lead from page to page.

use super::Rule;
use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::{Entry, Node},
    operation::{Operation, Parameter},
    schema::{composed, is_made_of, is_nullable, property, requires},
    suggest::did_you_mean,
    survey::Survey,
};

pub(super) const RULES: &[Rule] = &[cursors, pages];

/// One member of an operation's `x-pagination`: where it stands and the name it gives.
struct Named<'a> {
    node: &'a Node,
    name: &'a str,
}

fn named<'a>(pagination: &'a Node, member: &str) -> Option<Named<'a>> {
    let node = pagination.get(member)?;
    let name = node.text()?;
    Some(Named { node, name })
}

fn paged<'s, 'a>(survey: &'s Survey<'a>) -> impl Iterator<Item = (&'s Operation<'a>, &'a Entry)> {
    let operations = survey.operations.iter();
    operations.filter_map(|operation| Some((operation, operation.node.entry("x-pagination")?)))
}

fn bad(operation: &Operation<'_>, named: &Named<'_>, message: String) -> Finding {
    Finding::about(operation.owner, "bad-pagination", named.node.span, message)
}

/// `bad-pagination`: the cursor is a query parameter of text that may be left out.
fn cursors(survey: &Survey<'_>, report: &mut Report) {
    for (operation, pagination) in paged(survey) {
        let Some(cursor) = named(&pagination.value, "cursor") else {
            continue;
        };
        let name = cursor.name;
        let parameters = operation.parameters(survey);
        let mut query = parameters
            .iter()
            .filter(|parameter| parameter.location() == Some("query"));
        let Some(parameter) = query.find(|parameter| parameter.name() == Some(name)) else {
            let known = parameters.iter().filter_map(Parameter::name);
            let help = did_you_mean(name, known)
                .unwrap_or_else(|| "name the query parameter that asks for a page".to_owned());
            let message = format!("there is no query parameter `{name}`");
            report.add(bad(operation, &cursor, message).help(help));
            continue;
        };
        if parameter.node.get("required").and_then(Node::flag) == Some(true) {
            let message = format!("the parameter `{name}` is required");
            report.add(
                bad(operation, &cursor, message).help("the first page is asked for without it"),
            );
        }
        let schema = parameter.node.get("schema");
        let schema = schema.and_then(|schema| survey.resolve(schema, Kind::Schema));
        if schema.is_some_and(|schema| !is_made_of(schema, "string", survey)) {
            let message = format!("the parameter `{name}` is not a string");
            report.add(
                bad(operation, &cursor, message)
                    .help("the next page's cursor, a string, is sent in it"),
            );
        }
    }
}

/// `bad-pagination`: the items, the next cursor and the end are in the properties of the answer.
fn pages(survey: &Survey<'_>, report: &mut Report) {
    for (operation, pagination) in paged(survey) {
        let Some(answer) = operation.answer(survey) else {
            let mut success = operation
                .responses()
                .filter(|(key, _)| key.name().starts_with('2'));
            let is_readable =
                success.all(|(_, response)| survey.resolve(response, Kind::Response).is_some());
            if is_readable && operation.node.get("responses").is_some() {
                let message = "`x-pagination` needs an answer with an object in JSON";
                let span = pagination.key.span;
                report.add(
                    Finding::about(operation.owner, "bad-pagination", span, message)
                        .help("give the success answer a schema that has the properties"),
                );
            }
            continue;
        };
        let page = Page {
            survey,
            operation,
            answer,
        };
        for member in ["items", "next", "more"] {
            if let Some(named) = named(&pagination.value, member) {
                report.add_some(page.check(member, &named));
            }
        }
    }
}

/// The answer of a paged operation.
struct Page<'s, 'a> {
    survey: &'s Survey<'a>,
    operation: &'s Operation<'a>,
    answer: &'a Node,
}

impl<'a> Page<'_, 'a> {
    /// What is wrong with the property that a member of `x-pagination` names.
    fn check(&self, member: &str, named: &Named<'_>) -> Option<Finding> {
        let name = named.name;
        let Some(entry) = property(self.answer, name, self.survey) else {
            let parts = composed(self.answer, &["allOf"], self.survey);
            // The property may be in a part that cannot be found or read.
            let parts: Vec<&Node> = parts.into_iter().collect::<Option<_>>()?;
            if parts.iter().any(|part| !is_readable(part)) {
                return None;
            }
            let properties = parts.iter().filter_map(|part| part.get("properties"));
            let known = properties
                .flat_map(Node::entries)
                .map(|entry| entry.key.name());
            let help = did_you_mean(name, known)
                .unwrap_or_else(|| "name a property of the success answer".to_owned());
            let message = format!("the answer has no property `{name}`");
            return Some(bad(self.operation, named, message).help(help));
        };
        let schema = self.survey.resolve(&entry.value, Kind::Schema)?;
        let problem = self.problem(member, name, schema)?;
        let message = format!("the property `{name}` {problem}");
        let line = entry.key.span.start.line;
        Some(bad(self.operation, named, message).help(format!("it is on line {line}")))
    }

    fn problem(&self, member: &str, name: &str, schema: &'a Node) -> Option<&'static str> {
        let is = |word| is_made_of(schema, word, self.survey);
        match member {
            "items" if !is("array") => Some("is not a list"),
            "more" if !is("boolean") => Some("is not a boolean"),
            "next" if !is("string") => Some("is not a string"),
            "next" if !is_nullable(schema) && requires(self.answer, name, self.survey) => {
                Some("is always there, so no page would be the last: make it nullable or optional")
            }
            _ => None,
        }
    }
}

/// Whether the properties of a schema can be told; what hides them is reported elsewhere.
fn is_readable(schema: &Node) -> bool {
    let properties = schema.get("properties");
    schema.map().is_some() && properties.is_none_or(|properties| properties.map().is_some())
}
