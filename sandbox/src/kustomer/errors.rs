//! Kustomer's errors, as they were recorded.

use axum::http::StatusCode;
use generated_client::kustomer::types::{ErrorItem, ErrorResponse, ErrorSource};
use serde_json::Map;

use crate::keys::Refusal;

/// What went wrong, before it is turned into an answer.
pub(super) struct Problem {
    pub(super) status: StatusCode,
    item: Box<ErrorItem>,
}

impl Problem {
    fn new(status: StatusCode) -> Self {
        let title = status.canonical_reason().map(str::to_owned);
        let item = ErrorItem {
            status: Some(i64::from(status.as_u16()).into()),
            title,
            ..ErrorItem::default()
        };
        Self {
            status,
            item: Box::new(item),
        }
    }

    /// 400: a parameter of a form that is not accepted; `rule` points at what it breaks.
    pub(super) fn bad_parameter(parameter: &str, rule: &str) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST);
        problem.item.code = Some("badparam".to_owned());
        problem.item.title = Some("Bad parameter".to_owned());
        problem.item.detail = Some(rule.to_owned());
        problem.item.source = Some(source(parameter));
        problem
    }

    /// 401. Which code comes with it is not known, so there is none.
    pub(super) fn refused(refusal: Refusal) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED);
        let detail = match refusal {
            Refusal::Missing => "There is no `Authorization: Bearer` header.",
            Refusal::Malformed => "The `Authorization` header holds no API key.",
            Refusal::Unknown | Refusal::Expired => "The API key is not known.",
            Refusal::RoleMissing => "The API key lacks the role org.user.customer.read.",
        };
        problem.item.detail = Some(detail.to_owned());
        problem
    }

    /// 404; `parameter` is what was looked up.
    pub(super) fn not_found(parameter: &str) -> Self {
        let mut problem = Self::new(StatusCode::NOT_FOUND);
        problem.item.code = Some("notfound".to_owned());
        problem.item.source = Some(source(parameter));
        problem
    }

    /// Any other status, of which no more is known than its words.
    pub(super) fn plain(status: StatusCode) -> Self {
        Self::new(status)
    }

    /// The body of the answer.
    pub(super) fn into_body(self) -> ErrorResponse {
        ErrorResponse {
            errors: vec![*self.item],
            extra: Map::new(),
        }
    }
}

fn source(parameter: &str) -> ErrorSource {
    ErrorSource {
        parameter: Some(parameter.to_owned()),
        ..ErrorSource::default()
    }
}
