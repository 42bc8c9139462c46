//! Walks over pages that are there at once, and over pages that come when the test says so.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{FutureExt, StreamExt};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use tokio::sync::Semaphore;

use super::*;
use crate::ErrorKind;
use crate::fixture;
use crate::outcome::{Failure, FailureKind, Received};

/// A page with these items, this next cursor, and what it says of a page after it.
#[derive(Debug)]
struct Numbers(Vec<u32>, Option<&'static str>, Option<bool>);

impl Page for Numbers {
    type Item = u32;

    fn next(&self) -> Option<&str> {
        self.1
    }

    fn has_more(&self) -> Option<bool> {
        self.2
    }

    fn into_items(self) -> Vec<u32> {
        self.0
    }
}

fn page(cursor: &str) -> Numbers {
    match cursor {
        "a" => Numbers(vec![1, 2], Some("b"), None),
        "b" => Numbers(vec![], Some("c"), Some(true)),
        "c" => Numbers(vec![3], Some("a"), None),
        "self" => Numbers(vec![8], Some("self"), None),
        "long" => Numbers(vec![4, 5, 6], Some("last"), None),
        "last" => Numbers(vec![9], None, None),
        "cut short" => Numbers(vec![7], None, Some(true)),
        "blank" => Numbers(vec![7], Some(""), Some(true)),
        "blank end" => Numbers(vec![7], Some(""), None),
        "left over" => Numbers(vec![7], Some("a"), Some(false)),
        _ => Numbers(vec![], None, Some(false)),
    }
}

fn received() -> Box<Received> {
    Box::new(Received {
        idempotency_key: None,
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: bytes::Bytes::new(),
    })
}

fn response(cursor: Cursor) -> Response<Numbers> {
    let cursor = cursor.unwrap().unwrap();
    Response::new(page(&cursor), received(), &fixture::PLAIN)
}

fn pages(start: &str) -> Pages<Numbers> {
    Pages::new(Ok(Some(start.to_owned())), |cursor| {
        ready(Ok(response(cursor)))
    })
}

fn walk(start: &str) -> Vec<Result<u32, ErrorKind>> {
    Items::new(pages(start))
        .map(|item| item.map_err(|error| error.kind()))
        .collect::<Vec<_>>()
        .now_or_never()
        .unwrap()
}

/// What the next item or page is, which is there at once.
fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    stream.next().now_or_never().unwrap()
}

#[test]
fn any_cursor_seen_before_ends_the_walk_before_it_is_followed() {
    let repeated = Err(ErrorKind::Pagination);
    assert_eq!(walk("a"), [Ok(1), Ok(2), Ok(3), repeated]);
    assert_eq!(walk("b"), [Ok(3), Ok(1), Ok(2), repeated]);
    assert_eq!(walk("self"), [Ok(8), repeated]);
}

#[test]
fn a_next_page_without_a_cursor_is_an_error_after_the_items() {
    for start in ["cut short", "blank"] {
        assert_eq!(walk(start), [Ok(7), Err(ErrorKind::Pagination)], "{start}");
        let mut pages = pages(start);
        next(&mut pages).unwrap().unwrap();
        assert!(pages.cursor().is_none());
        let error = next(&mut pages).unwrap().unwrap_err().to_string();
        assert!(error.contains("no cursor"), "{error}");
        assert!(next(&mut pages).is_none());
    }
    for start in ["blank end", "left over"] {
        assert_eq!(walk(start), [Ok(7)], "{start}");
    }
}

#[test]
fn the_cursor_is_that_of_the_page_to_go_on_with() {
    let mut pages = pages("b");
    assert_eq!(pages.cursor(), Some("b"));
    for cursor in ["c", "a", "b"] {
        next(&mut pages).unwrap().unwrap();
        assert_eq!(pages.cursor(), Some(cursor));
    }
    let error = next(&mut pages).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert_eq!(pages.cursor(), Some("b"));
    assert!(next(&mut pages).is_none());
    let mut pages = self::pages("last");
    next(&mut pages).unwrap().unwrap();
    assert!(pages.cursor().is_none());
    assert!(next(&mut pages).is_none());
}

/// How many pages were requested for, and what lets one of them through.
#[derive(Clone)]
struct Gate {
    requested: Arc<AtomicUsize>,
    passes: Arc<Semaphore>,
}

impl Gate {
    fn new() -> Self {
        Self {
            requested: Arc::default(),
            passes: Arc::new(Semaphore::new(0)),
        }
    }

    fn requested(&self) -> usize {
        self.requested.load(Ordering::Relaxed)
    }

    fn pages(&self, start: &str) -> Pages<Numbers> {
        let gate = self.clone();
        Pages::new(Ok(Some(start.to_owned())), move |cursor| {
            gate.requested.fetch_add(1, Ordering::Relaxed);
            let passes = Arc::clone(&gate.passes);
            async move {
                passes.acquire().await.unwrap().forget();
                Ok(response(cursor))
            }
        })
    }
}

