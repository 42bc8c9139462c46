//! Requests that are sent again under an idempotency key: each is carried out once, and its success
//! sent again.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;
use std::time::Duration;

use crate::error::Failure;
use crate::exchange::Reply;
use crate::lock;

/// How long a key is known.
const KNOWN: Duration = Duration::from_secs(24 * 3_600);

/// Keys that are known at most: one more makes the oldest forgotten.
const MAX_KEYS: usize = 250_000;

/// The API key that a request was sent with, and its idempotency key.
type Key = (String, Vec<u8>);

/// The keys of the last day.
#[derive(Default)]
pub(crate) struct Repeats(Mutex<Known>);

#[derive(Default)]
struct Known {
    requests: HashMap<Key, Request>,
    /// Keys by age.
    order: VecDeque<(Duration, Key)>,
}

/// The first request with a key.
struct Request {
    at: Duration,
    fingerprint: u64,
    /// Absent while it is carried out.
    success: Option<Reply>,
}

/// What a request with a key is.
pub(crate) enum Begun<'a> {
    /// The first.
    Now(Running<'a>),
    /// A repetition of one that was carried out.
    Before(Reply),
}

/// A request that is carried out, until this is dropped. Unless it succeeded, its key is free then.
pub(crate) struct Running<'a> {
    repeats: &'a Repeats,
    key: Key,
    success: Option<Reply>,
}

impl Repeats {
    /// Begins a request with a key, at a time of the sandbox's clock.
    pub(crate) fn begin(
        &self,
        key: Key,
        request: &impl Hash,
        now: Duration,
    ) -> Result<Begun<'_>, Failure> {
        let mut hasher = DefaultHasher::new();
        request.hash(&mut hasher);
        let fingerprint = hasher.finish();
        let mut known = lock(&self.0);
        while known.order.len() >= MAX_KEYS
            || known
                .order
                .front()
                .is_some_and(|(at, _)| *at + KNOWN <= now)
        {
            let Some((at, old)) = known.order.pop_front() else {
                break;
            };
            if known.requests.get(&old).is_some_and(|it| it.at == at) {
                known.requests.remove(&old);
            }
        }
        match known.requests.get(&key) {
            None => {}
            Some(first) if first.fingerprint != fingerprint => {
                let message = "This idempotency key was sent before with another request.";
                return Err(Failure::new(422, message).code(Some("idempotency_key_reuse")));
            }
            Some(Request {
                success: Some(success),
                ..
            }) => return Ok(Begun::Before(success.clone())),
            Some(_) => {
                let message = "The first request with this idempotency key is not done yet.";
                return Err(Failure::new(409, message).code(Some("idempotency_in_progress")));
            }
        }
        known.order.push_back((now, key.clone()));
        let request = Request {
            at: now,
            fingerprint,
            success: None,
        };
        known.requests.insert(key.clone(), request);
        Ok(Begun::Now(Running {
            repeats: self,
            key,
            success: None,
        }))
    }
}

impl Running<'_> {
    /// The request was carried out; what goes wrong with its response does not change that.
    pub(crate) fn succeeded(&mut self, reply: &Reply) {
        self.success = Some(Reply::new(reply.status, reply.body.clone()));
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut known = lock(&self.repeats.0);
        match (self.success.take(), known.requests.get_mut(&self.key)) {
            (Some(success), Some(request)) => request.success = Some(success),
            (None, _) => drop(known.requests.remove(&self.key)),
            (Some(_), None) => {}
        }
    }
}
