//! Does to an answer what its faults say.

use std::future::pending;
use std::io;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::sleep;

use super::Fault;
use crate::answer::{Answered, set_number};
use crate::app::App;
use crate::operation::Api;
use crate::{kirim, kustomer};

/// Marks an answer whose connection is to be reset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Interrupt {
    /// Nothing of the answer is sent.
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

/// Applies faults: waiting first, then what replaces the answer, then what happens to its body.
pub(crate) async fn apply(
    app: &App,
    faults: &[Fault],
    answered: Option<&Answered>,
    mut response: Response,
) -> Response {
    for fault in faults {
        match fault {
            Fault::Latency(time) => sleep(*time).await,
            Fault::Hang => pending::<()>().await,
            Fault::Reset => {
                response.extensions_mut().insert(Interrupt::BeforeHead);
                return response;
            }
            _ => {}
        }
    }
    for fault in faults {
        if let Some(other) = replacement(app, fault, answered) {
            response = other;
        }
    }
    for fault in faults {
        response = spoil(fault, response).await;
    }
    response
}

/// The status that is answered in the end; none when no answer comes.
pub(crate) fn final_status(faults: &[Fault], status: StatusCode) -> Option<StatusCode> {
    faults.iter().try_fold(status, |status, fault| match fault {
        Fault::Hang | Fault::Reset => None,
        Fault::Redirect(_) => Some(StatusCode::FOUND),
        Fault::BadGateway => Some(StatusCode::BAD_GATEWAY),
        Fault::Unavailable(_) => Some(StatusCode::SERVICE_UNAVAILABLE),
        Fault::RateLimited(_) => Some(StatusCode::TOO_MANY_REQUESTS),
        Fault::InternalError => Some(StatusCode::INTERNAL_SERVER_ERROR),
        _ => Some(status),
    })
}

/// The answer that a fault puts in place of another.
fn replacement(app: &App, fault: &Fault, answered: Option<&Answered>) -> Option<Response> {
    match (fault, answered) {
        (Fault::Redirect(url), _) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::FOUND;
            // Checked when the fault was read.
            let url = HeaderValue::from_str(url).ok()?;
            response.headers_mut().insert(LOCATION, url);
            Some(response)
        }
        (Fault::BadGateway, _) => {
            let mut response = Response::new(Body::from(BAD_GATEWAY));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            let html = HeaderValue::from_static("text/html");
            response.headers_mut().insert(CONTENT_TYPE, html);
            Some(response)
        }
        (fault, Some(answered)) => match answered.api {
            Api::Kirim => kirim::fault(app, answered, fault),
            Api::Kustomer => kustomer::fault(app, answered, fault),
        },
        (_, None) => None,
    }
}

/// Does to a body, or what is said of it, what a fault says.
async fn spoil(fault: &Fault, mut response: Response) -> Response {
    match fault {
        Fault::ContentType(name) => {
            // Checked when the fault was read.
            if let Ok(name) = HeaderValue::from_str(name) {
                response.headers_mut().insert(CONTENT_TYPE, name);
            }
            response
        }
        Fault::Truncate => {
            with_body(response, |body| Body::from(body.slice(..body.len() / 2))).await
        }
        Fault::Trickle(time) => {
            let time = *time;
            with_announced_body(response, |body| trickle(body, time)).await
        }
        Fault::ResetInBody => {
            response.extensions_mut().insert(Interrupt::InBody);
            with_announced_body(response, |body| broken(&body)).await
        }
        _ => response,
    }
}

async fn with_body(response: Response, change: impl FnOnce(Bytes) -> Body) -> Response {
    let (head, body) = response.into_parts();
    // A body that was made here, whole and in memory.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    Response::from_parts(head, change(body))
}

/// As [`with_body`], for bodies whose length does not show by itself.
async fn with_announced_body(response: Response, change: impl FnOnce(Bytes) -> Body) -> Response {
    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let length = body.len() as u64;
    let mut response = Response::from_parts(head, change(body));
    set_number(&mut response, CONTENT_LENGTH, length);
    response
}

/// A body in pieces, over some time.
fn trickle(body: Bytes, time: Duration) -> Body {
    let piece = body.len().div_ceil(PIECES).max(1);
    let count = body.len().div_ceil(piece).max(1);
    let pause = time / u32::try_from(count).unwrap_or(u32::MAX);
    Body::from_stream(stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        sleep(pause).await;
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok::<_, io::Error>(next), rest))
    }))
}

/// Half of a body, and then an error.
fn broken(body: &Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    Body::from_stream(stream::unfold(Some(half), |half| async move {
        if let Some(half) = half {
            return Some((Ok(half), None));
        }
        sleep(HEAD_START).await;
        Some((Err(io::Error::other("reset on demand")), None))
    }))
}
