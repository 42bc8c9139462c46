//! Calls against a real server, with a clock that takes no time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::VecDeque;
use std::future::pending;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::Frame;
use reqwest::Body;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tower::service_fn;

use crate::api::Operation;
use crate::argument::BoxError;
use crate::call::Call;
use crate::clock::Clock;
use crate::config::ClientBuilder;
use crate::fixture::{self, Client};
use crate::manual_clock::{ManualClock, TokioClock};
use crate::retry::RetryPolicy;
use crate::server::{Reply, Server, Step};
use crate::service::AttemptInfo;
use crate::{Error, ErrorKind, Response};

const MS: Duration = Duration::from_millis(1);
const S: Duration = Duration::from_secs(1);

/// A server, a client of it, and the clock of the client.
struct Setting {
    server: Server,
    clock: Arc<ManualClock>,
    client: Client,
}

async fn setting(
    replies: impl IntoIterator<Item = Reply>,
    options: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> Setting {
    let server = Server::start(replies).await;
    let clock = Arc::new(ManualClock::new());
    let builder = fixture::builder()
        .base_url(server.url(""))
        .clock(clock.clone());
    let client = options(builder).build().unwrap();
    Setting {
        server,
        clock,
        client,
    }
}

impl Setting {
    async fn put(&self) -> Result<Response<Value>, Error> {
        let call = self.client.call(&fixture::PUT_ITEM);
        call.path("id", Ok("1")).send().await
    }

    async fn fail(&self) -> Error {
        self.put().await.unwrap_err()
    }
}

fn ok() -> Reply {
    Reply::json(200, &json!({}))
}

fn status(status: u16) -> Reply {
    Reply::json(status, &json!({"code": "some_code"}))
}

fn requesting(status: u16, retry_after: &str) -> Reply {
    Reply::json_with(status, &[("retry-after", retry_after)], &json!({}))
}

fn same(builder: ClientBuilder<Client>) -> ClientBuilder<Client> {
    builder
}

#[tokio::test]
async fn faults_that_may_pass_are_tried_again() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
    for (fault, wait) in [
        (status(408), 100 * MS),
        (status(429), 500 * MS),
        (status(500), 100 * MS),
        (status(502), 100 * MS),
        (status(503), 100 * MS),
        (status(504), 100 * MS),
        (Reply::steps([Step::Reset]), 100 * MS),
        (Reply::steps([Step::Close]), 100 * MS),
        (Reply::steps([Step::send(head), Step::Close]), 100 * MS),
        (Reply::steps([Step::send(head), Step::Reset]), 100 * MS),
    ] {
        let shown = format!("{fault:?}");
        let setting = setting([fault, ok()], same).await;
        let response = setting.put().await;
        assert_eq!(response.unwrap().status().as_u16(), 200, "{shown}");
        assert_eq!(setting.clock.sleeps(), [wait], "{shown}");
        let requests = setting.server.requests();
        assert_eq!(requests.len(), 2, "{shown}");
        assert_eq!(requests[0].head, requests[1].head, "{shown}");
    }
}

#[tokio::test]
async fn what_another_attempt_would_find_again_is_not_tried_again() {
    for reply in [
        status(301),
        status(400),
        status(401),
        status(403),
        status(404),
        status(409),
        status(422),
        status(501),
        status(505),
        requesting(403, "1"),
        Reply::new(200, &[], "not JSON"),
        Reply::new(200, &[], vec![b' '; 2000]),
    ] {
        let setting = setting([reply, ok()], |it| it.max_body_bytes(1000)).await;
        let error = setting.fail().await;
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(setting.server.requests().len(), 1, "{error}");
        assert!(!error.to_string().contains("not sent again"), "{error}");
        assert!(setting.clock.sleeps().is_empty());
    }
}

#[tokio::test]
async fn a_call_is_sent_three_times_at_most() {
    let setting = setting([status(500), status(502), status(503)], same).await;
    let error = setting.fail().await;
    assert_eq!(error.attempts(), 3);
    assert_eq!(setting.server.requests().len(), 3);
    assert_eq!(setting.clock.sleeps(), [100 * MS, 200 * MS]);
    assert_eq!(
        error.status().unwrap().as_u16(),
        503,
        "the last error counts"
    );
    assert_eq!(
        error.to_string(),
        "test.put_item: 503 Service Unavailable: some_code, after 3 attempts"
    );
}

#[tokio::test]
async fn retries_can_be_switched_off_or_be_more() {
    let setting_of = |policy| setting((0..10).map(|_| status(500)), |it| it.retry(policy));
    let none = setting_of(RetryPolicy::none()).await;
    assert_eq!(none.fail().await.attempts(), 1);
    assert_eq!(none.server.requests().len(), 1);
    let many = setting_of(RetryPolicy::new().max_attempts(7)).await;
    assert_eq!(many.fail().await.attempts(), 7);
    assert_eq!(many.server.requests().len(), 7);
}

