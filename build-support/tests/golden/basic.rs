// API
/// What the runtime has to know of this API.
static API: Api = Api {
    name: "shop",
    api_key_env: "SHOP_API_KEY",
    base_url_env: "SHOP_BASE_URL",
    server: CURRENT_SERVER,
    variables: &[],
    auths: &[Auth::Basic],
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

// Client::get_item
/// get_item.
///
/// Sends `GET /items/{id}`.
///
/// # Arguments
///
/// - `id`: Number of the item.
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
/// client.get_item("…").send().await?;
/// # Ok(())
/// # }
/// ```
pub fn get_item(
    &self,
    id: impl TryInto<String, Error: Into<BoxError>>,
) -> builder::GetItem {
    builder::GetItem {
        client: self.clone(),
        options: Options::default(),
        id: codegen::argument("id", id),
    }
}

// Client::get_health
/// get_health.
///
/// Sends `GET /health`.
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
/// let client = generated_client::shop::Client::builder()
///     .env()
///     .basic("user", "password")
///     .build()?;
/// client.get_health().send().await?;
/// # Ok(())
/// # }
/// ```
pub fn get_health(&self) -> builder::GetHealth {
    builder::GetHealth {
        client: self.clone(),
        options: Options::default(),
    }
}
