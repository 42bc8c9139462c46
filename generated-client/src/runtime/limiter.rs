//! Pacing: lets a request wait for its token when the bucket of its rate limit is known to be empty.
//!
//! All clones of a client share one limiter, which has one bucket for each class of methods that
//! the contract keeps apart. Who has to wait stands in a line: each place in it is worth one token,
//! so everybody knows the time of his own and sleeps until then. Nobody depends on the one before
//! to be polled, and a place that is given up lets those behind it move forward.

mod bucket;
#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use reqwest::Method;

use self::bucket::{Bucket, Change, Sent};
use super::api::Pacing;
use super::clock::{Clock, Sleep};
use super::limits::RateLimit;

/// Paces the requests of a client.
pub(super) struct Limiter {
    pacing: Option<&'static Pacing>,
    /// One for each class of methods, and one for the methods in none.
    classes: Vec<Class>,
}

/// The methods that share a bucket.
#[derive(Debug)]
struct Class(Mutex<State>);

#[derive(Debug)]
struct State {
    bucket: Bucket,
    /// Those who wait, in order of their numbers.
    line: VecDeque<Waiting>,
    next_number: u64,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    /// Whether his time may come sooner than he thinks.
    look_again: bool,
    waker: Option<Waker>,
}

impl Limiter {
    /// A limiter that knows nothing yet; without `pacing`, or not `enabled`, it never will.
    pub(super) fn new(pacing: Option<&'static Pacing>, enabled: bool) -> Self {
        let pacing = pacing.filter(|_| enabled);
        let classes = pacing.into_iter().flat_map(|pacing| {
            let class = || Class::new(pacing);
            std::iter::repeat_with(class).take(pacing.classes.len() + 1)
        });
        Self {
            pacing,
            classes: classes.collect(),
        }
    }

    /// Waits until a request of `method` may be sent. It never waits when tokens are known to be
    /// left, or when nothing is known yet.
    ///
    /// `Err(wait)`: its token comes only after `deadline`, in this time.
    pub(super) async fn acquire(
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

    fn class(&self, method: &Method) -> Option<&Class> {
        let classes = self.pacing?.classes;
        let is_of = |class: &&[&str]| class.contains(&method.as_str());
        let index = classes.iter().position(is_of).unwrap_or(classes.len());
        self.classes.get(index)
    }
}

// Where the buckets stand changes too fast to be of use.
impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter")
            .field("pacing", &self.pacing)
            .finish_non_exhaustive()
    }
}

/// Leave to send one request. Dropped without a word, the outcome of the request is unknown.
#[derive(Debug)]
pub(super) struct Permit<'a>(Option<(&'a Class, Sent)>);

impl Permit<'_> {
    /// The request was answered, and the headers of the answer told this.
    pub(super) fn answered(mut self, told: &RateLimit, clock: &dyn Clock) {
        if let Some((class, sent)) = self.0.take() {
            let (now, time_of_day) = (clock.now(), clock.time_of_day());
            class.change(|bucket| bucket.answered(sent, told, now, time_of_day));
        }
    }

    /// The request never reached the server, so its token is still there.
    pub(super) fn unsent(mut self) {
        if let Some((class, _)) = self.0.take() {
            class.change(Bucket::unsent);
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
    fn new(pacing: &'static Pacing) -> Self {
        Self(Mutex::new(State {
            bucket: Bucket::new(pacing),
            line: VecDeque::new(),
            next_number: 0,
        }))
    }

    /// Nobody holds it while waiting.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the bucket, and lets those who wait know when that is good news.
    fn change(&self, change: impl FnOnce(&mut Bucket) -> Change) {
        let mut state = self.state();
        let wakers = match change(&mut state.bucket) {
            Change::Sooner => state.let_look_again(0),
            Change::NotSooner => Vec::new(),
        };
        // Whoever is woken may want the lock at once.
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl State {
    /// Index in the line of the one with this number.
    fn index(&self, number: u64) -> Option<usize> {
        let find = |waiting: &Waiting| waiting.number.cmp(&number);
        self.line.binary_search_by(find).ok()
    }

    /// Lets those from `first` on look anew at their time; gives back whom to wake for that.
    fn let_look_again(&mut self, first: usize) -> Vec<Waker> {
        let behind = self.line.iter_mut().skip(first);
        let wakers = behind.filter_map(|waiting| {
            waiting.look_again = true;
            waiting.waker.take()
        });
        wakers.collect()
    }
}

/// Somebody who wants to send a request, in the line or not yet.
struct Place<'a> {
    class: &'a Class,
    number: Option<u64>,
}

/// What somebody who wants to send a request is to do.
enum Step {
    Send(Sent),
    Wait(Duration),
    TooLate(Duration),
}

impl Place<'_> {
    /// Takes a token if the time for it has come, or else a place in the line.
    fn step_forward(&mut self, now: Instant, deadline: Option<Instant>) -> Step {
        let state = &mut *self.class.state();
        let index = self.number.and_then(|number| state.index(number));
        let wait = state.bucket.wait(index.unwrap_or(state.line.len()), now);
        if wait.is_zero() {
            // The token goes with the place, so for those behind nothing changes.
            if let Some(index) = index {
                state.line.remove(index);
            }
            self.number = None;
            return Step::Send(state.bucket.send(now));
        }
        let time = now.checked_add(wait);
        if deadline.is_some_and(|deadline| time.is_none_or(|time| time > deadline)) {
            return Step::TooLate(wait);
        }
        if index.is_none() {
            self.number = Some(state.next_number);
            state.line.push_back(Waiting {
                number: state.next_number,
                look_again: false,
                waker: None,
            });
            state.next_number += 1;
        }
        Step::Wait(wait)
    }

    /// Waits until the sleep is over or there is reason to look again.
    fn poll_wait(&self, sleep: &mut Sleep, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.class.state();
        let index = self.number.and_then(|number| state.index(number));
        if let Some(waiting) = index.and_then(|index| state.line.get_mut(index)) {
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
        let wakers = match state.index(number) {
            Some(index) => {
                state.line.remove(index);
                state.let_look_again(index)
            }
            None => Vec::new(),
        };
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}
