//! Accounts, one customer, and the first contacts: `cargo run --example quickstart`.
//!
//! Talks to the service of `KIRIM_API_KEY` and `KIRIM_BASE_URL`, and without a key to a sandbox.
#![forbid(unsafe_code)]

mod support;

use support::{AnyError, Service};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let service = Service::start().await?;
    let client = &service.kirim;

    // Without `status` only connected accounts are listed.
    let accounts = client.list_accounts().status("all").send().await?;
    println!(
        "{} accounts (request {}):",
        accounts.data.len(),
        accounts.request_id
    );
    for account in &accounts.data {
        let name = account.name.as_deref().unwrap_or("(no name)");
        let number = account.phone_number.as_deref().unwrap_or("-");
        println!("  {name:<20} {number:<17} {}", account.status);
    }

    // The contract does not list `customer`, but newer responses have it: what the client does not
    // know is in `extra`.
    let customer_id = accounts.data.iter().find_map(|account| {
        let customer = account.extra.get("customer")?;
        customer.get("id")?.as_str()
    });
    if let Some(id) = customer_id {
        let customer = client.get_customer(id).send().await?.into_inner().data;
        println!(
            "customer {}: {}, {}",
            customer.id, customer.name, customer.status
        );
    }

    // An account has this id once its onboarding is complete.
    let connected = client.list_accounts().send().await?.into_inner().data;
    let Some(number) = connected
        .into_iter()
        .find_map(|account| account.phone_number_id)
    else {
        println!("no account is connected, so there are no contacts");
        return Ok(());
    };
    let page = client.list_contacts(number).limit(5).send().await?;
    println!("first contacts:");
    for contact in &page.data {
        let name = contact.name.as_deref().unwrap_or("(no name)");
        println!("  {} {:<24} {}", contact.id, name, contact.created_at);
    }
    if page.has_more {
        println!("  and more: the example export_contacts fetches all of them");
    }
    if let Some(limit) = page.rate_limit() {
        println!("requests left: {:?} of {:?}", limit.remaining, limit.limit);
    }
    Ok(())
}
