//! Pairs of contracts with a known verdict.
//!
//! Each pair is the base contract and an edit of it, compared in both directions. What is expected
//! is the exact list of changes, each as `verdict code [operations] place: message`, in which a
//! message may break off.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod answers;
mod apis;
mod codes;
mod large;
mod leaves;
mod notes;
mod operations;
mod requests;
mod schemas;
mod second_opinion;
mod unclassified;

use super::changes;
use contract::{Contract, Conventions, Severity};

use crate::compare::{Change, Verdict};

const BASE: &str = include_str!("tests/base.yaml");

/// An edit of the base contract, and what it changes.
pub(super) struct Pair {
    /// What it shows.
    name: &'static str,
    /// Each text of the base contract that is replaced, and by what.
    edits: &'static [(&'static str, &'static str)],
    /// Changes from the base to the edit.
    there: &'static [&'static str],
    /// Changes from the edit to the base.
    back: &'static [&'static str],
}

/// Every table of pairs.
const TABLES: &[&[Pair]] = &[
    operations::PAIRS,
    requests::PAIRS,
    answers::PAIRS,
    schemas::PAIRS,
    schemas::FORBIDDEN,
    apis::PAIRS,
    notes::PAIRS,
];

/// The contracts that only an earlier version of the rules can have allowed.
const FORBIDDEN: &[&[Pair]] = &[schemas::FORBIDDEN];

impl Pair {
    fn text(&self) -> String {
        let mut text = BASE.to_owned();
        for (from, to) in self.edits {
            assert_eq!(text.matches(from).count(), 1, "{}: {from}", self.name);
            text = text.replacen(from, to, 1);
        }
        text
    }
}

/// The errors of a contract. An example that fits the schema no longer is no matter here.
fn errors(text: &str) -> Vec<String> {
    let findings = contract::lint("c.yaml", text, Conventions::On).into_iter();
    let errors = findings.filter(|it| it.severity == Severity::Error && it.code != "bad-example");
    errors.map(|error| error.to_string()).collect()
}

fn load(text: &str) -> Contract {
    contract::load_earlier("c.yaml", text).unwrap()
}

/// A change in one line, as the tables write it.
fn line(change: &Change) -> String {
    let verdict = match change.verdict {
        Verdict::Documentation => "documentation",
        Verdict::Compatible => "compatible",
        Verdict::Breaking => "breaking",
    };
    let (code, place, message) = (change.code, &change.place, &change.message);
    let operations = change.operations.join(", ");
    format!("{verdict} {code} [{operations}] {place}: {message}")
}

fn found(old: &str, new: &str) -> Vec<String> {
    changes(&load(old), &load(new)).iter().map(line).collect()
}

#[test]
fn every_pair_is_classed_as_known() {
    let mut wrong = Vec::new();
    for pair in TABLES.iter().copied().flatten() {
        let edit = pair.text();
        for (way, old, new, expected) in [
            ("there", BASE, edit.as_str(), pair.there),
            ("back", edit.as_str(), BASE, pair.back),
        ] {
            let found = found(old, new);
            let fits = found.len() == expected.len()
                && found
                    .iter()
                    .zip(expected)
                    .all(|(found, expected)| found.starts_with(expected));
            if !fits {
                wrong.push(format!("{} ({way}):", pair.name));
                wrong.extend(found.iter().map(|line| format!("    found    {line}")));
                wrong.extend(expected.iter().map(|line| format!("    expected {line}")));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn there_are_as_many_pairs_as_promised() {
    let count: usize = TABLES.iter().map(|table| table.len()).sum();
    assert!(count >= 45, "{count}");
}

#[test]
fn all_contracts_but_the_forbidden_ones_are_in_order() {
    assert_eq!(errors(BASE), [""; 0]);
    for table in TABLES {
        let is_forbidden = FORBIDDEN.iter().any(|it| it.as_ptr() == table.as_ptr());
        for pair in table.iter().filter(|_| !is_forbidden) {
            assert_eq!(errors(&pair.text()), [""; 0], "{}", pair.name);
        }
    }
}

#[test]
fn a_contract_does_not_differ_from_itself() {
    assert_eq!(found(BASE, BASE), [""; 0]);
    for pair in TABLES.iter().copied().flatten() {
        assert_eq!(found(&pair.text(), &pair.text()), [""; 0], "{}", pair.name);
    }
}

#[test]
fn places_are_those_of_the_keyword() {
    let edit = BASE.replacen("maxLength: 200", "maxLength: 100", 1);
    let (old, new) = (load(BASE), load(&edit));
    let found = changes(&old, &new);
    let line = BASE
        .lines()
        .position(|line| line.contains("maxLength: 200"));
    let spans = [found[0].old, found[0].new].map(|span| span.unwrap().start.line - 1);
    assert_eq!(spans, [line.unwrap(); 2]);
}
