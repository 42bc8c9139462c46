//! Clients against a server that keeps its own count of tokens, on tokio's paused time: what is
//! refused, what is used, who gets how much, and who waits how long.
//!
//! Most clients are their limiters: what a call does around its limiter is done here in a few lines,
//! so that minutes of many tasks take no longer than the work itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unchecked_time_subtraction,
    reason = "tests"
)]

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use http::Response;
use reqwest::Body;
use reqwest::header::HeaderName;
use serde_json::Value;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::sleep;
use tower::service_fn;

use super::bucket::tests::{AT_RESET, CONTINUOUS};
use super::*;
use crate::api::{Api, RateLimitHeaders, Refill};
use crate::argument::BoxError;
use crate::client::{ApiClient, Runtime};
use crate::config::ClientBuilder;
use crate::fixture;
use crate::limits::RateLimit;
use crate::manual_clock::TokioClock;

const MS: Duration = Duration::from_millis(1);
const S: Duration = Duration::from_secs(1);

/// What a server tells in its responses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// The headers of the rate limit, and nothing more with a 429.
    RateLimit,
    /// The headers of the rate limit, and `Retry-After` with a 429.
    Both,
    /// `Retry-After` with a 429, and nothing else.
    RetryAfter,
}

/// A server with a bucket of tokens.
struct Server {
    throttling: &'static Throttling,
    tells: Tells,
    limit: f64,
    tokens: f64,
    updated: Instant,
    /// When each request arrived, from which client, and whether it was granted.
    log: Vec<(Duration, usize, bool)>,
    started: Instant,
}

impl Server {
    fn new(
        throttling: &'static Throttling,
        tells: Tells,
        limit: u32,
        tokens: u32,
    ) -> Rc<RefCell<Self>> {
        let now = TokioClock.now();
        Rc::new(RefCell::new(Self {
            throttling,
            tells,
            limit: f64::from(limit),
            tokens: f64::from(tokens),
            updated: now,
            log: Vec::new(),
            started: now,
        }))
    }

    fn rate(&self) -> f64 {
        self.limit / self.throttling.window.as_secs_f64()
    }

    fn refill(&mut self) {
        let now = TokioClock.now();
        let passed = now - self.updated;
        match self.throttling.refill {
            Refill::Continuous => {
                self.tokens = (self.tokens + passed.as_secs_f64() * self.rate()).min(self.limit);
                self.updated = now;
            }
            Refill::AtReset if passed >= self.throttling.window => {
                self.tokens = self.limit;
                self.updated += self.throttling.window;
            }
            Refill::AtReset => {}
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tokens"
    )]
    fn request(&mut self, client: usize) -> Feedback {
        self.refill();
        let refused = self.tokens < 1.0;
        if !refused {
            self.tokens -= 1.0;
        }
        self.log
            .push((TokioClock.now() - self.started, client, !refused));
        let wait = match self.throttling.refill {
            Refill::Continuous => (1.0 - self.tokens) / self.rate(),
            Refill::AtReset => {
                (self.updated + self.throttling.window - TokioClock.now()).as_secs_f64()
            }
        };
        let tells_limit = self.tells != Tells::RetryAfter;
        let tells_wait = self.tells != Tells::RateLimit && refused;
        Feedback {
            refused,
            rate_limit: RateLimit {
                limit: tells_limit.then_some(self.limit as u64),
                remaining: tells_limit.then_some(self.tokens as u64),
                reset: None,
            },
            retry_after: tells_wait.then(|| Duration::from_secs(wait.ceil() as u64)),
        }
    }

    /// Whole tokens that are left now.
    fn left(&mut self) -> f64 {
        self.refill();
        self.tokens.floor()
    }

    /// Requests of a client, or of all, since a time: granted and refused.
    fn count(&self, client: Option<usize>, time: &Range<Duration>) -> (usize, usize) {
        let of_client = |entry: &&(Duration, usize, bool)| {
            time.contains(&entry.0) && client.is_none_or(|client| entry.1 == client)
        };
        let all = self.log.iter().filter(of_client);
        let granted = all.clone().filter(|entry| entry.2).count();
        (granted, all.count() - granted)
    }

