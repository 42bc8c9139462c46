// Client::find
/// find.
///
/// Sends `GET /find`.
///
/// # Arguments
///
/// - `colours`: Any of these.
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
/// client.find(["red"]).send().await?;
/// # Ok(())
/// # }
/// ```
pub fn find(
    &self,
    colours: impl IntoIterator<Item = impl Into<types::FindColoursItem>>,
) -> builder::Find {
    builder::Find {
        client: self.clone(),
        options: Options::default(),
        colours: codegen::checked(
            codegen::Place::Parameter("colours"),
            codegen::list(colours),
            &codegen::Bounds::new().items(1..),
        ),
        spaced: Ok(None),
        piped: Ok(None),
        comma: Ok(None),
        filter: Ok(None),
        range: Ok(None),
        where_: Ok(None),
        back: Ok(None),
        session: Ok(None),
        flags: Ok(None),
        x_range: Ok(None),
        x_tags: Ok(None),
    }
}

// builder::Find
/// Request of [`Client::find`](super::Client::find): set what is optional, then send
/// it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct Find {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) colours: Result<Vec<types::FindColoursItem>, ArgumentError>,
    pub(super) spaced: Result<Option<Vec<String>>, ArgumentError>,
    pub(super) piped: Result<Option<Vec<i64>>, ArgumentError>,
    pub(super) comma: Result<Option<Vec<NaiveDate>>, ArgumentError>,
    pub(super) filter: Result<Option<types::FindFilter>, ArgumentError>,
    pub(super) range: Result<Option<types::Range>, ArgumentError>,
    pub(super) where_: Result<Option<types::Range>, ArgumentError>,
    pub(super) back: Result<Option<String>, ArgumentError>,
    pub(super) session: Result<Option<String>, ArgumentError>,
    pub(super) flags: Result<Option<Vec<String>>, ArgumentError>,
    pub(super) x_range: Result<Option<types::Range>, ArgumentError>,
    pub(super) x_tags: Result<Option<Vec<String>>, ArgumentError>,
}

impl CallOptions for Find {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl Find {
    /// The parameter `spaced`.
    pub fn spaced<M>(mut self, spaced: impl IntoList<String, M>) -> Self {
        self.spaced = codegen::optional_list(spaced);
        self
    }

    /// The parameter `piped`.
    pub fn piped<M>(mut self, piped: impl IntoList<i64, M>) -> Self {
        self.piped = codegen::optional_list(piped);
        self
    }

    /// Days.
    pub fn comma<M>(mut self, comma: impl IntoList<NaiveDate, M>) -> Self {
        self.comma = codegen::optional_list(comma);
        self
    }

    /// What to look for.
    pub fn filter<M>(
        mut self,
        filter: impl TryIntoOption<types::FindFilter, M>,
    ) -> Self {
        self.filter = codegen::optional("filter", filter);
        self
    }

    /// The parameter `range`.
    pub fn range<M>(mut self, range: impl TryIntoOption<types::Range, M>) -> Self {
        self.range = codegen::optional("range", range);
        self
    }

    /// The parameter `where`.
    pub fn where_<M>(mut self, where_: impl TryIntoOption<types::Range, M>) -> Self {
        self.where_ = codegen::optional("where", where_);
        self
    }

    /// The parameter `back`.
    pub fn back<M>(mut self, back: impl TryIntoOption<String, M>) -> Self {
        self.back = codegen::optional("back", back);
        self
    }

    /// The parameter `session`.
    pub fn session<M>(mut self, session: impl TryIntoOption<String, M>) -> Self {
        self.session = codegen::optional("session", session);
        self
    }

    /// The parameter `flags`.
    pub fn flags<M>(mut self, flags: impl IntoList<String, M>) -> Self {
        self.flags = codegen::optional_list(flags);
        self
    }

    /// The parameter `X-Range`.
    pub fn x_range<M>(
        mut self,
        x_range: impl TryIntoOption<types::Range, M>,
    ) -> Self {
        self.x_range = codegen::optional("X-Range", x_range);
        self
    }

    /// The parameter `X-Tags`.
    pub fn x_tags<M>(mut self, x_tags: impl IntoList<String, M>) -> Self {
        self.x_tags = codegen::optional_list(x_tags);
        self
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::find`](super::Client::find); a value that a setter could not take is
    /// reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<()>, Error> {
        self.client
            .runtime
            .call(&operation::FIND)
            .options(self.options)
            .query("colours", self.colours)
            .query_styled(
                "spaced",
                self.spaced,
                codegen::Style::Space {
                    explode: false,
                },
            )
            .query_styled(
                "piped",
                self.piped,
                codegen::Style::Pipe {
                    explode: false,
                },
            )
            .query_styled(
                "comma",
                self.comma,
                codegen::Style::Form {
                    explode: false,
                },
            )
            .query_styled("filter", self.filter, codegen::Style::DeepObject)
            .query("range", self.range)
            .query_styled("where", self.where_, codegen::Style::Json)
            .query_styled(
                "back",
                self.back,
                codegen::Style::Reserved(
                    &codegen::Style::Form {
                        explode: true,
                    },
                ),
            )
            .cookie(
                "session",
                self.session,
                codegen::Style::Form {
                    explode: true,
                },
            )
            .cookie(
                "flags",
                self.flags,
                codegen::Style::Form {
                    explode: false,
                },
            )
            .header_styled(
                "X-Range",
                self.x_range,
                codegen::Style::Simple {
                    explode: true,
                },
            )
            .header("X-Tags", self.x_tags)
            .send_empty()
            .await
    }
}

// builder::Locate::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::locate`](super::Client::locate); a value that a setter could not take
/// is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::LOCATE)
        .options(self.options)
        .path("plain", self.plain)
        .path_styled(
            "label",
            self.label,
            codegen::Style::Label {
                explode: false,
            },
        )
        .path_styled(
            "matrix",
            self.matrix,
            codegen::Style::Matrix {
                explode: true,
            },
        )
        .path_styled(
            "range",
            self.range,
            codegen::Style::Simple {
                explode: true,
            },
        )
        .send_empty()
        .await
}

// types::FindFilter
/// A part of the contract that has no description.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FindFilter {
    /// The property `name`.
    pub name: String,
    /// The property `size`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// The property `tags`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
}

impl FindFilter {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            size: None,
            tags: None,
        }
    }

    /// The property `size`.
    pub fn size<M>(mut self, size: impl IntoOption<i64, M>) -> Self {
        self.size = size.into_option();
        self
    }

    /// The property `tags`.
    pub fn tags<M>(mut self, tags: impl IntoList<String, M>) -> Self {
        self.tags = tags.into_list();
        self
    }
}

impl From<&str> for FindFilter {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for FindFilter {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}
