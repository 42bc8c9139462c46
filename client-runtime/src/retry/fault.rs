//! What may be transient, so that another attempt may succeed.

use std::time::Duration;

/// A fault that may be transient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) reason: Reason,
    /// The wait that the server requested.
    pub(crate) retry_after: Option<Duration>,
}

/// The reason for another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// There was no connection, so nothing was sent.
    Connect {
        /// Whether connecting took too long.
        timed_out: bool,
    },
    /// The response was not complete in time.
    Timeout,
    /// The connection broke, before or within the response.
    Broken,
    /// Too many requests: 429.
    Throttled,
    /// A status of a server, or of something in front of it, that cannot respond now.
    Unavailable,
}
