//! What passes, what is said of it, and in which order.

use build_support::compare::Verdict::{self, Breaking, Compatible, Documentation};

use super::{Report, heading};
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
        assert_eq!(report.passes(), passes, "{report:?}");
        assert_eq!(report.conclusion(), conclusion, "{report:?}");
    }
}

#[test]
fn every_version_has_to_take_the_step() {
    for lacking in 0..2 {
        let mut stepped = of(Breaking, "0.2.0");
        stepped.versions[lacking] = of(Breaking, "0.1.1").versions.swap_remove(lacking);
        assert!(!stepped.passes(), "{stepped:?}");
    }
    let mut unknown = of(Breaking, "0.2.0");
    unknown.versions.truncate(1);
    assert!(unknown.passes());
}

#[test]
fn a_version_is_told_what_to_become() {
    for (old, new, verdict, advice) in [
        (
            "0.1.0",
            "0.2.0",
            Breaking,
            "enough, 0.2.0 or later is asked for",
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
            "goes backwards: set it to 1.5.0 or later in Cargo.toml",
        ),
        (
            "1.4.0",
            "v2",
            Breaking,
            "is no semantic version (major.minor.patch): set it to 2.0.0 or later in Cargo.toml",
        ),
        (
            "v1",
            "v2",
            Breaking,
            "is no semantic version (major.minor.patch): set it to one, such as 1.0.0, in \
             Cargo.toml",
        ),
        (
            "v1",
            "2.0.0",
            Breaking,
            "enough: the earlier one is no semantic version, so that any step is one",
        ),
    ] {
        let step = super::VersionStep {
            name: "generated-client",
            file: "Cargo.toml".to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
            judgement: crate::diff::version::judge(old, new, Some(verdict)),
        };
        assert_eq!(step.advice(), advice, "{old} → {new}");
    }
}

#[test]
fn changes_are_told_by_operation_the_worst_first_and_the_whole_contract_last() {
    let report = mixed("0.1.0");
    let told: Vec<_> = report
        .groups()
        .iter()
        .map(|group| {
            let verdicts: Vec<_> = group.changes.iter().map(|change| change.verdict).collect();
            (heading(group.operations), verdicts)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("shop.list_things".to_owned(), vec![Breaking, Documentation]),
            ("shop.add_thing".to_owned(), vec![Breaking]),
            ("the whole contract".to_owned(), vec![Compatible]),
        ]
    );
    let changes = report.api_changes();
    let verdicts: Vec<_> = changes.iter().map(|change| change.verdict).collect();
    assert_eq!(verdicts, [Breaking, Compatible]);
}

#[test]
fn a_change_of_many_operations_names_only_the_first() {
    let names: Vec<_> = (1..=6).map(|number| format!("shop.op{number}")).collect();
    assert_eq!(
        heading(&names[..4]),
        "shop.op1, shop.op2, shop.op3, shop.op4"
    );
    assert_eq!(
        heading(&names),
        "shop.op1, shop.op2, shop.op3, shop.op4 and 2 more"
    );
}
