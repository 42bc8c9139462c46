//! Rate limits: real ones, which can be set and sped up.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::support::{ACCOUNT, builder, get_kirim, get_kustomer, ids, kirim, kustomer};

fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

#[tokio::test]
async fn kirims_bucket_empties_and_says_when_to_come_back_on_the_wire() {
    let sandbox = builder().read_per_minute(3).start().await.unwrap();
    let start = Instant::now();
    for left in [2, 1, 0] {
        // Errors take a token like any response.
        let response = get_kirim(&sandbox, "/contacts/x").await;
        assert_eq!(response.status, 404);
        assert_eq!(response.number("x-ratelimit-limit"), 3);
        assert_eq!(response.number("x-ratelimit-remaining"), left);
        let full_in = response
            .number("x-ratelimit-reset")
            .saturating_sub(unix_now());
        assert!((1..=61).contains(&full_in), "{full_in}");
        assert!(response.header("retry-after").is_none());
    }
    let response = get_kirim(&sandbox, "/contacts/x").await;
    assert_eq!(response.status, 429);
    let error = &response.json()["error"];
    assert_eq!(error["type"], "rate_limit_error");
    assert_eq!(error["code"], "rate_limit_exceeded");
    let earliest = 20_u64.saturating_sub(start.elapsed().as_secs() + 1);
    assert!(
        (earliest..=20).contains(&response.number("retry-after")),
        "a token in 20 seconds"
    );
    assert_eq!(response.number("x-ratelimit-remaining"), 0);
}

#[tokio::test]
async fn the_client_sees_what_is_left_and_is_refused_when_nothing_is() {
    let sandbox = builder().read_per_minute(2).start().await.unwrap();
    let response = kirim(&sandbox).list_accounts().send().await.unwrap();
    let limit = response.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (Some(2), Some(1)));
    assert!(limit.reset.unwrap() > SystemTime::now());
    get_kirim(&sandbox, "/accounts").await;
    // A new client, which knows nothing of the limit.
    let error = kirim(&sandbox)
        .list_contacts(ACCOUNT)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert!(error.retry_after().unwrap() > Duration::from_secs(20));
}

#[tokio::test]
async fn time_that_passes_refills_a_bucket() {
    let sandbox = builder().read_per_minute(2).still(true);
    let sandbox = sandbox.start().await.unwrap();
    for _ in 0..2 {
        get_kirim(&sandbox, "/accounts").await;
    }
    let refused = get_kirim(&sandbox, "/accounts").await;
    assert_eq!((refused.status, refused.number("retry-after")), (429, 30));
    sandbox.advance(Duration::from_secs(30));
    assert_eq!(get_kirim(&sandbox, "/accounts").await.status, 200);
}

#[tokio::test]
async fn kustomers_window_fills_up() {
    let sandbox = builder().shared_per_minute(2).start().await.unwrap();
    let path = format!(
        "/v1/customers/{}",
        ids(&sandbox, "kustomer", "customers")[0]
    );
    let response = get_kustomer(&sandbox, &path).await;
    assert_eq!(
        (response.status, response.number("x-ratelimit-remaining")),
        (200, 1)
    );
    let response = kustomer(&sandbox)
        .get_customer(&ids(&sandbox, "kustomer", "customers")[0])
        .send()
        .await;
    assert_eq!(response.unwrap().rate_limit().unwrap().remaining, Some(0));
    let response = get_kustomer(&sandbox, &path).await;
    assert_eq!(response.status, 429);
    assert!(
        response.header("retry-after").is_none(),
        "Kustomer has none"
    );
    let ends_in = response
        .number("x-ratelimit-reset")
        .saturating_sub(unix_now());
    assert!((1..=61).contains(&ends_in), "{ends_in}");
    let client = kustomer(&sandbox);
    let error = client
        .get_customer(&ids(&sandbox, "kustomer", "customers")[0])
        .send()
        .await
        .unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
}

#[tokio::test]
async fn the_two_apis_have_limits_of_their_own() {
    let sandbox = builder().read_per_minute(1).start().await.unwrap();
    get_kirim(&sandbox, "/accounts").await;
    assert_eq!(get_kirim(&sandbox, "/accounts").await.status, 429);
    assert_eq!(get_kustomer(&sandbox, "/v1/customers/x").await.status, 400);
}
