//! What one call does differently from its client: the options that every request has.

use std::fmt;
use std::sync::LazyLock;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING, USER_AGENT,
};
use rustls::crypto::{SecureRandom, ring};

use crate::api::Operation;
use crate::argument::ArgumentError;
use crate::auth::Auth;
use crate::client::Shared;
use crate::retry::RetryPolicy;
use crate::style;

/// Times of an attempt and of a call where nobody says otherwise.
pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
pub(crate) const TOTAL_TIMEOUT: Duration = Duration::from_secs(60);

/// Headers that the client sets itself, or that belong to the connection.
const RESERVED: [HeaderName; 10] = [
    ACCEPT,
    ACCEPT_ENCODING,
    AUTHORIZATION,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HOST,
    TRANSFER_ENCODING,
    USER_AGENT,
];

/// Options of one call, on the request of every operation. A stream keeps them for each page.
///
/// What is not set here is as the client has it. A value that cannot be used is an error of `send()`
/// of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), before anything is sent.
///
/// ```no_run
/// use std::time::Duration;
/// use generated_client::{CallOptions, RetryPolicy, kirim};
///
/// # async fn example(client: kirim::Client) -> Result<(), generated_client::Error> {
/// let accounts = client
///     .list_accounts()
///     .attempt_timeout(Duration::from_secs(2))
///     .retry(RetryPolicy::none())
///     .extra_header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
///     .send()
///     .await?;
/// # Ok(())
/// # }
/// ```
pub trait CallOptions: Sized {
    #[doc(hidden)]
    fn options_mut(&mut self) -> &mut Options;

    /// Longest time for one attempt of this call; more than zero. See
    /// [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    #[must_use]
    fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options_mut().set().attempt_timeout = Some(timeout);
        self
    }

    /// Longest time for this call with all of its attempts; more than zero. See
    /// [`ClientBuilder::total_timeout`](crate::ClientBuilder::total_timeout).
    #[must_use]
    fn total_timeout(mut self, timeout: Duration) -> Self {
        self.options_mut().set().total_timeout = Some(timeout);
        self
    }

    /// When and how often this call is sent again. Its [`quota`](RetryPolicy::quota) does not count:
    /// that of the client is shared by all calls.
    #[must_use]
    fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options_mut().set().retry = Some(policy.into());
        self
    }

    /// Sends a header that the contract does not have; a second one of the same name replaces it.
    ///
    /// The value consists of printable ASCII characters. Headers that the client sets itself
    /// (`Authorization`, `Content-Type`, that of the idempotency key, …) are refused, and so is one that
    /// a parameter of the operation has set.
    #[must_use]
    fn extra_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = (name.into(), value.into());
        self.options_mut().set().headers.push(header);
        self
    }

    /// Sends a query parameter that the contract does not have, after the others; any number of them.
    #[must_use]
    fn extra_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let pair = (name.into(), value.into());
        self.options_mut().set().query.push(pair);
        self
    }

    /// The key under which the server carries out a call only once, instead of a random one (a UUID):
    /// give the same key to repeat a call whose outcome is unknown, for example after a restart.
    ///
    /// 1 to 255 printable ASCII characters. Refused for operations that take no such key.
    #[must_use]
    fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.options_mut().set().idempotency_key = Some(key.into());
        self
    }
}

/// The options that were set; none take no memory.
#[derive(Clone, Default)]
pub struct Options(Option<Box<Set>>);

#[derive(Clone, Default)]
struct Set {
    attempt_timeout: Option<Duration>,
    total_timeout: Option<Duration>,
    /// On the heap, because it is large and rarely set.
    retry: Option<Box<RetryPolicy>>,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    idempotency_key: Option<String>,
}

/// What holds for a call: its own option, else the client's, else the operation's, else ours.
pub(crate) struct Settings {
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    /// `None` is the client's policy.
    pub(crate) retry: Option<Box<RetryPolicy>>,
}

impl Options {
    fn set(&mut self) -> &mut Set {
        self.0.get_or_insert_default()
    }

