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
use crate::spec::{Api, Spec};
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

    /// An id like the example of the header that holds it.
    pub(crate) fn request_id(&self, api: Option<&Api>) -> String {
        let mut dice = Dice::new(self.salt ^ self.next_number());
        let example = api.and_then(|api| {
            let header = api.request_id?;
            let responses = api.operations.iter().flat_map(|it| &it.responses);
            let mut headers = responses.flat_map(|response| response.headers(self.spec));
            headers.find(|(name, _)| name.eq_ignore_ascii_case(header))
        });
        dice.like(example.map_or("req_0123456789abcdef", |(_, example)| example.as_str()))
    }
}
