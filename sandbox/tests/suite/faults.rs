//! Faults on demand: by rule, as the client meets them, and by header, as they look on the wire.

use std::io::ErrorKind as Io;
use std::time::{Duration, Instant};

use generated_client::{ErrorKind, kirim};
use sandbox::Sandbox;

use crate::support::raw::{self, Raw};
use crate::support::{ACCOUNT, builder, get_kirim, kirim, kustomer, start};

const PATH: &str = "/kirim/v1/accounts";

/// A response to a request that asks for a fault.
async fn get(sandbox: &Sandbox, fault: &str) -> Raw {
    let (response, error) = get_broken(sandbox, fault).await;
    assert!(error.is_none(), "{error:?}");
    response.unwrap()
}

async fn get_broken(sandbox: &Sandbox, fault: &str) -> (Option<Raw>, Option<std::io::Error>) {
    let key = format!("Bearer {}", sandbox.kirim_api_key());
    let headers = [("authorization", key.as_str()), ("x-sandbox-fault", fault)];
    raw::get_broken(sandbox.address(), PATH, &headers).await
}

/// What the client makes of a fault that every request meets, with time enough on a busy machine.
async fn error_of(fault: &str) -> generated_client::Error {
    error_within(fault, Duration::from_secs(10)).await
}

/// The same, for a client that gives each of at most two attempts this long.
async fn error_within(fault: &str, attempt: Duration) -> generated_client::Error {
    let sandbox = builder().fault(fault).start().await.unwrap();
    let client = kirim::Client::builder()
        .api_key(sandbox.kirim_api_key())
        .base_url(sandbox.kirim_base_url())
        .attempt_timeout(attempt)
        .total_timeout(attempt * 2)
        .build()
        .unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    let (received, attempts) = (sandbox.requests().len(), error.attempts() as usize);
    // The time of an attempt may end before its request arrives.
    let is_late = error.is_timeout() && received < attempts;
    assert!(received == attempts || is_late, "{received}: {error}");
    error
}

#[tokio::test]
async fn the_client_meets_connections_that_break() {
    for fault in ["reset", "reset-in-body"] {
        assert_eq!(
            error_of(fault).await.kind(),
            ErrorKind::Transport,
            "{fault}"
        );
    }
    let second = Duration::from_secs(1);
    let (hang, latency, trickle) = tokio::join!(
        error_within("hang", second),
        error_within("latency=10s", second),
        error_within("trickle=10s", second),
    );
    for error in [hang, latency, trickle] {
        assert!(error.is_timeout(), "{error}");
    }
}

#[tokio::test]
async fn the_client_meets_answers_that_are_none() {
    assert!(error_of("truncate").await.is_decode());
    let error = error_of("bad-gateway").await;
    assert!(error.is_api(), "{error}");
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.code(), None);
    let error = error_of("redirect").await;
    assert_eq!(error.status().unwrap(), 302);
    let error = error_of("truncate, content-type=text/html").await;
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
}

#[tokio::test]
async fn the_client_meets_a_server_that_wants_it_to_wait() {
    let error = error_of("rate-limited=30").await;
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    let error = error_of("unavailable=30").await;
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    let error = error_of("internal-error").await;
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!(error.code(), Some("internal_error"));
}

#[tokio::test]
async fn statuses_on_the_wire() {
    let sandbox = start().await;
    let response = get(&sandbox, "bad-gateway").await;
    assert_eq!(response.status, 502);
    assert_eq!(response.header("content-type"), Some("text/html"));
    assert!(response.body.starts_with(b"<html>"));

    let response = get(&sandbox, "unavailable=7").await;
    assert_eq!((response.status, response.number("retry-after")), (503, 7));
    assert_eq!(
        response.header("x-request-id"),
        response.json()["error"]["request_id"].as_str()
    );

    let response = get(&sandbox, "rate-limited=9").await;
    assert_eq!((response.status, response.number("retry-after")), (429, 9));
    assert_eq!(response.number("x-ratelimit-remaining"), 0);

    let response = get(&sandbox, "internal-error").await;
    assert_eq!(response.status, 500);
    assert!(
        response.header("x-ratelimit-limit").is_none(),
        "only 2xx and 4xx have it"
    );

    let response = get(&sandbox, "redirect=https://other.example.com/x?y=1").await;
    assert_eq!(response.status, 302);
    assert_eq!(
        response.header("location"),
        Some("https://other.example.com/x?y=1")
    );

    let key = format!("Bearer {}", sandbox.kustomer_api_key());
    let headers = [
        ("authorization", key.as_str()),
        ("x-sandbox-fault", "rate-limited=9"),
    ];
    let response = raw::get(sandbox.address(), "/kustomer/v1/customers/x", &headers).await;
    assert_eq!(response.status, 429);
    assert_eq!(response.json()["errors"][0]["status"], 429);
    assert!(
        response.header("retry-after").is_none() && response.header("x-ratelimit-reset").is_some()
    );
}

