//! The body of a response, written to where the caller wants it, however large it is.

use std::io;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::runtime::Handle;

use crate::outcome::{Failure, FailureKind};
use crate::progress::SILENCE;
use crate::{timer, transport};

/// A body that was begun.
pub(crate) struct Rest {
    first: Option<Bytes>,
    response: reqwest::Response,
}

impl Rest {
    /// Reads the first bytes, so that an attempt which gives none can be repeated.
    pub(crate) async fn begin(mut response: reqwest::Response) -> Result<Box<Self>, Failure> {
        let first = next(&mut response).await?;
        Ok(Box::new(Self { first, response }))
    }

    /// Writes all of it; returns the number of bytes. Writing takes as long as it takes.
    pub(crate) async fn write_to(
        self,
        writer: &mut (impl AsyncWrite + Unpin + ?Sized),
    ) -> Result<u64, Failure> {
        let Self {
            first: mut chunk,
            mut response,
        } = self;
        let mut length = 0;
        while let Some(bytes) = chunk {
            writer.write_all(&bytes).await.map_err(unwritten)?;
            length += bytes.len() as u64;
            chunk = next(&mut response).await?;
        }
        writer.flush().await.map_err(unwritten)?;
        Ok(length)
    }
}

async fn next(response: &mut reqwest::Response) -> Result<Option<Bytes>, Failure> {
    let chunk = within(SILENCE, FailureKind::Silence, response.chunk()).await?;
    chunk.map_err(transport::failure_of)
}

/// Waits for a step; a failure of this kind if it takes too long.
pub(crate) async fn within<T>(
    limit: Duration,
    kind: FailureKind,
    step: impl Future<Output = T>,
) -> Result<T, Failure> {
    let timer = pin!(timer::timer(limit, &Handle::current()));
    let done = timer::before(timer, pin!(step), |_| false).await;
    done.ok_or_else(|| Failure::new(kind))
}

