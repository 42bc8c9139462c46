//! Every rule keeps its word: its examples are found where they are marked, and the page of rules shows
//! what the rules say. `SNAPSHOTS=overwrite` writes the page anew.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;

use contract::{Class, Diagnostic, Example, Rule, lint, rules, rules_page};
use snapbox::{assert_data_eq, file};

/// The findings in an example: those of the rule, and what is invalid by others.
fn found(rule: &Rule, example: Example) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let contract = example.contract();
    lint("example.yaml", &contract.text, rule.conventions())
        .into_iter()
        .filter(|finding| finding.code == rule.code || finding.class == Class::Invalid)
        .partition(|finding| finding.code == rule.code)
}

fn check(rule: &Rule, example: Example) {
    let contract = example.contract();
    let (own, others) = found(rule, example);
    let (code, text) = (rule.code, &contract.text);
    assert_eq!(others, [], "{code}: other findings in\n{text}");
    let spans: Vec<_> = own.iter().map(|finding| finding.span).collect();
    assert_eq!(spans, contract.spans, "{code}: found {own:#?} in\n{text}");
}

#[test]
fn examples_that_break_a_rule_are_found_where_they_are_marked() {
    for rule in rules() {
        assert!(!rule.fails.is_empty(), "{}: no example", rule.code);
        for example in rule.fails {
            assert!(
                !example.contract().spans.is_empty(),
                "{}: no mark",
                rule.code
            );
            check(rule, *example);
        }
    }
}

#[test]
fn examples_that_keep_a_rule_are_not_found() {
    for rule in rules() {
        assert!(!rule.passes.is_empty(), "{}: no example", rule.code);
        for example in rule.passes {
            assert!(example.contract().spans.is_empty(), "{}: a mark", rule.code);
            check(rule, *example);
        }
    }
}

#[test]
fn every_finding_suggests_a_fix_and_weighs_what_its_class_says() {
    for rule in rules() {
        for example in rule.fails {
            for finding in found(rule, *example).0 {
                assert!(finding.help.is_some(), "{finding}");
                assert_eq!(finding.class, rule.class, "{finding}");
                assert_eq!(finding.severity, rule.class.severity(), "{finding}");
            }
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
    assert_data_eq!(rules_page(), file!["../../docs/rules.md"].raw());
}
