//! item-added shop::types::NewItem::colour
use generated_client::shop::{Client, types::{NewItem, Size}};

pub fn caller(client: &Client) {
    let size = Size::builder().width(3.0).height(4.0);
    let size: Size = size.try_into().unwrap();
    let _request = client.add_item(NewItem::builder().name("lamp").size(size));
}
