//! Fetches what a response points to: from another server, as a rule, so without credentials.

use std::sync::Arc;

use bytes::Bytes;
use reqwest::header::{ACCEPT, HeaderValue, USER_AGENT};
use reqwest::{Method, Url};
use tokio::io::AsyncWrite;
use tokio::runtime::Handle;

use crate::call::NO_RUNTIME;
use crate::client::{Runtime, Shared};
use crate::error::Error;
use crate::error_kind::ErrorKind;
use crate::execute::{Limit, describe};
use crate::options::{ATTEMPT_TIMEOUT, TOTAL_TIMEOUT};
use crate::outcome::{Failure, FailureKind};
use crate::response::Response;
use crate::save::{Rest, within};
use crate::target;
use crate::transport::{self, Collected, received};

/// A download that has not begun: [`bytes()`](Self::bytes) or [`write_to()`](Self::write_to) sends it.
///
/// It is one `GET` without credentials, with the client's connections and layers, whose requests then
/// have no [`AttemptInfo`](crate::AttemptInfo). It is not throttled and not repeated, and redirects are
/// not followed: the error of kind [`Api`](crate::ErrorKind::Api) has the header `Location`.
///
/// The URL starts with `https://`. One with `http://` is accepted if
/// [`allow_http`](crate::ClientBuilder::allow_http) says so, or if both it and the client's base URL are
/// of this machine.
#[must_use = "a download does nothing unless it is awaited"]
pub struct Download {
    client: Arc<Shared>,
    url: Url,
}

impl Runtime {
    /// Fetches what a response points to.
    pub fn download(&self, location: Url) -> Download {
        Download {
            client: self.0.clone(),
            url: location,
        }
    }
}

impl Download {
    /// Fetches it to memory, up to [`max_body_bytes`](crate::ClientBuilder::max_body_bytes) and within
    /// [`attempt_timeout`](crate::ClientBuilder::attempt_timeout), or
    /// [`total_timeout`](crate::ClientBuilder::total_timeout) if that is less.
    ///
    /// # Errors
    ///
    /// As of any call; of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest) for a URL that is
    /// not accepted.
    pub async fn bytes(self) -> Result<Response<Bytes>, Error> {
        self.check()?;
        let limit = self.limit().timeout;
        let fetch = async {
            let mut response = self.begin().await?;
            let body = self.read(&mut response).await?;
            let received = received(&mut response, body.clone());
            Ok(Response::without_operation(body, received))
        };
        let fetched = within(limit, FailureKind::Timeout, fetch).await;
        fetched.unwrap_or_else(|failure| Err(self.failed(failure)))
    }

    /// Writes it to a file or whatever else takes bytes, however large it is, and returns their number.
    /// Its headers come within the time of [`bytes()`](Self::bytes), and after that each part within
    /// 30 s; writing takes as long as it takes.
    ///
    /// # Errors
    ///
    /// As of [`bytes()`](Self::bytes); of kind [`Write`](crate::ErrorKind::Write) if it cannot be
    /// written. What was written until then stays.
    pub async fn write_to(
        self,
        writer: &mut (impl AsyncWrite + Unpin + ?Sized),
    ) -> Result<Response<u64>, Error> {
        self.check()?;
        let (limit, failed) = (self.limit().timeout, |failure| self.failed(failure));
        let begun = within(limit, FailureKind::Timeout, self.begin()).await;
        let mut response = begun.map_err(failed)??;
        let received = received(&mut response, Bytes::new());
        let rest = Rest::begin(response).await.map_err(failed)?;
        let length = rest.write_to(writer).await.map_err(failed)?;
        Ok(Response::without_operation(length, received))
    }

