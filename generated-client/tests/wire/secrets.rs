//! The API key and people's data are shown nowhere.

use std::sync::{Mutex, Once, PoisonError};

use generated_client::{RetryPolicy, kirim};
use serde_json::{Value, json};

use crate::support::{
    self, KEY, Listener, Reply, Server, Step, account_list, contact, contact_list,
    contact_response, kirim_error, object, quick_retries, shown,
};

#[track_caller]
fn assert_hides(text: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn neither_builder_nor_client_nor_request_shows_the_key() {
    let reply = Reply::json_with(200, &[("set-cookie", "session=hush")], &account_list(&[]));
    let server = Server::start([reply]).await;
    let policy = RetryPolicy::new();
    assert_hides(&format!("{policy:?} {policy:#?}"), &[KEY]);
    let builder = support::kirim_builder(&server).retry(policy);
    assert_hides(&format!("{builder:?} {builder:#?}"), &[KEY]);
    let client = builder.build().unwrap();
    assert_hides(&format!("{client:?} {client:#?}"), &[KEY]);
    let list = client.list_accounts().status("all");
    assert_hides(&format!("{list:?} {list:#?}"), &[KEY]);
    let response = list.send().await.unwrap();
    assert_hides(&format!("{response:?} {response:#?}"), &[KEY, "hush"]);
}

#[tokio::test]
async fn no_error_shows_the_key_or_the_query() {
    const PHONE: &str = "81200000002";
    let body = kirim_error("api_error", "internal_error");
    let announced = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    for reply in [
        Reply::json(500, &body),
        Reply::new(200, &[("set-cookie", "session=hush")], "{"),
        Reply::new(302, &[("location", "https://example.com/?at=hush")], ""),
        Reply::steps([Step::Reset]),
        Reply::steps([Step::send("nonsense\r\n\r\n"), Step::Close]),
        Reply::steps([Step::send(announced), Step::Reset]),
    ] {
        let server = Server::start([reply]).await;
        let client = support::kirim(&server);
        let list = client
            .list_contacts("100200300400500")
            .phone(format!("+62{PHONE}"));
        let error = list.send().await.unwrap_err();
        assert_hides(&shown(&error), &[KEY, PHONE, "hush"]);
    }

    let builder = kirim::Client::builder()
        .api_key(KEY)
        .base_url("http://127.0.0.1:1");
    let client = builder.build().unwrap();
    let list = client
        .list_contacts("100200300400500")
        .phone(format!("+62{PHONE}"));
    let error = list.send().await.unwrap_err();
    assert!(error.is_connect());
    assert_hides(&shown(&error), &[KEY, PHONE]);
}

#[tokio::test]
async fn a_key_that_the_server_repeats_is_redacted() {
    let mut body = kirim_error("authentication_error", KEY);
    let text = format!("no such key: {KEY}");
    object(&mut body, "/error").insert("message".to_owned(), json!(text));
    object(&mut body, "/error").insert("request_id".to_owned(), json!(KEY));
    let server = Server::start([Reply::json(401, &body)]).await;
    let error = support::kirim(&server)
        .list_accounts()
        .send()
        .await
        .unwrap_err();
    assert!(error.is_unauthorized());
    assert_hides(&shown(&error), &[KEY]);
    assert_eq!(error.message(), Some("no such key: [redacted]"));
}

#[tokio::test]
async fn a_value_that_cannot_be_decoded_is_not_repeated() {
    const NUMBER: &str = "6281200000002";
    let in_contact = |member: &str, value: Value| {
        let mut body = contact_response(&contact("ctc_1"));
        object(&mut body, "/data").insert(member.to_owned(), value);
        body
    };
    let secret = format!("{KEY} {NUMBER} Rosa");
    for body in [
        json!({ "data": secret }),
        json!([secret]),
        json!({ "data": [secret] }),
        json!(secret),
        json!({ "data": { secret.as_str(): secret } }),
        in_contact("created_at", json!([secret])),
        in_contact("created_at", json!({ secret.as_str(): secret })),
        in_contact("name", json!(6_281_200_000_002_u64)),
        in_contact("metadata", json!(secret)),
        in_contact("whatsapp_account", json!(secret)),
        in_contact("whatsapp_account", json!({ "phone_number": [secret] })),
    ] {
        let server = Server::start([Reply::json(200, &body)]).await;
        let client = support::kirim(&server);
        let error = client.get_contact("ctc_1").send().await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert!(
            error.to_string().contains("the contract describes"),
            "{error}"
        );
        assert_hides(&shown(&error), &[KEY, NUMBER, "Rosa"]);
    }
}

#[tokio::test]
async fn what_the_server_sends_is_shown_as_a_short_excerpt() {
    let huge = "x".repeat(200_000);
    let mut error = kirim_error(&huge, &huge);
    for member in ["message", "param", "request_id"] {
        object(&mut error, "/error").insert(member.to_owned(), json!(huge));
    }
    let long = huge.get(..60_000).unwrap();
    let html = [
        ("content-type", long),
        ("x-request-id", long),
        ("location", long),
    ];
    for reply in [
        Reply::json(400, &error),
        Reply::json(200, &json!({ "data": huge })),
        Reply::json(200, &json!({ "data": { huge.as_str(): 1 } })),
        Reply::new(200, &html, "<html>"),
        Reply::new(302, &html, "<html>"),
        Reply::new(502, &html, "<html>"),
        Reply::new(200, &[("content-encoding", long)], "<html>"),
    ] {
        let server = Server::start([reply]).await;
        let (listener, _guard) = Listener::start();
        let client = support::kirim(&server);
        let error = client.get_contact("ctc_1").send().await.unwrap_err();
        assert!(
            error.to_string().len() < 1000,
            "{} bytes",
            error.to_string().len()
        );
        let length = shown(&error).len();
        assert!(length < 5000, "{length} bytes");
        for call in listener.calls() {
            let length = format!("{call:?}").len();
            assert!(length < 5000, "{length} bytes");
        }
    }
}

#[tokio::test]
async fn a_key_in_another_form_is_redacted() {
    const DIGITS: &str = "8120000000290001";
    let mut body = kirim_error("authentication_error", "invalid_key");
    let upper = KEY.to_uppercase();
    // A cut must not leave the beginning of the key.
    let late = format!("{}{KEY}", "x".repeat(185));
    object(&mut body, "/error").insert("message".to_owned(), json!(format!("no key {upper}")));
    object(&mut body, "/error").insert("param".to_owned(), json!(upper));
    let headers = [("x-request-id", upper.as_str())];
    let server = Server::start([
        Reply::json(401, &body),
        Reply::new(500, &headers, "oops"),
        Reply::new(200, &[("content-encoding", upper.as_str())], "oops"),
        Reply::new(500, &[("content-encoding", upper.as_str())], "oops"),
        Reply::new(200, &[("content-type", upper.as_str())], "oops"),
        Reply::new(500, &[("content-type", upper.as_str())], "oops"),
        Reply::new(200, &[("content-encoding", late.as_str())], "oops"),
        Reply::new(500, &[("content-type", late.as_str())], "oops"),
        Reply::new(302, &[("location", late.as_str())], "oops"),
    ])
    .await;
    let client = support::kirim(&server);
    for _ in 0..9 {
        let error = client.list_accounts().send().await.unwrap_err();
        assert_hides(&shown(&error), &[&KEY[..8], &upper]);
        assert!(shown(&error).contains("[redact"), "{error}");
    }

    let number: u64 = DIGITS.parse().unwrap();
    object(&mut body, "/error").insert("code".to_owned(), json!(number));
    object(&mut body, "/error").insert("message".to_owned(), json!(number));
    let server = Server::start([Reply::json(401, &body)]).await;
    let builder = support::kirim_builder(&server).api_key(DIGITS);
    let client = builder.build().unwrap();
    let error = client.list_accounts().send().await.unwrap_err();
    assert_hides(&shown(&error), &[DIGITS]);
    assert_eq!(error.code(), Some("[redacted]"));
}

#[test]
fn a_builder_does_not_show_the_query_of_a_base_url() {
    let builder = kirim::Client::builder().base_url(format!("https://example.com/v1?key={KEY}"));
    assert_hides(&format!("{builder:?} {builder:#?}"), &[KEY]);
    assert_hides(&shown(&builder.api_key("k").build().unwrap_err()), &[KEY]);
}

#[test]
fn a_key_that_is_refused_is_not_shown() {
    for key in [
        format!("{KEY}\n"),
        format!(" {KEY}"),
        format!("{KEY}\u{e9}"),
    ] {
        let builder = kirim::Client::builder().api_key(key);
        assert_hides(&format!("{builder:?}"), &[KEY]);
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains("api_key"), "{error}");
        assert_hides(&shown(&error), &[KEY]);
    }
}

