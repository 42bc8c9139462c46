//! Faults on demand: what can go wrong between client and server, for the requests that one chooses.

mod apply;
mod parse;
mod rule;

use std::time::Duration;

use hyper::HeaderMap;

pub(crate) use self::apply::{Body, Interrupt, disturb, replace};
pub use self::parse::FaultError;
pub(crate) use self::parse::{rule, texts};
pub(crate) use self::rule::{Rule, faults};

/// Request header that names faults.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// The faults that a request wants.
pub(crate) fn wanted(headers: &HeaderMap) -> Result<Vec<Fault>, FaultError> {
    let mut faults = Vec::new();
    for value in headers.get_all(HEADER) {
        faults.extend(texts(&String::from_utf8_lossy(value.as_bytes()))?);
    }
    Ok(faults)
}

/// One thing that goes wrong with one response; the crate's documentation describes each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    Latency(Duration),
    Hang,
    Reset,
    ResetInBody,
    Truncate,
    Trickle(Duration),
    ContentType(String),
    Body(String),
    Redirect(String),
    BadGateway,
    Status(u16),
    Code(String),
    /// With seconds for `Retry-After`.
    Unavailable(u64),
    RateLimited(u64),
}
