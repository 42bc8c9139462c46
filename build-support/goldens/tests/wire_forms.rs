//! Forms, files, text and bytes, through the code of the goldens: what goes over the wire.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

#[allow(dead_code, reason = "made for the tests of the client")]
#[path = "../../../generated-client/tests/wire/support/server.rs"]
mod server;

use std::collections::HashMap;

use client_runtime::{RetryPolicy, Upload};
use goldens::{bodies, chrono::NaiveDate, downloads, foreign, forms, multipart};
use serde_json::{Map, json};

use server::{Recorded, Reply, Server};

/// A client of a golden that sends everything to the server, once.
macro_rules! client {
    ($module:ident, $server:expr) => {
        $module::Client::builder()
            .api_key("kdv_test_AbCdEfGhIjKlMnOpQrStUvWx")
            .base_url($server.url("/"))
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    };
}

/// A server that takes a number of requests.
async fn taking(requests: usize) -> Server {
    Server::start((0..requests).map(|_| Reply::new(204, &[], ""))).await
}

fn body(request: &Recorded) -> String {
    String::from_utf8(request.body.clone()).unwrap()
}

#[tokio::test]
async fn each_field_of_a_form_is_written_as_its_encoding_says() {
    use forms::types::{Address, OrderColoursItem, OrderLinesItem};

    let server = taking(3).await;
    let client = client!(forms, server);
    let order = || client.place_order("o1", "tea & co", 2, ["red"], 1.5);
    let meta = Map::from_iter([("a".to_owned(), json!([1]))]);
    order()
        .note("first")
        .note(Some("Rösa"))
        .on(NaiveDate::from_ymd_opt(2026, 1, 31))
        .tags(["a", "b"].into_iter())
        .sizes([1, 2])
        .address(Address::new("Bogor").street("Jl. Merdeka"))
        .home(Address::new("Solo"))
        .meta(meta)
        .lines([OrderLinesItem::new().text("x")])
        .back_to("https://example.com/?a=1")
        .send()
        .await
        .unwrap();
    let none = order()
        .note("x")
        .note(None::<String>)
        .tags(None::<Vec<String>>);
    none.send().await.unwrap();
    let labels = HashMap::from([("a b".to_owned(), "1".to_owned())]);
    client.set_labels().body(labels).send().await.unwrap();
    let requests = server.requests();
    for request in &requests {
        let content_type = request.header("content-type");
        assert_eq!(content_type, Some("application/x-www-form-urlencoded"));
    }
    let required = "item=tea%20%26%20co&amount=2&colours=red&number=1.5";
    assert_eq!(
        requests.iter().map(body).collect::<Vec<_>>(),
        [
            &*format!(
                "{required}&note=R%C3%B6sa&on=2026-01-31&tags=a,b&sizes=1%7C2\
                 &address%5Bcity%5D=Bogor&address%5Bstreet%5D=Jl.%20Merdeka&city=Solo\
                 &meta=%7B%22a%22%3A%5B1%5D%7D&lines=%5B%7B%22text%22%3A%22x%22%7D%5D\
                 &back_to=https://example.com/?a=1"
            ),
            required,
            "a%20b=1",
        ]
    );
    assert_eq!(requests[0].path(), "/orders/o1");
    for (order, param) in [
        (order().note(""), "note"),
        (order().tags(["abcd", "abcde"]), "tags[1]"),
        (order().tags(["a"; 4]), "tags"),
        (order().address(Address::new("B")), "address.city"),
        (
            client.place_order("o1", "tea", 0, [OrderColoursItem::Red], 1.5),
            "amount",
        ),
        (
            client.place_order("o1", "tea from far", 1, ["blue"], 1.5),
            "item",
        ),
    ] {
        let error = order.send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(param), "{error}");
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_form_of_parts_has_files_beside_its_fields() {
    use multipart::types::UploadPlace;

    let server = taking(4).await;
    let client = client!(multipart, server);
    let path = std::env::temp_dir().join(format!("{}-sunset.jpg", std::process::id()));
    std::fs::write(&path, b"\xff\xd8jpeg").unwrap();
    client
        .upload("Sunset", path.as_path())
        .tags(["sea", "sun"])
        .place(UploadPlace::new(-6.5))
        .caption("<p>Late</p>")
        .preview(Upload::bytes("png").file_name("a\"b.png"))
        .raw([b"one".to_vec(), b"two".to_vec()])
        .send()
        .await
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    client.upload_all().send().await.unwrap();
    client
        .upload_all()
        .files([Upload::bytes("x")])
        .send()
        .await
        .unwrap();
    client
        .send(HashMap::from([("a".to_owned(), "1".to_owned())]))
        .send()
        .await
        .unwrap();
    let files = ["x", "y", "z"].map(Upload::bytes);
    let error = client.upload_all().files(files).send().await.unwrap_err();
    let problem = "`files` of the body: the number of items must be at most 2, but is 3";
    assert!(error.to_string().contains(problem), "{error}");
    let requests = server.requests();
    let content_type = requests[0].header("content-type").unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let part =
        |rest: &str| format!("--{boundary}\r\nContent-Disposition: form-data; name={rest}\r\n");
    let file = path.file_name().unwrap().to_str().unwrap();
    let expected = [
        part("\"title\"\r\n\r\nSunset"),
        part(&format!(
            "\"file\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\njpeg"
        )),
        part("\"tags\"\r\n\r\nsea"),
        part("\"tags\"\r\n\r\nsun"),
        part("\"place\"\r\nContent-Type: application/json\r\n\r\n{\"lat\":-6.5}"),
        part("\"caption\"\r\nContent-Type: text/html\r\n\r\n<p>Late</p>"),
        part("\"preview\"; filename=\"a%22b.png\"\r\nContent-Type: image/png\r\n\r\npng"),
        part("\"raw\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\none"),
        part("\"raw\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\ntwo"),
    ];
    let expected = format!("{}--{boundary}--\r\n", expected.concat());
    // The file is no text.
    let sent = requests[0].body.split(|it| *it > 0x7f).collect::<Vec<_>>();
    let sent = String::from_utf8(sent.concat()).unwrap();
    assert_eq!(sent, expected);
    let length = requests[0].header("content-length").unwrap();
    assert_eq!(length, requests[0].body.len().to_string());
    // Without a part there is no form.
    assert_eq!(requests[1].header("content-type"), None);
    assert!(requests[1].body.is_empty());
    assert!(body(&requests[2]).contains("name=\"files\"; filename=\"file\""));
    assert!(body(&requests[3]).contains("name=\"a\"\r\n\r\n1\r\n"));
}

#[tokio::test]
async fn a_form_that_may_be_left_out_is_sent_with_all_that_it_requires_or_not_at_all() {
    let server = taking(5).await;
    let (forms, parts) = (client!(forms, server), client!(multipart, server));
    let to = || forms.verify().to("+628120000001");
    for (error, param, problem) in [
        (to().send().await, "Channel", "must be set when `To` is set"),
        (
            forms.verify().channel("sms").locale("id").send().await,
            "To",
            "must be set when `Channel` is set",
        ),
        (
            to().channel(None::<String>).send().await,
            "Channel",
            "must be set when `To` is set",
        ),
        (
            parts.save_draft().title("x").send().await,
            "file",
            "must be set when `title` is set",
        ),
        (
            parts.save_draft().note("x").send().await,
            "title",
            "must be set when `note` is set",
        ),
        (
            forms.verify().to("0812").send().await,
            "To",
            r"must match the pattern `^\+[1-9]\d{6,14}$`: Phone number in E.164 form",
        ),
    ]
    .map(|(result, param, problem)| (result.unwrap_err(), param, problem))
    {
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(param), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
    assert!(server.requests().is_empty());
    forms.verify().send().await.unwrap();
    forms.verify().locale(None::<String>).send().await.unwrap();
    to().channel("sms").send().await.unwrap();
    parts
        .save_draft()
        .note(None::<String>)
        .send()
        .await
        .unwrap();
    let draft = parts.save_draft().title("x").file(b"png".to_vec());
    draft.send().await.unwrap();
    let requests = server.requests();
    assert!([0, 1, 3].iter().all(|it| requests[*it].body.is_empty()));
    assert_eq!(body(&requests[2]), "To=%2B628120000001&Channel=sms");
    assert!(body(&requests[4]).contains("name=\"file\""));
}

#[tokio::test]
async fn text_and_bytes_are_sent_as_they_are() {
    let server = taking(7).await;
    let client = client!(bodies, server);
    client.set_note("Rösa").send().await.unwrap();
    client.set_page().body("<p/>").send().await.unwrap();
    client.set_page().send().await.unwrap();
    let picture = Upload::bytes(&b"\x89PNG"[..]).content_type("image/png");
    client.set_picture(picture).send().await.unwrap();
    client.set_raw().body(b"raw".to_vec()).send().await.unwrap();
    client.set_raw().body(None::<Vec<u8>>).send().await.unwrap();
    client.set_any(json!({"a": [1]})).send().await.unwrap();
    let requests = server.requests();
    let sent = requests
        .iter()
        .map(|it| (it.header("content-type"), &*it.body));
    assert_eq!(
        sent.collect::<Vec<_>>(),
        [
            (Some("text/plain"), "Rösa".as_bytes()),
            (Some("application/xml"), b"<p/>"),
            (None, b""),
            (Some("image/png"), b"\x89PNG"),
            (Some("application/octet-stream"), b"raw"),
            (None, b""),
            (Some("application/json"), b"{\"a\":[1]}"),
        ]
    );
    let error = client.set_note("more than ten").send().await.unwrap_err();
    assert!(
        error.is_invalid_request() && error.to_string().contains("at most 10"),
        "{error}"
    );
}

#[tokio::test]
async fn of_several_media_types_json_is_sent_and_asked_for() {
    let server = Server::start([Reply::json(200, &json!(7))]).await;
    let response = client!(bodies, server).set_price(5).send().await.unwrap();
    assert_eq!(*response, 7);
    let request = server.request();
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/vnd.shop+json"));
    assert_eq!(request.body, b"5");
}

#[tokio::test]
async fn a_download_is_held_in_memory_or_written() {
    use downloads::types::{GetReportResponse, Problem};

    let png = [("Content-Type", "image/png")];
    let server = Server::start([
        Reply::new(200, &png, "\u{89}PNG"),
        Reply::new(200, &png, "\u{89}PNG"),
        Reply::json(404, &json!({"code": "none"})),
        Reply::new(200, &[("Content-Type", "text/csv")], "id\n1\n"),
        Reply::new(200, &[], "%PDF"),
        Reply::json(202, &json!({"code": "later"})),
        Reply::new(200, &png, ""),
    ])
    .await;
    let client = client!(downloads, server);
    let photo = client.get_photo("p7").send().await.unwrap();
    assert_eq!(&photo[..], "\u{89}PNG".as_bytes());
    assert_eq!(photo.headers()["content-type"], "image/png");
    let mut file = Vec::new();
    let written = client.get_photo("p7").write_to(&mut file).await.unwrap();
    assert_eq!((*written, &file[..]), (5, "\u{89}PNG".as_bytes()));
    let error = client
        .get_photo("p7")
        .write_to(&mut file)
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(
        error.json::<Problem>().unwrap().unwrap().code.as_deref(),
        Some("none")
    );
    assert_eq!(
        client.get_export().send().await.unwrap().as_ref(),
        b"id\n1\n"
    );
    let ready = client.get_report().send().await.unwrap();
    assert!(matches!(&*ready, GetReportResponse::Ok(pdf) if &pdf[..] == b"%PDF"));
    let later = client.get_report().send().await.unwrap();
    assert!(
        matches!(&*later, GetReportResponse::Accepted(it) if it.code.as_deref() == Some("later"))
    );
    client.has_photo("p7").send().await.unwrap();
    let requests = server.requests();
    let accepted: Vec<_> = requests
        .iter()
        .map(|it| it.header("accept").unwrap())
        .collect();
    let (png, both) = ("image/png", "application/pdf, application/json");
    assert_eq!(
        accepted,
        [
            png,
            png,
            png,
            "text/csv; charset=utf-8",
            both,
            both,
            "application/json"
        ]
    );
}

#[tokio::test]
async fn operations_without_an_id_are_sent() {
    let server = Server::start([
        Reply::json(200, &json!({"name": "Rosa"})),
        Reply::new(204, &[], ""),
        Reply::new(204, &[], ""),
    ])
    .await;
    let client = foreign::Client::builder()
        .base_url(server.url("/"))
        .build()
        .unwrap();
    let owner = client.get_pets_by_id_owner(7).send().await.unwrap();
    assert_eq!(owner.name.as_deref(), Some("Rosa"));
    client.delete_pets_by_id(7).send().await.unwrap();
    client.delete_pets_by_id2().send().await.unwrap();
    let requests = server.requests();
    let paths: Vec<_> = requests.iter().map(Recorded::path).collect();
    assert_eq!(paths, ["/pets/7/owner", "/pets/7", "/pets/by/id"]);
}
