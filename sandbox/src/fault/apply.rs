//! Does to a response what its faults say.

use std::future::pending;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION};
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

/// Page of a gateway that reached no server.
const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                           <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/// The body of a response.
pub(crate) type Body = UnsyncBoxBody<Bytes, io::Error>;

/// A body that is sent as a whole.
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
        Fault::Code(code) => Some(code.clone()),
        _ => None,
    });
    for fault in faults {
        let failure = |status: u16| Failure::new(status, reason(status)).code(code.clone());
        response = match fault {
            Fault::Status(status) => exchange.with_status(&failure(*status)),
            Fault::Unavailable(seconds) => exchange.with_status(&Failure {
                retry_after: Some(*seconds),
                ..failure(503)
            }),
            Fault::RateLimited(seconds) => {
                exchange.use_up(*seconds, clock);
                exchange.with_status(&Failure {
                    retry_after: Some(*seconds),
                    ..failure(429)
                })
            }
            Fault::Redirect(url) => {
                let mut redirect = made(StatusCode::FOUND, "text/plain", Bytes::new());
                // Checked when the fault was read.
                if let Ok(url) = HeaderValue::from_str(url) {
                    redirect.headers_mut().insert(LOCATION, url);
                }
                redirect
            }
            Fault::BadGateway => made(StatusCode::BAD_GATEWAY, "text/html", BAD_GATEWAY.into()),
            _ => response,
        };
    }
    for fault in faults {
        match fault {
            Fault::ContentType(name) => {
                // Checked when the fault was read.
                if let Ok(name) = HeaderValue::from_str(name) {
                    response.headers_mut().insert(CONTENT_TYPE, name);
                }
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

fn made(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
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
    let length = bytes.len() as u64;
    let mut body = None;
    for fault in faults {
        match fault {
            Fault::Trickle(time) => body = Some(trickle(bytes.clone(), *time)),
            Fault::ResetInBody => {
                head.extensions.insert(Interrupt::InBody);
                body = Some(broken(&bytes));
            }
            _ => {}
        }
    }
    if body.is_some() {
        // It does not show by itself when the body comes in pieces.
        head.headers.insert(CONTENT_LENGTH, length.into());
    }
    Response::from_parts(head, body.unwrap_or_else(|| whole(bytes)))
}

/// A body in pieces, over some time.
fn trickle(body: Bytes, time: Duration) -> Body {
    let piece = body.len().div_ceil(PIECES).max(1);
    let count = body.len().div_ceil(piece).max(1);
    let pause = time / u32::try_from(count).unwrap_or(u32::MAX);
    StreamBody::new(stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        sleep(pause).await;
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok(Frame::data(next)), rest))
    }))
    .boxed_unsync()
}

/// Half of a body, and then an error.
fn broken(body: &Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    StreamBody::new(stream::unfold(Some(half), |half| async move {
        if let Some(half) = half {
            return Some((Ok(Frame::data(half)), None));
        }
        sleep(HEAD_START).await;
        Some((Err(io::Error::other("reset on demand")), None))
    }))
    .boxed_unsync()
}
