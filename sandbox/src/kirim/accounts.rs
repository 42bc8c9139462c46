//! `kirim.list_accounts`.

use generated_client::kirim::types::{AccountList, AccountStatus, AccountStatusFilter};
use serde::Serialize;

use super::answer::Call;
use super::errors::Problem;
use crate::data::Row;
use crate::query::Query;

/// The answer: an [`AccountList`] whose rows may have members that the contract does not list.
#[derive(Serialize)]
pub(super) struct Body {
    data: Vec<Row<generated_client::kirim::types::Account>>,
    has_more: bool,
    next_cursor: Option<String>,
    request_id: String,
}

impl Body {
    /// Takes the type of the contract apart, so that a member it gains is missed here.
    fn new(data: Vec<Row<generated_client::kirim::types::Account>>, list: AccountList) -> Self {
        let AccountList {
            data: _,
            has_more,
            next_cursor,
            request_id,
        } = list;
        Self {
            data,
            has_more,
            next_cursor,
            request_id,
        }
    }
}

pub(super) fn list(call: &Call<'_>, query: &Query<'_>) -> Result<Body, Problem> {
    let filter = query.get("status")?.unwrap_or("connected");
    let all = match AccountStatusFilter::from(filter) {
        AccountStatusFilter::Connected => false,
        AccountStatusFilter::All => true,
        _ => {
            let message = "Accounts can be listed as `connected` or `all`.";
            return Err(Problem::parameter("invalid_field_value", "status", message));
        }
    };
    let rows = call
        .app
        .data
        .accounts()
        .into_iter()
        .filter(|(status, _)| all || *status == AccountStatus::Connected)
        .map(|(_, row)| row)
        .collect();
    let list = AccountList {
        data: Vec::new(),
        has_more: false,
        next_cursor: None,
        request_id: call.request_id.clone(),
    };
    Ok(Body::new(rows, list))
}
