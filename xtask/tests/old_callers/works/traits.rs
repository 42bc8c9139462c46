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
