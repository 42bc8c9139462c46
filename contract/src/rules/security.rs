//! Security schemes, and the requirements of operations that name them.

use std::collections::HashMap;

use super::{
    Check, Class, Context, Entry, Example, Key, Kind, Node, Owner, Rule, Site, Span, Value, instead,
};

pub(super) const RULES: &[Rule] = &[UNKNOWN_SECURITY, UNSUPPORTED_SECURITY];

const UNKNOWN_SECURITY: Rule = Rule {
    code: "unknown-security",
    class: Class::Invalid,
    reason: "A security requirement names a security scheme of the components.",
    example: Example::Contract(
        "
security: [{ ‹«kye»→key›: [] }]
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
",
    ),
    check: Check::Object(Kind::SecurityRequirement, unknown_security),
};

fn unknown_security<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let components = context.index.root.get("components");
    let schemes = components.and_then(|components| components.get("securitySchemes"));
    let is_readable = match schemes {
        Some(schemes) => schemes.map().is_some_and(|map| !map.incomplete),
        None => components.is_none_or(|components| !components.may_have("securitySchemes")),
    };
    let known = schemes.into_iter().flat_map(Node::entries);
    let known = known.map(|entry| entry.key.name());
    for Entry { key, .. } in site.node.entries() {
        let name = key.name();
        if is_readable && !known.clone().any(|known| known == name) {
            let help = instead(name, known.clone(), "`securitySchemes` of the components");
            context.report(
                key.span,
                format!("there is no security scheme `{name}`"),
                help,
            );
        }
    }
}

const UNSUPPORTED_SECURITY: Rule = Rule {
    code: "unsupported-security",
    class: Class::Unsupported,
    reason: "The client of an API has one key, and sends it with every request as a bearer token.",
    example: Example::Contract(
        "
components:
  securitySchemes:
    key: { type: ‹«apiKey», name: X-Key, in: header→http, scheme: Bearer› }
",
    ),
    check: Check::Contract(unsupported_security),
};

fn unsupported_security(context: &mut Context<'_, '_>) {
    let index = context.index;
    for site in index.objects(Kind::SecurityScheme) {
        if let Some((node, what)) = other_credential(site) {
            let message = format!("the client has no credentials of {what}");
            let help = "the client can send a bearer token: `type: http`, `scheme: bearer`";
            context.report_in(site.owner, node.span, message, help);
        }
    }
    // The client of an API has one key, so all operations of the API have to take the same.
    let mut credentials: HashMap<Option<&str>, &Key> = HashMap::new();
    let mut is_shared_known = false;
    for operation in &index.operations {
        let Some(security) = operation.security(index) else {
            continue;
        };
        let own = operation.node.entry("security").is_some();
        if own || !is_shared_known {
            is_shared_known |= !own;
            let owner = if own {
                operation.owner
            } else {
                Owner::Contract
            };
            if let Some((span, message, help)) = unsupported_requirement(security) {
                context.report_in(owner, span, message, help);
            }
        }
        let first = security.value.items().next();
        let mut schemes = first.into_iter().flat_map(Node::entries);
        let is_known = |it: &&Entry| index.component("securitySchemes", it.key.name()).is_some();
        let Some(Entry { key, .. }) = schemes.find(is_known) else {
            continue;
        };
        let api = operation
            .api()
            .filter(|api| index.apis().any(|known| known == *api));
        let known = *credentials.entry(api).or_insert(key);
        if known.name() != key.name() {
            let (name, known, line) = (key.name(), known.name(), known.span.start.line);
            let message = format!("`{name}` is a second credential beside `{known}` (line {line})");
            let help =
                "name the security scheme of the API's other operations, if it opens this one too";
            context.report_in(operation.owner, key.span, message, help);
        }
    }
}

/// What a security scheme has instead of a bearer token, and where it says so.
fn other_credential<'a>(site: &Site<'a>) -> Option<(&'a Node, String)> {
    let (key, usual) = match site.node.word("type")? {
        "http" => ("scheme", "bearer"),
        "apiKey" | "oauth2" | "openIdConnect" => ("type", "http"),
        _ => return None,
    };
    let (node, word) = site.node.text_at(key)?;
    (!word.eq_ignore_ascii_case(usual)).then(|| (node, format!("{key} `{word}`")))
}

/// What the client cannot do about the requirements of an operation, where, and what to do.
fn unsupported_requirement(security: &Entry) -> Option<(Span, &'static str, String)> {
    let Value::List(items) = &security.value.value else {
        return None;
    };
    let keep = "keep the one that the client is to use".to_owned();
    let open = |span| {
        let help = "leave the operation out for now, or name a security scheme if a credential does no harm";
        let message = "no credential is asked for, and the client always sends one";
        Some((span, message, help.to_owned()))
    };
    match items.as_slice() {
        [] => open(security.key.span),
        [_, second, ..] => Some((
            second.span,
            "there is more than one security requirement",
            keep,
        )),
        [only] if only.is_empty_map() => open(only.span),
        [only] => {
            let mut schemes = only.entries();
            let Entry { key, value } = schemes.next()?;
            if let Some(second) = schemes.next() {
                return Some((
                    second.key.span,
                    "there is more than one security scheme",
                    keep,
                ));
            }
            let scope = value.items().next()?;
            let help = format!("write `{}: []`", key.name());
            Some((scope.span, "the client asks for no scopes", help))
        }
    }
}
