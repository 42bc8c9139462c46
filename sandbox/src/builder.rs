//! Settings of a sandbox.

/// Settings of a [`Sandbox`](crate::Sandbox) that is not started yet.
// What stands at the fields is the help of the program.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(clap::Args))]
#[must_use = "nothing runs until `start` is called and awaited"]
pub struct Builder {
    #[cfg_attr(feature = "cli", arg(skip))]
    pub(crate) port: u16,
    #[cfg_attr(feature = "cli", arg(skip))]
    pub(crate) contract: Option<String>,
    #[cfg_attr(feature = "cli", arg(skip))]
    pub(crate) name: Option<String>,
    /// What the made-up data follows from: the same seed gives the same rows
    #[cfg_attr(feature = "cli", arg(long, value_name = "NUMBER", default_value_t = Self::new().seed))]
    pub(crate) seed: u64,
    /// Contacts of the first Kirim account; the second has a tenth of them
    #[cfg_attr(feature = "cli", arg(long, value_name = "NUMBER", default_value_t = Self::new().contacts))]
    pub(crate) contacts: usize,
    /// Customers of Kirim, and as many of Kustomer
    #[cfg_attr(feature = "cli", arg(long, value_name = "NUMBER", default_value_t = Self::new().customers))]
    pub(crate) customers: usize,
    /// Keep enums to the values that the contract lists
    #[cfg_attr(feature = "cli", arg(long))]
    pub(crate) listed_values_only: bool,
    /// Reads in a minute, for rate limits that count them apart (Kirim)
    #[cfg_attr(feature = "cli", arg(long, value_name = "REQUESTS", default_value_t = Self::new().read_per_minute))]
    pub(crate) read_per_minute: u32,
    /// Writes in a minute, for rate limits that count them apart (Kirim)
    #[cfg_attr(feature = "cli", arg(long, value_name = "REQUESTS", default_value_t = Self::new().write_per_minute))]
    pub(crate) write_per_minute: u32,
    /// Requests in a minute, for rate limits that count them together (Kustomer)
    #[cfg_attr(feature = "cli", arg(long, value_name = "REQUESTS", default_value_t = Self::new().shared_per_minute))]
    pub(crate) shared_per_minute: u32,
    #[cfg_attr(feature = "cli", arg(skip))]
    pub(crate) still: bool,
    /// Faults that requests meet, such as `kirim: unavailable=2, every=10`; can be repeated
    #[cfg_attr(feature = "cli", arg(long = "fault", value_name = "RULE"))]
    pub(crate) faults: Vec<String>,
    #[cfg_attr(feature = "cli", arg(skip))]
    pub(crate) keys: Vec<(String, String)>,
    #[cfg_attr(feature = "cli", arg(skip))]
    pub(crate) keep_requests: usize,
    #[cfg_attr(feature = "cli", arg(skip))]
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
            still: false,
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

    /// Has the time of rate limits and messages stand still (default `false`): only
    /// [`Sandbox::advance`](crate::Sandbox::advance) lets it pass.
    pub fn still(mut self, still: bool) -> Self {
        self.still = still;
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
