//! Names that the generator does not take yet: those that become one in Rust, and those that its code
//! has for something else.
//!
//! progenitor forms the names and sorts by them, so they are formed here as it does.

mod types;

use std::collections::HashMap;

use heck::{ToPascalCase, ToSnakeCase};

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::{Class, Span},
    grammar::Kind,
    index::{Site, operation::Operation, schema::members, split_name},
    names::is_keyword,
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[
    UNSUPPORTED_PROPERTY,
    UNSUPPORTED_ENUM_VALUE,
    UNSUPPORTED_PARAMETER_NAME,
    UNSUPPORTED_METHOD_NAME,
    types::UNSUPPORTED_TYPE_NAME,
];

/// What there is to say of a name of the wire, which nobody can change.
const NOT_YET: &str = "the generator does not take these names yet: leave out what the client can do \
                       without";

/// `text` as progenitor names a field, a method or an argument.
fn snake(text: &str) -> String {
    finished(cleaned(text).to_snake_case(), "x")
}

/// `text` as progenitor names a type or a variant.
fn pascal(text: &str) -> String {
    finished(cleaned(text).to_pascal_case(), "X")
}

/// What progenitor does to a name before it changes the case.
fn cleaned(text: &str) -> String {
    match text {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => text
            .replace('\'', "")
            .replace(|c| c != '_' && !unicode_ident::is_xid_continue(c), "-"),
    }
}

/// What it does afterwards.
fn finished(name: String, prefix: &str) -> String {
    let name = match name.chars().next() {
        Some(first) if unicode_ident::is_xid_start(first) => name,
        _ => format!("{prefix}{name}"),
    };
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// The names in use so far: the Rust name, and what took it on which line.
#[derive(Default)]
struct Taken<'a> {
    names: HashMap<String, (&'a str, usize)>,
}

impl<'a> Taken<'a> {
    /// Takes a name, or says who has it.
    fn take(&mut self, rust: String, written: &'a str, span: Span) -> Option<String> {
        let Some((other, line)) = self.names.get(&rust) else {
            self.names.insert(rust, (written, span.start.line));
            return None;
        };
        // Two names that are the same in the contract too are the mistake of another rule.
        (*other != written).then(|| {
            format!("`{written}` and `{other}` (line {line}) would both be `{rust}` in Rust")
        })
    }
}

const UNSUPPORTED_PROPERTY: Rule = Rule {
    code: "unsupported-property",
    class: Class::Unsupported,
    reason: "The generator makes a field of each property, and finds the fields again by the order of \
             their names.",
    fails: &[Example::Schema(
        "
type: object
properties:
  created_at: { type: string }
  «createdAt»: { type: string }
",
    )],
    passes: &[Example::Schema(
        "
type: object
properties:
  type: { type: string }
  created_at: { type: string }
  größe: { type: string }
",
    )],
    check: Check::Object(Kind::Schema, unsupported_property),
};

fn unsupported_property<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let properties = site.node.get("properties");
    let keys = properties.into_iter().flat_map(Node::entries);
    let keys: Vec<_> = keys.map(|entry| &entry.key).collect();
    let keeps_others = site
        .node
        .get("additionalProperties")
        .is_some_and(|others| others.map().is_some() || others.flag() == Some(true));
    let mut taken = Taken::default();
    for key in &keys {
        let rust = snake(key.name());
        let problem = if keeps_others && rust == "extra" {
            Some(format!(
                "`{}` would be `extra` in Rust, which holds the additional properties",
                key.name()
            ))
        } else {
            taken.take(rust, key.name(), key.span)
        };
        if let Some(problem) = problem {
            context.report(key.span, problem).suggest(NOT_YET);
        }
    }
    if !context.index.is_component(site) {
        return;
    }
    let mut by_rust = keys;
    by_rust.sort_by_key(|key| snake(key.name()));
    let swapped = by_rust.windows(2).find_map(|pair| match pair {
        [one, other] if one.name() > other.name() && snake(one.name()) != snake(other.name()) => {
            Some((one, other))
        }
        _ => None,
    });
    if let Some((one, other)) = swapped {
        let message = format!(
            "`{}` sorts before `{}` on the wire and behind it in Rust",
            other.name(),
            one.name()
        );
        context.report(other.span, message).suggest(NOT_YET);
    }
}

