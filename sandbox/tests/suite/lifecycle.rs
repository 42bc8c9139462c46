//! A sandbox in a test: starts, keeps what it saw, stops.

use std::net::TcpListener;
use std::time::Duration;

use sandbox::{Sandbox, StartError};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::support::{ACCOUNT, builder, get_kirim, ids, kirim, raw, start};

#[tokio::test]
async fn requests_are_kept() {
    let sandbox = start().await;
    kirim(&sandbox)
        .list_contacts(ACCOUNT)
        .search("a b")
        .send()
        .await
        .unwrap();
    let broken = [("x-sandbox-fault", "reset"), ("x-trace", "7")];
    raw::get_broken(sandbox.address(), "/kirim/v1/nothing", &broken).await;
    let [first, second] = &sandbox.requests()[..] else {
        panic!("{:?}", sandbox.requests());
    };
    assert_eq!(first.method, "GET");
    assert_eq!(first.path, format!("/kirim/v1/{ACCOUNT}/contacts"));
    assert_eq!(first.query.as_deref(), Some("search=a%20b"));
    assert_eq!(first.operation, Some("kirim.list_contacts"));
    assert_eq!(first.status, Some(200));
    let expected = format!("Bearer {}", sandbox.kirim_api_key());
    assert_eq!(first.header("Authorization"), Some(expected.as_str()));
    assert_eq!((second.operation, second.status), (None, None));
    assert_eq!(second.header("x-trace"), Some("7"));
}

#[tokio::test]
async fn no_more_requests_are_kept_than_asked_for() {
    let sandbox = builder().keep_requests(2).start().await.unwrap();
    for path in ["/a", "/b", "/c"] {
        get_kirim(&sandbox, path).await;
    }
    let paths: Vec<_> = sandbox
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths, ["/kirim/v1/b", "/kirim/v1/c"]);
    let none = builder().keep_requests(0).start().await.unwrap();
    get_kirim(&none, "/a").await;
    assert!(none.requests().is_empty());
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone_with_its_connections() {
    let sandbox = start().await;
    let address = sandbox.address();
    let hanging =
        tokio::spawn(
            async move { raw::get_broken(address, "/", &[("x-sandbox-fault", "hang")]).await },
        );
    while sandbox.requests().is_empty() {
        sleep(Duration::from_millis(5)).await;
    }
    drop(sandbox);
    let (response, _) = timeout(Duration::from_secs(30), hanging)
        .await
        .unwrap()
        .unwrap();
    assert!(response.is_none());
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_sandbox_that_is_stopped_finishes_what_it_began() {
    let sandbox = start().await;
    let address = sandbox.address();
    let slow = tokio::spawn(async move {
        raw::get(address, "/", &[("x-sandbox-fault", "latency=300ms")]).await
    });
    while sandbox.requests().is_empty() {
        sleep(Duration::from_millis(5)).await;
    }
    sandbox.stop().await;
    assert_eq!(slow.await.unwrap().status, 200);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let error = builder().port(port).start().await.err().unwrap();
    assert!(matches!(error, StartError::PortInUse { port: named, .. } if named == port));
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[tokio::test]
async fn settings_out_of_range_are_refused() {
    for (builder, part) in [
        (builder().contacts(100_001), "contacts"),
        (builder().customers(10_001), "customers"),
        (builder().read_per_minute(0), "rate limit"),
        (builder().write_per_minute(0), "rate limit"),
        (builder().api_key("shop", "x"), "`shop`"),
        (builder().shared_per_minute(0), "rate limit"),
    ] {
        let error = builder.start().await.err().unwrap().to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test]
async fn a_browser_is_shown_where_to_go() {
    let sandbox = start().await;
    let index = raw::get(sandbox.address(), "/", &[]).await;
    let text = String::from_utf8(index.body).unwrap();
    for part in [
        sandbox.kirim_api_key(),
        sandbox.kustomer_api_key(),
        &ids(&sandbox, "kirim", "contacts")[0],
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert_eq!(
        raw::get(sandbox.address(), "/nothing", &[]).await.status,
        404
    );
    let server = index_header(&sandbox).await;
    assert!(server.starts_with("sandbox/"), "{server}");
}

async fn index_header(sandbox: &Sandbox) -> String {
    let response = get_kirim(sandbox, "/accounts").await;
    response.header("server").unwrap().to_owned()
}
