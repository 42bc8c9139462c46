//! `kustomer.get_customer`.

use generated_client::kustomer::types::Customer;
use serde::Serialize;

use super::errors::Problem;
use crate::app::App;
use crate::data::{Lookup, Row};
use crate::ids::parse_hexadecimal;

/// The answer with one customer, like the contract's `CustomerResponse`.
#[derive(Serialize)]
pub(super) struct Body {
    data: Row<Customer>,
}

pub(super) fn get(app: &App, id: &str) -> Result<Body, Problem> {
    let bad_form = || Problem::bad_parameter("id", "#/properties/id/pattern");
    let (parameter, lookup) = lookup(id).ok_or_else(bad_form)?;
    match (app.data.find_person(&lookup), lookup) {
        (Some(data), _) => Ok(Body { data }),
        // Only now, because rows of a data file may have ids of any form.
        (None, Lookup::Id(id)) if parse_hexadecimal(id).is_none() => Err(bad_form()),
        (None, _) => Err(Problem::not_found(parameter)),
    }
}

/// What stands in the place of the id, and what errors call it.
fn lookup(id: &str) -> Option<(&'static str, Lookup<'_>)> {
    match id.split_once('=') {
        None => Some(("id", Lookup::Id(id))),
        Some(("email", email)) if email.contains('@') => Some(("email", Lookup::Email(email))),
        Some(("phone", phone)) if !phone.is_empty() => Some(("phone", Lookup::Phone(phone))),
        Some(("externalId", id)) if !id.is_empty() => Some(("externalId", Lookup::ExternalId(id))),
        Some(_) => None,
    }
}
