//! One attempt: sends a request once and reads the response.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap,
    HeaderValue, USER_AGENT,
};
use reqwest::{Method, Url};
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};
use tower_service::Service as _;

use crate::api::Operation;
use crate::argument::BoxError;
use crate::auth::{Auth, Secret};
use crate::body::{encoding, is_gzip};
use crate::client::Shared;
use crate::gzip::{self, Problem};
use crate::options::Settings;
use crate::outcome::{Failure, FailureKind, Outcome, Received};
use crate::payload::stream::ReadError;
use crate::payload::{Payload, Streamed};
use crate::sanitise::sanitise;
use crate::save::Rest;
use crate::service::{AttemptInfo, AttemptService, Sending};
use crate::timer::{before, timer};

/// A request that is ready to be sent, any number of times.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) operation: &'static Operation,
    pub(crate) settings: Settings,
    /// Those of parameters; the others are added for each attempt.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Payload>,
    /// Whether the caller writes the body of a success elsewhere, so that it is not read here.
    pub(crate) is_saved: bool,
}

/// What an attempt leaves beside its outcome.
#[derive(Default)]
pub(crate) struct Left {
    /// The token that was sent, if it is of a source.
    pub(crate) token: Option<Arc<Secret>>,
    /// The body of a success, if it is to be written elsewhere.
    pub(crate) rest: Option<Box<Rest>>,
}

impl Request {
    /// The body, if it is read while it is sent.
    pub(crate) fn streamed(&self) -> Option<&Streamed> {
        match &self.body {
            Some(Payload::Streamed(streamed)) => Some(streamed),
            _ => None,
        }
    }

    /// The time in which a body was sent that is read meanwhile; it does not count.
    pub(crate) fn time_of_body(&self) -> Duration {
        let streamed = self.streamed();
        streamed.map_or(Duration::ZERO, |streamed| streamed.progress.spent())
    }

    /// The request as one attempt sends it; `streamed` is a body that is read while it is sent.
    pub(crate) fn of_attempt(
        &self,
        client: &Shared,
        token: Option<&Secret>,
        streamed: Option<reqwest::Body>,
    ) -> Result<reqwest::Request, Cow<'static, str>> {
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        // Last, so that no parameter can take the place of these.
        let mut headers = self.headers.clone();
        // Constants, which are checked when they are compiled.
        let accept = match self.operation.accept {
            "application/json" => const { HeaderValue::from_static("application/json") },
            other => HeaderValue::from_static(other),
        };
        headers.insert(ACCEPT, accept);
        // What is written elsewhere is written as it is received.
        let encoding = if self.is_saved {
            const { HeaderValue::from_static("identity") }
        } else {
            const { HeaderValue::from_static("gzip") }
        };
        headers.insert(ACCEPT_ENCODING, encoding);
        headers.insert(USER_AGENT, client.user_agent.clone());
        if let Some(length) = streamed.as_ref().and_then(|it| it.size_hint().exact()) {
            headers.insert(CONTENT_LENGTH, length.into());
        }
        *request.body_mut() = streamed;
        if let Some(body) = &self.body {
            let content_type = match body {
                Payload::Bytes(bytes) => {
                    *request.body_mut() = Some(bytes.clone().into());
                    HeaderValue::from_static(self.operation.content_type)
                }
                Payload::Streamed(streamed) => streamed.content_type.clone(),
            };
            headers.insert(CONTENT_TYPE, content_type);
        } else if matches!(self.method, Method::POST | Method::PUT | Method::PATCH) {
            // RFC 9110, 8.6: some servers refuse these methods with a body of unknown length.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.headers_mut() = headers;
        let auth = self.operation.auth;
        client.credentials.apply(auth, token, &mut request)?;
        let further = self.operation.credentials;
        client.credentials.apply_further(further, &mut request)?;
        Ok(request)
    }
}

