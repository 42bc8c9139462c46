//! Which path leads to which operation.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;

use super::answer::{answer, refuse};
use super::customers;
use super::errors::Problem;
use crate::app::App;
use crate::operation::Operation;

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/customers/{id}", get(get_customer))
        .fallback(no_such_path)
        .method_not_allowed_fallback(method_not_allowed)
}

async fn get_customer(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    answer(&app, Operation::KustomerGetCustomer, &headers, || {
        let Path(id) = id.map_err(|_| Problem::bad_parameter("id", "#/properties/id/type"))?;
        customers::get(&app, &id)
    })
}

async fn no_such_path(State(app): State<Arc<App>>) -> Response {
    refuse(&app, StatusCode::NOT_FOUND)
}

async fn method_not_allowed(State(app): State<Arc<App>>) -> Response {
    refuse(&app, StatusCode::METHOD_NOT_ALLOWED)
}
