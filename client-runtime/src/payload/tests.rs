//! Bodies as they are sent, and what becomes of those that cannot be read again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::future::{pending, poll_fn};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as _, Frame};
use reqwest::{Body, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, Sleep, sleep};
use tower::service_fn;
use tower::util::MapRequestLayer;

use crate::api::Operation;
use crate::argument::BoxError;
use crate::auth::Auth;
use crate::call::Call;
use crate::codegen::{Form, Style};
use crate::fixture::{self, API, Client};
use crate::manual_clock::{ManualClock, TokioClock};
use crate::server::{Recorded, Reply, Server};
use crate::{Error, ErrorKind, Response, Upload};

const S: Duration = Duration::from_secs(1);

static PUT_FILE: Operation = operation(Method::PUT, "image/*");
static PUT_PNG: Operation = operation(Method::PUT, "image/png");
static PUT_TEXT: Operation = operation(Method::PUT, "text/csv");
static PUT_FORM: Operation = operation(Method::PUT, "application/x-www-form-urlencoded");
static PUT_PARTS: Operation = operation(Method::PUT, "multipart/form-data");

const fn operation(method: Method, content_type: &'static str) -> Operation {
    let server = "https://api.example.com";
    Operation::new(&API, "send_file", method, server, "/files", Auth::Bearer)
        .content_type(content_type)
}

fn client(server: &Server) -> Client {
    let builder = fixture::builder().base_url(server.url(""));
    builder.clock(Arc::new(ManualClock::new())).build().unwrap()
}

/// Sends a call to a server that accepts it.
async fn sent(call: impl for<'a> FnOnce(&'a Client) -> Call<'a>) -> Recorded {
    let server = Server::start([Reply::new(204, &[], "")]).await;
    call(&client(&server)).send_empty().await.unwrap();
    server.request()
}

/// A file of this test, which is removed in the end.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &[u8]) -> Self {
        let folder =
            std::env::temp_dir().join(format!("client-runtime-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().unwrap());
    }
}

/// Reads the next piece of a body.
async fn piece(body: &mut Body) -> Option<Result<usize, BoxError>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(match frame {
        Ok(frame) => Ok(frame.into_data().unwrap().len()),
        Err(error) => Err(error.into()),
    })
}

/// Reads a body to its end; returns its length.
async fn drain(body: &mut Body) -> Result<usize, BoxError> {
    let mut length = 0;
    while let Some(piece) = piece(body).await {
        length += piece?;
    }
    Ok(length)
}

fn response(status: u16) -> Result<http::Response<Body>, BoxError> {
    Ok(http::Response::builder()
        .status(status)
        .body(Body::default())?)
}

#[tokio::test]
async fn bytes_are_sent_as_they_are() {
    for (operation, upload, content_type) in [
        (
            &PUT_FILE,
            Upload::bytes("\0\r\n"),
            "application/octet-stream",
        ),
        (
            &PUT_FILE,
            Upload::bytes("\0\r\n").content_type("image/gif"),
            "image/gif",
        ),
        (&PUT_PNG, Upload::from(b"\0\r\n"), "image/png"),
    ] {
        let request = sent(|client| client.call(operation).bytes(Ok(upload))).await;
        assert_eq!(request.body, b"\0\r\n");
        assert_eq!(request.header("content-length"), Some("3"));
        assert_eq!(request.header("content-type"), Some(content_type));
    }
    let request = sent(|client| client.call(&PUT_FILE).bytes(Ok(None))).await;
    assert_eq!(
        (request.body.len(), request.header("content-type")),
        (0, None)
    );
    let request = sent(|client| client.call(&PUT_FILE).bytes(Ok(Upload::bytes("")))).await;
    assert_eq!(request.header("content-length"), Some("0"));
}

#[tokio::test]
async fn text_is_sent_as_it_is() {
    let request = sent(|client| client.call(&PUT_TEXT).text(Ok("id;n\u{e4}me"))).await;
    assert_eq!(request.body, "id;n\u{e4}me".as_bytes());
    assert_eq!(request.header("content-type"), Some("text/csv"));
    let request = sent(|client| client.call(&PUT_TEXT).text(Ok(None::<String>))).await;
    assert_eq!(request.header("content-type"), None);
}

