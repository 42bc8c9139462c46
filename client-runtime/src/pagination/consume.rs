//! What a loop over a stream needs, so that callers need no crate for it.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

/// The next element of a stream.
pub(super) async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

/// All elements of a stream, or its first error.
pub(super) async fn try_collect<S, T, E, C>(mut stream: S) -> Result<C, E>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    C: Default + Extend<T>,
{
    let mut collection = C::default();
    while let Some(element) = next(&mut stream).await.transpose()? {
        collection.extend(Some(element));
    }
    Ok(collection)
}
