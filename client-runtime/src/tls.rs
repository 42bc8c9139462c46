//! TLS of the client: rustls with ring, and the roots that the machine trusts.
//!
//! The crypto provider is handed over explicitly: nothing is installed for the whole process, and
//! an application that installed a provider of its own does not change what happens here. Only where
//! reqwest makes the TLS configuration, it takes the provider from the process.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, ConfigBuilder, Error, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt;

/// Trusts what the platform trusts, certificate authorities added by its owner included.
pub(crate) fn platform_roots() -> Result<ClientConfig, Error> {
    Ok(builder()?.with_platform_verifier()?.with_no_client_auth())
}

/// Trusts no authority: for clients that speak plain HTTP only, on machines that may have no roots.
pub(crate) fn no_roots() -> Result<ClientConfig, Error> {
    let builder = builder()?.with_root_certificates(RootCertStore::empty());
    Ok(builder.with_no_client_auth())
}

/// Makes sure that the process has a crypto provider; one that it has already stays.
pub(crate) fn ensure_provider() {
    if CryptoProvider::get_default().is_none() {
        // Fails only if another thread was faster, so that there is one.
        let _ = ring::default_provider().install_default();
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Error> {
    let provider = Arc::new(ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}
