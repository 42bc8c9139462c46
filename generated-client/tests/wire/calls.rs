//! Options of one call, idempotency keys, and what a contract says of the calls of an operation.

use std::time::Duration;

use generated_client::{CallOptions, RetryPolicy};
use serde_json::{Value, json};

use crate::support::{KEY, Reply, Server, contact_list, kirim_error, quick_retries, retrying};

#[rustfmt::skip]
#[allow(dead_code, unreachable_pub, clippy::pedantic, reason = "only some of it is called")]
#[path = "../../../build-support/tests/golden/calls/expected.rs"]
mod shop;

const NUMBER: &str = "100200300400500";

/// A client that waits for next to nothing between attempts.
fn shop(server: &Server) -> shop::Client {
    let builder = shop::Client::builder().api_key(KEY).retry(quick_retries());
    builder.base_url(server.url("/")).build().unwrap()
}

#[tokio::test]
async fn extra_headers_and_parameters_are_sent_for_every_page() {
    let pages = [
        contact_list(&["ctc_1"], true, Some("next")),
        contact_list(&["ctc_2"], false, None),
    ];
    let replies = pages.map(|page| Reply::new(200, &[], page.to_string()));
    let server = Server::start(replies).await;
    let contacts = retrying(&server)
        .list_contacts(NUMBER)
        .extra_header("traceparent", "00-1-2-01")
        .extra_query("beta", "a b")
        .limit(1)
        .stream();
    let contacts: Vec<_> = contacts.try_collect().await.unwrap();
    assert_eq!(contacts.len(), 2);
    let requests = server.requests();
    assert!(
        requests[0]
            .head
            .starts_with("GET /v1/100200300400500/contacts?limit=1&beta=a%20b ")
    );
    assert!(requests[1].head.contains("limit=1&cursor=next&beta=a%20b "));
    for request in &requests {
        assert_eq!(request.header("traceparent"), Some("00-1-2-01"));
    }
}

#[tokio::test]
async fn options_that_cannot_be_used_are_refused_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = retrying(&server);
    let call = || client.list_accounts();
    for (call, param, problem) in [
        (
            call().extra_header("Authorization", "x"),
            "extra_header",
            "`authorization` is set by",
        ),
        (
            call().extra_header("X-A", "é"),
            "extra_header",
            "printable ASCII",
        ),
        (
            call().extra_header("a b", "c"),
            "extra_header",
            "`a b` invalid HTTP header name",
        ),
        (
            call().attempt_timeout(Duration::ZERO),
            "attempt_timeout",
            "is zero",
        ),
        (
            call().total_timeout(Duration::ZERO),
            "total_timeout",
            "is zero",
        ),
        (
            call().retry(RetryPolicy::new().max_attempts(0)),
            "retry",
            "`max_attempts` is 0",
        ),
        (
            call().idempotency_key("k"),
            "idempotency_key",
            "takes no such key",
        ),
    ] {
        let error = call.send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(param));
        assert!(error.to_string().contains(problem), "{error}");
    }
    let error = shop(&server)
        .send_message("hi")
        .idempotency_key("")
        .send()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("1 to 255 characters"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_key_is_kept_over_retries_and_readable_afterwards() {
    let server = Server::start([
        Reply::new(503, &[], ""),
        Reply::new(409, &[], r#"{"code": "in_progress"}"#),
        Reply::new(202, &[], ""),
        Reply::new(202, &[], ""),
        Reply::new(409, &[], r#"{"code": "other"}"#),
    ])
    .await;
    let client = shop(&server);
    let response = client.send_message("hi").send().await.unwrap();
    let key = response.idempotency_key().unwrap();
    assert_eq!((key.len(), &key[14..15]), (36, "4"));
    let own = client
        .send_message("hi")
        .idempotency_key("order-17")
        .send()
        .await
        .unwrap();
    assert_eq!(own.idempotency_key(), Some("order-17"));
    let error = client
        .send_message("hi")
        .idempotency_key("order-18")
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some("other"), 1));
    assert_eq!(error.idempotency_key(), Some("order-18"));
    let body: Value = error.json().unwrap().unwrap();
    assert_eq!(body, json!({"code": "other"}));
    let requests = server.requests();
    let keys: Vec<_> = requests
        .iter()
        .map(|it| it.header("idempotency-key"))
        .collect();
    let [own, other] = [Some("order-17"), Some("order-18")];
    assert_eq!(keys, [Some(key), Some(key), Some(key), own, other]);
}

#[tokio::test]
async fn a_policy_of_one_call_names_its_statuses() {
    let body = kirim_error("api_error", "internal").to_string();
    let server = Server::start([
        Reply::new(500, &[], body.clone()),
        Reply::new(404, &[], body.clone()),
        Reply::new(500, &[], body.clone()),
    ])
    .await;
    let client = retrying(&server);
    let policy = RetryPolicy::new().base_delay(Duration::from_millis(1));
    let none = policy.clone().statuses(&[]);
    let error = client.list_accounts().retry(none).send().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (500, 1)
    );
    let not_found = policy.statuses(&[404]);
    let error = client
        .list_accounts()
        .retry(not_found)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (500, 2)
    );
}
