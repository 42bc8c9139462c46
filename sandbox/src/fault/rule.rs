//! Rules: which requests meet which faults.

use std::sync::atomic::{AtomicU64, Ordering};

use super::parse::parse_rule;
use super::{Fault, FaultError};

/// Faults, the requests that they are for, and how many requests there were.
#[derive(Debug)]
pub(crate) struct Rule {
    /// An API or an operation; any request if absent.
    scope: Option<String>,
    faults: Vec<Fault>,
    /// So many requests are left alone first.
    skip: u64,
    /// Then one in so many meets the faults.
    every: u64,
    /// Until so many have.
    times: Option<u64>,
    seen: AtomicU64,
}

impl Rule {
    pub(super) fn new(
        scope: Option<String>,
        faults: Vec<Fault>,
        skip: u64,
        every: u64,
        times: Option<u64>,
    ) -> Self {
        Self {
            scope,
            faults,
            skip,
            every,
            times,
            seen: AtomicU64::new(0),
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, FaultError> {
        parse_rule(text)
    }

    #[cfg(test)]
    pub(super) fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Counts a request in scope, and tells whether it meets the faults.
    fn strikes(&self, operation: Option<&str>) -> bool {
        if let Some(scope) = &self.scope {
            let rest = operation.and_then(|id| id.strip_prefix(scope.as_str()));
            if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) {
                return false;
            }
        }
        let number = self.seen.fetch_add(1, Ordering::Relaxed);
        let Some(number) = number.checked_sub(self.skip) else {
            return false;
        };
        number.is_multiple_of(self.every)
            && self.times.is_none_or(|times| number / self.every < times)
    }
}

/// All rules of a sandbox, in the order in which they were given.
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    pub(crate) fn new(rules: Vec<Rule>) -> Self {
        Self(rules)
    }

    /// The faults that a request of this operation meets.
    pub(crate) fn faults(&self, operation: Option<&str>) -> Vec<Fault> {
        self.0
            .iter()
            .filter(|rule| rule.strikes(operation))
            .flat_map(|rule| rule.faults.iter().cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn struck(text: &str, operations: &[Option<&str>]) -> Vec<usize> {
        let rule = Rule::parse(text).unwrap();
        let strikes = operations.iter().map(|operation| rule.strikes(*operation));
        let numbers = strikes.enumerate().filter(|(_, strikes)| *strikes);
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
