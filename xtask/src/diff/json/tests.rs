//! The document, parsed back.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::render;
use crate::diff::report::Report;
use crate::diff::sample::{mixed, report, without_api};

fn parsed(report: &Report) -> Value {
    let text = render(report).unwrap();
    assert!(text.ends_with("}\n"), "{text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_document_holds_every_fact() {
    let document = parsed(&mixed("0.1.0"));
    assert_eq!(document["base"], "openapi.yaml at v1");
    assert_eq!(document["contract"], "openapi.yaml");
    assert_eq!(document["verdict"], "breaking");
    assert_eq!(document["step"], "major");
    assert_eq!(document["passes"], false);
    assert_eq!(document["text_differs"], true);
    assert_eq!(document["not_judged"], Value::Null);
    assert_eq!(document["wire_only"], Value::Null);
    assert_eq!(
        document["versions"][1],
        json!({
            "name": "generated-client",
            "file": "Cargo.toml",
            "old": "0.1.0",
            "new": "0.1.0",
            "least": "0.2.0",
            "standing": "too-low",
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
    assert_eq!(document["changes"][3]["operations"], json!([]));
    assert_eq!(
        document["api"][0],
        json!({
            "verdict": "breaking",
            "code": "item-code",
            "item": "shop::Client::list_things",
            "message": "it is another",
            "old": "pub fn old(\n)",
            "new": "pub fn old()",
        })
    );
    assert_eq!(document["api"][1]["old"], Value::Null);
}

#[test]
fn no_change_has_no_verdict_and_no_step() {
    let document = parsed(&report(vec![], vec![], "0.1.0"));
    assert_eq!(document["verdict"], Value::Null);
    assert_eq!(document["step"], Value::Null);
    assert_eq!(document["passes"], true);
    assert_eq!(document["changes"], json!([]));
    assert_eq!(document["api"], json!([]));
}

#[test]
fn an_api_that_is_not_compared_is_null_with_the_reason() {
    let document = parsed(&without_api());
    assert_eq!(document["verdict"], "compatible");
    assert_eq!(document["api"], Value::Null);
    assert_eq!(document["wire_only"], "there is no api.txt at `v1`");
}
