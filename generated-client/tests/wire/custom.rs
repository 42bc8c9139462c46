//! Requests of operations that the contract lacks.

use std::collections::BTreeMap;
use std::time::Duration;

use generated_client::reqwest::Method;
use generated_client::{AttemptInfo, BoxError, CallOptions, http, kirim, reqwest};
use serde_json::{Value, json};

use crate::support::{KEY, Reply, Server, kirim_error, quick_retries, retrying, shown};

#[tokio::test]
async fn query_body_and_credential_are_sent() {
    let server = Server::start([
        Reply::json_with(201, &[("x-request-id", "req_1")], &json!({"id": "lbl_1"})),
        Reply::new(204, &[], ""),
    ])
    .await;
    let client = retrying(&server);
    let request = client
        .request(Method::POST, "/contacts/{id}/labels:add")
        .path("id", "a/../b ü")
        .query("tag", ["x", "y&z"])
        .query("none", None::<u8>)
        .query("notify", false)
        .extra_header("X-Trace", "7")
        .json(&json!({"name": "vip"}));
    let response = request.clone().send::<Value>().await.unwrap();
    assert_eq!(
        (response["id"].as_str(), response.status().as_u16()),
        (Some("lbl_1"), 201)
    );
    assert_eq!(response.request_id(), Some("req_1"));
    assert_eq!(response.idempotency_key(), None);
    // It owns its client, so it can be sent from a task.
    tokio::spawn(request.send::<()>()).await.unwrap().unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for sent in requests {
        assert_eq!(
            sent.line(),
            [
                "POST",
                "/v1/contacts/a%2F..%2Fb%20%C3%BC/labels:add?tag=x&tag=y%26z&notify=false",
                "HTTP/1.1"
            ]
        );
        assert_eq!(
            sent.header("authorization"),
            Some(&*format!("Bearer {KEY}"))
        );
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(sent.header("x-trace"), Some("7"));
        assert_eq!(sent.header("idempotency-key"), None);
        assert_eq!(sent.body, br#"{"name":"vip"}"#);
    }
}

#[tokio::test]
async fn a_typed_response_is_decoded_and_an_error_read() {
    let not_found = Reply::json(404, &kirim_error("not_found_error", "label_not_found"));
    let server = Server::start([
        Reply::json(200, &json!({"vip": 3})),
        Reply::json(200, &json!({"vip": "three"})),
        not_found,
    ])
    .await;
    let client = retrying(&server);
    let counts = || {
        client
            .request(Method::GET, "/labels")
            .send::<BTreeMap<String, u32>>()
    };
    assert_eq!(counts().await.unwrap()["vip"], 3);
    let error = counts().await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("at vip"),
        "{error}"
    );
    let request = client
        .request(Method::DELETE, "/labels/{id}")
        .path("id", 17);
    let error = request.send::<()>().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("label_not_found"));
    assert_eq!(error.operation(), Some("kirim.DELETE /labels/{id}"));
    assert!(!shown(&error).contains("17"), "{error:?}");
    assert_eq!(server.requests()[2].path(), "/v1/labels/17");
}

#[tokio::test]
async fn it_is_sent_again_if_that_does_no_harm() {
    let unavailable = || Reply::new(503, &[], "");
    let done = || Reply::new(204, &[], "");
    let server = Server::start([
        unavailable(),
        done(),
        unavailable(),
        unavailable(),
        done(),
        Reply::new(429, &[("retry-after", "0")], ""),
        done(),
    ])
    .await;
    let client = retrying(&server);
    let send = |method| client.request(method, "/labels");
    send(Method::PUT).send::<()>().await.unwrap();
    let error = send(Method::POST).send::<()>().await.unwrap_err();
    assert_eq!((error.attempts(), error.idempotency_key()), (1, None));
    let keyed = send(Method::POST).idempotency_key("order-17");
    let response = keyed.send::<()>().await.unwrap();
    assert_eq!(response.idempotency_key(), Some("order-17"));
    send(Method::POST).send::<()>().await.unwrap();
    let requests = server.requests();
    let keys = requests.iter().map(|it| it.header("idempotency-key"));
    let keys: Vec<_> = keys.map(|it| it.is_some()).collect();
    assert_eq!(keys, [false, false, false, true, true, false, false]);
}

#[tokio::test]
async fn what_would_leave_its_place_is_refused_before_anything_is_sent() {
    let server = Server::start([]).await;
    let client = retrying(&server);
    let get = |path| client.request(Method::GET, path);
    for (request, param, problem) in [
        (get("/labels/../keys"), "path", "segment `.` or `..`"),
        (get("labels"), "path", "must begin with `/`"),
        (get("https://example.com/x"), "path", "must begin with `/`"),
        (get("/labels?page=2"), "path", "with `query`"),
        (get("/%2e%2e/keys"), "path", "holds a character"),
        (get("/labels/{id}"), "id", "has no value"),
        (
            get("/labels/{id}").path("id", ""),
            "id",
            "must not be empty",
        ),
        (
            get("/labels/{id}").path("id", ".."),
            "id",
            "segment `.` or `..`",
        ),
        (get("/labels").path("id", "1"), "id", "is not in the path"),
        (
            get("/labels/{id}").path("id", [["1"]]),
            "id",
            "lists or objects",
        ),
        (
            get("/labels").idempotency_key(""),
            "idempotency_key",
            "1 to 255 characters",
        ),
        (
            get("/labels").total_timeout(Duration::ZERO),
            "total_timeout",
            "is zero",
        ),
        (client.request(Method::CONNECT, "/x"), "method", "`CONNECT`"),
    ] {
        let error = request.send::<Value>().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(param), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn without_a_base_url_it_goes_to_the_current_server() {
    let service = tower::service_fn(|request: http::Request<reqwest::Body>| async move {
        let info = request.extensions().get::<AttemptInfo>().unwrap();
        let body = json!([
            request.uri().to_string(),
            info.operation(),
            info.path_template()
        ]);
        Ok::<_, BoxError>(http::Response::new(reqwest::Body::from(body.to_string())))
    });
    let builder = kirim::Client::builder().api_key(KEY).transport(service);
    let client = builder.retry(quick_retries()).build().unwrap();
    let request = client.request(Method::GET, "/labels/{id}").path("id", "a");
    let [uri, operation, template] = request.send::<[String; 3]>().await.unwrap().into_inner();
    assert_eq!(uri, "https://api.kirimdev.com/v1/labels/a");
    assert_eq!(operation, "kirim.GET /labels/{id}");
    assert_eq!(template, "/labels/{id}");
}
