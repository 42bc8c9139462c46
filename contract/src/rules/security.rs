//! Security schemes, and the requirements of operations that name them.

use std::collections::{HashMap, HashSet};

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::{Class, Span},
    grammar::Kind,
    index::{Owner, Site},
    suggest::{did_you_mean, listed},
    text::node::{Entry, Key, Node, Value},
};

pub(super) const RULES: &[Rule] = &[
    UNKNOWN_SECURITY,
    INCOMPLETE_SECURITY_SCHEME,
    USELESS_SECURITY_KEY,
    UNSUPPORTED_SECURITY,
];

/// The types of security schemes, each with the keys that it must have and those it may have.
const TYPES: &[(&str, &[&str], &[&str])] = &[
    ("apiKey", &["name", "in"], &[]),
    ("http", &["scheme"], &["bearerFormat"]),
    ("oauth2", &["flows"], &[]),
    ("openIdConnect", &["openIdConnectUrl"], &[]),
];

/// The type of a scheme: its word, and the keys that it must have and may have.
fn type_of(
    site: &Site<'_>,
) -> Option<(
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
)> {
    let written = site.node.get("type")?.text()?;
    TYPES.iter().find(|(word, ..)| *word == written).copied()
}

const UNKNOWN_SECURITY: Rule = Rule {
    code: "unknown-security",
    class: Class::Invalid,
    reason: "A security requirement names a security scheme of the components.",
    fails: &[Example::Contract(
        "
security: [{ «kye»: [] }]
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
",
    )],
    passes: &[Example::Contract(
        "
security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
",
    )],
    check: Check::Object(Kind::SecurityRequirement, unknown_security),
};

fn unknown_security<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let components = context.index.root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    let is_readable = match schemes {
        Some(schemes) => schemes.map().is_some_and(|map| !map.incomplete),
        None => components.is_none_or(|components| !components.may_have("securitySchemes")),
    };
    let known: Vec<&str> = schemes
        .into_iter()
        .flat_map(Node::entries)
        .map(|entry| entry.key.name())
        .collect();
    for Entry { key, .. } in site.node.entries() {
        let name = key.name();
        if is_readable && !known.contains(&name) {
            let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
                if known.is_empty() {
                    "add it to `components`, under `securitySchemes`".to_owned()
                } else {
                    format!("the security schemes are {}", listed(known.iter().copied()))
                }
            });
            context
                .report(key.span, format!("there is no security scheme `{name}`"))
                .suggest(help);
        }
    }
}

const INCOMPLETE_SECURITY_SCHEME: Rule = Rule {
    code: "incomplete-security-scheme",
    class: Class::Invalid,
    reason: "The specification demands, for each type of security scheme, the keys that say how the \
             credential is sent.",
    fails: &[Example::Contract(
        "
components:
  securitySchemes:
    «key»: { type: http }
",
    )],
    passes: &[Example::Contract(
        "
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
",
    )],
    check: Check::Object(Kind::SecurityScheme, incomplete_security_scheme),
};

fn incomplete_security_scheme<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some((word, required, _)) = type_of(site) else {
        return;
    };
    for key in required.iter().filter(|key| !site.node.may_have(key)) {
        let message = format!("a security scheme of type `{word}` needs the key `{key}`");
        context.report(site.head(), message).suggest(match *key {
            "scheme" => "add `scheme: bearer`, or the scheme that the API documents".to_owned(),
            _ => format!("add `{key}`"),
        });
    }
}

const USELESS_SECURITY_KEY: Rule = Rule {
    code: "useless-security-key",
    class: Class::Advice,
    reason: "A key of another type of security scheme says nothing, so one of the two is a mistake.",
    fails: &[Example::Contract(
        "
components:
  securitySchemes:
    key: { type: http, scheme: bearer, «name»: X-Key }
",
    )],
    passes: &[Example::Contract(
        "
components:
  securitySchemes:
    key: { type: http, scheme: bearer, bearerFormat: JWT }
",
    )],
    check: Check::Object(Kind::SecurityScheme, useless_security_key),
};

fn useless_security_key<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some((word, required, optional)) = type_of(site) else {
        return;
    };
    let of_types = TYPES
        .iter()
        .flat_map(|(_, one, other)| one.iter().chain(*other));
    for key in of_types.filter(|key| !required.contains(key) && !optional.contains(key)) {
        if let Some(entry) = site.node.entry(key) {
            let message = format!("`{key}` says nothing about a scheme of type `{word}`");
            context.report(entry.key.span, message).suggest("remove it");
        }
    }
}

