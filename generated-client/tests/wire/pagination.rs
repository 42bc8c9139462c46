//! `stream()` and `pages()` walk over the pages of a list.

use std::time::Duration;

use generated_client::kirim::types::Contact;
use generated_client::{Error, ErrorKind, kirim};
use serde_json::Value;

use crate::support::{self, Recorded, Reply, Server, Step, contact_list, kirim_error};

const NUMBER: &str = "100200300400500";

async fn serve(pages: &[Value]) -> (Server, kirim::Client) {
    let server = Server::start(pages.iter().map(|page| Reply::json(200, page))).await;
    let client = support::kirim(&server);
    (server, client)
}

/// The ids that a stream yields before its end or its error, and the error.
async fn ids(list: kirim::builder::ListContacts) -> (Vec<String>, Option<Error>) {
    let mut stream = list.stream();
    let mut ids = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(contact)) => ids.push(contact.id),
            Ok(None) => return (ids, None),
            Err(error) => {
                assert!(
                    stream.try_next().await.unwrap().is_none(),
                    "it goes on after an error"
                );
                return (ids, Some(error));
            }
        }
    }
}

fn queries(requests: &[Recorded]) -> Vec<Vec<&str>> {
    requests.iter().map(Recorded::query).collect()
}

#[tokio::test]
async fn it_walks_three_pages_and_stops() {
    let (server, client) = serve(&[
        contact_list(&["a", "b"], true, Some("c1")),
        contact_list(&["c"], true, Some("c/2=")),
        contact_list(&["d"], false, None),
    ])
    .await;
    let list = client.list_contacts(NUMBER).search("budi").limit(2);
    let contacts: Vec<Contact> = list.stream().try_collect().await.unwrap();
    let ids: Vec<_> = contacts.iter().map(|contact| contact.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    let requests = server.requests();
    assert_eq!(
        queries(&requests),
        [
            vec!["limit=2", "search=budi"],
            vec!["cursor=c1", "limit=2", "search=budi"],
            vec!["cursor=c%2F2%3D", "limit=2", "search=budi"],
        ]
    );
}

#[tokio::test]
async fn it_begins_at_the_cursor_that_was_set() {
    let (server, client) = serve(&[contact_list(&["z"], false, None)]).await;
    let (ids, error) = ids(client.list_contacts(NUMBER).cursor("c9")).await;
    assert!(error.is_none());
    assert_eq!(ids, ["z"]);
    assert_eq!(queries(&server.requests()), [["cursor=c9"]]);
}

#[tokio::test]
async fn an_empty_page_ends_it_when_there_is_no_more() {
    for cursor in [None, Some("left-over")] {
        let (server, client) = serve(&[contact_list(&[], false, cursor)]).await;
        let (ids, error) = ids(client.list_contacts(NUMBER)).await;
        assert!(error.is_none() && ids.is_empty());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_empty_page_does_not_end_it_when_there_is_more() {
    let (server, client) = serve(&[
        contact_list(&[], true, Some("c1")),
        contact_list(&["a"], false, None),
    ])
    .await;
    let (ids, error) = ids(client.list_contacts(NUMBER)).await;
    assert!(error.is_none());
    assert_eq!(ids, ["a"]);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn it_does_not_loop_when_a_cursor_repeats() {
    // The same cursor again, an earlier one, and the one it began with.
    let again = |cursors: &[&str]| -> Vec<Value> {
        let page = |cursor: &&str| contact_list(&[cursor], true, Some(cursor));
        cursors.iter().map(page).collect()
    };
    for (cursors, start) in [
        (vec!["c1", "c1"], None),
        (vec!["c1", "c2", "c3", "c1"], None),
        (vec!["c1", "c0"], Some("c0")),
    ] {
        let (server, client) = serve(&again(&cursors)).await;
        let mut list = client.list_contacts(NUMBER);
        if let Some(start) = start {
            list = list.cursor(start);
        }
        let (ids, error) = ids(list).await;
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert!(error.to_string().contains("same cursor twice"), "{error}");
        assert_eq!(error.operation(), Some("kirim.list_contacts"));
        assert_eq!(
            ids, cursors,
            "the items of all pages are yielded before the error"
        );
        assert_eq!(server.requests().len(), cursors.len());
    }
}

#[tokio::test]
async fn a_list_that_is_cut_short_is_an_error() {
    for cursor in [None, Some("")] {
        let (server, client) = serve(&[
            contact_list(&["a"], true, Some("c1")),
            contact_list(&["b"], true, cursor),
        ])
        .await;
        let (ids, error) = ids(client.list_contacts(NUMBER)).await;
        assert_eq!(ids, ["a", "b"], "what came is yielded before the error");
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert!(error.to_string().contains("gives no cursor"), "{error}");
        assert_eq!(error.operation(), Some("kirim.list_contacts"));
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_loop_over_items_and_pages_needs_no_other_crate() {
    let pages = [
        contact_list(&["a", "b"], true, Some("c1")),
        contact_list(&["c"], false, None),
    ];
    let (_server, client) = serve(&[pages.clone(), pages].concat()).await;
    let mut contacts = client.list_contacts(NUMBER).stream();
    let mut ids = Vec::new();
    while let Some(contact) = contacts.next().await {
        ids.push(contact.unwrap().id);
    }
    assert_eq!(ids, ["a", "b", "c"]);
    let mut pages = client.list_contacts(NUMBER).pages();
    let mut lengths = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        lengths.push(page.data.len());
    }
    assert_eq!(lengths, [2, 1]);
}

#[tokio::test]
async fn it_ends_with_an_error_in_the_middle() {
    let server = Server::start([
        Reply::json(200, &contact_list(&["a"], true, Some("c1"))),
        Reply::json(400, &kirim_error("invalid_request_error", "invalid_cursor")),
    ])
    .await;
    let client = support::kirim(&server);
    let (ids, error) = ids(client.list_contacts(NUMBER)).await;
    assert_eq!(ids, ["a"]);
    assert_eq!(error.unwrap().code(), Some("invalid_cursor"));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_argument_that_was_refused_is_its_only_item() {
    let (server, client) = serve(&[]).await;
    let (ids, error) = ids(client.list_contacts(NUMBER).limit(1000)).await;
    assert!(ids.is_empty());
    assert_eq!(error.unwrap().param(), Some("limit"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_before_the_stream_is_polled_and_one_item_takes_one_page() {
    let (server, client) = serve(&[
        contact_list(&["a", "b"], true, Some("c1")),
        contact_list(&["c"], false, None),
    ])
    .await;
    let mut stream = client.list_contacts(NUMBER).stream();
    assert_eq!(server.requests().len(), 0);
    stream.try_next().await.unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(server.requests().len(), 1);
}

/// A page of so many contacts.
fn long_page(prefix: &str, length: usize, next: Option<&str>) -> Value {
    let ids: Vec<_> = (0..length)
        .map(|index| format!("{prefix}{index}"))
        .collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    contact_list(&ids, next.is_some(), next)
}

#[tokio::test]
async fn the_next_page_is_asked_for_while_items_are_taken_and_no_further_one() {
    const LENGTH: usize = 500;
    let (server, client) = serve(&[
        long_page("a", LENGTH, Some("c1")),
        long_page("b", LENGTH, Some("c2")),
        long_page("c", 1, None),
    ])
    .await;
    let mut stream = client.list_contacts(NUMBER).stream();
    let mut taken = 0;
    while server.requests().len() < 2 {
        stream.try_next().await.unwrap().unwrap();
        taken += 1;
        assert!(taken < LENGTH, "the second page is asked for too late");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // The second page arrives, and still the third is not asked for.
    while taken < LENGTH {
        stream.try_next().await.unwrap().unwrap();
        taken += 1;
        tokio::task::yield_now().await;
    }
    assert_eq!(server.requests().len(), 2);
    let rest: Vec<_> = stream.try_collect().await.unwrap();
    assert_eq!(rest.len(), LENGTH + 1);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn pages_come_whole_and_tell_where_to_go_on() {
    let with_id = |id, page| Reply::json_with(200, &[("x-request-id", id)], &page);
    let server = Server::start([
        with_id("req_1", contact_list(&["a", "b"], true, Some("c1"))),
        with_id("req_2", contact_list(&[], true, Some("c2"))),
        with_id("req_3", contact_list(&["c"], false, Some("left-over"))),
    ])
    .await;
    let client = support::kirim(&server);
    let mut pages = client.list_contacts(NUMBER).phone("+6281200000002").pages();
    assert_eq!(pages.cursor(), None);
    for (id, length, cursor) in [
        ("req_1", 2, Some("c1")),
        ("req_2", 0, Some("c2")),
        ("req_3", 1, None),
    ] {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(page.request_id(), Some(id));
        assert_eq!(page.data.len(), length);
        assert_eq!(pages.cursor(), cursor);
    }
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.query().contains(&"phone=%2B6281200000002")),
        "every page is asked for with the same filters"
    );
}

#[tokio::test]
async fn a_walk_goes_on_where_another_one_ended() {
    let server = Server::start([
        Reply::json(200, &contact_list(&["a"], true, Some("c1"))),
        Reply::json(400, &kirim_error("invalid_request_error", "invalid_cursor")),
        Reply::json(200, &contact_list(&["b"], true, Some("c2"))),
        Reply::json(200, &contact_list(&["c"], false, None)),
    ])
    .await;
    let client = support::kirim(&server);
    let mut pages = client.list_contacts(NUMBER).search("budi").pages();
    assert!(pages.try_next().await.unwrap().is_some());
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.code(), Some("invalid_cursor"));
    let stored = pages.cursor().unwrap().to_owned();
    assert!(pages.try_next().await.unwrap().is_none());
    let list = client.list_contacts(NUMBER).search("budi").cursor(stored);
    let (ids, error) = ids(list).await;
    assert!(error.is_none());
    assert_eq!(ids, ["b", "c"]);
    assert_eq!(
        queries(&server.requests())[1..],
        [
            ["cursor=c1", "search=budi"],
            ["cursor=c1", "search=budi"],
            ["cursor=c2", "search=budi"]
        ]
    );
}

#[tokio::test]
async fn a_stream_outlives_its_client_and_moves_to_another_task() {
    let (server, client) = serve(&[
        contact_list(&["a"], true, Some("c1")),
        contact_list(&["b"], false, None),
    ])
    .await;
    let stream = client.list_contacts(NUMBER).stream();
    drop(client);
    let contacts: Vec<Contact> = tokio::spawn(stream.try_collect()).await.unwrap().unwrap();
    assert_eq!(contacts.len(), 2);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_dropped_stream_cancels_what_is_under_way_and_the_next_call_works() {
    let (first, late) = (long_page("a", 3, Some("c1")), Reply::steps([Step::Hang]));
    let response = contact_list(&["z"], false, None);
    let server = Server::start([Reply::json(200, &first), late, Reply::json(200, &response)]).await;
    let client = support::kirim(&server);
    let mut pages = client.list_contacts(NUMBER).pages();
    pages.try_next().await.unwrap();
    let wait = Duration::from_millis(50);
    // The second page does not come.
    while server.requests().len() < 2 {
        assert!(tokio::time::timeout(wait, pages.try_next()).await.is_err());
    }
    drop(pages);
    let (ids, error) = ids(client.list_contacts(NUMBER)).await;
    assert!(error.is_none());
    assert_eq!(ids, ["z"]);
}

#[tokio::test]
async fn whoever_takes_long_for_an_item_gets_the_next_page_all_the_same() {
    let second = Reply::json(200, &contact_list(&["z"], false, None));
    let server = Server::start([
        Reply::json(200, &long_page("a", 3, Some("c1"))),
        second.clone(),
        second.clone(),
        second,
    ])
    .await;
    let limit = Duration::from_secs(1);
    let client = support::kirim_builder(&server)
        .attempt_timeout(limit)
        .total_timeout(limit)
        .build()
        .unwrap();
    let mut stream = client.list_contacts(NUMBER).stream();
    for _ in 0..2 {
        stream.try_next().await.unwrap().unwrap();
    }
    // The request for the second page is under way, and its time runs out.
    tokio::time::sleep(2 * limit).await;
    let rest: Vec<Contact> = stream.try_collect().await.unwrap();
    assert_eq!(rest.len(), 2);
}
