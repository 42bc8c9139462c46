//! Many tasks and clients against a server with a bucket, over connections: a client alone is never
//! refused and leaves no token unused, and of two that share a bucket no call fails.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use reqwest::header::HeaderName;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::*;
use crate::api::{Api, ErrorPointers, Operation, RateLimitHeaders, Refill};
use crate::auth::Auth;
use crate::client::{ApiClient, Runtime};
use crate::config::ClientBuilder;
use crate::retry::RetryPolicy;

/// An API whose rate limit is kept like this.
const fn api(refill: Refill) -> Api {
    Api {
        name: "test",
        api_key_env: "TEST_API_KEY",
        base_url_env: "TEST_BASE_URL",
        request_id_header: None,
        idempotency_header: None,
        rate_limit_headers: Some(RateLimitHeaders {
            limit: HeaderName::from_static("x-limit"),
            remaining: HeaderName::from_static("x-remaining"),
            reset: HeaderName::from_static("x-reset"),
        }),
        throttling: Some(Throttling {
            window: Duration::from_secs(60),
            refill,
            classes: &[],
        }),
        error: ErrorPointers {
            kind: &[],
            code: &[],
            message: &[],
            param: &[],
            request_id: &[],
        },
    }
}

static STEADY: Api = api(Refill::Continuous);
static IN_WINDOWS: Api = api(Refill::AtReset);

const fn get_item(api: &'static Api) -> Operation {
    let server = "https://api.example.com";
    Operation::new(api, "get_item", Method::GET, server, "/item", Auth::Bearer)
}

static GET_STEADY: Operation = get_item(&STEADY);
static GET_IN_WINDOWS: Operation = get_item(&IN_WINDOWS);

/// A client of one of the two.
#[derive(Clone)]
struct Client<const IN_WINDOWS: bool>(Runtime);

impl<const IN_WINDOWS: bool> ApiClient for Client<IN_WINDOWS> {
    const API: &'static Api = if IN_WINDOWS {
        &self::IN_WINDOWS
    } else {
        &STEADY
    };

    const USER_AGENT: &'static str = "test-client/1.2.3";

    fn from_runtime(runtime: Runtime) -> Self {
        Self(runtime)
    }
}

impl<const IN_WINDOWS: bool> Client<IN_WINDOWS> {
    async fn call(&self) {
        let operation = if IN_WINDOWS {
            &GET_IN_WINDOWS
        } else {
            &GET_STEADY
        };
        if let Err(error) = self.0.call(operation).send::<Value>().await {
            assert!(error.is_rate_limited(), "{error}");
        }
    }
}

const TASKS: usize = 16;

/// A clock that runs faster than the machine's.
#[derive(Clone, Copy, Debug)]
struct FastClock {
    start: Instant,
    factor: u32,
}

impl FastClock {
    fn new(factor: u32) -> Self {
        let start = Instant::now();
        Self { start, factor }
    }
}

impl Clock for FastClock {
    fn now(&self) -> Instant {
        self.start + self.start.elapsed() * self.factor
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.start.elapsed() * self.factor
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration / self.factor))
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// The bucket of the server.
#[derive(Debug)]
struct Tokens {
    clock: FastClock,
    throttling: &'static Throttling,
    limit: f64,
    left: f64,
    /// The longest time that a request is on its way to the bucket.
    longest_way: Duration,
    seen: u32,
    /// When they were refilled last; `None` before the first request.
    refilled: Option<Instant>,
    granted: u32,
    refused: u32,
    /// Whole tokens that were there and that nobody used: at the end of a window, or at the time
    /// of the last request.
    unused: f64,
}

impl Tokens {
    fn new(course: Course, throttling: &'static Throttling, clock: FastClock) -> Self {
        Self {
            clock,
            throttling,
            limit: course.limit,
            left: course.left,
            longest_way: course.longest_way,
            seen: 0,
            refilled: None,
            granted: 0,
            refused: 0,
            unused: 0.0,
        }
    }