#[tokio::test]
async fn a_response_that_cannot_be_decoded_counts_the_attempts_before_it() {
    let setting = setting([status(503), Reply::new(200, &[], "{")], same).await;
    let error = setting.fail().await;
    assert!(error.is_decode());
    assert_eq!(error.attempts(), 2);
    assert!(error.to_string().ends_with(", after 2 attempts"), "{error}");
}

#[tokio::test]
async fn what_must_not_be_done_twice_is_not_sent_twice() {
    fn post<'a>(setting: &'a Setting, operation: &'static Operation) -> Call<'a> {
        let call = setting.client.call(operation);
        call.json(Ok(json!({"name": "Rosa"})))
    }
    for reply in [status(429), status(503), Reply::steps([Step::Reset])] {
        let setting = setting([reply.clone(), ok()], same).await;
        let error = post(&setting, &fixture::POST_ITEM).send::<Value>();
        let error = error.await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(setting.server.requests().len(), 1);
        assert!(error.to_string().contains("; not sent again: "), "{error}");

        // Unless the server can tell that it is the same request.
        let setting = self::setting([reply, ok()], same).await;
        let call = post(&setting, &fixture::POST_KEYED).send::<Value>();
        let key = call.await.unwrap().idempotency_key().unwrap().to_owned();
        let requests = setting.server.requests();
        assert_eq!(requests.len(), 2);
        for request in requests {
            assert!(request.head.contains(&format!("idempotency-key: {key}")));
            assert_eq!(request.body, br#"{"name":"Rosa"}"#);
        }
    }
}

#[tokio::test]
async fn without_a_connection_anything_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let setting = setting([], |it| it.base_url(url)).await;
    let call = setting.client.call(&fixture::POST_ITEM);
    let error = call.send_empty().await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 3);
    assert_eq!(setting.clock.sleeps(), [100 * MS, 200 * MS]);
}

#[tokio::test]
async fn what_the_server_requests_is_waited() {
    for (status, value, wait) in [
        (429, "7", 7 * S),
        (503, "59", 59 * S),
        // The clock stands at 08:49:37.
        (429, "Sun, 06 Nov 1994 08:50:07 GMT", 30 * S),
        (503, "Sun, 06 Nov 1994 08:49:38 GMT", S),
        // Fractions are rounded up.
        (503, "1.5", 2 * S),
        (429, "1.5", 2 * S),
        // It never shortens our own delay.
        (503, "0", 100 * MS),
        (429, "soon", 500 * MS),
        // All calls together wait a little when the server says "now".
        (429, "0", 50 * MS),
        (429, "Sun, 06 Nov 1994 08:00:00 GMT", 50 * MS),
    ] {
        let setting = setting([requesting(status, value), ok()], same).await;
        setting.put().await.unwrap();
        assert_eq!(setting.clock.sleeps(), [wait], "{status} {value}");
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    for (total, value, wait, note) in [
        (60 * S, "61", 61 * S, "`max_retry_after`"),
        (3600 * S, "61", 61 * S, "`max_retry_after`"),
        (
            3600 * S,
            "Sun, 06 Nov 1994 08:51:07 GMT",
            90 * S,
            "`max_retry_after`",
        ),
        (
            60 * S,
            "99999999999999999999999",
            Duration::from_secs(u64::MAX),
            "`max_retry_after`",
        ),
        (5 * S, "7", 7 * S, "`total_timeout`"),
        (60 * S, "60", 60 * S, "`total_timeout`"),
    ] {
        let replies = [requesting(429, value), ok()];
        let setting = setting(replies, |it| it.total_timeout(total)).await;
        let error = setting.fail().await;
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), Some(wait));
        assert_eq!(error.attempts(), 1);
        assert!(error.to_string().contains(note), "{error}");
        assert_eq!(setting.server.requests().len(), 1);
        assert!(setting.clock.sleeps().is_empty(), "it returns at once");
    }
}

