//! item-removed shop::builder::ListItems::search
pub fn caller(request: generated_client::shop::builder::ListItems) {
    let _request = request.search("lamp"); //~ E0599
}
