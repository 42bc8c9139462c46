// types::Color
open_enum! {
    /// A color.
    pub enum Color {
        /// `red`
        Red = "red",
        /// `dark-blue`
        DarkBlue = "dark-blue",
    }
}

// types::Item
/// A thing on sale.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct Item {
    /// Where an item is in its life.
    pub state: ItemState,
    /// Color of the box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
}

// types::ItemState
open_enum! {
    /// Where an item is in its life.
    pub enum ItemState {
        /// `on_sale`
        OnSale = "on_sale",
        /// `sold`
        Sold = "sold",
        /// `unknown`
        Unknown_ = "unknown",
    }
}
