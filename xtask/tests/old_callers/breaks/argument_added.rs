//! item-changed shop::Client::get_crate
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_crate("1"); //~ E0061
}
