//! All paths of the sandbox.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::app::App;
use crate::observe::observe;
use crate::{kirim, kustomer};

/// Where Kirim's operations are.
pub(crate) const KIRIM: &str = "/kirim/v1";

/// Where Kustomer's operation is; its path has the version itself.
pub(crate) const KUSTOMER: &str = "/kustomer";

pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(index))
        .nest(KIRIM, kirim::router())
        .nest(KUSTOMER, kustomer::router())
        .fallback(elsewhere)
        .layer(from_fn_with_state(app.clone(), observe))
        .with_state(app)
}

/// What a browser shows.
async fn index(State(app): State<Arc<App>>) -> String {
    let samples = app.data.samples();
    let first = |ids: &[String], placeholder: &str| match ids.first() {
        Some(id) => id.clone(),
        None => placeholder.to_owned(),
    };
    format!(
        "A sandbox of two APIs, with made-up data.\n\n\
         Kirim, with the key {}:\n\
         GET {KIRIM}/accounts?status=all\n\
         GET {KIRIM}/{}/contacts?limit=5\n\
         GET {KIRIM}/contacts/{}\n\
         GET {KIRIM}/customers/{}\n\n\
         Kustomer, with the key {}:\n\
         GET {KUSTOMER}/v1/customers/{}\n\n\
         A key is sent as `Authorization: Bearer KEY`.\n",
        app.keys.kirim,
        first(&samples.phone_number_ids, "{phone_number_id}"),
        first(&samples.contacts, "{id}"),
        first(&samples.customers, "{id}"),
        app.keys.kustomer,
        first(&samples.people, "{id}"),
    )
}

async fn elsewhere() -> (StatusCode, String) {
    let text = format!("Nothing is here: try {KIRIM}/accounts or {KUSTOMER}/v1/customers/ID.\n");
    (StatusCode::NOT_FOUND, text)
}
