//! Throttling: lets a request wait for its token when the bucket of its rate limit is known to be
//! empty, or when the server requested a wait.
//!
//! All clones of a client share one limiter, which has one bucket for each class of methods that
//! the contract keeps apart. Requests that have to wait queue. Each place in the queue is worth one
//! token, so each request knows its own time and sleeps until then. No request depends on the one
//! before to be polled, and a place that is given up lets those behind it move forward.

mod bucket;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use reqwest::Method;
use tokio::sync::Notify;

pub(crate) use self::bucket::Feedback;
use self::bucket::{Bucket, Sent, Wait};
use crate::api::Throttling;
use crate::clock::Clock;

/// How long a place in the queue holds its token when its time has come and it is not polled.
const PATIENCE: Duration = Duration::from_secs(1);

/// Throttles the requests of a client.
pub(crate) struct Limiter {
    /// The classes of methods that the contract keeps apart.
    methods: &'static [&'static [&'static str]],
    /// One for each of these, and one for the methods in none.
    classes: Vec<Class>,
}

/// The methods that share a bucket.
#[derive(Debug)]
struct Class(Mutex<State>);

#[derive(Debug)]
struct State {
    bucket: Bucket,
    /// The requests that wait, in the order in which they came.
    queue: BTreeMap<u64, Waiting>,
}

#[derive(Debug)]
struct Waiting {
    /// When it expects to leave.
    due: Instant,
    /// Tells it that its time may come sooner than it expects.
    look_again: Arc<Notify>,
}

impl Limiter {
    /// A limiter that knows nothing yet; if it is not `enabled`, it never will. Without `throttling` it
    /// knows only what `Retry-After` tells.
    pub(crate) fn new(throttling: Option<&'static Throttling>, enabled: bool) -> Self {
        let methods = throttling.map_or(&[][..], |throttling| throttling.classes);
        let number = if enabled { methods.len() + 1 } else { 0 };
        let classes = std::iter::repeat_with(|| Class::new(throttling));
        Self {
            methods,
            classes: classes.take(number).collect(),
        }
    }

    /// Waits until a request of `method` may be sent. It does not wait while tokens are known to be
    /// left, or when nothing is known yet.
    ///
    /// `Err(wait)`: the request cannot be sent before `deadline`; its token comes in this time.
    pub(crate) async fn acquire(
        &self,
        method: &Method,
        clock: &dyn Clock,
        deadline: Option<Instant>,
    ) -> Result<Permit<'_>, Duration> {
        let Some(class) = self.class(method) else {
            return Ok(Permit(None));
        };
        let mut place = Place {
            class,
            number: None,
        };
        loop {
            let now = clock.now();
            let left = deadline.map(|deadline| deadline.saturating_duration_since(now));
            let (wait, look_again) = {
                let mut state = class.state();
                let ahead = state.ahead(place.number.unwrap_or(u64::MAX), now);
                let Wait { at_least, expected } = state.bucket.wait(ahead, now);
                if expected.is_zero() {
                    let sent = state.bucket.send(now);
                    if let Some(number) = place.number.take() {
                        state.queue.remove(&number);
                        let others = state.those_to_call(number, now);
                        drop(state);
                        call(others);
                    }
                    return Ok(Permit(Some((class, sent))));
                }
                if left.is_some_and(|left| left.is_zero() || left < at_least) {
                    return Err(expected);
                }
                let wait = left.map_or(expected, |left| left.min(expected));
                let due = now.checked_add(wait).unwrap_or(now);
                let next = state.queue.last_key_value().map_or(0, |(last, _)| last + 1);
                let number = *place.number.get_or_insert(next);
                let waiting = state.queue.entry(number).or_insert_with(|| Waiting {
                    due,
                    look_again: Arc::default(),
                });
                waiting.due = due;
                (wait, waiting.look_again.clone())
            };
            let mut sleep = clock.sleep(wait);
            // On the heap, so that calls that need not wait are no larger for it.
            let mut called = Box::pin(async move { look_again.notified().await });
            poll_fn(|context| match called.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(()),
                Poll::Pending => sleep.as_mut().poll(context),
            })
            .await;
        }
    }

    /// Whether requests wait here at all.
    pub(crate) fn is_enabled(&self) -> bool {
        !self.classes.is_empty()
    }

    fn class(&self, method: &Method) -> Option<&Class> {
        let is_of = |class: &&[&str]| class.contains(&method.as_str());
        let index = self.methods.iter().position(is_of);
        self.classes.get(index.unwrap_or(self.methods.len()))
    }
}

