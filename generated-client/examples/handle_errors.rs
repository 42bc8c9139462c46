//! Every kind of error, and what to do about it: `cargo run --example handle_errors`.
//!
//! What a service refuses is asked of the one in `KIRIM_API_KEY` and `KIRIM_BASE_URL`, or of a
//! sandbox; what only goes wrong on a bad day is asked of sandboxes with faults.
#![forbid(unsafe_code)]

mod support;

use std::time::Duration;

use generated_client::{Error, ErrorKind, kirim};
use sandbox::Sandbox;
use support::{AnyError, Service};

/// What a program can do about an error.
fn advice(error: &Error) -> String {
    if error.is_invalid_request() {
        let param = error.param().unwrap_or("?");
        return format!("nothing was sent: correct the argument `{param}`");
    }
    if error.is_unauthorized() {
        return "ask for another key: this one will not work".to_owned();
    }
    if error.is_not_found() {
        return "go on without it: there is no such thing, or it is somebody else's".to_owned();
    }
    if error.is_rate_limited() {
        let wait = error.retry_after().unwrap_or(Duration::from_secs(1));
        return format!("slow down: there is room again in {wait:?}");
    }
    if error.is_connect() {
        return "nobody was reached, so nothing happened there: check the URL, try later"
            .to_owned();
    }
    if error.is_timeout() {
        return "reading again does no harm: try later, or allow for more time".to_owned();
    }
    if error.is_decode() {
        return "a success that the contract does not describe: look at body()".to_owned();
    }
    match (error.kind(), error.status()) {
        (ErrorKind::Api, Some(status)) if status.is_server_error() => {
            let id = error.request_id().unwrap_or("unknown");
            format!("their fault: try later, and tell them the request id, {id}")
        }
        (ErrorKind::Api, Some(status)) if status.is_redirection() => {
            "redirects are not followed, lest the key go elsewhere: check the base URL".to_owned()
        }
        (ErrorKind::Api, _) => {
            let param = error.param().unwrap_or("no one parameter");
            format!("the request has to change; at fault: {param}")
        }
        _ => "the connection broke: reading again does no harm, so try again".to_owned(),
    }
}

/// Prints what came of a call that was meant to fail.
fn tell<T>(what: &str, outcome: Result<T, Error>) {
    println!("{what}");
    match outcome {
        Ok(_) => println!("    it worked, this time"),
        Err(error) => println!("    {error}\n    -> {}", advice(&error)),
    }
}

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let service = Service::start().await?;
    refusals(&service).await?;
    for (what, fault) in [
        ("too many requests", "rate-limited=30"),
        ("a server in trouble", "unavailable=30"),
        ("a gateway that reaches no server", "bad-gateway"),
        ("a connection that breaks", "reset-in-body"),
        ("a response that does not come", "hang"),
        ("half a response", "truncate"),
        ("another host", "redirect"),
    ] {
        // `sandbox` has to live until the call is over.
        let sandbox = Sandbox::builder().fault(fault).start().await?;
        let client = kirim::Client::builder()
            .api_key(sandbox.kirim_api_key())
            .base_url(sandbox.kirim_base_url())
            .attempt_timeout(Duration::from_millis(300))
            .total_timeout(Duration::from_secs(1))
            .build()?;
        tell(what, client.list_accounts().send().await);
    }
    Ok(())
}

/// What any service refuses.
async fn refusals(service: &Service) -> Result<(), AnyError> {
    let client = &service.kirim;
    let list = client.list_contacts("100200300400500").limit(1_000);
    tell("an argument out of range", list.send().await);

    let contact = client.get_contact("ctc_00000000000000000000000000");
    tell("an id that nothing has", contact.send().await);

    let accounts = client.list_accounts().send().await?.into_inner().data;
    if let Some(number) = accounts
        .into_iter()
        .find_map(|account| account.phone_number_id)
    {
        let list = client.list_contacts(number).cursor("made-up");
        tell("a cursor that was made up", list.send().await);
    }

    let stranger = service.client_with_key("kdv_live_000000000000000000000000")?;
    tell(
        "a key that nobody has",
        stranger.list_accounts().send().await,
    );

    let nobody = kirim::Client::builder()
        .api_key("kdv_live_000000000000000000000000")
        .base_url("http://127.0.0.1:1")
        .total_timeout(Duration::from_secs(1))
        .build()?;
    tell(
        "a server that is not there",
        nobody.list_accounts().send().await,
    );
    Ok(())
}
