//! item-changed shop::types::Item::name
pub fn caller(item: generated_client::shop::types::Item) -> String {
    item.name //~ E0308
}
