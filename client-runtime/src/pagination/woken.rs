//! Notes whether a page that is on its way can go on, so that it is not polled for every item.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

/// What was polled last, and whether it was woken since.
#[derive(Default)]
pub(super) struct Woken(Arc<Flag>);

#[derive(Default)]
struct Flag(AtomicBool);

impl Woken {
    /// Has the next [`poll`](Self::poll) go on in any case.
    pub(super) fn set(&self) {
        self.0.0.store(true, Ordering::Release);
    }

    /// Polls something if it was woken since it was polled here last. Whoever needs its result
    /// polls it with a context of their own.
    pub(super) fn poll(&self, poll: impl FnOnce(&mut Context<'_>)) {
        let flag = &self.0.0;
        // Read first: it is rarely set, and to swap costs more.
        if flag.load(Ordering::Relaxed) && flag.swap(false, Ordering::AcqRel) {
            poll(&mut Context::from_waker(&Waker::from(self.0.clone())));
        }
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
