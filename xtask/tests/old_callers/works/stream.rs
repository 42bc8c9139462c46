//! item-added shop::types::ItemPage::total
use generated_client::{Items, Pages, shop};

pub fn caller(client: &shop::Client) -> (Items<shop::types::Item>, Pages<shop::types::ItemPage>) {
    (client.list_items().stream(), client.list_items().pages())
}
