//! item-removed post
pub fn caller(_: &generated_client::post::Client) {} //~ E0433