#[tokio::test]
async fn a_form_is_pairs() {
    let request = sent(|client| {
        let form = Form::new()
            .pair("name", Ok("Rosa"))
            .pair("none", Ok(None::<String>))
            .pair_as("tags", Ok(["a", "b"]), Style::Form { explode: false })
            .pair_as("in", Ok(json!({"a": [1]})), Style::DeepObject)
            .pair("name", Ok("R\u{f6}sa & co"));
        client.call(&PUT_FORM).fields(form)
    })
    .await;
    assert_eq!(
        request.body,
        b"name=R%C3%B6sa%20%26%20co&tags=a,b&in%5Ba%5D%5B0%5D=1"
    );
    let content_type = "application/x-www-form-urlencoded";
    assert_eq!(request.header("content-type"), Some(content_type));
    let whole = json!({"a": 1, "b": ["x", "y"], "c": null});
    let request = sent(|client| client.call(&PUT_FORM).form_body(Ok(whole))).await;
    assert_eq!(request.body, b"a=1&b=x&b=y");
    let none = None::<String>;
    let form = Form::new().pair("a", Ok(none));
    let request = sent(|client| client.call(&PUT_FORM).fields(form)).await;
    assert_eq!(request.header("content-type"), Some(content_type));
}

/// The body of a form of parts, with `|` for its boundary.
fn parts(request: &Recorded) -> String {
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert!(boundary.len() >= 32, "{boundary}");
    String::from_utf8(request.body.clone())
        .unwrap()
        .replace(boundary, "|")
}

#[tokio::test]
async fn a_form_with_files_is_parts() {
    let file = Temporary::new("photo.jpg", &[b'x'; 5000]);
    let path = file.0.clone();
    let request = sent(|client| {
        let form = Form::new()
            .part("name", Ok("Rosa\r\n"))
            .part("none", Ok(None::<String>))
            .part("ids", Ok([1, 2]))
            .part("about", Ok(json!({"a": "b"})))
            .part_as("note", Ok("hi"), "text/markdown")
            .part_as("raw", Ok("hi"), "application/json")
            .file(
                "a \"b\"\n",
                Ok(Some(Upload::bytes("1").file_name("\u{f6} \"1\"\r\n.txt"))),
            )
            .file("files", Ok(vec![Upload::path(path), Upload::bytes("2")]))
            .file_as("csv", Ok(Upload::bytes("3")), "text/csv")
            .file("nothing", Ok(None::<Upload>));
        client.call(&PUT_PARTS).fields(form)
    })
    .await;
    let part = |heading: &str, content: &str| {
        format!("--|\r\nContent-Disposition: form-data; {heading}\r\n\r\n{content}\r\n")
    };
    let octets = "Content-Type: application/octet-stream";
    let expected = [
        part("name=\"name\"", "Rosa\r\n"),
        part("name=\"ids\"", "1"),
        part("name=\"ids\"", "2"),
        part(
            "name=\"about\"\r\nContent-Type: application/json",
            r#"{"a":"b"}"#,
        ),
        part("name=\"note\"\r\nContent-Type: text/markdown", "hi"),
        part("name=\"raw\"\r\nContent-Type: application/json", "\"hi\""),
        part(
            &format!("name=\"a %22b%22%0A\"; filename=\"\u{f6} %221%22%0D%0A.txt\"\r\n{octets}"),
            "1",
        ),
        part(
            &format!("name=\"files\"; filename=\"photo.jpg\"\r\n{octets}"),
            &"x".repeat(5000),
        ),
        part(
            &format!("name=\"files\"; filename=\"file\"\r\n{octets}"),
            "2",
        ),
        part(
            "name=\"csv\"; filename=\"file\"\r\nContent-Type: text/csv",
            "3",
        ),
        "--|--\r\n".to_owned(),
    ];
    assert_eq!(parts(&request), expected.concat());
    let length = request.body.len().to_string();
    assert_eq!(request.header("content-length"), Some(&*length));
    let whole = json!({"a": 1, "b": ["x"], "c": null});
    let request = sent(|client| client.call(&PUT_PARTS).form_body(Ok(whole))).await;
    let expected = [
        part("name=\"a\"", "1"),
        part("name=\"b\"", "x"),
        "--|--\r\n".to_owned(),
    ];
    assert_eq!(parts(&request), expected.concat());
}

