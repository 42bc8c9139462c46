// builder::ListItems::stream
/// Sends the request, and again for each further page: the items of all pages, in
/// order.
///
/// The next page is requested while the items of the one before are being taken; after
/// an error the stream ends.
///
/// # Errors
///
/// See [`Client::list_items`](super::Client::list_items). A cursor that comes a second
/// time is an error, as is a next page without a cursor: a list never loops and never
/// ends early.
pub fn stream(self) -> Items<types::Item> {
    Items::new(self.pages())
}

// builder::ListItems::pages
/// Sends the request, and again for each further page: whole pages, with what came
/// along with them.
///
/// Their [`cursor()`](Pages::cursor) is where a later request of this kind can go on.
/// The next page is requested while the one before is being used; after an error the
/// stream ends.
///
/// # Errors
///
/// See [`Client::list_items`](super::Client::list_items). A cursor that comes a second
/// time is an error, as is a next page without a cursor: a list never loops and never
/// ends early.
pub fn pages(self) -> Pages<types::ItemPage> {
    Pages::new(
        self.after.clone(),
        move |after| { Self { after, ..self.clone() }.send() },
    )
}

// Page
impl Page for types::ItemPage {
    type Item = types::Item;

    fn next(&self) -> Option<&str> {
        self.next_cursor.as_deref()
    }

    fn has_more(&self) -> Option<bool> {
        Some(self.has_more)
    }

    fn into_items(self) -> Vec<types::Item> {
        self.items
    }
}

impl Page for types::TagPage {
    type Item = String;

    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn into_items(self) -> Vec<String> {
        self.tags.unwrap_or_default()
    }
}

// types::ItemPage
/// One page of items.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct ItemPage {
    /// The items.
    pub items: Vec<Item>,
    /// Cursor of the next page.
    #[serde(rename = "nextCursor")]
    pub next_cursor: Option<String>,
    /// Whether there is a next page.
    pub has_more: bool,
}
