//! Kinds of requests and responses that the contract does not have yet, through the code that
//! `build-support` generates for its goldens.

use std::fmt::Debug;

use generated_client::{Error, Response, RetryPolicy};
use serde_json::{Value, json};

use crate::support::{KEY, Reply, Server};

/// The code of a golden.
macro_rules! golden {
    ($module:ident, $path:literal) => {
        #[rustfmt::skip]
        #[allow(dead_code, unreachable_pub, clippy::pedantic, reason = "only some of it is called")]
        #[path = $path]
        mod $module;
    };
}

golden!(
    arguments,
    "../../../build-support/tests/golden/arguments/expected.rs"
);
golden!(
    credentials,
    "../../../build-support/tests/golden/credentials/expected.rs"
);
golden!(
    responses,
    "../../../build-support/tests/golden/responses/expected.rs"
);
golden!(
    optional_body,
    "../../../build-support/tests/golden/optional-body/expected.rs"
);
golden!(
    several_successes,
    "../../../build-support/tests/golden/several-successes/expected.rs"
);
golden!(
    unions,
    "../../../build-support/tests/golden/unions/expected.rs"
);

/// A client of a golden that sends everything to the server, once.
macro_rules! client {
    ($module:ident, $server:expr) => {
        $module::Client::builder()
            .api_key(KEY)
            .base_url($server.url("/"))
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    };
}

#[tokio::test]
async fn an_optional_body_is_sent_or_left_out() {
    use optional_body::types::Reason;

    let server = Server::start((0..4).map(|_| Reply::new(204, &[], ""))).await;
    let client = client!(optional_body, server);
    // What is required is an argument of `new`; a setter takes a value, or an `Option` of one.
    let reason = Reason::new("sold")
        .note("to Budi")
        .tags(vec!["a".to_owned()]);
    let bare = Reason::new("lost".to_owned()).note(None::<String>);
    client.close_item("i7").send().await.unwrap();
    client
        .close_item("i7")
        .body(None::<Reason>)
        .send()
        .await
        .unwrap();
    client.close_item("i7").body(reason).send().await.unwrap();
    client
        .close_item("i7")
        .body(Some(bare))
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    for request in &requests[..2] {
        assert_eq!(request.header("content-type"), None);
        assert!(request.body.is_empty());
    }
    for (request, body) in requests[2..].iter().zip([
        json!({"code": "sold", "note": "to Budi", "tags": ["a"]}),
        json!({"code": "lost"}),
    ]) {
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(
            serde_json::from_slice::<Value>(&request.body).unwrap(),
            body
        );
    }
}

#[tokio::test]
async fn each_success_is_a_variant_by_its_status() {
    use several_successes::types::{AddItemResponse, Item};

    let item = json!({"id": "i7", "name": "Tea"});
    let server = Server::start([
        Reply::json(201, &item),
        Reply::json(202, &json!({"job_id": "j1"})),
        Reply::new(204, &[], ""),
        Reply::json(200, &item),
        Reply::json(201, &json!({"name": "Tea"})),
        Reply::json(409, &json!({})),
    ])
    .await;
    let client = client!(several_successes, server);
    let send = || client.add_item(Item::new("i7").name("Tea")).send();
    let created = send().await.unwrap();
    assert!(matches!(&*created, AddItemResponse::Created(item) if item.id == "i7"));
    assert_eq!(created.status(), 201);
    let accepted = send().await.unwrap().into_inner();
    assert!(matches!(accepted, AddItemResponse::Accepted(job) if job.job_id == "j1"));
    assert!(matches!(*send().await.unwrap(), AddItemResponse::NoContent));
    let undocumented = send().await.unwrap_err();
    assert!(undocumented.is_decode(), "{undocumented}");
    assert_eq!(undocumented.status().unwrap(), 200);
    assert!(
        undocumented
            .to_string()
            .contains("no success with this status"),
        "{undocumented}"
    );
    let misfit = send().await.unwrap_err();
    assert!(
        misfit.is_decode() && misfit.to_string().contains("id"),
        "{misfit}"
    );
    assert!(send().await.unwrap_err().is_api());
    let body = &server.requests()[0].body;
    assert_eq!(serde_json::from_slice::<Value>(body).unwrap(), item);
}

