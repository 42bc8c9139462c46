//! Every operation and component is in the namespace of one API, and uses nothing of another.

use super::{
    Check, Class, Context, Example, Kind, Operation, Owner, Rule, Site, Target, instead, listed,
};
use crate::{
    grammar::{APIS, keys::is_component_name},
    index::split_name,
};

pub(super) const BAD_NAME: Rule = Rule {
    code: "bad-name",
    class: Class::Convention,
    reason: "Whatever an API owns is named `<api>.<name>`: the generated code drops the namespace, \
             and what is behind the dot becomes the name in Rust.",
    example: Example::Contract(
        "
x-apis: { demo: { server: https://api.example.com } }
components:
  schemas:
    ‹«Label»→demo.Label›: { type: string }
    ‹«dmeo.Thing»→demo.Thing›: { type: string }
    ‹«demo.Deep.Thing»→demo.DeepThing›: { type: string }
",
    ),
    check: Check::Value(bad_name),
};

fn bad_name<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let (span, name) = match site.owner {
        Owner::Operation { id: Some(id), .. } if site.shape.is(Kind::Operation) => {
            let node = site.node.get("operationId");
            (node.map_or(site.head(), |node| node.span), id)
        }
        // Credentials are not of one API, and a name that no component can have is reported as such.
        Owner::Component(section, name)
            if index.is_component(site)
                && !matches!(section, "securitySchemes" | APIS)
                && is_component_name(name) =>
        {
            (site.head(), name)
        }
        _ => return,
    };
    let apis: Vec<&str> = index.apis().collect();
    // Without an API there is one error, not one for each name.
    let problem = problem(name, &apis).filter(|_| !apis.is_empty());
    if let Some((message, help)) = problem {
        context.report(span, message, help);
    }
}

/// What is wrong with a name, and what to do about it.
fn problem(name: &str, apis: &[&str]) -> Option<(String, String)> {
    let Some((api, rest)) = split_name(name) else {
        let listed = listed(apis.iter().copied());
        let help = format!("write `<api>.{name}`; the APIs are {listed}");
        return Some(("the name is in no API's namespace".to_owned(), help));
    };
    if !apis.contains(&api) {
        let help = instead(api, apis.iter().copied(), "APIs");
        return Some((format!("there is no API `{api}`"), help));
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.chars().all(is_allowed) {
        return None;
    }
    let help = "after the dot, begin with a letter; letters, digits, `_` and `-` follow";
    let message = format!("what follows `{api}.` cannot be a name in Rust");
    Some((message, help.to_owned()))
}

pub(super) const FOREIGN_REF: Rule = Rule {
    code: "foreign-ref",
    class: Class::Convention,
    reason: "The module of an API holds what is in its namespace and nothing else.",
    example: Example::Contract(
        "
x-apis:
  demo: { server: https://api.example.com }
  other: { server: https://other.example.com }
components:
  schemas:
    demo.Box: { type: array, items: { $ref: ‹«'#/components/schemas/other.Item'»→'#/components/schemas/demo.Item'› } }
    demo.Item: { type: string }
    other.Item: { type: string }
",
    ),
    check: Check::Value(foreign_ref),
};

fn foreign_ref<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let target = Target::of(site.node).filter(|_| site.is_reference());
    let (Some(node), Some(target)) = (site.node.reference(), target) else {
        return;
    };
    let is_api = |api: &str| index.apis().any(|known| known == api);
    let Some((api, _)) = split_name(target.name).filter(|(api, _)| is_api(api)) else {
        return;
    };
    let is_other = |own: &&str| *own != api && is_api(own);
    let own = match site.owner {
        Owner::Path { path } => {
            let operations = index.operations.iter().filter(|it| it.path == path);
            operations.filter_map(Operation::api).find(is_other)
        }
        owner => owner
            .name()
            .and_then(|name| Some(split_name(name)?.0))
            .filter(is_other),
    };
    if let Some(own) = own
        && index.component(target.section, target.name).is_some()
    {
        let message = format!("this belongs to `{api}`, not to `{own}`");
        let help = format!("refer to a component of `{own}`; copy it there if need be");
        context.report(node.span, message, help);
    }
}
