//! Servers and networks that misbehave.

use std::error::Error as _;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use generated_client::reqwest::{self, redirect::Policy};
use generated_client::{Error, ErrorKind, RetryPolicy, kirim};
use tokio::net::TcpListener;

use crate::support::{
    self, Reply, Server, Step, account_list, chain, contact, contact_response, customer,
    customer_response, quick_retries,
};

/// Long enough for a busy machine, short enough for a test.
const SHORT: Duration = Duration::from_secs(1);

/// Longer than any test may take.
const LONG: Duration = Duration::from_secs(60);

/// Calls an operation of a client, which must fail.
async fn fail(client: &kirim::Client) -> Error {
    let error = client.get_contact("ctc_1").send().await.unwrap_err();
    assert_eq!(error.operation(), Some("kirim.get_contact"));
    assert_eq!(error.attempts(), 1);
    error
}

async fn serve(steps: impl IntoIterator<Item = Step>) -> Server {
    Server::start([Reply::steps(steps)]).await
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    for (attempt, total, option) in [
        (SHORT, LONG, "attempt_timeout"),
        (LONG, SHORT, "total_timeout"),
    ] {
        let server = serve([Step::Hang]).await;
        let builder = support::kirim_builder(&server);
        let client = builder
            .attempt_timeout(attempt)
            .total_timeout(total)
            .build()
            .unwrap();
        let started = Instant::now();
        let error = fail(&client).await;
        assert!(started.elapsed() >= SHORT && started.elapsed() < LONG / 2);
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_timeout() && !error.is_connect() && !error.is_api());
        assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
        assert!(error.to_string().contains(option), "{error}");
        assert!(error.to_string().contains("1s"), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_hangs_or_trickles_is_given_up() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\nx-request-id: req_1\r\n\r\n{";
    let hangs = vec![Step::send(head), Step::Hang];
    let mut trickles = vec![Step::send(head)];
    for _ in 0..999 {
        trickles.extend([Step::Wait(SHORT / 10), Step::send(" ")]);
    }
    for steps in [hangs, trickles] {
        let server = serve(steps).await;
        let builder = support::kirim_builder(&server).attempt_timeout(SHORT);
        let started = Instant::now();
        let error = fail(&builder.build().unwrap()).await;
        assert!(started.elapsed() < LONG / 2);
        assert_eq!(error.kind(), ErrorKind::Timeout, "{}", chain(&error));
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(error.request_id(), Some("req_1"));
        assert!(error.body().unwrap().starts_with(b"{"));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_response_is_reported() {
    for steps in [
        vec![Step::Close],
        vec![Step::Reset],
        vec![Step::send("HTTP/1.1 200 OK\r\ncontent-"), Step::Reset],
        vec![Step::send("SSH-2.0-OpenSSH_9.6\r\n"), Step::Close],
    ] {
        let server = serve(steps).await;
        let error = fail(&support::kirim(&server)).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{}", chain(&error));
        assert!(!error.is_connect() && !error.is_timeout() && !error.is_api());
        assert!(error.status().is_none());
        assert!(error.source().is_some());
        assert_eq!(server.requests().len(), 1, "nothing is sent a second time");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_within_the_body_is_reported() {
    for end in [Step::Reset, Step::Close] {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"data\"";
        let server = serve([Step::send(head), Step::Wait(SHORT / 3), end]).await;
        let error = fail(&support::kirim(&server)).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{}", chain(&error));
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(error.body().unwrap(), "{\"data\"");
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let body = contact_response(&contact("ctc_1")).to_string();
    let announced = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", 1_u64 << 40);
    let chunk = format!("{:x}\r\n{body}\r\n", body.len());
    let endless = std::iter::once(Step::send(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
    ));
    let endless = endless.chain(std::iter::repeat_n(Step::send(&chunk), 1000));
    for steps in [vec![Step::send(&announced), Step::Hang], endless.collect()] {
        let server = serve(steps).await;
        let builder = support::kirim_builder(&server).max_body_bytes(body.len());
        let error = fail(&builder.build().unwrap()).await;
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge, "{}", chain(&error));
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(error.body().unwrap().len() <= body.len());
        assert!(error.to_string().contains("`max_body_bytes`"), "{error}");
    }

    let server = Server::start([Reply::new(200, &[], body.clone())]).await;
    let builder = support::kirim_builder(&server).max_body_bytes(body.len());
    let response = builder.build().unwrap().get_contact("ctc_1").send().await;
    assert_eq!(response.unwrap().data.id, "ctc_1");
}

#[tokio::test]
async fn limits_may_be_as_large_as_one_likes() {
    let server = Server::start([Reply::json(200, &account_list(&[]))]).await;
    let client = support::kirim_builder(&server)
        .connect_timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX)
        .total_timeout(Duration::MAX)
        .max_body_bytes(usize::MAX)
        .build()
        .unwrap();
    client.list_accounts().send().await.unwrap();
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = elsewhere.url("/v1/contacts/ctc_1");
        let reply = Reply::new(status, &[("location", &location)], "moved");
        let server = Server::start([reply]).await;
        let error = fail(&support::kirim(&server)).await;
        assert!(error.is_api(), "{error}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.headers().unwrap()["location"], location);
        assert_eq!(error.body().unwrap(), "moved");
        assert_eq!(server.requests().len(), 1);
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_url_that_cannot_be_sent_is_an_invalid_request() {
    let server = Server::start([]).await;
    let client = support::retrying(&server);
    let long = "x".repeat(66_000);
    let path = client.get_contact(long.as_str()).send().await.unwrap_err();
    let list = client.list_contacts("100200300400500").cursor(long);
    for error in [path, list.send().await.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert_eq!(error.attempts(), 0);
        assert!(error.to_string().contains("shorten"), "{error}");
        assert!(error.to_string().len() < 200, "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_call_outside_of_a_runtime_is_an_error() {
    let builder = kirim::Client::builder().api_key(support::KEY);
    let client = builder.base_url("http://127.0.0.1:1").build().unwrap();
    let call = client.get_contact("ctc_1").send().now_or_never();
    let error = call.expect("nothing to wait for").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.attempts(), 0);
    assert!(error.to_string().contains("#[tokio::main]"), "{error}");

    let mut contacts = client.list_contacts("100200300400500").stream();
    let item = contacts.next().now_or_never().unwrap().unwrap();
    assert!(item.unwrap_err().to_string().contains("tokio"));

    let download = || client.download("http://127.0.0.1:1/a".parse().unwrap());
    let bytes = download().bytes().now_or_never().unwrap();
    let mut file = Vec::new();
    let written = download().write_to(&mut file).now_or_never().unwrap();
    for error in [bytes.unwrap_err(), written.unwrap_err()] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Configuration, 0)
        );
        assert!(error.to_string().contains("#[tokio::main]"), "{error}");
    }
}

#[test]
fn a_base_url_without_a_host_is_refused() {
    for url in ["https:///v1", "https:v1"] {
        let builder = kirim::Client::builder().api_key(support::KEY);
        let error = builder.base_url(url).build().unwrap_err();
        assert!(error.to_string().contains("has no host"), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let builder = kirim::Client::builder()
        .api_key(support::KEY)
        .base_url(&url)
        .retry(RetryPolicy::none());
    let error = fail(&builder.build().unwrap()).await;
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.is_connect() && !error.is_timeout());
    assert_eq!(
        error.to_string(),
        format!("kirim.get_contact: cannot connect to {url}")
    );
    assert!(chain(&error).contains("refused"), "{}", chain(&error));
}

#[tokio::test]
async fn connecting_does_not_take_longer_than_allowed() {
    // Accepts connections, but never speaks TLS.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let builder = kirim::Client::builder().api_key(support::KEY).base_url(url);
    let builder = builder.retry(RetryPolicy::none());
    let client = builder.connect_timeout(SHORT).build().unwrap();
    let error = fail(&client).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{}", chain(&error));
    assert!(error.is_connect() && error.is_timeout());
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused() {
    let builder = || {
        let builder = kirim::Client::builder().api_key(support::KEY);
        builder.base_url("http://kirim.example.com/v1")
    };
    let error = builder().build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("allow_http"), "{error}");
    builder().allow_http(true).build().unwrap();
}

#[tokio::test]
async fn a_call_that_was_dropped_does_not_harm_the_next() {
    let body = customer_response(&customer());
    let server = Server::start([Reply::steps([Step::Hang]), Reply::json(200, &body)]).await;
    let client = support::kirim(&server);
    let arrives = async {
        while server.requests().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = client.get_contact("ctc_1").send() => unreachable!("it hangs"),
        () = arrives => {}
    }
    let response = client.get_customer("cus_1").send().await.unwrap();
    assert_eq!(response.data.name, "Toko Melati");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn clones_share_their_connections() {
    let list = account_list(&[]);
    let server = Server::start([Reply::json(200, &list), Reply::json(200, &list)]).await;
    let client = support::kirim(&server);
    let tasks = [client.clone(), client].map(|client| async move {
        let response = client.list_accounts().send().await.unwrap();
        response.data.len()
    });
    for task in tasks {
        assert_eq!(tokio::spawn(task).await.unwrap(), 0);
    }
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_client_of_the_caller_is_used_within_the_limits_of_ours() {
    let server = serve([Step::Hang]).await;
    let own = reqwest_client("own-agent", Policy::none());
    let builder = support::kirim_builder(&server).attempt_timeout(SHORT);
    let error = fail(&builder.http_client(own).build().unwrap()).await;
    assert!(error.is_timeout(), "{}", chain(&error));
    let request = server.request();
    let agent = format!("generated-client/{}", env!("CARGO_PKG_VERSION"));
    assert!(
        request
            .headers()
            .contains(&("user-agent".to_owned(), agent.as_str()))
    );
    assert!(
        request
            .headers()
            .contains(&("x-own".to_owned(), "own-agent"))
    );
}

#[tokio::test]
async fn a_client_of_the_caller_that_gives_up_on_redirects_is_not_asked_again() {
    let reply = Reply::new(302, &[("location", "/v1/contacts/ctc_2")], "");
    let server = Server::start(vec![reply; 9]).await;
    let own = reqwest_client("own-agent", Policy::limited(2));
    let builder = support::kirim_builder(&server).retry(quick_retries());
    let error = fail(&builder.http_client(own).build().unwrap()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.to_string().contains("redirects"), "{error}");
    assert!(!chain(&error).contains("ctc_2"), "{}", chain(&error));
    assert_eq!(server.requests().len(), 3);
}

/// A client with a default header by which it can be told.
fn reqwest_client(mark: &'static str, redirects: Policy) -> reqwest::Client {
    use reqwest::header::{HeaderMap, HeaderValue};

    let tls = rustls::ClientConfig::builder_with_provider(
        rustls::crypto::ring::default_provider().into(),
    )
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_root_certificates(rustls::RootCertStore::empty())
    .with_no_client_auth();
    let mut headers = HeaderMap::new();
    headers.insert("x-own", HeaderValue::from_static(mark));
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .default_headers(headers)
        .redirect(redirects)
        .no_proxy()
        .build()
        .unwrap()
}
