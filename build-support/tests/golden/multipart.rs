// Client::upload
/// Add a photo.
///
/// Sends `POST /photos`.
///
/// The body is sent as `multipart/form-data`.
///
/// A photo of at most 20 MB.
///
/// # Arguments
///
/// - `title`: Shown below it. Length: at most 20 characters.
/// - `file`: The photo. Bytes, the path of a file, or an
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
/// client.upload("Sunset", generated_client::Upload::path("photo.jpg")).preview(generated_client::Upload::path("photo.jpg")).send().await?;
/// # Ok(())
/// # }
/// ```
pub fn upload(
    &self,
    title: impl TryInto<String, Error: Into<BoxError>>,
    file: impl TryInto<Upload, Error: Into<BoxError>>,
) -> builder::Upload_ {
    builder::Upload_ {
        client: self.clone(),
        options: Options::default(),
        form: codegen::Form::new()
            .part(
                "title",
                codegen::checked(
                    codegen::Place::Body.property("title"),
                    codegen::argument::<String, _>("title", title),
                    &codegen::Bounds::new().length(..=20),
                ),
            )
            .file("file", codegen::argument::<Upload, _>("file", file)),
    }
}

// builder::Upload_
/// Request of [`Client::upload`](super::Client::upload): set what is optional, then
/// send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct Upload_ {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) form: codegen::Form,
}

impl CallOptions for Upload_ {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl Upload_ {
    /// When it was taken.
    pub fn taken<M>(mut self, taken: impl TryIntoOption<DateTime<Utc>, M>) -> Self {
        self.form = self
            .form
            .part("taken", codegen::optional::<DateTime<Utc>, _>("taken", taken));
        self
    }

    /// Words to find it by.
    pub fn tags<M>(mut self, tags: impl IntoList<String, M>) -> Self {
        self.form = self
            .form
            .part("tags", codegen::optional_list::<String, _>(tags));
        self
    }

    /// Where it was taken.
    pub fn place<M>(
        mut self,
        place: impl TryIntoOption<types::UploadPlace, M>,
    ) -> Self {
        self.form = self
            .form
            .part(
                "place",
                codegen::checked(
                    codegen::Place::Body.property("place"),
                    codegen::optional::<types::UploadPlace, _>("place", place),
                    &codegen::Bounds::new(),
                ),
            );
        self
    }

    /// As a page.
    pub fn caption<M>(mut self, caption: impl TryIntoOption<String, M>) -> Self {
        self.form = self
            .form
            .part_as(
                "caption",
                codegen::optional::<String, _>("caption", caption),
                "text/html",
            );
        self
    }

    /// The parameter `preview`.
    ///
    /// Bytes, the path of a file, or an [`Upload`](client_runtime::Upload).
    pub fn preview<M>(mut self, preview: impl TryIntoOption<Upload, M>) -> Self {
        self.form = self
            .form
            .file_as(
                "preview",
                codegen::optional::<Upload, _>("preview", preview),
                "image/png",
            );
        self
    }

    /// The parameter `raw`.
    ///
    /// Bytes, the path of a file, or an [`Upload`](client_runtime::Upload).
    pub fn raw<M>(mut self, raw: impl IntoList<Upload, M>) -> Self {
        self.form = self
            .form
            .file_as(
                "raw",
                codegen::optional_list::<Upload, _>(raw),
                "image/tiff, image/x-adobe-dng",
            );
        self
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::upload`](super::Client::upload); a value that a setter could not take
    /// is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<()>, Error> {
        self.client
            .runtime
            .call(&operation::UPLOAD)
            .options(self.options)
            .fields(self.form)
            .send_empty()
            .await
    }
}

// operation::UPLOAD
pub(super) static UPLOAD: Operation = Operation::new(
        &super::API,
        "upload",
        Method::POST,
        "https://api.example.com/v1",
        "/photos",
        Auth::Bearer,
    )
    .content_type("multipart/form-data");

// Client::upload_all
/// upload_all.
///
/// Sends `POST /photos/all`.
///
/// The body is sent as `multipart/form-data`. The API also takes `application/xml`.
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
/// client.upload_all().files([generated_client::Upload::path("photo.jpg")]).send().await?;
/// # Ok(())
/// # }
/// ```
pub fn upload_all(&self) -> builder::UploadAll {
    builder::UploadAll {
        client: self.clone(),
        options: Options::default(),
        form: codegen::Form::new(),
    }
}

// builder::Send::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::send`](super::Client::send); a value that a setter could not take is
/// reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::SEND)
        .options(self.options)
        .form_body(self.body)
        .send_empty()
        .await
}
