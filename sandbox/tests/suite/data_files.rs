//! Data of one's own.

use std::io::Write;

use crate::support::contract::{Contract, Enums};
use crate::support::{builder, get_kirim, get_kustomer, kirim, kustomer};

const DATA: &str = r#"{
    "kirim": {
        "accounts": [
            {"object": "account", "phone_number_id": "700700700",
             "phone_number": "+628009900000001", "name": "Toko Contoh", "status": "connected",
             "quality_rating": "RED"},
            {"object": "account", "phone_number_id": null, "phone_number": null,
             "name": null, "status": "onboarding"}
        ],
        "customers": [
            {"id": "cus_1", "object": "customer", "name": "Contoh", "email": null,
             "status": "active", "metadata": null, "archived_at": null, "team_id": "t",
             "created_at": "2026-06-08T02:41:17.305Z", "updated_at": "2026-06-08T02:41:17.305Z",
             "whatsapp_accounts": []}
        ],
        "contacts": {
            "700700700": [
                {"id": "ctc_1", "object": "contact", "phone_number": "+6280012345678",
                 "name": "Budi", "email": null, "metadata": {"n": 1.50},
                 "whatsapp_account": {"phone_number": null, "new": true},
                 "created_at": "2026-06-11T07:20:05.412Z",
                 "updated_at": "2026-06-11T07:20:05.412Z", "unlisted": []},
                {"id": "ctc_2", "object": "contact", "phone_number": null,
                 "name": null, "email": "sari@example.com", "metadata": null,
                 "whatsapp_account": {"phone_number": null},
                 "created_at": "2026-06-11T07:20:05.412Z",
                 "updated_at": "2026-06-11T07:20:05.412Z"}
            ]
        }
    },
    "kustomer": {
        "customers": [{"type": "customer", "id": "64a1f0c27be91d0012ab34c1",
                       "attributes": {"name": null, "emails": [{"email": "rosa@example.com"}]}}]
    }
}"#;

#[tokio::test]
async fn the_client_gets_what_the_file_has() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(DATA.as_bytes()).unwrap();
    let sandbox = builder().data_file(file.path()).start().await.unwrap();
    assert_eq!(sandbox.phone_number_ids(), ["700700700"]);
    let client = kirim(&sandbox);
    assert_eq!(client.list_accounts().send().await.unwrap().data.len(), 1);
    assert_eq!(
        client
            .list_accounts()
            .status("all")
            .send()
            .await
            .unwrap()
            .data
            .len(),
        2
    );
    let page = client
        .list_contacts("700700700")
        .limit(1)
        .send()
        .await
        .unwrap();
    assert!(page.has_more);
    let found = client
        .list_contacts("700700700")
        .search("SARI@")
        .send()
        .await
        .unwrap();
    assert_eq!(found.data[0].id, "ctc_2");
    let found = client
        .list_contacts("700700700")
        .phone("+6280012345678")
        .send()
        .await
        .unwrap();
    assert_eq!(found.data[0].id, "ctc_1");
    assert_eq!(
        client.get_customer("cus_1").send().await.unwrap().data.name,
        "Contoh"
    );
    let person = kustomer(&sandbox)
        .get_customer("email=rosa@example.com")
        .send()
        .await
        .unwrap();
    assert_eq!(person.data.id, "64a1f0c27be91d0012ab34c1");
    let error = client.get_contact("ctc_3").send().await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn rows_go_over_the_wire_as_the_file_has_them() {
    let sandbox = builder().data(DATA).start().await.unwrap();
    let file: serde_json::Value = serde_json::from_str(DATA).unwrap();
    let contact = get_kirim(&sandbox, "/contacts/ctc_1").await.json();
    assert_eq!(contact["data"], file["kirim"]["contacts"]["700700700"][0]);
    let person = get_kustomer(&sandbox, "/v1/customers/64a1f0c27be91d0012ab34c1").await;
    assert_eq!(person.json()["data"], file["kustomer"]["customers"][0]);
}

#[tokio::test]
async fn a_file_that_is_not_valid_is_named_with_line_and_column() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let broken = DATA.replace("\"name\": \"Budi\"", "\"name\": 7");
    file.write_all(broken.as_bytes()).unwrap();
    let error = builder()
        .data_file(file.path())
        .start()
        .await
        .err()
        .unwrap();
    let expected = format!(
        "{}:19:26: kirim.contacts.700700700[0].name: invalid type: integer `7`, expected a string",
        file.path().display()
    );
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn an_empty_file_of_data_is_an_empty_sandbox() {
    let sandbox = builder().data("{}").start().await.unwrap();
    assert!(
        kirim(&sandbox)
            .list_accounts()
            .send()
            .await
            .unwrap()
            .data
            .is_empty()
    );
    assert!(sandbox.phone_number_ids().is_empty());
}

/// Whoever tries the contract's examples, by hand or with a tool, finds them in the file that comes
/// with the sandbox.
#[tokio::test]
async fn the_contracts_examples_are_answered_from_the_file_of_examples() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples.json");
    let sandbox = builder().data_file(file).start().await.unwrap();
    let contract = Contract::load(Enums::Closed);
    for operation in contract.operations() {
        let id = operation["operationId"].as_str().unwrap();
        let path = contract.example_path(operation);
        let answer = if id.starts_with("kirim.") {
            get_kirim(&sandbox, &path).await
        } else {
            get_kustomer(&sandbox, &path).await
        };
        assert_eq!(answer.status, 200, "{path}: update {file}: {answer:?}");
        assert_eq!(contract.problems(id, &answer), Vec::<String>::new());
    }
}
