//! item-removed shop::builder::ListItems::stream
pub fn caller(request: generated_client::shop::builder::ListItems<'_>) {
    let _items = request.stream(); //~ E0599
}
