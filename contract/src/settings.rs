//! `x-apis`: what clients and servers of an API have to know of it.

use serde::{Deserialize, Deserializer};

use crate::{index::Index, text::node::Node};

/// What the contract says of an API.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Settings {
    /// What it is, for the documentation of its module.
    pub description: Option<String>,
    /// Base URL of the current host; empty if nothing is said of it.
    pub server: String,
    /// Name of the response header that identifies a request.
    pub request_id: Option<String>,
    /// Name of the request header under which a request is carried out only once.
    pub idempotency_key: Option<String>,
    /// How its rate limit is kept, if it has one.
    pub rate_limit: Option<RateLimit>,
    /// Where the members of an error stand.
    pub error: ErrorPointers,
}

/// Names of the response headers that tell the state of the rate limit, and how it is kept.
#[derive(Debug, Deserialize)]
pub struct RateLimit {
    /// Name of the header with the size of the limit.
    pub limit: String,
    /// Name of the header with what is left of it.
    pub remaining: String,
    /// Name of the header with the time at which it is whole again, in Unix seconds.
    pub reset: String,
    /// In seconds: how long a full bucket lasts at the rate at which it is refilled.
    pub window: Option<u32>,
    /// How it comes back, if that is known.
    pub refill: Option<Refill>,
    /// Methods that share a bucket; those in no class share one more.
    #[serde(default)]
    pub classes: Vec<Vec<String>>,
}

/// How a bucket is refilled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refill {
    /// Steadily.
    Continuous,
    /// All at once, when its window is over.
    AtReset,
}

/// JSON pointers into the API's error body: for each member, the places where it may stand.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ErrorPointers {
    /// Its type.
    #[serde(rename = "type", deserialize_with = "one_or_more")]
    pub kind: Vec<String>,
    /// Its code.
    #[serde(deserialize_with = "one_or_more")]
    pub code: Vec<String>,
    /// Its message.
    #[serde(deserialize_with = "one_or_more")]
    pub message: Vec<String>,
    /// The parameter or property that is wrong.
    #[serde(deserialize_with = "one_or_more")]
    pub param: Vec<String>,
    /// The id of the request.
    #[serde(deserialize_with = "one_or_more")]
    pub request_id: Vec<String>,
}

impl Index<'_> {
    /// What `x-apis` says of an API; nothing is set if it is not there.
    ///
    /// # Errors
    ///
    /// A setting that is not of its type, which strict reading reports before.
    pub fn settings(&self, api: &str) -> Result<Settings, serde_json::Error> {
        let node = self.api(api).map(Node::to_json);
        node.map_or_else(|| Ok(Settings::default()), serde_json::from_value)
    }
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
