//! item-removed shop::types::Item::note
pub fn caller(item: generated_client::shop::types::Item) -> Option<String> {
    item.note //~ E0609
}
