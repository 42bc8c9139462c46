// types::Item
/// A thing on sale.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct Item {
    /// Null until it has one.
    pub name: Option<String>,
    /// Null until it is sold.
    pub sold_at: Option<OrText<DateTime<Utc>>>,
    /// Always there.
    pub tags: Vec<String>,
    /// Left out when nobody noted anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<String>>,
}
