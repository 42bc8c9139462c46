//! item-changed shop::types::Size::width
pub fn caller(size: generated_client::shop::types::Size) -> f64 {
    size.width //~ E0308
}
