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

use super::{Faults, Interrupt};
use crate::error::{Failure, reason};
use crate::exchange::Exchange;
use crate::repeats::Running;

/// Pieces that a trickling body comes in.
const PIECES: usize = 20;

/// Time for the first half of a body to get on its way before the connection is reset.
const HEAD_START: Duration = Duration::from_millis(20);

pub(crate) type Body = UnsyncBoxBody<Bytes, io::Error>;

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

impl Faults {
    /// The response that takes the place of another.
    pub(crate) fn replace(
        &self,
        exchange: &mut Exchange,
        mut response: Response<Bytes>,
    ) -> Response<Bytes> {
        if let Some((status, seconds)) = self.status {
            if let (429, Some(seconds)) = (status, seconds) {
                exchange.use_up(seconds);
            }
            response = exchange.fail(&Failure {
                code: self.code.clone(),
                retry_after: seconds,
                ..Failure::new(status, reason(status))
            });
        }
        if let Some((status, name, value, body)) = self.between.clone() {
            response = made(status, name, value, body.into());
        }
        if let Some(name) = &self.content_type {
            response.headers_mut().insert(CONTENT_TYPE, name.clone());
        }
        let body = response.body_mut();
        if let Some(text) = &self.body {
            *body = text.clone().into();
        }
        if self.truncate {
            body.truncate(body.len() / 2);
        }
        response
    }

    /// Waits as long as they say, and has the body sent as they say. The request is `running` meanwhile,
    /// also if the caller gives up.
    pub(crate) async fn disturb(
        &self,
        response: Response<Bytes>,
        running: Option<Running>,
    ) -> Response<Body> {
        if !self.latency.is_zero() {
            let (latency, running) = (self.latency, running.clone());
            let waiting = async move {
                sleep(latency).await;
                drop(running);
            };
            // It ends with the sandbox at the latest, as this does.
            let _ = tokio::spawn(waiting).await;
        }
        if self.interrupt == Some(Interrupt::Hang) {
            pending::<()>().await;
        }
        let (mut head, bytes) = response.into_parts();
        head.extensions.insert(self.interrupt);
        let length = bytes.len();
        let body = match (self.interrupt, self.trickle) {
            (Some(Interrupt::InBody), _) => {
                let half = pieces(bytes.slice(..length / 2), Duration::ZERO);
                let error = stream::once(async {
                    sleep(HEAD_START).await;
                    Err(io::Error::other("reset on demand"))
                });
                StreamBody::new(half.chain(error)).boxed_unsync()
            }
            (_, Some(time)) => StreamBody::new(pieces(bytes, time)).boxed_unsync(),
            _ => {
                let whole = Full::new(bytes).map_err(|never| match never {});
                return Response::from_parts(head, whole.boxed_unsync());
            }
        };
        // It does not show by itself when the body comes in pieces.
        head.headers.insert(CONTENT_LENGTH, length.into());
        Response::from_parts(head, body)
    }
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
