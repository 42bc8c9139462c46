//! Files, forms, texts and parameters of every style, as they are on the wire.

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::conformance::walk;
use crate::support::raw::{self, Raw};

const CONTRACT: &str = include_str!("media.yaml");

/// The server's template has its default.
const BASE: &str = "/files/live/v1";

async fn start() -> Sandbox {
    let sandbox = Sandbox::builder().contract(CONTRACT).name("files");
    sandbox.start().await.unwrap()
}

async fn send(sandbox: &Sandbox, request: &str, headers: &[(&str, &str)], body: &str) -> Raw {
    let (method, path) = request.split_once(' ').unwrap();
    let path = format!("{BASE}{path}");
    raw::send(sandbox.address(), method, &path, headers, body).await
}

/// A form of these parts, each with what its head has after `form-data` and its content.
async fn upload(sandbox: &Sandbox, parts: &[(&str, &str)]) -> Raw {
    let mut body = String::new();
    for (head, content) in parts {
        let head = format!("--edge\r\ncontent-disposition: form-data; {head}\r\n\r\n");
        body.extend([&head, *content, "\r\n"]);
    }
    body += "--edge--\r\n";
    let headers = [("content-type", "multipart/form-data; boundary=edge")];
    send(sandbox, "POST /files", &headers, &body).await
}

#[tokio::test]
async fn every_response_is_as_documented() {
    let sandbox = start().await;
    assert_eq!(
        sandbox.base_url("files").unwrap(),
        format!("http://{}{BASE}", sandbox.address())
    );
    assert_eq!(walk(&sandbox, CONTRACT).await, 22 + 2 * 15);
}

#[tokio::test]
async fn an_upload_is_its_parts() {
    let sandbox = start().await;
    let response = upload(
        &sandbox,
        &[
            ("name=\"name\"", "42"),
            (
                "name=\"file\"; filename=\"a.png\"\r\ncontent-type: image/png",
                "\u{1}png",
            ),
            ("name=\"pages\"; filename=\"1\"", "one"),
            ("name=\"tags\"", "x"),
            ("name=\"tags\"", "y"),
            ("name=\"copies\"", "3"),
            (
                "name=\"owner\"\r\ncontent-type: application/json",
                r#"{"city":"Solo","floor":2}"#,
            ),
        ],
    )
    .await;
    assert_eq!(response.status, 201, "{response:?}");
    let mut row = response.json();
    row.as_object_mut().unwrap().remove("id").unwrap();
    assert_eq!(
        row,
        json!({ "name": "42", "file": "\u{1}png", "pages": ["one"], "tags": ["x", "y"], "copies": 3,
            "owner": { "city": "Solo", "floor": 2 } })
    );
    let seen = sandbox.requests().pop().unwrap();
    assert_eq!(seen.operation, Some("post_files"));
    assert_eq!(seen.size, seen.body.len() as u64);
    let file = &seen.parts[1];
    assert_eq!(
        (file.name.as_str(), file.file_name.as_deref()),
        ("file", Some("a.png"))
    );
    assert_eq!(
        (file.content_type.as_deref(), file.size),
        (Some("image/png"), 4)
    );
    assert_eq!(file.content, b"\x01png");
}

#[tokio::test]
async fn an_upload_that_is_not_as_the_contract_says_is_refused() {
    let sandbox = start().await;
    let name = ("name=\"name\"", "plan");
    let file = ("name=\"file\"; filename=\"a\"", "a");
    for (parts, problem) in [
        (vec![name], "lacks `file`"),
        (vec![("name=\"name\"", "p"), file], "/name"),
        (vec![name, name, file], "`name` is there more than once"),
        (vec![name, file, ("name=\"copies\"", "many")], "/copies"),
        (vec![name, file, ("name=\"owner\"", "{}")], "/owner"),
        (vec![name, file, ("name=\"other\"", "x")], "/other"),
        (
            vec![name, ("name=\"file\"\r\ncontent-type: video/mp4", "a")],
            "`video/mp4`, not `image/png",
        ),
        (vec![name, ("x=\"file\"", "a")], "without a name"),
    ] {
        let response = upload(&sandbox, &parts).await;
        assert_eq!(response.status, 400, "{problem}");
        let said = response.header("x-sandbox-problem").unwrap();
        assert!(said.contains(problem), "{said}");
    }
    for (content_type, status) in [
        ("multipart/form-data", 400),
        ("multipart/mixed; boundary=edge", 415),
    ] {
        let response = send(
            &sandbox,
            "POST /files",
            &[("content-type", content_type)],
            "--edge--",
        )
        .await;
        assert_eq!(response.status, status);
    }
}

