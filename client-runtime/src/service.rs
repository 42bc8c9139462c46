//! The seam around one attempt: layers of the caller's, and what sends in place of the network.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use reqwest::Body;
use tower_layer::Layer;
use tower_service::Service;

use crate::api::Operation;
use crate::argument::BoxError;

type Request = http::Request<Body>;
type Response = http::Response<Body>;
pub(crate) type Sending = Pin<Box<dyn Future<Output = Result<Response, BoxError>> + Send>>;

/// What a layer wraps on a client whose builder it was set on.
pub(crate) type Wrap = dyn Fn(AttemptService) -> AttemptService + Send + Sync;

/// The service that sends one attempt and returns its response, whatever the status; what
/// [`layer`](crate::ClientBuilder::layer) wraps.
///
/// Its errors are [`reqwest::Error`]s without their URL, or those of another layer or transport.
#[derive(Clone)]
pub struct AttemptService(Arc<dyn Fn(Request) -> Sending + Send + Sync>);

/// What an attempt is for, in the extensions of its request.
#[derive(Clone, Debug)]
pub struct AttemptInfo {
    pub(crate) operation: &'static Operation,
    attempt: u32,
}

impl AttemptInfo {
    pub(crate) fn new(operation: &'static Operation, attempt: u32) -> Self {
        Self { operation, attempt }
    }

    /// The operation that is called, as in `kirim.get_contact`; of one that the contract lacks, as in
    /// `kirim.GET /labels/{id}`.
    pub fn operation(&self) -> String {
        self.operation.full_id()
    }

    /// The template of its path, as in `/contacts/{id}`: without what identifies people, unlike the
    /// path itself.
    pub fn path_template(&self) -> &'static str {
        self.operation.path
    }

    /// Number of the attempt within its call, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }
}

impl AttemptService {
    /// Sends over the network.
    pub(crate) fn network(http: reqwest::Client) -> Self {
        Self(Arc::new(move |request| {
            let http = http.clone();
            Box::pin(async move {
                let response = http.execute(request.try_into()?).await;
                // The URL holds people's data, perhaps a key, and layers may show their errors.
                Ok(response.map_err(reqwest::Error::without_url)?.into())
            })
        }))
    }

    /// Sends with a service of the caller's.
    pub(crate) fn new<S, B>(service: S) -> Self
    where
        S: Service<Request, Response = http::Response<B>, Future: Send, Error: Into<BoxError>>,
        S: Clone + Send + 'static,
        B: http_body::Body<Data: Into<Bytes>, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        // Services need not be `Sync`.
        let service = Mutex::new(service);
        Self(Arc::new(move |request| {
            let service = service.lock().unwrap_or_else(PoisonError::into_inner);
            let mut service = service.clone();
            Box::pin(async move {
                let ready = poll_fn(|context| service.poll_ready(context)).await;
                ready.map_err(Into::into)?;
                let response = service.call(request).await.map_err(Into::into)?;
                Ok(response.map(Body::wrap))
            })
        }))
    }

    /// Makes a layer one that can be kept.
    pub(crate) fn wrap<L, B>(layer: L) -> Arc<Wrap>
    where
        L: Layer<Self> + Send + Sync + 'static,
        L::Service:
            Service<Request, Response = http::Response<B>, Future: Send, Error: Into<BoxError>>,
        L::Service: Clone + Send + 'static,
        B: http_body::Body<Data: Into<Bytes>, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        Arc::new(move |inner| Self::new(layer.layer(inner)))
    }
}

impl Service<Request> for AttemptService {
    type Response = Response;
    type Error = BoxError;
    type Future = Sending;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Sending {
        (self.0)(request)
    }
}

impl fmt::Debug for AttemptService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AttemptService")
    }
}
