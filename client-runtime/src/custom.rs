//! A request of an operation that the contract lacks.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api::{Api, Operation};
use crate::argument::ArgumentError;
use crate::auth::Auth;
use crate::call::{Arguments, Call, add};
use crate::client::Runtime;
use crate::decode::decode_or_null;
use crate::error::Error;
use crate::options::{CallOptions, Options};
use crate::response::Response;
use crate::style::{self, Style};
use crate::target;

/// A request of an operation that the client has no method for; made by a client's `request`.
///
/// Credentials, throttling, retries, timeouts and errors are those of the client, and
/// [`CallOptions`] apply. It goes below the client's base URL, or else below the `server` that the
/// contract names for the API in `x-apis`. Operations of the contract have methods of their own, which
/// check more.
///
/// ```no_run
/// use generated_client::reqwest::Method;
/// use generated_client::kirim;
/// use serde_json::{Value, json};
///
/// # async fn example(client: kirim::Client) -> Result<(), generated_client::Error> {
/// let label = client
///     .request(Method::PUT, "/contacts/{id}/labels")
///     .path("id", "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD")
///     .query("notify", false)
///     .json(&json!({"labels": ["vip"]}))
///     .send::<Value>()
///     .await?;
/// println!("{}", label["data"]);
/// # Ok(())
/// # }
/// ```
///
/// With [`idempotency_key`](CallOptions::idempotency_key) the API's header is sent, and the request is
/// repeated like one of an idempotent method; without it, the header is not sent.
#[derive(Clone)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct CustomRequest {
    client: Runtime,
    method: Method,
    template: &'static str,
    arguments: Result<Box<Arguments>, ArgumentError>,
    options: Options,
}

impl Runtime {
    /// Starts a request of an operation that the contract lacks.
    pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
        CustomRequest {
            client: self.clone(),
            method,
            template: path,
            arguments: Ok(Box::default()),
            options: Options::default(),
        }
    }
}

impl CallOptions for CustomRequest {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl CustomRequest {
    /// The value of `{name}` in the path: text, a number or a truth value, which is percent-encoded
    /// and stays within its segment. An empty one is refused.
    pub fn path(self, name: &'static str, value: impl Serialize) -> Self {
        self.with(|arguments| {
            arguments.path.retain(|(known, _)| *known != name);
            arguments.push_path(name, &value, Style::Simple { explode: false })
        })
    }

    /// Adds a parameter to the query. `None` is left out, a list repeats the name, and a struct or map
    /// gives one pair for each member.
    pub fn query(self, name: &'static str, value: impl Serialize) -> Self {
        self.with(|arguments| style::push_parameter(&mut arguments.query, name, &value))
    }

    /// Sets the body, which is sent as `application/json`.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.with(|arguments| arguments.set_json(body))
    }

    /// Sends the request and decodes the JSON of the response; any 2xx is a success. A response
    /// without a body is read as `null`, which `()`, `Option` and `serde_json::Value` take;
    /// `serde::de::IgnoredAny` takes any JSON.
    ///
    /// # Errors
    ///
    /// As for any operation. Of kind [`InvalidRequest`](crate::ErrorKind::InvalidRequest), before
    /// anything is sent, is also a path
    ///
    /// - that does not begin with `/`, or has a segment `.` or `..`;
    /// - that holds something else than what a path may hold as it is (RFC 3986) and `{name}`:
    ///   no `?`, `#` and `%`, no spaces, no other letters than those of ASCII;
    /// - that holds a `{name}` which was given no value, or lacks one that was;
    ///
    /// and the method `CONNECT`.
    pub async fn send<T: DeserializeOwned>(mut self) -> Result<Response<T>, Error> {
        let idempotent = self.options.has_idempotency_key();
        let shared = &*self.client.0;
        let operation = operation(shared.api, &self.method, self.template, idempotent);
        add(&mut self.arguments, |arguments| {
            if self.method == Method::CONNECT {
                return Err(ArgumentError::new("method", "`CONNECT` is for proxies"));
            }
            target::check_template(self.template, &arguments.path)
        });
        let call = Call {
            client: shared,
            operation,
            arguments: self.arguments,
            options: self.options,
        };
        call.send_with(decode_or_null).await
    }

    /// Adds an argument unless an earlier one was refused.
    fn with(mut self, change: impl FnOnce(&mut Arguments) -> Result<(), ArgumentError>) -> Self {
        add(&mut self.arguments, change);
        self
    }
}

impl fmt::Debug for CustomRequest {
    /// Without arguments, which may be people's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomRequest")
            .field("method", &self.method)
            .field("path", &self.template)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// The operation of these requests. Operations live as long as the program, so each is made once and
/// kept; there are only as many as the program has methods and templates.
fn operation(
    api: &'static Api,
    method: &Method,
    path: &'static str,
    idempotent: bool,
) -> &'static Operation {
    static OPERATIONS: Mutex<Vec<&'static Operation>> = Mutex::new(Vec::new());
    let mut operations = OPERATIONS.lock().unwrap_or_else(PoisonError::into_inner);
    let known = operations.iter().find(|it| {
        it.path == path
            && it.method == *method
            && it.idempotent == idempotent
            && std::ptr::eq(it.api, api)
    });
    if let Some(operation) = known {
        return operation;
    }
    let id = format!("{method} {path}").leak();
    let auth = api.auths.first().copied().unwrap_or(Auth::None);
    let operation = Operation::new(api, id, method.clone(), api.server, path, auth);
    let operation = &*Box::leak(Box::new(Operation {
        idempotent,
        ..operation
    }));
    operations.push(operation);
    operation
}
