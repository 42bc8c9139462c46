//! One call in the making: collects the arguments of an operation and sends the request.

use std::borrow::Cow;

use bytes::Bytes;
use http::Uri;
use reqwest::Method;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, USER_AGENT,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tracing::Instrument;

use super::api::Operation;
use super::argument::ArgumentError;
use super::client::Shared;
use super::decode::decode;
use super::error::Error;
use super::execute::{Answered, execute};
use super::query;
use super::response::Response;
use super::target::{self, BaseUrl};
use super::trace::CallTrace;
use super::transport::Request;

/// A call of an operation. The first argument that cannot be sent is what `send` returns, before
/// anything is sent.
pub(crate) struct Call<'a> {
    client: &'a Shared,
    operation: &'static Operation,
    arguments: Result<Arguments, ArgumentError>,
}

/// Arguments as they go into the request.
#[derive(Default)]
struct Arguments {
    path: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    body: Option<Bytes>,
}

#[allow(
    dead_code,
    reason = "which of these the generated code calls depends on the contract"
)]
impl<'a> Call<'a> {
    pub(super) fn new(client: &'a Shared, operation: &'static Operation) -> Self {
        Self {
            client,
            operation,
            arguments: Ok(Arguments::default()),
        }
    }

    /// Fills a parameter of the path template.
    pub(crate) fn path<T: ToString>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
    ) -> Self {
        self.with(|arguments| {
            arguments.path.push((name, value?.to_string()));
            Ok(())
        })
    }

    /// Adds a parameter to the query; one that serialises to `null` is left out.
    pub(crate) fn query<T: Serialize>(
        self,
        name: &'static str,
        value: Result<T, ArgumentError>,
    ) -> Self {
        self.with(|arguments| query::push_parameter(&mut arguments.query, name, &value?))
    }

    /// Adds a header parameter; `None` is left out.
    pub(crate) fn header<T: ToString>(
        self,
        name: &'static str,
        value: Result<Option<T>, ArgumentError>,
    ) -> Self {
        self.with(|arguments| {
            if let Some(value) = value? {
                let (header, value) = header(name, &value.to_string())?;
                arguments.headers.insert(header, value);
            }
            Ok(())
        })
    }

    /// Sets the body.
    pub(crate) fn json<T: Serialize>(self, body: Result<T, ArgumentError>) -> Self {
        self.with(|arguments| {
            let body =
                serde_json::to_vec(&body?).map_err(|cause| ArgumentError::new("body", cause))?;
            arguments.body = Some(body.into());
            Ok(())
        })
    }

    /// Sends the request and decodes the body of the answer.
    pub(crate) async fn send<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let (operation, key) = (self.operation, &self.client.key);
        let (Answered { received, attempts }, trace) = self.receive().await?;
        let result = decode::<T>(operation, received, key).map_err(|error| error.after(attempts));
        match &result {
            Ok(answer) => trace.succeeded(answer.status(), answer.request_id(), attempts),
            Err(error) => trace.failed(error),
        }
        result
    }

    /// Sends the request of an operation that answers without a body.
    pub(crate) async fn send_empty(self) -> Result<Response<()>, Error> {
        let operation = self.operation;
        let (Answered { received, attempts }, trace) = self.receive().await?;
        let answer = Response::new((), received, operation);
        trace.succeeded(answer.status(), answer.request_id(), attempts);
        Ok(answer)
    }

    /// The part of sending that does not depend on the type of the answer.
    async fn receive(self) -> Result<(Answered, CallTrace<'a>), Error> {
        let (client, operation) = (self.client, self.operation);
        let request = self.into_request()?;
        // Timers and connections panic without one.
        if Handle::try_current().is_err() {
            let problem = "`send()` needs a tokio runtime: call it below `#[tokio::main]` or in \
                           `Runtime::block_on`";
            return Err(Error::forbidden(operation, problem));
        }
        let trace = CallTrace::begin(client, operation, &request);
        let span = trace.span().clone();
        match execute(client, operation, &request).instrument(span).await {
            Ok(answered) => Ok((answered, trace)),
            Err(error) => {
                trace.failed(&error);
                Err(error)
            }
        }
    }

    fn into_request(self) -> Result<Request, Error> {
        let Self {
            client,
            operation,
            arguments,
        } = self;
        let refused = |error| Error::invalid_request(operation, error);
        let arguments = arguments.map_err(refused)?;
        let path = target::fill_path(operation.path, &arguments.path).map_err(refused)?;
        let base_url = match &client.base_url {
            Some(base_url) => Cow::Borrowed(base_url),
            None => Cow::Owned(server(client, operation)?),
        };
        // Last, so that no parameter can take the place of these.
        let mut headers = arguments.headers;
        headers.insert(AUTHORIZATION, client.key.authorization());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        headers.insert(USER_AGENT, client.user_agent.clone());
        let method = operation.method.clone();
        if arguments.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        } else if matches!(method, Method::POST | Method::PUT | Method::PATCH) {
            // RFC 9110, 8.6: some servers refuse these methods with a body of unknown length.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let url = base_url.join(&path, &arguments.query);
        if let Err(problem) = Uri::try_from(url.as_str()) {
            let length = url.as_str().len();
            let problem = format!(
                "a URL of {length} characters cannot be sent ({problem}): shorten the parameters of \
                 its path and query"
            );
            return Err(Error::invalid_url(operation, &problem));
        }
        Ok(Request {
            method,
            url,
            headers,
            body: arguments.body,
        })
    }

    /// Adds an argument unless an earlier one was refused.
    fn with(mut self, add: impl FnOnce(&mut Arguments) -> Result<(), ArgumentError>) -> Self {
        if let Ok(arguments) = &mut self.arguments
            && let Err(error) = add(arguments)
        {
            self.arguments = Err(error);
        }
        self
    }
}

