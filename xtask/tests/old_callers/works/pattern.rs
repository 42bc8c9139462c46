//! item-added shop::types::Item::colour
use generated_client::shop::types::Item;

pub fn caller(item: Item) -> (String, Option<String>) {
    let Item { id, note, .. } = item;
    (id, note)
}
