//! Options of one call, idempotency keys, and what a contract says of the calls of an operation.

use std::time::Duration;

use generated_client::{CallOptions, RetryPolicy};

use crate::support::{Reply, Server, contact_list, kirim_error, retrying};

const NUMBER: &str = "100200300400500";

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
    assert!(server.requests().is_empty());
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
    let none = policy.clone().statuses([]);
    let error = client.list_accounts().retry(none).send().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (500, 1)
    );
    let not_found = policy.statuses([404]);
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
