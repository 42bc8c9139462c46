//! The rules of quality and the waivers: one contract without findings, and small edits of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod cases;

use std::{collections::BTreeSet, fs, path::Path};

use build_support::contract::{self, Diagnostic, Severity};
use cases::Case;

/// The contract without findings.
fn base() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality/base.yaml");
    fs::read_to_string(path).unwrap()
}

fn edited(case: &Case) -> String {
    let mut text = base();
    for (before, after) in case.edits {
        let (rule, about) = (case.rule, case.about);
        assert!(text.contains(before), "{rule} {about}: no `{before}`");
        text = text.replacen(before, after, 1);
    }
    text
}

fn line(diagnostic: &Diagnostic) -> String {
    let start = diagnostic.span.start;
    let (code, message) = (diagnostic.code, &diagnostic.message);
    format!("{}:{} {code}: {message}", start.line, start.column)
}

#[test]
fn every_slip_is_found_at_its_token_and_nothing_else() {
    for case in cases::all() {
        let found = contract::lint("case.yaml", &edited(case));
        let found: Vec<_> = found.iter().map(line).collect();
        let is_same = |(found, expected): (&String, &&str)| found.starts_with(expected);
        let matches = found.len() == case.found.len() && found.iter().zip(case.found).all(is_same);
        let (rule, about) = (case.rule, case.about);
        assert!(
            matches,
            "{rule} {about}: found {found:#?}\nexpected {:#?}",
            case.found
        );
    }
}

#[test]
fn every_rule_has_a_case_that_breaks_it_and_one_that_does_not() {
    let breaks = |case: &&Case| {
        let codes = case
            .found
            .iter()
            .filter_map(|line| line.split([' ', ':']).nth(2));
        codes.into_iter().any(|code| code == case.rule)
    };
    let broken: BTreeSet<_> = cases::all().filter(breaks).map(|case| case.rule).collect();
    let kept = cases::all().filter(|case| !breaks(case));
    let kept: BTreeSet<_> = kept.map(|case| case.rule).collect();
    assert_eq!(broken, kept);
    let waivable = contract::rules().filter(|rule| rule.waivable);
    for code in waivable.map(|rule| rule.code).chain([
        "misplaced-waiver",
        "unknown-rule",
        "unwaivable-rule",
        "useless-waiver",
        "waiver-without-reason",
    ]) {
        assert!(broken.contains(code), "{code}");
    }
}

#[test]
fn each_finding_weighs_what_its_rule_says_and_tells_the_mend() {
    for case in cases::all() {
        for finding in contract::lint("case.yaml", &edited(case)) {
            let rule = contract::rules().find(|rule| rule.code == finding.code);
            assert_eq!(Some(finding.severity), rule.map(|rule| rule.severity));
            assert!(finding.help.is_some(), "{finding}");
            assert_eq!(finding.source, "case.yaml");
        }
    }
}

#[test]
fn loading_fails_on_errors_alone_and_finds_the_same() {
    for case in cases::all() {
        let text = edited(case);
        let mut errors = contract::lint("case.yaml", &text);
        errors.retain(|finding| finding.severity == Severity::Error);
        let loaded = contract::load("case.yaml", &text);
        let loaded = loaded.map_or_else(|error| error.diagnostics().to_vec(), |_| Vec::new());
        assert_eq!(loaded, errors, "{} {}", case.rule, case.about);
    }
}

#[test]
fn every_finding_can_be_waived_at_its_place_and_for_the_whole_contract() {
    for rule in contract::rules().filter(|rule| rule.waivable) {
        let waiver = format!(
            "\nx-lint-allow: [{{ rule: {}, reason: A test. }}]\n",
            rule.code
        );
        for case in cases::all().filter(|case| case.rule == rule.code) {
            let is_of_rule = |line: &&str| line.contains(&format!(" {}: ", rule.code));
            if case.found.is_empty() || !case.found.iter().all(is_of_rule) {
                continue;
            }
            let text = edited(case) + &waiver;
            let found = contract::lint("case.yaml", &text);
            assert_eq!(found, [], "{} {}", case.rule, case.about);
        }
    }
}

#[test]
fn the_contract_of_the_client_has_no_finding() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml");
    let found = contract::lint("openapi.yaml", &fs::read_to_string(path).unwrap());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn contracts_with_slips_get_no_finding_twice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken_contracts");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = contract::lint("broken.yaml", &fs::read_to_string(&path).unwrap());
        let lines: Vec<_> = found.iter().map(line).collect();
        let unique: BTreeSet<_> = lines.iter().collect();
        assert_eq!(lines.len(), unique.len(), "{}: {lines:#?}", path.display());
        assert!(found.is_sorted_by_key(|finding| finding.span), "{lines:#?}");
    }
}
