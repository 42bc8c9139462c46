//! What Kirim's documents say of contacts, labels, conversations and setup links beyond the contract.

use serde_json::{Value, json};

use super::{Call, collection};
use crate::error::Failure;
use crate::exchange::Reply;

const CONTACTS: &str = "contacts";
const LABELS: &str = "labels";

/// The member of a contact that lists the ids of its labels. No page names it.
const CONTACT_LABELS: &str = "labels";

/// The phone number in the path has to be that of a connected account.
pub(super) fn check_account(call: &Call<'_>) -> Result<(), Failure> {
    const PHONE_NUMBER_ID: &str = "phone_number_id";
    let Some(account) = call.parameters.text(PHONE_NUMBER_ID) else {
        return Ok(());
    };
    let status = call.with("accounts", |rows| {
        let mut rows = rows.all().map(|row| &row.value);
        let row = rows.find(|row| row[PHONE_NUMBER_ID] == account);
        row.map(|row| row["status"].clone())
    });
    match status {
        None => Err(Failure::not_found(PHONE_NUMBER_ID)),
        Some(status) if status == "connected" => Ok(()),
        Some(_) => {
            let message = "The account of this `phone_number_id` is not connected.";
            let code =
                (call.operation.id == "kirim.send_message").then_some("account_not_connected");
            Err(Failure::new(422, message).code(code))
        }
    }
}

/// The contacts of an account, by phone number and by parts of name or address.
pub(super) fn list_contacts(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let phone = call.parameters.text("phone");
    if let Some(phone) = phone.filter(|phone| !is_e164(phone)) {
        let message = format!(
            "`{phone}` is not in E.164 form: a plus sign, the country code, and the number. In a \
             query the plus sign is written %2B."
        );
        return Err(Failure::new(400, message).param("phone"));
    }
    let search = call.parameters.text("search").map(str::to_lowercase);
    collection::list(call, |row| {
        let fields = [&row["name"], &row["email"]].into_iter();
        let mut fields = fields.filter_map(Value::as_str);
        let mut holds = |text: &str| fields.any(|field| field.to_lowercase().contains(text));
        phone.is_none_or(|phone| row["phone_number"] == phone)
            && search.as_deref().is_none_or(&mut holds)
    })
}

/// A plus sign, and 7 to 15 digits of which the first is not 0.
fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of a label is new within its team.
pub(super) fn create_label(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let name = call.text_in_body("name");
    collection::create(call, |labels| {
        if labels.all().any(|row| row.value["name"] == name.as_str()) {
            let message = "The team has a label of this name.";
            return Err(Failure::new(400, message).param("name"));
        }
        Ok(())
    })
}

/// A label that is deleted is on no contact any more.
pub(super) fn delete_label(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let reply = collection::run(call)?;
    let label = call.parameters.text("id").unwrap_or_default().to_owned();
    call.with(CONTACTS, |contacts| {
        for contact in contacts.values_mut() {
            label_contact(contact, &label, false);
        }
    });
    Ok(reply)
}

pub(super) fn attach_contact_label(call: &mut Call<'_>) -> Result<Reply, Failure> {
    attachment(call, &call.text_in_body("label_id"), true)
}

pub(super) fn detach_contact_label(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let label = call.parameters.text("label_id").unwrap_or_default();
    attachment(call, label, false)
}

/// Puts a label on the contact of the path, or takes it off.
fn attachment(call: &Call<'_>, label: &str, attached: bool) -> Result<Reply, Failure> {
    let contact = call.parameters.text("id").unwrap_or_default();
    let known = call.find(LABELS, label);
    known.ok_or_else(|| Failure::not_found("label_id"))?;
    let found = call.with(CONTACTS, |contacts| {
        let contact = contacts.get_mut(contact);
        contact.map(|contact| label_contact(contact, label, attached))
    });
    found.ok_or_else(|| Failure::not_found("id"))?;
    Ok(call.data(&json!({ "contact_id": contact, "label_id": label, "attached": attached })))
}

/// Puts a label on many contacts of an account, or takes it off; those that are not there are counted.
pub(super) fn bulk_label_contacts(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let label = call.text_in_body("label_id");
    let known = call.find(LABELS, &label);
    known.ok_or_else(|| Failure::not_found("label_id"))?;
    let body = call.body.as_ref();
    let ids = body.and_then(|body| body["contact_ids"].as_array());
    let ids = ids.map_or(&[][..], Vec::as_slice);
    let attached = call.text_in_body("operation") == "attach";
    let scope = call.scope();
    let mut applied = 0;
    call.with(CONTACTS, |contacts| {
        for id in ids.iter().filter_map(Value::as_str) {
            if contacts.get(id).is_some_and(|row| row.is_under(&scope))
                && let Some(contact) = contacts.get_mut(id)
            {
                label_contact(contact, &label, attached);
                applied += 1;
            }
        }
    });
    Ok(call.data(&json!({
        "applied": applied,
        "skipped_cross_org": ids.len() - applied,
        "skipped_team_mismatch": 0,
    })))
}

fn label_contact(contact: &mut Value, label: &str, attached: bool) {
    let known = contact[CONTACT_LABELS].as_array();
    if attached || known.is_some() {
        let others = known.into_iter().flatten().filter(|it| *it != label);
        let labels = others.cloned().chain(attached.then(|| json!(label)));
        contact[CONTACT_LABELS] = labels.collect();
    }
}

/// `assigned_to` is the id of the assignee.
pub(super) fn update_conversation(call: &mut Call<'_>) -> Result<Reply, Failure> {
    if let Some(Value::Object(members)) = &mut call.body
        && let Some(user) = members.remove("assigned_to")
    {
        let assignee = |id| json!({ "id": id, "name": null, "email": null });
        members.insert("assignee".to_owned(), json!(user.as_str().map(assignee)));
    }
    collection::run(call)
}

/// Only a link that is active can be revoked.
pub(super) fn revoke_setup_link(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let Some(convention) = &call.operation.convention else {
        return Ok(call.example());
    };
    call.row(convention, |rows, mut row| {
        if row.value["status"] != "active" {
            return Err(Failure::new(409, "The link is not active."));
        }
        row.value["status"] = json!("revoked");
        let (id, object) = (row.id.clone(), row.value["object"].clone());
        rows.put(row);
        let data = json!({ "id": id, "object": object, "revoked": true, "status": "revoked" });
        Ok(call.data(&data))
    })?
}
