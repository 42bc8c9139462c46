//! Each operation of Kirim's further pages sends the documented request and decodes the documented
//! response: one row each.

use std::future::Future;

use chrono::{DateTime, Utc};
use generated_client::kirim::{Client, types::*};
use generated_client::{Error, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::support::{self, Reply, Server};

const ACCOUNT: &str = "100200300400500";
const CONTACT: &str = "ctc_0BHP5N40BAQPAAQSPP7FT4Y5M9";
const LABEL: &str = "lbl_05EDQ0PV1DCB8GQQRVXVG1EFXY";
const WAMID: &str = "wamid.HBgNNjI4MTIwMDAwMDAwMhUCABIYCDAwMDAwMDAxAA==";
const TO: &str = "+6281200000002";

/// Sends a call to a server with this response; checks method, path, query and the bytes of the body that
/// it gets, and that the decoded response holds all that was sent.
async fn exchange<T: Serialize, F>(
    status: u16,
    data: Value,
    request: &str,
    body: &str,
    call: impl FnOnce(Client) -> F,
) where
    F: Future<Output = Result<Response<T>, Error>>,
{
    let mut reply = json!({ "data": data, "request_id": "req_1" });
    if data.is_array() {
        reply["has_more"] = json!(false);
        reply["next_cursor"] = json!("c");
    }
    let server = Server::start([Reply::json(status, &reply)]).await;
    let response = call(support::kirim(&server)).await.unwrap();
    let sent = server.request();
    let [method, target, _] = sent.line();
    assert_eq!(format!("{method} {target}"), request);
    assert_eq!(String::from_utf8_lossy(&sent.body), body, "{request}");
    let is_post = method == "POST";
    assert_eq!(
        sent.header("idempotency-key").is_some(),
        is_post,
        "{request}"
    );
    let json = (!body.is_empty()).then_some("application/json");
    assert_eq!(sent.header("content-type"), json, "{request}");
    assert_eq!(response.status().as_u16(), status);
    assert_eq!(
        serde_json::to_value(&*response).unwrap(),
        reply,
        "{request}"
    );
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn message() -> Value {
    json!({
        "id": "msg_1", "object": "message", "to": TO, "type": "text", "status": "failed",
        "created_at": "2026-06-20T04:10:31.220Z", "conversation_id": "cnv_1", "message_id": WAMID,
        "error": { "code": 131_047, "message": "Too late.", "provider_code": "131047" },
        "content": { "kept": [1, 2] },
    })
}

#[tokio::test]
async fn messages_are_read_and_listed() {
    let path = "GET /v1/100200300400500/messages";
    exchange(200, message(), &format!("{path}/msg_1"), "", |client| {
        client.get_message(ACCOUNT, "msg_1").send()
    })
    .await;
    let query = "?status=failed&conversation_id=cnv_1&direction=outbound&created_after=2026-06-20T00%3A00%3A00Z\
                 &created_before=2026-06-21T00%3A00%3A00Z&limit=100&cursor=c";
    exchange(
        200,
        json!([message()]),
        &format!("{path}{query}"),
        "",
        |client| {
            let list = client
                .list_messages(ACCOUNT)
                .status("failed")
                .conversation_id("cnv_1");
            let list = list
                .direction("outbound")
                .created_after(time("2026-06-20T00:00:00Z"));
            list.created_before(time("2026-06-21T00:00:00Z"))
                .limit(100)
                .cursor("c")
                .send()
        },
    )
    .await;
    let template = json!({
        "id": "tmpl_1", "template_name": "order_update", "language": "id", "status": "approved",
        "category": "UTILITY", "content": "Halo {{1}}", "has_variables": true, "buttons": [],
    });
    let request = "GET /v1/100200300400500/templates?status=all&language=id&limit=10";
    exchange(200, json!([template]), request, "", |client| {
        let list = client.list_templates(ACCOUNT).status("all").language("id");
        list.limit(10).send()
    })
    .await;
}

#[tokio::test]
async fn the_file_of_a_message_is_a_location() {
    let location = "https://files.example.com/1.jpg";
    let server = Server::start([Reply::new(302, &[("Location", location)], "")]).await;
    let call = support::kirim(&server).get_message_media("msg_1").send();
    let response = call.await.unwrap();
    assert_eq!(
        server.request().line()[..2],
        ["GET", "/v1/messages/msg_1/media"]
    );
    assert_eq!(response.location().unwrap().as_str(), location);
}

#[tokio::test]
async fn contacts_are_created_and_labelled() {
    let contact = json!({
        "id": CONTACT, "object": "contact", "phone_number": TO, "name": "Rosa", "email": "rosa@example.com",
        "metadata": { "vip": true }, "whatsapp_account": { "phone_number": "+6281200000001" },
        "created_at": "2026-06-20T04:10:31.220Z", "updated_at": "2026-06-20T04:10:31.220Z",
    });
    let body = r#"{"phone_number":"+6281200000002","name":"Rosa","email":null}"#;
    exchange(
        201,
        contact,
        "POST /v1/100200300400500/contacts",
        body,
        |client| {
            let contact = NewContact::new(TO).name("Rosa").clear_email();
            client.create_contact(ACCOUNT, contact).send()
        },
    )
    .await;
    let done = json!({ "applied": 1, "skipped_cross_org": 1, "skipped_team_mismatch": 0 });
    let request = "POST /v1/100200300400500/contacts/bulk_label";
    let body =
        format!(r#"{{"contact_ids":["{CONTACT}","x"],"label_id":"{LABEL}","operation":"attach"}}"#);
    exchange(200, done, request, &body, |client| {
        let bulk = BulkLabel::new([CONTACT, "x"], LABEL, "attach");
        client.bulk_label_contacts(ACCOUNT, bulk).send()
    })
    .await;
    let state =
        |attached| json!({ "contact_id": CONTACT, "label_id": LABEL, "attached": attached });
    let path = format!("/v1/contacts/{CONTACT}/labels");
    let body = format!(r#"{{"label_id":"{LABEL}"}}"#);
    exchange(200, state(true), &format!("POST {path}"), &body, |client| {
        client
            .attach_contact_label(CONTACT, LabelAttachment::new(LABEL))
            .send()
    })
    .await;
    exchange(
        200,
        state(false),
        &format!("DELETE {path}/{LABEL}"),
        "",
        |client| client.detach_contact_label(CONTACT, LABEL).send(),
    )
    .await;
}

#[tokio::test]
async fn labels_are_created_read_changed_and_deleted() {
    let label = json!({
        "id": LABEL, "object": "label", "name": "VIP", "color": "teal", "team_id": "k7m2p9x4",
        "created_at": "2026-06-20T04:10:31.220Z", "updated_at": "2026-06-20T04:10:31.220Z",
    });
    let path = format!("/v1/labels/{LABEL}");
    exchange(
        200,
        json!([label]),
        "GET /v1/labels?limit=5",
        "",
        |client| client.list_labels().limit(5).send(),
    )
    .await;
    let body = r#"{"name":"VIP","color":"teal"}"#;
    exchange(201, label.clone(), "POST /v1/labels", body, |client| {
        client
            .create_label(NewLabel::new("VIP").color("teal"))
            .send()
    })
    .await;
    exchange(200, label.clone(), &format!("GET {path}"), "", |client| {
        client.get_label(LABEL).send()
    })
    .await;
    exchange(
        200,
        label,
        &format!("PATCH {path}"),
        r#"{"name":"VIP"}"#,
        |client| {
            client
                .update_label(LABEL, LabelUpdate::new().name("VIP"))
                .send()
        },
    )
    .await;
    let deleted = json!({ "id": LABEL, "object": "label", "deleted": true });
    exchange(200, deleted, &format!("DELETE {path}"), "", |client| {
        client.delete_label(LABEL).send()
    })
    .await;
}

#[tokio::test]
async fn conversations_are_listed_and_changed() {
    let conversation = json!({
        "id": "cnv_1", "object": "conversation", "status": "open",
        "contact": { "id": CONTACT, "phone_number": TO, "name": "Rosa" },
        "whatsapp_account": { "phone_number": "+6281200000001", "phone_number_id": ACCOUNT },
        "assignee": { "id": "usr_1", "name": "Ayu", "email": "ayu@example.com" }, "unread_count": 2,
        "last_message_at": "2026-06-20T04:10:31.220Z", "last_inbound_at": "2026-06-20T04:10:31.220Z",
        "created_at": "2026-06-20T04:10:31.220Z", "updated_at": "2026-06-20T04:10:31.220Z",
    });
    let request = format!("GET /v1/100200300400500/conversations?status=open&contact_id={CONTACT}");
    exchange(200, json!([conversation]), &request, "", |client| {
        client
            .list_conversations(ACCOUNT)
            .status("open")
            .contact_id(CONTACT)
            .send()
    })
    .await;
    let body = r#"{"status":"resolved","assigned_to":null}"#;
    exchange(
        200,
        conversation,
        "PATCH /v1/conversations/cnv_1",
        body,
        |client| {
            let update = ConversationUpdate::new()
                .status("resolved")
                .clear_assigned_to();
            client.update_conversation("cnv_1", update).send()
        },
    )
    .await;
}

#[tokio::test]
async fn customers_and_setup_links_are_created_and_links_revoked() {
    let customer = json!({
        "id": "cus_1", "object": "customer", "name": "Toko Baru", "email": "x", "status": "pending",
        "metadata": {}, "archived_at": "2026-06-20T04:10:31.220Z", "team_id": "k7m2p9x4",
        "created_at": "2026-06-20T04:10:31.220Z", "updated_at": "2026-06-20T04:10:31.220Z",
    });
    exchange(
        201,
        customer,
        "POST /v1/customers",
        r#"{"name":"Toko Baru"}"#,
        |client| client.create_customer(NewCustomer::new("Toko Baru")).send(),
    )
    .await;
    let link = json!({
        "id": "csl_1", "object": "customer_setup_link", "customer_id": "c1", "status": "active",
        "token_last4": "abcd", "expires_at": "2026-06-27T04:10:31.220Z",
        "setup_url": "https://example.com/setup/abcd",
    });
    let body = r#"{"expires_in_hours":24,"success_redirect_url":"https://example.com/done"}"#;
    exchange(
        201,
        link,
        "POST /v1/customers/cus_1/setup_links",
        body,
        |client| {
            let link = NewSetupLink::new().expires_in_hours(24);
            let link = link.success_redirect_url("https://example.com/done");
            client.create_setup_link("cus_1", link).send()
        },
    )
    .await;
    let revoked = json!({
        "id": "csl_1", "object": "customer_setup_link", "revoked": true, "status": "revoked",
    });
    let request = "DELETE /v1/customers/cus_1/setup_links/csl_1";
    exchange(200, revoked, request, "", |client| {
        client.revoke_setup_link("cus_1", "csl_1").send()
    })
    .await;
}

#[tokio::test]
async fn deliveries_are_replayed_and_the_key_is_read() {
    let replay = json!({
        "id": "wbd_2", "object": "webhook_delivery", "replayed_from": "wbd_1", "status": "pending",
    });
    exchange(
        202,
        replay,
        "POST /v1/webhook_deliveries/wbd_1/replay",
        "",
        |client| client.replay_webhook_delivery("wbd_1").send(),
    )
    .await;
    let subscription = "wbs_0Z42K3C3D22CREDAAKJHB57YHM";
    let body = format!(
        r#"{{"subscription_id":"{subscription}","status":"failed","event_type":"message.received"}}"#
    );
    let request = "POST /v1/webhook_deliveries/bulk_replay";
    exchange(
        202,
        json!({ "enqueued": 7, "capped": false }),
        request,
        &body,
        |client| {
            let replay = BulkReplay::new(subscription).status("failed");
            client
                .replay_webhook_deliveries(replay.event_type("message.received"))
                .send()
        },
    )
    .await;
    let me = json!({
        "organization": { "id": "org_1", "object": "organization", "name": "Toko" },
        "api_key": { "id": "key_1", "object": "api_key", "label": "server", "last4": "wxyz" },
        "rate_limits": { "tier": "pro", "write_per_minute": 600, "read_per_minute": 6_000 },
    });
    exchange(200, me, "GET /v1/me", "", |client| client.get_me().send()).await;
}

/// A message, its type, and what is sent of it.
type Sending = (SendMessageBody, &'static str, String);

fn plain_messages() -> Vec<Sending> {
    let link = "https://example.com/a";
    let reply = ReplyContext::new(WAMID);
    vec![
        (
            TextMessage::new(TO, Text::new("Halo"))
                .context(reply)
                .into(),
            "text",
            format!(r#"{{"context":{{"message_id":"{WAMID}"}},"text":{{"body":"Halo"}}}}"#),
        ),
        (
            ImageMessage::new(TO, ImageLink::new(link).caption("Lampu")).into(),
            "image",
            format!(r#"{{"image":{{"link":"{link}","caption":"Lampu"}}}}"#),
        ),
        (
            DocumentMessage::new(TO, DocumentId::new("300").filename("a.pdf")).into(),
            "document",
            r#"{"document":{"id":"300","filename":"a.pdf"}}"#.to_owned(),
        ),
        (
            VideoMessage::new(TO, VideoLink::new(link)).into(),
            "video",
            format!(r#"{{"video":{{"link":"{link}"}}}}"#),
        ),
        (
            AudioMessage::new(TO, MediaId::new("300")).into(),
            "audio",
            r#"{"audio":{"id":"300"}}"#.to_owned(),
        ),
        (
            TemplateMessage::new(
                TO,
                FilledTemplate::new("order_ready", "id").components([
                    TemplateComponent::from(TemplateHeader::new([ImageParameter::new(
                        MediaLink::new(link),
                    )])),
                    TemplateBody::new([TextParameter::new("Budi")]).into(),
                    TemplateButton::new("quick_reply", "0", [PayloadParameter::new("p")]).into(),
                ]),
            )
            .into(),
            "template",
            format!(
                r#"{{"template":{{"name":"order_ready","language":"id","components":[
                {{"type":"header","parameters":[{{"type":"image","image":{{"link":"{link}"}}}}]}},
                {{"type":"body","parameters":[{{"type":"text","text":"Budi"}}]}},
                {{"type":"button","sub_type":"quick_reply","index":"0",
                  "parameters":[{{"type":"payload","payload":"p"}}]}}]}}}}"#
            ),
        ),
    ]
}

fn interactive_messages() -> Vec<Sending> {
    let link = "https://example.com/a";
    let button = |id: &str, title: &str| ReplyButton::new(Choice::new(id, title));
    vec![
        (
            InteractiveMessage::new(
                TO,
                ReplyButtons::new(
                    Body::new("Hari ini?"),
                    ReplyButtonsAction::new([button("y", "Ya"), button("n", "Tidak")]),
                )
                .footer(Footer::new("Toko Melati")),
            )
            .into(),
            "interactive",
            r#"{"interactive":{"type":"reply_buttons","body":{"text":"Hari ini?"},
                "footer":{"text":"Toko Melati"},"action":{"buttons":[
                {"type":"reply","reply":{"id":"y","title":"Ya"}},
                {"type":"reply","reply":{"id":"n","title":"Tidak"}}]}}}"#
                .to_owned(),
        ),
        (
            InteractiveMessage::new(
                TO,
                OptionList::new(
                    Body::new("Kapan?"),
                    OptionListAction::new("Pilih", [Section::new([Row::new("am", "Pagi")])]),
                ),
            )
            .into(),
            "interactive",
            r#"{"interactive":{"type":"list","body":{"text":"Kapan?"},"action":{"button":"Pilih",
                "sections":[{"rows":[{"id":"am","title":"Pagi"}]}]}}}"#
                .to_owned(),
        ),
        (
            InteractiveMessage::new(
                TO,
                UrlButton::new(
                    Body::new("Lacak"),
                    UrlButtonAction::new(PageLink::new("Buka", link)),
                ),
            )
            .into(),
            "interactive",
            format!(
                r#"{{"interactive":{{"type":"cta_url","body":{{"text":"Lacak"}},"action":{{"name":"cta_url",
                "parameters":{{"display_text":"Buka","url":"{link}"}}}}}}}}"#
            ),
        ),
    ]
}

