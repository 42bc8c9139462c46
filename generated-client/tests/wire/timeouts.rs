//! The time that a call may take, over all of its attempts.

use std::future::pending;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use generated_client::{BoxError, RetryPolicy, http, kirim};
use tokio::time::sleep;
use tower::service_fn;

use crate::support::{self, contact_list};

/// Longer than any test may take.
const LONG: Duration = Duration::from_secs(60);

/// A server, on a thread of its own, that sends responses `100 Continue` until it is told to stop.
fn continues(stop: Arc<AtomicBool>) -> String {
    use std::io::{Read, Write};

    const RESPONSE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        let many = RESPONSE.repeat(1000);
        let started = Instant::now();
        let is_over = || stop.load(Ordering::Relaxed) || started.elapsed() > LONG;
        while !is_over() && stream.write_all(&many).is_ok() {}
    });
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn responses_without_end_do_not_outlive_the_timeout() {
    const TIMEOUT: Duration = Duration::from_millis(500);
    let builder = kirim::Client::builder().api_key(support::KEY);
    let stop = Arc::new(AtomicBool::new(false));
    let builder = builder
        .base_url(continues(stop.clone()))
        .retry(RetryPolicy::none());
    let client = builder.attempt_timeout(TIMEOUT).build().unwrap();
    let started = Instant::now();
    let error = client.list_accounts().send().await.unwrap_err();
    let elapsed = started.elapsed();
    stop.store(true, Ordering::Relaxed);
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("`attempt_timeout`"), "{error}");
    assert!(elapsed >= TIMEOUT && elapsed < LONG / 2, "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn a_stream_has_no_end_but_each_of_its_pages_has() {
    let pages = ["a", "b", "c", "d"]
        .into_iter()
        .map(|id| contact_list(&[id], true, Some(id)));
    let pages = Arc::new(Mutex::new(pages));
    let transport = service_fn(move |_| {
        let page = pages.lock().unwrap().next();
        async move {
            let Some(page) = page else {
                return pending().await;
            };
            sleep(Duration::from_secs(10)).await;
            Ok::<_, BoxError>(http::Response::new(page.to_string()))
        }
    });
    let total = Duration::from_secs(25);
    let builder = kirim::Client::builder().api_key(support::KEY);
    let builder = builder.transport(transport).total_timeout(total);
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    let mut contacts = client.list_contacts("100200300400500").stream();
    let started = tokio::time::Instant::now();
    for id in ["a", "b", "c", "d"] {
        assert_eq!(contacts.try_next().await.unwrap().unwrap().id, id);
    }
    assert!(started.elapsed() > total, "longer than one call may take");
    let error = contacts.try_next().await.unwrap_err();
    assert!(error.is_timeout());
    assert!(error.to_string().contains("`total_timeout`"), "{error}");
}
