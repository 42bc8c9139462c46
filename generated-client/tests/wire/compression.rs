//! Responses that are compressed on the way.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use generated_client::ErrorKind;
use serde_json::Value;

use crate::support::{
    self, Reply, Server, Step, chain, contact, contact_response, kirim_error, object,
};

fn gzip(body: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn body() -> Value {
    contact_response(&contact("ctc_1"))
}

/// A body that is small on the way only.
fn bomb() -> String {
    let mut body = body();
    object(&mut body, "/data").insert("name".to_owned(), " ".repeat(1 << 20).into());
    body.to_string()
}

fn compressed(status: u16, body: &str) -> Reply {
    let headers = [("content-encoding", "gzip"), ("etag", "W/\"7\"")];
    Reply::new(status, &headers, gzip(body))
}

#[tokio::test]
async fn a_compressed_response_is_requested_and_read() {
    let text = body().to_string();
    let zipped = gzip(&text);
    assert!(zipped.len() < text.len());
    let chunked = "HTTP/1.1 200 OK\r\ncontent-encoding: GZIP\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut steps = vec![Step::send(chunked)];
    for part in zipped.chunks(10) {
        let head = format!("{:x}\r\n", part.len()).into_bytes();
        steps.push(Step::Send([&head, part, b"\r\n"].concat()));
    }
    steps.push(Step::send("0\r\n\r\n"));
    for reply in [
        compressed(200, &text),
        Reply::new(200, &[("content-encoding", "x-gzip")], zipped),
        Reply::steps(steps),
        Reply::new(200, &[("content-encoding", "identity")], text.as_str()),
    ] {
        let server = Server::start([reply]).await;
        let response = support::kirim(&server).get_contact("ctc_1").send().await;
        let response = response.unwrap();
        assert_eq!(response.data.id, "ctc_1");
        assert_eq!(
            response.body(),
            text.as_bytes(),
            "as it is, not as it travelled"
        );
        let request = server.request();
        let accepts = ("accept-encoding".to_owned(), "gzip");
        assert!(request.headers().contains(&accepts));
    }
}

#[tokio::test]
async fn headers_that_do_not_fit_the_decompressed_body_are_taken_away() {
    let server = Server::start([compressed(200, &body().to_string())]).await;
    let response = support::kirim(&server).get_contact("ctc_1").send().await;
    let response = response.unwrap();
    assert!(!response.headers().contains_key("content-encoding"));
    assert!(!response.headers().contains_key("content-length"));
    assert_eq!(response.headers()["etag"], "W/\"7\"");
}

#[tokio::test]
async fn a_compressed_error_is_read() {
    let body = kirim_error("not_found", "resource_not_found").to_string();
    let server = Server::start([compressed(404, &body)]).await;
    let response = support::kirim(&server).get_contact("ctc_1").send().await;
    let error = response.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("resource_not_found"));
    assert_eq!(error.body().unwrap(), body.as_bytes());
}

#[tokio::test]
async fn a_body_that_swells_is_not_read() {
    let bomb = bomb();
    let reply = compressed(200, &bomb);
    for (limit, fits) in [
        (100_000, false),
        (bomb.len() - 1, false),
        (bomb.len(), true),
    ] {
        let server = Server::start([reply.clone()]).await;
        let builder = support::kirim_builder(&server).max_body_bytes(limit);
        let response = builder.build().unwrap().get_contact("ctc_1").send().await;
        if fits {
            assert_eq!(response.unwrap().body().len(), limit);
            continue;
        }
        let error = response.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
        assert_eq!(error.body().unwrap().len(), limit);
        assert!(error.to_string().contains("`max_body_bytes`"), "{error}");
    }
}

#[tokio::test]
async fn a_damaged_body_is_an_error_and_not_requested_again() {
    let text = body().to_string();
    let mut flipped = gzip(&text);
    flipped[40] ^= 0xff;
    let whole = gzip(&text);
    for damaged in [
        [&whole[..], b"more"].concat(),
        flipped,
        whole[..whole.len() - 1].to_vec(),
        whole[..whole.len() / 2].to_vec(),
        text.clone().into_bytes(),
    ] {
        let reply = Reply::new(200, &[("content-encoding", "gzip")], damaged.clone());
        let server = Server::start([reply]).await;
        let client = support::retrying(&server);
        let error = client.get_contact("ctc_1").send().await.unwrap_err();
        assert!(error.is_decode(), "{}", chain(&error));
        assert!(error.to_string().contains("compressed body"), "{error}");
        assert_eq!(error.attempts(), 1);
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(error.body().unwrap(), &damaged, "as it was received");
        assert_eq!(error.headers().unwrap()["content-encoding"], "gzip");
    }
}