#[tokio::test]
async fn what_would_break_a_heading_is_refused() {
    let server = Server::start([]).await;
    let client = client(&server);
    let bad = || Upload::bytes("1").content_type("image/png\r\nX-Evil: 1");
    for call in [
        client.call(&PUT_FILE).bytes(Ok(bad())),
        client
            .call(&PUT_PARTS)
            .fields(Form::new().file("a", Ok(bad()))),
        client.call(&PUT_FORM).form_body(Ok(json!([1]))),
        client.call(&PUT_FORM).form_body(Ok(json!({"a": [[1]]}))),
    ] {
        let error = call.send_empty().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_file_is_opened_anew_for_each_attempt() {
    let content = "0123456789".repeat(30_000).into_bytes();
    let file = Temporary::new("again.bin", &content);
    let server = Server::start([Reply::new(503, &[], ""), Reply::new(204, &[], "")]).await;
    let call = client(&server);
    let call = call.call(&PUT_PNG).bytes(Ok(Upload::path(&file.0)));
    call.send_empty().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(request.body == content);
        assert_eq!(request.header("content-length"), Some("300000"));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named_and_nothing_is_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    let folder = Temporary::new("b", b"");
    for (path, cause) in [
        (
            PathBuf::from("/no/such/folder/a.csv"),
            "`a.csv` cannot be sent: No such file",
        ),
        (
            folder.0.parent().unwrap().to_owned(),
            "cannot be sent: it is no regular file",
        ),
    ] {
        let call = client
            .call(&PUT_PARTS)
            .fields(Form::new().file("a", Ok(Upload::path(path))));
        let error = call.send_empty().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Read, 1));
        let text = error.to_string();
        assert!(text.contains(cause) && !text.contains("folder"), "{text}");
        assert!(std::error::Error::source(&error).is_some());
    }
    assert_eq!(server.connections(), 0);
}

