//! What operations do: by convention to a collection, and for some as their documents say beyond the
//! contract. What has no behaviour is served from the contract's examples.

mod collection;
mod kirim;
mod kustomer;
mod messages;
mod recipients;

use serde_json::{Value, json};

use crate::app::App;
use crate::error::Failure;
use crate::exchange::Reply;
use crate::parameters::Parameters;
use crate::spec::{Api, Operation};
use crate::store::Collection;

/// A request that was let in and checked.
pub(crate) struct Call<'a> {
    pub(crate) app: &'a App,
    pub(crate) api: &'static Api,
    pub(crate) operation: &'static Operation,
    pub(crate) parameters: Parameters,
    pub(crate) body: Option<Value>,
}

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

impl Call<'_> {
    fn with<T>(&self, collection: &'static str, run: impl FnOnce(&mut Collection) -> T) -> T {
        let mut store = self.app.store();
        let rows = store.collections.entry((self.api.name, collection));
        run(rows.or_default())
    }

    fn find(&self, collection: &'static str, id: &str) -> Option<Value> {
        self.with(collection, |rows| rows.get(id).map(|row| row.value.clone()))
    }

    /// A text that the body has, which is checked.
    fn text_in_body(&self, name: &str) -> String {
        let text = self.body.as_ref().and_then(|body| body.get(name)?.as_str());
        text.unwrap_or_default().to_owned()
    }

    /// The success with this in `data`.
    fn data(&self, data: &Value) -> Reply {
        let body = json!({ "data": data, "request_id": "" });
        Reply {
            body: Some(body),
            ..self.example()
        }
    }
}
