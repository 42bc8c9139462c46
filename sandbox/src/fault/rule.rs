//! Rules: which requests meet which faults.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Fault;

/// Faults, the requests that they are for, and how many requests there were.
#[derive(Debug)]
pub(crate) struct Rule {
    /// An API or an operation; any request if absent.
    pub(super) scope: Option<String>,
    pub(crate) faults: Vec<Fault>,
    /// So many requests are left alone first.
    pub(super) skip: u64,
    /// Then one in so many meets the faults.
    pub(super) every: u64,
    /// Until so many have.
    pub(super) times: Option<u64>,
    pub(super) seen: AtomicU64,
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

/// The faults that rules have for a request, in the order of the rules.
pub(crate) fn faults(rules: &[Rule], names: [Option<&str>; 2]) -> Vec<Fault> {
    let rules = rules.iter().filter(|rule| rule.applies(names));
    rules.flat_map(|rule| rule.faults.clone()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use crate::fault::parse;
    use crate::spec::Spec;

    fn struck(text: &str, operations: &[Option<&str>]) -> Vec<usize> {
        let rule = parse::rule(text, Some(Spec::built_in().unwrap())).unwrap();
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
