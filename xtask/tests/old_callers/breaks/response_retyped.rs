//! item-changed shop::builder::AddItem::send
use generated_client::{Error, shop::builder::AddItem};

pub async fn caller(request: AddItem) -> Result<String, Error> {
    Ok(request.send().await?.id.clone()) //~ E0609
}
