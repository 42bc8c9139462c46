//! Servers that requests are sent to without TLS.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::{Owner, Site},
};

pub(super) const RULES: &[Rule] = &[INSECURE_SERVER];

const INSECURE_SERVER: Rule = Rule {
    code: "insecure-server",
    class: Class::Advice,
    reason: "A key that is sent without TLS can be read on its way.",
    fails: &[Example::Contract(
        "servers: [{ url: «'http://api.example.com/v1'» }]",
    )],
    passes: &[Example::Contract(
        "servers: [{ url: 'https://api.example.com/v1' }]",
    )],
    check: Check::Object(Kind::Server, insecure_server),
};

fn insecure_server<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    // The generator takes no other than https in paths and operations: a rule of its own.
    let Some(node) = site
        .node
        .get("url")
        .filter(|_| matches!(site.owner, Owner::Contract))
    else {
        return;
    };
    if let Some(rest) = node.text().and_then(|url| url.strip_prefix("http://")) {
        context
            .report(node.span, format!("`http://{rest}` is not https"))
            .suggest(format!("write `https://{rest}`, if the host speaks TLS"));
    }
}
