//! Settings of a sandbox.

/// Settings of a [`Sandbox`](crate::Sandbox) that is not started yet.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until `start` is called and awaited"]
pub struct Builder {
    pub(crate) port: u16,
    pub(crate) contract: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) seed: u64,
    pub(crate) contacts: usize,
    pub(crate) customers: usize,
    pub(crate) listed_values_only: bool,
    pub(crate) read_per_minute: u32,
    pub(crate) write_per_minute: u32,
    pub(crate) shared_per_minute: u32,
    pub(crate) clock_rate: f64,
    pub(crate) faults: Vec<String>,
    pub(crate) keys: Vec<(String, String)>,
    pub(crate) keep_requests: usize,
    pub(crate) log: bool,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            port: 0,
            contract: None,
            name: None,
            seed: 1,
            contacts: 1_000,
            customers: 100,
            listed_values_only: false,
            read_per_minute: 6_000,
            write_per_minute: 600,
            shared_per_minute: 1_000,
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
    /// built-in contract apart: [`Sandbox::api_key`](crate::Sandbox::api_key).
    pub fn contract(mut self, text: impl Into<String>) -> Self {
        self.contract = Some(text.into());
        self
    }

    /// Name of the API of another contract that has no `x-apis` (default `api`): it is part of its
    /// [base URL](crate::Sandbox::base_url) and its key.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Number that the made-up data follows from (default 1): the same seed gives the same rows.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Contacts of the first Kirim account (default 1,000, at most 100,000). The second account has a
    /// tenth of them, the third none. 100,000 take some 400 MB.
    pub fn contacts(mut self, contacts: usize) -> Self {
        self.contacts = contacts;
        self
    }

    /// Customers of Kirim, and as many of Kustomer (default 100, at most 10,000).
    pub fn customers(mut self, customers: usize) -> Self {
        self.customers = customers;
        self
    }

    /// Keeps enums to the values that the contract lists (default `false`).
    ///
    /// By default some rows have others, as the real services may any day.
    pub fn listed_values_only(mut self, only: bool) -> Self {
        self.listed_values_only = only;
        self
    }

    /// Reads (GET and HEAD) that fit into one window of a rate limit that counts them apart, such as
    /// Kirim's of a minute (default 6,000, at least 1).
    pub fn read_per_minute(mut self, requests: u32) -> Self {
        self.read_per_minute = requests;
        self
    }

    /// Writes that fit into one window of such a rate limit (default 600, at least 1).
    pub fn write_per_minute(mut self, requests: u32) -> Self {
        self.write_per_minute = requests;
        self
    }

    /// Requests that fit into one window of a rate limit that counts reads and writes together, such
    /// as Kustomer's of a minute (default 1,000, at least 1).
    pub fn shared_per_minute(mut self, requests: u32) -> Self {
        self.shared_per_minute = requests;
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

    /// How many of the last requests [`Sandbox::requests`](crate::Sandbox::requests) gives (default 1,000).
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.keep_requests = requests;
        self
    }

    /// Writes a line about each request to standard error (default `false`).
    pub fn log(mut self, log: bool) -> Self {
        self.log = log;
        self
    }
}
