//! Every pass fails when there is nothing left for it to change.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{passes, run};
use crate::{
    api::{self, Api},
    generate, lower,
};

/// A small contract that gives every pass something to do.
const CONTRACT: &str = include_str!("../../tests/golden/complete/contract.yaml");

fn api() -> Api {
    let contract = contract::load("contract.yaml", CONTRACT, contract::Conventions::On).unwrap();
    api::split(&contract.model).unwrap().remove(0)
}

fn progenitors_code(api: &Api) -> syn::File {
    generate::generate(&api.name, &lower::lower(api.document.clone())).unwrap()
}

#[test]
fn the_contract_gives_every_pass_something_to_change() {
    let api = api();
    for pass in passes() {
        assert_ne!((pass.expected)(&api), 0, "{}", pass.name);
    }
}

#[test]
fn a_pass_that_finds_its_work_done_fails() {
    let api = api();
    let mut file = progenitors_code(&api);
    for pass in passes() {
        run(pass, &mut file, &api).unwrap();
        let error = run(pass, &mut file.clone(), &api);
        let error = error.expect_err(pass.name).to_string();
        assert!(
            error.starts_with(&format!(
                "refine pass `{}` failed on the code of `shop`: ",
                pass.name
            )),
            "{error}"
        );
    }
}

#[test]
fn a_pass_that_finds_none_of_the_code_it_knows_fails() {
    let api = api();
    for pass in passes() {
        let mut empty = syn::parse_str("").unwrap();
        assert!(run(pass, &mut empty, &api).is_err(), "{}", pass.name);
    }
}

#[test]
fn a_statement_that_is_not_progenitors_is_not_dropped() {
    let api = api();
    let mut file = progenitors_code(&api);
    let block = super::view::Builder::find(&mut file, &api.operations[0])
        .unwrap()
        .block;
    let send = super::view::method(block, "send").unwrap();
    send.block
        .stmts
        .insert(1, syn::parse_quote!(audit(&client);));
    let outcome = super::refine(&mut file, &api).unwrap_err().to_string();
    assert!(
        outcome.contains("unknown statement") && outcome.contains("audit"),
        "{outcome}"
    );
}
