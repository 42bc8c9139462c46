// Client::set_note
/// set_note.
///
/// Sends `PUT /note`.
///
/// The body is sent as `text/plain`.
///
/// # Arguments
///
/// - `body`: The note.
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
/// client.set_note("…").send().await?;
/// # Ok(())
/// # }
/// ```
pub fn set_note(
    &self,
    body: impl TryInto<String, Error: Into<BoxError>>,
) -> builder::SetNote {
    builder::SetNote {
        client: self.clone(),
        options: Options::default(),
        body: codegen::argument("body", body),
    }
}

// builder::SetNote::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::set_note`](super::Client::set_note); a value that a setter could not
/// take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::SET_NOTE)
        .options(self.options)
        .text(
            codegen::checked(
                codegen::Place::Body,
                self.body,
                &codegen::Bounds::new().length(..=10),
            ),
        )
        .send_empty()
        .await
}

// Client::set_picture
/// set_picture.
///
/// Sends `PUT /picture`.
///
/// The body is sent as `image/*`.
///
/// # Arguments
///
/// - `body`: The picture. Bytes, the path of a file, or an
///   [`Upload`](client_runtime::Upload).
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
/// client.set_picture(generated_client::Upload::path("photo.jpg")).send().await?;
/// # Ok(())
/// # }
/// ```
pub fn set_picture(
    &self,
    body: impl TryInto<Upload, Error: Into<BoxError>>,
) -> builder::SetPicture {
    builder::SetPicture {
        client: self.clone(),
        options: Options::default(),
        body: codegen::argument("body", body),
    }
}

// builder::SetPicture::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::set_picture`](super::Client::set_picture); a value that a setter could
/// not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::SET_PICTURE)
        .options(self.options)
        .bytes(self.body)
        .send_empty()
        .await
}

// builder::SetRaw
/// Request of [`Client::set_raw`](super::Client::set_raw): set what is optional, then
/// send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct SetRaw {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) body: Result<Option<Upload>, ArgumentError>,
}

impl CallOptions for SetRaw {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl SetRaw {
    /// The request body.
    ///
    /// Bytes, the path of a file, or an [`Upload`](client_runtime::Upload).
    pub fn body<M>(mut self, body: impl TryIntoOption<Upload, M>) -> Self {
        self.body = codegen::optional("body", body);
        self
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::set_raw`](super::Client::set_raw); a value that a setter could not
    /// take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<()>, Error> {
        self.client
            .runtime
            .call(&operation::SET_RAW)
            .options(self.options)
            .bytes(self.body)
            .send_empty()
            .await
    }
}

// operation
/// What the runtime has to know of each operation.
mod operation {
    use client_runtime::codegen::{Auth, Operation};
    use reqwest::Method;

    pub(super) static SET_NOTE: Operation = Operation::new(
            &super::API,
            "set_note",
            Method::PUT,
            "https://api.example.com/v1",
            "/note",
            Auth::Bearer,
        )
        .content_type("text/plain");

    pub(super) static SET_PAGE: Operation = Operation::new(
            &super::API,
            "set_page",
            Method::PUT,
            "https://api.example.com/v1",
            "/page",
            Auth::Bearer,
        )
        .content_type("application/xml");

    pub(super) static SET_PICTURE: Operation = Operation::new(
            &super::API,
            "set_picture",
            Method::PUT,
            "https://api.example.com/v1",
            "/picture",
            Auth::Bearer,
        )
        .content_type("image/*");

    pub(super) static SET_RAW: Operation = Operation::new(
            &super::API,
            "set_raw",
            Method::PUT,
            "https://api.example.com/v1",
            "/raw",
            Auth::Bearer,
        )
        .content_type("application/octet-stream");

    pub(super) static SET_PRICE: Operation = Operation::new(
            &super::API,
            "set_price",
            Method::PUT,
            "https://api.example.com/v1",
            "/price",
            Auth::Bearer,
        )
        .accept("application/vnd.shop+json");

    pub(super) static SET_ANY: Operation = Operation::new(
        &super::API,
        "set_any",
        Method::PUT,
        "https://api.example.com/v1",
        "/any",
        Auth::Bearer,
    );
}

// Client::set_price
/// set_price.
///
/// Sends `PUT /price`.
///
/// The body is sent as `application/json`. The API also takes `application/xml`. The
/// response is requested as `application/vnd.shop+json`. The API also has `text/csv`.
///
/// # Arguments
///
/// - `body`: The request body.
///
/// # Errors
///
/// The request cannot be sent, or the response is no success.
///
/// # Examples
///
/// ```no_run
/// # async fn example(body: i64) -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::from_env()?;
/// let response = client.set_price(body).send().await?;
/// println!("{:?}", *response);
/// # Ok(())
/// # }
/// ```
pub fn set_price(
    &self,
    body: impl TryInto<i64, Error: Into<BoxError>>,
) -> builder::SetPrice {
    builder::SetPrice {
        client: self.clone(),
        options: Options::default(),
        body: codegen::argument("body", body),
    }
}
