//! What a terminal shows.

use contract::diff::Verdict::{Breaking, Compatible};

use super::{render, summary};
use crate::diff::release::Release;
use crate::diff::sample::{change, mixed, report, without_api};

#[test]
fn everything_is_told_by_operation_with_places_declarations_and_a_summary() {
    assert_eq!(
        render(&mixed("0.1.0"), false),
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
last release: none found, so the base counts as one
info.version: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in openapi.yaml
generated-client: 0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in Cargo.toml
breaking, without the version step for it
"
    );
}

#[test]
fn a_step_that_is_there_is_said_to_be_enough() {
    let summary = summary(&mixed("0.2.0"), false);
    assert!(
        summary.ends_with(
            "info.version: 0.1.0 → 0.2.0, enough: 0.2.0 or later is required\n\
             generated-client: 0.1.0 → 0.2.0, enough: 0.2.0 or later is required\n\
             breaking, with the version step for it\n"
        ),
        "{summary}"
    );
}

#[test]
fn no_change_is_one_line_that_tells_of_comments() {
    let mut report = report(vec![], vec![], "0.1.0");
    assert_eq!(
        render(&report, false),
        "no change between openapi.yaml at v1 and openapi.yaml; only comments or formatting \
         differ\n"
    );
    report.text_differs = false;
    assert_eq!(
        render(&report, true),
        "no change between openapi.yaml at v1 and openapi.yaml\n"
    );
}

#[test]
fn a_version_that_goes_backwards_is_told_without_a_change_too() {
    let text = render(&report(vec![], vec![], "0.0.9"), false);
    assert!(
        text.contains(
            "\ninfo.version: 0.1.0 → 0.0.9, lower than before: 0.1.0 or later is recommended"
        ),
        "{text}"
    );
}

#[test]
fn what_is_not_compared_or_judged_has_its_reason_and_advice_is_no_failure() {
    let mut report = without_api();
    report.release = Some(Release {
        version: semver::Version::new(0, 1, 0),
        source: "tag v0.1.0".to_owned(),
    });
    assert_eq!(
        summary(&report, false),
        "\
openapi.yaml compared with openapi.yaml at v1
contract: 0 breaking, 1 compatible, 0 documentation
Rust API: not compared, there is no api.txt at `v1`
generated-client: not judged, the base is a file
last release: 0.1.0 (tag v0.1.0)
info.version: 0.1.0 → 0.1.0, 0.1.1 or later is recommended, in openapi.yaml
compatible
"
    );
}

#[test]
fn colours_are_ended_and_plain_text_has_none() {
    let plain = render(&mixed("0.1.0"), false);
    assert!(!plain.contains('\x1b'));
    let coloured = render(&mixed("0.1.0"), true);
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
    let text = render(&report(vec![change], vec![], "1\n::x"), false);
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
fn a_place_is_not_doubled() {
    let message = "query parameter `limit` was removed";
    let doubled = change(Compatible, &["shop.a"], message, (None, None));
    let mut whole = change(Compatible, &["shop.a"], "it was removed", (None, None));
    whole.place = "operation".to_owned();
    let text = render(&report(vec![doubled, whole], vec![], "0.1.1"), false);
    let told =
        format!("shop.a\n  compatible[code]: {message}\n  compatible[code]: it was removed\n\n");
    assert!(text.starts_with(&told), "{text}");
}
