//! The list of accounts.

use generated_client::kirim::types::AccountStatus;

use crate::support::{get_kirim, kirim, start};

#[tokio::test]
async fn the_client_gets_connected_accounts_or_all() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    let connected = client.list_accounts().send().await.unwrap();
    assert_eq!(connected.data.len(), 3);
    assert!(
        connected
            .data
            .iter()
            .all(|account| account.status == AccountStatus::Connected)
    );
    assert!(!connected.has_more && connected.next_cursor.is_none());
    assert_eq!(connected.request_id(), Some(connected.request_id.as_str()));

    let all = client.list_accounts().status("all").send().await.unwrap();
    assert_eq!(all.data.len(), 7);
    let onboarding = all
        .data
        .iter()
        .find(|account| account.phone_number_id.is_none())
        .unwrap();
    assert_eq!(onboarding.status, AccountStatus::Onboarding);
    let unknown = AccountStatus::Unknown("under_review".to_owned());
    assert!(all.data.iter().any(|account| account.status == unknown));
    assert!(all.data[0].extra.contains_key("quality_rating"));

    let error = client
        .list_accounts()
        .status("gone")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(
        (error.code(), error.param()),
        (Some("invalid_field_value"), Some("status"))
    );
}

#[tokio::test]
async fn connected_is_the_default_on_the_wire() {
    let sandbox = start().await;
    let without = get_kirim(&sandbox, "/accounts").await;
    let with = get_kirim(&sandbox, "/accounts?status=connected").await;
    assert_eq!(without.json()["data"], with.json()["data"]);
    assert_eq!(without.header("content-type"), Some("application/json"));
    let request_id = without.header("x-request-id").unwrap();
    assert!(
        request_id.starts_with("req_") && request_id.len() == 30,
        "{request_id}"
    );
    assert_eq!(without.json()["request_id"], request_id);
    let all = get_kirim(&sandbox, "/accounts?status=all").await.json();
    assert_eq!(all["data"].as_array().unwrap().len(), 7);
    for query in ["status=", "status=ALL", "status=all&status=connected"] {
        let response = get_kirim(&sandbox, &format!("/accounts?{query}")).await;
        assert_eq!(response.status, 400, "{query}");
        assert_eq!(response.json()["error"]["param"], "status", "{query}");
    }
}
