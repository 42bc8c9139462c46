//! Every rule keeps its word: its examples are found where they are marked, and the page of rules shows
//! what the rules say. `SNAPSHOTS=overwrite` writes the page anew.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;

use contract::{Class, Diagnostic, Marked, Rule, lint, rules, rules_page};
use snapbox::{assert_data_eq, file};

/// The findings in an example: those of the rule, and what is invalid by others.
fn found(rule: &Rule, contract: &Marked) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    lint("example.yaml", &contract.text, rule.conventions())
        .into_iter()
        .filter(|finding| finding.code == rule.code || finding.class == Class::Invalid)
        .partition(|finding| finding.code == rule.code)
}

#[test]
fn an_example_breaks_its_rule_where_it_is_marked_and_is_fixed_by_what_it_says() {
    let mut failed = Vec::new();
    for rule in rules() {
        let code = rule.code;
        for piece in [rule.example.broken(), rule.example.fixed()] {
            let contract = rule.example.contract(&piece);
            let (own, others) = found(rule, &contract);
            let spans: Vec<_> = own.iter().map(|finding| finding.span).collect();
            if !others.is_empty() || spans != contract.spans {
                let found = own.iter().chain(&others).map(ToString::to_string);
                let found = found.collect::<Vec<_>>().join("\n");
                failed.push(format!("{code}: found\n{found}\nin\n{}", contract.text));
            }
        }
        assert!(rule.example.broken().contains('«'), "{code}: no mark");
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_finding_suggests_a_fix_and_weighs_what_its_class_says() {
    for rule in rules() {
        let contract = rule.example.contract(&rule.example.broken());
        for finding in found(rule, &contract).0 {
            assert!(!finding.help.is_empty(), "{finding}");
            assert_eq!(finding.class, rule.class, "{finding}");
        }
    }
}

#[test]
fn codes_are_unique_and_reasons_are_sentences() {
    let mut codes = HashSet::new();
    for rule in rules() {
        let Rule { code, reason, .. } = rule;
        assert!(codes.insert(code), "{code} is there twice");
        let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(code.chars().all(is_kebab), "{code}");
        assert!(reason.ends_with('.'), "{code}: {reason}");
        assert!(!reason.starts_with(char::is_lowercase), "{code}: {reason}");
    }
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    assert_data_eq!(rules_page(), file!["../../../docs/rules.md"].raw());
}
