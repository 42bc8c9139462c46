//! The timer that ends an attempt, whatever the threads of the runtime do.
//!
//! tokio's timers depend on a thread that has nothing else to do at the moment. hyper reads responses
//! `100 Continue` in a loop without a pause, so that a server that sends them without end keeps that
//! thread busy for seconds. On a runtime with several threads, attempts take their timers from a runtime
//! of our own, which does nothing else; it wakes the call on another thread. A runtime with a single
//! thread has no other: there the call ends when hyper pauses.

use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::pin::Pin;
use std::process;
use std::sync::{OnceLock, mpsc};
use std::task::{Poll, ready};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Id, RuntimeFlavor};
use tokio::time::{Sleep, sleep};

/// The runtime that only has timers; `None` if it could not be started. A fork of the process, which has the
/// number of another one, has no such thread.
static TIMERS: OnceLock<(u32, Option<Handle>)> = OnceLock::new();

/// A timer that ends after this time. To be made within `runtime`.
pub(crate) fn timer(limit: Duration, runtime: &Handle) -> Sleep {
    let timers = match runtime.runtime_flavor() {
        RuntimeFlavor::CurrentThread => None,
        // Without it the timers of the runtime still end attempts.
        _ => timers(runtime),
    };
    let _entered = timers.map(Handle::enter);
    sleep(limit)
}

fn timers(runtime: &Handle) -> Option<&'static Handle> {
    thread_local! {
        /// The runtime that this thread last found to be in the process of the timers.
        static HERE: Cell<Option<Id>> = const { Cell::new(None) };
    }
    let (process, timers) = TIMERS.get_or_init(|| (process::id(), start()));
    // A fork needs a new runtime, so that the process is asked for once for each, not for each call.
    let is_here = HERE.get() == Some(runtime.id()) || *process == process::id();
    if is_here {
        HERE.set(Some(runtime.id()));
    }
    timers.as_ref().filter(|_| is_here)
}

fn start() -> Option<Handle> {
    let (sender, handle) = mpsc::sync_channel(1);
    let thread = thread::Builder::new().name("client-timers".to_owned());
    // Made on its thread: none may be dropped within another one, which happens if there is no thread.
    let run = move || {
        let runtime = Builder::new_current_thread().enable_time().build();
        if let Ok(runtime) = runtime
            && sender.send(runtime.handle().clone()).is_ok()
        {
            runtime.block_on(pending::<()>());
        }
    };
    thread.spawn(run).ok()?;
    handle.recv().ok()
}

/// Waits for a step of an attempt; `None` if the timer ends first and `extend` does not set it to a later
/// time.
///
/// The step is pinned by the caller: the future that waits would have room for it twice.
pub(crate) fn before<T>(
    mut timer: Pin<&mut Sleep>,
    mut step: Pin<&mut impl Future<Output = T>>,
    mut extend: impl FnMut(Pin<&mut Sleep>) -> bool,
) -> impl Future<Output = Option<T>> {
    poll_fn(move |context| {
        loop {
            if let Poll::Ready(value) = step.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            ready!(timer.as_mut().poll(context));
            if !extend(timer.as_mut()) {
                return Poll::Ready(None);
            }
        }
    })
}
