//! One call, from a request to its answer or an error.
//!
//! Today a call is one attempt. Whatever decides about further attempts belongs in [`execute`].

use std::time::Instant;

use super::api::Operation;
use super::client::Shared;
use super::error::Error;
use super::transport::{self, Bounds, Failure, FailureKind, Outcome, Received, Request};

/// Sends a request and returns the answer if its status is one of success.
pub(super) async fn execute(
    client: &Shared,
    operation: &'static Operation,
    request: Request,
) -> Result<Received, Error> {
    let started = Instant::now();
    let remaining = client.total_timeout.saturating_sub(started.elapsed());
    let bounds = Bounds {
        timeout: client.attempt_timeout.min(remaining),
        max_body_bytes: client.max_body_bytes,
    };
    let outcome = transport::attempt(&client.http, &request, bounds).await;
    conclude(client, operation, &request, outcome).map_err(|error| error.after(1))
}

/// Turns what an attempt came to into the result of the call.
fn conclude(
    client: &Shared,
    operation: &'static Operation,
    request: &Request,
    outcome: Outcome,
) -> Result<Received, Error> {
    match outcome {
        Ok((received, None)) if received.status.is_success() => Ok(received),
        Ok((received, Some(failure))) if received.status.is_success() => {
            let problem = describe(client, request, &failure);
            let received = Some(received);
            Err(Error::unanswered(operation, &problem, failure, received))
        }
        // The status of an error counts more than a body that could not be read to its end.
        Ok((received, failure)) => Err(Error::api(operation, received, failure, |text| {
            client.key.redact(text)
        })),
        Err(failure) => {
            let problem = describe(client, request, &failure);
            Err(Error::unanswered(operation, &problem, failure, None))
        }
    }
}

/// Says what went wrong, naming the server without the path, which may hold people's data.
fn describe(client: &Shared, request: &Request, failure: &Failure) -> String {
    let server = request.url.origin().ascii_serialization();
    match failure.kind {
        FailureKind::Connect if failure.timed_out => {
            format!("connecting to {server} took too long")
        }
        FailureKind::Connect => format!("cannot connect to {server}"),
        FailureKind::Timeout => {
            let (option, limit) = if client.attempt_timeout <= client.total_timeout {
                ("attempt_timeout", client.attempt_timeout)
            } else {
                ("total_timeout", client.total_timeout)
            };
            format!("no complete answer from {server} within {limit:?} (`{option}`)")
        }
        FailureKind::Transport => {
            format!("the connection to {server} broke before the answer was complete")
        }
        FailureKind::BodyTooLarge => {
            let limit = client.max_body_bytes;
            format!("the body is larger than {limit} bytes (`max_body_bytes`)")
        }
    }
}
