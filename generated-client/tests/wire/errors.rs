//! Responses that are no success, documented and undocumented, and successes that make no sense.

use std::fmt::Debug;
use std::time::Duration;

use generated_client::{Error, ErrorKind, Response};
use serde_json::json;

use crate::support::{
    self, KEY, Reply, Server, Step, chain, contact, contact_response, kirim_error, kustomer_error,
    object, shown,
};

/// Every operation with the statuses that its contract documents for errors.
const OPERATIONS: [(&str, &[u16]); 5] = [
    ("kirim.get_customer", &[400, 401, 402, 404, 429, 500]),
    ("kirim.get_contact", &[400, 401, 404, 429, 500]),
    ("kirim.list_accounts", &[400, 401, 429, 500]),
    ("kirim.list_contacts", &[400, 401, 404, 422, 429, 500]),
    ("kustomer.get_customer", &[400, 401, 404, 429, 500]),
];

/// Calls an operation, which must fail.
async fn fail(operation: &str, reply: Reply) -> Error {
    fn error<T: Debug>(response: Result<Response<T>, Error>) -> Error {
        response.unwrap_err()
    }
    let server = Server::start([reply]).await;
    let kirim = support::kirim(&server);
    let kustomer = support::kustomer(&server);
    let failure = match operation {
        "kirim.get_customer" => error(kirim.get_customer("cus_1").send().await),
        "kirim.get_contact" => error(kirim.get_contact("ctc_1").send().await),
        "kirim.list_accounts" => error(kirim.list_accounts().send().await),
        "kirim.list_contacts" => error(kirim.list_contacts("100200300400500").send().await),
        "kustomer.get_customer" => error(kustomer.get_customer("1").send().await),
        other => panic!("{other}"),
    };
    assert_eq!(failure.operation(), Some(operation));
    assert_eq!(failure.attempts(), 1);
    assert_eq!(server.requests().len(), 1);
    failure
}

