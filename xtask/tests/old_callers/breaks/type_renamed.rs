//! item-renamed shop::types::Error
use generated_client::shop::types::Error; //~ E0432

pub fn caller(_: Error) {}
