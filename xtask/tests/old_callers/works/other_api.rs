//! item-added mail
use generated_client::{Error, post};

pub async fn caller(client: &post::Client) -> Result<Vec<String>, Error> {
    Ok(client.list_letters().send().await?.data.clone())
}
