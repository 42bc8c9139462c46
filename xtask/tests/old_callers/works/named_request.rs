//! item-added shop::Client::count_items
use generated_client::shop::{Client, builder};

pub fn caller(client: &Client) -> builder::ListItems {
    client.list_items().limit(10).state("sold")
}
