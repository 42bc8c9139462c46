//! Whatever a path value holds, it arrives as that very value in its own segment, or not at all.

use std::fmt::Debug;

use generated_client::{Error, Response};
use percent_encoding::percent_decode_str;

use crate::support::{self, Reply, Server};

/// Values that leave their segment with clients that do not take care.
const VALUES: [&str; 17] = [
    "..",
    ".",
    "",
    "a/../b",
    r"..\accounts",
    r"..\..\admin",
    "%2e%2e",
    ".%2e",
    "a?b",
    "a#b",
    "é",
    "a b",
    ".\t.",
    ".\n.",
    "a\r\nx-other: 1",
    "..;/",
    "a&b=c%00",
];

/// Checks what became of a value: refused before sending, or sent as the segment after `before`.
fn assert_stays_in_its_segment<T: Debug>(
    server: &Server,
    response: Result<Response<T>, Error>,
    value: &str,
    before: &[&str],
) {
    // The scripted response is an error of the API, so that no body needs to be decoded.
    let error = response.unwrap_err();
    if error.is_invalid_request() {
        assert_eq!(error.param(), Some("id"), "{value:?}");
        assert!(server.requests().is_empty(), "{value:?}");
        return;
    }
    assert!(error.is_api(), "{value:?}: {error}");
    let request = server.request();
    let [_, target, _] = request.line();
    let mut segments: Vec<_> = target.split('/').collect();
    let segment = segments.pop().unwrap();
    assert_eq!(segments, before, "{value:?}: {target}");
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
    assert!(segment.chars().all(unreserved), "{value:?}: {target}");
    // A server that decodes before it resolves dots must not be led astray either.
    assert!(!matches!(segment, "." | ".." | ""), "{value:?}: {target}");
    let decoded = percent_decode_str(segment).decode_utf8().unwrap();
    assert_eq!(decoded, value, "{target}");
}

async fn server() -> Server {
    Server::start([Reply::new(404, &[], "")]).await
}

#[tokio::test]
async fn of_kirim_get_customer() {
    for value in VALUES {
        let server = server().await;
        let response = support::kirim(&server).get_customer(value).send().await;
        assert_stays_in_its_segment(&server, response, value, &["", "v1", "customers"]);
    }
}

#[tokio::test]
async fn of_kirim_get_contact() {
    for value in VALUES {
        let server = server().await;
        let response = support::kirim(&server).get_contact(value).send().await;
        assert_stays_in_its_segment(&server, response, value, &["", "v1", "contacts"]);
    }
}

#[tokio::test]
async fn of_kustomer_get_customer() {
    for value in VALUES {
        let server = server().await;
        let response = support::kustomer(&server).get_customer(value).send().await;
        assert_stays_in_its_segment(&server, response, value, &["", "v1", "customers"]);
    }
}

#[tokio::test]
async fn values_that_name_another_path_are_refused() {
    let server = server().await;
    let client = support::kustomer(&server);
    for value in ["", ".", ".."] {
        let error = client.get_customer(value).send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{value:?}: {error}");
        assert_eq!((error.param(), error.attempts()), (Some("id"), 0));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_tab_between_dots_arrives_as_it_is() {
    let server = server().await;
    let client = support::kustomer(&server);
    let error = client.get_customer(".\t.").send().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(server.request().path(), "/v1/customers/.%09.");
}
