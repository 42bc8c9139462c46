//! One call in the making: collects the arguments of an operation and sends the request.

use std::pin::pin;

use bytes::Bytes;
use reqwest::header::{COOKIE, HeaderMap, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::AsyncWrite;
use tokio::runtime::Handle;
use tracing::Instrument;

use crate::api::Operation;
use crate::argument::ArgumentError;
use crate::client::{Runtime, Shared};
use crate::decode::{DecodeError, Undecoded};
use crate::error::Error;
use crate::error_kind::ErrorKind;
use crate::execute::{Limit, Success, describe, execute};
use crate::options::{Options, header};
use crate::payload::Payload;
use crate::response::Response;
use crate::style::{self, Style};
use crate::target;
use crate::trace::CallTrace;
use crate::transport::Request;

/// Why nothing can be sent outside of a tokio runtime.
pub(crate) const NO_RUNTIME: &str = "`send()` needs a tokio runtime: call it below \
     `#[tokio::main]` or in `Runtime::block_on`";

/// Length of the longest URL that `http::Uri` takes, which is what is sent.
const MAX_URL: usize = u16::MAX as usize - 1;

/// A call of an operation. The first argument that cannot be sent is what `send` returns, before
/// anything is sent.
#[must_use = "a call does nothing unless it is sent"]
pub struct Call<'a> {
    pub(crate) client: &'a Shared,
    pub(crate) operation: &'static Operation,
    /// On the heap, because each setter moves the call.
    pub(crate) arguments: Result<Box<Arguments>, ArgumentError>,
    pub(crate) options: Options,
}

/// Arguments as they go into the request.
#[derive(Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: String,
    headers: HeaderMap,
    pub(crate) body: Option<Payload>,
}

impl Runtime {
    /// Begins a call of an operation.
    pub fn call(&self, operation: &'static Operation) -> Call<'_> {
        Call {
            client: &self.0,
            operation,
            arguments: Ok(Box::default()),
            options: Options::default(),
        }
    }
}

impl Call<'_> {
    /// Fills a parameter of the path template.
    pub fn path<T: Serialize>(self, name: &'static str, value: Result<T, ArgumentError>) -> Self {
        self.with(|arguments| arguments.push_path(name, &value?, Style::Simple { explode: false }))
    }

