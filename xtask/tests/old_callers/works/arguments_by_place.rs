//! item-changed shop::Client::get_slot
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_slot(3, "left");
}
