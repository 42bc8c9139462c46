//! What becomes of a request: from its head and body to the response.

use std::time::Instant;

use hyper::Response;
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue, SERVER};
use hyper::http::request::Parts;

use crate::app::App;
use crate::behaviour::{self, Call};
use crate::error::Failure;
use crate::exchange::{Exchange, Reply};
use crate::fault::{self, Body, Faults, Interrupt, made};
use crate::keys::Access;
use crate::parameters::{Parameters, Sent};
use crate::received::Received;
use crate::repeats::Running;
use crate::seen::SeenRequest;
use crate::spec::Pair;
use crate::{body, front_page, lock, media};

/// Names the sandbox, so that nobody takes its responses for real ones.
const NAME: HeaderValue = HeaderValue::from_static(concat!("sandbox/", env!("CARGO_PKG_VERSION")));

const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// Where a redirection leads that is documented, such as that to a file of a message.
const FILE: &str = "/_sandbox/file";

impl App {
    /// The response to a request, faults included. A body that broke off is absent.
    pub(crate) async fn respond(&self, head: Parts, body: Option<Received>) -> Response<Body> {
        let start = Instant::now();
        let (method, path) = (head.method.as_str(), head.uri.path());
        let (api, operation) = self.spec.route(method, path);
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let mut exchange = Exchange {
            api,
            operation: operation.as_ref().ok().map(|(operation, _)| *operation),
            request_id: self.request_id(),
            file: format!("http://{}{FILE}", host.unwrap_or_default()),
            level: None,
            replayed: false,
        };
        let id = exchange.operation.map(|operation| operation.id);
        // Until the response is sent, as faults may delay it, this request is still running.
        let mut running = None;
        let mut faults = Faults::default();
        let met = faults.meet(&self.rules, [api.map(|api| api.name), id], &head.headers);
        let response = match (met, path) {
            (Err(error), _) => {
                exchange.fail(&Failure::new(400, error.to_string()).param(fault::HEADER))
            }
            (Ok(()), FILE) => made(200, CONTENT_TYPE, BYTES, media::FILE.into()),
            (Ok(()), "/") => Response::new(front_page::text(self).into()),
            (Ok(()), _) => {
                let body = body.as_ref();
                let reply = operation.and_then(|(_, path)| {
                    self.run(&mut exchange, &mut running, &head, body, &path)
                });
                match reply {
                    Ok(reply) => {
                        // A test reads them all.
                        let _ = faults.add(reply.faults);
                        exchange.reply(reply.status, reply.body)
                    }
                    Err(failure) => exchange.fail(&failure),
                }
            }
        };
        let response = faults.replace(&mut exchange, response);
        let is_lost = matches!(
            faults.interrupt,
            Some(Interrupt::Hang | Interrupt::BeforeHead)
        );
        let status = (!is_lost).then(|| response.status().as_u16());
        if self.settings.log {
            let status = status.map_or("---".to_owned(), |status| status.to_string());
            let millis = start.elapsed().as_secs_f64() * 1_000.0;
            let (uri, id) = (&head.uri, &exchange.request_id);
            let faults = faults.words.join(", ");
            let line = format!("{status} {method} {uri} {millis:.1} ms {id} {faults}");
            eprintln!("{}", line.trim_end());
        }
        let body = body.unwrap_or_default();
        let request = SeenRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            query: head.uri.query().map(str::to_owned),
            operation: id,
            status,
            headers: head.headers,
            body: body.start,
            size: body.size,
            parts: body.parts.and_then(Result::ok).unwrap_or_default(),
        };
        self.keep(request);
        let mut response = faults.disturb(response, running).await;
        response.headers_mut().insert(SERVER, NAME);
        response
    }

    fn keep(&self, request: SeenRequest) {
        let mut seen = lock(&self.seen);
        seen.push_back(request);
        let surplus = seen.len().saturating_sub(self.settings.keep_requests);
        seen.drain(..surplus);
    }

    /// Checks a request for an operation, and carries it out.
    fn run(
        &self,
        exchange: &mut Exchange,
        running: &mut Option<Running>,
        head: &Parts,
        body: Option<&Received>,
        path: &[Pair],
    ) -> Result<Reply, Failure> {
        let (Some(api), Some(operation)) = (exchange.api, exchange.operation) else {
            return Err(Failure::new(404, "No API is here."));
        };
        let sent = Sent::new(path, head.uri.query().unwrap_or_default(), &head.headers);
        let body = body.ok_or_else(|| Failure::new(400, "The body breaks off."))?;
        let key = self.keys.check(api.name, &operation.security, &sent);
        // Nobody pays for a request without a key that is known.
        let counted = key.is_ok();
        let known = key.as_ref().ok().copied().flatten();
        let payer = known.or_else(|| self.keys.full(api.name));
        if let (Some(rate), Some(payer)) = (&api.settings.rate_limit, payer) {
            let (limits, now, method) = (&self.limits, self.clock.now(), &operation.method);
            let level = limits.level(&self.settings, now, rate, payer, method, counted);
            exchange.level = Some(level);
        }
        key?;
        if exchange.level.is_some_and(|level| level.wait.is_some()) {
            return Err(Failure::new(429, "The rate limit is used up."));
        }
        let is_free = known.is_some_and(|key| matches!(key.access, Access::Free(..)));
        if is_free && operation.documents(402) {
            let message = "The plan of this key does not include it.";
            return Err(Failure::new(402, message));
        }
        let mut call = Call {
            app: self,
            api,
            operation,
            parameters: Parameters::read(self.spec, operation, &sent)?,
            body: body::read(self.spec, operation, &head.headers, body)?,
        };
        let name = api.settings.idempotency_key.as_deref();
        let name = name.filter(|name| operation.has_header(name));
        let key = name.and_then(|name| head.headers.get(name)).zip(payer);
        let key = key.map(|(key, payer)| (payer.text.clone(), key.as_bytes().to_vec()));
        if let Some(key) = &key {
            let request = (operation.id, head.uri.path(), &body.start, body.size);
            let (now, before) = self.repeats.begin(key, &request, self.clock.now())?;
            *running = Some(now);
            if let Some(reply) = before {
                exchange.replayed = true;
                return Ok(reply);
            }
        }
        let reply = behaviour::run(&mut call)?;
        if let Some(key) = &key {
            self.repeats.succeeded(key, &reply);
        }
        Ok(reply)
    }
}
