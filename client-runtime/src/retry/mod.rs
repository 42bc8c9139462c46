//! Whether, when and how often a request is sent again.
//!
//! [`Outcome`](crate::outcome::Outcome) says whether another attempt may succeed, `decide` whether
//! there may be one and after which wait, and `execute` makes it. Only the last one acts, so the
//! rules can be read and tested as tables.

mod decide;
mod fault;
mod policy;
mod quota;

pub use self::policy::RetryPolicy;

pub(crate) use self::decide::{Decision, State, Stop, decide};
pub(crate) use self::fault::{Fault, Reason};
pub(crate) use self::quota::{Charge, Quota};
