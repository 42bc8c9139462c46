//! Each operation sends the documented request and decodes what may come back.

use generated_client::{kirim, kustomer};
use serde_json::{Value, json};

use crate::support::{
    self, KEY, Recorded, Reply, Server, account, account_list, contact, contact_list,
    contact_response, customer, customer_response, kustomer_customer, object, text,
};

/// Checks everything of a GET request that is the same for all operations.
fn assert_is_documented(request: &Recorded, server: &Server, path: &str, query: &[&str]) {
    let [method, _, version] = request.line();
    assert_eq!((method, version), ("GET", "HTTP/1.1"));
    assert_eq!(request.path(), path);
    assert_eq!(request.query(), query);
    assert!(request.body.is_empty());
    let expected = [
        ("accept", "application/json".to_owned()),
        ("accept-encoding", "gzip".to_owned()),
        ("authorization", format!("Bearer {KEY}")),
        ("host", server.authority()),
        (
            "user-agent",
            format!("generated-client/{}", env!("CARGO_PKG_VERSION")),
        ),
    ];
    // All of them, so that nothing else is sent: no api-version, no content-type.
    let expected = expected.map(|(name, value)| (name.to_owned(), value));
    let headers = request.headers().into_iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    assert_eq!(headers, expected);
}

async fn serve(body: &Value) -> (Server, kirim::Client) {
    let server = Server::start([Reply::json(200, body)]).await;
    let client = support::kirim(&server);
    (server, client)
}

async fn get_customer(body: &Value) -> kirim::types::CustomerResponse {
    let (_server, client) = serve(body).await;
    client
        .get_customer("cus_1")
        .send()
        .await
        .unwrap()
        .into_inner()
}

async fn get_contact(body: &Value) -> kirim::types::ContactResponse {
    let (_server, client) = serve(body).await;
    client
        .get_contact("ctc_1")
        .send()
        .await
        .unwrap()
        .into_inner()
}

async fn list_accounts(body: &Value) -> kirim::types::AccountList {
    let (_server, client) = serve(body).await;
    client.list_accounts().send().await.unwrap().into_inner()
}

async fn list_contacts(body: &Value) -> kirim::types::ContactList {
    let (_server, client) = serve(body).await;
    let call = client.list_contacts("100200300400500").send();
    call.await.unwrap().into_inner()
}

async fn kustomer_get_customer(body: &Value) -> kustomer::types::CustomerResponse {
    let server = Server::start([Reply::json(200, body)]).await;
    let call = support::kustomer(&server).get_customer("1").send().await;
    call.unwrap().into_inner()
}

#[tokio::test]
async fn get_customer_sends_the_documented_request() {
    let (server, client) = serve(&customer_response(&customer())).await;
    client
        .get_customer("cus_335T08RM0EAKN9DTE6RD5RWP7B")
        .send()
        .await
        .unwrap();
    let path = "/v1/customers/cus_335T08RM0EAKN9DTE6RD5RWP7B";
    assert_is_documented(&server.request(), &server, path, &[]);
}

#[tokio::test]
async fn get_contact_sends_the_documented_request() {
    let (server, client) = serve(&contact_response(&contact("ctc_1"))).await;
    client
        .get_contact("ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD")
        .send()
        .await
        .unwrap();
    let path = "/v1/contacts/ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD";
    assert_is_documented(&server.request(), &server, path, &[]);
}

#[tokio::test]
async fn list_accounts_sends_the_documented_request() {
    let (server, client) = serve(&account_list(&[])).await;
    client.list_accounts().send().await.unwrap();
    assert_is_documented(&server.request(), &server, "/v1/accounts", &[]);

    let (server, client) = serve(&account_list(&[])).await;
    client.list_accounts().status("all").send().await.unwrap();
    assert_is_documented(&server.request(), &server, "/v1/accounts", &["status=all"]);
}