    /// Fills a parameter of the path template, written in a style.
    pub fn path_styled<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        style: Style,
    ) -> Self {
        self.with(|arguments| arguments.push_path(name, &value?, style))
    }

    /// Adds a parameter to the query; one that serialises to `null` is left out.
    pub fn query<T: Serialize>(self, name: &'static str, value: Result<T, ArgumentError>) -> Self {
        self.with(|arguments| style::push_parameter(&mut arguments.query, name, &value?))
    }

    /// Adds a parameter to the query, written in a style; `null` is left out.
    pub fn query_styled<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        style: Style,
    ) -> Self {
        self.with(|arguments| style::push_styled(&mut arguments.query, name, &value?, style))
    }

    /// Adds a header parameter; one that serialises to `null` is left out.
    pub fn header<T: Serialize>(self, name: &'static str, value: Result<T, ArgumentError>) -> Self {
        self.header_styled(name, value, Style::Simple { explode: false })
    }

    /// Adds a header parameter, written in a style; `null` is left out.
    pub fn header_styled<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        style: Style,
    ) -> Self {
        self.with(|arguments| {
            if let Some(text) = style::header_text(name, &value?, style)? {
                let (header, value) =
                    header(name, &text).map_err(|problem| ArgumentError::new(name, problem))?;
                arguments.headers.insert(header, value);
            }
            Ok(())
        })
    }

    /// Adds a cookie, or several; `null` is left out.
    pub fn cookie<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
        style: Style,
    ) -> Self {
        self.with(|arguments| {
            let cookies = arguments.headers.get(COOKIE).map(HeaderValue::to_str);
            let mut cookies = cookies.and_then(Result::ok).unwrap_or_default().to_owned();
            style::push_cookie(&mut cookies, name, &value?, style)?;
            if !cookies.is_empty() {
                let value = HeaderValue::try_from(cookies);
                let value = value.map_err(|cause| ArgumentError::new(name, cause))?;
                arguments.headers.insert(COOKIE, value);
            }
            Ok(())
        })
    }

    /// Sets the options of the call.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Sends the request and decodes the body of the response.
    pub fn send<T: DeserializeOwned>(self) -> impl Future<Output = Result<Response<T>, Error>> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method alone is not general enough in its lifetimes"
        )]
        self.send_with(|response| response.decode())
    }

    /// Sends the request of an operation whose response has no body that the contract describes.
    pub fn send_empty(self) -> impl Future<Output = Result<Response<()>, Error>> {
        self.send_with(|_| Ok(()))
    }

    /// Sends the request of an operation whose response is bytes, or text.
    pub fn send_bytes(self) -> impl Future<Output = Result<Response<Bytes>, Error>> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method alone is not general enough in its lifetimes"
        )]
        self.send_with(|response| response.bytes())
    }

    /// Sends the request and writes the body of the response; the value is its number of bytes.
    pub async fn write_to(
        self,
        writer: &mut (impl AsyncWrite + Unpin + ?Sized),
    ) -> Result<Response<u64>, Error> {
        let (client, operation) = (self.client, self.operation);
        let mut request = self.into_request()?;
        request.is_saved = true;
        let (success, trace) = receive(client, &request).await?;
        let Success {
            received,
            attempts,
            rest,
        } = success;
        let written = match rest {
            Some(rest) => rest.write_to(writer).await,
            None => Ok(0),
        };
        let result = match written {
            Ok(length) => Ok(Response::new(length, received, operation)),
            Err(failure) => {
                let limit = Limit::of_settings(&request.settings);
                let problem = describe(client, &request.url, &failure, Some(&received), &limit);
                let key = received.idempotency_key.clone();
                let error = Error::failure(operation, &problem, failure, Some(received));
                let error = error.with_idempotency_key(key);
                let note = "a part of the body was written";
                Err(error.after(attempts).with_note(Some(note)))
            }
        };
        trace.end(attempts, result.as_ref());
        result
    }

    /// Sends the request of an operation with several successes; `decode` tells them apart.
    pub async fn send_with<T>(
        self,
        decode: fn(&Undecoded<'_>) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, Error> {
        let (client, operation) = (self.client, self.operation);
        let request = self.into_request()?;
        let (success, trace) = receive(client, &request).await?;
        let (received, attempts) = (success.received, success.attempts);
        let result = match decode(&Undecoded::new(&received, &client.credentials)) {
            Ok(value) => Ok(Response::new(value, received, operation)),
            Err(error) => Err(Error::decode(operation, received, &error.0).after(attempts)),
        };
        trace.end(attempts, result.as_ref());
        result
    }

    fn into_request(self) -> Result<Request, Error> {
        let Self {
            client,
            operation,
            arguments,
            options,
        } = self;
        let refused = |error| Error::invalid_request(operation, error);
        let mut arguments = arguments.map_err(refused)?;
        options
            .apply(operation, &mut arguments.headers, &mut arguments.query)
            .map_err(refused)?;
        let settings = options.settings(client, operation).map_err(refused)?;
        let path = target::fill_path(operation.path, &arguments.path).map_err(refused)?;
        let url = client.url_of(operation, &path, &arguments.query);
        let url = url.map_err(|problem| {
            Error::of_operation(
                ErrorKind::Configuration,
                operation,
                &format!("the server in its document {problem}"),
            )
        })?;
        let length = url.as_str().len();
        if length > MAX_URL {
            let problem = format!(
                "a URL of {length} characters cannot be sent: shorten the parameters of its path \
                 and query to {MAX_URL} in all"
            );
            return Err(Error::of_operation(
                ErrorKind::InvalidRequest,
                operation,
                &problem,
            ));
        }
        Ok(Request {
            operation,
            settings,
            method: operation.method.clone(),
            url,
            headers: arguments.headers,
            body: arguments.body,
            is_saved: false,
        })
    }

    /// Adds an argument unless an earlier one was refused.
    pub(crate) fn with(
        mut self,
        change: impl FnOnce(&mut Arguments) -> Result<(), ArgumentError>,
    ) -> Self {
        add(&mut self.arguments, change);
        self
    }
}

/// Adds an argument unless an earlier one was refused.
pub(crate) fn add(
    arguments: &mut Result<Box<Arguments>, ArgumentError>,
    change: impl FnOnce(&mut Arguments) -> Result<(), ArgumentError>,
) {
    if let Ok(all) = arguments
        && let Err(error) = change(all)
    {
        *arguments = Err(error);
    }
}

impl Arguments {
    pub(crate) fn push_path(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
        style: Style,
    ) -> Result<(), ArgumentError> {
        self.path
            .push((name, style::path_text(name, value, style)?));
        Ok(())
    }
}

