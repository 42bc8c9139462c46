//! Calls every operation of both APIs once and tells how it went.
//!
//! For a look at a server: the real ones, or one that mocks the contract. Keys and base URLs come
//! from the environment (`KIRIM_API_KEY`, `KIRIM_BASE_URL`, `KUSTOMER_API_KEY`,
//! `KUSTOMER_BASE_URL`), the ids are those of the contract's examples.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use generated_client::{Error, Response, kirim, kustomer};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(failed) => {
            eprintln!("{failed} operations failed");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Calls everything; gives how many calls failed.
async fn run() -> Result<usize, Error> {
    let kirim = kirim::Client::from_env()?;
    let kustomer = kustomer::Client::from_env()?;
    let number = "100200300400500";
    let outcomes = [
        told(
            "kirim.list_accounts",
            &kirim.list_accounts().status("all").send().await,
        ),
        told(
            "kirim.get_customer",
            &kirim
                .get_customer("cus_01K6TQ8M3VZB5H0WXR2N7DYPCA")
                .send()
                .await,
        ),
        told(
            "kirim.get_contact",
            &kirim
                .get_contact("ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD")
                .send()
                .await,
        ),
        told(
            "kirim.list_contacts",
            &kirim
                .list_contacts(number)
                .phone("+6281200000002")
                .search("budi")
                .limit(50)
                .send()
                .await,
        ),
        told(
            "kustomer.get_customer",
            &kustomer
                .get_customer("64a1f0c27be91d0012ab34c1")
                .send()
                .await,
        ),
    ];
    // A mock serves every page with the same cursor; the stream refuses to go in circles.
    match kirim
        .list_contacts(number)
        .stream()
        .try_collect::<Vec<_>>()
        .await
    {
        Ok(contacts) => println!("kirim.list_contacts: {} contacts in all", contacts.len()),
        Err(error) => println!("all pages: {error}"),
    }
    Ok(outcomes.iter().filter(|succeeded| !**succeeded).count())
}

/// Prints how a call went; gives whether it succeeded.
fn told<T>(operation: &str, outcome: &Result<Response<T>, Error>) -> bool {
    match outcome {
        Ok(response) => println!(
            "{operation}: {} ({} bytes)",
            response.status(),
            response.body().len()
        ),
        Err(error) => eprintln!("{error}"),
    }
    outcome.is_ok()
}
