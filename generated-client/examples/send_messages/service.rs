//! Who messages are sent to: a sandbox, unless the real service is asked for.

use generated_client::kirim;
use sandbox::{FULL_ACCESS_KIRIM_KEY, Sandbox};

use crate::AnyError;
use crate::args::Target;

/// A client, and what it talks to.
pub(crate) struct Service {
    pub(crate) client: kirim::Client,
    /// Base URL, or `sandbox` for one that ends with the program.
    pub(crate) server: String,
    pub(crate) is_live: bool,
    /// Stops when it is dropped.
    pub(crate) own_sandbox: Option<Sandbox>,
}

impl Service {
    /// Only here is the environment read, and only for a live run.
    pub(crate) async fn start(target: &Target) -> Result<Self, AnyError> {
        let mut builder = kirim::Client::builder().api_key(FULL_ACCESS_KIRIM_KEY);
        let (mut server, mut own_sandbox) = ("sandbox".to_owned(), None);
        if target.live {
            let url = std::env::var("KIRIM_BASE_URL")
                .ok()
                .filter(|url| !url.is_empty());
            server = url.unwrap_or_else(|| kirim::CURRENT_SERVER.to_owned());
            builder = kirim::Client::builder().env().base_url(&server);
        } else if let Some(url) = &target.sandbox {
            server = url.to_string();
            builder = builder.base_url(&server);
        } else {
            let sandbox = Sandbox::builder().start().await?;
            builder = builder.base_url(sandbox.kirim_base_url());
            own_sandbox = Some(sandbox);
        }
        Ok(Self {
            client: builder.build()?,
            server,
            is_live: target.live,
            own_sandbox,
        })
    }

    /// `phone_number_id` that messages come from: the one that is given, or the first connected account.
    pub(crate) async fn sender(&self, given: Option<&str>) -> Result<String, AnyError> {
        if let Some(sender) = given {
            return Ok(sender.to_owned());
        }
        let accounts = self.client.list_accounts().send().await?.into_inner().data;
        let sender = accounts
            .into_iter()
            .find_map(|account| account.phone_number_id);
        Ok(sender.ok_or("no account is connected")?)
    }
}
