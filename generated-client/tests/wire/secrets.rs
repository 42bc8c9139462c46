//! The API key and people's data are shown nowhere.

use generated_client::{Error, kirim};
use serde_json::json;

use crate::support::{
    self, KEY, Reply, Server, Step, account_list, chain, contact_list, kirim_error, object,
};

/// Everything that a program may log of an error.
fn shown(error: &Error) -> String {
    format!(
        "{error}\n{error:#}\n{error:?}\n{error:#?}\n{}",
        chain(error)
    )
}

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
    let builder = support::kirim_builder(&server);
    assert_hides(&format!("{builder:?} {builder:#?}"), &[KEY]);
    let client = builder.build().unwrap();
    assert_hides(&format!("{client:?} {client:#?}"), &[KEY]);
    let list = client.list_accounts().status("all");
    assert_hides(&format!("{list:?} {list:#?}"), &[KEY]);
    let answer = list.send().await.unwrap();
    assert_hides(&format!("{answer:?} {answer:#?}"), &[KEY, "hush"]);
}

#[tokio::test]
async fn no_error_shows_the_key_or_the_query() {
    const PHONE: &str = "81200000002";
    let body = kirim_error("api_error", "internal_error");
    let announced = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    for reply in [
        Reply::json(500, &body),
        Reply::new(200, &[("set-cookie", "session=hush")], "{"),
        Reply::new(302, &[("location", "https://example.com/hush")], ""),
        Reply::steps([Step::Reset]),
        Reply::steps([Step::send("nonsense\r\n\r\n"), Step::Close]),
        Reply::steps([Step::send(announced), Step::Reset]),
    ] {
        let server = Server::start([reply]).await;
        let client = support::kirim(&server);
        let list = client
            .list_contacts("106540352242922")
            .phone(format!("+62{PHONE}"));
        let error = list.send().await.unwrap_err();
        assert_hides(&shown(&error), &[KEY, PHONE, "hush"]);
    }

    let builder = kirim::Client::builder()
        .api_key(KEY)
        .base_url("http://127.0.0.1:1");
    let client = builder.build().unwrap();
    let list = client
        .list_contacts("106540352242922")
        .phone(format!("+62{PHONE}"));
    let error = list.send().await.unwrap_err();
    assert!(error.is_connect());
    assert_hides(&shown(&error), &[KEY, PHONE]);
}

#[tokio::test]
async fn a_key_that_the_server_repeats_is_blotted_out() {
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
    use futures_util::TryStreamExt;

    let page = contact_list(&["a"], true, Some("c1"));
    let server = Server::start([Reply::json(200, &page), Reply::json(200, &page)]).await;
    let client = support::kirim(&server);
    let contacts = client.list_contacts("106540352242922").stream();
    let error = contacts.try_collect::<Vec<_>>().await.unwrap_err();
    assert_hides(&shown(&error), &[KEY, "c1"]);
}
