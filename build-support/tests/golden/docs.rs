// Client::get_item
/// Get an item.
///
/// Finds the item \<id>, see \[the notes] and <https://example.com/notes>, or `a[0]`.
///
/// ```text
/// GET /items/7
/// ```
///
/// A paragraph that is so long that it has to be broken into several lines to stay
/// readable in the source of the client, which it does.
///
/// Sends `GET /items/{id}`.
///
/// # Arguments
///
/// - `id`: Number of the item.
///
/// # Errors
///
/// The request cannot be sent, or the response is no success. The API documents:
///
/// - `404`: No such item.
///
/// [`Error::json`] reads a body as [`types::ErrorResponse`].
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::from_env()?;
/// let response = client.get_item("i7").lang("en").send().await?;
/// println!("{:?}", *response);
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
        lang: Ok(None),
    }
}

// builder::GetItem::lang
/// Language of the texts.
///
/// Length: 2 characters. The server's default: `id`.
pub fn lang<M>(
    mut self,
    lang: impl TryIntoOption<types::GetItemLang, M>,
) -> Self {
    self.lang = codegen::optional("lang", lang);
    self
}

// types::ErrorResponse
/// The schema `ErrorResponse` of the contract.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct ErrorResponse {
    /// What went wrong.
    pub message: String,
    /// A thing on sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
}

// types::GetItemLang
/// Language of the texts.
///
/// Length: 2 characters. The server's default: `id`.
#[derive(Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(transparent)]
pub struct GetItemLang(String);

impl fmt::Display for GetItemLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<&String> for GetItemLang {
    type Error = ConversionError;

    fn try_from(value: &String) -> Result<Self, ConversionError> {
        value.parse()
    }
}

impl Deref for GetItemLang {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl FromStr for GetItemLang {
    type Err = ConversionError;

    fn from_str(value: &str) -> Result<Self, ConversionError> {
        codegen::checked_text(value, &codegen::Bounds::new().length(2..=2))?;
        Ok(Self(value.to_owned()))
    }
}

impl TryFrom<&str> for GetItemLang {
    type Error = ConversionError;

    fn try_from(value: &str) -> Result<Self, ConversionError> {
        value.parse()
    }
}

impl TryFrom<String> for GetItemLang {
    type Error = ConversionError;

    fn try_from(value: String) -> Result<Self, ConversionError> {
        value.parse()
    }
}

impl<'de> Deserialize<'de> for GetItemLang {
    fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
    where
        D: Deserializer<'de>,
    {
        String::deserialize(deserializer)?
            .parse()
            .map_err(|e: ConversionError| {
                <D::Error as de::Error>::custom(e.to_string())
            })
    }
}
