//! What the client tells those who listen through `tracing`.

use std::time::Duration;

use generated_client::RetryPolicy;
use serde_json::json;

use crate::support::{
    self, Listener, Reply, Server, Step, account_list, contact, contact_response, kirim_error,
    quick_retries,
};

const ID: (&str, &str) = ("x-request-id", "req_header");

/// What every span says of a call of `get_contact`.
fn common(server: &Server) -> Vec<(&'static str, String)> {
    let authority = server.authority();
    let (address, port) = authority.split_once(':').unwrap();
    vec![
        ("api", "kirim".to_owned()),
        ("http.request.method", "GET".to_owned()),
        ("operation", "get_contact".to_owned()),
        ("otel.kind", "client".to_owned()),
        ("otel.name", "GET /contacts/{id}".to_owned()),
        ("server.address", address.to_owned()),
        ("server.port", port.to_owned()),
        ("url.template", "/contacts/{id}".to_owned()),
    ]
}

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_is_an_event() {
    let body = contact_response(&contact("ctc_1"));
    let server = Server::start([
        Reply::steps([Step::Reset]),
        Reply::json_with(429, &[ID], &kirim_error("rate_limit_error", "some_code")),
        Reply::json_with(200, &[ID], &body),
    ])
    .await;
    let (listener, _guard) = Listener::start();
    let client = support::retrying(&server);
    client.get_contact("ctc_1").send().await.unwrap();

    let calls = listener.calls();
    let [(span, attempts)] = calls.as_slice() else {
        panic!("{calls:?}");
    };
    assert_eq!(span.name, "call");
    let mut expected = common(&server);
    expected.extend([
        ("http.request.resend_count", "2".to_owned()),
        ("http.response.status_code", "200".to_owned()),
        ("outcome", "success".to_owned()),
        ("request_id", "req_header".to_owned()),
    ]);
    expected.sort();
    let fields = span.timeless();
    let fields: Vec<_> = fields.into_iter().map(|(n, v)| (n, v.to_owned())).collect();
    assert_eq!(fields, expected);
    assert!(span.seconds("duration") < 10.0);

    let fields: Vec<_> = attempts.iter().map(|it| it.timeless()).collect();
    assert_eq!(
        fields,
        [
            vec![
                ("error.type", "transport"),
                ("message", "attempt"),
                ("outcome", "retry"),
            ],
            vec![
                ("error.type", "429"),
                ("http.request.resend_count", "1"),
                ("http.response.status_code", "429"),
                ("message", "attempt"),
                ("outcome", "retry"),
                ("request_id", "req_header"),
            ],
            vec![
                ("http.request.resend_count", "2"),
                ("http.response.status_code", "200"),
                ("message", "attempt"),
                ("outcome", "success"),
                ("request_id", "req_header"),
            ],
        ]
    );
    for attempt in attempts {
        assert!(attempt.seconds("duration") <= span.seconds("duration"));
        let retried = attempt.fields["outcome"] == "retry";
        assert_eq!(attempt.fields.contains_key("retry_delay"), retried);
    }
}

#[tokio::test]
async fn a_failure_says_what_it_is() {
    const SHORT: Duration = Duration::from_secs(1);
    const LONG: Duration = Duration::from_secs(60);
    for (reply, call, last) in [
        (Reply::json(404, &json!({})), "404", "permanent"),
        (Reply::json(503, &json!({})), "503", "last_attempt"),
        (Reply::steps([Step::Reset]), "transport", "last_attempt"),
        (Reply::steps([Step::Hang]), "timeout", "last_attempt"),
        (Reply::new(200, &[], "{"), "decode", "success"),
        (
            Reply::new(200, &[], vec![b' '; 9000]),
            "body_too_large",
            "permanent",
        ),
    ] {
        let server = Server::start([reply.clone(), reply]).await;
        let builder = support::kirim_builder(&server)
            .retry(quick_retries().max_attempts(2))
            .max_body_bytes(8000)
            .attempt_timeout(if call == "timeout" { SHORT } else { LONG });
        let client = builder.build().unwrap();
        let (listener, _guard) = Listener::start();
        client.get_contact("ctc_1").send().await.unwrap_err();
        let (span, attempts) = listener.calls().remove(0);
        assert_eq!(span.fields["outcome"], "error");
        assert_eq!(span.fields["error.type"], call);
        assert_eq!(span.fields["otel.status_code"], "ERROR");
        assert_eq!(attempts.last().unwrap().fields["outcome"], last);
        // The time of an attempt may end before its request arrives.
        let received = server.requests().len();
        let is_late = call == "timeout" && received < attempts.len();
        assert!(received == attempts.len() || is_late, "{received}");
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_is_told_as_cancelled() {
    let server = Server::start([Reply::steps([Step::Hang])]).await;
    let client = support::kirim(&server);
    let (listener, _guard) = Listener::start();
    let call = client.get_contact("ctc_1").send();
    let dropped = tokio::time::timeout(Duration::from_millis(200), call).await;
    assert!(dropped.is_err(), "it hangs");
    let (span, attempts) = listener.calls().remove(0);
    assert_eq!(span.fields["outcome"], "cancelled");
    assert!(span.seconds("duration") > 0.1);
    assert!(attempts.is_empty());
}

#[tokio::test]
async fn a_call_that_is_refused_is_none() {
    let server = Server::start([]).await;
    let client = support::kirim(&server);
    let (listener, _guard) = Listener::start();
    client.get_contact("..").send().await.unwrap_err();
    assert!(listener.all().is_empty());
}

#[tokio::test]
async fn calls_at_the_same_time_do_not_mix() {
    let server = Server::start([
        Reply::json(503, &json!({})),
        Reply::json(200, &account_list(&[])),
        Reply::json(200, &account_list(&[])),
    ])
    .await;
    let builder = support::kirim_builder(&server);
    let policy = RetryPolicy::new().max_attempts(2);
    let client = builder.retry(policy).build().unwrap();
    let (listener, _guard) = Listener::start();
    let list = || client.list_accounts().send();
    let (first, second) = tokio::join!(list(), list());
    first.unwrap();
    second.unwrap();
    let mut attempts: Vec<_> = listener.calls().iter().map(|it| it.1.len()).collect();
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 2]);
}
