//! The seam around one attempt: what a layer sees and changes, and transports in place of the network.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::reqwest::Body;
use generated_client::{AttemptInfo, BoxError, ErrorKind, Response, http, kirim};
use serde_json::json;
use tower::util::{MapErrLayer, MapRequestLayer, MapResponseLayer};
use tower::{Layer, service_fn};

use crate::support::{
    KEY, Reply, Server, contact, contact_response, kirim_builder, kirim_error, quick_retries, shown,
};

type Request = http::Request<Body>;

#[tokio::test]
async fn a_layer_sees_and_changes_every_attempt() {
    let server = Server::start([
        Reply::json(503, &kirim_error("server_error", "unavailable")),
        Reply::json(200, &contact_response(&contact("ctc_1"))),
    ])
    .await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let recorder = seen.clone();
    let layer = MapRequestLayer::new(move |mut request: Request| {
        let info = request.extensions().get::<AttemptInfo>().unwrap();
        let (operation, template) = (info.operation(), info.path_template());
        let line = format!("{operation} {template} {}", info.attempt());
        recorder.lock().unwrap().push(line);
        assert!(request.headers()["authorization"].is_sensitive());
        assert!(!format!("{request:?}").contains(KEY));
        let parent = http::HeaderValue::from_static("00-1-2-01");
        request.headers_mut().insert("traceparent", parent);
        request
    });
    let client = kirim_builder(&server)
        .retry(quick_retries())
        .layer(layer)
        .build()
        .unwrap();
    let response = client.get_contact("ctc_1").send().await.unwrap();
    assert_eq!(response.data.id, "ctc_1");
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "kirim.get_contact /contacts/{id} 1",
            "kirim.get_contact /contacts/{id} 2"
        ]
    );
    for request in server.requests() {
        let head = request.head;
        assert!(
            head.starts_with("GET /v1/contacts/ctc_1 HTTP/1.1"),
            "{head}"
        );
        assert!(head.contains("\r\ntraceparent: 00-1-2-01"), "{head}");
        assert!(
            head.contains(&format!("\r\nauthorization: Bearer {KEY}")),
            "{head}"
        );
    }
}

#[tokio::test]
async fn the_last_layer_is_the_outermost_and_sees_every_status() {
    let server = Server::start([Reply::json(
        404,
        &kirim_error("not_found", "resource_not_found"),
    )])
    .await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let layer = |name| {
        let (before, after) = (order.clone(), order.clone());
        let request = MapRequestLayer::new(move |request: Request| {
            before.lock().unwrap().push(format!("{name} request"));
            request
        });
        let response = MapResponseLayer::new(move |response: http::Response<Body>| {
            let status = response.status().as_u16();
            after.lock().unwrap().push(format!("{name} {status}"));
            response
        });
        tower::layer::layer_fn(move |inner| request.layer(response.layer(inner)))
    };
    let client = kirim_builder(&server)
        .layer(layer("inner"))
        .layer(layer("outer"));
    let error = client.build().unwrap().get_contact("ctc_1").send().await;
    assert!(error.unwrap_err().is_not_found());
    let order = order.lock().unwrap().join(", ");
    assert_eq!(order, "outer request, inner request, inner 404, outer 404");
}

#[tokio::test]
async fn an_error_of_a_layer_ends_the_call() {
    let server = Server::start([]).await;
    let layer = tower::layer::layer_fn(|_| {
        service_fn(|_: Request| async {
            Err::<http::Response<Body>, _>(BoxError::from("the circuit is open"))
        })
    });
    let builder = kirim_builder(&server).retry(quick_retries()).layer(layer);
    let error = builder.build().unwrap().get_contact("ctc_1").send().await;
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Layer, 1));
    assert!(shown(&error).contains("the circuit is open"), "{error:?}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_error_of_the_network_stays_one_behind_layers() {
    let pass = || MapRequestLayer::new(|request: Request| request);
    let builder = kirim::Client::builder()
        .api_key(KEY)
        .base_url("http://127.0.0.1:1");
    let builder = builder.retry(quick_retries()).layer(pass()).layer(pass());
    let error = builder.build().unwrap().get_contact("ctc_1").send().await;
    let error = error.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn a_layer_that_wraps_an_error_learns_no_url() {
    let wrap = MapErrLayer::new(|error: BoxError| BoxError::from(format!("wrapped: {error:?}")));
    let builder = kirim::Client::builder().api_key(KEY).layer(wrap);
    let builder = builder.base_url("http://127.0.0.1:1");
    let error = builder.build().unwrap().get_contact("ctc_1").send().await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Layer);
    let shown = shown(&error);
    assert!(
        shown.contains("wrapped") && !shown.contains("ctc_1"),
        "{shown}"
    );
}

/// A client whose requests go to `respond`.
fn in_process(
    respond: impl Fn(Request) -> http::Response<String> + Clone + Send + 'static,
) -> kirim::ClientBuilder {
    let service = service_fn(move |request| {
        let response = respond(request);
        async move { Ok::<_, Infallible>(response) }
    });
    kirim::Client::builder().api_key(KEY).transport(service)
}

#[tokio::test]
async fn a_transport_answers_in_place_of_the_network() {
    let builder = in_process(|request| {
        let url = request.uri().to_string();
        assert_eq!(url, "https://api-kckit.kirim.chat/v1/contacts/ctc_7");
        let response = http::Response::builder().header("x-request-id", "req_7");
        response
            .body(contact_response(&contact("ctc_7")).to_string())
            .unwrap()
    });
    let client = builder.build().unwrap();
    let response = client.get_contact("ctc_7").send().await.unwrap();
    assert_eq!(response.data.id, "ctc_7");
    assert_eq!(response.request_id(), Some("req_7"));
}

#[tokio::test(start_paused = true)]
async fn retries_and_limits_hold_for_a_transport() {
    let builder = in_process(|request| {
        let info = request.extensions().get::<AttemptInfo>().unwrap();
        let status = if info.attempt() == 1 { 503 } else { 200 };
        let response = http::Response::builder().status(status);
        response
            .body(contact_response(&contact("ctc_7")).to_string())
            .unwrap()
    });
    let client = builder.build().unwrap();
    client.get_contact("ctc_7").send().await.unwrap();

    let large = in_process(|_| http::Response::new(json!(["x".repeat(100)]).to_string()));
    let client = large.max_body_bytes(99).build().unwrap();
    let error = client.get_contact("ctc_7").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);

    let service =
        service_fn(|_: Request| std::future::pending::<Result<http::Response<Body>, BoxError>>());
    let builder = kirim::Client::builder().api_key(KEY).transport(service);
    let client = builder
        .total_timeout(Duration::from_secs(3))
        .build()
        .unwrap();
    let error = client.get_contact("ctc_7").send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[test]
fn a_transport_and_an_http_client_exclude_each_other() {
    let builder = in_process(|_| http::Response::default()).http(|http| http);
    let error = builder.build().unwrap_err().to_string();
    assert!(error.contains("`transport` replaces"), "{error}");
}

#[test]
fn a_response_can_be_made() {
    let response = http::Response::builder().status(202).header("x-test", "1");
    let (parts, ()) = response.body(()).unwrap().into_parts();
    let response = Response::from_parts(vec![1, 2], parts);
    assert_eq!((response.status().as_u16(), response.len()), (202, 2));
    assert_eq!(response.headers()["x-test"], "1");
    assert_eq!((response.request_id(), response.rate_limit()), (None, None));
}