/// Permission to send one request. If it is dropped, the outcome of the request is unknown.
#[derive(Debug)]
pub(crate) struct Permit<'a>(Option<(&'a Class, Sent)>);

impl Permit<'_> {
    /// A response arrived. For a refused request: how long the next one of its bucket has to wait;
    /// `None` when the response does not tell, or is not believed.
    pub(crate) fn receive(mut self, feedback: &Feedback, clock: &dyn Clock) -> Option<Duration> {
        let Some((class, sent)) = self.0.take() else {
            return feedback.retry_after.filter(|_| feedback.refused);
        };
        let (now, time_of_day) = (clock.now(), clock.time_of_day());
        class.change(now, |bucket| {
            bucket.receive(sent, feedback, now, time_of_day)
        })
    }

    /// The request never reached the server, so its token is still there.
    pub(crate) fn unsent(mut self, clock: &dyn Clock) {
        if let Some((class, _)) = self.0.take() {
            class.change(clock.now(), Bucket::unsent);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if let Some((class, _)) = self.0.take() {
            class.state().bucket.lost();
        }
    }
}

impl Class {
    fn new(throttling: Option<&'static Throttling>) -> Self {
        Self(Mutex::new(State {
            bucket: Bucket::new(throttling),
            queue: BTreeMap::new(),
        }))
    }

    /// It is never held while waiting.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the bucket, and lets those look again that may leave now.
    fn change<T>(&self, now: Instant, change: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut state = self.state();
        let result = change(&mut state.bucket);
        let others = state.those_to_call(0, now);
        drop(state);
        call(others);
        result
    }
}

impl State {
    /// How many of those before `number` go first: all but those whose time came long ago and that are
    /// not polled.
    fn ahead(&self, number: u64, now: Instant) -> usize {
        let first = self.queue.range(..number);
        first.filter(|(_, waiting)| waiting.is_awake(now)).count()
    }

    /// The first of those from `number` on, which is to check its time again, and those after it that
    /// need not wait for it.
    fn those_to_call(&mut self, number: u64, now: Instant) -> Vec<Arc<Notify>> {
        let mut found = Vec::new();
        let mut ahead = self.ahead(number, now);
        for waiting in self.queue.range(number..).map(|(_, waiting)| waiting) {
            found.push(waiting.look_again.clone());
            if waiting.is_awake(now) {
                if !self.bucket.wait(ahead, now).expected.is_zero() {
                    break;
                }
                ahead += 1;
            }
        }
        found
    }
}

/// Calls those that wait, without the lock: a task that is woken may want it at once.
fn call(waiting: impl IntoIterator<Item = Arc<Notify>>) {
    waiting.into_iter().for_each(|it| it.notify_one());
}

impl Waiting {
    fn is_awake(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.due) <= PATIENCE
    }
}

/// A request that is to be sent, in the queue or not yet.
struct Place<'a> {
    class: &'a Class,
    number: Option<u64>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else {
            return;
        };
        let mut state = self.class.state();
        state.queue.remove(&number);
        // Without a clock: the next one is woken, and sees for itself.
        let behind = state.queue.range(number..).next();
        let behind = behind.map(|(_, waiting)| waiting.look_again.clone());
        drop(state);
        call(behind);
    }
}
