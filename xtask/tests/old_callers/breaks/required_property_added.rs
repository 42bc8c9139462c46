//! item-changed shop::types::NewItem::new
use generated_client::shop::types::NewItem;

pub fn caller() -> NewItem {
    NewItem::new("lamp") //~ E0061
}
