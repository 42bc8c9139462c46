//! Bodies of responses: complete ones, of invented data.

use serde_json::{Value, json};

/// A Kirim customer with everything that is documented.
pub(crate) fn customer() -> Value {
    json!({
        "id": "cus_335T08RM0EAKN9DTE6RD5RWP7B",
        "object": "customer",
        "name": "Toko Melati",
        "email": "halo@toko-melati.example.com",
        "status": "active",
        "metadata": {"crm_id": "A-17", "branch": {"city": "Bandung", "floor": 2}},
        "archived_at": null,
        "team_id": "team_internal_id",
        "created_at": "2026-06-05T08:30:00.125Z",
        "updated_at": "2026-06-06T10:00:00.000Z",
        "whatsapp_accounts": [
            {
                "phone_number_id": "100200300400500",
                "phone_number": "+6281200000001",
                "name": "Toko Melati CS",
                "status": "connected",
                "onboarded_at": "2026-06-05T09:00:00.000Z"
            },
            {
                "phone_number_id": null,
                "phone_number": null,
                "name": null,
                "status": "onboarding",
                "onboarded_at": null
            }
        ]
    })
}

/// A Kirim contact with everything that is documented.
pub(crate) fn contact(id: &str) -> Value {
    json!({
        "id": id,
        "object": "contact",
        "phone_number": "+6281200000002",
        "name": "Budi",
        "email": "budi@example.com",
        "metadata": {"tier": "gold"},
        "whatsapp_account": {"phone_number": "+6281200000001"},
        "created_at": "2026-05-20T04:05:06.789Z",
        "updated_at": "2026-05-21T04:05:06.789Z"
    })
}

/// A Kirim account with everything that is documented.
pub(crate) fn account() -> Value {
    json!({
        "object": "account",
        "phone_number_id": "100200300400500",
        "phone_number": "+6281200000001",
        "name": "Toko Melati CS",
        "status": "connected"
    })
}

/// Response of `kirim.get_customer`.
pub(crate) fn customer_response(customer: &Value) -> Value {
    json!({"data": customer, "request_id": "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"})
}

/// Response of `kirim.get_contact`.
pub(crate) fn contact_response(contact: &Value) -> Value {
    json!({"data": contact, "request_id": "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"})
}

/// Response of `kirim.list_accounts`.
pub(crate) fn account_list(accounts: &[Value]) -> Value {
    list(accounts, false, None)
}

/// Response of `kirim.list_contacts`: contacts with these ids.
pub(crate) fn contact_list(ids: &[&str], has_more: bool, next_cursor: Option<&str>) -> Value {
    let contacts: Vec<_> = ids.iter().map(|id| contact(id)).collect();
    list(&contacts, has_more, next_cursor)
}

fn list(data: &[Value], has_more: bool, next_cursor: Option<&str>) -> Value {
    json!({
        "data": data,
        "has_more": has_more,
        "next_cursor": next_cursor,
        "request_id": "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"
    })
}

/// Error body of Kirim.
pub(crate) fn kirim_error(error_type: &str, code: &str) -> Value {
    json!({"error": {
        "type": error_type,
        "code": code,
        "message": "Something is wrong",
        "param": "id",
        "request_id": "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"
    }})
}

/// A Kustomer customer with everything that is documented.
pub(crate) fn kustomer_customer() -> Value {
    serde_json::from_str(include_str!("../../fixtures/kustomer-customer.json")).unwrap()
}

/// Error body of Kustomer.
pub(crate) fn kustomer_error(status: u16, code: &str) -> Value {
    json!({"errors": [{
        "status": status,
        "source": {"parameter": "id"},
        "code": code,
        "title": "Something is wrong"
    }]})
}

/// The object at a JSON pointer, to be changed.
pub(crate) fn object<'a>(
    value: &'a mut Value,
    pointer: &str,
) -> &'a mut serde_json::Map<String, Value> {
    value
        .pointer_mut(pointer)
        .and_then(Value::as_object_mut)
        .unwrap()
}