#[tokio::test]
async fn any_status_and_code_on_the_wire() {
    let sandbox = start().await;
    let response = get(&sandbox, "status=401, code=revoked_api_key").await;
    assert_eq!(
        (response.status, response.text("/error/code").as_str()),
        (401, "revoked_api_key")
    );
    assert_eq!(response.text("/error/type"), "authentication_error");
    let response = get(&sandbox, "status=410").await;
    assert_eq!(
        (response.status, response.text("/error/code").as_str()),
        (410, "gone")
    );
    assert_eq!(
        response.header("x-request-id"),
        Some(response.text("/error/request_id").as_str())
    );
    let key = format!("Bearer {}", sandbox.kustomer_api_key());
    let headers = [
        ("authorization", key.as_str()),
        ("x-sandbox-fault", "status=413, code=large"),
    ];
    let response = raw::get(sandbox.address(), "/kustomer/v1/customers/x", &headers).await;
    assert_eq!(
        (response.status, response.text("/errors/0/code").as_str()),
        (413, "large")
    );
    let response = get(&sandbox, "status=200").await;
    assert_eq!(response.status, 200);
    assert_eq!(response.text("/data/0/object"), "account");
}

#[tokio::test]
async fn bodies_on_the_wire() {
    let sandbox = start().await;
    let whole = get_kirim(&sandbox, "/accounts").await.body;

    let response = get(&sandbox, "truncate").await;
    assert!(response.is_complete());
    assert_eq!(response.body.len(), whole.len() / 2);
    assert!(serde_json::from_slice::<serde_json::Value>(&response.body).is_err());

    let response = get(&sandbox, "content-type=text/html; charset=utf-8").await;
    assert_eq!(
        response.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(response.json()["has_more"], false);
    assert_eq!(get(&sandbox, "body=[1, 2]").await.body, b"[1, 2]");

    let start = Instant::now();
    let response = get(&sandbox, "trickle=200ms").await;
    assert!(response.is_complete() && response.body.len() == whole.len());
    assert!(start.elapsed() >= Duration::from_millis(200));

    let start = Instant::now();
    assert_eq!(
        get(&sandbox, "latency=150ms, unavailable").await.status,
        503
    );
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn connections_that_break_on_the_wire() {
    let sandbox = start().await;
    let (response, error) = get_broken(&sandbox, "reset").await;
    assert!(response.is_none());
    assert_eq!(error.unwrap().kind(), Io::ConnectionReset);

    let (response, error) = get_broken(&sandbox, "reset-in-body").await;
    let response = response.unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(
        response.body.len() as u64,
        response.number("content-length") / 2
    );
    assert_eq!(error.unwrap().kind(), Io::ConnectionReset);

    let hanging = get_broken(&sandbox, "hang");
    assert!(
        tokio::time::timeout(Duration::from_millis(200), hanging)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn rules_choose_operation_and_request() {
    let sandbox = builder()
        .fault("kirim.list_contacts: internal-error, skip=1, every=2, times=2")
        .fault("kustomer: unavailable=30")
        .start()
        .await
        .unwrap();
    let mut statuses = Vec::new();
    for _ in 0..7 {
        statuses.push(
            get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts"))
                .await
                .status,
        );
        assert_eq!(get_kirim(&sandbox, "/accounts").await.status, 200);
    }
    assert_eq!(statuses, [200, 500, 200, 500, 200, 200, 200]);
    let error = kustomer(&sandbox)
        .get_customer("x")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    kirim(&sandbox).list_accounts().send().await.unwrap();
}

#[tokio::test]
async fn faults_that_cannot_be_understood_are_told_at_once() {
    let error = builder().fault("explode").start().await.err().unwrap();
    assert!(
        error.to_string().starts_with("fault `explode`: "),
        "{error}"
    );
    let sandbox = start().await;
    for path in [PATH, "/kustomer/v1/customers/x"] {
        let response = raw::get(sandbox.address(), path, &[("x-sandbox-fault", "explode")]).await;
        assert_eq!(response.status, 400);
        let text = String::from_utf8(response.body).unwrap();
        assert!(text.contains("`explode` is unknown"), "{text}");
    }
}