    fn limit(&self) -> Limit {
        let attempt = self.client.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT);
        let total = self.client.total_timeout.unwrap_or(TOTAL_TIMEOUT);
        let (option, timeout) = if total < attempt {
            ("total_timeout", total)
        } else {
            ("attempt_timeout", attempt)
        };
        Limit {
            timeout,
            option,
            value: timeout,
        }
    }

    /// Checks whether it can be sent.
    fn check(&self) -> Result<(), Error> {
        let (client, url) = (&*self.client, &self.url);
        let refused = |kind, problem| Err(Error::of_download(client.api, kind, problem));
        // Timers and connections panic without one.
        if Handle::try_current().is_err() {
            return refused(ErrorKind::Configuration, NO_RUNTIME);
        }
        let is_here = || {
            let base_url = client.base_url.as_ref();
            target::is_loopback(url) && base_url.is_some_and(target::BaseUrl::is_loopback)
        };
        let is_plain = url.scheme() == "http" && (client.allow_http || is_here());
        if url.scheme() != "https" && !is_plain {
            let problem =
                "the URL does not start with `https://`: `allow_http(true)` accepts `http://`";
            return refused(ErrorKind::InvalidRequest, problem);
        }
        if !url.username().is_empty() || url.password().is_some() {
            let problem = "the URL holds a user name or a password: remove it";
            return refused(ErrorKind::InvalidRequest, problem);
        }
        Ok(())
    }

    /// Sends the request; a status other than success is an error.
    async fn begin(&self) -> Result<reqwest::Response, Error> {
        let client = &*self.client;
        let mut request = reqwest::Request::new(Method::GET, self.url.clone());
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(USER_AGENT, client.user_agent.clone());
        let response = transport::dispatch(client, None, request).await;
        let mut response = response.map_err(|failure| self.failed(failure))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let problem = if response.status().is_redirection() {
            "redirects are not followed"
        } else {
            ""
        };
        let body = self.read(&mut response).await.unwrap_or_default();
        let received = received(&mut response, body);
        let error = Error::of_download(client.api, ErrorKind::Api, problem).after(1);
        Err(error.with_received(Some(received)))
    }

    async fn read(&self, response: &mut reqwest::Response) -> Result<Bytes, Error> {
        let mut body = Collected::default();
        match body.read(response, self.client.max_body_bytes).await {
            Some(failure) => Err(self.failed(failure)),
            None => Ok(body.into_bytes()),
        }
    }

    fn failed(&self, failure: Failure) -> Error {
        let problem = describe(&self.client, &self.url, &failure, None, &self.limit());
        let error = Error::of_download(self.client.api, failure.kind.into(), &problem);
        error.after(1).with_failure(failure)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::io;
    use std::time::Duration;

    use super::*;
    use crate::argument::BoxError;
    use crate::fixture::{self, Client};
    use crate::server::{Reply, Server};

    fn client(server: &Server) -> Client {
        let builder = fixture::builder().base_url(server.url(""));
        builder.max_body_bytes(10).build().unwrap()
    }

    fn download(client: &Client, url: &str) -> Download {
        client.runtime().download(url.parse().unwrap())
    }

    #[tokio::test]
    async fn it_is_fetched_without_credentials() {
        let server = Server::start([Reply::new(200, &[("etag", "7")], "0123456789")]).await;
        let response = download(&client(&server), &server.url("/a?signature=1"))
            .bytes()
            .await;
        let response = response.unwrap();
        assert_eq!(
            (&response[..], &response.body()[..]),
            (&b"0123456789"[..], &b"0123456789"[..])
        );
        assert_eq!(response.headers()["etag"], "7");
        let head = server.request().head;
        assert!(head.starts_with("GET /a?signature=1 HTTP/1.1"), "{head}");
        assert!(
            !head.contains("authorization") && !head.contains(fixture::KEY),
            "{head}"
        );
    }

    #[tokio::test]
    async fn in_memory_it_is_bounded() {
        let server = Server::start([Reply::new(200, &[], "0123456789a")]).await;
        let error = download(&client(&server), &server.url("/"))
            .bytes()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
        assert!(
            error
                .to_string()
                .starts_with("test download: the body is larger"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_status_other_than_success_is_an_error_and_redirects_are_not_followed() {
        let server = Server::start([
            Reply::new(404, &[], "<gone>"),
            Reply::new(302, &[("location", "/b")], ""),
        ])
        .await;
        let client = client(&server);
        let error = download(&client, &server.url("/a"))
            .bytes()
            .await
            .unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(
            (error.attempts(), &error.body().unwrap()[..]),
            (1, &b"<gone>"[..])
        );
        let mut written = Vec::new();
        let error = download(&client, &server.url("/a"))
            .write_to(&mut written)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "test download: 302 Found: redirects are not followed"
        );
        assert_eq!(error.headers().unwrap()["location"], "/b");
        assert_eq!((server.requests().len(), written.len()), (2, 0));
    }

    #[tokio::test]
    async fn only_urls_that_are_safe_are_fetched() {
        let server = Server::start([]).await;
        let here = client(&server);
        let elsewhere = fixture::builder()
            .base_url("https://api.example.com")
            .build()
            .unwrap();
        let local = server.url("/");
        for (client, url) in [
            (&here, "http://example.com/a"),
            (&here, "file:///etc/hosts"),
            (&here, "https://rosa:secret@example.com/"),
            (&elsewhere, &*local),
        ] {
            let error = download(client, url).bytes().await.unwrap_err();
            assert!(error.is_invalid_request(), "{url}: {error}");
            assert!(!error.to_string().contains("rosa"), "{error}");
        }
        assert_eq!(server.connections(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn the_timeout_that_ends_it_is_named() {
        let url = "https://files.example.com/a";
        for (total, expected) in [
            (Some(2), "within 2s (`total_timeout`)"),
            (None, "within 3s (`attempt_timeout`)"),
        ] {
            let hangs = |_: http::Request<reqwest::Body>| {
                std::future::pending::<Result<http::Response<reqwest::Body>, BoxError>>()
            };
            let builder = fixture::builder().transport(tower::service_fn(hangs));
            let mut builder = builder.attempt_timeout(Duration::from_secs(3));
            if let Some(total) = total {
                builder = builder.total_timeout(Duration::from_secs(total));
            }
            let client = builder.build().unwrap();
            let error = download(&client, url).bytes().await.unwrap_err();
            assert!(error.is_timeout() && error.attempts() == 1);
            assert!(error.to_string().ends_with(expected), "{error}");
        }
    }

    #[tokio::test]
    async fn an_error_of_writing_is_one_of_its_own() {
        let server = Server::start([Reply::new(200, &[], "0123")]).await;
        let mut full = [0; 3];
        let fetched = download(&client(&server), &server.url("/"))
            .write_to(&mut io::Cursor::new(&mut full[..]))
            .await;
        let error = fetched.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Write);
        assert!(std::error::Error::source(&error).unwrap().is::<io::Error>());
    }
}
