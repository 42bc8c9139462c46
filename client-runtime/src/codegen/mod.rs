//! What generated code stands on, and users do not name. It may change with any version: the
//! generator and this crate go together.

mod check;
pub mod unions;

pub use self::check::{Bounds, Check, Checked, Place, checked};
pub use crate::api::{Api, ErrorPointers, Operation, RateLimitHeaders, Refill, Throttling};
pub use crate::argument::{ArgumentError, argument, in_range};
pub use crate::auth::Auth;
pub use crate::call::Call;
pub use crate::client::{ApiClient, Runtime};
pub use crate::decode::{DecodeError, Undecoded};
pub use crate::nullable::absent_or;
pub use crate::open_enum;
pub use crate::open_enum::TextVisitor;
pub use crate::optional::{IntoList, IntoOption, TryIntoOption, optional, optional_in_range};
pub use crate::options::Options;
pub use crate::pagination::Page;
pub use crate::union;
// Crates that generated code names.
pub use chrono;
pub use serde;
pub use serde_json;
