//! item-renamed shop::builder::ListItems::limit
pub fn caller(request: generated_client::shop::builder::ListItems) {
    let _request = request.limit(10); //~ E0599
}