    /// How long the next request is on its way to the bucket: all of them differ.
    fn way_of_next(&mut self) -> Duration {
        self.seen += 1;
        self.longest_way * (self.seen * 7 % 10) / 10
    }

    /// Takes a token for a request, and writes the head of the response.
    fn request(&mut self) -> String {
        let now = self.clock.now();
        let refilled = *self.refilled.get_or_insert(now);
        let passed = now - refilled;
        match self.throttling.refill {
            Refill::Continuous => {
                let rate = self.limit / self.throttling.window.as_secs_f64();
                self.left = (self.left + passed.as_secs_f64() * rate).min(self.limit);
                self.refilled = Some(now);
                self.unused = 0.0;
            }
            Refill::AtReset if passed >= self.throttling.window => {
                self.unused += self.left;
                self.left = self.limit;
                self.refilled = Some(now);
            }
            Refill::AtReset => {}
        }
        let is_granted = self.left >= 1.0;
        if is_granted {
            self.granted += 1;
            self.left -= 1.0;
        } else {
            self.refused += 1;
        }
        let status = if is_granted { 200 } else { 429 };
        let (limit, left) = (self.limit, self.left.floor());
        let mut head = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: 2\r\n");
        let _ = write!(head, "x-limit: {limit}\r\nx-remaining: {left}\r\n\r\n{{}}");
        head
    }

    /// Share of the tokens given out that were used.
    fn used(&self) -> f64 {
        let unused = match self.throttling.refill {
            Refill::Continuous => self.left.floor(),
            // Those of the last window can still be used.
            Refill::AtReset => self.unused,
        };
        let granted = f64::from(self.granted);
        granted / (granted + unused)
    }
}

