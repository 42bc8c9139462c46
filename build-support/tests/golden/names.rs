// builder::Builder::client_
/// Named like a field.
pub fn client_<M>(mut self, client_: impl TryIntoOption<String, M>) -> Self {
    self.client_ = codegen::optional("client", client_);
    self
}

// builder::Builder::send_
/// Named like a method.
pub fn send_<M>(mut self, send_: impl TryIntoOption<String, M>) -> Self {
    self.send_ = codegen::optional("send", send_);
    self
}

// builder::Builder::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::builder_`](super::Client::builder_); a value that a setter could not
/// take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<types::A2b>, Error> {
    self.client
        .runtime
        .call(&operation::BUILDER)
        .options(self.options)
        .path("response", self.response)
        .query("client", self.client_)
        .query("send", self.send_)
        .query("codegen", self.codegen)
        .query("self", self.self_)
        .header("X-Trace", self.x_trace)
        .query("sort", self.sort)
        .send()
        .await
}

// types::A2b
/// A thing.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct A2b {
    /// With an underscore.
    #[serde(rename = "_id")]
    pub id2: String,
    /// Without one.
    pub id: String,
    /// A keyword.
    #[serde(rename = "type")]
    pub type_: String,
    /// With a sign.
    #[serde(
        rename = "@type",
        skip_serializing_if = "::std::option::Option::is_none"
    )]
    pub at_type: ::std::option::Option<String>,
    /// Begins with a digit.
    #[serde(
        rename = "2fa_enabled",
        skip_serializing_if = "::std::option::Option::is_none"
    )]
    pub n2fa_enabled: ::std::option::Option<bool>,
    /// In camel case.
    #[serde(
        rename = "apiId",
        skip_serializing_if = "::std::option::Option::is_none"
    )]
    pub api_id: ::std::option::Option<String>,
    /// In capitals.
    #[serde(rename = "URL", skip_serializing_if = "::std::option::Option::is_none")]
    pub url2: ::std::option::Option<String>,
    /// The same in small letters.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub url: ::std::option::Option<String>,
    /// Thumbs up.
    #[serde(rename = "+1", skip_serializing_if = "::std::option::Option::is_none")]
    pub plus1: ::std::option::Option<i64>,
    /// Thumbs down.
    #[serde(rename = "-1", skip_serializing_if = "::std::option::Option::is_none")]
    pub minus1: ::std::option::Option<i64>,
    /// Named like the field of unlisted properties.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub extra: ::std::option::Option<String>,
    /// Named like the constructor.
    #[serde(rename = "new", skip_serializing_if = "::std::option::Option::is_none")]
    pub new_: ::std::option::Option<String>,
    /// Not ASCII.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub größe: ::std::option::Option<f64>,
    /// Named like a type of Rust.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub string: ::std::option::Option<String_>,
    /// Named like another.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub option: ::std::option::Option<Option>,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra2: Map<String, Value>,
}

// types::BuilderSort
open_enum! {
    /// A part of the contract that has no description.
    pub enum BuilderSort {
        /// `created_at`
        CreatedAt = "created_at",
        /// `-created_at`
        CreatedAtDesc = "-created_at",
        /// `+1`
        Plus1 = "+1",
        /// `-1`
        Minus1 = "-1",
        /// The value "", escaped as in Rust.
        Empty = "",
        /// `Self`
        Self_ = "Self",
        /// `err`
        Err = "err",
        /// `unknown`
        Unknown_ = "unknown",
        /// `1.0`
        N1_0 = "1.0",
        /// `10`
        N10 = "10",
    }
}

// types::Option
/// Named like another.
#[derive(Deserialize, Serialize, Clone, Debug, Default, PartialEq)]
pub struct Option {
    /// Some texts.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub vec: ::std::option::Option<Vec<String>>,
}
