//! Another contract than the built-in one: nothing in the sandbox is Kirim's or Kustomer's alone.

use sandbox::{Sandbox, StartError};
use serde_json::{Value, json};

use crate::conformance::{SHOP, shop};
use crate::support::raw::{self, Raw};

const ORDERS: &str = "/shop/v2/shops/north/orders";

/// Sends a request with the right key and a JSON body, unless that is null.
async fn send(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> Raw {
    let key = ("x-key", sandbox.api_key("shop").unwrap());
    let media_type = match method {
        "PATCH" => "application/merge-patch+json",
        _ => "application/json",
    };
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let headers = [key, ("content-type", media_type)];
    raw::send(sandbox.address(), method, path, &headers, &body).await
}

async fn get(sandbox: &Sandbox, path: &str) -> Raw {
    send(sandbox, "GET", path, Value::Null).await
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    let sandbox = shop().await;
    let new = json!({ "kind": "delivery", "address": { "street": "Jalan Contoh 1" } });
    let created = send(&sandbox, "POST", ORDERS, new.clone()).await;
    assert_eq!(created.status, 201);
    let order = created.json();
    let id = created.text("/id");
    assert_eq!(
        (&order["kind"], &order["address"]),
        (&new["kind"], &new["address"])
    );

    let path = format!("/shop/v2/orders/{id}");
    assert_eq!(get(&sandbox, &path).await.json(), order);
    let list = get(&sandbox, &format!("{ORDERS}?per_page=50")).await.json();
    assert_eq!(
        list["orders"][0],
        json!({ "id": id, "state": order["state"] })
    );
    let elsewhere = get(&sandbox, "/shop/v2/shops/south/orders?per_page=50")
        .await
        .json();
    let ids = elsewhere["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|order| &order["id"]);
    assert!(
        ids.into_iter().all(|known| *known != id),
        "it is an order of north"
    );

    let change = json!({ "state": "sent", "note": null });
    let changed = send(&sandbox, "PATCH", &path, change).await.json();
    assert_eq!(
        (&changed["state"], &changed["note"]),
        (&json!("sent"), &json!(null))
    );
    assert_eq!(changed["created"], order["created"]);
    assert_eq!(get(&sandbox, &path).await.json(), changed);
    let sent = get(&sandbox, &format!("{ORDERS}?state=sent")).await.json();
    assert_eq!(sent["orders"].as_array().unwrap().len(), 1);

    let replaced = send(&sandbox, "PUT", &path, json!({ "kind": "pickup" })).await;
    assert_eq!((replaced.status, replaced.body.len()), (204, 0));
    let order = get(&sandbox, &path).await.json();
    assert_eq!(
        (&order["id"], &order["kind"]),
        (&json!(id), &json!("pickup"))
    );

    let deleted = send(&sandbox, "DELETE", &path, Value::Null).await.json();
    assert_eq!(deleted, json!({ "id": id, "deleted": true }));
    for method in ["GET", "DELETE"] {
        assert_eq!(send(&sandbox, method, &path, Value::Null).await.status, 404);
    }
    let rows = sandbox.rows("shop", "orders");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["id"] != id));
}

