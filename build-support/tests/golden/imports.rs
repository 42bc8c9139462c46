// types::use
use chrono::{DateTime, NaiveDate, Utc};
use client_runtime::OrText;
use serde::{Deserialize, Serialize};

// types::Map
/// A map of the town.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq, Default)]
pub struct Map {
    /// When it was drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn_at: Option<OrText<DateTime<Utc>>>,
    /// When it was printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed_on: Option<OrText<NaiveDate>>,
    /// What it is worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra: ::serde_json::Map<String, ::serde_json::Value>,
}
