//! Pass: no `api-version` header.
//!
//! progenitor sends the document's version with every request. That is a convention of its own
//! servers; neither of ours documents it, and it would tell them the version of a file of ours.

use syn::{Stmt, parse_quote};

use super::{
    Pass, Unknown,
    view::{self, Builder},
};
use crate::api::Api;

pub(super) const PASS: Pass = Pass {
    name: "api-version",
    apply,
    expected: |api| api.operations.len(),
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let header: Stmt = parse_quote! {
        header_map.append(
            ::reqwest::header::HeaderName::from_static("api-version"),
            ::reqwest::header::HeaderValue::from_static(super::Client::api_version()),
        );
    };
    let mut changed = 0;
    for operation in &api.operations {
        let builder = Builder::find(file, operation)?;
        let statements = &mut view::method(builder.block, "send")?.block.stmts;
        let before = statements.len();
        statements.retain(|statement| *statement != header);
        changed += before - statements.len();
    }
    Ok(changed)
}
