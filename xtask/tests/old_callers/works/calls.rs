//! item-added shop::builder::GetItem::currency
use generated_client::{Error, shop::Client};

pub async fn caller(client: &Client) -> Result<String, Error> {
    let id = String::from("1");
    let response = client.get_item(&id).lang("id").send().await?;
    Ok(response.name.clone())
}