    /// The longest time in which no request arrived.
    fn silence(&self) -> Duration {
        let pairs = self.log.windows(2);
        pairs
            .map(|pair| pair[1].0 - pair[0].0)
            .max()
            .unwrap_or_default()
    }
}

/// A client, as a server sees it.
#[derive(Clone)]
struct Client {
    number: usize,
    server: Rc<RefCell<Server>>,
    limiter: Rc<Limiter>,
    /// The longest time of a request to the server, and of a response back.
    latency: Duration,
    total_timeout: Duration,
    random: Rc<RefCell<u64>>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Success,
    /// Without having been sent; its token would have come in this time.
    TooLate(Duration),
    /// After it was refused; the next token came too late.
    Refused,
}

impl Client {
    fn new(server: &Rc<RefCell<Server>>, number: usize, latency: Duration) -> Self {
        let throttling =
            (server.borrow().tells != Tells::RetryAfter).then_some(server.borrow().throttling);
        Self {
            number,
            server: Rc::clone(server),
            limiter: Rc::new(Limiter::new(throttling, true)),
            latency,
            total_timeout: 60 * S,
            random: Rc::new(RefCell::new(number as u64 + 1)),
        }
    }

    /// A time up to the longest latency.
    async fn travel(&self) {
        let next = self.random.borrow().wrapping_mul(6_364_136_223_846_793_005) + 1;
        *self.random.borrow_mut() = next;
        let part = u32::try_from(next >> 54).unwrap();
        sleep(self.latency * part / 1024).await;
    }

    async fn call(&self) -> End {
        let start = TokioClock.now();
        let deadline = start + self.total_timeout;
        let mut was_refused = false;
        loop {
            let permit = self
                .limiter
                .acquire(&Method::GET, &TokioClock, Some(deadline));
            let permit = match permit.await {
                Ok(permit) => permit,
                Err(_) if was_refused => return End::Refused,
                Err(wait) => return End::TooLate(wait),
            };
            self.travel().await;
            let feedback = self.server.borrow_mut().request(self.number);
            self.travel().await;
            let wait = permit.receive(&feedback, &TokioClock);
            if !feedback.refused {
                return End::Success;
            }
            let wait = wait.expect("the server tells when");
            if deadline.saturating_duration_since(TokioClock.now()) <= wait {
                return End::Refused;
            }
            was_refused = true;
        }
    }

    /// One call of each of so many tasks.
    fn burst(&self, tasks: usize) -> JoinSet<End> {
        let mut set = JoinSet::new();
        for _ in 0..tasks {
            let client = self.clone();
            set.spawn_local(async move { client.call().await });
        }
        set
    }

    /// Tasks that call again and again for a time; returns how the calls ended.
    fn work(&self, tasks: usize, time: Duration) -> JoinSet<Vec<End>> {
        let mut set = JoinSet::new();
        let until = TokioClock.now() + time;
        for _ in 0..tasks {
            let client = self.clone();
            set.spawn_local(async move {
                let mut ends = Vec::new();
                while TokioClock.now() < until {
                    let end = client.call().await;
                    ends.push(end);
                    if end != End::Success {
                        sleep(S).await;
                    }
                }
                ends
            });
        }
        set
    }
}

async fn simulate<F: Future>(simulation: F) -> F::Output {
    LocalSet::new().run_until(simulation).await
}

fn number(ends: &[End], end: End) -> usize {
    ends.iter().filter(|it| **it == end).count()
}

/// The results of the clients of a bucket, within a time.
#[derive(Debug)]
struct Figures {
    /// Part of the requests that the server refused.
    refused: f64,
    /// The largest share of a client, as a multiple of the smallest.
    ratio: f64,
    /// Part of the tokens given out that were used.
    used: f64,
    /// How many calls failed.
    errors: usize,
}

/// A client: its longest latency, its number of tasks, and when it begins.
type Setting = (Duration, usize, Duration);

