//! Ends an attempt even while the timers of the runtime stand still.
//!
//! tokio's timers depend on a thread that has nothing else to do at the moment. hyper reads responses
//! `100 Continue` in a loop without a pause, so that a server that sends them without end keeps that
//! thread busy for seconds. This timer runs on a thread of its own, and wakes the call on another one.
//! A runtime with a single thread has none: there the call ends when hyper pauses.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_timer::Delay;

/// How much later than the timers of the runtime it ends an attempt, so that they come first as long
/// as they work.
const GRACE: Duration = Duration::from_millis(100);

/// A time that no attempt takes; some clocks cannot add much longer ones.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Runs a future for as long as it should have ended by itself; `None` if it has not.
pub(crate) async fn within<T>(timeout: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut end = pin!(Delay::new(timeout.min(LONGEST) + GRACE));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
