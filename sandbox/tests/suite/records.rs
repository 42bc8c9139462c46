//! Contacts, labels, conversations and setup links that are created and changed.

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::raw::{self, Raw};
use crate::support::{ACCOUNT, builder, get_kirim, ids, start, write_kirim};

async fn write(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> Raw {
    write_kirim(sandbox, method, path, &[], &body).await
}

async fn label(sandbox: &Sandbox, name: &str) -> String {
    let created = write(sandbox, "POST", "/labels", json!({ "name": name })).await;
    assert_eq!(created.status, 201, "{created:?}");
    created.text("/data/id")
}

#[tokio::test]
async fn a_contact_that_is_created_is_read_listed_and_labelled() {
    let sandbox = start().await;
    let path = format!("/{ACCOUNT}/contacts");
    let contact = json!({ "phone_number": "+6281200000009", "name": "Rosa" });
    let created = write(&sandbox, "POST", &path, contact).await;
    assert_eq!(created.status, 201, "{created:?}");
    let id = created.text("/data/id");
    assert!(id.starts_with("ctc_") && id.len() == 30, "{id}");
    assert_eq!(created.text("/data/name"), "Rosa");
    assert_eq!(created.json()["data"]["email"], Value::Null);
    assert!(created.text("/data/created_at").starts_with("2026-07-01T"));
    let read = get_kirim(&sandbox, &format!("/contacts/{id}")).await;
    assert_eq!(read.json()["data"], created.json()["data"]);
    let listed = get_kirim(&sandbox, &format!("{path}?phone=%2B6281200000009")).await;
    assert_eq!(listed.json()["data"][0]["id"], json!(id));

    let vip = label(&sandbox, "Pelanggan").await;
    let labels = format!("/contacts/{id}/labels");
    for _ in 0..2 {
        let attached = write(&sandbox, "POST", &labels, json!({ "label_id": vip })).await;
        let expected = json!({ "contact_id": id, "label_id": vip, "attached": true });
        assert_eq!(
            (attached.status, &attached.json()["data"]),
            (200, &expected)
        );
        let contact = get_kirim(&sandbox, &format!("/contacts/{id}")).await.json();
        assert_eq!(contact["data"]["labels"], json!([vip]));
    }
    let detached = write(&sandbox, "DELETE", &format!("{labels}/{vip}"), Value::Null).await;
    assert_eq!(detached.json()["data"]["attached"], json!(false));
    let contact = get_kirim(&sandbox, &format!("/contacts/{id}")).await.json();
    assert_eq!(contact["data"]["labels"], json!([]));
    let nobody = "/contacts/ctc_00000000000000000000000000/labels";
    let refused = write(&sandbox, "POST", nobody, json!({ "label_id": vip })).await;
    assert_eq!(refused.status, 404);
}

#[tokio::test]
async fn many_contacts_are_labelled_at_once() {
    let sandbox = start().await;
    let vip = label(&sandbox, "Pelanggan").await;
    let known = ids(&sandbox, "kirim", "contacts");
    let bulk = json!({
        "contact_ids": [known[0], known[1], "ctc_elsewhere"], "label_id": vip, "operation": "attach",
    });
    let path = format!("/{ACCOUNT}/contacts/bulk_label");
    let done = write(&sandbox, "POST", &path, bulk).await;
    let expected = json!({ "applied": 2, "skipped_cross_org": 1, "skipped_team_mismatch": 0 });
    assert_eq!((done.status, &done.json()["data"]), (200, &expected));
    let labelled = |sandbox: &Sandbox| {
        let rows = sandbox.rows("kirim", "contacts").into_iter();
        rows.filter(|row| row["labels"] == json!([vip])).count()
    };
    assert_eq!(labelled(&sandbox), 2);
    let deleted = write(&sandbox, "DELETE", &format!("/labels/{vip}"), Value::Null).await;
    assert_eq!(
        (deleted.status, &deleted.json()["data"]["deleted"]),
        (200, &json!(true))
    );
    assert_eq!(labelled(&sandbox), 0, "a deleted label is on no contact");
}

#[tokio::test]
async fn a_label_that_is_renamed_shows_in_the_list() {
    let sandbox = start().await;
    let id = label(&sandbox, "Pelanggan").await;
    assert!(id.starts_with("lbl_") && id.len() == 30, "{id}");
    let created = get_kirim(&sandbox, &format!("/labels/{id}")).await;
    assert_eq!(
        created.text("/data/color"),
        "gray",
        "the default of the contract"
    );
    let taken = write(&sandbox, "POST", "/labels", json!({ "name": "Pelanggan" })).await;
    assert_eq!(
        (taken.status, taken.text("/error/code").as_str()),
        (400, "invalid_field_value")
    );
    let path = format!("/labels/{id}");
    let renamed = write(
        &sandbox,
        "PATCH",
        &path,
        json!({ "name": "Setia", "color": "sky" }),
    )
    .await;
    assert_eq!(renamed.status, 200, "{renamed:?}");
    let list = get_kirim(&sandbox, "/labels").await.json();
    assert_eq!(list["data"][0]["name"], "Setia");
    assert_eq!(list["data"][0]["color"], "sky");
}

#[tokio::test]
async fn a_conversation_is_assigned_and_resolved() {
    let sandbox = start().await;
    let path = format!("/{ACCOUNT}/conversations");
    let open = get_kirim(&sandbox, &format!("{path}?status=open")).await;
    let id = open.text("/data/0/id");
    let contact = open.text("/data/0/contact/id");
    assert!(ids(&sandbox, "kirim", "contacts").contains(&contact));
    let of_contact = get_kirim(&sandbox, &format!("{path}?contact_id={contact}"))
        .await
        .json();
    assert_eq!(of_contact["data"].as_array().unwrap().len(), 1);
    let change = format!("/conversations/{id}");
    let user = "usr_0S1F2YE055GXKE4Z9W47AJZZQE";
    let assigned = write(&sandbox, "PATCH", &change, json!({ "assigned_to": user })).await;
    assert_eq!(assigned.text("/data/assignee/id"), user);
    assert_eq!(assigned.text("/data/status"), "open");
    let resolved = json!({ "status": "resolved", "assigned_to": null });
    write(&sandbox, "PATCH", &change, resolved).await;
    let listed = get_kirim(&sandbox, &format!("{path}?status=resolved"))
        .await
        .json();
    let rows = listed["data"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == json!(id)).unwrap();
    assert_eq!(row["assignee"], Value::Null);
}

#[tokio::test]
async fn a_setup_link_is_revoked_once() {
    let sandbox = start().await;
    let created = json!({ "name": "Toko Baru" });
    let customer = write(&sandbox, "POST", "/customers", created).await;
    assert_eq!(customer.status, 201, "{customer:?}");
    let id = customer.text("/data/id");
    let read = get_kirim(&sandbox, &format!("/customers/{id}"))
        .await
        .json();
    assert_eq!(
        (&read["data"]["status"], &read["data"]["whatsapp_accounts"]),
        (&json!("pending"), &json!([]))
    );
    let links = format!("/customers/{id}/setup_links");
    let link = write(&sandbox, "POST", &links, json!({})).await;
    assert_eq!(
        (link.status, link.text("/data/status").as_str()),
        (201, "active")
    );
    let path = format!("{links}/{}", link.text("/data/id"));
    let revoked = write(&sandbox, "DELETE", &path, Value::Null).await;
    assert_eq!(
        (revoked.status, revoked.text("/data/status").as_str()),
        (200, "revoked")
    );
    assert_eq!(
        write(&sandbox, "DELETE", &path, Value::Null).await.status,
        409
    );
}

/// The statuses of requests to Kirim that are sent at the same time.
async fn at_once(sandbox: &Sandbox, requests: &[(&'static str, &str, Value)]) -> Vec<u16> {
    let address = sandbox.address();
    let key = format!("Bearer {}", sandbox.api_key("kirim").unwrap());
    let send = |(method, path, body): &(&'static str, &str, Value)| {
        let (method, path, key) = (*method, format!("/kirim/v1{path}"), key.clone());
        let body = body.to_string();
        tokio::spawn(async move {
            let headers = [
                ("authorization", key.as_str()),
                ("content-type", "application/json"),
            ];
            raw::send(address, method, &path, &headers, &body)
                .await
                .status
        })
    };
    let running: Vec<_> = requests.iter().map(send).collect();
    let mut statuses = Vec::new();
    for request in running {
        statuses.push(request.await.unwrap());
    }
    statuses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writes_at_the_same_time_do_not_undo_each_other() {
    let sandbox = builder().write_per_minute(100_000).start().await.unwrap();
    for round in 0..100 {
        let name = format!("Label {round}");
        let new = json!({ "name": name });
        let created = at_once(&sandbox, &vec![("POST", "/labels", new); 4]).await;
        let made = created.iter().filter(|status| **status == 201).count();
        assert_eq!(made, 1, "round {round}: a name is taken once");

        let path = format!("/labels/{}", ids(&sandbox, "kirim", "labels")[0]);
        let named = json!({ "name": format!("{name}a") });
        let coloured = json!({ "color": "sky" });
        let changes = [
            ("PATCH", path.as_str(), named.clone()),
            ("PATCH", &path, coloured.clone()),
        ];
        assert_eq!(at_once(&sandbox, &changes).await, [200, 200]);
        let label = get_kirim(&sandbox, &path).await.json()["data"].clone();
        assert_eq!(
            (&label["name"], &label["color"]),
            (&named["name"], &json!("sky")),
            "round {round}"
        );

        let changes = [
            ("PATCH", path.as_str(), named),
            ("DELETE", &path, Value::Null),
            ("PATCH", &path, coloured),
        ];
        assert_eq!(at_once(&sandbox, &changes).await[1], 200);
        assert_eq!(
            get_kirim(&sandbox, &path).await.status,
            404,
            "round {round}"
        );
    }
}
