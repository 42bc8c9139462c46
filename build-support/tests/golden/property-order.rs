// types::Item
/// A thing on sale.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct Item {
    /// First.
    pub zebra: String,
    /// Second.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// Third.
    #[serde(rename = "aHorse", skip_serializing_if = "Option::is_none")]
    pub a_horse: Option<i64>,
    /// Last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cow: Option<bool>,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
