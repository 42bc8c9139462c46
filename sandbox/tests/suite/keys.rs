//! Who is let in.

use sandbox::{EXPIRED_KIRIM_KEY, FREE_PLAN_KIRIM_KEY, KUSTOMER_KEY_WITHOUT_ROLE};

use crate::support::{self, ids, kirim_with_key, kustomer_with_key, raw, start};

const UNKNOWN: &str = "kdv_live_sandbox-nobody-has-00001";

#[tokio::test]
async fn the_client_is_told_why_a_kirim_key_is_refused() {
    let sandbox = start().await;
    for (key, code) in [
        ("not-a-key", "invalid_api_key"),
        (UNKNOWN, "invalid_api_key"),
        (EXPIRED_KIRIM_KEY, "expired_api_key"),
    ] {
        let client = kirim_with_key(&sandbox, key);
        let error = client.list_accounts().send().await.unwrap_err();
        assert!(error.is_unauthorized(), "{key}: {error}");
        assert_eq!(error.error_type(), Some("authentication_error"));
        assert_eq!(error.code(), Some(code), "{key}");
        assert!(error.rate_limit().is_some());
    }
}

#[tokio::test]
async fn kirim_refuses_with_401_on_the_wire() {
    let sandbox = start().await;
    let good = format!("bearer {}", sandbox.kirim_api_key());
    let expired = format!("Bearer {EXPIRED_KIRIM_KEY}");
    for (authorization, code) in [
        (None, "invalid_api_key"),
        (Some("Basic a2V5"), "invalid_api_key"),
        (Some("Bearer"), "invalid_api_key"),
        (Some(sandbox.kirim_api_key()), "invalid_api_key"),
        (Some(expired.as_str()), "expired_api_key"),
    ] {
        let headers: Vec<_> = authorization
            .map(|value| ("authorization", value))
            .into_iter()
            .collect();
        let response = raw::get(sandbox.address(), "/kirim/v1/accounts", &headers).await;
        let error = &response.json()["error"];
        assert_eq!(response.status, 401, "{authorization:?}");
        assert_eq!(error["type"], "authentication_error");
        assert_eq!(error["code"], code, "{authorization:?}");
        assert_eq!(
            response.header("x-request-id"),
            error["request_id"].as_str()
        );
        assert_eq!(
            response.number("x-ratelimit-remaining"),
            6_000,
            "nobody pays"
        );
    }
    let headers = [("authorization", good.as_str())];
    let response = raw::get(sandbox.address(), "/kirim/v1/accounts", &headers).await;
    assert_eq!(response.status, 200, "the scheme is written in any case");
}

#[tokio::test]
async fn a_plan_without_customers_is_told_so() {
    let sandbox = start().await;
    let id = ids(&sandbox, "kirim", "customers").remove(0);
    let client = kirim_with_key(&sandbox, FREE_PLAN_KIRIM_KEY);
    let error = client.get_customer(&id).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 402);
    assert_eq!(error.code(), Some("feature_not_entitled"));
    client.list_accounts().send().await.unwrap();

    let key = format!("Bearer {FREE_PLAN_KIRIM_KEY}");
    let path = format!("/kirim/v1/customers/{id}");
    let response = raw::get(sandbox.address(), &path, &[("authorization", &key)]).await;
    assert_eq!(response.status, 402);
    assert_eq!(response.json()["error"]["code"], "feature_not_entitled");
    assert_eq!(
        response.number("x-ratelimit-limit"),
        600,
        "a plan of its own"
    );
}

#[tokio::test]
async fn the_client_is_told_that_a_kustomer_key_is_refused() {
    let sandbox = start().await;
    let id = ids(&sandbox, "kustomer", "customers").remove(0);
    for key in ["not-a-token", "a.b.c", KUSTOMER_KEY_WITHOUT_ROLE] {
        let client = kustomer_with_key(&sandbox, key);
        let error = client.get_customer(&id).send().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
        assert_eq!(error.message(), Some("Unauthorized"));
        assert!(error.request_id().is_some());
    }
}

#[tokio::test]
async fn kustomer_refuses_with_401_on_the_wire() {
    let sandbox = start().await;
    let path = format!(
        "/kustomer/v1/customers/{}",
        ids(&sandbox, "kustomer", "customers")[0]
    );
    let response = raw::get(sandbox.address(), &path, &[]).await;
    assert_eq!(response.status, 401);
    let error = &response.json()["errors"][0];
    assert_eq!(error["status"], 401);
    assert_eq!(error["title"], "Unauthorized");
    assert!(response.header("x-amz-cf-id").is_some());
    assert!(response.header("x-kustomer-pod").is_none(), "the CDN's own");
}

#[tokio::test]
async fn an_application_can_bring_its_own_keys() {
    let sandbox = support::builder()
        .api_key("kirim", "kdv_live_my-own-key-aaaaaaaaaaaaa")
        .api_key("kustomer", "my.own.token")
        .start()
        .await
        .unwrap();
    support::kirim(&sandbox)
        .list_accounts()
        .send()
        .await
        .unwrap();
    let id = ids(&sandbox, "kustomer", "customers").remove(0);
    support::kustomer(&sandbox)
        .get_customer(id)
        .send()
        .await
        .unwrap();
}
