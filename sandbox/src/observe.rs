//! What surrounds every request: faults, the list of requests seen, the log.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::answer::Answered;
use crate::app::App;
use crate::fault::{self, Fault, FaultError};
use crate::operation::Operation;
use crate::seen::SeenRequest;
use crate::{kirim, kustomer};

/// Names the sandbox, so that nobody takes its answers for real ones.
const SERVER: HeaderValue =
    HeaderValue::from_static(concat!("sandbox/", env!("CARGO_PKG_VERSION")));

pub(crate) async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let wanted = wanted_faults(request.headers());
    let kept = (app.log || app.seen.is_on()).then(|| Kept::of(&app, &request));
    let (response, wanted) = match wanted {
        Ok(wanted) => (next.run(request).await, wanted),
        Err(error) => {
            let refused = if request.uri().path().starts_with("/kustomer") {
                kustomer::refused_header
            } else {
                kirim::refused_header
            };
            (refused(&app, &error.to_string()), Vec::new())
        }
    };
    let answered = response.extensions().get::<Answered>().cloned();
    let operation = answered.as_ref().and_then(|answered| answered.operation);
    let operation = operation.map(Operation::id);
    let mut faults = app.rules.faults(operation);
    faults.extend(wanted);
    if let Some(kept) = kept {
        let status = fault::final_status(&faults, response.status());
        kept.tell(&app, start, answered.as_ref(), status, &faults);
    }
    let mut response = if faults.is_empty() {
        response
    } else {
        fault::apply(&app, &faults, answered.as_ref(), response).await
    };
    response.headers_mut().insert(header::SERVER, SERVER);
    response
}

/// The faults that a request asks for.
fn wanted_faults(headers: &HeaderMap) -> Result<Vec<Fault>, FaultError> {
    let mut faults = Vec::new();
    for value in headers.get_all(fault::HEADER) {
        faults.extend(fault::parse_header(&String::from_utf8_lossy(
            value.as_bytes(),
        ))?);
    }
    Ok(faults)
}

/// What is kept of a request while it is answered.
struct Kept {
    method: String,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
}

impl Kept {
    fn of(app: &App, request: &Request) -> Self {
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            headers: if app.seen.is_on() {
                request.headers().clone()
            } else {
                HeaderMap::new()
            },
        }
    }

    /// Writes a line, and puts the request on the list.
    fn tell(
        self,
        app: &App,
        start: Instant,
        answered: Option<&Answered>,
        status: Option<StatusCode>,
        faults: &[Fault],
    ) {
        if app.log {
            eprintln!("{}", self.line(start, answered, status, faults));
        }
        if app.seen.is_on() {
            app.seen.push(SeenRequest {
                method: self.method,
                path: self.path,
                query: self.query,
                operation: answered
                    .and_then(|answered| answered.operation)
                    .map(Operation::id),
                status: status.map(|status| status.as_u16()),
                headers: self.headers,
            });
        }
    }

    fn line(
        &self,
        start: Instant,
        answered: Option<&Answered>,
        status: Option<StatusCode>,
        faults: &[Fault],
    ) -> String {
        let query = self.query.as_deref().map(|query| format!("?{query}"));
        let status = status.map_or("---".to_owned(), |status| status.as_u16().to_string());
        let millis = start.elapsed().as_secs_f64() * 1_000.0;
        let mut line = format!(
            "{status} {} {}{} {millis:.1} ms",
            self.method,
            self.path,
            query.unwrap_or_default()
        );
        if let Some(answered) = answered {
            line.push(' ');
            line.push_str(&answered.request_id);
        }
        for fault in faults {
            // Writing to a string cannot fail.
            let _ = write!(line, " [{fault}]");
        }
        line
    }
}
