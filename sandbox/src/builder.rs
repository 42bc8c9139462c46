//! Settings of a sandbox, and its start.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use contract::Diagnostic;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::app::App;
use crate::clock::Clock;
use crate::fault::{self, FaultError};
use crate::keys::Keys;
use crate::limits::{Limits, Sizes};
use crate::repeats::Repeats;
use crate::sandbox::Sandbox;
use crate::seed::{self, Settings};
use crate::server;
use crate::spec::Spec;

/// Contacts at most.
const MAX_CONTACTS: usize = 100_000;

/// Customers at most: one of Kustomer takes some 10 KB.
const MAX_CUSTOMERS: usize = 10_000;

/// Settings of a [`Sandbox`] that is not started yet.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until `start` is called and awaited"]
pub struct Builder {
    port: u16,
    contract: Option<String>,
    name: Option<String>,
    settings: Settings,
    sizes: Sizes,
    clock_rate: f64,
    faults: Vec<String>,
    keys: Vec<(String, String)>,
    keep_requests: usize,
    log: bool,
}

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
    #[error("cannot listen on port {port}: {source}")]
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
    pub(crate) fn new() -> Self {
        Self {
            port: 0,
            contract: None,
            name: None,
            settings: Settings {
                seed: 1,
                contacts: 1_000,
                customers: 100,
                listed_values_only: false,
            },
            sizes: Sizes {
                read: 6_000,
                write: 600,
                shared: 1_000,
            },
            clock_rate: 1.0,
            faults: Vec::new(),
            keys: Vec::new(),
            keep_requests: 1_000,
            log: false,
        }
    }

    /// Port of 127.0.0.1 to listen on; the default, 0, is any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Serves another contract than the built-in one, from its text.
    ///
    /// It need not follow this project's conventions. Each of its APIs has one test key, those of the
    /// built-in contract apart: [`Sandbox::api_key`].
    pub fn contract(mut self, text: impl Into<String>) -> Self {
        self.contract = Some(text.into());
        self
    }

    /// Name of the API of another contract that has no `x-apis` (default `api`): it is part of its
    /// [base URL](Sandbox::base_url) and its key.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Number that the made-up data follows from (default 1): the same seed gives the same rows.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Contacts of the first Kirim account (default 1,000, at most 100,000). The second account has a
    /// tenth of them, the third none. 100,000 take some 400 MB.
    pub fn contacts(mut self, contacts: usize) -> Self {
        self.settings.contacts = contacts;
        self
    }

    /// Customers of Kirim, and as many of Kustomer (default 100, at most 10,000).
    pub fn customers(mut self, customers: usize) -> Self {
        self.settings.customers = customers;
        self
    }

    /// Keeps enums to the values that the contract lists (default `false`).
    ///
    /// By default some rows have others, as the real services may any day.
    pub fn listed_values_only(mut self, only: bool) -> Self {
        self.settings.listed_values_only = only;
        self
    }

    /// Reads (GET and HEAD) that fit into one window of a rate limit that counts them apart, such as
    /// Kirim's of a minute (default 6,000, at least 1).
    pub fn read_per_minute(mut self, requests: u32) -> Self {
        self.sizes.read = requests;
        self
    }

    /// Writes that fit into one window of such a rate limit (default 600, at least 1).
    pub fn write_per_minute(mut self, requests: u32) -> Self {
        self.sizes.write = requests;
        self
    }

    /// Requests that fit into one window of a rate limit that counts reads and writes together, such
    /// as Kustomer's of a minute (default 1,000, at least 1).
    pub fn shared_per_minute(mut self, requests: u32) -> Self {
        self.sizes.shared = requests;
        self
    }

    /// How fast the time of rate limits passes (default 1; above 0, at most 1,000,000): at 60
    /// a minute takes a second. Headers such as `Retry-After` tell real time.
    pub fn clock_rate(mut self, rate: f64) -> Self {
        self.clock_rate = rate;
        self
    }

    /// Adds faults that requests meet, such as `kirim.list_contacts: unavailable=2, every=10`.
    ///
    /// The [crate's documentation](crate#faults) has the grammar. Can be called several times.
    pub fn fault(mut self, rule: impl Into<String>) -> Self {
        self.faults.push(rule.into());
        self
    }

    /// The key of an API that opens everything, in place of the sandbox's own.
    pub fn api_key(mut self, api: impl Into<String>, key: impl Into<String>) -> Self {
        self.keys.push((api.into(), key.into()));
        self
    }

    /// How many of the last requests [`Sandbox::requests`] gives (default 1,000).
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.keep_requests = requests;
        self
    }

    /// Writes a line about each request to standard error (default `false`).
    pub fn log(mut self, log: bool) -> Self {
        self.log = log;
        self
    }

    /// Starts the sandbox on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// A port that cannot be listened on, a contract that has errors, and settings that cannot be
    /// used.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let app = Arc::new(self.app()?);
        let port = self.port;
        let refused = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => StartError::PortInUse { port },
            _ => StartError::Listen { port, source },
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::serve(listener, app.clone(), stopped));
        Ok(Sandbox::new(address, app, stop, server))
    }

    fn app(&self) -> Result<App, StartError> {
        let spec = match &self.contract {
            None => Spec::built_in(),
            Some(text) => Spec::read(self.name.as_deref(), text),
        };
        let spec = spec.map_err(StartError::Contract)?;
        self.check(spec).map_err(StartError::Setting)?;
        let rules = self.faults.iter().map(|text| fault::rule(text, Some(spec)));
        Ok(App {
            spec,
            seed: self.settings.seed,
            keys: Keys::new(spec, &self.keys),
            clock: Clock::new(self.clock_rate),
            limits: Limits::new(self.sizes),
            repeats: Repeats::default(),
            rules: rules.collect::<Result<_, _>>()?,
            store: Mutex::new(seed::fill(spec, self.settings)),
            seen: Mutex::default(),
            keep_requests: self.keep_requests,
            log: self.log,
            salt: RandomState::new().hash_one(0),
            count: AtomicU64::new(0),
        })
    }

    fn check(&self, spec: &Spec) -> Result<(), String> {
        if self.settings.contacts > MAX_CONTACTS || self.settings.customers > MAX_CUSTOMERS {
            return Err("there can be 100,000 contacts and 10,000 customers at most".to_owned());
        }
        let sizes = self.sizes;
        if [sizes.read, sizes.write, sizes.shared].contains(&0) {
            return Err("a rate limit needs room for at least one request".to_owned());
        }
        if !(self.clock_rate > 0.0 && self.clock_rate <= 1e6) {
            return Err("the rate of the clock must be above 0 and at most 1,000,000".to_owned());
        }
        let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        if self.name.iter().any(|name| !name.chars().all(is_safe)) {
            return Err(
                "the name of an API is made of ASCII letters, digits, `_` and `-`".to_owned(),
            );
        }
        match self.keys.iter().find(|(api, _)| spec.api(api).is_none()) {
            Some((api, _)) => Err(format!(
                "there is a key for `{api}`, which is no API of the contract"
            )),
            None => Ok(()),
        }
    }
}
