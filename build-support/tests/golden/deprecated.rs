// builder::SetItem::dry_run
/// Only check.
#[deprecated]
pub fn dry_run<M>(mut self, dry_run: impl TryIntoOption<bool, M>) -> Self {
    self.dry_run = codegen::optional("dry_run", dry_run);
    self
}

// types::Color
open_enum! {
    /// A color.
    #[deprecated]
    pub enum Color {
        /// `red`
        Red = "red",
        /// `blue`
        Blue = "blue",
    }
}

// types::Item
/// A thing on sale.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Item {
    /// The item's number.
    pub id: String,
    /// Its size.
    #[deprecated]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// A color.
    pub color: Color,
}

impl Item {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(id: impl Into<String>, color: impl Into<Color>) -> Self {
        Self {
            id: id.into(),
            size: None,
            color: color.into(),
        }
    }

    /// Its size.
    #[deprecated]
    pub fn size<M>(mut self, size: impl IntoOption<i64, M>) -> Self {
        self.size = size.into_option();
        self
    }
}
