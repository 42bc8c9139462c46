// Client
/// Sends requests to the `shop` API.
///
/// Each operation goes to the server that its document names; a client with a base URL
/// of its own sends all of them there. Cloning is cheap, and clones share connections,
/// throttling and the quota of retries.
///
/// The contract names no host for some of them: they need a
/// [`base_url`](client_runtime::ClientBuilder::base_url).
///
/// URLs of servers have variables, which
/// [`server_variable`](client_runtime::ClientBuilder::server_variable) sets:
///
/// - `region`: Where the data is. Default: `eu`. Values: `eu`, `us`.
/// - `version`: Default: `v1`.
#[derive(Clone, Debug)]
pub struct Client {
    runtime: Runtime,
}

impl Client {
    /// Starts a client whose settings are given in the program.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Builds a client from the environment: the base URL from `SHOP_BASE_URL`, when it is
    /// set.
    ///
    /// # Errors
    ///
    /// A variable that is missing or not usable; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env().build()
    }

    /// A client with other options, which shares connections, credentials, throttling and the quota
    /// of retries with this one.
    ///
    /// # Errors
    ///
    /// An option that cannot be used; the error names it.
    pub fn with(
        &self,
        change: impl FnOnce(ClientOptions) -> ClientOptions,
    ) -> Result<Self, Error> {
        Ok(Self {
            runtime: self.runtime.with(change)?,
        })
    }

    /// Starts a request of an operation that has no method here. `path` is a template such as
    /// `/labels/{id}`, relative to the base URL.
    pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
        self.runtime.request(method, path)
    }

    /// list_items.
    ///
    /// Sends `GET /items`.
    ///
    /// No credential is sent.
    ///
    /// # Errors
    ///
    /// The request cannot be sent, or the response is no success.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::shop::Client::from_env()?;
    /// client.list_items().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_items(&self) -> builder::ListItems {
        builder::ListItems {
            client: self.clone(),
            options: Options::default(),
        }
    }

    /// list_local.
    ///
    /// Sends `GET /local`.
    ///
    /// No credential is sent.
    ///
    /// # Errors
    ///
    /// The request cannot be sent, or the response is no success.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::shop::Client::from_env()?;
    /// client.list_local().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_local(&self) -> builder::ListLocal {
        builder::ListLocal {
            client: self.clone(),
            options: Options::default(),
        }
    }
}

impl ApiClient for Client {
    const API: &'static Api = &API;
    const USER_AGENT: &'static str = concat!(
        env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")
    );

    fn from_runtime(runtime: Runtime) -> Self {
        Self { runtime }
    }
}

// API
/// What the runtime has to know of this API.
static API: Api = Api {
    name: "shop",
    api_key_env: "SHOP_API_KEY",
    base_url_env: "SHOP_BASE_URL",
    server: "https://{region}.example.com/{version}",
    variables: &[
        ServerVariable {
            name: "region",
            default: "eu",
            values: &["eu", "us"],
        },
        ServerVariable {
            name: "version",
            default: "v1",
            values: &[],
        },
    ],
    auths: &[],
    schemes: &[],
    request_id_header: None,
    idempotency_header: None,
    rate_limit_headers: None,
    throttling: None,
    error: ErrorPointers {
        kind: &[],
        code: &[],
        message: &[],
        param: &[],
        request_id: &[],
    },
};

// operation
/// What the runtime has to know of each operation.
mod operation {
    use client_runtime::codegen::{Auth, Operation};
    use reqwest::Method;

    pub(super) static LIST_ITEMS: Operation = Operation::new(
        &super::API,
        "list_items",
        Method::GET,
        "https://{region}.example.com/{version}",
        "/items",
        Auth::None,
    );

    pub(super) static LIST_LOCAL: Operation = Operation::new(
        &super::API,
        "list_local",
        Method::GET,
        "/v2",
        "/local",
        Auth::None,
    );
}