#[tokio::test]
async fn a_429_with_a_hint_uses_neither_attempts_nor_quota() {
    let many = || (0..20).map(|_| requesting(429, "1"));
    let setting = setting(many().chain([status(503), ok()]), same).await;
    let response = setting.put().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(setting.server.requests().len(), 22);
    assert_eq!(setting.client.shared().quota.tokens(), 500);

    // Nothing was carried out, so the method does not matter.
    let setting = self::setting(many().chain([ok()]), same).await;
    let call = setting.client.call(&fixture::POST_ITEM);
    call.send::<Value>().await.unwrap();
    assert_eq!(setting.server.requests().len(), 21);

    // The client waits no longer than a call may take.
    let setting = self::setting(many(), |it| it.total_timeout(5 * S)).await;
    let error = setting.fail().await;
    assert!(error.is_rate_limited() && error.is_api());
    assert_eq!(error.attempts(), 5);
    assert!(error.to_string().contains("`total_timeout`"), "{error}");

    // Without retries, there is none of these either.
    let setting = self::setting(many(), |it| it.retry(RetryPolicy::none())).await;
    assert_eq!(setting.fail().await.attempts(), 1);
    assert_eq!(setting.server.requests().len(), 1);

    // Without throttling, each call waits for itself.
    let setting = self::setting(many().chain([ok()]), |it| it.rate_limit(false)).await;
    setting.put().await.unwrap();
    assert_eq!(setting.server.requests().len(), 21);
    assert!(setting.clock.sleeps().iter().all(|wait| *wait >= S));
}

#[tokio::test]
async fn a_hint_holds_for_the_other_calls_but_no_longer_than_max_retry_after() {
    let none = RetryPolicy::none;
    for (requested, held, policy) in [
        ("7", 7 * S, none()),
        ("3600", 60 * S, none()),
        // It is a refusal also where it is not retried.
        ("7", 7 * S, none().statuses([])),
    ] {
        let setting = setting([requesting(429, requested), ok()], |it| {
            it.retry(policy).total_timeout(600 * S)
        })
        .await;
        assert!(setting.fail().await.is_rate_limited());
        assert!(setting.clock.sleeps().is_empty());
        setting.put().await.unwrap();
        assert_eq!(setting.clock.sleeps(), [held]);
    }
}

#[tokio::test]
async fn the_time_of_a_call_covers_its_waits() {
    let policy = RetryPolicy::new().max_attempts(100);
    let replies = (0..100).map(|_| status(503));
    let setting = setting(replies, |it| it.retry(policy).total_timeout(2 * S)).await;
    let error = setting.fail().await;
    // 100 + 200 + 400 + 800 ms; another 1,600 ms would be too much.
    assert_eq!(setting.clock.sleeps().len(), 4);
    assert_eq!(error.attempts(), 5);
    let shown = error.to_string();
    let expected = ", after 5 attempts; not sent again: too little of `total_timeout` is left";
    assert!(shown.ends_with(expected), "{shown}");
}

/// A body of which nothing comes.
struct HangingBody;

impl http_body::Body for HangingBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_that_hang_are_tried_again_within_the_time_of_the_call() {
    for (has_head, hanging) in [(false, 1), (true, 1), (false, 100), (true, 100)] {
        let transport = service_fn(move |request: http::Request<Body>| async move {
            let info = request.extensions().get::<AttemptInfo>().unwrap();
            Ok::<_, BoxError>(http::Response::new(match info.attempt() > hanging {
                true => Body::from("{}"),
                false if has_head => Body::wrap(HangingBody),
                false => pending().await,
            }))
        });
        let client = fixture::builder()
            .transport(transport)
            .clock(Arc::new(TokioClock))
            .retry(RetryPolicy::new().max_attempts(100))
            .attempt_timeout(30 * S)
            .total_timeout(100 * S)
            .build()
            .unwrap();
        let start = TokioClock.now();
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        let result = call.send::<Value>().await;
        let time = TokioClock.now() - start;
        let expected = if hanging == 1 {
            result.unwrap();
            30 * S + 100 * MS
        } else {
            let error = result.unwrap_err();
            assert!(error.is_timeout(), "{error}");
            // Three whole attempts, and what is left of the time.
            assert_eq!(error.attempts(), 4, "{error}");
            100 * S
        };
        assert!(expected <= time && time < expected + S, "{time:?}");
    }
}

