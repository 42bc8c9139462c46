//! item-added shop::types::NewItem::colour
use generated_client::shop::types::NewItem;

pub fn caller() -> NewItem {
    NewItem { name: String::from("lamp"), size: None } //~ E0063
}
