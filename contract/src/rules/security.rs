//! Security schemes, and the requirements of operations that name them.

use std::collections::HashSet;

use super::{Check, Class, Context, Entry, Example, Kind, Owner, Repair, Rule, Site, instead};
use crate::index::operation::Auth;

pub(super) const UNKNOWN_SECURITY: Rule = Rule {
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
    let index = context.index;
    let components = index.root.get("components");
    let schemes = components.and_then(|it| it.get("securitySchemes"));
    if [components, schemes]
        .into_iter()
        .flatten()
        .any(|it| it.map().is_none())
    {
        // That is reported as such.
        return;
    }
    for Entry { key, .. } in site.node.entries() {
        let name = key.name();
        if index.component("securitySchemes", name).is_none() {
            let known: Vec<&str> = index
                .section("securitySchemes")
                .map(|it| it.key.name())
                .collect();
            let help = instead(name, known, "`securitySchemes` of the components");
            let message = format!("there is no security scheme `{name}`");
            context.report(key.span, message, help);
        }
    }
}

pub(super) const UNKNOWN_SCOPE: Rule = Rule {
    code: "unknown-scope",
    class: Class::Invalid,
    reason: "A scope is one that a flow of the scheme lists; schemes other than those of OAuth 2 and OpenID \
             Connect have none.",
    example: Example::Contract(
        "
security: [{ login: [‹«raed»→read›] }]
components:
  securitySchemes:
    login:
      type: oauth2
      flows: { clientCredentials: { tokenUrl: https://example.com/token, scopes: { read: Reads. } } }
",
    ),
    check: Check::Object(Kind::SecurityRequirement, unknown_scope),
};

fn unknown_scope<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for Entry { key, value } in site.node.entries() {
        let name = key.name();
        let scheme = context.index.component("securitySchemes", name);
        let scheme = scheme.and_then(|it| context.index.resolve(&it.value, Kind::SecurityScheme));
        let Some((scheme, word)) = scheme.and_then(|it| Some((it, it.word("type")?))) else {
            continue;
        };
        let flows = scheme.entries_of("flows");
        let known = flows.flat_map(|flow| flow.value.entries_of("scopes"));
        let known: Vec<&str> = known.map(|scope| scope.key.name()).collect();
        for (node, scope) in value.items().filter_map(|it| Some((it, it.text()?))) {
            let (message, help) = match word {
                "apiKey" | "http" => (
                    format!("a scheme of type `{word}` has no scopes"),
                    format!("write `{name}: []`"),
                ),
                "oauth2" if !known.contains(&scope) => (
                    format!("no flow of `{name}` lists the scope `{scope}`"),
                    instead(scope, known.iter().copied(), "scopes in its flows"),
                ),
                _ => continue,
            };
            context.report(node.span, message, help).repair = Some(Repair::Keep);
        }
    }
}

pub(super) const UNSUPPORTED_SECURITY: Rule = Rule {
    code: "unsupported-security",
    class: Class::Unsupported,
    reason: "The client sends bearer tokens, names with passwords, and keys in headers, the query and \
             cookies, one of them in `Authorization`; of several requirements it meets the first that \
             asks for no others.",
    example: Example::Contract(
        "
paths:
  /things:
    get: { security: [{ login: [] }], responses: { '200': { description: All of them. } } }
components:
  securitySchemes:
    login: { type: http, scheme: ‹«digest»→bearer› }
",
    ),
    check: Check::Contract(unsupported_security),
};

fn unsupported_security(context: &mut Context<'_, '_>) {
    let index = context.index;
    let mut known = HashSet::new();
    for operation in &index.operations {
        let security = operation.security(index).into_iter();
        let mut requirements = security.flat_map(|it| it.value.items());
        let asked = requirements.find(|it| !it.is_empty_map());
        let Some(asked) = asked.filter(|_| operation.credentials(index).is_none()) else {
            continue;
        };
        let mut others = asked.entries().filter_map(|Entry { key, .. }| {
            let scheme = index.component("securitySchemes", key.name())?;
            let scheme = index.resolve(&scheme.value, Kind::SecurityScheme)?;
            let (node, word) = scheme.text_at("scheme")?;
            let is_sent = Auth::of_scheme(scheme).is_some();
            (!is_sent).then_some((key.name(), node, word))
        });
        if let Some((name, node, word)) = others.next() {
            let owner = Owner::Component("securitySchemes", name);
            if known.insert(node.span) {
                let message = format!("the client has no credentials of scheme `{word}`");
                let help = "if the API takes a token that callers get elsewhere, write `scheme: bearer`; \
                            else leave its operations out";
                context.about(owner).report(node.span, message, help);
            }
        } else if let Some(Entry { key, .. }) = asked.entries().nth(1)
            && known.insert(key.span)
        {
            let owner = match operation.node.entry("security") {
                Some(_) => operation.owner,
                None => Owner::Contract,
            };
            let message = "two credentials would be in `Authorization`, which holds one";
            let help = "keep the one that the client is to send, if the server takes it alone";
            context.about(owner).report(key.span, message, help);
        }
    }
}
