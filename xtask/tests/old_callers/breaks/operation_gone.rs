//! item-removed shop::Client::get_box
pub fn caller(client: &generated_client::shop::Client) {
    let _request = client.get_box("1"); //~ E0599
}