#[tokio::test]
async fn bodies_are_checked_and_can_be_seen() {
    let sandbox = shop().await;
    for (body, part, field) in [
        (
            json!({ "kind": "pickup", "extra": 1 }),
            "extra",
            Some("extra"),
        ),
        (
            json!({ "kind": "delivery", "address": {} }),
            "street",
            Some("address.street"),
        ),
        (json!([]), "a list", None),
        (Value::Null, "no body", None),
    ] {
        let refused = send(&sandbox, "POST", ORDERS, body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: 400 is not documented");
        assert!(refused.text("/detail").contains(part), "{refused:?}");
        assert_eq!(refused.json()["field"].as_str(), field, "{refused:?}");
        assert_eq!(refused.header("x-trace"), refused.json()["trace"].as_str());
        assert_eq!(
            sandbox
                .requests()
                .last()
                .unwrap()
                .json()
                .unwrap_or_default(),
            body
        );
    }
    let key = ("x-key", sandbox.api_key("shop").unwrap());
    let long = "x".repeat((4 << 20) + 1);
    for (media_type, body, status) in [
        ("application/json", "{\"kind\":", 422),
        ("application/json", "null", 422),
        (
            "application/json; charset=utf-8",
            "{\"kind\":\"pickup\"}",
            201,
        ),
        ("text/plain", "pickup", 415),
        ("application/json", &long, 413),
    ] {
        let headers = [key, ("content-type", media_type)];
        let response = raw::send(sandbox.address(), "POST", ORDERS, &headers, body).await;
        assert_eq!(response.status, status, "{media_type}");
    }
    let headers = [key, ("x-key", "x"), ("content-type", "text/plain")];
    raw::send(
        sandbox.address(),
        "POST",
        "/depot/api/boxes",
        &headers[2..],
        "a box",
    )
    .await;
    assert_eq!(sandbox.requests().last().unwrap().body, "a box");
}

#[tokio::test]
async fn parameters_are_read_as_their_style_says() {
    let sandbox = shop().await;
    for (query, status) in [
        ("tags=1,2", 200),
        ("tags=1,2,3", 400),
        ("tags=1,x", 400),
        ("tags=1&tags=2", 400),
        ("per_page=0", 400),
        ("state=lost", 400),
        ("unknown=1", 200),
    ] {
        let response = get(&sandbox, &format!("{ORDERS}?{query}")).await;
        assert_eq!(response.status, status, "{query}: {response:?}");
    }
    for (mode, status) in [("fast", 200), ("lazy", 400)] {
        let headers = [
            ("x-key", sandbox.api_key("shop").unwrap()),
            ("x-mode", mode),
        ];
        assert_eq!(
            raw::get(sandbox.address(), ORDERS, &headers).await.status,
            status
        );
    }
    let number = send(&sandbox, "DELETE", "/shop/v2/sessions/x", Value::Null).await;
    assert_eq!(number.status, 400);
}

#[tokio::test]
async fn pages_go_on_where_the_last_ended_whatever_is_written_meanwhile() {
    let sandbox = shop().await;
    let order = json!({ "kind": "pickup" });
    for _ in 0..4 {
        send(&sandbox, "POST", ORDERS, order.clone()).await;
    }
    let all = get(&sandbox, &format!("{ORDERS}?per_page=50")).await.json();
    let (mut found, mut query) = (Vec::new(), String::new());
    loop {
        let page = get(&sandbox, &format!("{ORDERS}?{query}")).await.json();
        let orders = page["orders"].as_array().unwrap();
        assert!(orders.len() <= 2, "the default of the contract");
        found.extend(orders.clone());
        let Some(next) = page["next"].as_str() else {
            assert_eq!(page["more"], false);
            break;
        };
        query = format!("after={next}");
        send(&sandbox, "POST", ORDERS, order.clone()).await;
    }
    assert_eq!(json!(found), all["orders"]);
    let refused = get(&sandbox, &format!("{ORDERS}?after=1-0123456789abcdef")).await;
    assert_eq!(
        (refused.status, refused.text("/code").as_str()),
        (400, "invalid_cursor")
    );
}

#[tokio::test]
async fn each_api_has_a_key_of_its_own() {
    let sandbox = shop().await;
    let headers = [("x-key", "sandbox-key-of-depot")];
    let other = raw::get(sandbox.address(), ORDERS, &headers).await;
    assert_eq!(other.status, 401);
    let builder = Sandbox::builder().contract(SHOP).api_key("depot", "mine");
    let own = builder.start().await.unwrap();
    assert_eq!(own.api_key("depot"), Some("mine"));
    assert_eq!(own.api_key("kirim"), None);
    assert!(own.base_url("kirim").is_none() && own.kirim_base_url().is_empty());
}

#[tokio::test]
async fn reads_and_writes_have_buckets_of_their_own() {
    let builder = Sandbox::builder()
        .contract(SHOP)
        .read_per_minute(2)
        .write_per_minute(1);
    let sandbox = builder.start().await.unwrap();
    let order = json!({ "kind": "pickup" });
    let created = send(&sandbox, "POST", ORDERS, order.clone()).await;
    assert_eq!(
        (created.status, created.number("ratelimit-limit")),
        (201, 1)
    );
    let refused = send(&sandbox, "POST", ORDERS, order).await;
    assert_eq!(
        (refused.status, refused.body.len()),
        (429, 0),
        "documented without a body"
    );
    assert_eq!(refused.number("retry-after"), 30);
    for left in [1, 0] {
        let page = get(&sandbox, ORDERS).await;
        assert_eq!(
            (page.status, page.number("ratelimit-remaining")),
            (200, left)
        );
    }
    assert_eq!(get(&sandbox, ORDERS).await.status, 429, "4XX");
    let headers = [("x-key", "sandbox-key-of-depot")];
    for _ in 0..5 {
        let boxes = raw::get(sandbox.address(), "/depot/api/boxes", &headers).await;
        assert_eq!(boxes.status, 200, "no limit is known");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_there_are() {
    let sandbox = shop().await;
    let path = "/shop/v2/orders/ord_7";
    let refused = send(&sandbox, "POST", path, Value::Null).await;
    assert_eq!(refused.status, 405);
    assert_eq!(
        refused.header("allow"),
        Some("GET, PUT, PATCH, DELETE, HEAD")
    );
    assert_eq!(refused.text("/code"), "method_not_allowed");
    let head = send(&sandbox, "HEAD", path, Value::Null).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(get(&sandbox, "/shop/v2/orders").await.status, 404);
    assert_eq!(get(&sandbox, "/shopping").await.status, 404);
}

#[tokio::test]
async fn a_contract_without_any_convention_is_served_too() {
    let text = "
openapi: 3.0.3
info: { title: Plain, version: '1' }
servers: [{ url: '/v9/' }]
paths:
  /things/{id}:
    delete:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Done. } }
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It. }, '404': { description: Not there. } }
";
    let builder = Sandbox::builder()
        .contract(text)
        .fault("api: status=418, skip=2");
    let sandbox = builder.start().await.unwrap();
    assert_eq!(sandbox.apis().collect::<Vec<_>>(), ["api"]);
    for (method, status) in [("DELETE", 204), ("GET", 200)] {
        let path = "/api/v9/things/1";
        let response = raw::send(sandbox.address(), method, path, &[], "").await;
        assert_eq!(
            (response.status, response.body.len()),
            (status, 0),
            "{method}"
        );
    }
    assert_eq!(sandbox.requests()[0].operation, Some("delete_things_by_id"));
    let teapot = raw::get(sandbox.address(), "/api/v9/nothing", &[]).await;
    assert_eq!(
        teapot.status, 418,
        "a rule for an API holds for all paths below it"
    );
}

#[tokio::test]
async fn a_contract_with_errors_is_refused_with_their_places() {
    let broken = SHOP.replace("\npaths:\n", "\npaths\n");
    let error = Sandbox::builder()
        .contract(broken)
        .start()
        .await
        .err()
        .unwrap();
    assert!(matches!(error, StartError::Contract(_)));
    assert!(error.to_string().contains("contract:"), "{error}");
}
