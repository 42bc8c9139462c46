//! URLs that nobody on the way can read or change.

use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::Node,
    survey::{Owner, Survey},
};

/// `insecure-server`: a key that is sent without TLS can be read on its way.
///
/// Those of paths and operations have to be https in any case: `bad-server`.
pub(super) fn servers(survey: &Survey<'_>, report: &mut Report) {
    for site in survey.objects(Kind::Server) {
        if matches!(site.owner, Owner::Contract) {
            insecure(site.owner, "insecure-server", site.node, report);
        }
    }
}

/// `insecure-document`: a page that is fetched without TLS may be anybody's.
pub(super) fn links(survey: &Survey<'_>, report: &mut Report) {
    for kind in [Kind::ExternalDocs, Kind::Contact, Kind::License] {
        for site in survey.objects(kind) {
            insecure(site.owner, "insecure-document", site.node, report);
        }
    }
}

/// Reports the `url` of an object if it is http.
fn insecure(owner: Owner<'_>, code: &'static str, node: &Node, report: &mut Report) {
    let Some(node) = node.get("url") else {
        return;
    };
    if let Some(rest) = node.text().and_then(|url| url.strip_prefix("http://")) {
        let message = format!("`http://{rest}` is not https");
        report.add(
            Finding::about(owner, code, node.span, message)
                .help(format!("write `https://{rest}`, if the host answers there")),
        );
    }
}