/// The part of sending that does not depend on the type of the response: returns the success,
/// the number of attempts, and the trace, which is still to be ended.
async fn receive<'a>(
    client: &'a Shared,
    request: &Request,
) -> Result<(Success, CallTrace<'a>), Error> {
    let operation = request.operation;
    // Timers and connections panic without one.
    let Ok(runtime) = Handle::try_current() else {
        return Err(Error::of_operation(
            ErrorKind::Configuration,
            operation,
            NO_RUNTIME,
        ));
    };
    let trace = CallTrace::begin(client, request);
    let span = trace.span().clone();
    let sending = pin!(execute(client, request, &runtime));
    let result = sending.instrument(span).await;
    let key = operation.idempotency_header();
    let key = key.and_then(|name| request.headers.get(name)).cloned();
    match result {
        Ok(mut success) => {
            success.received.idempotency_key = key;
            Ok((success, trace))
        }
        Err(error) => {
            let error = error.with_idempotency_key(key);
            trace.end::<()>(error.attempts(), Err(&error));
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use serde_json::{Value, json};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::argument::argument;
    use crate::fixture::{self, Client};
    use crate::server::{Reply, Server};

    fn client() -> Client {
        fixture::builder()
            .base_url("http://127.0.0.1:1/v1")
            .build()
            .unwrap()
    }

    fn refused(call: Call<'_>) -> Error {
        let error = call.into_request().err().unwrap();
        assert!(error.is_invalid_request());
        assert_eq!(error.attempts(), 0);
        error
    }

    #[test]
    fn arguments_end_up_in_their_places() {
        let client = client();
        let request = client
            .call(&fixture::PUT_ITEM)
            .path("id", argument::<String, _>("id", "a/b"))
            .query("tag", Ok(["x", "y"]))
            .query("phone", Ok(Some("+62 8")))
            .header("X-Trace", Ok(Some(7)))
            .header("X-None", Ok(None::<String>))
            .json(Ok(json!({"name": "Rosa"})))
            .into_request()
            .unwrap();
        assert_eq!(request.method, "PUT");
        assert_eq!(
            request.url.as_str(),
            "http://127.0.0.1:1/v1/items/a%2Fb?tag=x&tag=y&phone=%2B62%208"
        );
        let sent = request.of_attempt(client.shared(), None, None).unwrap();
        let headers = sent.headers();
        assert_eq!(headers["x-trace"], "7");
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["accept"], "application/json");
        assert_eq!(headers["accept-encoding"], "gzip");
        assert!(headers["authorization"].is_sensitive());
        assert!(!headers.contains_key("x-none"));
        let Some(crate::payload::Payload::Bytes(body)) = request.body else {
            panic!("a body in memory");
        };
        assert_eq!(body, r#"{"name":"Rosa"}"#);
    }

    #[derive(Debug, PartialEq)]
    enum Created {
        Done(String),
        Accepted(u32),
        Nothing,
    }

    #[tokio::test]
    async fn several_successes_are_told_apart_by_their_status() {
        let server = Server::start([
            Reply::new(200, &[], r#""done""#),
            Reply::new(202, &[], "7"),
            Reply::new(204, &[], ""),
            Reply::new(201, &[], "{}"),
            Reply::new(200, &[], "7"),
        ])
        .await;
        let client = fixture::builder().base_url(server.url("")).build().unwrap();
        let send = || {
            let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
            call.send_with(|response| match response.status() {
                200 => response.decode().map(Created::Done),
                202 => response.decode().map(Created::Accepted),
                204 => Ok(Created::Nothing),
                _ => response.undocumented(),
            })
        };
        for (status, value) in [
            (200, Created::Done("done".to_owned())),
            (202, Created::Accepted(7)),
            (204, Created::Nothing),
        ] {
            let response = send().await.unwrap();
            assert_eq!(response.status().as_u16(), status);
            assert_eq!(response.into_inner(), value);
        }
        for (problem, body) in [
            (
                "201 Created: the contract describes no success with this status",
                "{}",
            ),
            (
                "200 OK: the body is not what the contract describes: found an integer, expected a string",
                "7",
            ),
        ] {
            let error = send().await.unwrap_err();
            assert!(error.is_decode());
            assert!(error.to_string().contains(problem), "{error}");
            assert_eq!(error.body().unwrap(), body);
        }
    }

    #[tokio::test]
    async fn an_optional_body_is_sent_only_if_it_is_given() {
        let server = Server::start([Reply::new(200, &[], ""), Reply::new(200, &[], "")]).await;
        let client = fixture::builder().base_url(server.url("")).build().unwrap();
        for body in [Some(json!({"name": "Rosa"})), None] {
            let call = client.call(&fixture::POST_ITEM).json_optional(Ok(body));
            call.send_empty().await.unwrap();
        }
        let requests = server.requests();
        let heads = requests
            .iter()
            .map(|it| it.head.contains("content-type: application/json"));
        assert_eq!(heads.collect::<Vec<_>>(), [true, false]);
        assert!(requests[1].head.contains("content-length: 0"));
        let bodies: Vec<_> = requests.iter().map(|it| it.body.as_slice()).collect();
        assert_eq!(bodies, [&br#"{"name":"Rosa"}"#[..], b""]);
    }

    #[test]
    fn a_request_without_a_body_names_no_content_type() {
        let client = client();
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        let request = call.into_request().unwrap();
        let sent = request.of_attempt(client.shared(), None, None).unwrap();
        assert!(!sent.headers().contains_key("content-type") && sent.body().is_none());
        assert_eq!(sent.headers()["content-length"], "0");
    }

    #[test]
    fn a_call_takes_little_memory_while_it_runs() {
        let client = client();
        let sending = client.call(&fixture::PLAIN).send_empty();
        // Its future is copied several times before it is polled.
        assert!(size_of_val(&sending) <= 1_552, "{}", size_of_val(&sending));
    }

    #[test]
    fn a_url_that_cannot_be_sent_is_refused() {
        let client = client();
        let call = |id: usize| {
            let call = client.call(&fixture::PUT_ITEM);
            call.path("id", Ok("x".repeat(id)))
        };
        let rest = call(1).into_request().unwrap().url.as_str().len() - 1;
        call(65_534 - rest).into_request().unwrap();
        let error = refused(call(65_535 - rest));
        assert_eq!(error.param(), None);
        assert!(error.to_string().contains("65535 characters"), "{error}");
    }

    #[test]
    fn without_a_base_url_the_server_of_the_operation_is_used() {
        let client = fixture::builder()
            .http_client(reqwest::Client::clone(&client().shared().http))
            .build()
            .unwrap();
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        let request = call.into_request().unwrap();
        assert_eq!(request.url.as_str(), "https://api.example.com/v2/items/1");
        let error = client.call(&fixture::PLAIN).into_request().err().unwrap();
        assert_eq!(error.kind(), crate::ErrorKind::Configuration);
        assert!(error.to_string().contains("unencrypted"), "{error}");
    }

    #[test]
    fn the_first_argument_that_was_refused_is_reported() {
        let client = client();
        let error = refused(
            client
                .call(&fixture::PUT_ITEM)
                .path("id", Ok("1"))
                .query("limit", argument::<u8, _>("limit", 300))
                .query("other", argument::<u8, _>("other", 300)),
        );
        assert_eq!(error.param(), Some("limit"));
        assert_eq!(error.operation(), Some("test.put_item"));
        assert!(
            error
                .to_string()
                .starts_with("test.put_item: parameter `limit`: ")
        );
        // The cause is in the line, and does not follow once more.
        assert!(std::error::Error::source(&error).is_none());
    }

    #[test]
    fn header_values_that_would_change_on_the_way_are_refused() {
        let client = client();
        for value in [" a", "a ", "a\r\nX-Other: 1", "a\tb", "\u{e9}", "\0"] {
            let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
            let error = refused(call.header("X-Trace", Ok(Some(value))));
            assert_eq!(error.param(), Some("X-Trace"), "{value:?}");
        }
    }

    #[test]
    fn a_parameter_cannot_take_the_place_of_the_key() {
        let client = client();
        let request = client
            .call(&fixture::PUT_ITEM)
            .path("id", Ok("1"))
            .header("Authorization", Ok(Some("Basic x")))
            .into_request()
            .unwrap();
        let sent = request.of_attempt(client.shared(), None, None).unwrap();
        let values: Vec<_> = sent.headers().get_all("authorization").iter().collect();
        assert_eq!(values, [&format!("Bearer {}", fixture::KEY)]);
    }

    #[test]
    fn a_body_that_cannot_be_written_is_refused() {
        let client = client();
        let map = std::collections::HashMap::from([(vec![1], Value::Null)]);
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        assert_eq!(refused(call.json(Ok(map))).param(), Some("body"));
    }

    #[tokio::test]
    async fn a_post_without_a_body_declares_its_length() {
        let server = Server::start([Reply::new(200, &[], "")]).await;
        let client = fixture::builder().base_url(server.url("")).build().unwrap();
        let call = client.call(&fixture::POST_ITEM);
        call.send_empty().await.unwrap();
        let head = server.request().head;
        assert!(head.contains("\r\ncontent-length: 0"), "{head}");
    }

    #[tokio::test]
    async fn a_response_without_a_body_is_not_decoded() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = fixture::builder().base_url(url).build().unwrap();
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        let (response, ()) = tokio::join!(call.send_empty(), async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            assert!(stream.read(&mut request).await.unwrap() > 0);
            let reply = b"HTTP/1.1 204 No Content\r\nx-test-id: 7\r\n\r\n";
            stream.write_all(reply).await.unwrap();
        });
        let response = response.unwrap();
        assert_eq!(
            (response.status().as_u16(), response.request_id()),
            (204, Some("7"))
        );
        response.into_inner();
    }
}
