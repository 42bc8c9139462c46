//! A contract in the forms that editors save it in: what is read, and where, does not depend on it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{fs, path::Path};

use contract::{Class, Conventions, Diagnostic, lint, read};

/// The contract of this workspace.
fn contract() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml")).unwrap()
}

/// The text with carriage returns, and with a byte order mark.
fn forms(text: &str) -> [String; 2] {
    [text.replace('\n', "\r\n"), format!("\u{feff}{text}")]
}

#[test]
fn a_contract_in_order_is_read_in_every_form() {
    let text = contract();
    let json = |text: &str| {
        let reading = read("openapi.yaml", text, Conventions::On);
        assert_eq!(reading.findings, []);
        reading.contract.unwrap().to_json()
    };
    let expected = json(&text);
    for form in forms(&text) {
        assert_eq!(json(&form), expected);
    }
}

#[test]
fn mistakes_are_found_at_the_same_places_in_every_form() {
    let text = contract()
        .replacen("summary: ", "sumary: ", 1)
        .replacen("type: string", "type: strng # why", 1)
        .replacen("title: Kirim and", "title: Kirim # and", 1);
    let found = |text: &str| lint("openapi.yaml", text, Conventions::On);
    let expected: Vec<Diagnostic> = found(&text);
    assert!(expected.len() >= 3, "{expected:#?}");
    for form in forms(&text) {
        assert_eq!(found(&form), expected);
    }
}

#[test]
fn what_is_not_yaml_is_at_the_same_place_in_every_form() {
    let text = contract().replacen("summary: ", "summary:", 1);
    let found = |text: &str| lint("openapi.yaml", text, Conventions::On);
    let expected = found(&text);
    assert_eq!(expected[0].code, "yaml-syntax");
    for form in forms(&text) {
        assert_eq!(found(&form), expected);
    }
}

#[test]
fn a_file_that_is_no_mapping_is_no_contract() {
    for text in ["[]", "null", "hello", "---"] {
        let reading = read("openapi.yaml", text, Conventions::Off);
        assert!(reading.contract.is_none(), "{text}");
        let [found] = &reading.findings[..] else {
            panic!("{text}: {:#?}", reading.findings);
        };
        assert_eq!((found.code, found.class), ("wrong-kind", Class::Invalid));
        assert!(found.help.contains("`openapi: 3.0.3`"), "{found}");
    }
}

#[test]
fn carriage_returns_alone_are_one_mistake() {
    let found = lint(
        "openapi.yaml",
        &contract().replace('\n', "\r"),
        Conventions::On,
    );
    let places: Vec<_> = found
        .iter()
        .map(|it| (it.code, it.span.start.column))
        .collect();
    assert_eq!(
        places,
        [("yaml-syntax", contract().find('\n').unwrap() + 1)]
    );
    assert!(found[0].message.contains("(CR)"), "{found:?}");
}

#[test]
fn what_the_parser_finds_too_deep_is_too_deep_for_a_contract() {
    let text = format!(
        "openapi: 3.0.3\npaths: {}{}\n",
        "[".repeat(300),
        "]".repeat(300)
    );
    let found = lint("openapi.yaml", &text, Conventions::Off);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].span.start.line, 2);
    let message = "the contract nests deeper than 100 levels";
    assert_eq!(found[0].message, message);
}

#[test]
fn parts_of_a_contract_can_be_located() {
    let text = contract();
    let contract = read("openapi.yaml", &text, Conventions::On)
        .contract
        .unwrap();
    let located = |pointer: &str| {
        let start = contract.locate(pointer)?.start;
        let line = text.lines().nth(start.line - 1)?;
        Some(line.chars().skip(start.column - 1).collect::<String>())
    };
    assert_eq!(
        located("").as_deref(),
        text.lines()
            .find(|line| !line.starts_with('#') && !line.is_empty())
    );
    assert_eq!(
        located("/paths/~1customers~1{id}/get").as_deref(),
        Some("get:")
    );
    assert_eq!(
        located("/paths/~1customers~1{id}/get/tags/0"),
        Some("Kirim customers".to_owned())
    );
    assert_eq!(located("/paths/~1nothing"), None);
    assert_eq!(located("/openapi/more"), None);
    assert_eq!(located("paths"), None);
}
