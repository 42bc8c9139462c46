// Client::place_order
/// Place an order.
///
/// Sends `POST /orders/{id}`.
///
/// The body is sent as `application/x-www-form-urlencoded`.
///
/// # Arguments
///
/// - `id`: Number of the order.
/// - `item`: What is ordered. Length: at most 8 characters.
/// - `amount`: How many. Range: at least 1.
/// - `colours`: Any of these.
/// - `number`: The parameter `number`.
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
/// client.place_order("o1", "tea", 1_i64, ["red"], 1.5_f64).note("Please hurry").send().await?;
/// # Ok(())
/// # }
/// ```
pub fn place_order(
    &self,
    id: impl TryInto<String, Error: Into<BoxError>>,
    item: impl TryInto<String, Error: Into<BoxError>>,
    amount: impl TryInto<i64, Error: Into<BoxError>>,
    colours: impl IntoIterator<Item = impl Into<types::OrderColoursItem>>,
    number: impl TryInto<f64, Error: Into<BoxError>>,
) -> builder::PlaceOrder {
    builder::PlaceOrder {
        client: self.clone(),
        options: Options::default(),
        id: codegen::argument("id", id),
        form: codegen::Form::new()
            .pair(
                "item",
                codegen::checked(
                    codegen::Place::Body.property("item"),
                    codegen::argument::<String, _>("item", item),
                    &codegen::Bounds::new().length(..=8),
                ),
            )
            .pair(
                "amount",
                codegen::checked(
                    codegen::Place::Body.property("amount"),
                    codegen::argument::<i64, _>("amount", amount),
                    &codegen::Bounds::new().integers(1..),
                ),
            )
            .pair(
                "colours",
                codegen::checked(
                    codegen::Place::Body.property("colours"),
                    codegen::list::<types::OrderColoursItem>(colours),
                    &codegen::Bounds::new().items(1..),
                ),
            )
            .pair(
                "number",
                codegen::checked(
                    codegen::Place::Body.property("number"),
                    codegen::argument::<f64, _>("number", number),
                    &codegen::Bounds::new(),
                ),
            ),
    }
}

// builder::PlaceOrder
/// Request of [`Client::place_order`](super::Client::place_order): set what is
/// optional, then send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct PlaceOrder {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) id: Result<String, ArgumentError>,
    pub(super) form: codegen::Form,
}

impl CallOptions for PlaceOrder {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl PlaceOrder {
    /// Shown to nobody.
    ///
    /// Length: at least 1 character.
    pub fn note<M>(mut self, note: impl TryIntoOption<String, M>) -> Self {
        self.form = self
            .form
            .pair(
                "note",
                codegen::checked(
                    codegen::Place::Body.property("note"),
                    codegen::optional::<String, _>("note", note),
                    &codegen::Bounds::new().length(1..),
                ),
            );
        self
    }

    /// The day of delivery.
    pub fn on<M>(mut self, on: impl TryIntoOption<NaiveDate, M>) -> Self {
        self.form = self
            .form
            .pair("on", codegen::optional::<NaiveDate, _>("on", on));
        self
    }

    /// The parameter `tags`.
    ///
    /// Items: at most 3.
    pub fn tags<M>(mut self, tags: impl IntoList<String, M>) -> Self {
        self.form = self
            .form
            .pair_as(
                "tags",
                codegen::checked(
                    codegen::Place::Body.property("tags"),
                    codegen::checked(
                        codegen::Place::Body.property("tags"),
                        codegen::optional_list::<String, _>(tags),
                        &codegen::Bounds::new().items(..=3),
                    ),
                    &codegen::Bounds::new()
                        .each(&codegen::Bounds::new().length(..=4)),
                ),
                codegen::Style::Form {
                    explode: false,
                },
            );
        self
    }

    /// The parameter `sizes`.
    pub fn sizes<M>(mut self, sizes: impl IntoList<i64, M>) -> Self {
        self.form = self
            .form
            .pair_as(
                "sizes",
                codegen::optional_list::<i64, _>(sizes),
                codegen::Style::Pipe {
                    explode: false,
                },
            );
        self
    }

