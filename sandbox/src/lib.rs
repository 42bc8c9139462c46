#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
mod app;
mod bucket;
mod builder;
mod clock;
mod cursor;
mod data;
mod fault;
mod ids;
mod keys;
mod kirim;
mod kustomer;
mod mix;
mod observe;
mod operation;
mod query;
mod router;
mod running;
mod seen;
mod server;
mod window;

pub use self::builder::{Builder, StartError};
pub use self::data::FileError;
pub use self::fault::FaultError;
pub use self::keys::{EXPIRED_KIRIM_KEY, FREE_PLAN_KIRIM_KEY, kustomer_key_without_role};
pub use self::running::Sandbox;
pub use self::seen::SeenRequest;
