//! Whether, when and how often a request is sent again.
//!
//! In three parts: `classify` says what an attempt came to, `decide` whether there may be
//! another one and after which wait, and `execute` does it. The first two do nothing themselves, so
//! that their rules can be read and tested as tables.
//!
//! | file | purpose |
//! |---|---|
//! | `policy` | what the caller may set |
//! | `classify` | outcome of an attempt → verdict |
//! | `decide` | verdict and state of the call → another attempt or none |
//! | `backoff` | how long to wait before an attempt |
//! | `quota` | bounds the retries of all calls of a client together |

mod backoff;
mod classify;
mod decide;
mod policy;
mod quota;

pub use self::policy::RetryPolicy;

pub(super) use self::classify::{Verdict, classify};
pub(super) use self::decide::{Decision, State, Stop, decide, may_be_repeated};
pub(super) use self::quota::Quota;
