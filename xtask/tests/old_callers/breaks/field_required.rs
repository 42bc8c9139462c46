//! item-changed shop::types::ItemPage::request_id
pub fn caller(page: generated_client::shop::types::ItemPage) -> Option<String> {
    page.request_id //~ E0308
}
