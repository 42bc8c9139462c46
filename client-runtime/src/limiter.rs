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

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use reqwest::Method;

pub(crate) use self::bucket::Feedback;
use self::bucket::{Bucket, Sent, Wait};
use crate::api::Throttling;
use crate::clock::{Clock, Sleep};

/// How long a place in the queue holds its token when its time has come and it is not polled.
const PATIENCE: Duration = Duration::from_secs(1);

/// Throttles the requests of a client.
pub(crate) struct Limiter {
    throttling: Option<&'static Throttling>,
    /// One for each class of methods, and one for the methods in none.
    classes: Vec<Class>,
}

/// The methods that share a bucket.
#[derive(Debug)]
struct Class(Mutex<State>);

#[derive(Debug)]
struct State {
    bucket: Bucket,
    /// The requests that wait, in order of their numbers.
    queue: VecDeque<Waiting>,
    next_number: u64,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    /// When it expects to leave.
    due: Instant,
    /// Whether its time may come sooner than it expects.
    look_again: bool,
    waker: Option<Waker>,
}

impl Limiter {
    /// A limiter that knows nothing yet; if it is not `enabled`, it never will. Without `throttling` it
    /// knows only what `Retry-After` tells.
    pub(crate) fn new(throttling: Option<&'static Throttling>, enabled: bool) -> Self {
        let declared = throttling.map_or(0, |throttling| throttling.classes.len());
        let number = if enabled { declared + 1 } else { 0 };
        Self {
            throttling,
            classes: std::iter::repeat_with(|| Class::new(throttling))
                .take(number)
                .collect(),
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
            let wait = match place.step_forward(clock.now(), deadline) {
                Step::Send(sent) => return Ok(Permit(Some((class, sent)))),
                Step::TooLate(wait) => return Err(wait),
                Step::Wait(wait) => wait,
            };
            let mut sleep = clock.sleep(wait);
            poll_fn(|context| place.poll_wait(&mut sleep, context)).await;
        }
    }

    /// Whether requests wait here at all.
    pub(crate) fn is_enabled(&self) -> bool {
        !self.classes.is_empty()
    }

    fn class(&self, method: &Method) -> Option<&Class> {
        let classes = self
            .throttling
            .map_or(&[][..], |throttling| throttling.classes);
        let is_of = |class: &&[&str]| class.contains(&method.as_str());
        let index = classes.iter().position(is_of).unwrap_or(classes.len());
        self.classes.get(index)
    }
}

// Where the buckets stand changes too fast to be of use.
impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter")
            .field("throttling", &self.throttling)
            .finish_non_exhaustive()
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
            queue: VecDeque::new(),
            next_number: 0,
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
        let wakers = state.let_look_again(0, now);
        // The woken tasks may want the lock at once.
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
        result
    }
}

impl State {
    /// Index in the queue of the one with this number.
    fn index(&self, number: u64) -> Option<usize> {
        let find = |waiting: &Waiting| waiting.number.cmp(&number);
        self.queue.binary_search_by(find).ok()
    }

    /// How many of the first `index` in the queue go first: all but those whose time came long ago
    /// and that are not polled.
    fn ahead(&self, index: usize, now: Instant) -> usize {
        let first = self.queue.iter().take(index);
        first.filter(|waiting| waiting.is_awake(now)).count()
    }

    /// Makes the first of those from `first` on check its time again, and those after it that need
    /// not wait for it; returns whom to wake for that.
    fn let_look_again(&mut self, first: usize, now: Instant) -> Vec<Waker> {
        let mut wakers = Vec::new();
        let mut ahead = self.ahead(first, now);
        for waiting in self.queue.iter_mut().skip(first) {
            let is_awake = waiting.is_awake(now);
            waiting.look_again = true;
            wakers.extend(waiting.waker.take());
            if is_awake {
                if !self.bucket.wait(ahead, now).expected.is_zero() {
                    break;
                }
                ahead += 1;
            }
        }
        wakers
    }
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

/// What a request that is to be sent does next.
enum Step {
    Send(Sent),
    Wait(Duration),
    TooLate(Duration),
}

impl Place<'_> {
    /// Takes a token if the time for it has come, or else a place in the queue.
    fn step_forward(&mut self, now: Instant, deadline: Option<Instant>) -> Step {
        let mut state = self.class.state();
        let index = self.number.and_then(|number| state.index(number));
        let ahead = state.ahead(index.unwrap_or(state.queue.len()), now);
        let Wait { at_least, expected } = state.bucket.wait(ahead, now);
        if expected.is_zero() {
            let sent = state.bucket.send(now);
            let Some(index) = index else {
                return Step::Send(sent);
            };
            self.number = None;
            state.queue.remove(index);
            let wakers = state.let_look_again(index, now);
            drop(state);
            wakers.into_iter().for_each(Waker::wake);
            return Step::Send(sent);
        }
        let mut wait = expected;
        if let Some(deadline) = deadline {
            let left = deadline.saturating_duration_since(now);
            if left.is_zero() || left < at_least {
                return Step::TooLate(expected);
            }
            wait = wait.min(left);
        }
        let due = now.checked_add(wait).unwrap_or(now);
        if let Some(waiting) = index.and_then(|index| state.queue.get_mut(index)) {
            waiting.due = due;
        } else {
            let number = state.next_number;
            state.next_number += 1;
            self.number = Some(number);
            state.queue.push_back(Waiting {
                number,
                due,
                look_again: false,
                waker: None,
            });
        }
        Step::Wait(wait)
    }

    /// Waits until the sleep is over or there is reason to look again.
    fn poll_wait(&self, sleep: &mut Sleep, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.class.state();
        let index = self.number.and_then(|number| state.index(number));
        if let Some(waiting) = index.and_then(|index| state.queue.get_mut(index)) {
            if std::mem::take(&mut waiting.look_again) {
                return Poll::Ready(());
            }
            waiting.waker = Some(context.waker().clone());
        }
        drop(state);
        sleep.as_mut().poll(context)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else {
            return;
        };
        let mut state = self.class.state();
        let Some(index) = state.index(number) else {
            return;
        };
        state.queue.remove(index);
        // Without a clock: those behind are woken, and see for themselves.
        let behind = state.queue.get_mut(index).and_then(|waiting| {
            waiting.look_again = true;
            waiting.waker.take()
        });
        drop(state);
        if let Some(waker) = behind {
            waker.wake();
        }
    }
}
