//! item-changed shop::Client::list_items
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.list_items(); //~ E0061
}
