//! item-added shop::types::NewItem::colour
use generated_client::shop::{Client, types::{NewItem, Size}};

pub fn caller(client: &Client) {
    let size = Size::new(3.0, 4.0);
    let _request = client.add_item(NewItem::new("lamp").size(size));
}
