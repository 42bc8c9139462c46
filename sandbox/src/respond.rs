//! What becomes of a request: from its head and body to the response.

use std::time::Instant;

use bytes::Bytes;
use hyper::Response;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, SERVER};
use hyper::http::request::Parts;

use crate::app::App;
use crate::behaviour::{self, Call};
use crate::error::Failure;
use crate::exchange::{Exchange, Reply};
use crate::fault::{self, Body, Fault};
use crate::keys::Access;
use crate::parameters::{Parameters, Sent};
use crate::received::Received;
use crate::repeats::{Begun, Running};
use crate::seen::SeenRequest;
use crate::spec::Route;
use crate::{body, front_page, lock, media};

/// Names the sandbox, so that nobody takes its responses for real ones.
const NAME: HeaderValue = HeaderValue::from_static(concat!("sandbox/", env!("CARGO_PKG_VERSION")));

/// Where a redirection leads that is documented, such as that to a file of a message.
const FILE: &str = "/_sandbox/file";

/// What is there.
fn file() -> Response<Bytes> {
    let mut file = Response::new(Bytes::from_static(media::FILE));
    let media_type = HeaderValue::from_static("application/octet-stream");
    file.headers_mut().insert(CONTENT_TYPE, media_type);
    file
}

impl App {
    /// The response to a request, faults included. A body that broke off is absent.
    pub(crate) async fn respond(&self, head: Parts, body: Option<Received>) -> Response<Body> {
        let start = Instant::now();
        let route = self.spec.route(head.method.as_str(), head.uri.path());
        let operation = route.operation.as_ref().ok().copied();
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let mut exchange = Exchange {
            spec: self.spec,
            api: route.api,
            operation,
            request_id: self.request_id(route.api),
            file: format!("http://{}{FILE}", host.unwrap_or_default()),
            level: None,
            replayed: false,
        };
        // Until the response is sent, as faults may delay it, this request is still running.
        let mut running = None;
        let names = [route.api.map(|api| api.name), operation.map(|it| it.id)];
        let mut faults = fault::faults(&self.rules, names);
        let response = match fault::wanted(&head.headers) {
            Err(error) => exchange.fail(&Failure::new(400, error.to_string()).param(fault::HEADER)),
            Ok(_) if head.uri.path() == FILE => file(),
            Ok(_) if head.uri.path() == "/" => Response::new(front_page::text(self).into()),
            Ok(_) => match self.run(&mut exchange, &mut running, &head, body.as_ref(), route) {
                Ok(reply) => {
                    faults.extend(reply.faults.iter().cloned());
                    exchange.reply(reply)
                }
                Err(failure) => exchange.fail(&failure),
            },
        };
        faults.extend(fault::wanted(&head.headers).unwrap_or_default());
        let response = fault::replace(&self.clock, &mut exchange, &faults, response);
        let is_lost = |fault: &Fault| matches!(fault, Fault::Hang | Fault::Reset);
        let status = (!faults.iter().any(is_lost)).then(|| response.status().as_u16());
        if self.log {
            let status = status.map_or("---".to_owned(), |status| status.to_string());
            let millis = start.elapsed().as_secs_f64() * 1_000.0;
            let (method, uri, id) = (&head.method, &head.uri, &exchange.request_id);
            let faults: Vec<_> = faults.iter().map(|fault| format!(" [{fault:?}]")).collect();
            eprintln!(
                "{status} {method} {uri} {millis:.1} ms {id}{}",
                faults.concat()
            );
        }
        if self.keep_requests > 0 {
            let body = body.unwrap_or_default();
            self.keep(SeenRequest {
                method: head.method.to_string(),
                path: head.uri.path().to_owned(),
                query: head.uri.query().map(str::to_owned),
                operation: operation.map(|operation| operation.id),
                status,
                headers: head.headers,
                body: body.start,
                size: body.size,
                parts: body.parts.and_then(Result::ok).unwrap_or_default(),
            });
        }
        let mut response = fault::disturb(&faults, response).await;
        response.headers_mut().insert(SERVER, NAME);
        response
    }

    fn keep(&self, request: SeenRequest) {
        let mut seen = lock(&self.seen);
        seen.push_back(request);
        if seen.len() > self.keep_requests {
            seen.pop_front();
        }
    }

    /// Checks a request, and carries its operation out.
    fn run<'a>(
        &'a self,
        exchange: &mut Exchange,
        running: &mut Option<Running<'a>>,
        head: &Parts,
        body: Option<&Received>,
        route: Route<'_>,
    ) -> Result<Reply, Failure> {
        let operation = route.operation?;
        let api = route
            .api
            .ok_or_else(|| Failure::new(404, "No API is here."))?;
        let query = head.uri.query().unwrap_or_default();
        let sent = Sent::new(&route.path, query, &head.headers);
        let body = body.ok_or_else(|| Failure::new(400, "The body breaks off."))?;
        let key = self.keys.check(api.name, &operation.security, &sent);
        // Nobody pays for a request without a key that is known.
        let counted = key.is_ok();
        let payer = key
            .as_ref()
            .copied()
            .ok()
            .flatten()
            .or(self.keys.full(api.name));
        if let (Some(rate), Some(payer)) = (&api.rate_limit, payer) {
            let level = self
                .limits
                .level(rate, payer, &operation.method, &self.clock, counted);
            exchange.level = Some(level);
        }
        let key = key?;
        if exchange.level.is_some_and(|level| level.wait.is_some()) {
            return Err(Failure::new(429, "The rate limit is used up."));
        }
        let is_free = key.is_some_and(|key| matches!(key.access, Access::Free(..)));
        if is_free && operation.documents(402) {
            return Err(Failure::new(
                402,
                "The plan of this key does not include it.",
            ));
        }
        let mut call = Call {
            app: self,
            api,
            operation,
            parameters: Parameters::read(self.spec, operation, &sent)?,
            body: body::read(self.spec, operation, &head.headers, body)?,
        };
        let name = api
            .idempotency_key
            .filter(|name| operation.has_header(name));
        if let (Some(name), Some(payer)) = (name, payer)
            && let Some(key) = head.headers.get(name)
        {
            let key = (payer.text.clone(), key.as_bytes().to_vec());
            let request = (operation.id, head.uri.path(), &body.start, body.size);
            match self.repeats.begin(key, &request, self.clock.now())? {
                Begun::Before(reply) => {
                    exchange.replayed = true;
                    return Ok(reply);
                }
                Begun::Now(request) => *running = Some(request),
            }
        }
        let reply = behaviour::run(&mut call)?;
        if let Some(running) = running {
            running.succeeded(&reply);
        }
        Ok(reply)
    }
}