/// A server with a bucket; it stops when it is dropped.
struct Server {
    tokens: Arc<Mutex<Tokens>>,
    url: String,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(tokens: Tokens) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let tokens = Arc::new(Mutex::new(tokens));
        let shared = Arc::clone(&tokens);
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { tokens, url, task }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, tokens: Arc<Mutex<Tokens>>) {
    let mut request = Vec::new();
    while stream
        .read_buf(&mut request)
        .await
        .is_ok_and(|read| read > 0)
    {
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            let way = tokens.lock().unwrap().way_of_next();
            tokio::time::sleep(way).await;
            let response = tokens.lock().unwrap().request();
            tokio::time::sleep(way / 2).await;
            if stream.write_all(response.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

/// What to measure.
#[derive(Clone, Copy)]
struct Course {
    is_throttled: bool,
    /// How many times faster than real time.
    factor: u32,
    limit: f64,
    /// Tokens in the bucket at the beginning.
    left: f64,
    /// Whether a first request tells the client of the bucket before the many begin.
    is_known: bool,
    /// The longest time that a request is on its way to the bucket.
    longest_way: Duration,
    requests: usize,
}

/// Sends the requests, and tells how many were refused and what share of the tokens was used.
async fn run<const IN_WINDOWS: bool>(course: Course) -> (u32, f64) {
    let clock = FastClock::new(course.factor);
    let api = Client::<IN_WINDOWS>::API;
    let server = Server::start(Tokens::new(course, api.throttling.as_ref().unwrap(), clock)).await;
    let client = ClientBuilder::<Client<IN_WINDOWS>>::new()
        .api_key("key")
        .base_url(&server.url)
        // The clock's minute is a fraction of a second.
        .total_timeout(Duration::from_secs(600))
        .rate_limit(course.is_throttled)
        .retry(RetryPolicy::none())
        .clock(Arc::new(clock))
        .build()
        .unwrap();
    if course.is_known {
        client.call().await;
    }
    let left = Arc::new(AtomicUsize::new(course.requests));
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (client, left) = (client.clone(), Arc::clone(&left));
        let is_left = move || {
            let take = |left: usize| left.checked_sub(1);
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
                .is_ok()
        };
        tasks.spawn(async move {
            while is_left() {
                client.call().await;
            }
        });
    }
    tasks.join_all().await;
    let tokens = server.tokens.lock().unwrap();
    (tokens.refused, tokens.used())
}

/// Sends the requests: none may be refused, and 95 % of the tokens must be used.
///
/// A machine that is busy elsewhere may be too slow for that, so each further try is a slower one.
async fn measure<const IN_WINDOWS: bool>(course: Course) {
    let mut shares = Vec::new();
    for slower in [1, 1, 2, 5, 10, 20] {
        let factor = (course.factor / slower).max(1);
        let (refused, used) = run::<IN_WINDOWS>(Course { factor, ..course }).await;
        assert_eq!(refused, 0);
        shares.push(used);
        if used >= 0.95 {
            return;
        }
    }
    panic!("only these shares of the tokens were used: {shares:?}");
}

const FULL: Course = Course {
    is_throttled: true,
    factor: 100,
    limit: 600.0,
    left: 600.0,
    is_known: false,
    longest_way: Duration::ZERO,
    requests: 900,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_bucket_a_hundred_times_faster() {
    measure::<false>(FULL).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_bucket_a_hundred_times_faster() {
    measure::<false>(Course {
        left: 1.0,
        is_known: true,
        requests: 400,
        ..FULL
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_overtake_each_other() {
    for (left, is_known) in [(100.0, false), (1.0, true)] {
        measure::<false>(Course {
            left,
            is_known,
            longest_way: Duration::from_millis(4),
            requests: 500,
            ..FULL
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_throttling_the_server_refuses() {
    let (refused, _) = run::<false>(Course {
        is_throttled: false,
        factor: 1,
        left: 10.0,
        requests: 50,
        ..FULL
    })
    .await;
    assert!(refused > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_in_real_time() {
    measure::<false>(Course {
        factor: 1,
        left: 20.0,
        is_known: true,
        requests: 45,
        ..FULL
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn windows_a_hundred_times_faster() {
    measure::<true>(Course {
        limit: 100.0,
        left: 100.0,
        requests: 250,
        ..FULL
    })
    .await;
}

/// Two clients with a bucket of 600 a minute, ten times faster than real time: the first seconds
/// teach them that they are two. The figures on virtual time are in `simulation`; here the calls
/// are whole, with their policy of retries.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_call_of_two_clients_fails() {
    let clock = FastClock::new(10);
    let course = Course { factor: 10, ..FULL };
    let throttling = STEADY.throttling.as_ref().unwrap();
    let server = Server::start(Tokens::new(course, throttling, clock)).await;
    let end = clock.now() + Duration::from_secs(40);
    let mut shares = Vec::new();
    let mut clients = JoinSet::new();
    for _ in 0..2 {
        let client = ClientBuilder::<Client<false>>::new()
            .api_key("key")
            .base_url(&server.url)
            .attempt_timeout(Duration::from_secs(600))
            .total_timeout(Duration::from_secs(600))
            .clock(Arc::new(clock))
            .build()
            .unwrap();
        clients.spawn(async move {
            let mut tasks = JoinSet::new();
            for _ in 0..TASKS {
                let client = client.clone();
                tasks.spawn(async move {
                    let mut calls = 0;
                    while clock.now() < end {
                        client.0.call(&GET_STEADY).send::<Value>().await.unwrap();
                        calls += 1;
                    }
                    calls
                });
            }
            tasks.join_all().await.into_iter().sum::<u32>()
        });
    }
    while let Some(calls) = clients.join_next().await {
        shares.push(calls.unwrap());
    }
    let (granted, refused) = {
        let tokens = server.tokens.lock().unwrap();
        (tokens.granted, tokens.refused)
    };
    println!("two clients: shares {shares:?}, {granted} granted, {refused} refused");
    assert_eq!(shares.iter().sum::<u32>(), granted);
    let (most, least) = (shares.iter().max().unwrap(), shares.iter().min().unwrap());
    assert!(*most <= 2 * least, "{shares:?}");
    assert!(granted >= 900, "{granted}");
    assert!(refused <= granted / 10, "{refused} of {granted}");
}