const UNSUPPORTED_SECURITY: Rule = Rule {
    code: "unsupported-security",
    class: Class::Unsupported,
    reason: "The client of an API has one key, and sends it with every request as a bearer token.",
    fails: &[Example::Contract(
        "
components:
  securitySchemes:
    key: { type: «apiKey», name: X-Key, in: header }
",
    )],
    passes: &[Example::Contract(
        "
security: [{ key: [] }]
paths:
  /things:
    get: { responses: { '200': { description: All of them. } } }
components:
  securitySchemes:
    key: { type: http, scheme: Bearer }
",
    )],
    check: Check::Contract(unsupported_security),
};

fn unsupported_security(context: &mut Context<'_, '_>) {
    let index = context.index;
    for site in index.objects(Kind::SecurityScheme) {
        if let Some((node, what)) = other_credential(site) {
            let message = format!("the client has no credentials of {what}");
            context
                .report_in(site.owner, node.span, message)
                .suggest("the client can send a bearer token: `type: http`, `scheme: bearer`");
        }
    }
    let shared = index.root.entry("security").filter(|_| {
        let mut operations = index.operations.iter();
        operations.any(|operation| operation.node.entry("security").is_none())
    });
    let own = index.operations.iter().filter_map(|operation| {
        let security = operation.node.entry("security")?;
        Some((operation.owner, security))
    });
    for (owner, security) in shared
        .map(|it| (Owner::Contract, it))
        .into_iter()
        .chain(own)
    {
        if let Some((span, message, help)) = unsupported_requirement(security) {
            context.report_in(owner, span, message).suggest(help);
        }
    }
    second_credentials(context);
}

/// What a security scheme has instead of a bearer token, and where it says so.
fn other_credential<'a>(site: &Site<'a>) -> Option<(&'a Node, String)> {
    let (key, usual) = match type_of(site)?.0 {
        "http" => ("scheme", "bearer"),
        _ => ("type", "http"),
    };
    let node = site.node.get(key)?;
    let word = node
        .text()
        .filter(|word| !word.eq_ignore_ascii_case(usual))?;
    Some((node, format!("{key} `{word}`")))
}

/// What the client cannot do about the requirements of an operation, where, and what to do.
fn unsupported_requirement(security: &Entry) -> Option<(Span, &'static str, String)> {
    let Value::List(items) = &security.value.value else {
        return None;
    };
    let open = "no credential is asked for, and the client always sends one";
    let help =
        "leave the operation out for now, or name a security scheme if a credential does no harm";
    let Some(first) = items.first() else {
        return Some((security.key.span, open, help.to_owned()));
    };
    let keep = || "keep the one that the client is to use".to_owned();
    if let Some(second) = items.get(1) {
        return Some((
            second.span,
            "there is more than one security requirement",
            keep(),
        ));
    }
    if first.is_empty_map() {
        return Some((first.span, open, help.to_owned()));
    }
    let mut schemes = first.entries();
    let Entry { key, value } = schemes.next()?;
    if let Some(second) = schemes.next() {
        return Some((
            second.key.span,
            "there is more than one security scheme",
            keep(),
        ));
    }
    let scope = value.items().next()?;
    let help = format!("write `{}: []`", key.name());
    Some((scope.span, "the client asks for no scopes", help))
}

/// The client of an API has one key, so all operations of the API have to take the same.
fn second_credentials(context: &mut Context<'_, '_>) {
    let index = context.index;
    let apis: HashSet<&str> = index.apis().collect();
    let mut credentials: HashMap<Option<&str>, &Key> = HashMap::new();
    for operation in &index.operations {
        let mut requirements = operation
            .security(index)
            .into_iter()
            .flat_map(|it| it.value.items());
        let Some(first) = requirements.next() else {
            continue;
        };
        let is_known = |scheme: &&Entry| {
            let name = scheme.key.name();
            index.component("securitySchemes", name).is_some()
        };
        let Some(scheme) = first.entries().find(is_known) else {
            continue;
        };
        let api = operation.api().filter(|api| apis.contains(api));
        let known = *credentials.entry(api).or_insert(&scheme.key);
        if known.name() != scheme.key.name() {
            let (name, known, line) = (scheme.key.name(), known.name(), known.span.start.line);
            let message = format!("`{name}` is a second credential beside `{known}` (line {line})");
            context
                .report_in(operation.owner, scheme.key.span, message)
                .suggest("name the security scheme of the API's other operations, if it opens this one too");
        }
    }
}
