//! What progenitor makes of the contract, with the same HTTP client as the one by hand.

#[allow(dead_code, unused, clippy::all, reason = "generated")]
mod generated {
    // Written by the benchmark that builds this program.
    include!(env!("PROGENITOR_CLIENT"));
}

use crate::{Failure, by_hand};

#[derive(Clone)]
pub(crate) struct Client(generated::Client);

impl crate::Client for Client {
    fn new(url: &str) -> Result<Self, Failure> {
        let http = by_hand::http()?;
        Ok(Self(generated::Client::new_with_client(url, http)))
    }

    async fn call(&self) -> Result<(), Failure> {
        self.0.kirim_get_customer().id("cus_1").send().await?;
        Ok(())
    }

    async fn stream(&self, pages: usize) -> Result<usize, Failure> {
        let number = format!("{}", crate::server::FIRST_NUMBER + pages);
        let (mut count, mut cursor) = (0, None);
        loop {
            let call = self
                .0
                .kirim_list_contacts()
                .phone_number_id(number.as_str());
            let mut call = call.limit(100);
            if let Some(cursor) = &cursor {
                call = call.cursor::<&String>(cursor);
            }
            let page = call.send().await?.into_inner();
            for contact in page.data {
                std::hint::black_box(contact);
                count += 1;
            }
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => return Ok(count),
            }
        }
    }

    fn page(body: &[u8]) -> Result<(), Failure> {
        serde_json::from_slice::<generated::types::KirimContactList>(body)?;
        Ok(())
    }

    fn kustomer(body: &[u8]) -> Result<(), Failure> {
        serde_json::from_slice::<generated::types::KustomerCustomerResponse>(body)?;
        Ok(())
    }
}
