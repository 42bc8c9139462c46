//! Messages: accepted, and then sent, delivered and read, or not; receipts for those that came in.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::Call;
use super::recipients::{Fate, PARAM_COUNT, PARAM_FORMAT};
use crate::error::Failure;
use crate::exchange::Reply;
use crate::seed::dice::Dice;
use crate::store::{Row, Scope};

const MESSAGES: &str = "messages";

/// What ids are like.
const MESSAGE_ID: &str = "msg_08T8YEZ6P4RKFG12FAX7YZKK3G";
const CONVERSATION_ID: &str = "cnv_0SYX7ZQ4S7XNK6BKCG0SQYKM1Y";
const WHATSAPP_ID: &str = "HBgNNjI4MTIwMDAwMDAwMhUCABIYCDAwMDAwMDAxAA";

/// Kinds of messages that have a file.
const FILES: &[&str] = &["image", "document", "video", "audio"];

/// Accepts a message, or passes a receipt on.
pub(super) fn send_message(call: &mut Call<'_>) -> Result<Reply, Failure> {
    if call.text_in_body("status") == "read" {
        return read_receipt(call);
    }
    let app = call.app;
    let (to, kind) = (call.text_in_body("to"), call.text_in_body("type"));
    let member = |name| call.body.as_ref().and_then(|body| body.get(name));
    member("interactive").map_or(Ok(()), check_choices)?;
    let template = member("template");
    let cause = template.map_or(Ok(None), |template| check_template(call, template))?;
    let fate = Fate::of(&to).failing(cause);

    let mut dice = Dice::new((app.settings.seed, app.next_number(), MESSAGES));
    let whatsapp_id = format!("wamid.{}==", dice.like(WHATSAPP_ID));
    let id = dice.like(MESSAGE_ID);
    let now = app.clock.timestamp();
    let value = json!({
        "id": id, "object": "message", "to": to, "type": kind, "status": "pending", "created_at": now,
        "conversation_id": conversation(call, &to, &now), "message_id": null, "error": null,
        "direction": "outbound",
    });
    let row = Row::new(value.clone(), "id", call.scope());
    call.with(MESSAGES, |rows| rows.put(row));
    for (seconds, status) in fate.steps {
        let mut changes = Map::from_iter([("status".to_owned(), json!(status))]);
        if *status == "sent" && fate.has_message_id() {
            changes.insert("message_id".to_owned(), json!(whatsapp_id));
        }
        if *status == "failed" {
            changes.insert("error".to_owned(), json!(fate.error()));
        }
        let at = app.clock.now() + Duration::from_secs(*seconds);
        let name = (call.api.name, MESSAGES);
        app.store().change(at, name, &id, changes);
    }
    let mut reply = call.data(&value);
    reply.faults = fate.fault;
    Ok(reply)
}

/// The id of the conversation with a person, which begins with the first message.
fn conversation(call: &Call<'_>, person: &str, now: &str) -> String {
    let account = call.parameters.text("phone_number_id").unwrap_or_default();
    let mut dice = Dice::new((call.app.settings.seed, account, person));
    let id = dice.like(CONVERSATION_ID);
    let contact = dice.like("ctc_0BHP5N40BAQPAAQSPP7FT4Y5M9");
    call.with("conversations", |conversations| {
        if let Some(known) = conversations.get_mut(&id) {
            known["last_message_at"] = json!(now);
            return;
        }
        let value = json!({
            "id": id, "object": "conversation", "status": "open",
            "contact": { "id": contact, "phone_number": person, "name": null },
            "whatsapp_account": { "phone_number": null, "phone_number_id": account },
            "assignee": null, "unread_count": 0, "last_message_at": now, "last_inbound_at": null,
            "created_at": now, "updated_at": now,
        });
        let scope = Scope::from([("phone_number_id".to_owned(), account.to_owned())]);
        conversations.put(Row::new(value, "id", scope));
    });
    id
}

