//! item-removed shop::types::Slot
use generated_client::shop::types::Slot;

pub fn caller() -> Slot {
    Slot::default() //~ E0599
}
