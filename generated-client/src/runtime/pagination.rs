//! Lists that come in pages, followed by their cursor.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;

use super::argument::ArgumentError;
use super::error::Error;
use super::response::Response;

/// One page of a list.
pub(crate) trait Page {
    /// What the list is made of.
    type Item;

    /// Cursor of the page after this one; `None` on the last page.
    fn next(&self) -> Option<&str>;

    /// The items of this page, in order.
    fn into_items(self) -> Vec<Self::Item>;
}

/// The items of a list, page after page.
type Items<'a, T> = Pin<Box<dyn Stream<Item = Result<T, Error>> + Send + 'a>>;

/// A cursor as request builders hold it.
type Cursor = Result<Option<String>, ArgumentError>;

/// The items of all pages from `cursor` on. A page is fetched when the one before it is used up.
///
/// The stream ends after the last page and after the first error.
pub(crate) fn items<'a, P, F, Fut>(cursor: Cursor, fetch: F) -> Items<'a, P::Item>
where
    P: Page + Send + 'a,
    P::Item: Send + 'a,
    F: FnMut(Cursor) -> Fut + Send + 'a,
    Fut: Future<Output = Result<Response<P>, Error>> + Send + 'a,
{
    let mut seen = Seen::default();
    if let Ok(Some(cursor)) = &cursor {
        seen.insert(cursor);
    }
    let walk = Walk {
        fetch,
        next: Some(Ok(cursor)),
        items: Vec::new().into_iter(),
        seen,
    };
    Box::pin(stream::unfold(walk, |mut walk| async move {
        let item = walk.next_item().await?;
        Some((item, walk))
    }))
}

/// Where the walk over the pages stands.
struct Walk<T, F> {
    fetch: F,
    /// Cursor of the page to fetch when the items are used up; an error if it must not be fetched.
    next: Option<Result<Cursor, Error>>,
    /// Items of the current page that were not yielded yet.
    items: std::vec::IntoIter<T>,
    seen: Seen,
}

impl<T, F> Walk<T, F> {
    async fn next_item<P, Fut>(&mut self) -> Option<Result<T, Error>>
    where
        P: Page<Item = T>,
        F: FnMut(Cursor) -> Fut,
        Fut: Future<Output = Result<Response<P>, Error>>,
    {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            // Taken, so that an error here leaves nothing to go on with.
            let page = match self.next.take()? {
                Ok(cursor) => (self.fetch)(cursor).await,
                Err(error) => Err(error),
            };
            match page {
                Ok(page) => self.turn_to(page),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Makes a page the current one.
    fn turn_to<P: Page<Item = T>>(&mut self, page: Response<P>) {
        self.next = page.next().map(|cursor| {
            if self.seen.insert(cursor) {
                Ok(Ok(Some(cursor.to_owned())))
            } else {
                Err(Error::repeated_cursor(page.operation()))
            }
        });
        self.items = page.into_inner().into_items().into_iter();
    }
}

/// The cursors that were followed so far.
///
/// Any repetition shows at once, before an item is yielded a second time; finding cycles in
/// constant memory would yield some of them again first. Hashes keep that cheap: a few bytes a page
/// whatever the length of a cursor, and with one chance in 2^64 a pair, a list of a million pages
/// is mistaken for a cycle once in some 37 million walks.
#[derive(Default)]
struct Seen {
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl Seen {
    /// Adds a cursor; `false` if it was there before.
    fn insert(&mut self, cursor: &str) -> bool {
        self.hashes.insert(self.hasher.hash_one(cursor))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::future::ready;
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::{FutureExt, StreamExt};
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;

    use super::super::ErrorKind;
    use super::super::fixture;
    use super::super::transport::Received;
    use super::*;

    /// A page with these items and this next cursor.
    struct Numbers(Vec<u32>, Option<&'static str>);

    impl Page for Numbers {
        type Item = u32;

        fn next(&self) -> Option<&str> {
            self.1
        }

        fn into_items(self) -> Vec<u32> {
            self.0
        }
    }

    fn page(cursor: &str) -> Numbers {
        match cursor {
            "a" => Numbers(vec![1, 2], Some("b")),
            "b" => Numbers(vec![], Some("c")),
            "c" => Numbers(vec![3], Some("a")),
            "self" => Numbers(vec![8], Some("self")),
            "last" => Numbers(vec![9], None),
            _ => Numbers(vec![], None),
        }
    }

    fn answer(cursor: Cursor) -> Response<Numbers> {
        let received = Received {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: bytes::Bytes::new(),
        };
        let cursor = cursor.unwrap().unwrap();
        Response::new(page(&cursor), received, &fixture::PLAIN)
    }

    fn walk(start: &str) -> Vec<Result<u32, ErrorKind>> {
        let start = Ok(Some(start.to_owned()));
        items(start, |cursor| ready(Ok(answer(cursor))))
            .map(|item| item.map_err(|error| error.kind()))
            .collect::<Vec<_>>()
            .now_or_never()
            .unwrap()
    }

    #[test]
    fn a_walk_ends_with_the_last_page() {
        assert_eq!(walk("last"), [Ok(9)]);
        assert_eq!(walk("empty"), []);
    }

    #[test]
    fn any_cursor_seen_before_ends_the_walk_before_it_is_followed() {
        let repeated = Err(ErrorKind::Pagination);
        assert_eq!(walk("a"), [Ok(1), Ok(2), Ok(3), repeated]);
        assert_eq!(walk("b"), [Ok(3), Ok(1), Ok(2), repeated]);
        assert_eq!(walk("self"), [Ok(8), repeated]);
    }

    #[test]
    fn a_page_is_fetched_when_the_one_before_it_is_used_up() {
        let fetched = AtomicU32::new(0);
        let mut stream = items(Ok(Some("a".to_owned())), |cursor| {
            fetched.fetch_add(1, Ordering::Relaxed);
            ready(Ok(answer(cursor)))
        });
        let count = || fetched.load(Ordering::Relaxed);
        assert_eq!(count(), 0);
        for (item, fetches) in [(1, 1), (2, 1), (3, 3)] {
            assert_eq!(
                stream.next().now_or_never().unwrap().unwrap().unwrap(),
                item
            );
            assert_eq!(count(), fetches);
        }
    }
}
