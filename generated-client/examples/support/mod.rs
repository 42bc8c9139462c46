//! Where the examples get their client from: the environment, or a sandbox in this process.

use std::env;

use generated_client::kirim;
use sandbox::Sandbox;

/// Any error: examples pass them on and print them.
pub(crate) type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// A client of Kirim, and the sandbox that it talks to if there is no API key.
pub(crate) struct Service {
    /// The client.
    pub(crate) kirim: kirim::Client,
    /// Stops when it is dropped.
    sandbox: Option<Sandbox>,
}

impl Service {
    /// Reads `KIRIM_API_KEY` and `KIRIM_BASE_URL`; without a key it starts a sandbox.
    pub(crate) async fn start() -> Result<Self, AnyError> {
        if env::var_os("KIRIM_API_KEY").is_some() {
            return Ok(Self {
                kirim: kirim::Client::from_env()?,
                sandbox: None,
            });
        }
        eprintln!("KIRIM_API_KEY is not set: using a sandbox with made-up data.");
        let sandbox = Sandbox::builder()
            .read_per_minute(1_000_000)
            .keep_requests(0)
            .start()
            .await?;
        Ok(Self {
            kirim: client(&sandbox, sandbox.kirim_api_key())?,
            sandbox: Some(sandbox),
        })
    }

    /// A client of the same service with another key.
    #[allow(dead_code, reason = "not every example needs one")]
    pub(crate) fn client_with_key(&self, key: &str) -> Result<kirim::Client, AnyError> {
        match &self.sandbox {
            Some(sandbox) => client(sandbox, key),
            // What is set here goes before what is in the environment.
            None => Ok(kirim::Client::builder().api_key(key).env().build()?),
        }
    }
}

fn client(sandbox: &Sandbox, key: &str) -> Result<kirim::Client, AnyError> {
    let client = kirim::Client::builder()
        .api_key(key)
        .base_url(sandbox.kirim_base_url())
        .build()?;
    Ok(client)
}
