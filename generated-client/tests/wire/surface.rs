//! What programs rely on without writing it down, checked when this file is compiled.

use std::fmt::Debug;

use generated_client::{Error, ErrorKind, RateLimit, Response, kirim, kustomer};

fn assert_client<T: Clone + Debug + Send + Sync + Unpin + 'static>() {}
fn assert_error<T: std::error::Error + Send + Sync + Unpin + 'static>() {}
fn assert_value<T: Clone + Debug + Send + Sync + 'static>() {}
fn send<T: Send>(value: T) -> T {
    value
}

#[test]
fn clients_errors_and_responses_can_be_shared_between_tasks() {
    assert_client::<kirim::Client>();
    assert_client::<kustomer::Client>();
    assert_client::<kirim::ClientBuilder>();
    assert_client::<kustomer::ClientBuilder>();
    assert_error::<Error>();
    assert_value::<ErrorKind>();
    assert_value::<RateLimit>();
    assert_value::<Response<kirim::types::ContactList>>();
    assert_value::<Response<kustomer::types::CustomerResponse>>();
}

#[test]
fn errors_are_small() {
    assert!(size_of::<Error>() <= 16);
    assert!(size_of::<Result<(), Error>>() <= 16);
}

#[test]
fn errors_and_clients_can_be_converted_and_moved() {
    fn fails() -> Result<kirim::Client, Box<dyn std::error::Error + Send + Sync>> {
        Ok(kirim::Client::builder().build()?)
    }
    assert!(fails().unwrap_err().is::<Error>());
}

// Not a test: it is enough that it compiles.
async fn futures_can_be_spawned_and_streams_polled(client: &kirim::Client) -> Result<(), Error> {
    let number = "100200300400500";
    send(client.get_customer("cus_1").send()).await?;
    send(client.get_contact(String::from("ctc_1")).send()).await?;
    send(client.list_accounts().status("all").send()).await?;
    send(client.list_contacts(number).limit(10).send()).await?;
    let mut stream = send(client.list_contacts(number).stream());
    while let Some(contact) = stream.try_next().await? {
        let _: kirim::types::Contact = contact;
    }
    let _: Vec<kirim::types::Contact> = client.list_contacts(number).stream().try_collect().await?;
    Ok(())
}

#[test]
fn whole_walks_can_be_sent_to_another_task() {
    let builder = kirim::Client::builder().api_key("kdv_test_1");
    let client = builder.base_url("http://127.0.0.1:1").build().unwrap();
    drop(send(futures_can_be_spawned_and_streams_polled(&client)));
}
