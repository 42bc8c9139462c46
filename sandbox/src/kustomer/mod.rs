//! Kustomer's half of the sandbox.

mod answer;
mod customers;
mod errors;
mod routes;

pub(crate) use self::answer::{fault, refused_header};
pub(crate) use self::routes::router;
