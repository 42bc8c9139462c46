//! `stream()` walks over the pages of a list.

use futures_util::TryStreamExt;
use generated_client::kirim::types::Contact;
use generated_client::{Error, ErrorKind, kirim};
use serde_json::Value;

use crate::support::{self, Recorded, Reply, Server, contact_list, kirim_error};

const NUMBER: &str = "106540352242922";

async fn serve(pages: &[Value]) -> (Server, kirim::Client) {
    let server = Server::start(pages.iter().map(|page| Reply::json(200, page))).await;
    let client = support::kirim(&server);
    (server, client)
}

/// The ids that a stream yields before its end or its error, and the error.
async fn ids(list: kirim::builder::ListContacts<'_>) -> (Vec<String>, Option<Error>) {
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
async fn pages_are_fetched_when_their_items_are_asked_for() {
    let (server, client) = serve(&[
        contact_list(&["a", "b"], true, Some("c1")),
        contact_list(&["c"], false, None),
    ])
    .await;
    let mut stream = client.list_contacts(NUMBER).stream();
    assert_eq!(server.requests().len(), 0);
    stream.try_next().await.unwrap();
    stream.try_next().await.unwrap();
    assert_eq!(server.requests().len(), 1);
    stream.try_next().await.unwrap();
    assert_eq!(server.requests().len(), 2);
}
