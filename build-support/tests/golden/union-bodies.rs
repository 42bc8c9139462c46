// types::SendBody
union! {
    /// Send body.
    pub enum SendBody {
        /// A message by its type.
        Message(Message),
        /// One of the forms of this value.
        Receipt(Receipt),
    }
}

impl From<TextMessage> for SendBody {
    fn from(value: TextMessage) -> Self {
        Self::Message(value.into())
    }
}

impl From<CardMessage> for SendBody {
    fn from(value: CardMessage) -> Self {
        Self::Message(value.into())
    }
}

// types::Card
union! {
    /// A card by its kind.
    pub enum Card {
        /// One of the forms of this value.
        Link(Link),
        /// One of the forms of this value.
        Stack(Box<Stack>),
    }
}

impl From<Stack> for Card {
    fn from(value: Stack) -> Self {
        Self::Stack(value.into())
    }
}

// types::Language
union! {
    /// The schema `Language` of the contract.
    pub enum Language {
        /// Text.
        String(String),
        /// Code.
        Code(LanguageCode),
    }
}

impl From<&str> for Language {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

// types::Text
/// The schema `Text` of the contract.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Text {
    /// The property `body`.
    pub body: String,
}

impl unions::Fit for Text {
    const PROPERTIES: &'static [unions::Property] = &[
        unions::property::<String>("body"),
    ];
}

impl Text {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(body: impl Into<String>) -> Self {
        Self { body: body.into() }
    }
}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

// types::AddressedProduct
open_enum! {
    /// A part of the contract that has no description.
    pub enum AddressedProduct {
        /// `shop`
        Shop = "shop",
    }
}

// types::TextMessage
/// A message of words.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TextMessage {
    /// The property `product`.
    pub product: AddressedProduct,
    /// The property `context`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// The property `type`.
    #[serde(rename = "type")]
    pub type_: TextMessageType,
    /// The property `text`.
    pub text: Text,
}

impl unions::Fit for TextMessage {
    const PROPERTIES: &'static [unions::Property] = &[
        unions::property::<AddressedProduct>("product"),
        unions::property::<Option<Context>>("context"),
        unions::property::<TextMessageType>("type"),
        unions::property::<Text>("text"),
    ];
}

impl TextMessage {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(text: impl Into<Text>) -> Self {
        Self {
            product: AddressedProduct::Shop,
            context: None,
            type_: TextMessageType::Text,
            text: text.into(),
        }
    }

    /// The property `context`.
    pub fn context<M>(mut self, context: impl IntoOption<Context, M>) -> Self {
        self.context = context.into_option();
        self
    }
}

impl From<Text> for TextMessage {
    fn from(value: Text) -> Self {
        Self::new(value)
    }
}

// types::CardMessage::new
/// Makes a value of what is required; setters add the rest.
pub fn new(card: impl Into<Card>) -> Self {
    Self {
        product: AddressedProduct::Shop,
        context: None,
        type_: CardMessageType::Card,
        card: card.into(),
        more: None,
        language: None,
    }
}

// types::CardMessage::more
/// Further cards.
pub fn more<M>(mut self, more: impl IntoList<Card, M>) -> Self {
    self.more = more.into_list();
    self
}
