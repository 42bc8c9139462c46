//! Prints the contacts of every connected account, and one customer.

use generated_client::{Error, kirim, kustomer};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let kirim = kirim::Client::from_env()?; // KIRIM_API_KEY

    for account in kirim.list_accounts().send().await?.into_inner().data {
        let Some(number) = account.phone_number_id else {
            continue;
        };
        let mut contacts = kirim.list_contacts(number).limit(100).stream();
        while let Some(contact) = contacts.try_next().await? {
            println!("{} {:?}", contact.id, contact.name);
        }
    }

    let kustomer = kustomer::Client::from_env()?; // KUSTOMER_API_KEY
    let id = "64a1f0c27be91d0012ab34c1";
    match kustomer.get_customer(id).send().await {
        Ok(customer) => println!("{:?}", customer.data.attributes),
        Err(error) if error.is_not_found() => println!("no such customer"),
        Err(error) => return Err(error), // one line: what failed, status, code, request id
    }
    Ok(())
}
