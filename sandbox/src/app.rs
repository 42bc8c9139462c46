//! What all requests to a sandbox share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use crate::builder::Builder;
use crate::clock::Clock;
use crate::fault::Rule;
use crate::keys::Keys;
use crate::limits::Limits;
use crate::lock;
use crate::repeats::Repeats;
use crate::seed::dice::Dice;
use crate::seen::SeenRequest;
use crate::spec::Spec;
use crate::store::Store;

pub(crate) struct App {
    pub(crate) spec: &'static Spec,
    pub(crate) settings: Builder,
    /// Read through [`App::store`].
    pub(crate) store: Mutex<Store>,
    pub(crate) keys: Keys,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) repeats: Repeats,
    pub(crate) rules: Vec<Rule>,
    pub(crate) seen: Mutex<VecDeque<SeenRequest>>,
    /// Of this run, so that no two requests have the same id.
    pub(crate) salt: u64,
    pub(crate) count: AtomicU64,
}

impl App {
    /// The rows as they are now.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        let mut store = lock(&self.store);
        store.catch_up(self.clock.now());
        store
    }

    /// A number that no other request of this run has.
    pub(crate) fn next_number(&self) -> u64 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn request_id(&self) -> String {
        let mut dice = Dice::new((self.salt, self.next_number()));
        dice.like("req_01J9Z7Q2M4X8V6B3N5K7H1G0FD")
    }
}
