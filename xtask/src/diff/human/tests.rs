//! What a terminal shows.

use build_support::compare::Verdict::{Breaking, Compatible};

use super::{Styles, render, summary};
use crate::diff::sample::{change, mixed, report, without_api};

#[test]
fn everything_is_told_by_operation_with_places_declarations_and_a_summary() {
    assert_eq!(
        render(&mixed("0.1.0"), &Styles::default()),
        "\
shop.list_things
  breaking[code]: query parameter `limit`: at most 100 | not 200
    --> openapi.yaml:6:9, was v1:openapi.yaml:5:9
  documentation[code]: query parameter `limit`: other words
    --> openapi.yaml:4:9, was v1:openapi.yaml:3:9

shop.add_thing
  breaking[code]: query parameter `limit`: gone
    --> was v1:openapi.yaml:9:9

the whole contract
  compatible[code]: query parameter `limit`: one more server
    --> openapi.yaml:2:9

Rust API
  breaking[item-code]: shop::Client::list_things: it is another
    - pub fn old(
    - )
    + pub fn old()
  compatible[item-code]: shop::Client::list_things: it is another
    + pub fn new()

openapi.yaml compared with openapi.yaml at v1
contract: 2 breaking, 1 compatible, 1 documentation
Rust API: 1 breaking, 1 compatible, 0 documentation
info.version: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in openapi.yaml
generated-client: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in Cargo.toml
breaking, without the version step for it
"
    );
}

#[test]
fn a_step_that_is_there_is_said_to_be_enough() {
    let summary = summary(&mixed("0.2.0"), &Styles::default());
    assert!(
        summary.ends_with(
            "info.version: 0.1.0 → 0.2.0, enough, 0.2.0 or later is asked for\n\
             generated-client: 0.1.0 → 0.2.0, enough, 0.2.0 or later is asked for\n\
             breaking, with the version step for it\n"
        ),
        "{summary}"
    );
}

#[test]
fn a_version_that_is_not_judged_is_named_with_the_reason() {
    let mut report = mixed("0.2.0");
    report.versions.truncate(1);
    report.not_judged = Some("the base is a file".to_owned());
    let summary = summary(&report, &Styles::default());
    assert!(
        summary.contains("\ngenerated-client: not judged, the base is a file\n"),
        "{summary}"
    );
}

#[test]
fn no_change_is_one_line_that_tells_of_comments() {
    let mut report = report(vec![], vec![], "0.1.0");
    assert_eq!(
        render(&report, &Styles::default()),
        "no change between openapi.yaml at v1 and openapi.yaml; only comments or formatting \
         differ\n"
    );
    report.contract.text_differs = false;
    assert_eq!(
        render(&report, &Styles::coloured()),
        "no change between openapi.yaml at v1 and openapi.yaml\n"
    );
}

#[test]
fn a_version_that_goes_backwards_is_told_without_a_change_too() {
    let text = render(&report(vec![], vec![], "0.0.9"), &Styles::default());
    assert!(
        text.contains("\ninfo.version: 0.1.0 → 0.0.9, goes backwards: set it to 0.1.0 or later"),
        "{text}"
    );
}

#[test]
fn an_api_that_is_not_compared_is_told_with_the_reason() {
    let mut report = without_api();
    let text = render(&report, &Styles::default());
    assert!(
        text.contains("\nRust API: not compared, there is no api.txt at `v1`\n"),
        "{text}"
    );
    report.comparison.changes.clear();
    let text = render(&report, &Styles::default());
    assert!(
        text.starts_with("no change between ")
            && text.contains("\nRust API: not compared, there is no api.txt at `v1`\n"),
        "{text}"
    );
}

#[test]
fn colours_are_ended_and_plain_text_has_none() {
    let plain = render(&mixed("0.1.0"), &Styles::default());
    assert!(!plain.contains('\x1b'));
    let coloured = render(&mixed("0.1.0"), &Styles::coloured());
    assert!(
        coloured.contains("  \x1b[1m\x1b[91mbreaking[code]\x1b[0m: query parameter"),
        "{coloured:?}"
    );
    let mut stripped = String::new();
    for (number, part) in coloured.split('\x1b').enumerate() {
        let text = part.split_once('m').map_or("", |(_, text)| text);
        stripped.push_str(if number == 0 { part } else { text });
    }
    assert_eq!(stripped, plain);
}

#[test]
fn a_contract_cannot_write_a_line_of_its_own() {
    let message = "a\n::error::b\r\x1b[2Jc";
    let change = change(Breaking, &["shop.a\n::debug::b"], message, (None, Some(1)));
    let text = render(&report(vec![change], vec![], "1\n::x"), &Styles::default());
    assert!(
        text.lines()
            .all(|line| !line.trim_start().starts_with("::")),
        "{text}"
    );
    assert!(!text.contains(['\r', '\x1b']), "{text:?}");
    assert!(
        text.contains("\n    | ::error::b\\r\\u{1b}[2Jc\n"),
        "{text}"
    );
}

#[test]
fn a_change_without_a_place_is_told_all_the_same() {
    let mut change = change(Compatible, &["shop.a"], "something", (None, None));
    change.place.clear();
    let text = render(&report(vec![change], vec![], "0.1.1"), &Styles::default());
    assert!(
        text.starts_with("shop.a\n  compatible[code]: something\n\n"),
        "{text}"
    );
}
