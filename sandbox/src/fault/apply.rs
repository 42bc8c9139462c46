//! Does to a response what its faults say.

use std::future::pending;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::time::sleep;

use super::Fault;
use crate::clock::Clock;
use crate::error::{Failure, reason};
use crate::exchange::Exchange;

/// Marks a response whose connection is to be reset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Interrupt {
    /// Nothing of the response is sent.
    BeforeHead,
    /// The body breaks off by itself.
    InBody,
}

/// Pieces that a trickling body comes in.
const PIECES: usize = 20;

/// Time for the first half of a body to get on its way before the connection is reset.
const HEAD_START: Duration = Duration::from_millis(20);

pub(crate) type Body = UnsyncBoxBody<Bytes, io::Error>;

fn whole(bytes: Bytes) -> Body {
    Full::new(bytes)
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// The response that faults put in the place of another.
pub(crate) fn replace(
    clock: &Clock,
    exchange: &mut Exchange,
    faults: &[Fault],
    mut response: Response<Bytes>,
) -> Response<Bytes> {
    let code = faults.iter().find_map(|fault| match fault {
        Fault::Code(code) => Some(code),
        _ => None,
    });
    for fault in faults {
        match fault {
            Fault::Status(status, seconds) => {
                if let (429, Some(seconds)) = (*status, *seconds) {
                    exchange.use_up(seconds, clock);
                }
                response = exchange.fail(&Failure {
                    code: code.cloned(),
                    retry_after: *seconds,
                    ..Failure::new(*status, reason(*status))
                });
            }
            Fault::Between(status, name, value, body) => {
                response = made(*status, name.clone(), value.clone(), (*body).into());
            }
            _ => {}
        }
    }
    for fault in faults {
        match fault {
            Fault::ContentType(name) => {
                response.headers_mut().insert(CONTENT_TYPE, name.clone());
            }
            Fault::Body(text) => *response.body_mut() = text.clone().into(),
            Fault::Truncate => {
                let body = response.body_mut();
                body.truncate(body.len() / 2);
            }
            _ => {}
        }
    }
    response
}

/// A response that is not the contract's.
pub(crate) fn made(
    status: u16,
    name: HeaderName,
    value: HeaderValue,
    body: Bytes,
) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    response.headers_mut().insert(name, value);
    response
}

/// Waits as long as faults say, and has the body sent as they say.
pub(crate) async fn disturb(faults: &[Fault], response: Response<Bytes>) -> Response<Body> {
    for fault in faults {
        match fault {
            Fault::Latency(time) => sleep(*time).await,
            Fault::Hang => pending::<()>().await,
            Fault::Reset => {
                let mut response = response.map(whole);
                response.extensions_mut().insert(Interrupt::BeforeHead);
                return response;
            }
            _ => {}
        }
    }
    let (mut head, bytes) = response.into_parts();
    let length = bytes.len();
    let body = faults.iter().rev().find_map(|fault| match fault {
        Fault::Trickle(time) => Some(StreamBody::new(pieces(bytes.clone(), *time)).boxed_unsync()),
        Fault::ResetInBody => {
            head.extensions.insert(Interrupt::InBody);
            let half = pieces(bytes.slice(..length / 2), Duration::ZERO);
            let error = stream::once(async {
                sleep(HEAD_START).await;
                Err(io::Error::other("reset on demand"))
            });
            Some(StreamBody::new(half.chain(error)).boxed_unsync())
        }
        _ => None,
    });
    if body.is_some() {
        // It does not show by itself when the body comes in pieces.
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    Response::from_parts(head, body.unwrap_or_else(|| whole(bytes)))
}

/// A body in pieces, over some time.
fn pieces(body: Bytes, time: Duration) -> impl Stream<Item = io::Result<Frame<Bytes>>> {
    let piece = body.len().div_ceil(PIECES).max(1);
    let count = body.len().div_ceil(piece).max(1);
    let pause = time / u32::try_from(count).unwrap_or(u32::MAX);
    stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        sleep(pause).await;
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok(Frame::data(next)), rest))
    })
}
