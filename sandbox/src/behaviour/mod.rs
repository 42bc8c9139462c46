//! What operations do: by convention to a collection, and for some as their documents say beyond the
//! contract. What has no behaviour is served from the contract's examples.

mod collection;
mod kirim;
mod kustomer;

use serde_json::Value;

use crate::app::App;
use crate::error::Failure;
use crate::exchange::Reply;
use crate::parameters::Parameters;
use crate::spec::{Api, Operation};

/// A request that was let in and checked.
pub(crate) struct Call<'a> {
    pub(crate) app: &'a App,
    pub(crate) api: &'static Api,
    pub(crate) operation: &'static Operation,
    pub(crate) parameters: Parameters,
    /// The JSON body.
    pub(crate) body: Option<Value>,
}

/// What an operation does.
type Behaviour = fn(&Call<'_>) -> Result<Reply, Failure>;

/// Operations that do more than the contract says.
const TABLE: &[(&str, Behaviour)] = &[
    ("kirim.list_accounts", kirim::list_accounts),
    ("kirim.list_contacts", kirim::list_contacts),
    ("kustomer.get_customer", kustomer::get_customer),
];

/// Carries an operation out.
pub(crate) fn run(call: &Call<'_>) -> Result<Reply, Failure> {
    let named = TABLE.iter().find(|(id, _)| *id == call.operation.id);
    match named {
        Some((_, behaviour)) => behaviour(call),
        None => collection::run(call),
    }
}
