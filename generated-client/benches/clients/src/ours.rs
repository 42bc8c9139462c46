//! This workspace's client.

use generated_client::{kirim, kustomer};

use crate::Failure;

#[derive(Clone)]
pub(crate) struct Client(kirim::Client);

impl crate::Client for Client {
    fn new(url: &str) -> Result<Self, Failure> {
        let client = kirim::Client::builder()
            .api_key("kdv_test_bench")
            .base_url(url);
        Ok(Self(client.build()?))
    }

    async fn call(&self) -> Result<(), Failure> {
        self.0.get_customer("cus_1").send().await?;
        Ok(())
    }

    async fn stream(&self, pages: usize) -> Result<usize, Failure> {
        let number = format!("{}", crate::server::FIRST_NUMBER + pages);
        let mut contacts = self.0.list_contacts(number).limit(100).stream();
        let mut count = 0;
        while contacts.try_next().await?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    fn page(body: &[u8]) -> Result<(), Failure> {
        serde_json::from_slice::<kirim::types::ContactList>(body)?;
        Ok(())
    }

    fn kustomer(body: &[u8]) -> Result<(), Failure> {
        serde_json::from_slice::<kustomer::types::CustomerResponse>(body)?;
        Ok(())
    }
}
