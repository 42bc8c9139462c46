// Client::get_photo
/// Fetch a photo.
///
/// Sends `GET /photos/{id}`.
///
/// The response is requested as `image/png`. The API also has `image/jpeg`.
///
/// # Arguments
///
/// - `id`: Number of the photo.
///
/// # Errors
///
/// The request cannot be sent, or the response is no success. The API documents:
///
/// - `404`: There is none.
/// - `410`: It is gone.
///
/// [`Error::json`] reads a body as [`types::Problem`] (`404`).
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::from_env()?;
/// let response = client.get_photo("p7").send().await?;
/// println!("{} bytes", response.len());
/// # Ok(())
/// # }
/// ```
///
/// To a file or another writer, however large the body is:
///
/// ```no_run
/// # async fn example(mut file: impl client_runtime::codegen::AsyncWrite + Unpin) -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::from_env()?;
/// let response = client.get_photo("p7").write_to(&mut file).await?;
/// println!("{} bytes", *response);
/// # Ok(())
/// # }
/// ```
pub fn get_photo(
    &self,
    id: impl TryInto<String, Error: Into<BoxError>>,
) -> builder::GetPhoto {
    builder::GetPhoto {
        client: self.clone(),
        options: Options::default(),
        id: codegen::argument("id", id),
    }
}

// builder::GetPhoto
/// Request of [`Client::get_photo`](super::Client::get_photo): set what is optional,
/// then send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct GetPhoto {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) id: Result<String, ArgumentError>,
}

impl CallOptions for GetPhoto {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl GetPhoto {
    /// Sends the request. The body is held in memory, up to
    /// [`max_body_bytes`](client_runtime::ClientBuilder::max_body_bytes).
    ///
    /// # Errors
    ///
    /// See [`Client::get_photo`](super::Client::get_photo); a value that a setter could not
    /// take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<Bytes>, Error> {
        self.client
            .runtime
            .call(&operation::GET_PHOTO)
            .options(self.options)
            .path("id", self.id)
            .send_bytes()
            .await
    }

    /// Sends the request and writes the body of the response, however large it is; the
    /// value is its number of bytes.
    ///
    /// The request is not sent again once something was written. `attempt_timeout` counts
    /// up to the headers; then the call ends when nothing comes for 30 s, and
    /// `total_timeout` does not count.
    ///
    /// # Errors
    ///
    /// See [`Client::get_photo`](super::Client::get_photo), and those of `writer`.
    pub async fn write_to(
        self,
        writer: &mut (impl AsyncWrite + Unpin),
    ) -> Result<Response<u64>, Error> {
        self.client
            .runtime
            .call(&operation::GET_PHOTO)
            .options(self.options)
            .path("id", self.id)
            .write_to(writer)
            .await
    }
}

// operation
/// What the runtime has to know of each operation.
mod operation {
    use client_runtime::codegen::{Auth, Operation};
    use reqwest::Method;

    pub(super) static GET_PHOTO: Operation = Operation::new(
            &super::API,
            "get_photo",
            Method::GET,
            "https://api.example.com/v1",
            "/photos/{id}",
            Auth::Bearer,
        )
        .accept("image/png");

    pub(super) static HAS_PHOTO: Operation = Operation::new(
        &super::API,
        "has_photo",
        Method::HEAD,
        "https://api.example.com/v1",
        "/photos/{id}",
        Auth::Bearer,
    );

    pub(super) static GET_EXPORT: Operation = Operation::new(
            &super::API,
            "get_export",
            Method::GET,
            "https://api.example.com/v1",
            "/export",
            Auth::Bearer,
        )
        .accept("text/csv; charset=utf-8");

    pub(super) static GET_REPORT: Operation = Operation::new(
            &super::API,
            "get_report",
            Method::GET,
            "https://api.example.com/v1",
            "/report",
            Auth::Bearer,
        )
        .accept("application/pdf, application/json");
}

// builder::GetReport::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::get_report`](super::Client::get_report); a value that a setter could
/// not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<types::GetReportResponse>, Error> {
    self.client
        .runtime
        .call(&operation::GET_REPORT)
        .options(self.options)
        .send_with(|response| match response.status() {
            200 => response.bytes().map(types::GetReportResponse::Ok),
            202 => response.decode().map(types::GetReportResponse::Accepted),
            _ => response.undocumented(),
        })
        .await
}

// types::GetReportResponse
/// What [`Client::get_report`](super::Client::get_report) brings, by the status of the
/// response.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GetReportResponse {
    /// `200`: It is ready.
    Ok(Bytes),
    /// `202`: It is being made.
    Accepted(Problem),
}

// builder::GetExport
/// Request of [`Client::get_export`](super::Client::get_export): set what is optional,
/// then send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct GetExport {
    pub(super) client: Client,
    pub(super) options: Options,
}

impl CallOptions for GetExport {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl GetExport {
    /// Sends the request. The body is held in memory, up to
    /// [`max_body_bytes`](client_runtime::ClientBuilder::max_body_bytes).
    ///
    /// # Errors
    ///
    /// See [`Client::get_export`](super::Client::get_export); a value that a setter could
    /// not take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<Bytes>, Error> {
        self.client
            .runtime
            .call(&operation::GET_EXPORT)
            .options(self.options)
            .send_bytes()
            .await
    }

    /// Sends the request and writes the body of the response, however large it is; the
    /// value is its number of bytes.
    ///
    /// The request is not sent again once something was written. `attempt_timeout` counts
    /// up to the headers; then the call ends when nothing comes for 30 s, and
    /// `total_timeout` does not count.
    ///
    /// # Errors
    ///
    /// See [`Client::get_export`](super::Client::get_export), and those of `writer`.
    pub async fn write_to(
        self,
        writer: &mut (impl AsyncWrite + Unpin),
    ) -> Result<Response<u64>, Error> {
        self.client
            .runtime
            .call(&operation::GET_EXPORT)
            .options(self.options)
            .write_to(writer)
            .await
    }
}
