//! Notes whether a page that is on its way can go on, so that it is not polled for every item.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Whether something was woken since it was polled last.
#[derive(Default)]
pub(super) struct Woken(AtomicBool);

impl Woken {
    /// Polls a future if it was woken since it was polled here last. Whoever needs its result polls it
    /// with a context of their own.
    pub(super) fn poll<F: Future + ?Sized>(
        self: &Arc<Self>,
        future: Pin<&mut F>,
    ) -> Poll<F::Output> {
        // Read first: it is rarely set, and to swap costs more.
        if self.0.load(Ordering::Relaxed) && self.0.swap(false, Ordering::AcqRel) {
            let waker = Waker::from(self.clone());
            future.poll(&mut Context::from_waker(&waker))
        } else {
            Poll::Pending
        }
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
