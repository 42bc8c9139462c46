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
    own: Option<Sandbox>,
}

impl Service {
    /// Only here is the environment read, and only for a live run.
    pub(crate) async fn start(target: &Target) -> Result<Self, AnyError> {
        let builder = kirim::Client::builder();
        let (builder, server, own) = if target.live {
            let server = std::env::var("KIRIM_BASE_URL")
                .ok()
                .filter(|url| !url.is_empty());
            let server = server.unwrap_or_else(|| kirim::CURRENT_SERVER.to_owned());
            (builder.env().base_url(&server), server, None)
        } else if let Some(url) = &target.sandbox {
            (
                builder
                    .api_key(FULL_ACCESS_KIRIM_KEY)
                    .base_url(url.as_str()),
                url.to_string(),
                None,
            )
        } else {
            let sandbox = Sandbox::builder().start().await?;
            let url = sandbox.kirim_base_url();
            (
                builder.api_key(FULL_ACCESS_KIRIM_KEY).base_url(url),
                "sandbox".to_owned(),
                Some(sandbox),
            )
        };
        Ok(Self {
            client: builder.build()?,
            server,
            is_live: target.live,
            own,
        })
    }

    /// Whether the other side ends with this program.
    pub(crate) fn is_own(&self) -> bool {
        self.own.is_some()
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
