//! Messages, receipts and idempotency keys, as clients without any knowledge of the sandbox see them.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::support::contract::{BUILT_IN, Checker, read};
use crate::support::raw::{self, Raw};
use crate::support::{ACCOUNT, DEGRADED_ACCOUNT, builder, get_kirim, write_kirim};

/// A sandbox in which no time passes by itself.
async fn still() -> Sandbox {
    builder().still(true).start().await.unwrap()
}

fn text(to: &str) -> Value {
    let body = json!({ "body": "Pesanan Anda sudah siap." });
    json!({ "messaging_product": "whatsapp", "to": to, "type": "text", "text": body })
}

fn template(name: &str, language: &str, components: &Value) -> Value {
    let template = json!({ "name": name, "language": language, "components": components });
    json!({ "messaging_product": "whatsapp", "to": "+6281200000002", "type": "template", "template": template })
}

async fn send(sandbox: &Sandbox, body: &Value) -> Raw {
    send_with(sandbox, body, &[]).await
}

async fn send_with(sandbox: &Sandbox, body: &Value, headers: &[(&str, &str)]) -> Raw {
    let path = format!("/{ACCOUNT}/messages");
    write_kirim(sandbox, "POST", &path, headers, body).await
}

/// A message that was accepted, as it is now.
async fn now(sandbox: &Sandbox, id: &str) -> Value {
    let response = get_kirim(sandbox, &format!("/{ACCOUNT}/messages/{id}")).await;
    assert_eq!(response.status, 200);
    response.json()["data"].clone()
}

/// What becomes of a message: its statuses after so many seconds each, and the message then.
async fn progress(sandbox: &Sandbox, to: &str, seconds: &[u64]) -> (Vec<String>, Value) {
    let sent = send(sandbox, &text(to)).await;
    assert_eq!(sent.status, 200, "{sent:?}");
    let id = sent.text("/data/id");
    let mut statuses = vec![sent.text("/data/status")];
    for seconds in seconds {
        sandbox.advance(Duration::from_secs(*seconds));
        let message = now(sandbox, &id).await;
        statuses.push(message["status"].as_str().unwrap().to_owned());
    }
    let message = now(sandbox, &id).await;
    (statuses, message)
}

#[tokio::test]
async fn a_message_gets_on_and_is_listed_with_its_status() {
    let sandbox = still().await;
    let (statuses, message) = progress(&sandbox, "+6281200000002", &[1, 1, 2]).await;
    assert_eq!(statuses, ["pending", "sent", "delivered", "read"]);
    assert!(
        message["message_id"]
            .as_str()
            .unwrap()
            .starts_with("wamid.")
    );
    assert_eq!(message["error"], Value::Null);
    let unread = send(&sandbox, &text("+6281200000003")).await;
    for (filter, ids) in [
        ("status=read&direction=outbound", [&message["id"]]),
        ("status=pending", [&unread.json()["data"]["id"]]),
        (
            "created_after=2026-07-01T00:00:01Z",
            [&unread.json()["data"]["id"]],
        ),
    ] {
        let list = get_kirim(&sandbox, &format!("/{ACCOUNT}/messages?{filter}"))
            .await
            .json();
        let rows = list["data"].as_array().unwrap().iter();
        let found: Vec<_> = rows.map(|row| &row["id"]).collect();
        assert_eq!(found, ids, "{filter}");
    }
    let path = format!("/{ACCOUNT}/conversations");
    let conversations = get_kirim(&sandbox, &path).await.json();
    assert_eq!(conversations["data"][1]["id"], message["conversation_id"]);
}

#[tokio::test]
async fn some_recipients_get_something_else() {
    let sandbox = still().await;
    for (code, statuses, error) in [
        (
            "2001",
            vec!["failed", "failed"],
            Some(("outside_24h_window", 131_047)),
        ),
        (
            "2004",
            vec!["failed", "failed"],
            Some(("template_param_count_mismatch", 132_000)),
        ),
        (
            "2006",
            vec!["failed", "failed"],
            Some(("recipient_not_on_whatsapp", 1_006)),
        ),
        ("3001", vec!["sent", "sent"], None),
        ("3002", vec!["sent", "read"], None),
        (
            "3003",
            vec!["sent", "failed"],
            Some(("recipient_not_on_whatsapp", 1_006)),
        ),
        ("3004", vec!["sent", "sent"], None),
        ("3005", vec!["sent", "read"], None),
    ] {
        let (seen, message) = progress(&sandbox, &format!("+62800900042{code}"), &[1, 4]).await;
        assert_eq!(seen[1..], statuses, "{code}");
        let (wanted, number) = error.unzip();
        assert_eq!(message["error"]["code"].as_str(), wanted, "{code}");
        assert_eq!(message["error"]["provider_code"].as_i64(), number, "{code}");
        let has_id = statuses[0] == "sent" && code != "3005";
        assert_eq!(message["message_id"].is_string(), has_id, "{code}");
    }
}

