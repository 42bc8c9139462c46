//! Three layers around every attempt: the trace context of OpenTelemetry, a wire log and metrics.
//!
//! Run it with `cargo run --example layers`; the responses come from this process.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use generated_client::http::{HeaderValue, Request, Response};
use generated_client::reqwest::Body;
use generated_client::{AttemptInfo, AttemptService, kirim};
use opentelemetry::Context;
use opentelemetry::trace::{
    FutureExt, SpanContext, SpanId, TraceContextExt, TraceFlags, TraceId, TraceState,
};
use tower::layer::layer_fn;
use tower::util::MapRequestLayer;
use tower::{Service, service_fn};

/// Hands the current trace on to the server, in the form of W3C Trace Context. Programs with
/// `tracing-opentelemetry` take the context of `tracing::Span::current()`, which is the call's span.
fn traceparent(mut request: Request<Body>) -> Request<Body> {
    let context = Context::current();
    let span = context.span();
    let span = span.span_context();
    if span.is_valid() {
        let (trace, id, flags) = (span.trace_id(), span.span_id(), span.trace_flags());
        let value = HeaderValue::try_from(format!("00-{trace}-{id}-{flags:02x}"));
        if let Ok(value) = value {
            request.headers_mut().insert("traceparent", value);
        }
    }
    request
}

/// Logs an attempt: the template of the path, because the path itself may hold people's data, and the
/// headers, of which those with credentials show themselves as `Sensitive`.
fn log(request: &Request<Body>, info: &AttemptInfo) {
    println!(
        "> {} {} {:?}",
        request.method(),
        info.path_template(),
        request.headers()
    );
}

/// What is counted: attempts, and the time that they took, by operation and status.
type Metrics = Arc<Mutex<BTreeMap<(String, String), (u32, Duration)>>>;

/// Logs and counts an attempt: what needs both its request and its response.
async fn observe(
    mut service: AttemptService,
    request: Request<Body>,
    metrics: Metrics,
) -> Result<Response<Body>, generated_client::BoxError> {
    let info = request.extensions().get::<AttemptInfo>().cloned();
    let info = info.ok_or("the request is not an attempt")?;
    log(&request, &info);
    let started = Instant::now();
    let result = service.call(request).await;
    let status = match &result {
        Ok(response) => response.status().to_string(),
        Err(_) => "no response".to_owned(),
    };
    println!(
        "< {status}, attempt {} of {}",
        info.attempt(),
        info.operation()
    );
    if let Ok(mut metrics) = metrics.lock() {
        let (count, time) = metrics.entry((info.operation(), status)).or_default();
        *count += 1;
        *time += started.elapsed();
    }
    result
}

/// A list without accounts.
const BODY: &str = r#"{"data": [], "has_more": false, "next_cursor": null, "request_id": "req_1"}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The first attempt fails.
    let server = service_fn(|request: Request<Body>| async move {
        let info = request.extensions().get::<AttemptInfo>();
        let status = if info.is_some_and(|it| it.attempt() == 1) {
            503
        } else {
            200
        };
        let mut response = Response::new(BODY.to_owned());
        *response.status_mut() = status.try_into().unwrap_or_default();
        Ok::<_, Infallible>(response)
    });
    let metrics = Metrics::default();
    let counted = metrics.clone();
    let client = kirim::Client::builder()
        .api_key("kdv_test_example")
        .transport(server)
        .layer(layer_fn(move |service: AttemptService| {
            let metrics = counted.clone();
            service_fn(move |request| observe(service.clone(), request, metrics.clone()))
        }))
        .layer(MapRequestLayer::new(traceparent))
        .build()?;
    // In a program, a span of its own; here the one of whoever called it.
    let (trace, span) = (TraceId::from(0x4bf9_2f35), SpanId::from(0x00f0_67aa));
    let caller = SpanContext::new(trace, span, TraceFlags::SAMPLED, true, TraceState::NONE);
    let context = Context::new().with_remote_span_context(caller);
    client.list_accounts().send().with_context(context).await?;
    for ((operation, status), (count, time)) in metrics.lock().map_err(|_| "a panic")?.iter() {
        println!("{operation}, {status}: {count} in {time:.1?}");
    }
    Ok(())
}
