//! item-removed shop::builder::ListItems::stream
pub fn caller(request: generated_client::shop::builder::ListItems) {
    let _items = request.stream(); //~ E0599
}
