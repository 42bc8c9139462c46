//! Kinds of requests and responses that the contract does not have yet, through the code of the
//! goldens: what goes over the wire, and what comes of what comes back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

#[allow(dead_code, reason = "made for the tests of the client")]
#[path = "../../../generated-client/tests/wire/support/server.rs"]
mod server;

use std::{fmt::Debug, time::Duration};

use client_runtime::{CallOptions, Error, Nullable, Response, RetryPolicy};
use goldens::{
    arguments, bounds, calls, credentials, nullable_bodies, optional_body, responses,
    several_successes, union_bodies, unions,
};
use serde_json::{Value, json};

use server::{Reply, Server};

const KEY: &str = "kdv_test_AbCdEfGhIjKlMnOpQrStUvWx";

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
async fn a_key_is_kept_over_retries_and_readable_afterwards() {
    let server = Server::start([
        Reply::new(503, &[], ""),
        Reply::new(409, &[], r#"{"code": "in_progress"}"#),
        Reply::new(202, &[], ""),
        Reply::new(202, &[], ""),
        Reply::new(409, &[], r#"{"code": "other"}"#),
    ])
    .await;
    // Next to no time between attempts.
    let (short, long) = (Duration::from_millis(1), Duration::from_secs(1));
    let policy = RetryPolicy::new().base_delay(short).max_delay(long);
    let builder = calls::Client::builder().api_key(KEY).retry(policy);
    let client = builder.base_url(server.url("/")).build().unwrap();
    let empty = client.send_message("hi").idempotency_key("");
    let error = empty.send().await.unwrap_err();
    assert!(error.to_string().contains("1 to 255 characters"), "{error}");
    let response = client.send_message("hi").send().await.unwrap();
    let key = response.idempotency_key().unwrap();
    assert_eq!((key.len(), &key[14..15]), (36, "4"));
    let own = client
        .send_message("hi")
        .idempotency_key("order-17")
        .send()
        .await
        .unwrap();
    assert_eq!(own.idempotency_key(), Some("order-17"));
    let error = client
        .send_message("hi")
        .idempotency_key("order-18")
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some("other"), 1));
    assert_eq!(error.idempotency_key(), Some("order-18"));
    let body: Value = error.json().unwrap().unwrap();
    assert_eq!(body, json!({"code": "other"}));
    let requests = server.requests();
    let keys: Vec<_> = requests
        .iter()
        .map(|it| it.header("idempotency-key"))
        .collect();
    let [own, other] = [Some("order-17"), Some("order-18")];
    assert_eq!(keys, [Some(key), Some(key), Some(key), own, other]);
}