    /// Whether the caller gave a key under which the server carries the call out only once.
    pub(crate) fn has_idempotency_key(&self) -> bool {
        let set = self.0.as_deref();
        set.is_some_and(|set| set.idempotency_key.is_some())
    }

    /// Adds what is to be sent besides the arguments.
    pub(crate) fn apply(
        &self,
        operation: &Operation,
        headers: &mut HeaderMap,
        query: &mut String,
    ) -> Result<(), ArgumentError> {
        let set = self.0.as_deref();
        let mut extra = HeaderMap::new();
        for (name, value) in set.map_or(&[][..], |set| &set.headers) {
            let refused = |cause: String| ArgumentError::new("extra_header", cause);
            let (header, value) = header(name, value)
                .map_err(|problem| refused(format!("`{}` {problem}", name.escape_debug())))?;
            let mut further = operation.credentials.iter().map(|(_, auth)| *auth);
            let is_key = |auth| matches!(auth, Auth::Header(name) if header == *name);
            let problem = if RESERVED.contains(&header) {
                "is set by the client itself"
            } else if operation.idempotency_header() == Some(&header) {
                "is set by the client itself: give the key with `idempotency_key`"
            } else if is_key(operation.auth) || further.any(is_key) {
                "holds a credential of the client: set it when you build the client"
            } else if headers.contains_key(&header) {
                "is a parameter of the operation, which has a value"
            } else {
                extra.insert(header, value);
                continue;
            };
            return Err(refused(format!("`{header}` {problem}")));
        }
        headers.extend(extra);
        for (name, value) in set.map_or(&[][..], |set| &set.query) {
            style::push_text(query, name, value);
        }
        let given = set.and_then(|set| set.idempotency_key.as_deref());
        let refused = |cause: &str| ArgumentError::new("idempotency_key", cause);
        let (name, key) = match (operation.idempotency_header(), given) {
            (None, None) => return Ok(()),
            (None, Some(_)) => return Err(refused("the operation takes no such key")),
            (Some(_), Some(key)) if !(1..=255).contains(&key.len()) => {
                return Err(refused("must have 1 to 255 characters"));
            }
            (Some(name), Some(key)) => (name, key.to_owned()),
            (Some(name), None) => (name, uuid().ok_or_else(|| refused("no random numbers"))?),
        };
        let (_, value) = header(name.as_str(), &key).map_err(|problem| refused(&problem))?;
        headers.insert(name, value);
        Ok(())
    }

    /// What holds for a call with these options.
    pub(crate) fn settings(
        self,
        client: &Shared,
        operation: &Operation,
    ) -> Result<Settings, ArgumentError> {
        let Set {
            attempt_timeout,
            total_timeout,
            retry,
            ..
        } = self.0.map_or_else(Set::default, |set| *set);
        for (name, timeout) in [
            ("attempt_timeout", attempt_timeout),
            ("total_timeout", total_timeout),
        ] {
            if timeout.is_some_and(|timeout| timeout.is_zero()) {
                return Err(ArgumentError::new(name, "is zero: give a longer time"));
            }
        }
        if let Some(policy) = &retry {
            let check = policy.check();
            check.map_err(|problem| ArgumentError::new("retry", problem))?;
        }
        let attempt = attempt_timeout.or(client.attempt_timeout);
        let total = total_timeout.or(client.total_timeout);
        Ok(Settings {
            attempt_timeout: attempt
                .or(operation.attempt_timeout)
                .unwrap_or(ATTEMPT_TIMEOUT),
            total_timeout: total.or(operation.total_timeout).unwrap_or(TOTAL_TIMEOUT),
            retry,
        })
    }
}

impl fmt::Debug for Options {
    /// Without headers, query and key, which may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Options");
        if let Some(set) = &self.0 {
            shown
                .field("attempt_timeout", &set.attempt_timeout)
                .field("total_timeout", &set.total_timeout)
                .field("retry", &set.retry);
        }
        shown.finish_non_exhaustive()
    }
}

