// types::Item
/// A thing on sale.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct Item {
    /// The item's number.
    pub id: String,
    /// Anything the seller noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Map<String, Value>>,
    /// Outer measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Who sells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

// types::Owner
/// Who sells it.
#[derive(Deserialize, Serialize, Clone, Debug, Default, PartialEq)]
pub struct Owner {
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

// types::Size
/// Outer measures.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq, Default)]
pub struct Size {
    /// In millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
