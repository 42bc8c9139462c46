//! What is known of Kustomer's reads beyond the contract.

use serde_json::Value;

use super::{Call, collection};
use crate::error::Failure;
use crate::exchange::Reply;

/// What may stand in the place of an id, and where a customer has it.
const LOOKUPS: &[(&str, &str)] = &[
    ("email", "/attributes/emails/0/email"),
    ("phone", "/attributes/phones/0/phone"),
    ("externalId", "/attributes/externalId"),
];

/// A customer by its id, or by what else is its own.
pub(super) fn get_customer(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let id = call.parameters.text("id").unwrap_or_default();
    let is_id = id.len() == 24 && id.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    let lookup = id.split_once('=').and_then(|(name, value)| {
        let (name, pointer) = LOOKUPS.iter().find(|(known, _)| *known == name)?;
        let is_valid = !value.is_empty() && (*name != "email" || value.contains('@'));
        is_valid.then_some((*name, *pointer, value))
    });
    let (Some((name, pointer, value)), Some(convention)) = (lookup, &call.operation.convention)
    else {
        let refused = || Failure::new(400, "This is neither an id nor a lookup.").param("id");
        return collection::run(call).map_err(|failure| if is_id { failure } else { refused() });
    };
    let found = call.with(convention.collection, |rows| {
        let fits = |row: &Value| row.pointer(pointer).and_then(Value::as_str) == Some(value);
        let mut rows = rows.all().map(|row| &row.value);
        rows.find(|row| fits(row)).cloned()
    });
    let row = found.ok_or_else(|| Failure::not_found(name))?;
    Ok(call.wrapped(convention, row))
}
