//! Leaving out what is equal changes no finding; and what no contract in order leads to.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::{Modules, compare, extract, model::Module, modules, modules_of, pieces, prune};
use crate::{
    api,
    compare::{SurfaceChange, Verdict},
};

const BASE: &str = include_str!("../../../tests/surface/base.yaml");

/// Edits that touch one thing each, at different distances from an operation.
const EDITS: &[(&str, &str)] = &[
    ("required: [message]", "required: []"),
    ("enum: [on_sale, sold]", "enum: [on_sale]"),
    (
        "        size: {$ref: '#/components/schemas/shop.Size'}\n    shop.Size",
        "    shop.Size",
    ),
    ("name: lang, in: query", "name: language, in: query"),
    ("required: [width, height]", "required: [width]"),
    ("operationId: shop.get_item", "operationId: shop.fetch_item"),
    (", maxLength: 50}", "}"),
    ("items: {type: string}", "items: {type: integer}"),
    (
        "requestBody:\n        description: The item to add.\n        required: true\n        content: \
         {application/json: {schema: {$ref: '#/components/schemas/shop.NewItem'}}}",
        "requestBody:\n        description: The item to add.\n        required: true\n        content: \
         {application/json: {schema: {$ref: '#/components/schemas/shop.Item'}}}",
    ),
];

fn model(text: &str) -> openapiv3::OpenAPI {
    contract::load("contract.yaml", text, contract::Conventions::On)
        .unwrap()
        .model
}

#[test]
fn what_is_equal_makes_no_difference() {
    let base = model(BASE);
    let whole = modules(&base).unwrap();
    for (from, to) in EDITS {
        assert!(BASE.contains(from), "{from}");
        let other = model(&BASE.replacen(from, to, 1));
        let expected = compare(&whole, &modules(&other).unwrap());
        assert!(!expected.is_empty(), "{from}");
        let (old, new) = prune::to_differences(&base, &other);
        let found = compare(&modules(&old).unwrap(), &modules(&new).unwrap());
        assert_eq!(found, expected, "{from}");
    }
}

#[test]
fn a_client_made_in_pieces_offers_the_same() {
    let base = model(BASE);
    let whole = modules_of(&base, std::slice::from_ref(&base)).unwrap();
    let pieces = pieces::of(&base, 1);
    assert!(pieces.len() > 1);
    assert_eq!(modules_of(&base, &pieces).unwrap(), whole);
}

#[test]
fn only_what_differs_is_generated() {
    let base = model(BASE);
    let count = |modules: Modules| -> (usize, usize) {
        let operations = modules.iter().map(|(_, module)| module.operations.len());
        let types = modules.iter().map(|(_, module)| module.types.len());
        (operations.sum(), types.sum())
    };
    let (old, new) = prune::to_differences(&base, &base.clone());
    assert_eq!(count(modules(&old).unwrap()), (0, 0));
    assert_eq!(count(modules(&new).unwrap()), (0, 0));
    // Errors are types of their own, but no part of an operation's code.
    let other = model(&BASE.replacen("required: [message]", "required: []", 1));
    let (old, _) = prune::to_differences(&base, &other);
    assert_eq!(count(modules(&old).unwrap()), (0, 1));
}

/// The module whose `types` are these.
fn of_types(code: &str) -> Module {
    let api = api::split(&model(BASE)).unwrap().remove(0);
    let file = syn::parse_str(&format!("pub mod types {{ {code} }}")).unwrap();
    extract::module(&api, &file)
}

/// What differs between the types, but for what the impls say.
fn changes(old: &str, new: &str) -> Vec<(Verdict, &'static str, String)> {
    let name = || "shop".to_owned();
    let found = compare(
        &vec![(name(), of_types(old))],
        &vec![(name(), of_types(new))],
    );
    let short = |change: SurfaceChange| (change.verdict, change.code, change.item);
    found.into_iter().map(short).collect()
}

#[test]
fn an_enum_that_becomes_open_breaks_and_one_that_is_closed_does_not() {
    let closed = "pub enum State { New }";
    let open = "#[non_exhaustive] pub enum State { New }";
    let item = || "shop::types::State".to_owned();
    let breaking = vec![(Verdict::Breaking, "type-non-exhaustive", item())];
    assert_eq!(changes(closed, open), breaking);
    let compatible = vec![(Verdict::Compatible, "type-exhaustive", item())];
    assert_eq!(changes(open, closed), compatible);
}

#[test]
fn a_variant_of_a_closed_enum_breaks() {
    let found = changes(
        "pub enum State { New }",
        "pub enum State { New, Old(String) }",
    );
    let item = "shop::types::State::Old".to_owned();
    assert_eq!(found, [(Verdict::Breaking, "variant-added", item)]);
}

#[test]
fn a_value_whose_variant_has_another_name_is_a_renamed_variant() {
    let found = changes(
        "pub enum State { /// `a-b`\n AB, }",
        "pub enum State { /// `a-b`\n AB0, }",
    );
    let item = "shop::types::State::AB".to_owned();
    assert_eq!(found, [(Verdict::Breaking, "variant-renamed", item)]);
}

#[test]
fn a_method_that_is_declared_in_another_way_breaks() {
    let found = changes(
        "pub struct A; impl A { pub fn b(&self) -> &str { \"\" } }",
        "pub struct A; impl A { pub fn b(&self) -> ::std::string::String { String::new() } }",
    );
    let item = "shop::types::A::b".to_owned();
    assert_eq!(found, [(Verdict::Breaking, "method-retyped", item)]);
}

#[test]
fn a_conversion_that_cannot_fail_any_more_is_not_lost() {
    let old = "pub struct A; impl TryFrom<&str> for A { type Error = E; }";
    let new = "pub struct A; impl From<&str> for A {}";
    let item = || "shop::types::A".to_owned();
    assert_eq!(
        changes(old, new),
        [(Verdict::Compatible, "impl-added", item())]
    );
    assert_eq!(changes(new, old)[0].1, "impl-removed");
}

#[test]
fn types_that_name_each_other_are_renamed_together() {
    let old = "pub struct A { pub b: Vec<B>, pub a: Option<Box<A>> } pub struct B { pub c: i64 }";
    let new = "pub struct X { pub b: Vec<Y>, pub a: Option<Box<X>> } pub struct Y { pub c: i64 }";
    let renamed = |name: &str| {
        (
            Verdict::Breaking,
            "type-renamed",
            format!("shop::types::{name}"),
        )
    };
    assert_eq!(changes(old, new), [renamed("A"), renamed("B")]);
}

#[test]
fn a_type_that_could_be_either_of_two_is_not_called_renamed() {
    let old = "pub struct A { pub c: i64 }";
    let new = "pub struct X { pub c: i64 } pub struct Y { pub c: i64 }";
    let codes: Vec<_> = changes(old, new)
        .into_iter()
        .map(|(_, code, _)| code)
        .collect();
    assert_eq!(codes, ["type-removed", "type-added", "type-added"]);
}