/// Checks a header; says, as the rest of a sentence, why it cannot be sent.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    // Servers take spaces at the ends away, and guess at the encoding of other characters.
    if value.trim() != value {
        return Err("must not begin or end with a space".to_owned());
    }
    if !is_printable(value) {
        return Err("must hold nothing but printable ASCII characters".to_owned());
    }
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|cause| cause.to_string())?;
    let value = HeaderValue::from_str(value).map_err(|cause| cause.to_string())?;
    Ok((header, value))
}

/// Whether a text consists of printable ASCII characters and spaces.
pub(crate) fn is_printable(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// A random UUID (version 4), from the generator that TLS uses.
pub(crate) fn uuid() -> Option<String> {
    static RANDOM: LazyLock<&dyn SecureRandom> =
        LazyLock::new(|| ring::default_provider().secure_random);
    let mut bytes = [0; 16];
    RANDOM.fill(&mut bytes).ok()?;
    let number = u128::from_be_bytes(bytes);
    // Version 4, variant 1.
    let number = number & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let mut text = format!("{number:032x}");
    for place in [20, 16, 12, 8] {
        text.insert(place, '-');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::fixture::{self, API};

    #[test]
    fn the_nearest_timeout_counts() {
        static SLOW: Operation = Operation::new(
            &API,
            "slow",
            reqwest::Method::GET,
            "https://api.example.com",
            "/slow",
            Auth::None,
        )
        .attempt_timeout(Duration::from_secs(40));
        let seconds = |client: Option<u64>, operation, call: Option<u64>| {
            let mut builder = fixture::builder();
            if let Some(seconds) = client {
                builder = builder.attempt_timeout(Duration::from_secs(seconds));
            }
            let mut options = Options::default();
            options.set().attempt_timeout = call.map(Duration::from_secs);
            let client = builder.build().unwrap();
            let settings = options.settings(client.shared(), operation).unwrap();
            assert_eq!(settings.total_timeout, TOTAL_TIMEOUT);
            settings.attempt_timeout.as_secs()
        };
        assert_eq!(seconds(None, &fixture::PUT_ITEM, None), 30);
        assert_eq!(seconds(None, &SLOW, None), 40);
        assert_eq!(seconds(Some(5), &SLOW, None), 5);
        assert_eq!(seconds(Some(5), &SLOW, Some(7)), 7);
    }

    #[test]
    fn no_extra_header_takes_the_place_of_another() {
        static GET: Operation = Operation::new(
            &API,
            "get",
            reqwest::Method::GET,
            "https://api.example.com",
            "/",
            Auth::Header("X-Key"),
        )
        .credentials(&[("app", Auth::Header("X-App"))])
        .idempotent();
        let apply = |operation, name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-given", HeaderValue::from_static("1"));
            let mut options = Options::default();
            let extra = |value: &str| (name.to_owned(), value.to_owned());
            options.set().headers = vec![extra("2"), extra("3")];
            let applied = options.apply(operation, &mut headers, &mut String::new());
            let problem = applied.map_err(|error| error.to_string());
            problem.map(|()| (headers[name].clone(), headers.get_all(name).iter().count()))
        };
        for (name, problem) in [
            ("Authorization", "is set by the client itself"),
            (
                "Idempotency-Key",
                "`idempotency-key` is set by the client itself: give the key with",
            ),
            ("x-key", "holds a credential"),
            ("X-APP", "holds a credential"),
            ("X-Given", "is a parameter"),
        ] {
            let error = apply(&GET, name).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
        for (operation, name) in [(&GET, "x-other"), (&fixture::PUT_ITEM, "idempotency-key")] {
            let expected = (HeaderValue::from_static("3"), 1);
            assert_eq!(apply(operation, name).unwrap(), expected);
        }
    }

    #[test]
    fn keys_are_uuids_of_version_4() {
        let keys = [uuid(), uuid()].map(Option::unwrap_or_default);
        assert_ne!(keys[0], keys[1]);
        for key in keys {
            assert_eq!(key.len(), 36);
            assert_eq!(key.as_bytes()[14], b'4', "{key}");
            assert!(b"89ab".contains(&key.as_bytes()[19]), "{key}");
        }
    }
}
