//! Customers of Kustomer.

use generated_client::kustomer::types::EmailType;
use serde_json::Value;

use crate::support::{get_kustomer, ids, kustomer, raw, start};

#[tokio::test]
async fn the_client_gets_people_of_whom_much_or_little_is_known() {
    let sandbox = start().await;
    let client = kustomer(&sandbox);
    let mut kinds = Vec::new();
    for id in ids(&sandbox, "kustomer", "customers") {
        let person = client.get_customer(&id).send().await.unwrap();
        assert_eq!(person.data.id, id);
        assert!(person.request_id().is_some() && person.rate_limit().is_some());
        kinds.push(person.into_inner().data.attributes);
    }
    assert!(kinds.iter().any(Option::is_none));
    let full = kinds
        .iter()
        .flatten()
        .find(|attributes| attributes.rev > Some(1))
        .unwrap();
    let unknown = EmailType::Unknown("billing".to_owned());
    assert_eq!(full.shared_emails.as_ref().unwrap()[0].type_, Some(unknown));
    assert!(full.extra.contains_key("firstName"));
}

#[tokio::test]
async fn the_client_finds_people_by_what_they_have() {
    let sandbox = start().await;
    let client = kustomer(&sandbox);
    let id = &ids(&sandbox, "kustomer", "customers")[0];
    let person = client
        .get_customer(id)
        .send()
        .await
        .unwrap()
        .into_inner()
        .data;
    let attributes = person.attributes.unwrap();
    let email = attributes.emails.unwrap().remove(0).email.unwrap();
    let phone = attributes.phones.unwrap().remove(0).phone.unwrap();
    let external_id = attributes.external_id.unwrap();
    for lookup in [
        format!("email={email}"),
        format!("phone={phone}"),
        format!("externalId={external_id}"),
    ] {
        let found = client.get_customer(&lookup).send().await.unwrap();
        assert_eq!(found.data.id, *id, "{lookup}");
    }
    for (lookup, param) in [
        ("000000000000000000000000", "id"),
        ("email=nobody@example.com", "email"),
        ("phone=+62", "phone"),
        ("externalId=x", "externalId"),
    ] {
        let error = client.get_customer(lookup).send().await.unwrap_err();
        assert!(error.is_not_found(), "{lookup}: {error}");
        assert_eq!(
            (error.code(), error.param()),
            (Some("notfound"), Some(param)),
            "{lookup}"
        );
    }
    let error = client.get_customer("x").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.code(), Some("badparam"));
}

#[tokio::test]
async fn headers_and_errors_have_kustomers_form_on_the_wire() {
    let sandbox = start().await;
    let id = &ids(&sandbox, "kustomer", "customers")[1];
    let response = get_kustomer(&sandbox, &format!("/v1/customers/{id}")).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert!(response.header("x-amz-cf-id").is_some());
    assert!(response.header("x-kustomer-pod").is_some());
    assert_eq!(response.number("x-ratelimit-limit"), 1_000);
    assert_eq!(response.number("x-ratelimit-remaining"), 999);
    assert!(response.header("x-ratelimit-reset").is_none());
    let person = response.json();
    assert_eq!(person["data"]["type"], "customer");
    assert_eq!(person["data"]["attributes"]["signedUpAt"], Value::Null);
    assert!(
        person["data"]["attributes"]
            .as_object()
            .unwrap()
            .contains_key("signedUpAt")
    );

    let response = get_kustomer(&sandbox, "/v1/customers/000000000000000000000000").await;
    assert_eq!(response.status, 404);
    let error = &response.json()["errors"][0];
    assert_eq!(error["status"], 404);
    assert_eq!(error["code"], "notfound");
    assert_eq!(error["title"], "Not Found");
    assert_eq!(error["source"]["parameter"], "id");

    for id in [
        "x",
        "66B3F2A19C4D5E0012F7A801",
        "email=nobody",
        "name=x",
        "phone=",
    ] {
        let response = get_kustomer(&sandbox, &format!("/v1/customers/{id}")).await;
        assert_eq!(response.status, 400, "{id}");
        assert_eq!(response.json()["errors"][0]["code"], "badparam");
    }
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_each_apis_manner() {
    let sandbox = start().await;
    let response = get_kustomer(&sandbox, "/v1/orders").await;
    assert_eq!(response.status, 404);
    assert_eq!(response.json()["errors"][0]["title"], "Not Found");
    for (path, pointer) in [
        ("/kustomer/v1/customers/1", "/errors/0/title"),
        ("/kirim/v1/contacts/1", "/error/code"),
    ] {
        let response = raw::send(sandbox.address(), "DELETE", path, &[], "").await;
        assert_eq!(response.status, 405);
        assert_eq!(response.header("allow"), Some("GET, HEAD"));
        assert!(response.json().pointer(pointer).is_some());
    }
    let response = raw::get(sandbox.address(), "/kirim/v1/nothing", &[]).await;
    assert_eq!(response.status, 404);
    assert_eq!(response.json()["error"]["code"], "resource_not_found");
}
