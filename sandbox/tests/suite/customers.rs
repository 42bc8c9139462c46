//! Customers of Kirim.

use generated_client::kirim::types::CustomerStatus;

use crate::support::{get_kirim, ids, kirim, start};

#[tokio::test]
async fn the_client_gets_customers_with_their_accounts() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    let mut states = Vec::new();
    for id in ids(&sandbox, "kirim", "customers") {
        let customer = client
            .get_customer(&id)
            .send()
            .await
            .unwrap()
            .into_inner()
            .data;
        assert_eq!(customer.id, id);
        let archived = customer.status == CustomerStatus::Archived;
        assert_eq!(customer.archived_at.is_some(), archived);
        states.push(customer.status);
    }
    assert!(states.contains(&CustomerStatus::Unknown("under_review".to_owned())));
    let first = client
        .get_customer(&ids(&sandbox, "kirim", "customers")[0])
        .send()
        .await
        .unwrap();
    let account = &first.data.whatsapp_accounts[0];
    assert_eq!(
        account.phone_number_id.as_deref(),
        Some(crate::support::ACCOUNT)
    );

    let error = client
        .get_customer("cus_00000000000000000000000000")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("resource_not_found"));
}

#[tokio::test]
async fn an_account_leads_to_its_customer_on_the_wire() {
    let sandbox = start().await;
    let accounts = get_kirim(&sandbox, "/accounts").await.json();
    let id = accounts["data"][0]["customer"]["id"].as_str().unwrap();
    let response = get_kirim(&sandbox, &format!("/customers/{id}")).await;
    assert_eq!(response.status, 200);
    assert_eq!(
        response.json()["data"]["whatsapp_accounts"][0]["name"],
        accounts["data"][0]["name"]
    );
    let contact = ids(&sandbox, "kirim", "contacts").remove(0);
    for id in ["cus_x", "%2e%2e", &contact] {
        let response = get_kirim(&sandbox, &format!("/customers/{id}")).await;
        assert_eq!(response.status, 404, "{id}");
        assert_eq!(response.json()["error"]["type"], "not_found");
    }
}
