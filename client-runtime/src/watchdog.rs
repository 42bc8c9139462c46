//! Ends an attempt even while the timers of the runtime stand still.
//!
//! tokio's timers depend on a thread that has nothing else to do at the moment. hyper reads responses
//! `100 Continue` in a loop without a pause, so that a server that sends them without end keeps that
//! thread busy for seconds. One thread of our own for all attempts of the process then wakes the call
//! on another one. A runtime with a single thread has none: there the call ends when hyper pauses.
//!
//! That thread sleeps until the first attempt would be over that was in flight when it last looked,
//! so that an attempt rarely wakes it.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use tokio::time::Sleep;

/// How much later than the timers of the runtime it ends an attempt, so that they come first as long
/// as they work.
const GRACE: Duration = Duration::from_millis(100);

/// When an attempt has to be over, and a number that tells it from others.
type Key = (Instant, u64);

static STATE: Mutex<State> = Mutex::new(State {
    in_flight: BTreeMap::new(),
    next_number: 0,
    is_started: false,
    looks_at: None,
});
static CHANGED: Condvar = Condvar::new();

struct State {
    in_flight: BTreeMap<Key, Waker>,
    next_number: u64,
    is_started: bool,
    /// When the thread looks again; `None` if it waits for the next attempt.
    looks_at: Option<Instant>,
}

/// The time that an attempt may take, which ends with a timer of the runtime's.
pub(crate) struct TimeLimit<'a> {
    timer: Pin<&'a mut Sleep>,
    /// When the timer should have ended it.
    end: Instant,
    watched: Option<Watched>,
}

impl<'a> TimeLimit<'a> {
    pub(crate) fn new(timer: Pin<&'a mut Sleep>) -> Self {
        Self {
            end: timer.deadline().into_std() + GRACE,
            timer,
            watched: None,
        }
    }

    /// Moves the end to a later time; `false` if that has passed.
    pub(crate) fn extend(&mut self, end: tokio::time::Instant) -> bool {
        if end <= tokio::time::Instant::now() {
            return false;
        }
        self.timer.as_mut().reset(end);
        self.end = end.into_std() + GRACE;
        self.watched = None;
        true
    }

    /// Waits for a step of the attempt; `None` if the time ends first.
    ///
    /// The step is pinned by the caller: the future that waits would have room for it twice.
    pub(crate) async fn wait_for<T>(
        &mut self,
        mut step: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        poll_fn(|context| match step.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending => self.poll(context).map(|()| None),
        })
        .await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.timer.as_mut().poll(context).is_ready() || Instant::now() >= self.end {
            return Poll::Ready(());
        }
        match &mut self.watched {
            Some(watched) => watched.set_waker(context.waker()),
            None => self.watched = Some(Watched::new(self.end, context.waker())),
        }
        Poll::Pending
    }
}

/// An attempt in flight, until it is dropped.
struct Watched {
    key: Key,
    waker: Waker,
}

impl Watched {
    fn new(end: Instant, waker: &Waker) -> Self {
        let mut state = state();
        let key = (end, state.next_number);
        state.next_number += 1;
        state.in_flight.insert(key, waker.clone());
        if !state.is_started {
            // Without it the timers of the runtime still end attempts.
            let thread = thread::Builder::new().name("client-watchdog".to_owned());
            state.is_started = thread.spawn(watch).is_ok();
        } else if state.looks_at.is_none_or(|looks_at| end < looks_at) {
            CHANGED.notify_one();
        }
        Self {
            key,
            waker: waker.clone(),
        }
    }

    fn set_waker(&mut self, waker: &Waker) {
        if !self.waker.will_wake(waker) {
            self.waker.clone_from(waker);
            // Dropped without the lock: with a waker a task may go, and what it watches.
            let _before = state().in_flight.insert(self.key, waker.clone());
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _waker = state().in_flight.remove(&self.key);
    }
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Wakes the attempts that should be over, for as long as the process runs.
fn watch() {
    let mut state = state();
    loop {
        let now = Instant::now();
        let later = state.in_flight.split_off(&(now, u64::MAX));
        let over = std::mem::replace(&mut state.in_flight, later);
        if !over.is_empty() {
            drop(state);
            over.into_values().for_each(Waker::wake);
            state = self::state();
            continue;
        }
        state.looks_at = state.in_flight.keys().next().map(|key| key.0);
        state = match state.looks_at {
            Some(at) => {
                let wait = CHANGED.wait_timeout(state, at - now);
                wait.unwrap_or_else(PoisonError::into_inner).0
            }
            None => CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner),
        };
    }
}
