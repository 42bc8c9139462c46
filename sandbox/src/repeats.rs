//! Requests that are sent again under an idempotency key: each is carried out once, and its success
//! sent again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use crate::error::Failure;
use crate::exchange::Reply;
use crate::lock;
use crate::seed::dice::hash;

/// How long a key is known.
const KNOWN: Duration = Duration::from_secs(24 * 3_600);

/// Keys that are known at most: with one more, all of them are forgotten.
const MAX_KEYS: usize = 250_000;

/// The API key that a request was sent with, and its idempotency key.
pub(crate) type Key = (String, Vec<u8>);

#[derive(Default)]
pub(crate) struct Repeats(Mutex<HashMap<Key, Request>>);

struct Request {
    at: Duration,
    fingerprint: u64,
    /// Whether it is still carried out, which it is as long as its [`Running`] is there.
    running: Weak<()>,
    success: Option<Reply>,
}

/// A request with a key is carried out as long as this is there.
pub(crate) type Running = Arc<()>;

impl Repeats {
    /// Begins a request with a key, at a time of the sandbox's clock; gives the success of the first
    /// if this one is its repetition.
    pub(crate) fn begin(
        &self,
        key: &Key,
        request: &impl Hash,
        now: Duration,
    ) -> Result<(Running, Option<Reply>), Failure> {
        let fingerprint = hash(request);
        let running = Running::default();
        let mut known = lock(&self.0);
        let is_running = |it: &Request| it.running.strong_count() > 0;
        let is_known =
            |it: &&Request| it.at + KNOWN > now && (is_running(it) || it.success.is_some());
        match known.get(key).filter(is_known) {
            None => {}
            Some(first) if first.fingerprint != fingerprint => {
                let message = "This idempotency key was sent before with another request.";
                return Err(Failure::new(422, message).code(Some("idempotency_key_reuse")));
            }
            Some(first) if is_running(first) => {
                let message = "The first request with this idempotency key is not done yet.";
                return Err(Failure::new(409, message).code(Some("idempotency_in_progress")));
            }
            Some(first) => return Ok((running, first.success.clone())),
        }
        if known.len() >= MAX_KEYS {
            known.clear();
        }
        let request = Request {
            at: now,
            fingerprint,
            running: Arc::downgrade(&running),
            success: None,
        };
        known.insert(key.clone(), request);
        Ok((running, None))
    }

    /// The request with a key was carried out; what goes wrong with its response does not change that.
    pub(crate) fn succeeded(&self, key: &Key, reply: &Reply) {
        if let Some(request) = lock(&self.0).get_mut(key) {
            request.success = Some(Reply::new(reply.status, reply.body.clone()));
        }
    }
}