#[tokio::test]
async fn a_repeated_request_is_carried_out_once() {
    let sandbox = still().await;
    let key = [("idempotency-key", "order-1042")];
    let first = send_with(&sandbox, &text("+6281200000002"), &key).await;
    let again = send_with(&sandbox, &text("+6281200000002"), &key).await;
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.header("idempotent-replayed"), Some("false"));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(first.json()["data"], again.json()["data"]);
    let other = send_with(&sandbox, &text("+6281200000003"), &key).await;
    assert_eq!(
        (other.status, other.text("/error/code").as_str()),
        (422, "idempotency_key_reuse")
    );
    assert_eq!(outbound(&sandbox), 1);

    // What was refused leaves its key free, and a day later it is free in any case.
    let key = [("idempotency-key", "order-1043")];
    assert_eq!(send_with(&sandbox, &text("0812"), &key).await.status, 400);
    assert_eq!(
        send_with(&sandbox, &text("+6281200000003"), &key)
            .await
            .status,
        200
    );
    sandbox.advance(Duration::from_secs(24 * 3_600));
    let later = send_with(&sandbox, &text("+6281200000003"), &key).await;
    assert_eq!(later.header("idempotent-replayed"), Some("false"));
    assert_eq!(outbound(&sandbox), 3);
}

fn outbound(sandbox: &Sandbox) -> usize {
    let rows = sandbox.rows("kirim", "messages").into_iter();
    rows.filter(|row| row["direction"] == "outbound").count()
}

#[tokio::test]
async fn a_twin_of_a_running_request_is_a_conflict() {
    let sandbox = still().await;
    let body = text("+6281200000002");
    let slow = [
        ("idempotency-key", "k"),
        ("x-sandbox-fault", "latency=400ms"),
    ];
    let (first, twin) = tokio::join!(send_with(&sandbox, &body, &slow), async {
        while sandbox.requests().is_empty() {
            sleep(Duration::from_millis(5)).await;
        }
        send_with(&sandbox, &body, &slow[..1]).await
    });
    assert_eq!(first.status, 200);
    assert_eq!(
        (twin.status, twin.text("/error/code").as_str()),
        (409, "idempotency_in_progress")
    );
    let again = send_with(&sandbox, &body, &slow[..1]).await;
    assert_eq!(again.json()["data"], first.json()["data"]);
}

#[tokio::test]
async fn a_request_whose_caller_gave_up_is_still_running() {
    let sandbox = still().await;
    let key = [("idempotency-key", "k")];
    let body = text("+628009000421003");
    let given_up = timeout(Duration::from_millis(300), send_with(&sandbox, &body, &key));
    assert!(given_up.await.is_err());
    let again = send_with(&sandbox, &body, &key).await;
    assert_eq!(again.text("/error/code"), "idempotency_in_progress");
}

