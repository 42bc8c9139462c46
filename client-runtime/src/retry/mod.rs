//! Whether, when and how often a request is sent again.
//!
//! [`Outcome`](crate::outcome::Outcome) says whether another attempt may succeed, `decide` whether
//! there may be one and after which wait, and `execute` makes it. Only the last one acts, so the
//! rules can be read and tested as tables.
//!
//! | file | purpose |
//! |---|---|
//! | `policy` | what the caller may set |
//! | `fault` | the reason for another attempt |
//! | `decide` | fault and state of the call → another attempt or none |
//! | `backoff` | how long to wait before an attempt |
//! | `quota` | bounds the retries of all calls of a client together |

mod backoff;
mod decide;
mod fault;
mod policy;
mod quota;

pub use self::policy::RetryPolicy;

pub(crate) use self::decide::{Decision, State, Stop, decide, may_be_repeated};
pub(crate) use self::fault::{Fault, Reason};
pub(crate) use self::quota::Quota;
