//! `x-apis`: what the client's runtime has to know of an API.

use serde::{Deserialize, Deserializer};

/// What the contract says of an API.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Settings {
    pub(crate) description: Option<String>,
    /// Base URL of the current host.
    pub(crate) server: String,
    /// Name of the response header that identifies a request.
    pub(crate) request_id: Option<String>,
    /// Name of the request header under which a request is carried out only once.
    pub(crate) idempotency_key: Option<String>,
    pub(crate) rate_limit: Option<RateLimit>,
    #[serde(default)]
    pub(crate) error: ErrorPointers,
}

/// Names of the response headers that tell the state of the rate limit, and how it is kept.
#[derive(Debug, Deserialize)]
pub(crate) struct RateLimit {
    pub(crate) limit: String,
    pub(crate) remaining: String,
    pub(crate) reset: String,
    /// In seconds: how long a full bucket lasts at the rate at which it is refilled.
    pub(crate) window: Option<u32>,
    pub(crate) refill: Option<Refill>,
    /// Methods that share a bucket; those in no class share one more.
    #[serde(default)]
    pub(crate) classes: Vec<Vec<String>>,
}

/// How a bucket is refilled.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Refill {
    /// Steadily.
    Continuous,
    /// All at once, when its window is over.
    AtReset,
}

/// JSON pointers into the API's error body: for each member, the places where it may stand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorPointers {
    #[serde(rename = "type", deserialize_with = "one_or_more")]
    pub(crate) kind: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) code: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) message: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) param: Vec<String>,
    #[serde(deserialize_with = "one_or_more")]
    pub(crate) request_id: Vec<String>,
}

/// Reads a list, or a text as a list of one.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(text) => vec![text],
        OneOrMore::More(texts) => texts,
    })
}
