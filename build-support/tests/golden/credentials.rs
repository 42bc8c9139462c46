// API
/// What the runtime has to know of this API.
static API: Api = Api {
    name: "shop",
    api_key_env: "SHOP_API_KEY",
    base_url_env: "SHOP_BASE_URL",
    server: CURRENT_SERVER,
    variables: &[],
    auths: &[
        Auth::Bearer,
        Auth::Basic,
        Auth::Header("X-Key"),
        Auth::Query("api_key"),
        Auth::Cookie("session"),
    ],
    schemes: &["header", "query"],
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

    pub(super) static HEALTH: Operation = Operation::new(
        &super::API,
        "health",
        Method::GET,
        "https://api.example.com/v1",
        "/health",
        Auth::None,
    );

    pub(super) static BEARER: Operation = Operation::new(
        &super::API,
        "bearer",
        Method::GET,
        "https://api.example.com/v1",
        "/bearer",
        Auth::Bearer,
    );

    pub(super) static BASIC: Operation = Operation::new(
        &super::API,
        "basic",
        Method::GET,
        "https://api.example.com/v1",
        "/basic",
        Auth::Basic,
    );

    pub(super) static HEADER: Operation = Operation::new(
        &super::API,
        "header",
        Method::GET,
        "https://api.example.com/v1",
        "/header",
        Auth::Header("X-Key"),
    );

    pub(super) static QUERY: Operation = Operation::new(
        &super::API,
        "query",
        Method::GET,
        "https://api.example.com/v1",
        "/query",
        Auth::Query("api_key"),
    );

    pub(super) static COOKIE: Operation = Operation::new(
        &super::API,
        "cookie",
        Method::GET,
        "https://api.example.com/v1",
        "/cookie",
        Auth::Cookie("session"),
    );

    pub(super) static SEVERAL: Operation = Operation::new(
            &super::API,
            "several",
            Method::GET,
            "https://api.example.com/v1",
            "/several",
            Auth::Bearer,
        )
        .credentials(
            &[("header", Auth::Header("X-Key")), ("query", Auth::Query("api_key"))],
        );
}

// Client::basic
/// basic.
///
/// Sends `GET /basic`.
///
/// # Errors
///
/// The request cannot be sent, or the response is no success.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::builder()
///     .env()
///     .basic("user", "password")
///     .build()?;
/// client.basic().send().await?;
/// # Ok(())
/// # }
/// ```
pub fn basic(&self) -> builder::Basic {
    builder::Basic {
        client: self.clone(),
        options: Options::default(),
    }
}

// Client::several
/// several.
///
/// Sends `GET /several`.
///
/// Further credentials are sent, which
/// [`credential`](client_runtime::ClientBuilder::credential) sets: `header`, `query`.
/// The credential needs the scopes `read`, `write`.
///
/// # Errors
///
/// The request cannot be sent, or the response is no success.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::builder()
///     .env()
///     .credential("header", "…")
///     .credential("query", "…")
///     .build()?;
/// client.several().send().await?;
/// # Ok(())
/// # }
/// ```
pub fn several(&self) -> builder::Several {
    builder::Several {
        client: self.clone(),
        options: Options::default(),
    }
}