/// Sends the request once. `limit` bounds the time from the first step of connecting until the body is
/// there, decompressed; `max_body_bytes` the body, as it is received and decompressed. Streamed bodies
/// have neither: of those only silence ends the attempt.
pub(crate) async fn attempt(
    client: &Shared,
    attempts: u32,
    request: &Request,
    limit: Duration,
    runtime: &Handle,
    left: &mut Left,
) -> Outcome {
    // One timer for all steps, so that what was received before it ends is not lost.
    let mut timer = pin!(timer(limit, runtime));
    let progress = request.streamed().map(|it| (&*it.progress, Instant::now()));
    // Whether there is more time, because something moved.
    let extend = |timer: Pin<&mut Sleep>| {
        let end = progress.and_then(|(progress, start)| progress.next_look(start, limit));
        let end = end.filter(|end| *end > Instant::now());
        end.map(|end| timer.reset(end)).is_some()
    };
    let takes_token = !matches!(request.operation.auth, Auth::None | Auth::Basic);
    if let Some(tokens) = client.credentials.tokens().filter(|_| takes_token) {
        // On the heap, so that other calls are no larger for it.
        let mut step = Box::pin(tokens.get(&*client.clock));
        match before(timer.as_mut(), step.as_mut(), |_| false).await {
            Some(Ok(new)) => left.token = Some(new),
            Some(Err(error)) => return Outcome::Failure(no_token(Some(error)), None),
            None => return Outcome::Failure(no_token(None), None),
        }
    }
    let sending = async {
        // On the heap as well, and before the request is made, so that nothing waits with it.
        let body = match request.streamed() {
            Some(streamed) => {
                let body = Box::pin(streamed.open()).await;
                Some(body.map_err(|error| Failure::new(FailureKind::Read).with_source(error))?)
            }
            None => None,
        };
        // A block, so that the request is not kept until the response is there.
        {
            let info = AttemptInfo::new(request.operation, attempts);
            let sent = request.of_attempt(client, left.token.as_deref(), body);
            let missing = |problem| Failure::new(FailureKind::Credentials).with_source(problem);
            dispatch(client, Some(info), sent.map_err(missing)?)
        }
        .await
    };
    let reading = match before(timer.as_mut(), pin!(sending), extend).await {
        Some(Ok(response)) => {
            let max_bytes = client.max_body_bytes;
            read(response, request, &mut left.rest, timer, extend, max_bytes)
        }
        Some(Err(failure)) => return Outcome::Failure(failure, None),
        None => {
            let is_silent = progress.is_some_and(|(progress, _)| progress.is_silent());
            let kind = if is_silent {
                FailureKind::Silence
            } else {
                FailureKind::Timeout
            };
            return Outcome::Failure(Failure::new(kind), None);
        }
    };
    reading.await
}

/// Reads the response of an attempt.
#[expect(
    clippy::manual_async_fn,
    reason = "a future of an `async fn` has room for its parameters twice"
)]
fn read<'a>(
    mut response: reqwest::Response,
    request: &'a Request,
    rest: &'a mut Option<Box<Rest>>,
    mut timer: Pin<&'a mut Sleep>,
    extend: impl Fn(Pin<&mut Sleep>) -> bool + Copy + 'a,
    max_bytes: usize,
) -> impl Future<Output = Outcome> {
    async move {
        let is_success = request.operation.is_success(response.status());
        if request.is_saved && is_success {
            let received = received(&mut response, Bytes::new());
            return match Box::pin(Rest::begin(response)).await {
                Ok(body) => {
                    *rest = Some(body);
                    Outcome::Success(received)
                }
                Err(failure) => Outcome::Failure(failure, Some(received)),
            };
        }
        let mut body = Collected::default();
        // The response may have come while the request is still being sent.
        let reading = body.read(&mut response, max_bytes);
        let failure = before(timer.as_mut(), pin!(reading), extend).await;
        let failure = failure.unwrap_or_else(|| Some(Failure::new(FailureKind::Timeout)));
        let mut received = received(&mut response, body.into_bytes());
        let decompression = decompress(&mut received, failure.is_none(), max_bytes);
        let failure = match before(timer, pin!(decompression), |_| false).await {
            Some(kind) => failure.or(kind.map(Failure::new)),
            None => Some(Failure::new(FailureKind::Timeout)),
        };
        match failure {
            _ if !is_success => Outcome::ErrorStatus(received, failure),
            Some(failure) => Outcome::Failure(failure, Some(received)),
            None => Outcome::Success(received),
        }
    }
}

/// A response with its body, which is read apart.
pub(crate) fn received(response: &mut reqwest::Response, body: Bytes) -> Box<Received> {
    Box::new(Received {
        idempotency_key: None,
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    })
}

/// The source of tokens failed, or took too long.
fn no_token(source: Option<BoxError>) -> Failure {
    Failure {
        timed_out: source.is_none(),
        source,
        ..Failure::new(FailureKind::Token)
    }
}

/// Sends a request, through the layers if there are any. It is handed on before the future is polled,
/// which therefore has no room for it.
pub(crate) fn dispatch(
    client: &Shared,
    info: Option<AttemptInfo>,
    request: reqwest::Request,
) -> impl Future<Output = Result<reqwest::Response, Failure>> + use<> {
    let sending = match &client.service {
        None => Route::Direct(client.http.execute(request)),
        Some(service) => Route::Layered(layered(service.clone(), info, request)),
    };
    async move {
        match sending {
            Route::Direct(sending) => sending.await.map_err(failure_of),
            Route::Layered(sending) => match sending?.await {
                Ok(response) => Ok(response.into()),
                Err(error) => Err(failure_of_layer(error)),
            },
        }
    }
}