fn unwritten(error: io::Error) -> Failure {
    Failure::new(FailureKind::Write).with_source(error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, ready};

    use http_body::Frame;
    use reqwest::{Body, Method};
    use tokio::time::{Instant, Sleep, sleep};
    use tower::service_fn;

    use super::*;
    use crate::api::Operation;
    use crate::argument::BoxError;
    use crate::auth::Auth;
    use crate::fixture::{self, API, Client};
    use crate::manual_clock::{ManualClock, TokioClock};
    use crate::server::{Reply, Server, Step};
    use crate::{Error, ErrorKind, Response};

    const S: Duration = Duration::from_secs(1);

    static GET_FILE: Operation = Operation::new(
        &API,
        "get_file",
        Method::GET,
        "https://api.example.com",
        "/file",
        Auth::Bearer,
    )
    .accept("image/png, text/csv");

    async fn save(client: &Client) -> (Result<Response<u64>, Error>, Vec<u8>) {
        let mut written = Vec::new();
        let result = client.call(&GET_FILE).write_to(&mut written).await;
        (result, written)
    }

    async fn setting(replies: impl IntoIterator<Item = Reply>) -> (Server, Client) {
        let server = Server::start(replies).await;
        let builder = fixture::builder().base_url(server.url(""));
        let builder = builder.clock(Arc::new(ManualClock::new()));
        let client = builder.max_body_bytes(10).build().unwrap();
        (server, client)
    }

    #[tokio::test]
    async fn bytes_are_read_up_to_the_bound() {
        let replies = ["0123456789", "0123456789a"].map(|body| Reply::new(200, &[], body));
        let (server, client) = setting(replies).await;
        let response = client.call(&GET_FILE).send_bytes().await.unwrap();
        assert_eq!(&response[..], b"0123456789");
        let request = server.request();
        assert_eq!(request.header("accept"), Some("image/png, text/csv"));
        assert_eq!(request.header("accept-encoding"), Some("gzip"));
        let error = client.call(&GET_FILE).send_bytes().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    }

    #[tokio::test]
    async fn it_is_written_however_large_it_is() {
        let large = "0123456789".repeat(100_000);
        let headers = [("content-type", "text/csv"), ("x-test-id", "7")];
        let (server, client) = setting([Reply::new(200, &headers, large.clone())]).await;
        let (result, written) = save(&client).await;
        let response = result.unwrap();
        assert_eq!((*response, response.request_id()), (1_000_000, Some("7")));
        assert_eq!(response.headers()["content-type"], "text/csv");
        assert!(written == large.as_bytes() && response.body().is_empty());
        // Otherwise the length would not be that of the file.
        assert_eq!(server.request().header("accept-encoding"), Some("identity"));
        let (_server, client) = setting([Reply::new(204, &[], "")]).await;
        assert_eq!(*save(&client).await.0.unwrap(), 0);
    }

    #[tokio::test]
    async fn it_is_tried_again_only_before_the_first_byte() {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n";
        let breaks = |text: &str| Reply::steps([Step::send(text), Step::Close]);
        let whole = || Reply::new(200, &[], "01234");
        let (server, client) = setting([breaks(head), Reply::new(503, &[], "x"), whole()]).await;
        let (result, written) = save(&client).await;
        assert_eq!((*result.unwrap(), &*written), (5, &b"01234"[..]));
        assert_eq!(server.requests().len(), 3);
        let (server, client) = setting([breaks(&format!("{head}012")), whole()]).await;
        let (result, written) = save(&client).await;
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind(), &*written),
            (ErrorKind::Transport, &b"012"[..])
        );
        let text = error.to_string();
        assert!(
            text.ends_with("; not sent again: a part of the body was written"),
            "{text}"
        );
        assert_eq!((error.attempts(), server.requests().len()), (1, 1));
    }

    #[tokio::test]
    async fn the_body_of_an_error_is_not_written() {
        let (_server, client) = setting([Reply::new(404, &[], r#"{"code": "c"}"#)]).await;
        let (result, written) = save(&client).await;
        let error = result.unwrap_err();
        assert!(error.is_not_found() && written.is_empty());
    }

    #[tokio::test]
    async fn an_error_of_writing_is_one_of_its_own() {
        let (_server, client) = setting([Reply::new(200, &[], "01234")]).await;
        let mut full = [0; 3];
        let result = client
            .call(&GET_FILE)
            .write_to(&mut io::Cursor::new(&mut full[..]))
            .await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Write);
        assert!(std::error::Error::source(&error).unwrap().is::<io::Error>());
    }

    /// Gives a byte each `pace`, and nothing after the last.
    struct Paced {
        timer: Pin<Box<Sleep>>,
        pace: Duration,
        left: usize,
        ends: bool,
    }

    impl http_body::Body for Paced {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            if self.left == 0 {
                return if self.ends {
                    Poll::Ready(None)
                } else {
                    Poll::Pending
                };
            }
            ready!(self.timer.as_mut().poll(context));
            let next = self.timer.deadline() + self.pace;
            self.timer.as_mut().reset(next);
            self.left -= 1;
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    async fn paced(pace: Duration, ends: bool) -> (Result<Response<u64>, Error>, Duration) {
        let service = service_fn(move |_: http::Request<Body>| async move {
            Ok::<_, BoxError>(http::Response::new(Paced {
                timer: Box::pin(sleep(pace)),
                pace,
                left: 5,
                ends,
            }))
        });
        let builder = fixture::builder()
            .transport(service)
            .clock(Arc::new(TokioClock));
        let builder = builder.attempt_timeout(5 * S).total_timeout(10 * S);
        let client = builder.build().unwrap();
        let started = Instant::now();
        let result = save(&client).await.0;
        let time = started.elapsed();
        let url = "https://api.example.com/file".parse().unwrap();
        let download = client.runtime().download(url);
        let same = download.write_to(&mut Vec::new()).await;
        assert_eq!(same.map(|it| *it).ok(), result.as_ref().map(|it| **it).ok());
        assert_eq!(started.elapsed(), 2 * time);
        (result, time)
    }

    #[tokio::test(start_paused = true)]
    async fn it_takes_as_long_as_something_comes() {
        let (result, time) = paced(20 * S, true).await;
        assert_eq!((*result.unwrap(), time), (5, 100 * S));
        let (result, time) = paced(20 * S, false).await;
        let error = result.unwrap_err();
        assert!(
            error.is_timeout() && error.to_string().contains("nothing moved"),
            "{error}"
        );
        assert_eq!(time.as_secs(), 130);
    }
}
