//! item-changed shop::Client::get_slot
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_slot(3, "left");
}

//! item-added shop::types::NewItem::colour
use generated_client::shop::{Client, types::{NewItem, Size}};

pub fn caller(client: &Client) {
    let size = Size::new(3.0, 4.0);
    let _request = client.add_item(NewItem::new("lamp").size(size));
}

//! item-added shop::builder::GetItem::currency
use generated_client::{Error, shop::Client};

pub async fn caller(client: &Client) -> Result<String, Error> {
    let id = String::from("1");
    let response = client.get_item(&id).lang("id").send().await?;
    Ok(response.name.clone())
}

//! item-added shop::types::ItemState::Lost
use generated_client::shop::types::ItemState;

pub fn caller(state: &ItemState) -> u8 {
    match state {
        ItemState::OnSale => 1,
        ItemState::Sold => 2,
        _ => 3,
    }
}

//! item-added shop::Client::count_items
use generated_client::shop::{Client, builder};

pub fn caller(client: &Client) -> builder::ListItems {
    client.list_items().limit(10).state("sold")
}

//! item-added mail
use generated_client::{Error, post};

pub async fn caller(client: &post::Client) -> Result<Vec<String>, Error> {
    Ok(client.list_letters().send().await?.data.clone())
}

//! item-added shop::types::Item::colour
use generated_client::shop::types::Item;

pub fn caller(item: Item) -> (String, Option<String>) {
    let Item { id, note, .. } = item;
    (id, note)
}

//! item-added shop::types::ItemPage::total
use generated_client::{Items, Pages, shop};

pub fn caller(client: &shop::Client) -> (Items<shop::types::Item>, Pages<shop::types::ItemPage>) {
    (client.list_items().stream(), client.list_items().pages())
}

//! item-added shop::types::ItemState::Lost
use std::{collections::BTreeSet, fmt::{Debug, Display}, str::FromStr};

use generated_client::shop::types::{GetItemId, ItemState, Slot};

fn shown<T: Clone + Debug + Display + FromStr>(value: T) -> String {
    value.to_string()
}

pub fn caller(id: GetItemId) -> (String, String, Slot, BTreeSet<ItemState>) {
    let states = BTreeSet::from([ItemState::from("sold"), "lost".parse().unwrap()]);
    (shown(id), shown(ItemState::Sold), Slot::default(), states)
}
