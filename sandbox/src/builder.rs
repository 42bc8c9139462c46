//! Settings of a sandbox, and its start.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::app::{App, Limits};
use crate::clock::Clock;
use crate::cursor::Cursors;
use crate::data::{Computed, Data, FileData, FileError, Settings};
use crate::fault::{FaultError, Rule, Rules};
use crate::ids::RequestIds;
use crate::keys::Keys;
use crate::router::router;
use crate::running::Sandbox;
use crate::seen::Seen;
use crate::server;

/// Settings of a [`Sandbox`] that is not started yet.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until `start` is called and awaited"]
pub struct Builder {
    port: u16,
    settings: Settings,
    file: Option<File>,
    read_per_minute: u32,
    kustomer_per_minute: u32,
    clock_rate: f64,
    faults: Vec<String>,
    kirim_key: Option<String>,
    kustomer_key: Option<String>,
    keep_requests: usize,
    log: bool,
}

#[derive(Clone, Debug)]
enum File {
    Path(PathBuf),
    Text(String),
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
        /// The port that was asked for.
        port: u16,
    },
    /// The port cannot be listened on.
    #[error("cannot listen on port {port}: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The data file cannot be used.
    #[error(transparent)]
    Data(#[from] FileError),
    /// A fault cannot be understood.
    #[error(transparent)]
    Fault(#[from] FaultError),
    /// A setting is out of its range.
    #[error("{0}")]
    Setting(&'static str),
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            port: 0,
            settings: Settings {
                seed: 1,
                contacts: 10_000,
                customers: 1_000,
                listed_values_only: false,
            },
            file: None,
            read_per_minute: 6_000,
            kustomer_per_minute: 1_000,
            clock_rate: 1.0,
            faults: Vec::new(),
            kirim_key: None,
            kustomer_key: None,
            keep_requests: 1_000,
            log: false,
        }
    }

    /// Port of 127.0.0.1 to listen on; the default, 0, is any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Number that the made-up data follows from (default 1): the same seed gives the same rows.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// Contacts of the first account (default 10,000, at most 100,000,000).
    ///
    /// The second account has a tenth of them, the third none. Rows are computed when they are
    /// asked for, so their number costs neither time nor memory.
    pub fn contacts(mut self, contacts: u64) -> Self {
        self.settings.contacts = contacts;
        self
    }

    /// Customers of Kirim, and as many of Kustomer (default 1,000, at most 100,000,000).
    pub fn customers(mut self, customers: u64) -> Self {
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

    /// Reads accounts, contacts and customers from a JSON file instead of making them up.
    pub fn data_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(File::Path(path.into()));
        self
    }

    /// The same with the text of such a file.
    pub fn data(mut self, json: impl Into<String>) -> Self {
        self.file = Some(File::Text(json.into()));
        self
    }

    /// Size of Kirim's bucket for reads, which is refilled once a minute (default 6,000, at least
    /// 1).
    pub fn read_per_minute(mut self, requests: u32) -> Self {
        self.read_per_minute = requests;
        self
    }

    /// Requests to Kustomer that fit into one minute (default 1,000, at least 1).
    pub fn kustomer_per_minute(mut self, requests: u32) -> Self {
        self.kustomer_per_minute = requests;
        self
    }

    /// How fast the time of both rate limits passes (default 1; above 0, at most 1,000,000): at 60
    /// a minute takes a second. `Retry-After` and the `X-RateLimit-Reset` headers tell real time.
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

    /// The Kirim key that opens everything, in place of the sandbox's own.
    pub fn kirim_api_key(mut self, key: impl Into<String>) -> Self {
        self.kirim_key = Some(key.into());
        self
    }

    /// The Kustomer key that opens everything, in place of the sandbox's own.
    pub fn kustomer_api_key(mut self, key: impl Into<String>) -> Self {
        self.kustomer_key = Some(key.into());
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
    /// A port that cannot be listened on, and settings or data that cannot be used.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        self.check()?;
        let app = Arc::new(self.app()?);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let port = self.port;
        let listener = server::bind(address)
            .await
            .map_err(|source| match source.kind() {
                io::ErrorKind::AddrInUse => StartError::PortInUse { port },
                _ => StartError::Listen { port, source },
            })?;
        let address = listener
            .local_addr()
            .map_err(|source| StartError::Listen { port, source })?;
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::serve(listener, router(app.clone()), stopped));
        Ok(Sandbox::new(address, app, stop, server))
    }

    fn check(&self) -> Result<(), StartError> {
        let problem = if self.settings.contacts > Settings::MOST_ROWS {
            "there can be 100,000,000 contacts at most"
        } else if self.settings.customers > Settings::MOST_ROWS {
            "there can be 100,000,000 customers at most"
        } else if self.read_per_minute == 0 || self.kustomer_per_minute == 0 {
            "a rate limit has to let 1 request a minute pass at least"
        } else if !(self.clock_rate > 0.0 && self.clock_rate <= 1_000_000.0) {
            "the clock's rate has to be above 0, and 1,000,000 at most"
        } else {
            return Ok(());
        };
        Err(StartError::Setting(problem))
    }

    fn app(&self) -> Result<App, StartError> {
        let data: Box<dyn Data> = match &self.file {
            None => Box::new(Computed::new(self.settings)),
            Some(File::Path(path)) => Box::new(FileData::read(path)?),
            Some(File::Text(text)) => Box::new(FileData::parse("data", text)?),
        };
        let rules = self.faults.iter().map(|text| Rule::parse(text));
        let mut keys = Keys::default();
        if let Some(key) = &self.kirim_key {
            keys.kirim.clone_from(key);
        }
        if let Some(key) = &self.kustomer_key {
            keys.kustomer.clone_from(key);
        }
        Ok(App {
            data,
            keys,
            cursors: Cursors::new(self.settings.seed),
            clock: Clock::new(self.clock_rate),
            ids: RequestIds::new(),
            limits: Limits::new(self.read_per_minute, self.kustomer_per_minute),
            rules: Rules::new(rules.collect::<Result<_, _>>()?),
            seen: Seen::new(self.keep_requests),
            log: self.log,
        })
    }
}
