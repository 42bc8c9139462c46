//! item-renamed shop::Client::get_item
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_item("1"); //~ E0599
}