/// Every kind of message, with what is sent.
#[tokio::test]
async fn every_kind_of_message_is_written_in_a_few_lines() {
    let rows = plain_messages().into_iter().chain(interactive_messages());
    for (body, kind, part) in rows {
        let mut expected: Value = serde_json::from_str(&part).unwrap();
        expected["messaging_product"] = json!("whatsapp");
        expected["to"] = json!(TO);
        expected["type"] = json!(kind);
        let accepted = json!({ "data": message(), "request_id": "req_1" });
        let server = Server::start([Reply::json(200, &accepted)]).await;
        support::kirim(&server)
            .send_message(ACCOUNT, body)
            .send()
            .await
            .unwrap();
        let sent: Value = serde_json::from_slice(&server.request().body).unwrap();
        assert_eq!(sent, expected);
    }
    let body = format!(
        r#"{{"messaging_product":"whatsapp","status":"read","message_id":"{WAMID}","typing_indicator":{{"type":"text"}}}}"#
    );
    let receipt =
        json!({ "id": "msg_1", "object": "message", "status": "read", "message_id": WAMID });
    exchange(
        200,
        receipt,
        "POST /v1/100200300400500/messages",
        &body,
        |client| {
            let receipt = ReadReceipt::new(WAMID).typing_indicator(TypingIndicator::new());
            client.send_message(ACCOUNT, receipt).send()
        },
    )
    .await;
}

