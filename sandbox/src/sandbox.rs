//! A running sandbox.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use contract::Auth;
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::builder::Builder;
use crate::lock;
use crate::seen::SeenRequest;

/// A running sandbox. Dropping it stops it at once.
#[must_use = "a sandbox stops when it is dropped"]
pub struct Sandbox {
    pub(crate) address: SocketAddr,
    pub(crate) app: Arc<App>,
    pub(crate) stop: Option<oneshot::Sender<()>>,
    pub(crate) server: JoinHandle<()>,
}

impl Sandbox {
    /// Settings of a sandbox, to be started with [`Builder::start`].
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL for clients of an API: `http://127.0.0.1:PORT`, the name of the API, and the path of
    /// its server. `None` if the contract has no API of this name.
    ///
    /// Operations of a contract without `x-apis` are in one API; [`Builder::name`] says how it is
    /// called.
    pub fn base_url(&self, api: &str) -> Option<String> {
        let base = &self.app.spec.api(api)?.base;
        Some(format!("http://{}{base}", self.address))
    }

    /// The key of an API that opens everything. `None` if the contract has no API of this name.
    pub fn api_key(&self, api: &str) -> Option<&str> {
        self.app.keys.full(api).map(|key| key.text.as_str())
    }

    /// The calls that give the builder of an API's generated client the credentials that open everything,
    /// such as `.api_key("…")`. None if the contract has no API of this name, or the API takes none.
    pub fn credentials(&self, api: &str) -> Vec<String> {
        let spec = self.app.spec;
        let key = self.api_key(api).unwrap_or_default();
        let operations = spec.api(api).into_iter().flat_map(|it| &it.operations);
        let mut calls = BTreeSet::new();
        for operation in operations {
            let all = operation.definition.credentials(&spec.index);
            for (at, (scheme, auth)) in all.unwrap_or_default().iter().enumerate() {
                calls.insert(match (auth, at) {
                    (Auth::Basic, _) => format!(".basic(\"user\", {key:?})"),
                    (_, 0) => format!(".api_key({key:?})"),
                    _ => format!(".credential({scheme:?}, {key:?})"),
                });
            }
        }
        calls.into_iter().collect()
    }

    /// The names of the APIs of the contract.
    pub fn apis(&self) -> impl Iterator<Item = &str> {
        self.app.spec.apis.iter().map(|api| api.name)
    }

    /// [`Sandbox::base_url`] of `kirim`; empty if another contract is served that has none.
    pub fn kirim_base_url(&self) -> String {
        self.base_url("kirim").unwrap_or_default()
    }

    /// [`Sandbox::base_url`] of `kustomer`; empty if another contract is served that has none.
    pub fn kustomer_base_url(&self) -> String {
        self.base_url("kustomer").unwrap_or_default()
    }

    /// [`Sandbox::api_key`] of `kirim`; empty if another contract is served that has none.
    pub fn kirim_api_key(&self) -> &str {
        self.api_key("kirim").unwrap_or_default()
    }

    /// [`Sandbox::api_key`] of `kustomer`; empty if another contract is served that has none.
    pub fn kustomer_api_key(&self) -> &str {
        self.api_key("kustomer").unwrap_or_default()
    }

    /// The rows that a collection of an API holds now, in the order of its list.
    ///
    /// A collection is called like the last literal segment of the paths that read it: `contacts` for
    /// `/contacts/{id}`. There are no rows in one that the contract does not have.
    pub fn rows(&self, api: &str, collection: &str) -> Vec<Value> {
        let store = self.app.store();
        let mut collections = store.collections.iter();
        let found = collections.find(|(name, _)| **name == (api, collection));
        let rows = found.into_iter().flat_map(|(_, rows)| rows.all());
        rows.map(|row| row.value.clone()).collect()
    }

    /// Lets this much time pass at once: rate limits refill, messages get on, idempotency keys expire.
    ///
    /// If it [stands still](Builder::still), no time passes otherwise.
    pub fn advance(&self, time: Duration) {
        self.app.clock.skip(time);
    }

    /// The last requests, oldest first; [`Builder::keep_requests`] says how many.
    pub fn requests(&self) -> Vec<SeenRequest> {
        lock(&self.app.seen).iter().cloned().collect()
    }

    /// Stops listening, and waits for requests in progress, up to two seconds.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that the server has ended already.
            let _ = stop.send(());
        }
        let _ = (&mut self.server).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