/// What schemas cannot say: buttons differ in id and title, and a list has ten rows in all.
fn check_choices(interactive: &Value) -> Result<(), Failure> {
    let action = &interactive["action"];
    let buttons = action["buttons"].as_array().into_iter().flatten();
    let sections = action["sections"].as_array().into_iter().flatten();
    let refused = |message: &str, member: &str| {
        Err(Failure::new(400, message).param(format!("interactive.action.{member}")))
    };
    for name in ["id", "title"] {
        let mut seen = HashSet::new();
        let mut texts = buttons.clone().map(|button| button["reply"][name].as_str());
        if !texts.all(|text| seen.insert(text)) {
            return refused(&format!("Two buttons have the same {name}."), "buttons");
        }
    }
    let rows = sections.filter_map(|section| section["rows"].as_array());
    if rows.map(Vec::len).sum::<usize>() > 10 {
        return refused("The list has more than ten rows in all.", "sections");
    }
    Ok(())
}

/// A template has to be known and approved in its language; that its parameters fit shows later.
fn check_template(call: &Call<'_>, sent: &Value) -> Result<Option<&'static str>, Failure> {
    let unknown = |message: &str| {
        let failure = Failure::new(400, message).code(Some("invalid_template_name"));
        failure.param("template.name")
    };
    let named: Vec<Value> = call.with("templates", |rows| {
        let rows = rows.all().map(|row| &row.value);
        let named = rows.filter(|row| row["template_name"] == sent["name"]);
        named.cloned().collect()
    });
    if named.is_empty() {
        return Err(unknown("The account has no template of this name."));
    }
    let mut named = named.iter();
    let Some(template) = named.find(|row| row["language"] == sent["language"]) else {
        let message = "The template does not exist in this language.";
        return Err(Failure::new(400, message).param("template.language"));
    };
    if template["status"] != "approved" {
        return Err(unknown("Meta has not approved this template."));
    }
    let content = template["content"].as_str().unwrap_or_default();
    if content.matches("{{").count() != parameters(sent, "body").len() {
        return Ok(Some(PARAM_COUNT));
    }
    let header = parameters(sent, "header").first().map(|it| &it["type"]);
    // A header of text without placeholders takes no parameter.
    let wanted = Some(&template["header_type"]).filter(|it| FILES.iter().any(|kind| *it == kind));
    Ok((header != wanted).then_some(PARAM_FORMAT))
}

/// The parameters that are sent for one part of a template.
fn parameters<'v>(template: &'v Value, part: &str) -> Vec<&'v Value> {
    let components = template["components"].as_array().into_iter().flatten();
    let of_part = components.filter(|component| component["type"] == part);
    let lists = of_part.filter_map(|component| component["parameters"].as_array());
    lists.flatten().collect()
}

/// Marks a message that came in as read.
fn read_receipt(call: &Call<'_>) -> Result<Reply, Failure> {
    let wanted = call.text_in_body("message_id");
    let scope = call.scope();
    let found = call.with(MESSAGES, |rows| {
        let mut rows = rows.all().filter(|row| row.is_under(&scope));
        rows.find(|row| row.value["message_id"] == wanted.as_str())
            .cloned()
    });
    let row = found.ok_or_else(|| Failure::not_found("message_id"))?;
    if row.value["direction"] != "inbound" {
        let message = "The message was sent, not received.";
        return Err(Failure::new(400, message).param("message_id"));
    }
    call.with(MESSAGES, |rows| {
        if let Some(message) = rows.get_mut(&row.id) {
            message["status"] = json!("read");
        }
    });
    let receipt = json!({
        "id": row.id, "object": "message", "status": "read", "message_id": wanted,
    });
    let mut reply = call.data(&receipt);
    let fate = Fate::of(row.value["from"].as_str().unwrap_or_default());
    reply.faults = fate.fault;
    Ok(reply)
}

/// Where the file of a message is, if it has one.
pub(super) fn get_message_media(call: &mut Call<'_>) -> Result<Reply, Failure> {
    let message = call.find(MESSAGES, call.parameters.text("id").unwrap_or_default());
    let has_file = |row: &Value| FILES.iter().any(|kind| row["type"] == *kind);
    match message {
        Some(row) if has_file(&row) => Ok(call.example()),
        _ => Err(Failure::not_found("id")),
    }
}