#[tokio::test]
async fn a_storm_of_failing_calls_is_not_multiplied() {
    const CALLS: usize = 1000;
    // Without a script, it responds with 500.
    let setting = setting([], same).await;
    let mut tasks = JoinSet::new();
    for _ in 0..10 {
        let client = setting.client.clone();
        tasks.spawn(async move {
            for _ in 0..CALLS / 10 {
                let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
                let error = call.send_empty().await.unwrap_err();
                assert!(error.is_api() && (1..=3).contains(&error.attempts()));
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(setting.server.requests().len(), CALLS + 100);
    assert_eq!(setting.client.shared().quota.tokens(), 0);
    let error = setting.fail().await;
    assert_eq!(error.attempts(), 1);
    assert!(
        error
            .to_string()
            .ends_with("the quota of retries is used up"),
        "{error}"
    );
}

static PUT_BUSY: Operation = Operation::new(
    &fixture::API,
    "put_busy",
    reqwest::Method::PUT,
    "https://api.example.com",
    "/busy",
    crate::auth::Auth::None,
)
.retry_codes(&["busy"]);

#[tokio::test(start_paused = true)]
async fn responses_fill_the_quota_again() {
    // Statuses and bodies; without them, an attempt hangs.
    let [ok, fault, hangs] = [Some((200, "{}")), Some((503, "{}")), None];
    let script = Arc::new(Mutex::new(VecDeque::new()));
    let replies = script.clone();
    let transport = service_fn(move |_| {
        let reply = replies.lock().unwrap().pop_front().unwrap();
        async move {
            let Some((status, body)) = reply else {
                return pending().await;
            };
            let response = http::Response::builder().status(status);
            Ok::<_, BoxError>(response.body(String::from(body))?)
        }
    });
    let busy = Some((409, r#"{"code":"busy"}"#));
    let client = fixture::builder()
        .transport(transport)
        .clock(Arc::new(ManualClock::new()))
        .retry(RetryPolicy::new().quota(10))
        .max_body_bytes(20)
        .build()
        .unwrap();
    for (replies, tokens) in [
        // 10 - 5 - 5, and the last 5 come back.
        (vec![fault, fault, ok], 5),
        (vec![ok], 6),
        // It is the server's state that counts, not the caller's request.
        (vec![Some((404, "{}"))], 7),
        // A fault gives nothing back.
        (vec![Some((200, "more than 20 bytes of it"))], 7),
        (vec![fault, ok], 7),
        // After a timeout a retry costs 10.
        (vec![hangs], 7),
        (vec![ok], 8),
        (vec![ok], 9),
        (vec![ok], 10),
        (vec![ok], 10),
        (vec![hangs, ok], 10),
        // Retries of errors that the contract lists cost as much, and those errors give nothing back.
        (vec![busy, busy, ok], 5),
        (vec![busy, busy], 0),
        (vec![hangs], 0),
    ] {
        script.lock().unwrap().extend(replies.clone());
        let call = client.call(&PUT_BUSY);
        let _ = call.send::<Value>().await;
        assert!(script.lock().unwrap().is_empty(), "{replies:?}");
        assert_eq!(client.shared().quota.tokens(), tokens, "{replies:?}");
    }
}

#[tokio::test]
async fn clones_share_the_quota() {
    let policy = RetryPolicy::new().quota(10);
    let setting = setting([], |it| it.retry(policy)).await;
    let clone = setting.client.clone();
    assert_eq!(setting.fail().await.attempts(), 3);
    let call = clone.call(&fixture::PUT_ITEM).path("id", Ok("1"));
    assert_eq!(call.send_empty().await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_does_no_harm() {
    let server = Server::start([status(503), ok()]).await;
    let clock = Arc::new(ManualClock::new().that_never_wakes());
    let builder = fixture::builder()
        .base_url(server.url(""))
        .clock(clock.clone());
    let client = builder.build().unwrap();
    let call = || client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
    let waits = async {
        while clock.sleeps().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(client.shared().quota.tokens(), 495);
    };
    tokio::select! {
        response = call().send::<Value>() => panic!("{response:?}"),
        () = waits => {}
    }
    let tokens = client.shared().quota.tokens();
    assert_eq!(tokens, 500, "a retry that was not made costs nothing");
    call().send::<Value>().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_call_that_the_rate_limit_leaves_no_time_for_is_reported_like_a_response_429() {
    let error = Error::throttled(&fixture::PUT_ITEM, 12_345 * MS).after(2);
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.is_rate_limited() && !error.is_api() && !error.is_timeout());
    assert_eq!(error.retry_after(), Some(12_345 * MS));
    assert_eq!(error.attempts(), 2);
    assert!(error.status().is_none() && error.rate_limit().is_none());
    assert_eq!(
        error.to_string(),
        "test.put_item: the rate limit leaves no request for 12.3s, which is longer than what is \
         left of `total_timeout`, after 2 attempts"
    );
}

#[test]
fn a_location_is_resolved_against_the_url_of_the_request() {
    let url: reqwest::Url = "https://api.example.com/v1/messages/7/media?size=1"
        .parse()
        .unwrap();
    for (location, expected) in [
        (
            "https://files.example.com/a?signature=1",
            "https://files.example.com/a?signature=1",
        ),
        ("//files.example.com/a", "https://files.example.com/a"),
        ("/files/a", "https://api.example.com/files/a"),
        ("a", "https://api.example.com/v1/messages/7/a"),
    ] {
        let response = http::Response::builder().header("location", location);
        let (mut parts, ()) = response.body(()).unwrap().into_parts();
        super::resolve_location(&url, &mut parts.headers);
        let response = crate::Response::from_parts((), parts);
        assert_eq!(response.location().unwrap().as_str(), expected);
    }
    let (parts, ()) = http::Response::new(()).into_parts();
    assert_eq!(crate::Response::from_parts((), parts).location(), None);
}
