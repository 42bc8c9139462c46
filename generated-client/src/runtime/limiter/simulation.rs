//! Clients against a server that keeps its own count of tokens, on tokio's paused time: what is
//! refused, what is used, who gets how much, and who waits how long.
//!
//! The clients are their limiters: what a call does around its limiter is done here in a few lines,
//! so that an hour of many tasks takes no longer than the work itself.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use tokio::task::{JoinSet, LocalSet};
use tokio::time::sleep;

use super::super::api::Refill;
use super::super::limits::RateLimit;
use super::tests::TokioClock;
use super::*;

const MS: Duration = Duration::from_millis(1);
const S: Duration = Duration::from_secs(1);

static CONTINUOUS: Pacing = Pacing {
    window: Duration::from_secs(60),
    refill: Refill::Continuous,
    classes: &[],
};

static AT_RESET: Pacing = Pacing {
    window: Duration::from_secs(60),
    refill: Refill::AtReset,
    classes: &[],
};

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
    pacing: &'static Pacing,
    tells: Tells,
    limit: f64,
    tokens: f64,
    updated: Instant,
    /// When each request arrived, from which client, and whether it was granted.
    log: Vec<(Duration, usize, bool)>,
    started: Instant,
}

impl Server {
    fn new(pacing: &'static Pacing, tells: Tells, limit: u32, tokens: u32) -> Rc<RefCell<Self>> {
        let now = TokioClock.now();
        Rc::new(RefCell::new(Self {
            pacing,
            tells,
            limit: f64::from(limit),
            tokens: f64::from(tokens),
            updated: now,
            log: Vec::new(),
            started: now,
        }))
    }

    fn rate(&self) -> f64 {
        self.limit / self.pacing.window.as_secs_f64()
    }

    fn refill(&mut self) {
        let now = TokioClock.now();
        let passed = now - self.updated;
        match self.pacing.refill {
            Refill::Continuous => {
                self.tokens = (self.tokens + passed.as_secs_f64() * self.rate()).min(self.limit);
                self.updated = now;
            }
            Refill::AtReset if passed >= self.pacing.window => {
                self.tokens = self.limit;
                self.updated += self.pacing.window;
            }
            Refill::AtReset => {}
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tokens")]
    fn request(&mut self, client: usize) -> Told {
        self.refill();
        let refused = self.tokens < 1.0;
        if !refused {
            self.tokens -= 1.0;
        }
        self.log
            .push((TokioClock.now() - self.started, client, !refused));
        let wait = match self.pacing.refill {
            Refill::Continuous => (1.0 - self.tokens) / self.rate(),
            Refill::AtReset => {
                (self.updated + self.pacing.window - TokioClock.now()).as_secs_f64()
            }
        };
        let tells_limit = self.tells != Tells::RetryAfter;
        let tells_wait = self.tells != Tells::RateLimit && refused;
        Told {
            refused,
            rate_limit: RateLimit {
                limit: tells_limit.then_some(self.limit as u64),
                remaining: tells_limit.then_some(self.tokens as u64),
                reset: None,
            },
            retry_after: tells_wait.then(|| Duration::from_secs(wait.ceil() as u64)),
        }
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
        pairs.map(|pair| pair[1].0 - pair[0].0).max().unwrap_or_default()
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
        let pacing = (server.borrow().tells != Tells::RetryAfter).then_some(server.borrow().pacing);
        Self {
            number,
            server: Rc::clone(server),
            limiter: Rc::new(Limiter::new(pacing, true)),
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
        let deadline = Some(start + self.total_timeout);
        let mut was_refused = false;
        loop {
            let permit = self.limiter.acquire(&Method::GET, &TokioClock, deadline);
            let permit = match permit.await {
                Ok(permit) => permit,
                Err(_) if was_refused => return End::Refused,
                Err(wait) => return End::TooLate(wait),
            };
            self.travel().await;
            let told = self.server.borrow_mut().request(self.number);
            self.travel().await;
            let wait = permit.receive(&told, &TokioClock);
            if !told.refused {
                return End::Success;
            }
            let wait = wait.expect("the server tells when");
            if TokioClock.now() + wait >= deadline.unwrap() {
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

/// What several clients that share a bucket came to, from a time on.
#[derive(Debug)]
#[allow(dead_code, reason = "shown")]
struct Figures {
    granted: usize,
    refused: f64,
    shares: Vec<usize>,
    ratio: f64,
    used: f64,
    errors: usize,
}

async fn share(
    server: &Rc<RefCell<Server>>,
    clients: &[(Duration, usize)],
    time: Duration,
    since: Duration,
) -> Figures {
    let clients: Vec<_> = clients
        .iter()
        .enumerate()
        .map(|(number, (latency, tasks))| (Client::new(server, number, *latency), *tasks))
        .collect();
    let work: Vec<_> = clients
        .iter()
        .map(|(client, tasks)| client.work(*tasks, time))
        .collect();
    let mut ends = Vec::new();
    for work in work {
        ends.extend(work.join_all().await.concat());
    }
    let server = server.borrow();
    let (granted, refused) = server.count(None, &(since..time));
    let share = |number| server.count(Some(number), &(since..time)).0;
    let shares: Vec<_> = (0..clients.len()).map(share).collect();
    let (most, least) = (*shares.iter().max().unwrap(), *shares.iter().min().unwrap());
    let passed = (time - since).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let float = |number: usize| number as f64;
    Figures {
        granted,
        refused: float(refused) / float(granted + refused),
        ratio: float(most) / float(least.max(1)),
        used: float(granted) / (server.rate() * passed),
        errors: ends.len() - number(&ends, End::Success),
        shares,
    }
}

#[tokio::test(start_paused = true)]
async fn explore() {
    simulate(async {
        for tells in [Tells::RateLimit, Tells::Both] {
            for limit in [60, 600, 6000] {
            for tasks in [1, 32] {
                for clients in [1, 2, 3, 8] {
                    for latency in [5, 300] {
                        let server = Server::new(&CONTINUOUS, tells, limit, limit);
                        let setting = vec![(latency * MS, tasks); clients];
                        let figures = share(&server, &setting, 68 * S, 10 * S).await;
                        println!(
                            "{} L{limit:5} x{clients} {tasks:3} tasks {latency:4}ms: refused {:5.1}% ratio {:5.2} used {:6.1}% errors {} {:?}",
                            if tells == Tells::Both { "both" } else { "head" },
                            figures.refused * 100.0, figures.ratio, figures.used * 100.0, figures.errors,
                            server.borrow().silence(),
                        );
                    }
                }
            }
            }
        }
    })
    .await;
}
