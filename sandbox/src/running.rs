//! A sandbox that runs.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::builder::Builder;
use crate::router::{KIRIM, KUSTOMER};
use crate::seen::SeenRequest;

/// A running sandbox. Dropping it stops it at once.
#[must_use = "a sandbox stops when it is dropped"]
pub struct Sandbox {
    address: SocketAddr,
    app: Arc<App>,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Settings of a sandbox, to be started with [`Builder::start`].
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(
        address: SocketAddr,
        app: Arc<App>,
        stop: oneshot::Sender<()>,
        server: JoinHandle<()>,
    ) -> Self {
        Self {
            address,
            app,
            stop: Some(stop),
            server,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL for clients of Kirim: `http://127.0.0.1:PORT/kirim/v1`.
    pub fn kirim_base_url(&self) -> String {
        format!("http://{}{KIRIM}", self.address)
    }

    /// Base URL for clients of Kustomer: `http://127.0.0.1:PORT/kustomer`. The path of the
    /// operation goes on with `/v1`.
    pub fn kustomer_base_url(&self) -> String {
        format!("http://{}{KUSTOMER}", self.address)
    }

    /// The Kirim key that opens everything.
    pub fn kirim_api_key(&self) -> &str {
        &self.app.keys.kirim
    }

    /// The Kustomer key that opens everything.
    pub fn kustomer_api_key(&self) -> &str {
        &self.app.keys.kustomer
    }

    /// `phone_number_id`s of connected accounts.
    pub fn phone_number_ids(&self) -> Vec<String> {
        self.app.data.samples().phone_number_ids
    }

    /// Ids of the first contacts of the first connected account, up to 20.
    pub fn contact_ids(&self) -> Vec<String> {
        self.app.data.samples().contacts
    }

    /// Ids of the first customers of Kirim, up to 20.
    pub fn customer_ids(&self) -> Vec<String> {
        self.app.data.samples().customers
    }

    /// Ids of the first customers of Kustomer, up to 20.
    pub fn kustomer_customer_ids(&self) -> Vec<String> {
        self.app.data.samples().people
    }

    /// The last requests, oldest first; [`Builder::keep_requests`] says how many.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.app.seen.all()
    }

    /// Stops listening, and waits for requests that are being answered, up to two seconds.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that the server is gone already.
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
