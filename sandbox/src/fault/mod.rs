//! Faults on demand: what can go wrong between client and server, for the requests that one chooses.

mod apply;
mod parse;
mod rule;

use std::time::Duration;

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

pub(crate) use self::apply::{Body, Interrupt, disturb, made, replace};
pub use self::parse::FaultError;
pub(crate) use self::parse::rule;
pub(crate) use self::rule::{Rule, faults};

/// Request header that names faults.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// The faults that a request wants.
pub(crate) fn wanted(headers: &HeaderMap) -> Result<Vec<Fault>, FaultError> {
    let mut faults = Vec::new();
    for value in headers.get_all(HEADER) {
        let text = String::from_utf8_lossy(value.as_bytes());
        faults.extend(rule(&text, None)?.faults);
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
    ContentType(HeaderValue),
    Body(String),
    /// A response of something between client and server: its status, a header and its body.
    Between(u16, HeaderName, HeaderValue, &'static str),
    /// With seconds for `Retry-After`, if it has it.
    Status(u16, Option<u64>),
    Code(String),
}
