//! Security schemes, and the requirements of operations that name them.

use std::collections::HashSet;

use super::{Check, Class, Context, Entry, Example, Kind, Node, Owner, Rule, Site, instead};

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
    reason: "The client sends one credential with a request: a bearer token, a name and a password, or \
             a key in a header or the query. Where several are taken, it sends the first of these.",
    example: Example::Contract(
        "
paths:
  /things:
    get: { security: [{ key: [] }], responses: { '200': { description: All of them. } } }
components:
  securitySchemes:
    key: { type: apiKey, name: X-Key, in: ‹«cookie»→header› }
",
    ),
    check: Check::Contract(unsupported_security),
};

fn unsupported_security(context: &mut Context<'_, '_>) {
    let index = context.index;
    let mut known = HashSet::new();
    for operation in index
        .operations
        .iter()
        .filter(|it| it.auth(index).is_none())
    {
        let security = operation.security(index).into_iter();
        let mut requirements = security.flat_map(|it| it.value.items());
        let first = requirements.find(|it| !it.is_empty_map());
        match first.map_or(&[][..], |it| it.entries().as_slice()) {
            [Entry { key, .. }] => {
                let scheme = index.component("securitySchemes", key.name());
                let other = scheme.and_then(|it| other_credential(&it.value));
                if let Some((node, what)) = other.filter(|(node, _)| known.insert(node.span)) {
                    let owner = Owner::Component {
                        section: "securitySchemes",
                        label: "security scheme",
                        name: key.name(),
                    };
                    let message = format!("the client has no credentials of {what}");
                    let help = "if the API takes a token that callers get elsewhere, write `type: http`, \
                                `scheme: bearer`; else leave its operations out";
                    context.report_in(owner, node.span, message, help);
                }
            }
            [_, second, ..] if known.insert(second.key.span) => {
                let owner = match operation.node.entry("security") {
                    Some(_) => operation.owner,
                    None => Owner::Contract,
                };
                let message = "the client sends one credential, and two are asked for together";
                let help = "keep the one that the client is to send, if the server takes it alone";
                context.report_in(owner, second.key.span, message, help);
            }
            _ => {}
        }
    }
}

/// What a security scheme has that the client cannot send, and where it says so.
fn other_credential(scheme: &Node) -> Option<(&Node, String)> {
    let (key, label) = match scheme.word("type")? {
        "http" => ("scheme", "scheme"),
        "apiKey" => ("in", "type `apiKey` in"),
        _ => ("type", "type"),
    };
    let (node, word) = scheme.text_at(key)?;
    let is_sent = ["bearer", "basic", "header", "query"].contains(&word.to_lowercase().as_str());
    (!is_sent).then(|| (node, format!("{label} `{word}`")))
}
