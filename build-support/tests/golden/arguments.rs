// Client::add_item
/// add_item.
///
/// Sends `POST /shelves/{shelf}/items`.
///
/// # Arguments
///
/// - `shelf`: Number of the shelf. Range: at least 1.
/// - `currency`: ISO 4217 code. Pattern: `^[A-Z]{3}$`.
/// - `idempotency_key`: Any text that names this attempt.
/// - `body`: The item to add.
///
/// # Errors
///
/// The request cannot be sent, or the response is no success.
///
/// # Examples
///
/// ```no_run
/// # async fn example(body: generated_client::shop::types::Item) -> Result<(), generated_client::Error> {
/// let client = generated_client::shop::Client::from_env()?;
/// client.add_item(7_i64, "IDR", "a1", body).send().await?;
/// # Ok(())
/// # }
/// ```
pub fn add_item(
    &self,
    shelf: impl TryInto<i64, Error: Into<BoxError>>,
    currency: impl TryInto<types::AddItemCurrency, Error: Into<BoxError>>,
    idempotency_key: impl TryInto<String, Error: Into<BoxError>>,
    body: impl TryInto<types::Item, Error: Into<BoxError>>,
) -> builder::AddItem {
    builder::AddItem {
        client: self.clone(),
        options: Options::default(),
        shelf: codegen::checked(
            codegen::Place::Parameter("shelf"),
            codegen::argument("shelf", shelf),
            &codegen::Bounds::new().integers(1..),
        ),
        currency: codegen::argument("currency", currency),
        idempotency_key: codegen::argument("Idempotency-Key", idempotency_key),
        note: Ok(None),
        body: codegen::argument("body", body),
    }
}

// builder::AddItem::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::add_item`](super::Client::add_item); a value that a setter could not
/// take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::ADD_ITEM)
        .options(self.options)
        .path("shelf", self.shelf)
        .query("currency", self.currency)
        .header("Idempotency-Key", self.idempotency_key)
        .query("note", self.note)
        .json(self.body)
        .send_empty()
        .await
}

// builder::SoldItems::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::sold_items`](super::Client::sold_items); a value that a setter could
/// not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::SOLD_ITEMS)
        .options(self.options)
        .path("shelf", self.shelf)
        .path("since", self.since)
        .query_styled(
            "tags",
            self.tags,
            codegen::Style::Form {
                explode: false,
            },
        )
        .query("sizes", self.sizes)
        .header("X-Until", self.x_until)
        .header("X-Day", self.x_day)
        .send_empty()
        .await
}

// types::AddItemCurrency
/// ISO 4217 code.
///
/// Pattern: `^[A-Z]{3}$`.
#[derive(Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(transparent)]
pub struct AddItemCurrency(String);

impl fmt::Display for AddItemCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<&String> for AddItemCurrency {
    type Error = ConversionError;

    fn try_from(value: &String) -> Result<Self, ConversionError> {
        value.parse()
    }
}

impl Deref for AddItemCurrency {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl FromStr for AddItemCurrency {
    type Err = ConversionError;

    fn from_str(value: &str) -> Result<Self, ConversionError> {
        codegen::checked_text(
            value,
            &codegen::Bounds::new().pattern("^[A-Z]{3}$").meaning("ISO 4217 code"),
        )?;
        Ok(Self(value.to_owned()))
    }
}

impl TryFrom<&str> for AddItemCurrency {
    type Error = ConversionError;

    fn try_from(value: &str) -> Result<Self, ConversionError> {
        value.parse()
    }
}

impl TryFrom<String> for AddItemCurrency {
    type Error = ConversionError;

    fn try_from(value: String) -> Result<Self, ConversionError> {
        value.parse()
    }
}

impl<'de> Deserialize<'de> for AddItemCurrency {
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
