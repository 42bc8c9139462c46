//! What passes, what is said of it, in which order, and the document.
#![allow(clippy::unwrap_used, reason = "tests")]

use contract::diff::Verdict::{self, Breaking, Compatible, Documentation};

use serde_json::{Value, json};

use super::{Report, passes};
use crate::diff::sample::{api_change, change, mixed, report, without_api};

fn of(verdict: Verdict, new: &str) -> Report {
    report(vec![change(verdict, &[], "it", (None, None))], vec![], new)
}

#[test]
fn only_what_breaks_without_a_step_fails() {
    for (report, passes, conclusion) in [
        (
            of(Breaking, "0.1.0"),
            false,
            "breaking, without the version step for it",
        ),
        (
            of(Breaking, "0.1.9"),
            false,
            "breaking, without the version step for it",
        ),
        (
            of(Breaking, "latest"),
            false,
            "breaking, without the version step for it",
        ),
        (
            of(Breaking, "0.0.9"),
            false,
            "breaking, without the version step for it",
        ),
        (
            of(Breaking, "0.2.0"),
            true,
            "breaking, with the version step for it",
        ),
        (of(Compatible, "0.1.0"), true, "compatible"),
        (of(Compatible, "0.0.1"), true, "compatible"),
        (of(Documentation, "latest"), true, "documentation only"),
        (report(vec![], vec![], "0.1.0"), true, "no change"),
        (
            report(
                vec![],
                vec![api_change(Breaking, Some("fn f()"), None)],
                "0.1.0",
            ),
            false,
            "breaking, without the version step for it",
        ),
        (without_api(), true, "compatible"),
    ] {
        assert_eq!(report.passes, passes, "{report:?}");
        assert_eq!(report.conclusion(), conclusion, "{report:?}");
    }
}

#[test]
fn every_version_has_to_take_the_step() {
    for lacking in 0..2 {
        let mut stepped = of(Breaking, "0.2.0");
        stepped.versions[lacking] = of(Breaking, "0.1.1").versions.swap_remove(lacking);
        assert!(!passes(stepped.verdict, &stepped.versions), "{stepped:?}");
    }
    let mut unknown = of(Breaking, "0.2.0");
    unknown.versions.truncate(1);
    assert!(passes(unknown.verdict, &unknown.versions));
}

#[test]
fn a_version_is_told_what_to_become() {
    for (old, new, verdict, advice) in [
        (
            "0.1.0",
            "0.2.0",
            Breaking,
            "enough: 0.2.0 or later is required",
        ),
        (
            "0.1.0",
            "0.1.0",
            Compatible,
            "0.1.1 or later is recommended, in Cargo.toml",
        ),
        (
            "0.1.0",
            "0.1.0",
            Breaking,
            "too low: set it to 0.2.0 or later in Cargo.toml",
        ),
        (
            "1.4.0",
            "1.3.0",
            Compatible,
            "lower than before: 1.5.0 or later is recommended, in Cargo.toml",
        ),
        (
            "1.4.0",
            "v2",
            Breaking,
            "no semantic version (major.minor.patch): set it to 2.0.0 or later in Cargo.toml",
        ),
        (
            "v1",
            "v2",
            Breaking,
            "no semantic version (major.minor.patch): set it to a version such as 1.0.0 in Cargo.toml",
        ),
        (
            "v1",
            "2.0.0",
            Breaking,
            "enough: the earlier one is no semantic version",
        ),
    ] {
        let mut step = of(verdict, new).versions.swap_remove(1);
        step.judgement = crate::diff::version::judge(None, old, new, Some(verdict));
        assert_eq!(step.advice(), advice, "{old} → {new}");
    }
}

#[test]
fn changes_are_told_by_operation_the_worst_first_and_the_whole_contract_last() {
    let report = mixed("0.1.0");
    let told: Vec<_> = report
        .groups()
        .map(|(heading, changes)| {
            let verdicts: Vec<_> = changes.iter().map(|change| change.verdict).collect();
            (heading, verdicts)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("shop.list_things".to_owned(), vec![Breaking, Documentation]),
            ("shop.add_thing".to_owned(), vec![Breaking]),
            ("the whole contract".to_owned(), vec![Compatible]),
            ("Rust API".to_owned(), vec![Breaking, Compatible]),
        ]
    );
}

#[test]
fn a_change_of_many_operations_names_only_the_first() {
    let names: Vec<_> = (1..=6).map(|number| format!("shop.op{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    for (names, heading) in [
        (&names[..4], "shop.op1, shop.op2, shop.op3, shop.op4"),
        (&names, "shop.op1, shop.op2, shop.op3, shop.op4 and 2 more"),
    ] {
        let change = change(Breaking, names, "it", (None, None));
        let report = report(vec![change], vec![], "0.2.0");
        assert_eq!(report.changes[0].heading(), heading);
    }
}

#[test]
fn the_document_holds_every_fact() {
    let document = serde_json::to_value(mixed("0.1.0")).unwrap();
    for (member, value) in [
        ("base", json!("openapi.yaml at v1")),
        ("contract", json!("openapi.yaml")),
        ("verdict", json!("breaking")),
        ("passes", json!(false)),
        ("text_differs", json!(true)),
        ("release", Value::Null),
        ("not_judged", Value::Null),
        ("wire_only", Value::Null),
    ] {
        assert_eq!(document[member], value, "{member}");
    }
    assert_eq!(
        document["versions"][1],
        json!({
            "name": "generated-client",
            "file": "Cargo.toml",
            "old": "0.1.0",
            "new": "0.1.0",
            "standing": "too-low",
            "least": "0.2.0",
            "required": true,
        })
    );
    assert_eq!(document["changes"].as_array().unwrap().len(), 4);
    assert_eq!(
        document["changes"][0],
        json!({
            "verdict": "breaking",
            "code": "code",
            "operations": ["shop.list_things"],
            "place": "query parameter `limit`",
            "message": "at most 100 | not 200",
            "old": {"start": {"line": 5, "column": 9}, "end": {"line": 5, "column": 14}},
            "new": {"start": {"line": 6, "column": 9}, "end": {"line": 6, "column": 14}},
        })
    );
    assert_eq!(document["changes"][2]["new"], Value::Null);
    assert_eq!(
        document["api"][0],
        json!({
            "verdict": "breaking",
            "code": "item-code",
            "operations": [],
            "place": "shop::Client::list_things",
            "message": "it is another",
            "old": "pub fn old(\n)",
            "new": "pub fn old()",
        })
    );

    let document = serde_json::to_value(report(vec![], vec![], "0.1.0")).unwrap();
    assert_eq!(document["verdict"], Value::Null);
    assert_eq!(document["changes"], json!([]));
    let document = serde_json::to_value(without_api()).unwrap();
    assert_eq!(document["api"], Value::Null);
    assert_eq!(document["wire_only"], "there is no api.txt at `v1`");
}
