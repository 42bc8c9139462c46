//! What generated code stands on, and users do not name. It may change with any version: the
//! generator and this crate go together.

mod check;
pub mod unions;

pub use self::check::{Bounds, Check, Checked, Place, checked, checked_text};
pub use crate::api::{
    Api, ErrorPointers, Operation, RateLimitHeaders, Refill, ServerVariable, Throttling,
};
pub use crate::argument::{ArgumentError, argument};
pub use crate::auth::Auth;
pub use crate::call::Call;
pub use crate::client::{ApiClient, Runtime};
pub use crate::decode::{DecodeError, Undecoded};
pub use crate::form::Form;
pub use crate::nullable::absent_or;
pub use crate::open_enum;
pub use crate::open_enum::TextVisitor;
pub use crate::optional::{IntoList, IntoOption, TryIntoOption, list, optional, optional_list};
pub use crate::options::Options;
pub use crate::pagination::Page;
pub use crate::style::Style;
pub use crate::union;
pub use crate::upload::IntoUploads;
// What generated code names of other crates.
pub use bytes::Bytes;
pub use chrono;
pub use serde;
pub use serde_json;
pub use tokio::io::AsyncWrite;
