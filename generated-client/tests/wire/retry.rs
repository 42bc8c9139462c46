//! Calls that are sent again, with the machine's own clock; the rules are tested with another.

use std::time::{Duration, Instant};

use generated_client::{CallOptions, ErrorKind, RetryPolicy, kirim};
use tokio::net::TcpListener;

use crate::support::{
    self, KEY, Reply, Server, Step, account_list, contact_list, kirim_error, quick_retries,
};

fn unavailable() -> Reply {
    Reply::json(503, &kirim_error("api_error", "internal_error"))
}

fn throttled(retry_after: &str) -> Reply {
    let body = kirim_error("rate_limit_error", "rate_limit_exceeded");
    Reply::json_with(429, &[("retry-after", retry_after)], &body)
}

fn accounts() -> Reply {
    Reply::json(200, &account_list(&[]))
}

#[tokio::test]
async fn retries_are_on_unless_they_are_switched_off() {
    let server = Server::start([unavailable(), accounts()]).await;
    let url = server.url("/v1");
    let builder = kirim::Client::builder().api_key(KEY).base_url(url);
    builder
        .build()
        .unwrap()
        .list_accounts()
        .send()
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 2);

    let server = Server::start([unavailable(), accounts()]).await;
    let builder = support::kirim_builder(&server).retry(RetryPolicy::none());
    let client = builder.build().unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    assert_eq!((error.attempts(), server.requests().len()), (1, 1));
}

#[tokio::test]
async fn a_server_that_fails_every_attempt_sees_three_of_them() {
    let server = Server::start([]).await;
    let client = support::retrying(&server);
    for calls in 1..=5 {
        let error = client.list_accounts().send().await.unwrap_err();
        assert!(error.is_api());
        assert_eq!(error.attempts(), 3);
        assert!(error.to_string().ends_with(", after 3 attempts"), "{error}");
        assert_eq!(server.requests().len(), 3 * calls);
    }
}

#[tokio::test]
async fn each_page_of_a_stream_is_tried_again_by_itself() {
    let page = |id, next: Option<&str>| contact_list(&[id], next.is_some(), next);
    let server = Server::start([
        Reply::json(200, &page("a", Some("c1"))),
        Reply::steps([Step::Reset]),
        unavailable(),
        Reply::json(200, &page("b", Some("c2"))),
        throttled("0"),
        Reply::json(200, &page("c", None)),
    ])
    .await;
    let client = support::retrying(&server);
    let contacts = client.list_contacts("100200300400500").stream();
    let contacts: Vec<_> = contacts.try_collect().await.unwrap();
    let ids: Vec<_> = contacts.iter().map(|contact| contact.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn a_repeated_cursor_is_not_asked_for_again() {
    let page = Reply::json(200, &contact_list(&["a"], true, Some("c1")));
    let server = Server::start([page.clone(), page]).await;
    let client = support::retrying(&server);
    let contacts = client.list_contacts("100200300400500").stream();
    let error = contacts.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_429_with_a_hint_is_no_failed_attempt() {
    let limits = [("x-ratelimit-limit", "600"), ("x-ratelimit-remaining", "0")];
    let body = kirim_error("rate_limit_error", "rate_limit_exceeded");
    let refusal = Reply::json_with(429, &limits, &body);
    let replies = std::iter::repeat_n(refusal, 3).chain([accounts()]);
    let server = Server::start(replies).await;
    let builder = support::kirim_builder(&server).retry(quick_retries().quota(10));
    let client = builder.build().unwrap();
    client.list_accounts().send().await.unwrap();
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_retry_that_throttling_forbids_leaves_the_error_of_the_server() {
    let headers = [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-request-id", "req_header"),
    ];
    let body = kirim_error("api_error", "internal_error");
    let server = Server::start([Reply::json_with(503, &headers, &body)]).await;
    let builder = support::kirim_builder(&server).retry(quick_retries());
    let client = builder
        .total_timeout(Duration::from_secs(30))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.list_accounts().send().await.unwrap_err();
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "it fails at once"
    );
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(error.code(), Some("internal_error"));
    assert!(error.request_id().is_some() && !error.body().unwrap().is_empty());
    assert_eq!(error.attempts(), 1);
    let shown = error.to_string();
    assert!(
        shown.ends_with("; not sent again: too little of `total_timeout` is left"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_server_that_comes_back_is_found_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let builder = kirim::Client::builder().api_key(KEY).base_url(url);
    let client = builder.retry(quick_retries()).build().unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 3);
    let shown = error.to_string();
    assert!(shown.contains("cannot connect to"), "{shown}");
    assert!(shown.ends_with(", after 3 attempts"), "{shown}");
}

#[tokio::test]
async fn a_policy_that_makes_no_sense_is_refused_by_name() {
    let server = Server::start([]).await;
    let policy = RetryPolicy::new().max_delay(Duration::ZERO);
    let error = support::kirim_builder(&server).retry(policy).build();
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let shown = error.to_string();
    assert!(shown.contains("`retry`: `max_delay` is zero"), "{shown}");
}

#[tokio::test]
async fn a_delay_that_is_shorter_than_the_first_one_and_a_small_quota_are_accepted() {
    let server = Server::start([Reply::json(200, &account_list(&[]))]).await;
    let policy = || {
        RetryPolicy::new()
            .max_delay(Duration::from_millis(1))
            .quota(0)
    };
    let client = support::kirim_builder(&server)
        .retry(policy())
        .build()
        .unwrap();
    let client = client.with(|options| options.retry(policy())).unwrap();
    client.list_accounts().retry(policy()).send().await.unwrap();
}
