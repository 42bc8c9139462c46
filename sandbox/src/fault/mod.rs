//! Faults on demand: what can go wrong between client and server, at the time of one's choosing.

mod apply;
mod parse;
mod rule;

use std::fmt;
use std::time::Duration;

pub(crate) use self::apply::{Interrupt, apply, final_status};
pub use self::parse::FaultError;
pub(crate) use self::parse::parse_header;
pub(crate) use self::rule::{Rule, Rules};

/// Request header that asks for faults.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// One thing that goes wrong with one answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// `latency=TIME`: the answer comes that much later.
    Latency(Duration),
    /// `hang`: no answer ever comes.
    Hang,
    /// `reset`: the connection is reset before anything is answered.
    Reset,
    /// `reset-in-body`: the connection is reset after half of the body.
    ResetInBody,
    /// `truncate`: a complete HTTP answer, with half of the JSON.
    Truncate,
    /// `trickle=TIME`: the body comes in small pieces, spread over that time.
    Trickle(Duration),
    /// `content-type=TYPE`: the body is said to be something else.
    ContentType(String),
    /// `redirect=URL`: 302 to another host.
    Redirect(String),
    /// `bad-gateway`: 502 with a page in HTML.
    BadGateway,
    /// `unavailable=SECONDS`: 503 with `Retry-After`.
    Unavailable(u64),
    /// `rate-limited=SECONDS`: 429, as if the rate limit were used up.
    RateLimited(u64),
    /// `internal-error`: 500.
    InternalError,
}

/// As it is written.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(time) => write!(f, "latency={time:?}"),
            Self::Hang => f.write_str("hang"),
            Self::Reset => f.write_str("reset"),
            Self::ResetInBody => f.write_str("reset-in-body"),
            Self::Truncate => f.write_str("truncate"),
            Self::Trickle(time) => write!(f, "trickle={time:?}"),
            Self::ContentType(name) => write!(f, "content-type={name}"),
            Self::Redirect(url) => write!(f, "redirect={url}"),
            Self::BadGateway => f.write_str("bad-gateway"),
            Self::Unavailable(seconds) => write!(f, "unavailable={seconds}"),
            Self::RateLimited(seconds) => write!(f, "rate-limited={seconds}"),
            Self::InternalError => f.write_str("internal-error"),
        }
    }
}
