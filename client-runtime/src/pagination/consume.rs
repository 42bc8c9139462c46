//! What a loop over a stream needs, so that callers need no crate for it.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};

use futures_core::Stream;

/// The next element of a stream.
pub(super) fn next<S: Stream + Unpin>(stream: &mut S) -> impl Future<Output = Option<S::Item>> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context))
}

/// The next element of a stream, with the error outside.
pub(super) fn try_next<S, T, E>(stream: &mut S) -> impl Future<Output = Result<Option<T>, E>>
where
    S: Stream<Item = Result<T, E>> + Unpin,
{
    // By hand: to map what was polled would copy each element once more.
    poll_fn(
        |context| match ready!(Pin::new(&mut *stream).poll_next(context)) {
            Some(Ok(element)) => Poll::Ready(Ok(Some(element))),
            Some(Err(error)) => Poll::Ready(Err(error)),
            None => Poll::Ready(Ok(None)),
        },
    )
}

/// All elements of a stream, or its first error.
pub(super) async fn try_collect<S, T, E, C>(mut stream: S) -> Result<C, E>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    C: Default + Extend<T>,
{
    let mut collection = C::default();
    while let Some(element) = try_next(&mut stream).await? {
        collection.extend(Some(element));
    }
    Ok(collection)
}
