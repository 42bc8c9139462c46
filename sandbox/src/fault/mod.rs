//! Faults on demand: what can go wrong between client and server, for the requests that one chooses.

mod apply;
mod parse;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

pub(crate) use self::apply::{Body, made};
pub use self::parse::FaultError;

/// Request header that names faults.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// What goes wrong with one response; the crate's documentation describes each.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    latency: Duration,
    pub(crate) interrupt: Option<Interrupt>,
    truncate: bool,
    trickle: Option<Duration>,
    content_type: Option<HeaderValue>,
    body: Option<String>,
    /// A response of something between client and server: its status, a header and its body.
    between: Option<(u16, HeaderName, HeaderValue, &'static str)>,
    /// With seconds for `Retry-After`, if it has it.
    status: Option<(u16, Option<u64>)>,
    code: Option<String>,
    /// All of them as they are written.
    pub(crate) words: Vec<String>,
}

/// How a response is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Interrupt {
    /// Nothing is ever sent.
    Hang,
    /// The connection is reset before anything is sent.
    BeforeHead,
    /// The connection is reset after half of the body.
    InBody,
}

/// Faults, the requests that they are for, and how many requests there were.
#[derive(Debug)]
pub(crate) struct Rule {
    /// An API or an operation; any request if absent.
    scope: Option<String>,
    faults: String,
    /// So many requests are left alone first.
    skip: u64,
    /// Then one in so many meets the faults.
    every: u64,
    /// Until so many have.
    times: Option<u64>,
    seen: AtomicU64,
}

impl Faults {
    /// Adds those that rules have for a request for an API and an operation, and those that it wants.
    pub(crate) fn meet(
        &mut self,
        rules: &[Rule],
        names: [Option<&str>; 2],
        headers: &HeaderMap,
    ) -> Result<(), FaultError> {
        for rule in rules.iter().filter(|rule| rule.applies(names)) {
            self.add(&rule.faults)?;
        }
        for value in headers.get_all(HEADER) {
            self.add(&String::from_utf8_lossy(value.as_bytes()))?;
        }
        Ok(())
    }
}

impl Rule {
    /// Counts a request if it is in scope, for an API and an operation, and tells whether it meets the
    /// faults.
    fn applies(&self, names: [Option<&str>; 2]) -> bool {
        if self.scope.is_some() && !names.contains(&self.scope.as_deref()) {
            return false;
        }
        let number = self.seen.fetch_add(1, Ordering::Relaxed);
        let Some(number) = number.checked_sub(self.skip) else {
            return false;
        };
        number.is_multiple_of(self.every)
            && self.times.is_none_or(|times| number / self.every < times)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Rule;
    use crate::spec::Spec;

    fn struck(text: &str, operations: &[Option<&str>]) -> Vec<usize> {
        let rule = Rule::read(text, Spec::read(None, None).unwrap()).unwrap();
        let applies = operations.iter().map(|operation| {
            let api = operation.and_then(|id| id.split('.').next());
            rule.applies([api, *operation])
        });
        let numbers = applies.enumerate().filter(|(_, applies)| *applies);
        numbers.map(|(number, _)| number).collect()
    }

    #[test]
    fn a_rule_is_for_its_scope() {
        let operations = [
            Some("kirim.get_contact"),
            Some("kirim.list_contacts"),
            Some("kustomer.get_customer"),
            None,
        ];
        assert_eq!(struck("reset", &operations), [0, 1, 2, 3]);
        assert_eq!(struck("kirim: reset", &operations), [0, 1]);
        assert_eq!(struck("kirim.list_contacts: reset", &operations), [1]);
    }

    #[test]
    fn a_rule_chooses_its_requests() {
        let ten = [None; 10];
        assert_eq!(struck("reset, times=2", &ten), [0, 1]);
        assert_eq!(struck("reset, skip=8", &ten), [8, 9]);
        assert_eq!(struck("reset, every=4", &ten), [0, 4, 8]);
        assert_eq!(struck("reset, skip=1, every=3, times=2", &ten), [1, 4]);
    }
}
