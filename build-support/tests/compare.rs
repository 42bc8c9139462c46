//! Two contracts compared from outside: what a release does to those who use the client.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use build_support::Conventions;
use build_support::compare::{Change, CompareError, Verdict, Version, compare};

const BASE: &str = include_str!("compare.yaml");

fn version(text: &str) -> Version<'_> {
    Version {
        source: "openapi.yaml",
        text,
    }
}

/// The changes of the contract from the base to an edit of it.
fn changes(from: &str, to: &str) -> Vec<Change> {
    assert_eq!(BASE.matches(from).count(), 1, "{from}");
    let edit = BASE.replacen(from, to, 1);
    compare(version(BASE), version(&edit), Conventions::On)
        .unwrap()
        .changes
}

#[test]
fn a_contract_does_not_differ_from_itself() {
    assert_eq!(changes("title: Shop", "title: Shop"), []);
}

#[test]
fn what_another_differ_missed_is_found() {
    for (from, to, verdict, code) in [
        (
            "operationId: shop.get_item",
            "operationId: shop.fetch_item",
            Verdict::Breaking,
            "operation-id-changed",
        ),
        (
            "enum: [red, green, 'yes']",
            "enum: [red, green, blue, 'yes']",
            Verdict::Compatible,
            "enum-value-added",
        ),
        (
            "name: cursor\n      in: query\n      description: \"Where the page begins: the `next_cursor` of the one before.\"\n      schema: { type: string }",
            "name: cursor\n      in: query\n      description: \"Where the page begins: the `next_cursor` of the one before.\"\n      schema: { type: string, maxLength: 100 }",
            Verdict::Breaking,
            "bound-changed",
        ),
    ] {
        let found = changes(from, to);
        let [change] = &found[..] else {
            panic!("{code}: {found:#?}");
        };
        assert_eq!(
            (change.verdict, change.code),
            (verdict, code),
            "{change:#?}"
        );
    }
}

/// One schema, read and sent: the operations that use it and both directions are told.
#[test]
fn a_value_of_an_enumeration_that_is_read_and_sent() {
    let found = changes(
        "enum: [red, green, 'yes']",
        "enum: [red, green, blue, 'yes']",
    );
    assert_eq!(found[0].operations, ["shop.get_item", "shop.list_items"]);
    assert_eq!(found[0].place, "schema `shop.Color`");
    assert_eq!(
        found[0].message,
        "`enum`: added `blue`; in requests what was accepted still is; \
         in answers an earlier client reads it as unknown, and keeps it"
    );
}

#[test]
fn the_later_contract_has_to_be_in_order_and_the_earlier_one_to_be_readable() {
    let slip = BASE.replacen("type: object", "type: objetc", 1);
    let error = compare(version(BASE), version(&slip), Conventions::On).unwrap_err();
    assert!(matches!(error, CompareError::New(_)), "{error:?}");
    let error = compare(version("{"), version(BASE), Conventions::On).unwrap_err();
    assert!(matches!(error, CompareError::Old(_)), "{error:?}");
}
