//! The start of a sandbox.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use contract::Diagnostic;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::app::App;
use crate::builder::Builder;
use crate::clock::Clock;
use crate::fault::{FaultError, Rule};
use crate::keys::Keys;
use crate::limits::Limits;
use crate::repeats::Repeats;
use crate::sandbox::Sandbox;
use crate::spec::Spec;
use crate::{seed, server};

/// Contacts at most.
const MAX_CONTACTS: usize = 100_000;

/// Customers at most: one of Kustomer takes some 10 KB.
const MAX_CUSTOMERS: usize = 10_000;

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Something else listens on the port.
    #[error(
        "port {port} is in use, perhaps by another sandbox: stop that one, choose another port, or \
         choose port 0 for any that is free"
    )]
    PortInUse {
        /// The requested port.
        port: u16,
    },
    /// The port cannot be listened on.
    #[error("cannot listen on port {port}")]
    Listen {
        /// The requested port.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The contract has errors, each with its place.
    #[error("{}", lines(.0))]
    Contract(Vec<Diagnostic>),
    /// A fault cannot be understood.
    #[error(transparent)]
    Fault(#[from] FaultError),
    /// A setting is out of its range.
    #[error("{0}")]
    Setting(String),
}

fn lines(diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().map(ToString::to_string);
    lines.collect::<Vec<_>>().join("\n")
}

impl Builder {
    /// Starts the sandbox on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// A port that cannot be listened on, a contract that has errors, and settings that cannot be
    /// used.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let port = self.port;
        let app = Arc::new(self.app()?);
        let refused = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => StartError::PortInUse { port },
            _ => StartError::Listen { port, source },
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::serve(listener, app.clone(), stopped));
        Ok(Sandbox {
            address,
            app,
            stop: Some(stop),
            server,
        })
    }

    fn app(self) -> Result<App, StartError> {
        let spec = Spec::read(self.name.as_deref(), self.contract.as_deref());
        let spec = spec.map_err(StartError::Contract)?;
        self.check(spec).map_err(StartError::Setting)?;
        let rules = self.faults.iter().map(|text| Rule::read(text, spec));
        Ok(App {
            spec,
            keys: Keys::new(spec, &self.keys),
            clock: Clock::new(self.still),
            limits: Limits::default(),
            repeats: Repeats::default(),
            rules: rules.collect::<Result<_, _>>()?,
            store: Mutex::new(seed::fill(spec, &self)),
            seen: Mutex::default(),
            salt: RandomState::new().hash_one(0),
            count: AtomicU64::new(0),
            settings: self,
        })
    }

    fn check(&self, spec: &Spec) -> Result<(), String> {
        let sizes = [
            self.read_per_minute,
            self.write_per_minute,
            self.shared_per_minute,
        ];
        let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let foreign = self.keys.iter().find(|(api, _)| spec.api(api).is_none());
        if self.contacts > MAX_CONTACTS || self.customers > MAX_CUSTOMERS {
            Err("there can be 100,000 contacts and 10,000 customers at most".to_owned())
        } else if sizes.contains(&0) {
            Err("a rate limit needs room for at least one request".to_owned())
        } else if self.name.iter().any(|name| !name.chars().all(is_safe)) {
            Err("the name of an API is made of ASCII letters, digits, `_` and `-`".to_owned())
        } else if let Some((api, _)) = foreign {
            Err(format!(
                "there is a key for `{api}`, which is no API of the contract"
            ))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let source = io::Error::other("not allowed");
        let error = StartError::Listen { port: 7, source };
        assert_eq!(error.to_string(), "cannot listen on port 7");
        assert_eq!(
            error.source().map(ToString::to_string).as_deref(),
            Some("not allowed")
        );
    }
}
