//! What the tests share.

pub(crate) mod contract;
pub(crate) mod raw;

use std::time::Duration;

use generated_client::{kirim, kustomer};
use sandbox::{Builder, Sandbox};
use serde_json::Value;

pub(crate) use self::raw::Raw;

/// The account that has contacts.
pub(crate) const ACCOUNT: &str = "100200300400500";

/// An account without contacts.
pub(crate) const EMPTY_ACCOUNT: &str = "100200300400502";

/// An account that is not connected.
pub(crate) const DEGRADED_ACCOUNT: &str = "100200300400503";

/// Ids of the rows of a collection.
pub(crate) fn ids(sandbox: &Sandbox, api: &str, collection: &str) -> Vec<String> {
    let rows = sandbox.rows(api, collection).into_iter();
    rows.map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// A small sandbox.
pub(crate) fn builder() -> Builder {
    Sandbox::builder().contacts(300).customers(20)
}

/// A small sandbox that runs.
pub(crate) async fn start() -> Sandbox {
    builder().start().await.unwrap()
}

/// A client with the right key.
pub(crate) fn kirim(sandbox: &Sandbox) -> kirim::Client {
    kirim_with_key(sandbox, sandbox.kirim_api_key())
}

/// A client with a key of one's choice. It gives up after two seconds, whatever it would do next.
pub(crate) fn kirim_with_key(sandbox: &Sandbox, key: &str) -> kirim::Client {
    kirim::Client::builder()
        .api_key(key)
        .base_url(sandbox.kirim_base_url())
        .total_timeout(Duration::from_secs(2))
        .build()
        .unwrap()
}

/// A client with the right key.
pub(crate) fn kustomer(sandbox: &Sandbox) -> kustomer::Client {
    kustomer_with_key(sandbox, sandbox.kustomer_api_key())
}

/// A client with a key of one's choice, as [`kirim_with_key`].
pub(crate) fn kustomer_with_key(sandbox: &Sandbox, key: &str) -> kustomer::Client {
    kustomer::Client::builder()
        .api_key(key)
        .base_url(sandbox.kustomer_base_url())
        .total_timeout(Duration::from_secs(2))
        .build()
        .unwrap()
}

/// Kirim's response to a request with the right key.
pub(crate) async fn get_kirim(sandbox: &Sandbox, path: &str) -> Raw {
    let key = format!("Bearer {}", sandbox.kirim_api_key());
    let path = format!("/kirim/v1{path}");
    raw::get(sandbox.address(), &path, &[("authorization", &key)]).await
}

/// Kirim's response to a request with the right key and a body, unless that is null.
pub(crate) async fn write_kirim(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Raw {
    let key = format!("Bearer {}", sandbox.kirim_api_key());
    let mut all = vec![("authorization", key.as_str())];
    all.extend(headers);
    let body = (!body.is_null()).then(|| body.to_string());
    all.extend(body.as_ref().map(|_| ("content-type", "application/json")));
    let path = format!("/kirim/v1{path}");
    raw::send(
        sandbox.address(),
        method,
        &path,
        &all,
        &body.unwrap_or_default(),
    )
    .await
}

/// Kustomer's response to a request with the right key.
pub(crate) async fn get_kustomer(sandbox: &Sandbox, path: &str) -> Raw {
    let key = format!("Bearer {}", sandbox.kustomer_api_key());
    let path = format!("/kustomer{path}");
    raw::get(sandbox.address(), &path, &[("authorization", &key)]).await
}