/// Lets clients work until a time, and measures from another time on.
async fn measure(
    server: &Rc<RefCell<Server>>,
    clients: &[Setting],
    time: Range<Duration>,
) -> Figures {
    let mut work = JoinSet::new();
    for (number, (latency, tasks, begin)) in clients.iter().copied().enumerate() {
        let client = Client::new(server, number, latency);
        let end = time.end;
        work.spawn_local(async move {
            sleep(begin).await;
            client.work(tasks, end - begin).join_all().await.concat()
        });
    }
    sleep(time.start).await;
    let at_start = server.borrow_mut().left();
    sleep(time.end - time.start).await;
    let at_end = server.borrow_mut().left();
    let ends = work.join_all().await.concat();
    let server = server.borrow();
    let (granted, refused) = server.count(None, &time);
    let shares: Vec<_> = (0..clients.len())
        .map(|number| server.count(Some(number), &time).0)
        .collect();
    let (most, least) = (*shares.iter().max().unwrap(), *shares.iter().min().unwrap());
    let given_out = at_start + server.rate() * (time.end - time.start).as_secs_f64();
    Figures {
        refused: float(refused) / float(granted + refused),
        ratio: float(most) / float(least.max(1)),
        used: float(granted) / given_out.max(float(granted) + at_end),
        errors: ends.len() - number(&ends, End::Success),
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn float(number: usize) -> f64 {
    number as f64
}

/// The figures that clients with one key have to reach once they know each other.
fn assert_converged(figures: &Figures) {
    assert!(figures.refused <= 0.02, "{figures:?}");
    assert!(figures.ratio <= 2.0, "{figures:?}");
    assert!(figures.used >= 0.9, "{figures:?}");
    assert_eq!(figures.errors, 0, "{figures:?}");
}

#[tokio::test(start_paused = true)]
async fn two_processes_with_one_key_converge() {
    simulate(async {
        for tells in [Tells::RateLimit, Tells::Both] {
            for latency in [2 * MS, 20 * MS, 300 * MS] {
                for tokens in [1200, 0] {
                    let server = Server::new(&CONTINUOUS, tells, 1200, tokens);
                    let clients = [(latency, 32, Duration::ZERO); 2];
                    let figures = measure(&server, &clients, 10 * S..68 * S).await;
                    assert_converged(&figures);
                }
            }
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn unequal_processes_converge_as_well() {
    let (soon, late) = (Duration::ZERO, 30 * S);
    simulate(async {
        for (limit, clients) in [
            // One joins later, one is far away, one has fewer tasks.
            (1200, vec![(5 * MS, 32, soon), (5 * MS, 32, late)]),
            (1200, vec![(5 * MS, 32, soon), (500 * MS, 128, soon)]),
            (1200, vec![(5 * MS, 2, soon), (5 * MS, 64, soon)]),
            (1200, vec![(5 * MS, 32, soon); 8]),
            (600, vec![(5 * MS, 8, soon); 8]),
            (60, vec![(5 * MS, 8, soon); 2]),
        ] {
            let server = Server::new(&CONTINUOUS, Tells::Both, limit, limit);
            let figures = measure(&server, &clients, 40 * S..160 * S).await;
            assert_converged(&figures);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn processes_share_windows() {
    simulate(async {
        let server = Server::new(&AT_RESET, Tells::RateLimit, 1000, 1000);
        let clients = [(5 * MS, 32, Duration::ZERO); 2];
        let figures = measure(&server, &clients, 90 * S..330 * S).await;
        assert!(
            figures.refused <= 0.02 && figures.ratio <= 2.0,
            "{figures:?}"
        );
        assert!(figures.used >= 0.9, "{figures:?}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_client_alone_uses_the_limit_and_is_never_refused() {
    simulate(async {
        for (throttling, limit, tokens, time) in [
            (&CONTINUOUS, 6000, 6000, S..61 * S),
            (&CONTINUOUS, 1200, 0, S..121 * S),
            (&CONTINUOUS, 600, 600, S..121 * S),
            (&CONTINUOUS, 60, 60, S..121 * S),
            // From within a window, whose tokens are used, to within another.
            (&AT_RESET, 600, 600, 30 * S..150 * S),
        ] {
            for latency in [5 * MS, 100 * MS] {
                let server = Server::new(throttling, Tells::RateLimit, limit, tokens);
                let clients = [(latency, 32, Duration::ZERO)];
                let figures = measure(&server, &clients, time.clone()).await;
                assert!(figures.used >= 0.95, "{figures:?}");
                assert!(figures.refused == 0.0, "{figures:?}");
            }
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_client_takes_what_a_program_that_does_not_throttle_leaves() {
    simulate(async {
        let server = Server::new(&CONTINUOUS, Tells::RateLimit, 6000, 6000);
        let other = Rc::clone(&server);
        let end = TokioClock.now() + 120 * S;
        let foreign = async {
            while TokioClock.now() < end {
                sleep(20 * MS).await;
                other.borrow_mut().request(1);
            }
        };
        let work = Client::new(&server, 0, 5 * MS).work(32, 120 * S);
        let (ends, ()) = tokio::join!(work.join_all(), foreign);
        assert!(ends.concat().iter().all(|end| *end == End::Success));
        let server = server.borrow();
        let time = 60 * S..120 * S;
        let (granted, refused) = server.count(Some(0), &time);
        let (others, refused_others) = server.count(Some(1), &time);
        assert!(granted + others >= 5700, "{granted} + {others}");
        assert!(
            refused + refused_others <= 60,
            "{refused} + {refused_others}"
        );
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn one_that_is_left_alone_has_the_whole_limit_again() {
    simulate(async {
        let server = Server::new(&CONTINUOUS, Tells::RateLimit, 1200, 1200);
        let client = |number| Client::new(&server, number, 5 * MS);
        let leaves = client(1).work(32, 60 * S);
        let stays = client(0).work(32, 120 * S);
        tokio::join!(leaves.join_all(), stays.join_all());
        let server = server.borrow();
        let (granted, refused) = server.count(Some(0), &(70 * S..120 * S));
        assert!(granted >= 950 && refused == 0, "{granted}, {refused}");
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_burst_above_the_bucket_silences_nobody() {
    simulate(async {
        for (tells, limit, tasks, silence) in [
            (Tells::RateLimit, 60, 200, S),
            (Tells::Both, 60, 200, S),
            (Tells::RateLimit, 600, 2000, 100 * MS),
            (Tells::Both, 600, 2000, S),
        ] {
            let server = Server::new(&CONTINUOUS, tells, limit, limit);
            let client = Client::new(&server, 0, 50 * MS);
            let burst = client.burst(tasks);
            let ends = burst.join_all().await;
            let successes = number(&ends, End::Success);
            let refused = number(&ends, End::Refused);
            {
                let server = server.borrow();
                let longest = server.silence();
                // Those in the bucket, and those that come back within the time of a call, but for
                // the part of the rate that is not counted on.
                let possible = 2 * usize::try_from(limit).unwrap();
                assert!(successes >= possible * 99 / 100 - 5, "{successes}");
                assert_eq!(successes + refused, tasks, "{ends:?}");
                assert!(longest <= silence + 200 * MS, "{longest:?}");
                assert!(server.log.len() <= tasks + 2 * usize::try_from(limit).unwrap());
            }
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn calls_after_a_burst_succeed() {
    simulate(async {
        for (limit, tasks, pause) in [(60, 200, 5 * S), (600, 2000, 5 * S)] {
            let server = Server::new(&CONTINUOUS, Tells::RateLimit, limit, limit);
            let mut client = Client::new(&server, 0, 50 * MS);
            // The burst gives up soon, as calls with one attempt do.
            client.total_timeout = 200 * MS;
            client.burst(tasks).join_all().await;
            client.total_timeout = 60 * S;
            sleep(pause).await;
            let start = TokioClock.now();
            assert_eq!(client.call().await, End::Success);
            assert!(TokioClock.now() - start <= 100 * MS, "tokens were left");
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn many_that_meet_an_empty_bucket_get_a_token_each() {
    simulate(async {
        for tells in [Tells::RateLimit, Tells::Both] {
            let server = Server::new(&CONTINUOUS, tells, 600, 0);
            let client = Client::new(&server, 0, 5 * MS);
            let start = TokioClock.now();
            let ends = client.burst(64).join_all().await;
            let (_, refused) = server.borrow().count(None, &(Duration::ZERO..60 * S));
            assert_eq!(number(&ends, End::Success), 64, "{ends:?}");
            assert!(refused <= 64, "each is refused once at most: {refused}");
            assert!(TokioClock.now() - start <= 8 * S);
        }
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn one_hint_holds_for_all_calls_of_a_bucket() {
    simulate(async {
        // It gives out many tokens as soon as it gives out any.
        let server = Server::new(&CONTINUOUS, Tells::RetryAfter, 60_000, 0);
        let client = Client::new(&server, 0, Duration::ZERO);
        let ends = client.burst(64).join_all().await;
        let (_, refused) = server.borrow().count(None, &(Duration::ZERO..60 * S));
        assert_eq!(number(&ends, End::Success), 64, "{ends:?}");
        assert!(refused <= 64, "{refused}");

        // It gives out one a second.
        let server = Server::new(&CONTINUOUS, Tells::RetryAfter, 60, 0);
        let client = Client::new(&server, 0, 5 * MS);
        let ends = client.burst(64).join_all().await;
        let (granted, refused) = server.borrow().count(None, &(Duration::ZERO..60 * S));
        assert!(refused <= 64 + 40, "{refused}");
        assert!(granted >= 30, "{ends:?}");
    })
    .await;
}

static API: Api = fixture::api(
    Some(RateLimitHeaders {
        limit: HeaderName::from_static("x-limit"),
        remaining: HeaderName::from_static("x-remaining"),
        reset: HeaderName::from_static("x-reset"),
    }),
    Some(CONTINUOUS),
);

/// A client as programs have it.
#[derive(Clone)]
struct WholeClient(Runtime);

impl ApiClient for WholeClient {
    const API: &'static Api = &API;
    const USER_AGENT: &'static str = "test-client/1.2.3";

    fn from_runtime(runtime: Runtime) -> Self {
        Self(runtime)
    }
}

/// What a client receives.
fn response(feedback: &Feedback) -> Response<Body> {
    let RateLimit {
        limit, remaining, ..
    } = feedback.rate_limit;
    Response::builder()
        .status(if feedback.refused { 429 } else { 200 })
        .header("x-limit", limit.unwrap())
        .header("x-remaining", remaining.unwrap())
        .body("{}".into())
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn no_whole_call_of_two_processes_fails() {
    let server = Server::new(&CONTINUOUS, Tells::RateLimit, 600, 600);
    let server = Arc::new(Mutex::new(Rc::into_inner(server).unwrap().into_inner()));
    let until = TokioClock.now() + 60 * S;
    let mut tasks = JoinSet::new();
    for number in 0..2 {
        let server = Arc::clone(&server);
        let transport = service_fn(move |_| {
            let server = Arc::clone(&server);
            async move {
                sleep(5 * MS).await;
                let feedback = server.lock().unwrap().request(number);
                sleep(5 * MS).await;
                Ok::<_, BoxError>(response(&feedback))
            }
        });
        let client = ClientBuilder::<WholeClient>::new()
            .api_key(fixture::KEY)
            .transport(transport)
            .clock(Arc::new(TokioClock))
            .build()
            .unwrap();
        for _ in 0..16 {
            let client = client.clone();
            tasks.spawn(async move {
                let mut calls = 0;
                while TokioClock.now() < until {
                    let call = client.0.call(&fixture::PUT_ITEM).path("id", Ok("1"));
                    call.send::<Value>().await.unwrap();
                    calls += 1;
                }
                calls
            });
        }
    }
    let calls: usize = tasks.join_all().await.into_iter().sum();
    let server = server.lock().unwrap();
    let all = Duration::ZERO..120 * S;
    let (granted, refused) = server.count(None, &all);
    let [one, other] = [0, 1].map(|number| server.count(Some(number), &all).0);
    assert_eq!(calls, granted);
    assert!(granted >= 1080, "{granted} of 1200");
    assert!(one <= 2 * other && other <= 2 * one, "{one}, {other}");
    assert!(refused <= granted / 10, "{refused} of {granted}");
}