const UNSUPPORTED_ENUM_VALUE: Rule = Rule {
    code: "unsupported-enum-value",
    class: Class::Unsupported,
    reason: "The generator makes a variant of each value of an enumeration, named after the value.",
    fails: &[Example::Schema(
        "{ type: string, enum: [dark-red, «dark_red»] }",
    )],
    passes: &[Example::Schema(
        "{ type: string, enum: [red, dark-red, 2x, self, '', größe] }",
    )],
    check: Check::Object(Kind::Schema, unsupported_enum_value),
};

fn unsupported_enum_value<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let mut taken = Taken::default();
    for node in members(site.node, "enum") {
        let Some(text) = node.text() else {
            continue;
        };
        let rust = pascal(text);
        let problem = match rust.as_str() {
            "Err" => Some(format!("`{text}` would be a second `Err` in Rust")),
            // progenitor names these two in lower case.
            "Plus1" | "Minus1" if matches!(text, "+1" | "-1") => {
                Some(format!("`{text}` has no name in Rust"))
            }
            _ => taken.take(rust, text, node.span),
        };
        if let Some(problem) = problem {
            context.report(node.span, problem).suggest(
                "the generator does not take these values yet: leave `enum` out and list them in the \
                 description",
            );
        }
    }
}

const UNSUPPORTED_PARAMETER_NAME: Rule = Rule {
    code: "unsupported-parameter-name",
    class: Class::Unsupported,
    reason: "The generator makes a setter of each parameter, beside other methods of the builder and \
             variables of its own.",
    fails: &[Example::Operation(
        "
parameters:
  - { name: item_id, in: query, schema: { type: string } }
  - { name: «itemId», in: header, schema: { type: string } }
",
    )],
    passes: &[Example::Parameter(
        "{ name: 'filter[name]', in: query, schema: { type: string } }",
    )],
    check: Check::Operation(unsupported_parameter_name),
};

/// What the generated code calls something else: methods of the builder, then variables of
/// progenitor's code by which the generator finds its way.
const PARAMETERS: &[&str] = &[
    "client", "clone", "new", "pages", "send", "stream", "body", "request", "response", "result",
];

fn unsupported_parameter_name<'a>(context: &mut Context<'_, 'a>, operation: &Operation<'a>) {
    let mut taken: HashMap<String, (&str, &str)> = HashMap::new();
    for parameter in operation.parameters(context.index) {
        let Some((name, location)) = parameter.identity() else {
            continue;
        };
        let rust = snake(name);
        let is_sign = matches!(name, "+1" | "-1");
        let is_odd = |c: char| !c.is_ascii() && !c.is_alphabetic();
        let problem = if PARAMETERS.contains(&rust.as_str()) || rust == "gen_" {
            format!("the generated code has a name `{rust}` of its own")
        } else if is_sign || name.contains(is_odd) {
            format!("`{name}` has no name in Rust")
        } else if let Some((other, place)) = taken.get(&rust) {
            // The same parameter twice is the mistake of another rule.
            if (*other, *place) == (name, location) {
                continue;
            }
            format!(
                "the {location} parameter `{name}` and the {place} parameter `{other}` would both \
                 be `{rust}` in Rust"
            )
        } else {
            taken.insert(rust, (name, location));
            continue;
        };
        context.report(parameter.span(), problem).suggest(NOT_YET);
    }
}

const UNSUPPORTED_METHOD_NAME: Rule = Rule {
    code: "unsupported-method-name",
    class: Class::Unsupported,
    reason: "The generator makes a method of each operation, beside other methods of the client.",
    fails: &[Example::Operation("operationId: «demo.fromEnv»")],
    passes: &[Example::Operation("operationId: demo.listThings")],
    check: Check::Contract(unsupported_method_name),
};

/// The methods of every client.
const METHODS: &[&str] = &["builder", "clone", "from_env", "new", "new_with_client"];

fn unsupported_method_name(context: &mut Context<'_, '_>) {
    let index = context.index;
    let mut apis: HashMap<&str, Taken<'_>> = HashMap::new();
    for operation in &index.operations {
        let Some((node, id)) = operation.id() else {
            continue;
        };
        let (api, name) = split_name(id).unwrap_or(("", id));
        let rust = snake(name);
        let problem = if METHODS.contains(&rust.as_str()) {
            Some(format!("a client has a method `{rust}` of its own"))
        } else {
            apis.entry(api).or_default().take(rust, id, node.span)
        };
        if let Some(problem) = problem {
            context
                .report_in(operation.owner, node.span, problem)
                .suggest("give the operation another `operationId`");
        }
    }
}
