//! What operations do: by convention to a collection, and for some as their documents say beyond the
//! contract. What has no behaviour is served from the contract's examples.

mod collection;
mod kirim;
mod kustomer;
mod messages;
mod recipients;

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
type Behaviour = fn(&mut Call<'_>) -> Result<Reply, Failure>;

/// Operations that do more than the contract says.
const TABLE: &[(&str, Behaviour)] = &[
    ("kirim.attach_contact_label", kirim::attach_contact_label),
    ("kirim.bulk_label_contacts", kirim::bulk_label_contacts),
    ("kirim.create_label", kirim::create_label),
    ("kirim.delete_label", kirim::delete_label),
    ("kirim.detach_contact_label", kirim::detach_contact_label),
    ("kirim.get_message_media", messages::get_message_media),
    ("kirim.list_contacts", kirim::list_contacts),
    ("kirim.revoke_setup_link", kirim::revoke_setup_link),
    ("kirim.send_message", messages::send_message),
    ("kirim.update_conversation", kirim::update_conversation),
    ("kustomer.get_customer", kustomer::get_customer),
];

/// Carries an operation out.
pub(crate) fn run(call: &mut Call<'_>) -> Result<Reply, Failure> {
    if call.api.name == "kirim" {
        kirim::check_account(call)?;
    }
    let named = TABLE.iter().find(|(id, _)| *id == call.operation.id);
    match named {
        Some((_, behaviour)) => behaviour(call),
        None => collection::run(call),
    }
}