/// The server that the document of an operation names.
fn server(client: &Shared, operation: &'static Operation) -> Result<BaseUrl, Error> {
    BaseUrl::parse(operation.server, client.allow_http).map_err(|problem| {
        Error::forbidden(operation, &format!("the server in its document {problem}"))
    })
}

/// Checks a header parameter.
fn header(name: &'static str, value: &str) -> Result<(HeaderName, HeaderValue), ArgumentError> {
    let refused = |cause| Err(ArgumentError::new(name, cause));
    // Servers take spaces at the ends away, and guess at the encoding of other characters.
    if value.trim() != value {
        return refused("must not begin or end with a space");
    }
    if !value
        .bytes()
        .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    {
        return refused("must hold nothing but printable ASCII characters");
    }
    let header =
        HeaderName::from_bytes(name.as_bytes()).map_err(|cause| ArgumentError::new(name, cause))?;
    let value = HeaderValue::from_str(value).map_err(|cause| ArgumentError::new(name, cause))?;
    Ok((header, value))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::super::argument::argument;
    use super::super::fixture::{self, Client};
    use super::super::server::{Reply, Server};
    use super::*;

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
        assert_eq!(request.headers["x-trace"], "7");
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["accept"], "application/json");
        assert_eq!(request.headers["accept-encoding"], "gzip");
        assert!(request.headers["authorization"].is_sensitive());
        assert!(!request.headers.contains_key("x-none"));
        assert_eq!(request.body.unwrap(), r#"{"name":"Rosa"}"#);
    }

    #[test]
    fn a_request_without_a_body_names_no_content_type() {
        let client = client();
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        let request = call.into_request().unwrap();
        assert!(!request.headers.contains_key("content-type") && request.body.is_none());
        assert_eq!(request.headers["content-length"], "0");
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
        assert_eq!(error.kind(), super::super::ErrorKind::Configuration);
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
        let cause = std::error::Error::source(&error).unwrap();
        assert!(cause.is::<std::num::TryFromIntError>());
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
        let values: Vec<_> = request.headers.get_all("authorization").iter().collect();
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
    async fn an_answer_without_a_body_is_not_decoded() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = fixture::builder().base_url(url).build().unwrap();
        let call = client.call(&fixture::PUT_ITEM).path("id", Ok("1"));
        let (answer, ()) = tokio::join!(call.send_empty(), async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            assert!(stream.read(&mut request).await.unwrap() > 0);
            let reply = b"HTTP/1.1 204 No Content\r\nx-test-id: 7\r\n\r\n";
            stream.write_all(reply).await.unwrap();
        });
        let answer = answer.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.request_id()),
            (204, Some("7"))
        );
        answer.into_inner();
    }
}
