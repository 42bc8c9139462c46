#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod app;
mod behaviour;
mod body;
mod builder;
mod clock;
mod cursor;
mod error;
mod exchange;
mod fault;
mod front_page;
mod keys;
mod limits;
mod media;
mod multipart;
mod parameters;
mod received;
mod repeats;
mod respond;
mod sandbox;
mod seed;
mod seen;
mod server;
mod spec;
mod start;
mod store;
mod styles;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::builder::Builder;
pub use self::fault::FaultError;
pub use self::keys::{
    EXPIRED_KIRIM_KEY, FREE_PLAN_KIRIM_KEY, FULL_ACCESS_KIRIM_KEY, KUSTOMER_KEY_WITHOUT_ROLE,
};
pub use self::multipart::Part;
pub use self::sandbox::Sandbox;
pub use self::seen::SeenRequest;
pub use self::start::StartError;

/// Locks, also after a panic elsewhere: nothing here is ever left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
