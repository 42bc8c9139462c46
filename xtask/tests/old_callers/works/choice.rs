//! item-added shop::types::ItemState::Lost
use generated_client::shop::types::ItemState;

pub fn caller(state: &ItemState) -> u8 {
    match state {
        ItemState::OnSale => 1,
        ItemState::Sold => 2,
        _ => 3,
    }
}