/// Sends a file of 300 kB to a server which changes it when it has `read` bytes of it, and fails.
async fn changing(name: &str, read: usize, change: u64) -> (Error, usize) {
    let file = Temporary::new(name, &vec![b'x'; 300_000]);
    let (path, attempts) = (file.0.clone(), Arc::new(AtomicUsize::new(0)));
    let count = attempts.clone();
    let service = service_fn(move |request: http::Request<Body>| {
        let path = path.clone();
        count.fetch_add(1, Ordering::Relaxed);
        async move {
            let mut body = request.into_body();
            assert_eq!(body.size_hint().exact(), Some(300_000));
            let mut length = 0;
            while length < read {
                length += piece(&mut body).await.unwrap()?;
            }
            let file = fs::OpenOptions::new().write(true).open(path)?;
            file.set_len(change)?;
            drain(&mut body).await?;
            response(503)
        }
    });
    let builder = fixture::builder().transport(service);
    let client = builder.clock(Arc::new(ManualClock::new())).build().unwrap();
    let call = client.call(&PUT_PNG).bytes(Ok(Upload::path(&file.0)));
    let error = call.send_empty().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Read, "{error}");
    let text = format!("`{name}` cannot be sent: its length changed during the call");
    assert!(error.to_string().contains(&text), "{error}");
    (error, attempts.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_file_whose_length_changes_is_not_sent_to_its_end_nor_again() {
    for (name, read, change) in [("shorter", 1, 200_000), ("longer", 1, 400_000)] {
        assert_eq!(changing(name, read, change).await.1, 1, "{name}");
    }
    // After it was sent as a whole, the next attempt finds out before anything is sent.
    assert_eq!(changing("later", 300_000, 400_000).await.1, 1);
}

#[tokio::test]
async fn a_reader_is_sent_with_the_length_that_is_given() {
    for (content, length) in [("0123456789", 10), ("0123456789abc", 10), ("", 0)] {
        let upload = Upload::reader(content.as_bytes()).length(length);
        let request = sent(|client| client.call(&PUT_FILE).bytes(Ok(upload))).await;
        assert_eq!(request.header("content-length"), Some(&*length.to_string()));
        assert!(content.as_bytes().starts_with(&request.body));
    }
    let server = Server::start([]).await;
    let upload = Upload::reader("01234".as_bytes()).length(7);
    let client = client(&server);
    let error = client
        .call(&PUT_FILE)
        .bytes(Ok(upload))
        .send_empty()
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("it ended 2 bytes before its length"),
        "{text}"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_reader_of_unknown_length_is_sent_in_chunks() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = fixture::builder().base_url(url).build().unwrap();
    let call = client
        .call(&PUT_FILE)
        .bytes(Ok(Upload::reader("01234".as_bytes())));
    let (sent, request) = tokio::join!(call.send_empty(), async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n0\r\n\r\n") {
            assert!(stream.read_buf(&mut request).await.unwrap() > 0);
        }
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .await
            .unwrap();
        String::from_utf8(request).unwrap()
    });
    sent.unwrap();
    assert!(
        request.contains("transfer-encoding: chunked\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with("\r\n\r\n5\r\n01234\r\n0\r\n\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn a_reader_that_was_read_is_not_sent_again() {
    let server = Server::start([Reply::new(503, &[], ""), Reply::new(204, &[], "")]).await;
    let client = client(&server);
    let upload = Upload::reader("01234".as_bytes()).length(5);
    let send = || {
        client
            .call(&PUT_PARTS)
            .fields(Form::new().file("a", Ok(upload.clone())))
            .send_empty()
    };
    let error = send().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    let text = error.to_string();
    assert!(
        text.ends_with("; not sent again: the reader of its body can be read only once"),
        "{text}"
    );
    assert_eq!(server.requests().len(), 1);
    let error = send().await.unwrap_err();
    assert!(error.to_string().contains("it was read already"), "{error}");
}

#[tokio::test]
async fn a_reader_that_was_not_read_is_sent_again() {
    let count = Arc::new(AtomicUsize::new(0));
    let service = service_fn(move |request: http::Request<Body>| {
        let attempt = count.fetch_add(1, Ordering::Relaxed);
        async move {
            if attempt == 0 {
                return response(503);
            }
            assert_eq!(drain(&mut request.into_body()).await?, 5);
            response(204)
        }
    });
    let builder = fixture::builder().transport(service);
    let client = builder.clock(Arc::new(ManualClock::new())).build().unwrap();
    let upload = Upload::reader("01234".as_bytes());
    client
        .call(&PUT_FILE)
        .bytes(Ok(upload))
        .send_empty()
        .await
        .unwrap();
}

#[tokio::test]
async fn layers_see_the_body_and_its_length() {
    let (length, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (lengths, sizes) = (length.clone(), seen.clone());
    let layer = MapRequestLayer::new(move |request: http::Request<Body>| {
        let size = request.body().size_hint().exact().unwrap();
        lengths.fetch_add(usize::try_from(size).unwrap(), Ordering::Relaxed);
        request
    });
    let service = service_fn(move |request: http::Request<Body>| {
        let sizes = sizes.clone();
        async move {
            sizes.fetch_add(drain(&mut request.into_body()).await?, Ordering::Relaxed);
            response(204)
        }
    });
    let client = fixture::builder()
        .layer(layer)
        .transport(service)
        .build()
        .unwrap();
    let upload = Upload::bytes(vec![7; 100_000]);
    client
        .call(&PUT_FILE)
        .bytes(Ok(upload))
        .send_empty()
        .await
        .unwrap();
    assert_eq!(length.load(Ordering::Relaxed), 100_000);
    assert_eq!(seen.load(Ordering::Relaxed), 100_000);
}

/// Sends 10 pieces to a server that takes one each `pace`, `taken` in all, and then responds after
/// `wait`. An attempt has 5 s, the call 10 s. Returns the time that it took, too.
async fn paced(
    pace: Duration,
    taken: usize,
    wait: Duration,
) -> (Result<Response<()>, Error>, Duration) {
    let service = service_fn(move |request: http::Request<Body>| async move {
        let mut body = request.into_body();
        for _ in 0..taken {
            sleep(pace).await;
            assert_eq!(piece(&mut body).await.unwrap()?, 16 * 1024);
        }
        if taken < 10 {
            pending::<()>().await;
        }
        sleep(wait).await;
        response(204)
    });
    let builder = fixture::builder()
        .transport(service)
        .clock(Arc::new(TokioClock));
    let builder = builder.attempt_timeout(5 * S).total_timeout(10 * S);
    let client = builder.retry(crate::RetryPolicy::none()).build().unwrap();
    let started = Instant::now();
    let upload = Upload::bytes(vec![7; 160 * 1024]);
    let result = client.call(&PUT_FILE).bytes(Ok(upload)).send_empty().await;
    (result, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn an_upload_takes_as_long_as_something_moves() {
    let (result, time) = paced(4 * S, 10, 4 * S).await;
    // The 4 s before the first piece and those after the last are more than an attempt has.
    assert!(result.unwrap_err().is_timeout());
    assert_eq!(time.as_secs(), 36 + 5);
    let (result, time) = paced(2 * S, 10, 2 * S).await;
    result.unwrap();
    assert_eq!(time, 22 * S);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_an_upload() {
    let (result, time) = paced(S, 3, S).await;
    let error = result.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("nothing moved"), "{error}");
    assert_eq!(time.as_secs(), 3 + 30);
    let (result, time) = paced(S, 0, S).await;
    assert!(
        result
            .unwrap_err()
            .to_string()
            .contains("`attempt_timeout`")
    );
    assert_eq!(time.as_secs(), 5);
}

/// A body that comes late, of a response whose request is no longer read.
struct Late {
    timer: Pin<Box<Sleep>>,
    body: Option<Bytes>,
    _upload: Body,
}

impl http_body::Body for Late {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        ready!(self.timer.as_mut().poll(context));
        Poll::Ready(self.body.take().map(|body| Ok(Frame::data(body))))
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_comes_before_its_upload_is_over_has_time_for_its_body() {
    let service = service_fn(|request: http::Request<Body>| async move {
        let mut upload = request.into_body();
        piece(&mut upload).await.unwrap()?;
        Ok::<_, BoxError>(http::Response::new(Late {
            timer: Box::pin(sleep(4 * S)),
            body: Some(Bytes::from("{}")),
            _upload: upload,
        }))
    });
    let builder = fixture::builder().transport(service);
    let client = builder.clock(Arc::new(TokioClock)).build().unwrap();
    let upload = Upload::bytes(vec![7; 160 * 1024]);
    let call = client.call(&PUT_FILE).bytes(Ok(upload));
    call.send::<Value>().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_time_of_an_upload_leaves_that_of_the_call_for_retries() {
    let count = Arc::new(AtomicUsize::new(0));
    let attempts = count.clone();
    let service = service_fn(move |request: http::Request<Body>| {
        let attempt = attempts.fetch_add(1, Ordering::Relaxed);
        async move {
            let mut body = request.into_body();
            while let Some(piece) = piece(&mut body).await {
                piece?;
                sleep(20 * S).await;
            }
            response(if attempt == 0 { 503 } else { 204 })
        }
    });
    let builder = fixture::builder()
        .transport(service)
        .clock(Arc::new(TokioClock));
    let client = builder.total_timeout(25 * S).build().unwrap();
    let upload = Upload::bytes(vec![7; 160 * 1024]);
    client
        .call(&PUT_FILE)
        .bytes(Ok(upload))
        .send_empty()
        .await
        .unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[test]
fn what_is_shown_of_an_upload_is_not_its_content() {
    let shown = format!("{:?}", Upload::bytes("secret").file_name("a.txt"));
    assert!(
        !shown.contains("secret") && shown.contains("a.txt"),
        "{shown}"
    );
    let shown = format!("{:?}", Upload::path("/home/rosa/b.txt"));
    assert!(
        !shown.contains("rosa") && shown.contains("b.txt"),
        "{shown}"
    );
}

#[tokio::test]
async fn cookies_are_one_header() {
    let style = Style::Form { explode: true };
    let request = sent(|client| {
        let call = client.call(&PUT_FILE).cookie("a", Ok("1;2"), style);
        let call = call.cookie("none", Ok(None::<Value>), style);
        call.cookie("b", Ok(["x", "y"]), style)
    })
    .await;
    assert_eq!(request.header("cookie"), Some("a=1%3B2; b=x; b=y"));
}