#[tokio::test]
async fn ambiguous_outcomes_are_carried_out_once() {
    let sandbox = still().await;
    for (number, code) in ["1001", "1002", "1004", "1005"].into_iter().enumerate() {
        let body = text(&format!("+62800900042{code}"));
        let key = format!("Bearer {}", sandbox.kirim_api_key());
        let headers = [
            ("authorization", key.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", code),
        ];
        let path = format!("/kirim/v1/{ACCOUNT}/messages");
        let (address, written) = (sandbox.address(), body.to_string());
        let (first, _) = raw::send_broken(address, "POST", &path, &headers, &written).await;
        let whole = first.filter(Raw::is_complete);
        let status = whole.as_ref().map(|response| response.status);
        let expected = [None, Some(502), None, Some(500)];
        assert_eq!(status, expected[number], "{code}");
        if code == "1005" {
            assert_eq!(whole.unwrap().text("/error/code"), "131000");
        }
        let again = send_with(&sandbox, &body, &headers[2..]).await;
        assert_eq!(
            again.header("idempotent-replayed"),
            Some("true"),
            "{again:?}"
        );
        assert_eq!(outbound(&sandbox), number + 1);
    }
}

#[tokio::test]
async fn receipts_are_for_messages_that_came_in() {
    let sandbox = still().await;
    let receipt =
        |id: &str| json!({ "messaging_product": "whatsapp", "status": "read", "message_id": id });
    for _ in 0..2 {
        let read = send(&sandbox, &receipt("wamid.sandbox-inbound-text")).await;
        assert_eq!(
            (read.status, read.text("/data/status").as_str()),
            (200, "read")
        );
        assert_eq!(read.text("/data/message_id"), "wamid.sandbox-inbound-text");
        let message = now(&sandbox, &read.text("/data/id")).await;
        assert_eq!(message["status"], "read");
    }
    let (_, sent) = progress(&sandbox, "+6281200000002", &[1]).await;
    for (id, status, code) in [
        ("wamid.nobody", 404, "resource_not_found"),
        (
            sent["message_id"].as_str().unwrap(),
            400,
            "invalid_field_value",
        ),
        ("wamid.sandbox-inbound-502", 502, "whatsapp_upstream_error"),
    ] {
        let refused = send(&sandbox, &receipt(id)).await;
        assert_eq!(
            (refused.status, refused.text("/error/code").as_str()),
            (status, code)
        );
    }
}

#[tokio::test]
async fn templates_are_known_in_their_languages() {
    let sandbox = still().await;
    let body = json!([{ "type": "body", "parameters": [
        { "type": "text", "text": "Budi" }, { "type": "text", "text": "A-1042" },
    ] }]);
    let image = json!([{ "type": "header", "parameters": [
        { "type": "image", "image": { "link": "https://example.com/shop.png" } },
    ] }, body[0]]);
    for (name, language, components, status, outcome) in [
        ("order_update", "id", &body, 200, "read"),
        ("order_ready", "id", &image, 200, "read"),
        ("opening_hours", "id", &json!([]), 200, "read"),
        (
            "opening_hours",
            "id",
            &body,
            200,
            "template_param_count_mismatch",
        ),
        (
            "order_ready",
            "id",
            &body,
            200,
            "template_param_format_mismatch",
        ),
        (
            "order_update",
            "id",
            &image,
            200,
            "template_param_format_mismatch",
        ),
        ("order_updates", "id", &body, 400, "invalid_template_name"),
        ("june_sale", "id", &body, 400, "invalid_template_name"),
        ("order_update", "en", &body, 400, "invalid_field_value"),
    ] {
        let sent = send(&sandbox, &template(name, language, components)).await;
        assert_eq!(sent.status, status, "{name} {language} {sent:?}");
        if status != 200 {
            assert_eq!(sent.text("/error/code"), outcome, "{name} {language}");
            continue;
        }
        sandbox.advance(Duration::from_secs(4));
        let message = now(&sandbox, &sent.text("/data/id")).await;
        let error = &message["error"]["code"];
        let found = if error.is_null() {
            &message["status"]
        } else {
            error
        };
        assert_eq!(found, outcome, "{name} {language}");
    }
    for (query, count) in [
        ("", 4),
        ("?status=all", 6),
        ("?status=pending", 1),
        ("?language=en_US", 1),
    ] {
        let list = get_kirim(&sandbox, &format!("/{ACCOUNT}/templates{query}"))
            .await
            .json();
        assert_eq!(list["data"].as_array().unwrap().len(), count, "{query}");
    }
}

#[tokio::test]
async fn what_is_wrong_has_its_code_and_its_place() {
    let sandbox = still().await;
    let long = json!({ "body": "a".repeat(4_097) });
    let with = |name: &str, value: Value| {
        let mut body = text("+6281200000002");
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value,
        }
        body
    };
    for (body, code, param) in [
        (
            with("to", json!("081200000002")),
            "invalid_phone_number",
            "to",
        ),
        (
            with("messaging_product", Value::Null),
            "missing_required_field",
            "messaging_product",
        ),
        (with("to", Value::Null), "missing_required_field", "to"),
        (
            with("text", json!({})),
            "missing_required_field",
            "text.body",
        ),
        (with("text", long), "invalid_field_value", "text.body"),
    ] {
        let refused = send(&sandbox, &body).await;
        assert_eq!(refused.status, 400, "{refused:?}");
        assert_eq!(refused.text("/error/code"), code, "{refused:?}");
        assert_eq!(refused.text("/error/param"), param, "{refused:?}");
    }
    for (account, status, code) in [
        ("999999", 404, "resource_not_found"),
        (DEGRADED_ACCOUNT, 422, "account_not_connected"),
    ] {
        let path = format!("/{account}/messages");
        let refused = write_kirim(&sandbox, "POST", &path, &[], &text("+6281200000002")).await;
        assert_eq!(
            (refused.status, refused.text("/error/code").as_str()),
            (status, code)
        );
    }
}