#[tokio::test]
async fn list_contacts_sends_the_documented_request() {
    let path = "/v1/100200300400500/contacts";
    let (server, client) = serve(&contact_list(&[], false, None)).await;
    client
        .list_contacts("100200300400500")
        .send()
        .await
        .unwrap();
    assert_is_documented(&server.request(), &server, path, &[]);

    let (server, client) = serve(&contact_list(&[], false, None)).await;
    client
        .list_contacts("100200300400500")
        .phone("+6281200000002")
        .search("budi & co")
        .limit(50)
        .cursor("eyJrIjoiYS9iIn0=")
        .send()
        .await
        .unwrap();
    let query = [
        "cursor=eyJrIjoiYS9iIn0%3D",
        "limit=50",
        "phone=%2B6281200000002",
        "search=budi%20%26%20co",
    ];
    assert_is_documented(&server.request(), &server, path, &query);
}

#[tokio::test]
async fn kustomer_get_customer_sends_the_documented_request() {
    let server = Server::start([Reply::json(200, &kustomer_customer())]).await;
    let client = support::kustomer(&server);
    let id = "64a1f0c27be91d0012ab34c1";
    client.get_customer(id).send().await.unwrap();
    let path = "/v1/customers/64a1f0c27be91d0012ab34c1";
    assert_is_documented(&server.request(), &server, path, &[]);
}

