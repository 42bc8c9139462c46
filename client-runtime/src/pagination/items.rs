//! The items of a list, taken from its pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{Page, Pages, consume};
use crate::error::Error;

/// The items of a list, page after page: [`next()`](Self::next) or [`try_next()`](Self::try_next)
/// in a loop, or as a [`Stream`] of `Result<T, Error>`.
///
/// While the items of a page are being taken, the next page is requested; further ones are not, so
/// there are never more than the items of two pages in memory. Nothing happens unless the next item
/// is awaited, and dropping the items cancels what is under way. There is no limit to the time that
/// a whole list takes; each page is a call with the limits of one.
///
/// The list ends after the last item and after the first error. To be able to go on after that,
/// take [`Pages`] instead, which know their cursor.
///
/// ```no_run
/// # async fn example(client: generated_client::kirim::Client) -> Result<(), generated_client::Error> {
/// let mut contacts = client.list_contacts("100200300400500").stream();
/// while let Some(contact) = contacts.try_next().await? {
///     println!("{}", contact.id);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T>(Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>);

impl<T: Send + 'static> Items<T> {
    /// The items of all these pages.
    #[doc(hidden)]
    pub fn new<P: Page<Item = T> + Send + 'static>(pages: Pages<P>) -> Self {
        Self(Box::pin(Walk {
            pages,
            items: Vec::new().into_iter(),
            has_begun: false,
        }))
    }
}

impl<T> Items<T> {
    /// The next item; `None` after the last one and after an error.
    ///
    /// Cancel safe: dropping the future loses no item.
    ///
    /// # Errors
    ///
    /// Those of the call for a page, or of kind [`Pagination`](crate::ErrorKind::Pagination).
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        consume::next(self).await
    }

    /// The next item, as [`next()`](Self::next) gives it, with the error outside for `?`.
    ///
    /// # Errors
    ///
    /// As of [`next()`](Self::next).
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<T>, Error>> {
        consume::try_next(self)
    }

    /// All items, as in `let contacts: Vec<_> = contacts.try_collect().await?`.
    ///
    /// # Errors
    ///
    /// The first error of [`next()`](Self::next); the items before it are lost.
    pub async fn try_collect<C: Default + Extend<T>>(self) -> Result<C, Error> {
        consume::try_collect(self).await
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Where a walk over the items stands.
struct Walk<P: Page> {
    pages: Pages<P>,
    /// Items of the current page that were not yielded yet.
    items: std::vec::IntoIter<P::Item>,
    /// Whether an item of the current page was yielded.
    has_begun: bool,
}

// Nothing in it is pinned in place.
impl<P: Page> Unpin for Walk<P> {}

impl<P: Page> Stream for Walk<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let walk = self.get_mut();
        loop {
            if !walk.items.as_slice().is_empty() {
                // Who takes one item only, needs no second page.
                if std::mem::replace(&mut walk.has_begun, true) {
                    walk.pages.poll_ahead();
                }
                return Poll::Ready(walk.items.next().map(Ok));
            }
            match ready!(walk.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    walk.items = page.into_inner().into_items().into_iter();
                    walk.has_begun = false;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}
