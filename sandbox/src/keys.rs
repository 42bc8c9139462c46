//! Test keys: which there are, and what a request with one may do.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::Auth;

use crate::error::Failure;
use crate::parameters::{Sent, values};
use crate::spec::Spec;

/// The Kirim key that opens everything.
pub const FULL_ACCESS_KIRIM_KEY: &str = "kdv_test_sandbox-full-access-0001";

/// A Kirim key that expired.
pub const EXPIRED_KIRIM_KEY: &str = "kdv_test_sandbox-expired-key-0001";

/// A Kirim key of an organization on the free plan: it has no customers, and smaller rate limits.
pub const FREE_PLAN_KIRIM_KEY: &str = "kdv_test_sandbox-free-plan-000001";

/// A Kustomer key that lacks the role for reading customers.
pub const KUSTOMER_KEY_WITHOUT_ROLE: &str = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.\
    eyJvcmdOYW1lIjoic2FuZGJveCIsInJvbGVzIjpbIm9yZy51c2VyLm1lc3NhZ2UucmVhZCJdfQ.c2FuZGJveA";

#[derive(Clone, Debug)]
pub(crate) struct TestKey {
    pub(crate) api: &'static str,
    pub(crate) text: String,
    pub(crate) access: Access,
}

/// What a request with a key may do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Access {
    Full,
    /// What costs nothing: operations that document 402 respond with it, and a minute has room for
    /// this many reads and writes at most.
    Free(u32, u32),
    /// Nothing, for the reason that this code and message name.
    Refused(Option<&'static str>, &'static str),
}

/// The test keys of each API; the first opens everything.
const TABLE: &[(&str, &str, Access)] = &[
    ("kirim", FULL_ACCESS_KIRIM_KEY, Access::Full),
    ("kirim", FREE_PLAN_KIRIM_KEY, Access::Free(600, 60)),
    (
        "kirim",
        EXPIRED_KIRIM_KEY,
        Access::Refused(Some("expired_api_key"), "This key is past its expiry date."),
    ),
    // Signed by nobody, with the role `org.user.customer.read`.
    (
        "kustomer",
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.\
         eyJvcmdOYW1lIjoic2FuZGJveCIsInJvbGVzIjpbIm9yZy51c2VyLmN1c3RvbWVyLnJlYWQiXX0.c2FuZGJveA",
        Access::Full,
    ),
    (
        "kustomer",
        KUSTOMER_KEY_WITHOUT_ROLE,
        Access::Refused(None, "The API key lacks the role org.user.customer.read."),
    ),
];

pub(crate) struct Keys(Vec<TestKey>);

impl Keys {
    /// The keys of the table, and one for each API that it does not name; `own` takes the place of
    /// the key that opens everything.
    pub(crate) fn new(spec: &Spec, own: &[(String, String)]) -> Self {
        let mut keys: Vec<TestKey> = Vec::new();
        for api in &spec.apis {
            let key = |text: &str, access| TestKey {
                api: api.name,
                text: text.to_owned(),
                access,
            };
            let of_api = TABLE.iter().filter(|(name, ..)| *name == api.name);
            let mut known: Vec<_> = of_api.map(|(_, text, access)| key(text, *access)).collect();
            if known.is_empty() {
                known.push(key(&format!("sandbox-key-of-{}", api.name), Access::Full));
            }
            if let Some((_, text)) = own.iter().rev().find(|(name, _)| name == api.name) {
                known[0].text.clone_from(text);
            }
            keys.extend(known);
        }
        Self(keys)
    }

    /// The key of an API that opens everything.
    pub(crate) fn full(&self, api: &str) -> Option<&TestKey> {
        self.0.iter().find(|key| key.api == api)
    }

    /// The key that a request was sent with, if it is one of the API's; nothing when none is needed.
    pub(crate) fn check(
        &self,
        api: &str,
        security: &[Vec<Auth>],
        sent: &Sent<'_>,
    ) -> Result<Option<&TestKey>, Failure> {
        if security.is_empty() || security.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        let known = |auth: &Auth| {
            let texts = read(auth, sent);
            let mut keys = self.0.iter().filter(|key| key.api == api);
            keys.find(|key| texts.contains(&key.text))
        };
        // All credentials of one of the lists.
        let mut keys = security.iter().filter_map(|schemes| {
            let keys: Option<Vec<_>> = schemes.iter().map(known).collect();
            keys?.pop()
        });
        match keys.next() {
            None => {
                let message = "The request has no key that the API knows.";
                Err(Failure::new(401, message))
            }
            Some(key) => match key.access {
                Access::Refused(code, message) => Err(Failure::new(401, message).code(code)),
                _ => Ok(Some(key)),
            },
        }
    }
}

/// What a request carries in the place of a key.
fn read(auth: &Auth, sent: &Sent<'_>) -> Vec<String> {
    let header = |name: &str| sent.headers.get_all(name).iter().map(|it| it.to_str());
    let authorization = |wanted: &str| {
        // A request with two is ambiguous.
        let [Ok(value)] = header("authorization").collect::<Vec<_>>()[..] else {
            return None;
        };
        let (scheme, rest) = value.split_once(' ')?;
        let is_wanted = scheme.eq_ignore_ascii_case(wanted);
        is_wanted.then(|| rest.trim().to_owned())
    };
    match auth {
        Auth::None => Vec::new(),
        Auth::Bearer => authorization("bearer").into_iter().collect(),
        Auth::Header(name) => header(name).flatten().map(str::to_owned).collect(),
        Auth::Query(name) => values(&sent.query, name),
        Auth::Cookie(name) => values(&sent.cookies, name),
        // The key is the user or the password.
        Auth::Basic => {
            let decoded = authorization("basic").and_then(|text| STANDARD.decode(text).ok());
            let text = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
            let parts = text.as_deref().unwrap_or_default().splitn(2, ':');
            parts.map(str::to_owned).collect()
        }
    }
}
