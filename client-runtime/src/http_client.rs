//! The HTTP client that requests are sent with: our settings, what the caller changes of them, and
//! what holds in any case.

use std::error::Error as StdError;
use std::time::Duration;

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;

use crate::target::BaseUrl;
use crate::tls;

/// Default of `connect_timeout`.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What to do on a machine without trusted authorities.
const NO_AUTHORITIES: &str = "install the system's certificate authorities (often a package \
     `ca-certificates`), name a file of them in SSL_CERT_FILE, or set them with `http`";

/// What the caller changes of our settings.
pub(crate) type Change = dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync;

/// A builder of HTTP clients for [`http_client`](crate::ClientBuilder::http_client): TLS with
/// rustls and the certificate authorities that the machine trusts, a `connect_timeout` of 5 s, and
/// redirects, reqwest's retries and decompression off.
///
/// reqwest takes the crypto provider from the process and panics if there is none; this function
/// then installs ring, which is what rustls itself does. A program that installs another one does
/// so before it builds clients.
pub fn http_client_builder() -> ClientBuilder {
    restrict(changeable()).connect_timeout(CONNECT_TIMEOUT)
}

/// Makes the HTTP client of an API.
pub(crate) fn build(
    connect_timeout: Duration,
    base_url: Option<&BaseUrl>,
    change: Option<&Change>,
) -> Result<reqwest::Client, String> {
    let is_loopback = base_url.is_some_and(BaseUrl::is_loopback);
    let is_plain = base_url.is_some_and(BaseUrl::is_plain);
    let mut builder = match change {
        Some(_) => changeable(),
        None => unchangeable(is_loopback && is_plain)?,
    }
    .connect_timeout(connect_timeout);
    if is_loopback {
        // What is meant for this machine must not leave it, not even to a proxy.
        builder = builder.no_proxy();
    }
    if let Some(change) = change {
        builder = change(builder);
    }
    restrict(builder).build().map_err(|error| {
        let causes = with_causes(&error);
        let check =
            format!("check what `http` sets; where authorities are missing, {NO_AUTHORITIES}");
        format!("the HTTP client cannot be set up: {causes}: {check}")
    })
}

/// A client for programs that replace the network: it connects to nothing that is encrypted.
pub(crate) fn offline() -> Result<reqwest::Client, String> {
    let client = restrict(unchangeable(true)?).no_proxy().build();
    client.map_err(|error| with_causes(&error))
}

/// A builder whose TLS settings can be changed: reqwest makes the TLS configuration itself, with
/// the crypto provider of the process, and panics if there is none.
fn changeable() -> ClientBuilder {
    tls::ensure_provider();
    reqwest::Client::builder().tls_backend_rustls()
}

/// A builder with a TLS configuration of ours, which nothing of the process changes and which makes
/// reqwest ignore its own TLS settings.
fn unchangeable(is_never_encrypted: bool) -> Result<ClientBuilder, String> {
    let tls = if is_never_encrypted {
        tls::no_roots()
    } else {
        tls::platform_roots()
    }
    .map_err(|error| format!("TLS cannot be set up: {error}: {NO_AUTHORITIES}"))?;
    Ok(reqwest::Client::builder().tls_backend_preconfigured(tls))
}

/// Sets what holds whatever the caller set before.
fn restrict(builder: ClientBuilder) -> ClientBuilder {
    builder
        // A redirect is a response for the caller: following it would carry the request elsewhere.
        .redirect(Policy::none())
        // Retries are up to us: two layers of them would multiply. Without the maximum, each request would
        // still be copied for them.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        // So is decompression, which has no bound there. Another crate of the application may have
        // switched its features on.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
}

fn with_causes(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
