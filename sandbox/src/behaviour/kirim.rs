//! What Kirim's documents say of its lists beyond the contract.

use serde_json::Value;

use super::{Call, collection};
use crate::error::Failure;
use crate::exchange::Reply;
use crate::lock;

/// Only accounts that can send, unless all are asked for.
pub(super) fn list_accounts(call: &Call<'_>) -> Result<Reply, Failure> {
    let all = call.parameters.text("status") == Some("all");
    collection::list(call, |row| all || row["status"] == "connected")
}

/// The contacts of a connected account, by phone number and by parts of name or address.
pub(super) fn list_contacts(call: &Call<'_>) -> Result<Reply, Failure> {
    let phone = call.parameters.text("phone");
    if let Some(phone) = phone.filter(|phone| !is_e164(phone)) {
        let message = format!(
            "`{phone}` is not in E.164 form: a plus sign, the country code, and the number. In a \
             query the plus sign is written %2B."
        );
        return Err(Failure::new(400, message).param("phone"));
    }
    let account = call.parameters.text("phone_number_id").unwrap_or_default();
    let status = {
        let store = lock(&call.app.store);
        let accounts = store.collections.get(&(call.api.name, "accounts"));
        let account = accounts.and_then(|accounts| accounts.get(account));
        account.map(|row| row.value["status"].clone())
    };
    match status {
        None => return Err(Failure::not_found("phone_number_id")),
        Some(status) if status != "connected" => {
            let message = "The account of this `phone_number_id` is not connected.";
            return Err(Failure::new(422, message));
        }
        Some(_) => {}
    }
    let search = call.parameters.text("search").map(str::to_lowercase);
    collection::list(call, |row| {
        let holds = |text: &str| {
            let fields = [&row["name"], &row["email"]]
                .into_iter()
                .filter_map(Value::as_str);
            fields
                .into_iter()
                .any(|field| field.to_lowercase().contains(text))
        };
        phone.is_none_or(|phone| row["phone_number"] == phone)
            && search.as_deref().is_none_or(holds)
    })
}

/// A plus sign, and 7 to 15 digits of which the first is not 0.
fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
