//! Lists that come in pages, followed by their cursor.
//!
//! While a page is being consumed, the next one is on its way already. Nothing runs beside the
//! stream for that: the request goes on whenever the stream is polled, and is dropped with it.

mod consume;
mod items;
mod seen;
#[cfg(test)]
mod tests;
mod woken;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use self::items::Items;
use self::seen::Seen;
use self::woken::Woken;
use crate::api::Operation;
use crate::argument::ArgumentError;
use crate::error::Error;
use crate::error_kind::ErrorKind;
use crate::response::Response;

/// One page of a list.
///
/// Only generated types implement it.
pub trait Page {
    /// What the list is made of.
    type Item;

    /// Cursor of the page after this one, as this page gives it.
    fn next(&self) -> Option<&str>;

    /// Whether there is a page after this one; `None` if the page does not say, so that its cursor
    /// decides.
    fn has_more(&self) -> Option<bool> {
        None
    }

    /// The items of this page, in order.
    fn into_items(self) -> Vec<Self::Item>;
}

const MISSING_CURSOR: &str = "the server says that there is another page but gives no cursor for it, so the list is cut short";
const REPEATED_CURSOR: &str = "the server gave the same cursor twice, so the list would never end";

/// A cursor as request builders hold it.
type Cursor = Result<Option<String>, ArgumentError>;

/// A call for one page.
type Call<P> = Pin<Box<dyn Future<Output = Result<Response<P>, Error>> + Send>>;

/// The pages of a list: [`next()`](Self::next) or [`try_next()`](Self::try_next) in a loop, or as a
/// [`Stream`] of `Result<Response<P>, Error>`.
///
/// While a page is being used, the next one is requested; further ones are not. Nothing happens
/// unless the next page is awaited, and dropping the pages cancels what is under way. There is no
/// limit to the time that a whole list takes; each page is a call with the limits of one.
///
/// The list ends after the last page and after the first error.
///
/// # Going on later
///
/// [`cursor()`](Self::cursor) is the place of the next page. A program that has stored it continues
/// there, after a crash or an error, by setting it on a new request of the same kind:
///
/// ```no_run
/// use generated_client::kirim;
///
/// # async fn example(client: kirim::Client, stored: Option<String>) -> Result<(), generated_client::Error> {
/// # fn import(_: &[kirim::types::Contact]) {}
/// # fn store(_: Option<&str>) {}
/// let mut contacts = client.list_contacts("100200300400500").search("budi").limit(100);
/// if let Some(cursor) = stored {
///     contacts = contacts.cursor(cursor);
/// }
/// let mut pages = contacts.pages();
/// while let Some(page) = pages.try_next().await? {
///     import(&page.data);
///     // `None` after the last page.
///     store(pages.cursor());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<P> {
    fetch: Box<dyn FnMut(Cursor) -> Call<P> + Send>,
    next: Next,
    /// The next page, once it was requested.
    ahead: Option<Ahead<P>>,
    woken: Woken,
    seen: Seen,
}

/// What follows the pages that were yielded.
enum Next {
    /// The page at this cursor.
    Page(Cursor),
    /// An error: there is a page, but its cursor leads nowhere.
    Broken {
        problem: &'static str,
        cursor: Option<String>,
        operation: &'static Operation,
    },
    /// Nothing; after an error, the cursor of the page that is missing.
    End { cursor: Option<String> },
}

/// A page that was requested.
struct Ahead<P> {
    /// Whether it was requested before it was needed.
    is_early: bool,
    state: State<P>,
}

enum State<P> {
    Running(Call<P>),
    Done(Result<Response<P>, Error>),
}

impl<P: Page> Pages<P> {
    /// The pages from `cursor` on, each of which `fetch` gets.
    #[doc(hidden)]
    pub fn new<F, Fut>(cursor: Cursor, mut fetch: F) -> Self
    where
        F: FnMut(Cursor) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Response<P>, Error>> + Send + 'static,
    {
        let mut seen = Seen::default();
        if let Ok(Some(cursor)) = &cursor {
            seen.insert(cursor);
        }
        Self {
            fetch: Box::new(move |cursor| Box::pin(fetch(cursor))),
            next: Next::Page(cursor),
            ahead: None,
            woken: Woken::default(),
            seen,
        }
    }

