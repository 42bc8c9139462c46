//! Parameters in every style, credentials and servers, through the code of the goldens.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

#[allow(dead_code, reason = "made for the tests of the client")]
#[path = "../../../generated-client/tests/wire/support/server.rs"]
mod server;

use std::collections::BTreeSet;

use client_runtime::{ErrorKind, RetryPolicy};
use goldens::{basic, chrono::NaiveDate, credentials, servers, styles};

use server::{Reply, Server};

const KEY: &str = "kdv_test_AbCdEfGhIjKlMnOpQrStUvWx";

#[tokio::test]
async fn every_style_of_every_place_is_written() {
    use styles::types::{FindFilter, Range};

    let server = Server::start((0..3).map(|_| Reply::new(204, &[], ""))).await;
    let builder = styles::Client::builder()
        .api_key(KEY)
        .retry(RetryPolicy::none());
    let client = builder.base_url(server.url("/")).build().unwrap();
    let range = || Range::new().from(1).to(9);
    client
        .find(["red", "blue"])
        .spaced(["a b", "c"].map(|it| it.replace(' ', "")))
        .piped(BTreeSet::from([2, 1]))
        .comma(
            NaiveDate::from_ymd_opt(2026, 1, 31)
                .into_iter()
                .collect::<Vec<_>>(),
        )
        .filter(FindFilter::new("tea").size(3).tags(["x"]))
        .range(range())
        .where_(range())
        .back("/a?b=1&c")
        .session("s 1")
        .flags(vec!["p", "q"])
        .x_range(range())
        .x_tags(Some(["one", "two"]))
        .send()
        .await
        .unwrap();
    client
        .find(["red"])
        .flags(None::<Vec<String>>)
        .send()
        .await
        .unwrap();
    // An empty list would leave it out.
    let error = client.find(Vec::<String>::new()).send().await.unwrap_err();
    assert_eq!(error.param(), Some("colours"), "{error}");
    client
        .locate([1, 2], ["a", "b"], ["c", "d e"], range())
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(
        requests[0].query(),
        [
            "back=/a?b=1%26c",
            "colours=blue",
            "colours=red",
            "comma=2026-01-31",
            "filter%5Bname%5D=tea",
            "filter%5Bsize%5D=3",
            "filter%5Btags%5D%5B0%5D=x",
            "from=1",
            "piped=1%7C2",
            "spaced=ab%20c",
            "to=9",
            "where=%7B%22from%22%3A1%2C%22to%22%3A9%7D",
        ]
    );
    assert_eq!(
        requests[0].header("cookie"),
        Some("session=s%201; flags=p,q")
    );
    assert_eq!(requests[0].header("x-range"), Some("from=1,to=9"));
    assert_eq!(requests[0].header("x-tags"), Some("one,two"));
    assert_eq!(requests[1].query(), ["colours=red"]);
    assert_eq!(requests[1].header("cookie"), None);
    let path = "/at/1,2/.a.b/;matrix=c;matrix=d%20e/from=1,to=9";
    assert_eq!(requests[2].path(), path);
}

#[tokio::test]
async fn all_credentials_of_a_requirement_are_sent() {
    let server = Server::start((0..2).map(|_| Reply::new(204, &[], ""))).await;
    let builder = credentials::Client::builder().api_key(KEY);
    let builder = builder.base_url(server.url("/"));
    let client = builder.credential("header", "h7").build().unwrap();
    let error = client.several().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("`query`"), "{error}");
    let builder = credentials::Client::builder().api_key(KEY);
    let builder = builder.base_url(server.url("/"));
    let builder = builder.credential("header", "h7").credential("query", "q7");
    let client = builder.build().unwrap();
    client.several().send().await.unwrap();
    client.cookie().send().await.unwrap();
    let requests = server.requests();
    let bearer = format!("Bearer {KEY}");
    assert_eq!(requests[0].header("authorization"), Some(&*bearer));
    assert_eq!(requests[0].header("x-key"), Some("h7"));
    assert_eq!(requests[0].query(), ["api_key=q7"]);
    let cookie = format!("session={KEY}");
    assert_eq!(requests[1].header("cookie"), Some(&*cookie));
}

#[tokio::test]
async fn an_operation_that_takes_another_credential_is_not_sent() {
    let server = Server::start([]).await;
    let builder = credentials::Client::builder().base_url(server.url("/"));
    let client = builder.basic("rosa", "secret").build().unwrap();
    let error = client.bearer().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(format!("{error:?}").contains("`api_key`"), "{error:?}");
    assert!(!format!("{client:?}").contains("secret"));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_credential_that_no_operation_takes_is_refused() {
    let named = "the names are [`header`, `query`]";
    for (error, problem) in [
        (
            basic::Client::builder().api_key(KEY).build().err(),
            "`api_key` is set, but no operation takes such a credential: call `basic` instead",
        ),
        (
            basic::Client::builder().env().build().err(),
            "`basic` is not set",
        ),
        (
            servers::Client::builder().api_key(KEY).build().err(),
            "leave it out",
        ),
        (
            servers::Client::builder().basic("a", "b").build().err(),
            "leave it out",
        ),
        (
            credentials::Client::builder()
                .api_key(KEY)
                .credential("heeder", "h7")
                .build()
                .err(),
            named,
        ),
    ] {
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(problem), "{error}");
    }
    let server = Server::start([Reply::new(204, &[], "")]).await;
    let builder = basic::Client::builder().basic("rosa", "secret");
    let client = builder.base_url(server.url("/")).build().unwrap();
    client.get_item("i7").send().await.unwrap();
    let sent = server.request();
    assert_eq!(sent.header("authorization"), Some("Basic cm9zYTpzZWNyZXQ="));
}

#[tokio::test]
async fn a_relative_server_needs_a_base_url_and_variables_have_their_values() {
    let builder = || servers::Client::builder().retry(RetryPolicy::none());
    let client = builder().build().unwrap();
    let error = client.list_local().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("base_url"), "{error}");
    for (name, value, problem) in [("region", "id", "`eu`"), ("place", "eu", "`region`")] {
        let error = builder().server_variable(name, value).build().unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
    }
    let server = Server::start([Reply::new(204, &[], "")]).await;
    let builder = builder().server_variable("region", "us");
    let client = builder.base_url(server.url("/")).build().unwrap();
    client.list_local().send().await.unwrap();
    assert_eq!(server.request().path(), "/local");
}
