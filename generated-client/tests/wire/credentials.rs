//! Credentials from a source of the caller's, and those that are missing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use generated_client::{BoxError, ErrorKind, RetryPolicy, Token, TokenSource, kirim};
use serde_json::json;

use crate::support::{Reply, Server, contact, contact_response, shown};

/// Gives `kdv_live_1`, `kdv_live_2` and so on.
#[derive(Clone, Default)]
struct Counting {
    asked: Arc<AtomicUsize>,
}

impl TokenSource for Counting {
    async fn token(&self) -> Result<Token, BoxError> {
        // So that calls at the same time meet here.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(Token::new(format!("kdv_live_{number}")))
    }
}

fn client(server: &Server, source: impl TokenSource) -> kirim::Client {
    kirim::Client::builder()
        .base_url(server.url("/v1"))
        .retry(RetryPolicy::none())
        .token_source(source)
        .build()
        .unwrap()
}

fn ok() -> Reply {
    Reply::json(200, &contact_response(&contact("ctc_1")))
}

fn refused(message: &str) -> Reply {
    Reply::json(
        401,
        &json!({"error": {"code": "invalid_api_key", "message": message}}),
    )
}

/// The tokens that were sent, in order.
fn tokens(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let token = |head: &str| {
        let (_, rest) = head.split_once("authorization: Bearer ").unwrap();
        rest.lines().next().unwrap().to_owned()
    };
    requests.iter().map(|it| token(&it.head)).collect()
}

#[tokio::test]
async fn calls_at_the_same_time_wait_for_one_token_which_is_kept() {
    let server = Server::start(vec![ok(); 4]).await;
    let source = Counting::default();
    let client = client(&server, source.clone());
    let (a, b) = (client.get_contact("ctc_1"), client.get_contact("ctc_1"));
    let (a, b, c) = tokio::join!(a.send(), b.send(), client.get_contact("ctc_1").send());
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    client.get_contact("ctc_1").send().await.unwrap();
    assert_eq!(source.asked.load(Ordering::Relaxed), 1);
    assert_eq!(tokens(&server), ["kdv_live_1"; 4]);
}

#[tokio::test]
async fn a_token_that_is_refused_is_asked_for_again_once() {
    let server = Server::start([
        ok(),
        refused("expired"),
        ok(),
        refused("expired"),
        refused("not KDV_live_3, nor kdv_live_2"),
    ])
    .await;
    let client = client(&server, Counting::default());
    for _ in 0..2 {
        client.get_contact("ctc_1").send().await.unwrap();
    }
    let error = client.get_contact("ctc_1").send().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!(error.attempts(), 2);
    assert_eq!(error.message(), Some("not [redacted], nor [redacted]"));
    assert!(!shown(&error).to_lowercase().contains("kdv_live"));
    let sent: Vec<_> = tokens(&server)
        .iter()
        .map(|it| it[9..].to_owned())
        .collect();
    assert_eq!(sent, ["1", "1", "2", "2", "3"]);
}

#[tokio::test]
async fn a_token_is_redacted_in_the_form_that_it_has_in_a_url() {
    let server = Server::start(vec![refused("not kdv+live/1, nor KDV%2blive%2F1"); 2]).await;
    let source = || async { Ok(Token::new("kdv+live/1")) };
    let call = client(&server, source).get_contact("ctc_1").send().await;
    let error = call.unwrap_err();
    assert_eq!(error.message(), Some("not [redacted], nor [redacted]"));
}

#[tokio::test]
async fn a_source_that_fails_or_hangs_ends_the_call() {
    let server = Server::start([]).await;
    let failing = || async { Err(BoxError::from("the vault is sealed")) };
    let error = client(&server, failing).get_contact("ctc_1").send().await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(shown(&error).contains("the vault is sealed"), "{error:?}");
    let line = "kirim.get_contact: the `token_source` failed";
    assert_eq!(error.to_string(), line);

    let blank = || async { Ok(Token::new("a\nb")) };
    let error = client(&server, blank).get_contact("ctc_1").send().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Credentials);

    let hanging = kirim::Client::builder()
        .base_url(server.url("/v1"))
        .token_source(std::future::pending::<Result<Token, BoxError>>)
        .total_timeout(Duration::from_millis(50));
    let error = hanging.build().unwrap().get_contact("ctc_1").send().await;
    let error = error.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Credentials, 1)
    );
    let expected = "the `token_source` gave no token within 50ms (`total_timeout`)";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_credential_that_no_operation_takes_is_refused() {
    let builder = kirim::Client::builder().basic("rosa", "secret");
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("call `api_key`"), "{error}");
    assert!(!shown(&error).contains("secret"));
}
