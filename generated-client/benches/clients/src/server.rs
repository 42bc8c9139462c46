//! A server with canned responses, on one thread: with a thread for each connection, what the system
//! does to switch between them is a large part of what the client seems to take.

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::Failure;

/// Contacts in each page of a stream.
pub(crate) const PAGE: usize = 100;
/// A list under the number `FIRST_NUMBER + n` has `n` pages.
pub(crate) const FIRST_NUMBER: usize = 100_000_000;

/// Prints the address and serves until it is killed.
pub(crate) fn serve() -> Result<(), Failure> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_io().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        loop {
            let (connection, _) = listener.accept().await?;
            connection.set_nodelay(true)?;
            tokio::spawn(respond(connection));
        }
    })
}

/// Responds to the requests of one connection; ends with it.
async fn respond(mut connection: TcpStream) -> Option<()> {
    let (reader, mut writer) = connection.split();
    let mut reader = BufReader::new(reader);
    let customer = customer();
    let (before, after) = {
        let page = page(PAGE, Some("CURSOR"));
        let (before, after) = page.split_once("\"CURSOR\"")?;
        (before.to_owned(), after.to_owned())
    };
    loop {
        let mut first = String::new();
        reader
            .read_line(&mut first)
            .await
            .ok()
            .filter(|read| *read > 0)?;
        let mut line = String::new();
        while reader.read_line(&mut line).await.ok()? > 2 {
            line.clear();
        }
        let target = first.split(' ').nth(1)?;
        let body = match target[1..].split_once("/contacts") {
            None => customer.clone(),
            Some((number, query)) => {
                let pages = number.parse::<usize>().ok()?.checked_sub(FIRST_NUMBER)?;
                let page = query
                    .split_once("cursor=")
                    .and_then(|(_, rest)| rest.split('&').next())
                    .map_or(Some(1), |it| it.parse().ok())?;
                let next = if page < pages {
                    json!((page + 1).to_string())
                } else {
                    Value::Null
                };
                let body = format!("{before}{next}{after}");
                if page < pages {
                    body
                } else {
                    body.replace("\"has_more\":true", "\"has_more\":false")
                }
            }
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Date: Sat, 28 Nov 2026 06:00:00 GMT\r\nX-Request-Id: req_01J9Z7Q2M4X8V6B3N5K7H1G0FD\r\n\
             X-RateLimit-Limit: 6000000\r\nX-RateLimit-Remaining: 5999999\r\n\
             X-RateLimit-Reset: 4070908800\r\n\r\n",
            body.len()
        );
        writer
            .write_all(&[head.as_bytes(), body.as_bytes()].concat())
            .await
            .ok()?;
    }
}

fn customer() -> String {
    let account = json!({
        "phone_number_id": "100200300400500", "phone_number": "+6281200000001",
        "name": "Toko Melati CS", "status": "connected", "onboarded_at": "2026-06-05T09:00:00.000Z"
    });
    let customer = json!({
        "id": "cus_335T08RM0EAKN9DTE6RD5RWP7B", "object": "customer", "name": "Toko Melati",
        "email": "halo@example.com", "status": "active", "metadata": {"crm_id": "A-17"},
        "archived_at": null, "team_id": "team_internal_id",
        "created_at": "2026-06-05T08:30:00.125Z", "updated_at": "2026-06-06T10:00:00.000Z",
        "whatsapp_accounts": [account]
    });
    json!({"data": customer, "request_id": "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"}).to_string()
}

/// A page of contacts.
pub(crate) fn page(contacts: usize, next_cursor: Option<&str>) -> String {
    let contact = json!({
        "id": "ctc_01K6TQ8M3VZB5H0WXR2N7DYPCA", "object": "contact",
        "phone_number": "+6281200000002", "name": "Budi", "email": "budi@example.com",
        "metadata": {"tier": "gold"}, "whatsapp_account": {"phone_number": "+6281200000001"},
        "created_at": "2026-05-20T04:05:06.789Z", "updated_at": "2026-05-21T04:05:06.789Z"
    });
    let page = json!({
        "data": vec![contact; contacts], "has_more": next_cursor.is_some(),
        "next_cursor": next_cursor, "request_id": "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"
    });
    page.to_string()
}

/// A customer of Kustomer, as the wire tests have it.
pub(crate) fn kustomer() -> String {
    include_str!("../../../tests/fixtures/kustomer-customer.json").to_owned()
}
