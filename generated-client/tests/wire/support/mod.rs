//! What the wire tests share: a server that plays scripts, clients of it, and bodies.

mod bodies;
mod listener;
mod process;
mod server;

use std::time::Duration;

use generated_client::{RetryPolicy, kirim, kustomer};

pub(crate) use self::bodies::{
    account, account_list, contact, contact_list, contact_response, customer, customer_response,
    kirim_error, kustomer_customer, kustomer_error, object,
};
pub(crate) use self::listener::Listener;
pub(crate) use self::process::{run_again, url_of_parent};
pub(crate) use self::server::{Recorded, Reply, Server, Step};

/// The key that every client of the tests carries.
pub(crate) const KEY: &str = "kdv_test_AbCdEfGhIjKlMnOpQrStUvWx";

/// A builder of clients that send everything below `/v1` of the server, once.
pub(crate) fn kirim_builder(server: &Server) -> kirim::ClientBuilder {
    kirim::Client::builder()
        .api_key(KEY)
        .base_url(server.url("/v1"))
        .retry(RetryPolicy::none())
}

/// The default policy but for its delays, which are as short as can be.
pub(crate) fn quick_retries() -> RetryPolicy {
    let delay = Duration::from_millis(1);
    RetryPolicy::new()
        .base_delay(delay)
        .throttled_base_delay(delay)
}

/// A client that sends everything below `/v1` of the server, and again if need be.
pub(crate) fn retrying(server: &Server) -> kirim::Client {
    let builder = kirim_builder(server).retry(quick_retries());
    builder.build().unwrap()
}

/// A client that sends everything below `/v1` of the server, once.
pub(crate) fn kirim(server: &Server) -> kirim::Client {
    kirim_builder(server).build().unwrap()
}

/// A client that sends everything to the root of the server, once.
pub(crate) fn kustomer(server: &Server) -> kustomer::Client {
    kustomer::Client::builder()
        .api_key(KEY)
        .base_url(server.url("/"))
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// The error together with its causes, as a logger would write them.
pub(crate) fn chain(error: &generated_client::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(" <- ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// Everything that a program may log of an error.
pub(crate) fn shown(error: &generated_client::Error) -> String {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.extend([format!("\n{cause}"), format!("\n{cause:?}")]);
        source = cause.source();
    }
    text
}

/// A value as text, whether the contract makes it a string or an enum.
pub(crate) fn text(value: &impl std::fmt::Display) -> String {
    value.to_string()
}