#[tokio::test]
async fn a_form_has_the_style_of_each_property() {
    let sandbox = start().await;
    let form = [(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    )];
    let body =
        "count=3&marks=a%26b&marks=c+d&codes=1+2%203&owner[city]=Solo&owner%5Bfloor%5D=2&gift=true";
    let created = send(&sandbox, "POST /orders", &form, body).await;
    assert_eq!(
        created.json(),
        json!({ "count": 3, "marks": ["a&b", "c d"], "codes": [1, 2, 3], "gift": true,
            "owner": { "city": "Solo", "floor": 2 } })
    );
    assert_eq!(sandbox.requests().pop().unwrap().body, body);
    for body in [
        "marks=a",
        "count=0",
        "count=x",
        "count=1&count=2",
        "count=1&owner[floor]=2",
    ] {
        let response = send(&sandbox, "POST /orders", &form, body).await;
        assert_eq!(response.status, 422, "{body}");
    }
    let json = [("content-type", "application/json")];
    assert_eq!(
        send(&sandbox, "POST /orders", &json, r#"{"count":1}"#)
            .await
            .status,
        415
    );
}

#[tokio::test]
async fn parameters_are_checked_in_every_style() {
    let sandbox = start().await;
    for (request, headers, status) in [
        (
            "/files?tags=a,b&size[least]=1&size[most]=2&order=name|size&from=1&to=2&where=%7B%22field%22:%22x%22%7D",
            vec![],
            200,
        ),
        ("/files?size[least]=x", vec![], 400),
        ("/files?order=name%7Cage", vec![], 400),
        ("/files?to=2", vec![], 400),
        ("/files?where=%7B%7D", vec![], 400),
        ("/files?where=x", vec![], 400),
        (
            "/files?all",
            vec![("cookie", "session=7; other=x"), ("x-ids", "1, 2")],
            200,
        ),
        ("/files?all=maybe", vec![], 400),
        ("/files", vec![("cookie", "session=x")], 400),
        ("/files", vec![("x-ids", "1,x")], 400),
        ("/shapes/.x=1/;area=1,2", vec![], 204),
        ("/shapes/.x=1.y=2/;area=1", vec![], 204),
        ("/shapes/.y=1/;area=1", vec![], 400),
        ("/shapes/x=1/;area=1", vec![], 400),
        ("/shapes/.x=1/;area=x", vec![], 400),
        ("/shapes/.x=1/1,2", vec![], 400),
    ] {
        let response = send(&sandbox, &format!("GET {request}"), &headers, "").await;
        assert_eq!(response.status, status, "{request} {headers:?}");
    }
}

#[tokio::test]
async fn texts_and_bytes_come_and_go() {
    let sandbox = start().await;
    for (content_type, body, status) in [
        ("text/plain; charset=utf-8", "remember", 204),
        ("text/plain", "much too long", 400),
        ("text/plain", "", 400),
        ("text/html", "x", 415),
    ] {
        let response = send(
            &sandbox,
            "PUT /notes/1",
            &[("content-type", content_type)],
            body,
        )
        .await;
        assert_eq!(response.status, status, "{body}");
    }
    for (content_type, status) in [
        ("application/octet-stream", 204),
        ("image/png", 204),
        ("image/gif", 415),
    ] {
        let headers = [("content-type", content_type)];
        assert_eq!(
            send(&sandbox, "PUT /files/1/content", &headers, "\0\u{1}")
                .await
                .status,
            status
        );
    }
    for (path, content_type, body) in [
        ("/notes/1", "text/plain", &b"remember"[..]),
        ("/export.csv", "text/csv", b"name\nsample\n"),
        ("/export.xml", "application/xml", b"<sample/>"),
        ("/export.any", "application/octet-stream", &[0xb5; 1024]),
        ("/files/1/content", "image/png", &[0xb5; 1024]),
    ] {
        let response = send(&sandbox, &format!("GET {path}"), &[], "").await;
        assert_eq!(
            (response.status, response.header("content-type")),
            (200, Some(content_type))
        );
        assert_eq!(response.body, body, "{path}");
    }
}

#[tokio::test]
async fn all_credentials_of_one_requirement_open() {
    let sandbox = start().await;
    let key = sandbox.api_key("files").unwrap();
    let (cookie, bearer) = (format!("a=b; sid={key}"), format!("Bearer {key}"));
    for (headers, status) in [
        (vec![("x-account", key), ("cookie", &cookie)], 204),
        (vec![("authorization", bearer.as_str())], 204),
        (vec![("x-account", key)], 401),
        (vec![("cookie", &cookie)], 401),
        (vec![("x-account", key), ("cookie", "sid=x")], 401),
        (vec![], 401),
    ] {
        assert_eq!(
            send(&sandbox, "GET /vault", &headers, "").await.status,
            status,
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn rows_are_made_of_schemas_without_examples() {
    let sandbox = start().await;
    let pet = sandbox.rows("files", "pets").remove(0);
    assert_eq!((&pet["pet_id"], &pet["kind"]), (&json!(7), &json!("tiger")));
    for (path, status) in [("7", 200), ("8", 404), ("tom", 400)] {
        let response = send(&sandbox, &format!("GET /pets/{path}"), &[], "").await;
        assert_eq!(response.status, status, "{path}");
    }
    let words = send(&sandbox, "GET /words", &[], "").await;
    assert!(words.json()[0].is_string(), "{words:?}");
}

/// What is too large is counted to its end, and its beginning kept.
#[tokio::test]
async fn a_large_file_is_not_held() {
    let sandbox = start().await;
    let large = "x".repeat(9 << 20);
    let parts = [
        ("name=\"name\"", "plan"),
        ("name=\"file\"; filename=\"a\"", &large),
        ("name=\"copies\"", "3"),
    ];
    let response = upload(&sandbox, &parts).await;
    assert_eq!(response.status, 201);
    assert_eq!(response.json()["file"], format!("{} bytes", 9 << 20));
    assert_eq!(response.json()["copies"], 3, "what follows is read");
    let headers = [("content-type", "image/png")];
    assert_eq!(
        send(&sandbox, "PUT /files/1/content", &headers, &large)
            .await
            .status,
        204
    );
    for seen in sandbox.requests() {
        assert_eq!(seen.body.len(), 64 << 10);
        assert!(seen.size >= 9 << 20);
        assert!(seen.parts.iter().all(|part| part.content.len() <= 64 << 10));
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(
        send(&sandbox, "POST /orders", &form, &large).await.status,
        413
    );
    assert_eq!(
        Value::Null,
        sandbox.requests().pop().unwrap().json().unwrap_or_default()
    );
}