    /// Requests the next page and goes on with it, without waiting for it.
    fn poll_ahead(&mut self) {
        let Next::Page(cursor) = &self.next else {
            return;
        };
        let ahead = self.ahead.get_or_insert_with(|| {
            self.woken.set();
            Ahead {
                is_early: true,
                state: State::Running((self.fetch)(cursor.clone())),
            }
        });
        self.woken.poll(|context| {
            let _ = ahead.poll(context);
        });
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<P>, Error>>> {
        let cursor = match &self.next {
            Next::Page(cursor) => cursor,
            Next::Broken {
                problem,
                cursor,
                operation,
            } => {
                let error = Error::of_operation(ErrorKind::Pagination, operation, problem);
                let cursor = cursor.clone();
                self.next = Next::End { cursor };
                return Poll::Ready(Some(Err(error)));
            }
            Next::End { .. } => return Poll::Ready(None),
        };
        loop {
            let ahead = self.ahead.get_or_insert_with(|| Ahead {
                is_early: false,
                state: State::Running((self.fetch)(cursor.clone())),
            });
            let is_early = ahead.is_early;
            ready!(ahead.poll(context));
            let done = self.ahead.take().and_then(Ahead::into_result);
            match done {
                Some(Ok(page)) => {
                    self.turn_to(&page);
                    return Poll::Ready(Some(Ok(page)));
                }
                // While it was not polled, time ran out, or a connection broke that lay idle: now
                // that the page is needed, it gets the time and the attempts of any other.
                Some(Err(error)) if is_early && error.status().is_none() => {}
                Some(Err(error)) => {
                    let cursor = cursor.clone().unwrap_or_default();
                    self.next = Next::End { cursor };
                    return Poll::Ready(Some(Err(error)));
                }
                None => {}
            }
        }
    }

    /// Makes a page the last one that was yielded.
    fn turn_to(&mut self, page: &Response<P>) {
        // An empty cursor would lead back to the first page.
        let cursor = page.next().filter(|cursor| !cursor.is_empty());
        let broken = |problem| Next::Broken {
            problem,
            cursor: cursor.map(str::to_owned),
            operation: page.operation(),
        };
        self.next = match (page.has_more(), cursor) {
            (Some(false), _) | (None, None) => Next::End { cursor: None },
            (Some(true), None) => broken(MISSING_CURSOR),
            (_, Some(cursor)) if self.seen.insert(cursor) => {
                Next::Page(Ok(Some(cursor.to_owned())))
            }
            (_, Some(_)) => broken(REPEATED_CURSOR),
        };
    }
}

impl<P> Pages<P> {
    /// Cursor of the page after those that were yielded so far: where to go on.
    ///
    /// Before the first page it is the one that was set on the request, if any, and after the last
    /// page `None`. After an error it is that of the page that is missing, or `None` if the server
    /// did not give it. A page that was requested but not yielded yet does not count.
    pub fn cursor(&self) -> Option<&str> {
        match &self.next {
            Next::Page(cursor) => cursor.as_ref().ok()?.as_deref(),
            Next::Broken { cursor, .. } | Next::End { cursor } => cursor.as_deref(),
        }
    }
}

impl<P> Ahead<P> {
    /// Goes on until there is a result.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let State::Running(call) = &mut self.state {
            self.state = State::Done(ready!(call.as_mut().poll(context)));
        }
        Poll::Ready(())
    }

    fn into_result(self) -> Option<Result<Response<P>, Error>> {
        match self.state {
            State::Running(_) => None,
            State::Done(result) => Some(result),
        }
    }
}

impl<P: Page> Pages<P> {
    /// The next page; `None` after the last one and after an error.
    ///
    /// Cancel safe: dropping the future loses no page.
    ///
    /// # Errors
    ///
    /// Those of the call for the page, or of kind [`Pagination`](crate::ErrorKind::Pagination).
    pub fn next(&mut self) -> impl Future<Output = Option<Result<Response<P>, Error>>> {
        consume::next(self)
    }

    /// The next page, as [`next()`](Self::next) gives it, with the error outside for `?`.
    ///
    /// # Errors
    ///
    /// As of [`next()`](Self::next).
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<Response<P>>, Error>> {
        consume::try_next(self)
    }

    /// All pages, as in `let pages: Vec<_> = pages.try_collect().await?`.
    ///
    /// # Errors
    ///
    /// The first error of [`next()`](Self::next); the pages before it are lost.
    pub async fn try_collect<C: Default + Extend<Response<P>>>(self) -> Result<C, Error> {
        consume::try_collect(self).await
    }
}

// Nothing in it is pinned in place.
impl<P> Unpin for Pages<P> {}

impl<P: Page> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        let page = ready!(pages.poll_page(context));
        pages.poll_ahead();
        Poll::Ready(page)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("cursor", &self.cursor())
            .finish_non_exhaustive()
    }
}
