// types::Event
union! {
    /// What happened.
    #[discriminator("type")]
    pub enum Event {
        /// An item was sold.
        #[values("item.sold")]
        Sold(Sold),
        /// An item was moved.
        #[values("item.moved")]
        Moved(Moved),
    }
}

// types::Moved
/// An item was moved.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct Moved {
    /// Always `item.moved`.
    #[serde(rename = "type")]
    pub type_: String,
    /// A place in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Shelf>,
}

impl unions::Fit for Moved {
    const PROPERTIES: &'static [unions::Property] = &[
        unions::property::<String>("type"),
        unions::property::<Option<Shelf>>("to"),
    ];
}

// types::Price
union! {
    /// A price.
    pub enum Price {
        /// In rupiah.
        Integer(i64),
        /// With its currency, as in `USD 3.50`.
        String(String),
    }
}

// types::Shelf
union! {
    /// A place in the shop.
    pub enum Shelf {
        /// By number.
        ByNumber(ShelfByNumber),
        /// A part of another place.
        Inside(Box<ShelfInside>),
    }
}

// types::ShelfInside
/// A part of another place.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct ShelfInside {
    /// A place in the shop.
    pub part_of: Shelf,
    /// Which half of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<ShelfInsideSide>,
}

impl unions::Fit for ShelfInside {
    const PROPERTIES: &'static [unions::Property] = &[
        unions::property::<Shelf>("part_of"),
        unions::property::<Option<ShelfInsideSide>>("side"),
    ];
}