/// Where no number is printed, any 2xx is the success.
#[tokio::test]
async fn another_2xx_than_the_likely_one_is_the_success_too() {
    let label = json!({
        "id": LABEL, "object": "label", "name": "VIP", "color": "teal", "team_id": "k7m2p9x4",
        "created_at": "2026-06-20T04:10:31.220Z", "updated_at": "2026-06-20T04:10:31.220Z",
    });
    for status in [200, 201, 202] {
        exchange(
            status,
            label.clone(),
            "POST /v1/labels",
            r#"{"name":"VIP"}"#,
            |client| client.create_label(NewLabel::new("VIP")).send(),
        )
        .await;
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_its_place() {
    let server = Server::start([]).await;
    let client = support::kirim(&server);
    let template = |text: &str| {
        let body = TemplateBody::new([TextParameter::new(text)]);
        let template = FilledTemplate::new("order_ready", "id").components([body]);
        SendMessageBody::from(TemplateMessage::new(TO, template))
    };
    for (body, place) in [
        (
            TextMessage::new("081200000002", Text::new("Halo")).into(),
            "to",
        ),
        (
            TextMessage::new("6281200000002", Text::new("Halo")).into(),
            "to",
        ),
        (TextMessage::new(TO, Text::new("")).into(), "text.body"),
        (
            TextMessage::new(TO, Text::new("a".repeat(4_097))).into(),
            "text.body",
        ),
        (
            ImageMessage::new(TO, ImageLink::new("http://example.com/a")).into(),
            "image.link",
        ),
        (template(""), "template.components[0].parameters[0].text"),
        (
            template("a\nb"),
            "template.components[0].parameters[0].text",
        ),
        (
            template("a     b"),
            "template.components[0].parameters[0].text",
        ),
        (
            ReadReceipt::new("msg_08T8YEZ6P4RKFG12FAX7YZKK3G").into(),
            "message_id",
        ),
    ] {
        let body: SendMessageBody = body;
        let error = client.send_message(ACCOUNT, body).send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        let text = support::chain(&error);
        assert!(text.contains(place), "{text}");
    }
    assert_eq!(server.requests().len(), 0);
}

/// Schemas cannot compare ids or add up rows: the service does, and the sandbox.
#[tokio::test]
async fn what_schemas_cannot_say_is_refused_by_the_sandbox() {
    let sandbox = sandbox::Sandbox::builder().start().await.unwrap();
    let client = Client::builder()
        .api_key(sandbox.kirim_api_key())
        .base_url(sandbox.kirim_base_url());
    let client = client.build().unwrap();
    let buttons = |choices: [[&str; 2]; 2]| {
        let buttons = choices.map(|[id, title]| ReplyButton::new(Choice::new(id, title)));
        Interactive::from(ReplyButtons::new("?", ReplyButtonsAction::new(buttons)))
    };
    let list = |counts: [usize; 2]| {
        let row = |number| Row::new(format!("row {number}"), "Pagi");
        let sections = counts.map(|count| Section::new((0..count).map(row)));
        Interactive::from(OptionList::new(
            "?",
            OptionListAction::new("Pilih", sections),
        ))
    };
    for (interactive, param) in [
        (buttons([["a", "Ya"], ["b", "Lain kali"]]), None),
        (
            buttons([["a", "Ya"], ["a", "Lain kali"]]),
            Some("interactive.action.buttons"),
        ),
        (
            buttons([["a", "Ya"], ["b", "Ya"]]),
            Some("interactive.action.buttons"),
        ),
        (list([6, 4]), None),
        (list([6, 5]), Some("interactive.action.sections")),
    ] {
        let message = InteractiveMessage::new(TO, interactive);
        let refused = client.send_message(ACCOUNT, message).send().await.err();
        let error = refused.as_ref().map(|error| (error.code(), error.param()));
        assert_eq!(
            error,
            param.map(|it| (Some("invalid_field_value"), Some(it))),
            "{refused:?}"
        );
    }
}
