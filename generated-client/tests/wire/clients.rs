//! Clients with other options that share the rest.

use std::time::Duration;

use generated_client::{ErrorKind, RetryPolicy, kirim};

use crate::support::{KEY, Reply, Server, account_list, kirim, kirim_builder, quick_retries};

fn accounts() -> Reply {
    Reply::json(200, &account_list(&[]))
}

/// Accounts, and that no request is left for a minute.
fn last_accounts() -> Reply {
    let headers = [("x-ratelimit-limit", "1"), ("x-ratelimit-remaining", "0")];
    Reply::json_with(200, &headers, &account_list(&[]))
}

#[tokio::test]
async fn they_share_connection_and_credential_and_differ_in_options() {
    let unavailable = || Reply::new(503, &[], "");
    let server = Server::start([accounts(), unavailable(), accounts(), unavailable()]).await;
    let client = kirim(&server);
    client.list_accounts().send().await.unwrap();
    let patient = client.with(|it| it.retry(quick_retries())).unwrap();
    patient.list_accounts().send().await.unwrap();
    // The first one stays as it was.
    assert_eq!(
        client.list_accounts().send().await.unwrap_err().attempts(),
        1
    );
    assert_eq!(server.connections(), 1);
    let key = format!("Bearer {KEY}");
    for request in server.requests() {
        assert_eq!(request.header("authorization"), Some(&*key));
        assert_eq!(request.path(), "/v1/accounts");
    }
}

#[tokio::test]
async fn each_option_holds() {
    let server = Server::start([accounts(), Reply::steps([crate::support::Step::Hang])]).await;
    let client = kirim(&server);
    let small = client.with(|it| it.max_body_bytes(1)).unwrap();
    let error = small.list_accounts().send().await.unwrap_err();
    assert!(error.to_string().contains("larger than 1 bytes"), "{error}");
    let short = Duration::from_millis(50);
    let hasty = client.with(|it| it.attempt_timeout(short)).unwrap();
    let error = hasty.list_accounts().send().await.unwrap_err();
    assert!(
        error.to_string().contains("50ms (`attempt_timeout`)"),
        "{error}"
    );
    let refused = |client: Result<kirim::Client, generated_client::Error>| {
        let error = client.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.to_string()
    };
    let zero = Duration::ZERO;
    for (client, option) in [
        (
            client.with(|it| it.attempt_timeout(zero)),
            "attempt_timeout",
        ),
        (client.with(|it| it.total_timeout(zero)), "total_timeout"),
        (client.with(|it| it.max_body_bytes(0)), "max_body_bytes"),
        (
            client.with(|it| it.retry(RetryPolicy::new().max_attempts(0))),
            "retry`: `max_attempts",
        ),
    ] {
        let problem = refused(client);
        assert!(
            problem.starts_with(&format!("kirim client: `{option}` is ")),
            "{problem}"
        );
    }
}

#[tokio::test]
async fn they_share_what_is_known_of_the_rate_limit() {
    let server = Server::start([last_accounts(), accounts()]).await;
    let client = kirim(&server);
    client.list_accounts().send().await.unwrap();
    let short = client
        .with(|it| it.total_timeout(Duration::from_secs(5)))
        .unwrap();
    let error = short.list_accounts().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(server.requests().len(), 1);
    let eager = short.with(|it| it.rate_limit(false)).unwrap();
    eager.list_accounts().send().await.unwrap();
    // What it does not wait for, the others still do.
    let error = short.list_accounts().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn they_share_the_quota_of_retries() {
    let server = Server::start([]).await;
    let builder = kirim_builder(&server).retry(quick_retries().quota(10));
    let client = builder.build().unwrap();
    let other = client.with(|it| it.retry(quick_retries())).unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    let error = other.list_accounts().send().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().contains("quota"), "{error}");
}