#[tokio::test]
async fn a_compressed_body_that_breaks_off_is_requested_again() {
    let text = body().to_string();
    let zipped = gzip(&text);
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1000\r\n\r\n";
    let broken = Reply::steps([
        Step::send(head),
        Step::Send(zipped[..zipped.len() / 2].to_vec()),
        Step::Close,
    ]);
    let server = Server::start([broken.clone(), compressed(200, &text), broken]).await;
    let client = support::retrying(&server);
    client.get_contact("ctc_1").send().await.unwrap();
    assert_eq!(server.requests().len(), 2);

    // What arrived is there to be looked at.
    let client = support::kirim(&server);
    let error = client.get_contact("ctc_1").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let body = error.body().unwrap();
    assert!(!body.is_empty() && text.as_bytes().starts_with(body));
}

#[tokio::test]
async fn an_empty_body_is_not_decompressed() {
    let server = Server::start([Reply::new(304, &[("content-encoding", "gzip")], "")]).await;
    let response = support::kirim(&server).get_contact("ctc_1").send().await;
    let error = response.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 304);
    assert!(error.body().unwrap().is_empty());
}

#[tokio::test]
async fn an_error_that_cannot_be_decompressed_keeps_what_was_received() {
    const HTML: &str = "<html>Bad Gateway</html>";
    let headers = [("content-encoding", "gzip"), ("content-type", "text/html")];
    let server = Server::start([Reply::new(502, &headers, HTML)]).await;
    let response = support::kirim(&server).get_contact("ctc_1").send().await;
    let error = response.unwrap_err();
    assert!(error.is_api());
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert_eq!(error.body().unwrap(), HTML.as_bytes());
    assert_eq!(error.headers().unwrap()["content-encoding"], "gzip");
    assert_eq!(
        error.to_string(),
        "kirim.get_contact: 502 Bad Gateway: the compressed body is damaged"
    );
}

#[tokio::test]
async fn an_encoding_that_is_not_supported_is_named() {
    for encoding in ["br", "gzip, gzip", "aes128gcm"] {
        for status in [200, 502] {
            let reply = Reply::new(status, &[("content-encoding", encoding)], "\x0b\x02");
            let server = Server::start([reply]).await;
            let client = support::kirim(&server);
            let error = client.get_contact("ctc_1").send().await.unwrap_err();
            let named = format!(
                "the body has the content encoding `{encoding}`, and only `gzip` is supported"
            );
            assert!(error.to_string().ends_with(&named), "{error}");
            assert_eq!(error.is_decode(), status == 200);
            assert_eq!(error.body().unwrap(), "\x0b\x02");
            assert_eq!(error.headers().unwrap()["content-encoding"], encoding);
        }
    }
}

#[tokio::test]
async fn what_was_received_of_an_encoding_that_is_not_supported_is_kept() {
    let head = "HTTP/1.1 502 Bad Gateway\r\ncontent-encoding: br\r\ncontent-length: 1000\r\n\r\n";
    let broken = Reply::steps([Step::send(head), Step::send("\x0b\x02"), Step::Close]);
    let server = Server::start([broken]).await;
    let client = support::kirim(&server);
    let error = client.get_contact("ctc_1").send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert_eq!(error.body().unwrap(), "\x0b\x02");
    assert_eq!(error.headers().unwrap()["content-encoding"], "br");
}

#[tokio::test]
async fn padding_behind_a_compressed_body_is_accepted() {
    let text = body().to_string();
    let padded = [gzip(&text), vec![0; 512]].concat();
    let server = Server::start([Reply::new(200, &[("content-encoding", "gzip")], padded)]).await;
    let response = support::kirim(&server).get_contact("ctc_1").send().await;
    assert_eq!(response.unwrap().body(), text.as_bytes());
}

#[tokio::test]
async fn decompression_ends_with_the_timeout() {
    const TIMEOUT: Duration = Duration::from_secs(1);
    let members = gzip("").repeat(1_000_000);
    let reply = Reply::new(200, &[("content-encoding", "gzip")], members);
    let server = Server::start([reply]).await;
    let builder = support::kirim_builder(&server).attempt_timeout(TIMEOUT);
    let client = builder.build().unwrap();
    let started = Instant::now();
    let error = client.get_contact("ctc_1").send().await.unwrap_err();
    let elapsed = started.elapsed();
    assert!(error.is_timeout(), "{}", chain(&error));
    // Unbounded, it takes more than a minute.
    let most = Duration::from_secs(30);
    assert!(elapsed >= TIMEOUT && elapsed < most, "{elapsed:?}");
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.headers().unwrap()["content-encoding"], "gzip");
}