/// How a request is sent.
enum Route<D> {
    Direct(D),
    Layered(Result<Sending, Failure>),
}

fn layered(
    mut service: AttemptService,
    info: Option<AttemptInfo>,
    request: reqwest::Request,
) -> Result<Sending, Failure> {
    let mut request = http::Request::try_from(request).map_err(failure_of)?;
    if let Some(info) = info {
        request.extensions_mut().insert(info);
    }
    Ok(service.call(request))
}

fn failure_of_layer(error: BoxError) -> Failure {
    match error.downcast::<reqwest::Error>() {
        Ok(error) => failure_of(*error),
        Err(error) => Failure {
            kind: match cause::<ReadError>(&*error) {
                Some(_) => FailureKind::Read,
                None => FailureKind::Layer,
            },
            timed_out: false,
            source: Some(error),
        },
    }
}

/// Memory that is set aside for a body because its length was announced.
const MAX_RESERVED: usize = 1024 * 1024;

/// A body as far as it was read. One that arrives in one piece is not copied.
#[derive(Default)]
pub(crate) struct Collected {
    first: Bytes,
    /// All pieces, if there is more than one.
    all: Vec<u8>,
}

impl Collected {
    /// Reads the body up to its end or to the first thing that keeps it from being read.
    pub(crate) async fn read(
        &mut self,
        response: &mut reqwest::Response,
        limit: usize,
    ) -> Option<Failure> {
        let announced = response.content_length().unwrap_or_default();
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > limit {
            return Some(Failure::new(FailureKind::BodyTooLarge));
        }
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => return None,
                Err(error) => return Some(failure_of(error)),
            };
            if self.all.len().max(self.first.len()) + chunk.len() > limit {
                return Some(Failure::new(FailureKind::BodyTooLarge));
            }
            if self.first.is_empty() {
                self.first = chunk;
                continue;
            }
            if self.all.is_empty() {
                self.all.reserve(announced.min(MAX_RESERVED));
                self.all.extend_from_slice(&self.first);
            }
            self.all.extend_from_slice(&chunk);
        }
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.all.is_empty() {
            self.first
        } else {
            self.all.into()
        }
    }
}

/// Decompresses the body as far as it was read. One that cannot be decompressed stays as it was
/// received; of one that is not complete, what can be decompressed is more use.
async fn decompress(
    received: &mut Received,
    is_complete: bool,
    limit: usize,
) -> Option<FailureKind> {
    let encoding = encoding(received)?;
    if !is_gzip(encoding) {
        return Some(FailureKind::Decompression);
    }
    let mut body = Vec::new();
    // On the heap, so that calls whose bodies are not compressed are no larger for it.
    let decompression = Box::pin(gzip::decompress(&received.body, limit, &mut body));
    let failure = match decompression.await {
        Err(Problem::Damaged) if is_complete => return Some(FailureKind::Decompression),
        Err(Problem::TooLarge) => Some(FailureKind::BodyTooLarge),
        Ok(()) | Err(Problem::Damaged) => None,
    };
    received.body = body.into();
    // They describe the body as it was sent, which it no longer is.
    received.headers.remove(CONTENT_ENCODING);
    received.headers.remove(CONTENT_LENGTH);
    failure
}

pub(crate) fn failure_of(error: reqwest::Error) -> Failure {
    let timed_out = error.is_timeout();
    // The URL holds what the caller searched for: phone numbers, names.
    let error = error.without_url();
    let kind = if cause::<ReadError>(&error).is_some() {
        FailureKind::Read
    } else if error.is_connect() {
        if let Some(cause) = certificate_error(&error) {
            return Failure {
                // It names all the hosts that the certificate is for, however many.
                source: Some(sanitise(&cause.to_string()).into()),
                timed_out,
                ..Failure::new(FailureKind::Tls)
            };
        }
        FailureKind::Connect
    } else if timed_out {
        FailureKind::Timeout
    } else if error.is_redirect() {
        FailureKind::Redirect
    } else {
        FailureKind::Transport
    };
    Failure {
        kind,
        timed_out,
        source: Some(error.into()),
    }
}

/// What is wrong with the certificate of the server, if anything is; another attempt will not
/// change it.
fn certificate_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let is_one = |error: &&rustls::Error| matches!(error, rustls::Error::InvalidCertificate(_));
    cause(error).filter(is_one)
}

/// The first cause of this type.
pub(crate) fn cause<'a, T: StdError + 'static>(
    error: &'a (dyn StdError + 'static),
) -> Option<&'a T> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        // An I/O error hides what it was made of: its source is already the next one.
        let hidden = error.downcast_ref().and_then(io::Error::get_ref);
        cause = match hidden {
            Some(hidden) => Some(hidden),
            None => error.source(),
        };
    }
    None
}