#[tokio::test]
async fn a_body_has_the_media_type_of_the_contract() {
    let server = Server::start([Reply::new(204, &[], "")]).await;
    let messages = vec!["Hello".to_owned()];
    let client = client!(calls, server);
    client.set_messages(messages).send().await.unwrap();
    let request = server.request();
    let media_type = "application/merge-patch+json; charset=utf-8";
    assert_eq!(request.header("content-type"), Some(media_type));
    assert_eq!(request.body, br#"["Hello"]"#);
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
    use goldens::chrono::{DateTime, Utc};

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

    fn refused<T: Debug>(result: Result<T, Error>, name: &str, problem: &str) {
        let error = result.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(name));
        assert!(error.to_string().ends_with(problem), "{error}");
    }
    let server = Server::start([Reply::new(204, &[], "")]).await;
    let client = client!(arguments, server);
    refused(
        client
            .add_item(0, "IDR", "a1", Item::new("i7"))
            .send()
            .await,
        "shelf",
        "must be at least 1, but is 0",
    );
    refused(
        client
            .add_item(u64::MAX, "IDR", "a1", Item::new("i7"))
            .send()
            .await,
        "shelf",
        "must fit into `i64`",
    );
    refused(
        client
            .add_item(7, "rupiah", "a1", Item::new("i7"))
            .send()
            .await,
        "currency",
        "must match the pattern `^[A-Z]{3}$`: ISO 4217 code",
    );
    let since = goldens::chrono::DateTime::UNIX_EPOCH;
    refused(
        client.sold_items(u64::MAX, since).send().await,
        "shelf",
        "must fit into `i64`",
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

#[tokio::test]
async fn absent_null_and_a_value_are_three_things() {
    use nullable_bodies::types::ItemChange;

    let server = Server::start((0..4).map(|_| Reply::json(200, &json!({})))).await;
    let client = client!(nullable_bodies, server);
    for (change, sent) in [
        (ItemChange::new(), "{}"),
        (
            ItemChange::new().name("Tea").type_("cup"),
            r#"{"name":"Tea","type":"cup"}"#,
        ),
        (
            ItemChange::new().clear_name().clear_type().size(3),
            r#"{"name":null,"type":null,"size":3}"#,
        ),
        (
            ItemChange::new().name(None::<String>).type_(None::<&str>),
            "{}",
        ),
    ] {
        client.change_item("i7", change).send().await.unwrap();
        assert_eq!(server.requests().last().unwrap().body, sent.as_bytes());
    }
    let read: ItemChange = serde_json::from_str(r#"{"name":null}"#).unwrap();
    assert_eq!(read.name, Nullable::Null);
    assert!(read.type_.is_absent());
}

#[tokio::test]
async fn a_member_is_sent_as_the_unions_that_it_is_in() {
    use union_bodies::types::{
        CardMessage, LanguageCode, Link, Message, Receipt, Stack, TextMessage,
    };

    let server = Server::start((0..5).map(|_| Reply::new(202, &[], ""))).await;
    let client = client!(union_bodies, server);
    client
        .send(TextMessage::new("Hello").context("m7"))
        .send()
        .await
        .unwrap();
    client.send(Receipt::new()).send().await.unwrap();
    let stack = Stack::new(Stack::new(Link::new("https://example.com")));
    client
        .send(CardMessage::new(stack).language("id"))
        .send()
        .await
        .unwrap();
    let card = CardMessage::new(Link::new("https://example.com")).more([Link::new("a")]);
    let card = Message::from(card.language(LanguageCode::new("id")));
    client.send(card).send().await.unwrap();
    let sent: Vec<_> = server.requests().into_iter().map(|it| it.body).collect();
    assert_eq!(sent, [
        r#"{"product":"shop","context":{"message_id":"m7"},"type":"text","text":{"body":"Hello"}}"#,
        r#"{"status":"read"}"#,
        r#"{"product":"shop","type":"card","card":{"over":{"over":{"link":"https://example.com"}}},"language":"id"}"#,
        r#"{"product":"shop","type":"card","card":{"link":"https://example.com"},"more":[{"link":"a"}],"language":{"code":"id"}}"#,
    ].map(|it| it.as_bytes().to_vec()));
}

#[tokio::test]
async fn a_parameter_out_of_its_bounds_is_named_before_anything_is_sent() {
    use bounds::types::{
        FindContactsAt as At, FindContactsNear as Near, FindContactsWordsItem as Word,
    };

    let server = Server::start([Reply::new(204, &[], "")]).await;
    let client = client!(bounds, server);
    let find = || client.find_contacts();
    for (call, problem) in [
        (
            find().ids(["c1", "c2", "c3"]),
            "parameter `ids`: the number of items must be at most 2, but is 3",
        ),
        (
            find().ids(["c1", "2"]),
            r"parameter `ids[1]`: must match the pattern `^c\d+$`",
        ),
        (
            find().ratio(0.0),
            "parameter `ratio`: must be more than 0 and at most 1, but is 0",
        ),
        (find().ratio(f64::NAN), "but is NaN"),
        (
            find().page(10_u32),
            "parameter `page`: must be at least 1 and at most 9, but is 10",
        ),
        // It does not even fit into the type.
        (
            find().page(-1),
            "parameter `page`: must be at least 1 and at most 9",
        ),
        // A range with one end does not say why.
        (find().huge(-1), "parameter `huge`: must fit into `u64`"),
        (
            find().near(Near::new().place("Solo").km(51)),
            "parameter `near.km`: must be at most 50, but is 51",
        ),
        (
            find().near(Near::new()),
            "parameter `near`: the number of properties must be at least 1, but is 0",
        ),
        (find().share(0.2), "must be at most 0.1, but is 0.2"),
        (
            find().any([1.0, f64::INFINITY]),
            "parameter `any[1]`: must be a finite number, but is inf",
        ),
        (
            find().code("zoom"),
            "the number of characters must be at most 3",
        ),
        (find().code("abc"), "must match the pattern `^z`"),
        (find().one(6), "must be at most 5, but is 6"),
        (find().round(101), "must be at most 100, but is 101"),
        (
            find().huge(u64::MAX),
            "must be at most 10000000000000000000, but is 18446744073709551615",
        ),
        (
            find().words([Word::String("able".to_owned())]),
            "parameter `words[0]`: the number of characters must be at most 3, but is 4",
        ),
    ] {
        let error = call.send().await.expect_err(problem);
        assert!(error.is_invalid_request(), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
    let call = find().ids(["c1"]).ratio(1.0).page(9_u32);
    let call = call.near(Near::new().km(50)).share(0.1_f32).any([0.1]);
    let call = call.at(At::new().y(31.245_270_191_439_438).x(0.1));
    let call = call.code("zoo").one(5).round(100).huge(1_u64);
    call.words([Word::String("abc".to_owned())])
        .send()
        .await
        .unwrap();
    let requests = server.requests();
    let sent = "GET /contacts?ids=c1&ratio=1.0&page=9&near%5Bkm%5D=50&share=0.1&any=0.1\
                &at=%7B%22x%22%3A0.1%2C%22y%22%3A31.245270191439438%7D&code=zoo\
                &one=5&round=100&huge=1&words=abc ";
    let head = &requests[0].head;
    assert!(head.starts_with(sent), "{head}");
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn a_value_out_of_its_bounds_is_told_with_its_place_before_anything_is_sent() {
    use bounds::types::{Colour, Contact, NewContacts, Phone, Tree, Way};

    let server = Server::start([Reply::new(204, &[], "")]).await;
    let client = client!(bounds, server);
    let ok = || Contact::new("+628120000001");
    let of = |contact: Contact| NewContacts::new([ok(), contact]);
    let all = |tree: Tree| NewContacts::new([ok()]).tree(tree);
    let notes = |notes: &[(&str, &str)]| {
        let notes = notes
            .iter()
            .map(|(name, note)| ((*name).to_owned(), (*note).to_owned()));
        of(ok().notes(notes.collect::<std::collections::HashMap<_, _>>()))
    };
    for (body, param, problem) in [
        (
            NewContacts::new(Vec::<Contact>::new()),
            "contacts",
            "the number of items must be at least 1 and at most 3, but is 0",
        ),
        (
            NewContacts::new(vec![ok(); 4]),
            "contacts",
            "at most 3, but is 4",
        ),
        (
            NewContacts::new([ok()]).colours(vec![Colour::Red; 3]),
            "colours",
            "must be at most 2, but is 3",
        ),
        (
            of(Contact::new("08120000001")),
            "contacts[1].phone",
            r"must match the pattern `^\+[1-9]\d{6,14}$`",
        ),
        (
            of(ok().name("")),
            "contacts[1].name",
            "the number of characters must be at least 1",
        ),
        (
            of(ok().name("ééééé")),
            "contacts[1].name",
            "at most 4, but is 5",
        ),
        (
            of(ok().age(150)),
            "contacts[1].age",
            "must be at least 0 and at most 149, but is 150",
        ),
        (
            of(ok().weight(0.0)),
            "contacts[1].weight",
            "must be more than 0 and at most 300.5, but is 0",
        ),
        (
            of(ok().tags(["abc", "abcd"])),
            "contacts[1].tags[1]",
            "at most 3, but is 4",
        ),
        (
            notes(&[("a", ""), ("b", "x")]),
            "contacts[1].notes.a",
            "at least 1, but is 0",
        ),
        (
            notes(&[("a", "x"), ("b", "x"), ("c", "x")]),
            "contacts[1].notes",
            "the number of properties",
        ),
        (
            of(ok().way("toolong".to_owned())),
            "contacts[1].way",
            "at most 5, but is 7",
        ),
        (
            of(ok().way(Way::from(Phone::from("0812")))),
            "contacts[1].way",
            "pattern",
        ),
        (
            all(Tree::new().branches([
                Tree::new().size(1),
                Tree::new().branches([Tree::new().size(0)]),
            ])),
            "tree.branches[1].branches[0].size",
            "must be at least 1, but is 0",
        ),
    ] {
        let error = client.add_contacts(body).send().await.unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert_eq!(error.param(), Some(param));
        let text = error.to_string();
        assert!(
            text.contains(&format!("`{param}` of the body: ")) && text.contains(problem),
            "{text}"
        );
    }
    let body = notes(&[(&"n".repeat(9999), "")]);
    let error = client.add_contacts(body).send().await.unwrap_err();
    assert!(error.to_string().len() < 400, "{error}");
    assert!(server.requests().is_empty());
    let contact = ok()
        .name("éééé")
        .clear_name()
        .name("éééé")
        .age(149)
        .weight(300.5)
        .way("short".to_owned());
    client.add_contacts(of(contact)).send().await.unwrap();
}
