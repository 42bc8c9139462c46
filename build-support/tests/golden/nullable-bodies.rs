// types::ItemChange
/// What is to change.
#[derive(Deserialize, Serialize, Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ItemChange {
    /// What it is called.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub name: Nullable<String>,
    /// Its kind.
    #[serde(rename = "type", default, skip_serializing_if = "Nullable::is_absent")]
    pub type_: Nullable<ItemChangeType>,
    /// Its size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
}

impl ItemChange {
    /// Makes a value of what is required; setters add the rest.
    pub fn new() -> Self {
        Self {
            name: Nullable::Absent,
            type_: Nullable::Absent,
            size: None,
        }
    }

    /// What it is called.
    ///
    /// `None` leaves it out; [`clear_name`](Self::clear_name) sends null.
    pub fn name<M>(mut self, name: impl IntoOption<String, M>) -> Self {
        self.name = codegen::absent_or(name.into_option());
        self
    }

    /// Sends null as `name`: what the API has there is cleared.
    pub fn clear_name(mut self) -> Self {
        self.name = Nullable::Null;
        self
    }

    /// Its kind.
    ///
    /// `None` leaves it out; [`clear_type`](Self::clear_type) sends null.
    pub fn type_<M>(mut self, type_: impl IntoOption<ItemChangeType, M>) -> Self {
        self.type_ = codegen::absent_or(type_.into_option());
        self
    }

    /// Sends null as `type`: what the API has there is cleared.
    pub fn clear_type(mut self) -> Self {
        self.type_ = Nullable::Null;
        self
    }

    /// Its size.
    pub fn size<M>(mut self, size: impl IntoOption<i64, M>) -> Self {
        self.size = size.into_option();
        self
    }
}

// types::Item
/// A thing on sale.
#[derive(Deserialize, Serialize, Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