#[tokio::test]
async fn any_2xx_of_a_range_is_the_success_and_default_the_error() {
    let item = json!({"id": "i7"});
    let server = Server::start([
        Reply::json(200, &item),
        Reply::json(226, &item),
        Reply::json(404, &item),
        Reply::json(503, &json!({"code": "down"})),
    ])
    .await;
    let client = client!(responses, server);
    for status in [200, 226] {
        let response = client.get_item("i7").send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.id, "i7");
    }
    for (status, body) in [(404, r#"{"id":"i7"}"#), (503, r#"{"code":"down"}"#)] {
        let error = client.get_item("i7").send().await.unwrap_err();
        assert!(error.is_api());
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test]
async fn default_alone_is_the_success_and_the_error() {
    let outcome = json!({"code": "gone"});
    let replies = [200, 202, 409].map(|status| Reply::json(status, &outcome));
    let server = Server::start(replies).await;
    let client = client!(responses, server);
    for status in [200, 202] {
        let response = client.delete_item("i7").send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.code, "gone");
    }
    let error = client.delete_item("i7").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 409);
}

#[tokio::test]
async fn an_optional_body_goes_with_every_success() {
    use responses::types::{Item, SetItemResponse};

    let server = Server::start([
        Reply::json(200, &json!({"id": "i7"})),
        Reply::new(204, &[], ""),
        Reply::new(201, &[], ""),
        Reply::json(200, &json!({})),
    ])
    .await;
    let client = client!(responses, server);
    let old = client.set_item("i7").body(Item::new("i8")).send().await;
    assert!(matches!(&*old.unwrap(), SetItemResponse::Ok(item) if item.id == "i7"));
    let none = client.set_item("i7").send().await.unwrap();
    assert!(matches!(*none, SetItemResponse::NoContent));
    let other = client.set_item("i7").send().await.unwrap();
    assert!(matches!(*other, SetItemResponse::Success));
    assert_eq!(other.status(), 201);
    assert!(client.set_item("i7").send().await.unwrap_err().is_decode());
    let bodies: Vec<_> = server.requests().into_iter().map(|it| it.body).collect();
    assert_eq!(bodies[0], br#"{"id":"i8"}"#);
    assert!(bodies[1].is_empty());
}

#[tokio::test]
async fn a_redirect_that_is_listed_is_a_success_and_not_followed() {
    use responses::types::SetItemResponse;

    let found = [("Location", "/pictures/7")];
    let server = Server::start([
        Reply::new(302, &found, "moved"),
        Reply::new(303, &found, ""),
        Reply::new(307, &found, ""),
        Reply::new(302, &found, ""),
    ])
    .await;
    let client = client!(responses, server);
    let picture: Response<()> = client.get_picture("i7").send().await.unwrap();
    assert_eq!(picture.status(), 302);
    let location = picture.location().unwrap();
    assert_eq!(location.as_str(), server.url("/pictures/7"));
    let elsewhere = client.set_item("i7").send().await.unwrap();
    assert!(matches!(*elsewhere, SetItemResponse::SeeOther));
    let undocumented = client.set_item("i7").send().await.unwrap_err();
    assert!(undocumented.is_decode(), "{undocumented}");
    // None is listed here.
    let error = client.get_item("i7").send().await.unwrap_err();
    assert!(error.is_api(), "{error}");
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn each_operation_sends_the_credential_that_it_takes() {
    let server = Server::start((0..5).map(|_| Reply::new(204, &[], ""))).await;
    let client = credentials::Client::builder()
        .api_key(KEY)
        .basic("rosa", "secret");
    let client = client.base_url(server.url("/")).build().unwrap();
    client.health().send().await.unwrap();
    client.bearer().send().await.unwrap();
    client.basic().send().await.unwrap();
    client.header().send().await.unwrap();
    client.query().limit(2).send().await.unwrap();
    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|it| (it.header("authorization"), it.header("x-key"), it.query()))
        .collect();
    let (bearer, key) = (format!("Bearer {KEY}"), format!("api_key={KEY}"));
    let basic = "Basic cm9zYTpzZWNyZXQ=";
    assert_eq!(
        sent,
        [
            (None, None, vec![]),
            (Some(&*bearer), None, vec![]),
            (Some(basic), None, vec![]),
            (None, Some(KEY), vec![]),
            (None, None, vec![&*key, "limit=2"]),
        ]
    );
    assert!(!requests[0].head.contains(KEY));
}

#[tokio::test]
async fn a_union_is_decoded_by_what_the_response_holds() {
    use unions::types::{Event, Price, Shelf};

    let server = Server::start([
        Reply::json(200, &json!({"type": "item.sold", "price": 7})),
        Reply::json(200, &json!({"type": "item.sold", "price": "USD 3.50"})),
        Reply::json(
            200,
            &json!({"type": "item.moved", "to": {"part_of": {"number": 3}, "side": "left"}}),
        ),
        Reply::json(200, &json!({"type": "item.lost", "where": "at sea"})),
        Reply::json(200, &json!({"type": "item.sold"})),
    ])
    .await;
    let client = client!(unions, server);
    let event = async || client.last_event().send().await.map(Response::into_inner);
    assert!(
        matches!(event().await.unwrap(), Event::Sold(sold) if matches!(sold.price, Price::Integer(7)))
    );
    let sold = event().await.unwrap();
    assert!(
        matches!(sold, Event::Sold(sold) if matches!(&sold.price, Price::String(it) if it == "USD 3.50"))
    );
    let Event::Moved(moved) = event().await.unwrap() else {
        panic!("not moved");
    };
    let Some(Shelf::Inside(inside)) = moved.to else {
        panic!("{:?}", moved.to);
    };
    assert!(matches!(inside.part_of, Shelf::ByNumber(shelf) if shelf.number == 3));
    assert!(matches!(event().await.unwrap(), Event::Unknown(value) if value["where"] == "at sea"));
    let misfit = event().await.unwrap_err();
    assert!(
        misfit.is_decode() && misfit.to_string().contains("price"),
        "{misfit}"
    );
}

#[tokio::test]
async fn lists_and_times_are_written_as_the_contract_says() {
    use generated_client::chrono::{DateTime, Utc};

    let server = Server::start([Reply::new(204, &[], ""), Reply::new(204, &[], "")]).await;
    let client = client!(arguments, server);
    let time: DateTime<Utc> = "2026-01-31T12:00:00Z".parse().unwrap();
    let tags = vec!["a,b".to_owned(), "c".to_owned()];
    let all = client
        .sold_items(7, time)
        .tags(tags)
        .sizes(vec![1, 2])
        .x_until(time);
    all.x_day(Some(time.date_naive())).send().await.unwrap();
    client
        .sold_items(7, time)
        .tags(None::<Vec<String>>)
        .x_until(None::<DateTime<Utc>>)
        .send()
        .await
        .unwrap();
    let [full, bare] = &server.requests()[..] else {
        panic!("two requests");
    };
    assert_eq!(full.path(), "/shelves/7/items/2026-01-31T12%3A00%3A00Z");
    assert_eq!(full.query(), ["sizes=1", "sizes=2", "tags=a%2Cb,c"]);
    assert_eq!(full.header("x-until"), Some("2026-01-31T12:00:00Z"));
    assert_eq!(full.header("x-day"), Some("2026-01-31"));
    assert!(bare.query().is_empty());
    assert_eq!(bare.header("x-until"), None);
}

#[tokio::test]
async fn an_argument_that_does_not_fit_is_told_before_anything_is_sent() {
    use arguments::types::Item;

    fn refused<T: Debug>(result: Result<T, Error>, name: &str) {
        let error = result.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(name));
    }
    let server = Server::start([Reply::new(204, &[], "")]).await;
    let client = client!(arguments, server);
    refused(
        client
            .add_item(0, "IDR", "a1", Item::new("i7"))
            .send()
            .await,
        "shelf",
    );
    refused(
        client
            .add_item(u64::MAX, "IDR", "a1", Item::new("i7"))
            .send()
            .await,
        "shelf",
    );
    refused(
        client
            .add_item(7, "rupiah", "a1", Item::new("i7"))
            .send()
            .await,
        "currency",
    );
    assert!(server.requests().is_empty());
    client
        .add_item(7, "IDR", "a1", Item::new("i7"))
        .note(Some("x"))
        .send()
        .await
        .unwrap();
    assert_eq!(server.request().query(), ["currency=IDR", "note=x"]);
}
