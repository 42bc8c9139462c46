//! `kirim.get_customer`.

use generated_client::kirim::types::Customer;
use serde::Serialize;

use super::answer::Call;
use super::errors::Problem;
use crate::data::Row;
use crate::keys::Plan;

/// The answer with one customer, like the contract's `CustomerResponse`.
#[derive(Serialize)]
pub(super) struct Body {
    data: Row<Customer>,
    request_id: String,
}

pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Body, Problem> {
    if call.plan == Plan::Free {
        return Err(Problem::not_entitled("customers"));
    }
    let data = call.app.data.find_customer(id);
    Ok(Body {
        data: data.ok_or_else(|| Problem::not_found("customer"))?,
        request_id: call.request_id.clone(),
    })
}
