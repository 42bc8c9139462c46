//! Kinds of requests and responses that the contract does not have yet, through the code that
//! `build-support` generates for its goldens.

use std::fmt::Debug;

use generated_client::{Error, Response, RetryPolicy};
use serde_json::{Value, json};

use crate::support::{KEY, Recorded, Reply, Server};

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

fn header<'a>(request: &'a Recorded, name: &str) -> Option<&'a str> {
    let mut headers = request.headers().into_iter();
    headers.find_map(|(header, value)| (header == name).then_some(value))
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
        assert_eq!(header(request, "content-type"), None);
        assert!(request.body.is_empty());
    }
    for (request, body) in requests[2..].iter().zip([
        json!({"code": "sold", "note": "to Budi", "tags": ["a"]}),
        json!({"code": "lost"}),
    ]) {
        assert_eq!(header(request, "content-type"), Some("application/json"));
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
    assert_eq!(header(full, "x-until"), Some("2026-01-31T12:00:00Z"));
    assert_eq!(header(full, "x-day"), Some("2026-01-31"));
    assert!(bare.query().is_empty());
    assert_eq!(header(bare, "x-until"), None);
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
