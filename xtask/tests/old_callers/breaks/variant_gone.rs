//! item-removed shop::types::ItemState::Sold
use generated_client::shop::types::ItemState;

pub fn caller() -> ItemState {
    ItemState::Sold //~ E0599
}
