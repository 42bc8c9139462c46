//! Which path leads to which operation.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::answer::{answer, refuse};
use super::errors::Problem;
use super::{accounts, contacts, customers};
use crate::app::App;
use crate::operation::Operation;
use crate::query::Query;

type Segment = Result<Path<String>, PathRejection>;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/accounts", get(list_accounts))
        .route("/contacts/{id}", get(get_contact))
        .route("/customers/{id}", get(get_customer))
        .route("/{phone_number_id}/contacts", get(list_contacts))
        .fallback(no_such_path)
        .method_not_allowed_fallback(method_not_allowed)
}

async fn list_accounts(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&app, Operation::KirimListAccounts, &headers, |call| {
        let query = query.unwrap_or_default();
        accounts::list(call, &Query::parse(&query))
    })
}

async fn list_contacts(
    State(app): State<Arc<App>>,
    number: Segment,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    answer(&app, Operation::KirimListContacts, &headers, |call| {
        let number = segment("phone_number_id", number)?;
        let query = query.unwrap_or_default();
        contacts::list(call, &number, &Query::parse(&query))
    })
}

async fn get_contact(State(app): State<Arc<App>>, id: Segment, headers: HeaderMap) -> Response {
    answer(&app, Operation::KirimGetContact, &headers, |call| {
        contacts::get(call, &segment("id", id)?)
    })
}

async fn get_customer(State(app): State<Arc<App>>, id: Segment, headers: HeaderMap) -> Response {
    answer(&app, Operation::KirimGetCustomer, &headers, |call| {
        customers::get(call, &segment("id", id)?)
    })
}

async fn no_such_path(State(app): State<Arc<App>>) -> Response {
    refuse(&app, Problem::no_such_path())
}

async fn method_not_allowed(State(app): State<Arc<App>>) -> Response {
    refuse(&app, Problem::method_not_allowed())
}

/// The decoded segment of a path.
fn segment(name: &'static str, segment: Segment) -> Result<String, Problem> {
    segment.map(|Path(value)| value).map_err(|_| {
        let message = "The percent-encoding of the path gives no UTF-8.";
        Problem::parameter("invalid_field_value", name, message)
    })
}
