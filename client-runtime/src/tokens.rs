//! Tokens from a source of the caller's: kept until they expire, one request for one at a time.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::argument::BoxError;
use crate::auth::Secret;
use crate::clock::Clock;

/// How long before its end a token is not used any more, so that it does not expire on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// How many tokens are kept to be redacted.
const RECENT: usize = 3;

/// Where tokens come from, for [`token_source`](crate::ClientBuilder::token_source): a type of the
/// caller's, or a closure that returns a future.
///
/// ```
/// use generated_client::{BoxError, Token, TokenSource};
///
/// struct File(&'static str);
///
/// impl TokenSource for File {
///     async fn token(&self) -> Result<Token, BoxError> {
///         Ok(Token::new(std::fs::read_to_string(self.0)?.trim()))
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Gets a new token. It is called when there is none, when the last one is about to expire, and
    /// when the server refused it.
    ///
    /// # Errors
    ///
    /// Any; the call ends with an error of kind [`Credentials`](crate::ErrorKind::Credentials), whose
    /// source it is.
    fn token(&self) -> impl Future<Output = Result<Token, BoxError>> + Send;
}

impl<F, Fut> TokenSource for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Token, BoxError>> + Send,
{
    fn token(&self) -> impl Future<Output = Result<Token, BoxError>> + Send {
        self()
    }
}

/// A token, or a key that may change, with the time for which it is valid.
#[derive(Debug)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token that is valid until the server refuses it: printable ASCII characters without spaces.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            secret: Secret::from(token.into()),
            lifetime: None,
        }
    }

    /// Says for how long from now it is valid, as `expires_in` of OAuth does. It is used until 30 s
    /// before that, or until half of the time if that is later.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

type Asking = Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send>>;

/// A source, and the tokens that it gave.
pub(crate) struct Tokens {
    ask: Box<dyn Fn() -> Asking + Send + Sync>,
    /// Held while the source is asked.
    turn: tokio::sync::Mutex<()>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    newest: Option<Arc<Secret>>,
    /// The newest and those before it, which responses may still repeat, each in all of its forms.
    recent: VecDeque<Arc<[Secret]>>,
    /// Whether the server refused the newest.
    is_refused: bool,
    /// When the newest is not used any more.
    end: Option<Instant>,
}

impl Tokens {
    pub(crate) fn new(source: impl TokenSource) -> Self {
        let source = Arc::new(source);
        Self {
            ask: Box::new(move || {
                let source = source.clone();
                Box::pin(async move { source.token().await })
            }),
            turn: tokio::sync::Mutex::default(),
            known: Mutex::default(),
        }
    }

    pub(crate) async fn get(&self, clock: &dyn Clock) -> Result<Arc<Secret>, BoxError> {
        if let Some(token) = self.valid(clock) {
            return Ok(token);
        }
        let _turn = self.turn.lock().await;
        // Whoever had the turn before may have got one.
        if let Some(token) = self.valid(clock) {
            return Ok(token);
        }
        let Token { secret, lifetime } = (self.ask)().await?;
        secret
            .check()
            .map_err(|problem| format!("the token {problem}"))?;
        let token = Arc::new(secret);
        let mut known = self.known();
        known.end = lifetime.and_then(|lifetime| {
            let usable = lifetime.saturating_sub(MARGIN).max(lifetime / 2);
            clock.now().checked_add(usable)
        });
        known.is_refused = false;
        known.recent.truncate(RECENT - 1);
        known.recent.push_front(token.forms().into());
        known.newest = Some(token.clone());
        Ok(token)
    }

    /// The server refused this token: it is not used again.
    pub(crate) fn refuse(&self, token: &Arc<Secret>) {
        let mut known = self.known();
        let newest = known.newest.as_ref();
        // Another call may have got a new one meanwhile.
        if newest.is_some_and(|newest| Arc::ptr_eq(newest, token)) {
            known.is_refused = true;
        }
    }

    /// The tokens that responses may repeat, each in all of its forms.
    pub(crate) fn recent(&self) -> Vec<Arc<[Secret]>> {
        self.known().recent.iter().cloned().collect()
    }

    fn valid(&self, clock: &dyn Clock) -> Option<Arc<Secret>> {
        let known = self.known();
        let is_valid = !known.is_refused && known.end.is_none_or(|end| clock.now() < end);
        known.newest.as_ref().filter(|_| is_valid).cloned()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::manual_clock::ManualClock;

    #[tokio::test]
    async fn a_token_is_asked_for_again_shortly_before_it_expires() {
        for (lifetime, usable) in [(3600, 3570), (60, 30), (50, 25)] {
            let lifetime = Duration::from_secs(lifetime);
            let source = move || async move { Ok(Token::new("kdv_live").expires_in(lifetime)) };
            let (tokens, clock) = (Tokens::new(source), ManualClock::new());
            let first = tokens.get(&clock).await.unwrap();
            clock.sleep(Duration::from_secs(usable - 1)).await;
            assert!(Arc::ptr_eq(&first, &tokens.get(&clock).await.unwrap()));
            clock.sleep(Duration::from_secs(1)).await;
            assert!(!Arc::ptr_eq(&first, &tokens.get(&clock).await.unwrap()));
        }
    }
}