    /// The parameter `address`.
    pub fn address<M>(
        mut self,
        address: impl TryIntoOption<types::Address, M>,
    ) -> Self {
        self.form = self
            .form
            .pair_as(
                "address",
                codegen::checked(
                    codegen::Place::Body.property("address"),
                    codegen::optional::<types::Address, _>("address", address),
                    &codegen::Bounds::new(),
                ),
                codegen::Style::DeepObject,
            );
        self
    }

    /// The parameter `home`.
    pub fn home<M>(mut self, home: impl TryIntoOption<types::Address, M>) -> Self {
        self.form = self
            .form
            .pair(
                "home",
                codegen::checked(
                    codegen::Place::Body.property("home"),
                    codegen::optional::<types::Address, _>("home", home),
                    &codegen::Bounds::new(),
                ),
            );
        self
    }

    /// The parameter `meta`.
    pub fn meta<M>(
        mut self,
        meta: impl TryIntoOption<Map<String, Value>, M>,
    ) -> Self {
        self.form = self
            .form
            .pair_as(
                "meta",
                codegen::optional::<Map<String, Value>, _>("meta", meta),
                codegen::Style::Json,
            );
        self
    }

    /// The parameter `lines`.
    pub fn lines<M>(
        mut self,
        lines: impl IntoList<types::OrderLinesItem, M>,
    ) -> Self {
        self.form = self
            .form
            .pair_as(
                "lines",
                codegen::optional_list::<types::OrderLinesItem, _>(lines),
                codegen::Style::Json,
            );
        self
    }

    /// Where the browser goes.
    pub fn back_to<M>(mut self, back_to: impl TryIntoOption<String, M>) -> Self {
        self.form = self
            .form
            .pair_as(
                "back_to",
                codegen::optional::<String, _>("back_to", back_to),
                codegen::Style::Reserved(
                    &codegen::Style::Form {
                        explode: true,
                    },
                ),
            );
        self
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::place_order`](super::Client::place_order); a value that a setter could
    /// not take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<()>, Error> {
        self.client
            .runtime
            .call(&operation::PLACE_ORDER)
            .options(self.options)
            .path("id", self.id)
            .fields(self.form)
            .send_empty()
            .await
    }
}

// operation::PLACE_ORDER
pub(super) static PLACE_ORDER: Operation = Operation::new(
        &super::API,
        "place_order",
        Method::POST,
        "https://api.example.com/v1",
        "/orders/{id}",
        Auth::Bearer,
    )
    .content_type("application/x-www-form-urlencoded");

// builder::SetLabels::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::set_labels`](super::Client::set_labels); a value that a setter could
/// not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::SET_LABELS)
        .options(self.options)
        .form_body(self.body)
        .send_empty()
        .await
}

// Client::verify
/// Verify a phone number.
///
/// Sends `POST /verifications`.
///
/// The body is sent as `application/x-www-form-urlencoded`.
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
/// client.verify().to("+628120000001").channel("…").locale("id").send().await?;
/// # Ok(())
/// # }
/// ```
pub fn verify(&self) -> builder::Verify {
    builder::Verify {
        client: self.clone(),
        options: Options::default(),
        form: codegen::Form::new(),
    }
}

// builder::Verify::to
/// Phone number in E.164 form. Of a mobile phone.
///
/// Pattern: `^\+[1-9]\d{6,14}$`. Required if another property of the body is set.
pub fn to<M>(mut self, to: impl TryIntoOption<String, M>) -> Self {
    self.form = self
        .form
        .pair(
            "To",
            codegen::checked(
                codegen::Place::Body.property("To"),
                codegen::optional::<String, _>("To", to),
                &codegen::Bounds::new()
                    .pattern("^\\+[1-9]\\d{6,14}$")
                    .meaning("Phone number in E.164 form"),
            ),
        );
    self
}

// builder::Verify::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::verify`](super::Client::verify); a value that a setter could not take
/// is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::VERIFY)
        .options(self.options)
        .fields(self.form.requiring(&["To", "Channel"]))
        .send_empty()
        .await
}
