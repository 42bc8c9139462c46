//! What all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::bucket::{Bucket, Level};
use crate::clock::Clock;
use crate::cursor::Cursors;
use crate::data::Data;
use crate::fault::Rules;
use crate::ids::RequestIds;
use crate::keys::{Keys, Plan};
use crate::seen::Seen;
use crate::window::{Left, Window};

/// The state of a running sandbox.
pub(crate) struct App {
    pub(crate) data: Box<dyn Data>,
    pub(crate) keys: Keys,
    pub(crate) cursors: Cursors,
    pub(crate) clock: Clock,
    pub(crate) ids: RequestIds,
    pub(crate) limits: Limits,
    pub(crate) rules: Rules,
    pub(crate) seen: Seen,
    /// Whether each request is written to standard error.
    pub(crate) log: bool,
}

/// The rate limits: one for each organization, whichever of its keys is used.
pub(crate) struct Limits {
    pro: PerMinute<Bucket>,
    free: PerMinute<Bucket>,
    kustomer: PerMinute<Window>,
}

struct PerMinute<T> {
    limit: u32,
    state: Mutex<T>,
}

/// Reads a minute on Kirim's free plan.
const FREE_PLAN: u32 = 600;

impl Limits {
    pub(crate) fn new(kirim: u32, kustomer: u32) -> Self {
        let bucket = |limit| PerMinute {
            limit,
            state: Mutex::new(Bucket::new(limit)),
        };
        Self {
            pro: bucket(kirim),
            free: bucket(kirim.min(FREE_PLAN)),
            kustomer: PerMinute {
                limit: kustomer,
                state: Mutex::new(Window::new(kustomer)),
            },
        }
    }
}

impl App {
    /// Takes a token from the bucket of Kirim's reads; gives its size as well.
    pub(crate) fn take_kirim(&self, plan: Plan) -> (u32, Level) {
        let bucket = self.kirim_bucket(plan);
        let level = lock(&bucket.state).take(self.clock.now());
        (bucket.limit, level)
    }

    /// Looks into the bucket of Kirim's reads.
    pub(crate) fn look_kirim(&self, plan: Plan) -> (u32, Level) {
        let bucket = self.kirim_bucket(plan);
        let level = lock(&bucket.state).look(self.clock.now());
        (bucket.limit, level)
    }

    /// Counts a request in Kustomer's window; gives its size as well.
    pub(crate) fn take_kustomer(&self) -> (u32, Left) {
        let window = &self.limits.kustomer;
        let left = lock(&window.state).take(self.clock.now());
        (window.limit, left)
    }

    /// Requests that fit into Kustomer's window.
    pub(crate) fn kustomer_limit(&self) -> u32 {
        self.limits.kustomer.limit
    }

    fn kirim_bucket(&self, plan: Plan) -> &PerMinute<Bucket> {
        match plan {
            Plan::Pro => &self.limits.pro,
            Plan::Free => &self.limits.free,
        }
    }
}

/// Locks, also after a panic elsewhere: nothing here is ever left half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
