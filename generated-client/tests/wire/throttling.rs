//! Calls are throttled while the server says that its rate limit leaves no request.

use std::time::{Duration, Instant};

use generated_client::kirim::types::Contact;
use generated_client::{ErrorKind, RetryPolicy, kirim, kustomer};

use crate::support::{
    self, KEY, Reply, Server, account_list, contact_list, kirim_builder, kirim_error,
    kustomer_customer,
};

/// The time in which one of 600 requests a minute comes back.
const TOKEN: Duration = Duration::from_millis(100);

/// Accounts, and the state of the rate limit.
fn accounts(limit: &str, remaining: &str) -> Reply {
    let headers = [
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-remaining", remaining),
    ];
    Reply::json_with(200, &headers, &account_list(&[]))
}

async fn serve(replies: impl IntoIterator<Item = Reply>) -> (Server, kirim::Client) {
    let server = Server::start(replies).await;
    let client = support::kirim(&server);
    (server, client)
}

#[tokio::test]
async fn a_call_waits_for_the_next_token() {
    let (server, client) = serve(vec![accounts("600", "0"); 3]).await;
    let response = client.list_accounts().send().await.unwrap();
    let state = response.rate_limit().unwrap();
    assert_eq!((state.limit, state.remaining), (Some(600), Some(0)));
    let start = Instant::now();
    let (one, other) = tokio::join!(client.list_accounts().send(), async {
        client.clone().list_accounts().send().await
    });
    one.unwrap();
    other.unwrap();
    // One after the other, though there are two of them, and a clone besides.
    assert!(start.elapsed() >= 2 * TOKEN, "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 3);
}

// With one request a minute, whoever waits does not end.

#[tokio::test]
async fn no_call_waits_while_tokens_are_left() {
    let (server, client) =
        serve([accounts("1", "2"), accounts("1", "1"), accounts("1", "0")]).await;
    for _ in 0..3 {
        client.list_accounts().send().await.unwrap();
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_refusal_that_tells_nothing_is_no_reason_to_wait() {
    let refusal = Reply::json(429, &kirim_error("rate_limit_error", "rate_limit_exceeded"));
    let server = Server::start([refusal, accounts("1", "1")]).await;
    let client = kirim_builder(&server).retry(RetryPolicy::none());
    let client = client.build().unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    assert!(error.is_rate_limited() && error.retry_after().is_none());
    client.list_accounts().send().await.unwrap();
}

#[tokio::test]
async fn one_false_limit_stops_no_call() {
    let false_response = accounts("1", "0");
    let (server, client) = serve([
        accounts("600", "500"),
        false_response.clone(),
        accounts("600", "498"),
        false_response.clone(),
        false_response,
    ])
    .await;
    let start = Instant::now();
    for _ in 0..5 {
        client.list_accounts().send().await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(20));
    // Told twice, it is true.
    let error = client.list_accounts().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn a_call_that_has_no_time_to_wait_fails_at_once() {
    let (server, client) = serve([accounts("1", "0")]).await;
    client.list_accounts().send().await.unwrap();
    for client in [&client, &client.clone()] {
        let error = client.list_accounts().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        assert!(error.is_rate_limited() && error.status().is_none());
        assert_eq!(error.attempts(), 0);
        let wait = error.retry_after().unwrap();
        assert!(wait > Duration::from_secs(55), "{wait:?}");
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn waiting_can_be_switched_off() {
    let server = Server::start(vec![accounts("1", "0"); 3]).await;
    let client = kirim_builder(&server).rate_limit(false).build().unwrap();
    for _ in 0..3 {
        client.list_accounts().send().await.unwrap();
    }
}

#[tokio::test]
async fn a_window_lets_nothing_through_before_its_end() {
    let headers = [("x-ratelimit-limit", "600"), ("x-ratelimit-remaining", "0")];
    let server = Server::start([Reply::json_with(200, &headers, &kustomer_customer())]).await;
    let client = kustomer::Client::builder()
        .api_key(KEY)
        .base_url(server.url("/"))
        .total_timeout(Duration::from_secs(30))
        .build()
        .unwrap();
    client.get_customer("1").send().await.unwrap();
    let error = client.get_customer("1").send().await.unwrap_err();
    let wait = error.retry_after().unwrap();
    let (least, most) = (Duration::from_secs(50), Duration::from_secs(60));
    assert!(least < wait && wait <= most, "{wait:?}");
}

/// Contacts, and no token left of 600 a minute.
fn contacts(ids: &[&str], next: Option<&str>) -> Reply {
    let headers = [("x-ratelimit-limit", "600"), ("x-ratelimit-remaining", "0")];
    Reply::json_with(200, &headers, &contact_list(ids, next.is_some(), next))
}

#[tokio::test]
async fn every_page_of_a_stream_waits_for_its_token() {
    let (_server, client) = serve([
        contacts(&["a", "b", "c"], Some("c1")),
        contacts(&["d"], Some("c2")),
        contacts(&["e"], None),
    ])
    .await;
    let start = Instant::now();
    let stream = client.list_contacts("100200300400500").stream();
    let contacts: Vec<Contact> = stream.try_collect().await.unwrap();
    assert_eq!(contacts.len(), 5);
    assert!(start.elapsed() >= 2 * TOKEN, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_page_that_waits_unpolled_holds_no_other_call_up() {
    let (_server, client) = serve([
        contacts(&["a", "b", "c"], Some("c1")),
        accounts("600", "0"),
        contacts(&["d"], None),
    ])
    .await;
    let mut stream = client.list_contacts("100200300400500").stream();
    for _ in 0..2 {
        stream.try_next().await.unwrap().unwrap();
    }
    // The next page has a place in the queue now.
    let call = client.list_accounts().send();
    let response = tokio::time::timeout(Duration::from_secs(30), call).await;
    response.expect("the call goes on").unwrap();
    let rest: Vec<Contact> = stream.try_collect().await.unwrap();
    assert_eq!(rest.len(), 2);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_leaves_its_token_to_the_next() {
    let (server, client) = serve([accounts("60", "0"), accounts("60", "0")]).await;
    client.list_accounts().send().await.unwrap();
    for _ in 0..20 {
        let call = client.list_accounts().send();
        assert!(tokio::time::timeout(Duration::ZERO, call).await.is_err());
    }
    let call = client.list_accounts().send();
    let response = tokio::time::timeout(Duration::from_secs(10), call).await;
    response.expect("its turn comes").unwrap();
    assert_eq!(server.requests().len(), 2);
}