#[tokio::test]
async fn a_stream_that_fails_does_not_show_the_key() {
    let page = contact_list(&["a"], true, Some("c1"));
    let server = Server::start([Reply::json(200, &page), Reply::json(200, &page)]).await;
    let client = support::kirim(&server);
    let contacts = client.list_contacts("100200300400500").stream();
    let error = contacts.try_collect::<Vec<_>>().await.unwrap_err();
    assert_hides(&shown(&error), &[KEY, "c1"]);
}

/// What all tests of this program logged.
static LOGGED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Keeps every line.
struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{}: {}", record.target(), record.args());
        LOGGED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }

    fn flush(&self) {}
}

fn logged() -> String {
    let lines = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
    lines.join("\n")
}

#[tokio::test]
async fn neither_traces_nor_logs_hold_the_key_or_what_was_asked_for() {
    static START: Once = Once::new();
    const ASKED: [&str; 4] = ["109999999999999", "81200000077", "melati", "crsr-7"];
    START.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    let (listener, _guard) = Listener::start();
    let mut echo = kirim_error("authentication_error", KEY);
    let text = format!("no such key: {KEY}; asked for {}", ASKED.join(", "));
    object(&mut echo, "/error").insert("message".to_owned(), json!(text));
    let headers = [("x-request-id", KEY), ("set-cookie", "session=hush")];
    let server = Server::start([
        Reply::steps([Step::Reset]),
        Reply::json_with(503, &headers, &echo),
        Reply::json_with(200, &headers, &contact_list(&[], false, None)),
        Reply::json_with(401, &headers, &echo),
        Reply::new(200, &headers, text),
    ])
    .await;
    let client = support::retrying(&server);
    let [number, phone, search, cursor] = ASKED;
    let call = || {
        let list = client.list_contacts(number).search(search).cursor(cursor);
        list.phone(format!("+62{phone}")).send()
    };
    let response = call().await.unwrap();
    assert_hides(&format!("{response:?}"), &[KEY, "hush"]);
    for _ in 0..2 {
        let error = call().await.unwrap_err();
        // What the server wrote is for the caller to see, but for the key.
        assert_hides(&shown(&error), &[KEY, "hush"]);
    }
    assert_eq!(server.requests().len(), 5);
    assert_eq!(listener.calls().len(), 3);
    let secrets = [&ASKED[..], &[KEY, "hush"]].concat();
    assert_hides(&format!("{:?}", listener.all()), &secrets);
    let logged = logged();
    assert!(logged.contains("reqwest"), "{logged}");
    assert_hides(&logged, &secrets);
}

#[tokio::test]
async fn a_key_that_the_server_repeats_as_the_id_of_the_request_is_redacted() {
    let headers = [("x-request-id", KEY)];
    let server = Server::start([
        Reply::json_with(200, &headers, &account_list(&[])),
        Reply::new(500, &headers, "oops"),
        Reply::new(200, &headers, "oops"),
    ])
    .await;
    let builder = support::kirim_builder(&server);
    let client = builder
        .retry(quick_retries().max_attempts(1))
        .build()
        .unwrap();
    let response = client.list_accounts().send().await.unwrap();
    assert_eq!(response.request_id(), Some("[redacted]"));
    assert_hides(&format!("{response:?} {:?}", response.headers()), &[KEY]);
    for _ in 0..2 {
        let error = client.list_accounts().send().await.unwrap_err();
        assert_eq!(error.request_id(), Some("[redacted]"));
        assert_hides(&shown(&error), &[KEY]);
    }
}