#[tokio::test]
async fn documented_errors_are_read() {
    for (operation, statuses) in OPERATIONS {
        for &status in statuses {
            let is_kirim = operation.starts_with("kirim.");
            let body = if is_kirim {
                kirim_error("some_type", "some_code")
            } else {
                kustomer_error(status, "some_code")
            };
            let error = fail(operation, Reply::json(status, &body)).await;
            assert_eq!(error.kind(), ErrorKind::Api);
            assert!(error.is_api() && !error.is_decode() && !error.is_timeout());
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert_eq!(error.code(), Some("some_code"));
            assert_eq!(error.message(), Some("Something is wrong"));
            assert_eq!(error.param(), Some("id"));
            assert_eq!(error.error_type(), is_kirim.then_some("some_type"));
            let id = is_kirim.then_some("req_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
            assert_eq!(error.request_id(), id);
            assert_eq!(error.body().unwrap(), body.to_string().as_bytes());
            assert_eq!(error.headers().unwrap()["content-type"], "application/json");
            assert_eq!(error.is_not_found(), status == 404);
            assert_eq!(error.is_unauthorized(), status == 401);
            assert_eq!(error.is_rate_limited(), status == 429);
        }
    }
}

#[tokio::test]
async fn undocumented_errors_keep_status_headers_and_body() {
    const HTML: &str = "<html><h1>Bad Gateway</h1></html>";
    for (operation, _) in OPERATIONS {
        let headers = [("content-type", "text/html"), ("via", "1.1 edge")];
        let error = fail(operation, Reply::new(502, &headers, HTML)).await;
        assert!(error.is_api());
        assert_eq!(error.status().unwrap().as_u16(), 502);
        assert_eq!(error.headers().unwrap()["via"], "1.1 edge");
        assert_eq!(error.body().unwrap(), HTML.as_bytes());
        assert_eq!((error.code(), error.message()), (None, None));
        assert_eq!(
            error.to_string(),
            format!("{operation}: 502 Bad Gateway: the body is `text/html` instead of JSON")
        );

        // What another server says, or a path that is not the API's.
        let error = fail(operation, Reply::new(404, &headers, HTML)).await;
        let line = error.to_string();
        assert!(
            line.ends_with("instead of JSON: check `base_url`"),
            "{line}"
        );

        let body = json!({"error": {"code": 131_037, "message": "Not yours"}, "errors": [{
            "code": 131_037, "title": "Not yours"
        }]});
        let error = fail(operation, Reply::json(403, &body)).await;
        assert!(error.is_api());
        assert_eq!(error.status().unwrap().as_u16(), 403);
        assert_eq!(
            (error.code(), error.message()),
            (Some("131037"), Some("Not yours"))
        );
        assert_eq!((error.error_type(), error.param()), (None, None));
        assert_eq!(error.body().unwrap(), body.to_string().as_bytes());
    }
}

#[tokio::test]
async fn an_error_is_shown_in_one_line() {
    let body = kirim_error("not_found", "resource_not_found");
    let error = fail("kirim.get_contact", Reply::json(404, &body)).await;
    assert_eq!(
        error.to_string(),
        "kirim.get_contact: 404 Not Found: resource_not_found: Something is wrong \
         (request req_01J9Z7Q2M4X8V6B3N5K7H1G0FD)"
    );

    let mut body = kirim_error("not_found", "multi\nline");
    let text = format!("a\r\nb\u{1b}[31m{}", "x".repeat(1000));
    object(&mut body, "/error").insert("message".to_owned(), json!(text));
    let error = fail("kirim.get_contact", Reply::json(404, &body)).await;
    assert_eq!(error.message(), Some(text.as_str()));
    let line = error.to_string();
    assert!(!line.contains(|c: char| c.is_control()), "{line:?}");
    assert!(
        line.contains(r"multi\nline: a\r\nb") && line.len() < 400,
        "{line}"
    );
}

#[tokio::test]
async fn an_unknown_status_is_an_api_error_too() {
    for status in [300, 304, 418, 599, 799] {
        let error = fail("kirim.get_contact", Reply::new(status, &[], "")).await;
        assert!(error.is_api(), "{error}");
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn the_request_id_of_an_error_may_come_from_its_headers() {
    let headers = [("x-request-id", "req_header")];
    let error = fail("kirim.get_contact", Reply::new(500, &headers, "no JSON")).await;
    assert_eq!(error.request_id(), Some("req_header"));
    assert!(error.to_string().ends_with("(request req_header)"));
    let body = kirim_error("api_error", "internal_error");
    let error = fail("kirim.get_contact", Reply::json_with(500, &headers, &body)).await;
    assert_eq!(error.request_id(), Some("req_01J9Z7Q2M4X8V6B3N5K7H1G0FD"));
}

#[tokio::test]
async fn an_error_says_how_long_to_wait() {
    let headers = [
        ("retry-after", "7"),
        ("x-ratelimit-limit", "600"),
        ("x-ratelimit-remaining", "0"),
    ];
    let body = kirim_error("rate_limit_error", "rate_limit_exceeded");
    let error = fail(
        "kirim.list_accounts",
        Reply::json_with(429, &headers, &body),
    )
    .await;
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let limit = error.rate_limit().unwrap();
    assert_eq!(
        (limit.limit, limit.remaining, limit.reset),
        (Some(600), Some(0), None)
    );

    let error = fail("kirim.list_accounts", Reply::json(429, &body)).await;
    assert_eq!(error.retry_after(), None);
    assert!(error.rate_limit().is_none());
}

#[tokio::test]
async fn a_success_that_is_not_as_documented_keeps_what_was_sent() {
    let mut body = contact_response(&contact("ctc_1"));
    object(&mut body, "/data").insert("created_at".to_owned(), json!(["Rosa's birthday"]));
    let headers = [("x-request-id", "req_header")];
    let reply = Reply::json_with(200, &headers, &body);
    let error = fail("kirim.get_contact", reply).await;
    assert!(error.is_decode() && !error.is_api());
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.request_id(), Some("req_header"));
    assert_eq!(error.body().unwrap(), body.to_string().as_bytes());
    let line = error.to_string();
    assert!(
        line.contains("at data.created_at: found an array, expected a string (line 1, column"),
        "{line}"
    );
    assert!(!shown(&error).contains("Rosa"), "{}", shown(&error));

    for body in [
        "",
        "<html></html>",
        "{\"data\": {\"id\": \"ctc",
        "[]",
        "null",
    ] {
        let error = fail("kirim.get_contact", Reply::new(200, &[], body)).await;
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.body().unwrap(), body.as_bytes());
    }
}

#[tokio::test]
async fn a_missing_member_is_named() {
    let mut body = contact_response(&contact("ctc_1"));
    object(&mut body, "/data").remove("created_at");
    let error = fail("kirim.get_contact", Reply::json(200, &body)).await;
    let line = error.to_string();
    assert!(
        line.contains("at data: member `created_at` is missing (line 1, column"),
        "{line}"
    );
    let error = fail("kirim.get_contact", Reply::json(200, &json!({}))).await;
    let line = error.to_string();
    assert!(
        line.contains(": member `data` is missing (line 1"),
        "{line}"
    );
}

#[tokio::test]
async fn a_success_without_a_body_says_so() {
    let empty = Reply::steps([Step::send("HTTP/1.1 204 No Content\r\n\r\n")]);
    for (reply, status) in [
        (empty, "204 No Content"),
        (
            Reply::new(200, &[("content-type", "application/json")], ""),
            "200 OK",
        ),
        (
            Reply::new(200, &[("content-type", "text/html")], ""),
            "200 OK",
        ),
        (Reply::new(202, &[], " \r\n"), "202 Accepted"),
    ] {
        let error = fail("kirim.get_contact", reply).await;
        assert!(error.is_decode());
        assert_eq!(
            error.to_string(),
            format!("kirim.get_contact: {status}: there is no body where JSON is expected")
        );
    }
}

#[tokio::test]
async fn a_success_that_is_not_json_names_its_content_type() {
    for (content_type, body, named) in [
        ("text/html; charset=utf-8", "<html></html>", "text/html"),
        ("text/plain", "OK", "text/plain"),
        ("text/plain", "\"OK", "text/plain"),
    ] {
        let reply = Reply::new(200, &[("content-type", content_type)], body);
        let error = fail("kirim.get_contact", reply).await;
        assert!(error.is_decode());
        assert_eq!(
            error.to_string(),
            format!("kirim.get_contact: 200 OK: the body is `{named}` instead of JSON")
        );
        assert_eq!(error.body().unwrap(), body.as_bytes());
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_json_is_skipped() {
    let marked =
        |status, body: &serde_json::Value| Reply::new(status, &[], format!("\u{feff}{body}"));
    let body = contact_response(&contact("ctc_1"));
    let server = Server::start([marked(200, &body)]).await;
    let response = support::kirim(&server).get_contact("ctc_1").send().await;
    assert_eq!(response.unwrap().data.id, "ctc_1");

    let body = kirim_error("not_found", "resource_not_found");
    let error = fail("kirim.get_contact", marked(404, &body)).await;
    assert_eq!(error.code(), Some("resource_not_found"));
}

#[tokio::test]
async fn debug_is_the_line_and_its_causes() {
    let body = kirim_error("not_found", "resource_not_found");
    let error = fail("kirim.get_contact", Reply::json(404, &body)).await;
    assert_eq!(format!("{error:?}"), error.to_string());
    assert_eq!(format!("{error:#?}"), error.to_string());

    let error = fail("kirim.get_contact", Reply::steps([Step::Reset])).await;
    let cause = std::error::Error::source(&error).unwrap();
    let begin = format!("{error}; caused by: {cause}");
    let debug = format!("{error:?}");
    assert!(debug.starts_with(&begin) && debug.len() < 300, "{debug}");
    assert!(debug.contains("reset") && !debug.contains('\n'), "{debug}");
}

#[tokio::test]
async fn a_redirect_says_where_to_and_that_it_is_not_followed() {
    let long = format!("https://login.example.com/{}", "x".repeat(7000));
    for (location, shown) in [
        (
            "https://login.example.com/sso",
            "https://login.example.com/sso",
        ),
        ("/v2/contacts?next=hush#hush", "/v2/contacts"),
        ("https://rosa:hush@example.com/", "[redacted]"),
        (&format!("/keys/{KEY}"), "/keys/[redacted]"),
        (&long, &format!("{}…", &long[..200])),
    ] {
        let reply = Reply::new(302, &[("location", location)], "moved");
        let error = fail("kirim.get_contact", reply).await;
        assert_eq!(
            error.to_string(),
            format!("kirim.get_contact: 302 Found: redirects are not followed, here to `{shown}`")
        );
        assert_eq!(error.headers().unwrap()["location"], location);
    }
}

#[tokio::test]
async fn the_status_of_an_error_counts_more_than_a_body_that_breaks_off() {
    let reply = Reply::steps([
        Step::send("HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\n\r\n<html>"),
        Step::Reset,
    ]);
    let error = fail("kirim.get_contact", reply).await;
    assert!(error.is_not_found(), "{}", chain(&error));
    assert!(std::error::Error::source(&error).is_some());
}
