//! The time that a call may take, over all of its attempts.

use std::time::{Duration, Instant};

use generated_client::{RetryPolicy, kirim};

use crate::support::{self, Reply, Server, Step, account_list, contact_list, quick_retries};

const MS: Duration = Duration::from_millis(1);

/// Longer than any test may take.
const LONG: Duration = Duration::from_secs(60);

fn accounts() -> Reply {
    Reply::json(200, &account_list(&[]))
}

fn hangs() -> Reply {
    Reply::steps([Step::Hang])
}

/// Sends the head of a response, then one byte after the other.
fn trickles() -> Reply {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
    let mut steps = vec![Step::send(head)];
    for _ in 0..1000 {
        steps.extend([Step::send(" "), Step::Wait(20 * MS)]);
    }
    Reply::steps(steps)
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_tried_again() {
    for slow in [hangs(), trickles()] {
        let server = Server::start([slow, accounts()]).await;
        let builder = support::kirim_builder(&server).retry(quick_retries());
        let client = builder.attempt_timeout(400 * MS).build().unwrap();
        let started = Instant::now();
        client.list_accounts().send().await.unwrap();
        assert!(started.elapsed() >= 400 * MS && started.elapsed() < LONG / 2);
        assert_eq!(server.requests().len(), 2);
    }
}

/// A server, on a thread of its own, that sends more responses `100 Continue` than the client can read
/// within its timeout.
fn continues() -> String {
    use std::io::{Read, Write};

    const RESPONSE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        let many = RESPONSE.repeat(1000);
        for _ in 0..1000 {
            if stream.write_all(&many).is_err() {
                return;
            }
        }
        // Until the client is gone.
        let _ = stream.read(&mut [0; 1]);
    });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn responses_without_end_do_not_outlive_the_timeout() {
    const TIMEOUT: Duration = Duration::from_millis(500);
    let builder = kirim::Client::builder().api_key(support::KEY);
    let builder = builder.base_url(continues()).retry(RetryPolicy::none());
    let client = builder.attempt_timeout(TIMEOUT).build().unwrap();
    let started = Instant::now();
    let error = client.list_accounts().send().await.unwrap_err();
    let elapsed = started.elapsed();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("`attempt_timeout`"), "{error}");
    assert!(elapsed >= TIMEOUT && elapsed < 4 * TIMEOUT, "{elapsed:?}");
}

#[tokio::test]
async fn all_attempts_together_have_an_end() {
    for slow in [hangs(), trickles()] {
        let server = Server::start(vec![slow; 100]).await;
        let policy = quick_retries().max_attempts(100).quota(10_000);
        let client = support::kirim_builder(&server)
            .retry(policy)
            .attempt_timeout(300 * MS)
            .total_timeout(1000 * MS)
            .build()
            .unwrap();
        let started = Instant::now();
        let error = client.list_accounts().send().await.unwrap_err();
        let elapsed = started.elapsed();
        assert!(elapsed >= 600 * MS && elapsed < LONG / 2, "{elapsed:?}");
        assert!(error.is_timeout());
        // Three whole attempts, and what is left of the time.
        assert!((2..=4).contains(&error.attempts()), "{error}");
        assert_eq!(server.requests().len(), error.attempts() as usize);
    }
}

#[tokio::test]
async fn a_stream_has_no_end_but_each_of_its_pages_has() {
    let page = |id: &str, next: Option<&str>| contact_list(&[id], next.is_some(), next);
    let slowly = |body: serde_json::Value| {
        let body = body.to_string();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        Reply::steps([
            Step::send(&head),
            Step::Wait(400 * MS),
            Step::Send(body.into()),
        ])
    };
    let server = Server::start([
        slowly(page("a", Some("c1"))),
        slowly(page("b", Some("c2"))),
        slowly(page("c", Some("c3"))),
        slowly(page("d", Some("c4"))),
        hangs(),
    ])
    .await;
    let builder = support::kirim_builder(&server).total_timeout(1200 * MS);
    let client = builder.build().unwrap();
    let mut contacts = client.list_contacts("100200300400500").stream();
    let started = Instant::now();
    for id in ["a", "b", "c", "d"] {
        assert_eq!(contacts.try_next().await.unwrap().unwrap().id, id);
    }
    assert!(
        started.elapsed() >= 1600 * MS,
        "longer than one call may take"
    );
    let error = contacts.try_next().await.unwrap_err();
    assert!(error.is_timeout());
    assert!(error.to_string().contains("`total_timeout`"), "{error}");
}