#[tokio::test]
async fn buttons_differ_and_a_list_has_ten_rows_in_all() {
    let sandbox = still().await;
    let buttons = |choices: [[&str; 2]; 2]| {
        let buttons = choices
            .map(|[id, title]| json!({ "type": "reply", "reply": { "id": id, "title": title } }));
        json!({ "type": "reply_buttons", "body": { "text": "?" }, "action": { "buttons": buttons } })
    };
    let list = |rows: [usize; 2]| {
        let row = |n: usize| json!({ "id": n.to_string(), "title": "Pagi" });
        let sections = rows.map(|n| json!({ "rows": (0..n).map(row).collect::<Vec<_>>() }));
        let action = json!({ "button": "Pilih", "sections": sections });
        json!({ "type": "list", "body": { "text": "?" }, "action": action })
    };
    for (interactive, param) in [
        (buttons([["a", "Ya"], ["b", "Lain kali"]]), ""),
        (
            buttons([["a", "Ya"], ["a", "Lain kali"]]),
            "interactive.action.buttons",
        ),
        (
            buttons([["a", "Ya"], ["b", "Ya"]]),
            "interactive.action.buttons",
        ),
        (list([6, 4]), ""),
        (list([6, 5]), "interactive.action.sections"),
    ] {
        let body = json!({
            "messaging_product": "whatsapp", "to": "+6281200000002", "type": "interactive",
            "interactive": interactive,
        });
        let sent = send(&sandbox, &body).await;
        assert_eq!(sent.status == 200, param.is_empty(), "{sent:?}");
        if !param.is_empty() {
            let error = (
                sent.status,
                sent.text("/error/code"),
                sent.text("/error/param"),
            );
            assert_eq!(
                error,
                (400, "invalid_field_value".to_owned(), param.to_owned())
            );
        }
    }
}

#[tokio::test]
async fn the_file_of_a_message_is_in_the_sandbox() {
    let sandbox = still().await;
    let rows = sandbox.rows("kirim", "messages");
    let of_kind = |kind: &str| {
        rows.iter().find(|row| row["type"] == kind).unwrap()["id"]
            .as_str()
            .unwrap()
    };
    let found = get_kirim(&sandbox, &format!("/messages/{}/media", of_kind("image"))).await;
    assert_eq!(found.status, 302);
    let location = found.header("location").unwrap();
    let path = location
        .strip_prefix(&format!("http://{}", sandbox.address()))
        .unwrap();
    let file = raw::get(sandbox.address(), path, &[]).await;
    assert_eq!((file.status, file.body.len()), (200, 1_024));
    let none = get_kirim(&sandbox, &format!("/messages/{}/media", of_kind("text"))).await;
    assert_eq!(none.status, 404);
}

/// Whatever a message is or becomes, its responses are those of the contract.
#[tokio::test]
async fn messages_are_as_documented() {
    let sandbox = still().await;
    let contract = read(BUILT_IN);
    let checker = Checker::new(&contract);
    for code in ["0000", "2006", "3001", "3005"] {
        let sent = send(&sandbox, &text(&format!("+62800900042{code}"))).await;
        let operation = checker.operation("kirim.send_message");
        assert_eq!(checker.problems(&operation, &sent), Vec::<String>::new());
    }
    sandbox.advance(Duration::from_secs(5));
    let list = get_kirim(&sandbox, &format!("/{ACCOUNT}/messages")).await;
    let operation = checker.operation("kirim.list_messages");
    assert_eq!(checker.problems(&operation, &list), Vec::<String>::new());
}