#[test]
fn the_next_page_is_requested_for_while_a_page_is_used_and_no_further_one() {
    let gate = Gate::new();
    gate.passes.add_permits(5);
    let mut pages = gate.pages("a");
    assert_eq!(gate.requested(), 0);
    for requested in [2, 3, 3] {
        next(&mut pages).unwrap().unwrap();
        assert_eq!(gate.requested(), requested);
    }
}

/// The outcome of a call for a page.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    Page,
    ErrorStatus,
    NoResponse,
}

use Outcome::{ErrorStatus, NoResponse, Page as Success};

/// The pages from `long` on, where the calls for them have these outcomes, and the number of the
/// calls.
fn failing(outcomes: &'static [Outcome]) -> (Pages<Numbers>, Arc<AtomicUsize>) {
    let requested = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requested);
    let pages = Pages::new(Ok(Some("long".to_owned())), move |cursor| {
        let index = count.fetch_add(1, Ordering::Relaxed);
        let failed = |received| {
            let failure = Failure::new(FailureKind::Timeout);
            Err(Error::failure(&fixture::PLAIN, "", failure, received))
        };
        ready(match outcomes[index] {
            Success => Ok(response(cursor)),
            ErrorStatus => failed(Some(received())),
            NoResponse => failed(None),
        })
    });
    (pages, requested)
}

#[test]
fn an_error_comes_after_the_items_before_it_and_is_the_end() {
    for (outcomes, items, requested) in [
        (&[Success, ErrorStatus][..], 3, 2),
        // Once while nobody waited for it, once when it was needed.
        (&[Success, NoResponse, NoResponse], 3, 3),
        (&[Success, NoResponse, ErrorStatus], 3, 3),
        (&[NoResponse], 0, 1),
        (&[ErrorStatus], 0, 1),
    ] {
        let (pages, calls) = failing(outcomes);
        let mut walk = Items::new(pages);
        for _ in 0..items {
            next(&mut walk).unwrap().unwrap();
        }
        assert!(next(&mut walk).unwrap().is_err(), "{outcomes:?}");
        assert!(next(&mut walk).is_none());
        assert_eq!(calls.load(Ordering::Relaxed), requested, "{outcomes:?}");

        let (mut pages, calls) = failing(outcomes);
        let cursor = if items > 0 { "last" } else { "long" };
        while next(&mut pages).unwrap().is_ok() {}
        assert_eq!(pages.cursor(), Some(cursor));
        assert!(next(&mut pages).is_none());
        assert_eq!(calls.load(Ordering::Relaxed), requested, "{outcomes:?}");
    }
}

#[test]
fn a_page_that_failed_before_it_was_needed_is_requested_again() {
    let (pages, calls) = failing(&[Success, NoResponse, Success]);
    let items: Vec<_> = Items::new(pages)
        .map(Result::unwrap)
        .collect()
        .now_or_never()
        .unwrap();
    assert_eq!(items, [4, 5, 6, 9]);
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[test]
fn streams_can_be_kept_anywhere() {
    fn check<T: Send + Unpin + std::fmt::Debug + 'static>(stream: &T) -> String {
        format!("{stream:?}")
    }
    assert_eq!(check(&pages("a")), r#"Pages { cursor: Some("a"), .. }"#);
    assert_eq!(check(&Items::new(pages("a"))), "Items { .. }");
}

#[tokio::test]
async fn a_page_on_its_way_is_polled_when_it_was_woken_and_not_for_every_item() {
    let (polls, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
    let (counter, opened) = (polls.clone(), gate.clone());
    let mut items = Items::new(Pages::new(Ok(Some("many".to_owned())), move |cursor| {
        let (counter, opened) = (counter.clone(), opened.clone());
        async move {
            let cursor = cursor.unwrap().unwrap();
            let value = if cursor == "many" {
                Numbers((0..100).collect(), Some("last"), None)
            } else {
                let mut wait = std::pin::pin!(opened.acquire());
                std::future::poll_fn(|context| {
                    counter.fetch_add(1, Ordering::Relaxed);
                    wait.as_mut().poll(context).map(drop)
                })
                .await;
                page(&cursor)
            };
            Ok(Response::new(value, received(), &fixture::PLAIN))
        }
    }));
    for expected in [0, 1, 1, 1] {
        assert!(items.next().await.is_some());
        assert_eq!(polls.load(Ordering::Relaxed), expected);
    }
    gate.add_permits(1);
    for _ in 4..100 {
        assert!(items.next().await.is_some());
    }
    assert_eq!(polls.load(Ordering::Relaxed), 2);
    assert_eq!(items.next().await.unwrap().unwrap(), 9);
    assert!(items.next().await.is_none());
}
