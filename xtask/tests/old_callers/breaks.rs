//! item-removed post
pub fn caller(_: &generated_client::post::Client) {} //~ E0433

//! item-changed shop::Client::get_crate
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_crate("1"); //~ E0061
}

//! item-removed shop::builder::ListItems::search
pub fn caller(request: generated_client::shop::builder::ListItems) {
    let _request = request.search("lamp"); //~ E0599
}

//! item-renamed shop::builder::ListItems::limit
pub fn caller(request: generated_client::shop::builder::ListItems) {
    let _request = request.limit(10); //~ E0599
}

//! item-changed shop::Client::list_items
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.list_items(); //~ E0061
}

//! item-changed shop::Client::get_slot
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_slot(3, "left"); //~ E0277
}

//! item-removed shop::types::Item::note
pub fn caller(item: generated_client::shop::types::Item) -> Option<String> {
    item.note //~ E0609
}

//! item-changed shop::types::Item::name
pub fn caller(item: generated_client::shop::types::Item) -> String {
    item.name //~ E0308
}

//! item-changed shop::types::ItemPage::request_id
pub fn caller(page: generated_client::shop::types::ItemPage) -> Option<String> {
    page.request_id //~ E0308
}

//! item-changed shop::types::Size::width
pub fn caller(size: generated_client::shop::types::Size) -> f64 {
    size.width //~ E0308
}

//! item-removed shop::Client::get_box
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_box("1"); //~ E0599
}

//! item-renamed shop::Client::get_item
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_item("1"); //~ E0599
}

//! item-changed shop::types::NewItem::new
use generated_client::shop::types::NewItem;

pub fn caller() -> NewItem {
    NewItem::new("lamp") //~ E0061
}

//! item-changed shop::builder::AddItem::send
use generated_client::{Error, shop::builder::AddItem};

pub async fn caller(request: AddItem) -> Result<String, Error> {
    Ok(request.send().await?.id.clone()) //~ E0609
}

//! item-removed shop::builder::ListItems::stream
pub fn caller(request: generated_client::shop::builder::ListItems) {
    let _items = request.stream(); //~ E0599
}

//! item-removed shop::types::Slot
use generated_client::shop::types::Slot;

pub fn caller() -> Slot {
    Slot::default() //~ E0599
}

//! item-renamed shop::types::Error
use generated_client::shop::types::Error; //~ E0432

pub fn caller(_: Error) {}

//! item-removed shop::types::ItemState::Sold
use generated_client::shop::types::ItemState;

pub fn caller() -> ItemState {
    ItemState::Sold //~ E0599
}