#[tokio::test]
async fn an_argument_that_the_contract_forbids_is_not_sent() {
    let server = Server::start([]).await;
    let client = support::kirim(&server);
    for number in ["12345", "100200300400500x", "../100200300400500", ""] {
        let error = client.list_contacts(number).send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some("phone_number_id"));
        assert_eq!(error.operation(), Some("kirim.list_contacts"));
    }
    let list = || client.list_contacts("100200300400500");
    for (call, param, problem) in [
        (
            list().limit(101),
            "limit",
            "must be at least 1 and at most 100, but is 101",
        ),
        (
            list().limit(u64::MAX),
            "limit",
            "must be at least 1 and at most 100",
        ),
        (
            list().search(""),
            "search",
            "the number of characters must be at least 1 and at most 200, but is 0",
        ),
        (
            list().search("é".repeat(999)),
            "search",
            "the number of characters must be at least 1 and at most 200, but is 999",
        ),
        (
            client.list_contacts("12345"),
            "phone_number_id",
            r"must match the pattern `^\d{6,20}$`",
        ),
    ] {
        let error = call.send().await.unwrap_err();
        assert_eq!((error.param(), error.attempts()), (Some(param), 0));
        let line = format!("kirim.list_contacts: parameter `{param}`: {problem}");
        assert!(error.to_string().starts_with(&line), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_complete_customer_is_decoded() {
    let response = get_customer(&customer_response(&customer())).await;
    assert_eq!(response.request_id, "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
    let customer = &response.data;
    assert_eq!(customer.id, "cus_335T08RM0EAKN9DTE6RD5RWP7B");
    assert_eq!(customer.name, "Toko Melati");
    assert_eq!(
        customer.email.as_deref(),
        Some("halo@toko-melati.example.com")
    );
    assert_eq!(text(&customer.status), "active");
    assert_eq!(customer.metadata.as_ref().unwrap()["branch"]["floor"], 2);
    assert!(customer.archived_at.is_none());
    assert_eq!(customer.team_id, "team_internal_id");
    assert_eq!(customer.created_at.to_string(), "2026-06-05T08:30:00.125Z");
    assert_eq!(customer.updated_at.to_string(), "2026-06-06T10:00:00Z");
    let [connected, onboarding] = &customer.whatsapp_accounts[..] else {
        panic!("{customer:?}");
    };
    assert_eq!(
        connected.phone_number_id.as_deref(),
        Some("100200300400500")
    );
    assert_eq!(connected.name.as_deref(), Some("Toko Melati CS"));
    assert!(connected.onboarded_at.is_some());
    assert_eq!(text(&onboarding.status), "onboarding");
    assert!(onboarding.phone_number.is_none() && onboarding.onboarded_at.is_none());
}

#[tokio::test]
async fn a_customer_of_a_later_version_is_decoded() {
    let mut body = customer_response(&customer());
    object(&mut body, "").insert("livemode".to_owned(), json!(true));
    let data = object(&mut body, "/data");
    data.insert("segment".to_owned(), json!({"id": 7}));
    data.insert("status".to_owned(), json!("frozen"));
    data.insert("email".to_owned(), Value::Null);
    data.insert("created_at".to_owned(), json!("5 June 2026"));
    data.insert("metadata".to_owned(), Value::Null);
    let account = object(&mut body, "/data/whatsapp_accounts/0");
    account.insert("status".to_owned(), json!("sleeping"));
    account.insert("quality_rating".to_owned(), json!("GREEN"));
    let response = get_customer(&body).await;
    assert_eq!(text(&response.data.status), "frozen");
    assert!(response.data.email.is_none() && response.data.metadata.is_none());
    assert_eq!(response.data.created_at.value(), None);
    assert_eq!(response.data.created_at.text(), Some("5 June 2026"));
    assert_eq!(text(&response.data.whatsapp_accounts[0].status), "sleeping");
    assert_eq!(
        serde_json::to_value(&response).unwrap()["data"]["status"],
        "frozen"
    );
}

#[tokio::test]
async fn a_complete_contact_is_decoded() {
    let response = get_contact(&contact_response(&contact(
        "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD",
    )))
    .await;
    assert_eq!(response.request_id, "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
    let contact = &response.data;
    assert_eq!(contact.id, "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
    assert_eq!(contact.phone_number.as_deref(), Some("+6281200000002"));
    assert_eq!(contact.name.as_deref(), Some("Budi"));
    assert_eq!(contact.email.as_deref(), Some("budi@example.com"));
    assert_eq!(contact.metadata.as_ref().unwrap()["tier"], "gold");
    assert_eq!(
        contact.whatsapp_account.phone_number.as_deref(),
        Some("+6281200000001")
    );
    assert_eq!(contact.created_at.to_string(), "2026-05-20T04:05:06.789Z");
    assert_eq!(contact.updated_at.to_string(), "2026-05-21T04:05:06.789Z");
}

#[tokio::test]
async fn a_contact_of_a_later_version_is_decoded() {
    let mut body = contact_response(&contact("ctc_1"));
    let data = object(&mut body, "/data");
    for member in ["phone_number", "name", "email", "metadata"] {
        data.insert(member.to_owned(), Value::Null);
    }
    data.insert("object".to_owned(), json!("lead"));
    data.insert("labels".to_owned(), json!([{"id": "lbl_1"}]));
    let account = object(&mut body, "/data/whatsapp_account");
    account.insert("phone_number".to_owned(), Value::Null);
    account.insert("phone_number_id".to_owned(), json!("100200300400500"));
    account.insert("customer".to_owned(), Value::Null);
    let contact = get_contact(&body).await.data;
    assert_eq!(text(&contact.object), "lead");
    assert!(contact.phone_number.is_none() && contact.name.is_none());
    assert!(contact.email.is_none() && contact.metadata.is_none());
    assert!(contact.whatsapp_account.phone_number.is_none());
}

#[tokio::test]
async fn complete_accounts_are_decoded() {
    let response = list_accounts(&account_list(&[account(), account()])).await;
    assert!(!response.has_more && response.next_cursor.is_none());
    assert_eq!(response.request_id, "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
    assert_eq!(response.data.len(), 2);
    let account = &response.data[1];
    assert_eq!(account.phone_number_id.as_deref(), Some("100200300400500"));
    assert_eq!(account.phone_number.as_deref(), Some("+6281200000001"));
    assert_eq!(account.name.as_deref(), Some("Toko Melati CS"));
    assert_eq!(text(&account.status), "connected");
}

#[tokio::test]
async fn accounts_of_a_later_version_are_decoded() {
    let mut account = account();
    let members = object(&mut account, "");
    for member in ["phone_number_id", "phone_number", "name"] {
        members.insert(member.to_owned(), Value::Null);
    }
    members.insert("status".to_owned(), json!("migrating"));
    members.insert("quality_rating".to_owned(), json!("GREEN"));
    let account = list_accounts(&account_list(&[account]))
        .await
        .data
        .remove(0);
    assert!(account.phone_number_id.is_none() && account.phone_number.is_none());
    assert!(account.name.is_none());
    assert_eq!(text(&account.status), "migrating");
}

#[tokio::test]
async fn a_complete_page_of_contacts_is_decoded() {
    let response = list_contacts(&contact_list(&["ctc_1", "ctc_2"], true, Some("next"))).await;
    let ids: Vec<_> = response
        .data
        .iter()
        .map(|contact| contact.id.as_str())
        .collect();
    assert_eq!(ids, ["ctc_1", "ctc_2"]);
    assert!(response.has_more);
    assert_eq!(response.next_cursor.as_deref(), Some("next"));
    assert_eq!(response.request_id, "req_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
    assert_eq!(response.data[0].name.as_deref(), Some("Budi"));
}

#[tokio::test]
async fn contacts_of_a_later_version_are_decoded() {
    let mut body = contact_list(&["ctc_1"], false, None);
    object(&mut body, "").insert("total".to_owned(), json!(1));
    let data = object(&mut body, "/data/0");
    data.insert("metadata".to_owned(), Value::Null);
    data.insert("name".to_owned(), Value::Null);
    data.insert("score".to_owned(), json!(0.5));
    let contact = list_contacts(&body).await.data.remove(0);
    assert!(contact.metadata.is_none() && contact.name.is_none());
}

#[tokio::test]
async fn a_kustomer_customer_of_a_later_version_is_decoded() {
    let mut body = kustomer_customer();
    let attributes = object(&mut body, "/data/attributes");
    attributes.insert("presence".to_owned(), json!("levitating"));
    attributes.insert("name".to_owned(), Value::Null);
    attributes.insert("loyalty".to_owned(), json!({"points": 7}));
    let email = object(&mut body, "/data/attributes/emails/0");
    email.insert("type".to_owned(), json!("pager"));
    let response = kustomer_get_customer(&body).await;
    let again = serde_json::to_value(&response).unwrap();
    assert_eq!(again["data"]["attributes"]["presence"], "levitating");
    assert_eq!(again["data"]["attributes"]["loyalty"]["points"], 7);
    assert_eq!(again["data"]["attributes"]["emails"][0]["type"], "pager");
    assert_eq!(response.data.id, "64a1f0c27be91d0012ab34c1");
}

#[tokio::test]
async fn a_response_keeps_everything_that_came_with_it() {
    let body = customer_response(&customer());
    let headers = [
        ("x-request-id", "req_header"),
        ("x-ratelimit-limit", "600"),
        ("x-ratelimit-remaining", "599"),
        ("x-ratelimit-reset", "1780000000"),
        ("x-other", "kept"),
    ];
    let server = Server::start([Reply::json_with(203, &headers, &body)]).await;
    let response = support::kirim(&server)
        .get_customer("cus_1")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 203);
    assert_eq!(response.request_id(), Some("req_header"));
    assert_eq!(response.headers()["x-other"], "kept");
    assert_eq!(response.body(), body.to_string().as_bytes());
    let limit = response.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (Some(600), Some(599)));
    let reset = limit
        .reset
        .unwrap()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    assert_eq!(reset.as_secs(), 1_780_000_000);
    assert_eq!(response.data.name, "Toko Melati");
    assert_eq!(response.into_inner().data.name, "Toko Melati");
}

#[tokio::test]
async fn the_suffix_of_the_user_agent_is_sent() {
    let server = Server::start([Reply::json(200, &account_list(&[]))]).await;
    let builder = support::kirim_builder(&server).user_agent_suffix("my-shop/1.2");
    builder
        .build()
        .unwrap()
        .list_accounts()
        .send()
        .await
        .unwrap();
    let expected = format!("generated-client/{} my-shop/1.2", env!("CARGO_PKG_VERSION"));
    let request = server.request();
    assert!(
        request
            .headers()
            .contains(&("user-agent".to_owned(), expected.as_str()))
    );
}
