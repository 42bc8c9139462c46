//! Kirim's errors, as its documents list them.

use axum::http::StatusCode;
use generated_client::kirim::types::{ErrorDetail, ErrorResponse, ErrorType};

use crate::keys::Refusal;
use crate::query::Repeated;

/// What went wrong, before it is turned into an answer.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    kind: ErrorType,
    code: &'static str,
    message: String,
    param: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, kind: ErrorType, code: &'static str, message: &str) -> Self {
        Self {
            status,
            kind,
            code,
            message: message.to_owned(),
            param: None,
        }
    }

    /// 400: a parameter that the API does not accept.
    pub(super) fn parameter(code: &'static str, param: &'static str, message: &str) -> Self {
        let kind = ErrorType::InvalidRequestError;
        Self {
            param: Some(param),
            ..Self::new(StatusCode::BAD_REQUEST, kind, code, message)
        }
    }

    /// 401.
    pub(super) fn refused(refusal: Refusal) -> Self {
        let (code, message) = match refusal {
            Refusal::Missing => (
                "invalid_api_key",
                "There is no `Authorization: Bearer` header.",
            ),
            Refusal::Malformed => (
                "invalid_api_key",
                "The `Authorization` header holds no API key: `Bearer kdv_live_` and 24 characters \
                 are expected.",
            ),
            Refusal::Unknown | Refusal::RoleMissing => (
                "invalid_api_key",
                "No active key matches the one that was sent.",
            ),
            Refusal::Expired => ("expired_api_key", "This key is past its expiry date."),
        };
        let kind = ErrorType::AuthenticationError;
        Self::new(StatusCode::UNAUTHORIZED, kind, code, message)
    }

    /// 402.
    pub(super) fn not_entitled(feature: &str) -> Self {
        let message = format!("The current plan has no {feature}.");
        Self::new(
            StatusCode::PAYMENT_REQUIRED,
            ErrorType::PermissionError,
            "feature_not_entitled",
            &message,
        )
    }

    /// 404: an id that nothing has.
    pub(super) fn not_found(what: &str) -> Self {
        let message = format!("There is no {what} of this id.");
        let kind = ErrorType::NotFound;
        Self::new(StatusCode::NOT_FOUND, kind, "resource_not_found", &message)
    }

    /// 404: a path that no operation has.
    pub(super) fn no_such_path() -> Self {
        let message = "No operation has this path.";
        let kind = ErrorType::NotFound;
        Self::new(StatusCode::NOT_FOUND, kind, "resource_not_found", message)
    }

    /// 405.
    pub(super) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            ErrorType::InvalidRequestError,
            "invalid_request",
            "This path can be read only: use GET.",
        )
    }

    /// 422: an account that cannot be worked with.
    pub(super) fn not_connected() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorType::InvalidRequestError,
            "whatsapp_number_not_verified",
            "The account of this `phone_number_id` is not connected.",
        )
    }

    /// 429.
    pub(super) fn rate_limited() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            ErrorType::RateLimitError,
            "rate_limit_exceeded",
            "The bucket for reads is empty.",
        )
    }

    /// 500.
    pub(super) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ErrorType::ApiError,
            "internal_error",
            "Something failed on the server.",
        )
    }

    /// 503.
    pub(super) fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            ErrorType::ApiError,
            "internal_error",
            "The server cannot answer for the moment.",
        )
    }

    /// The body of the answer.
    pub(super) fn into_body(self, request_id: String) -> ErrorResponse {
        ErrorResponse {
            error: ErrorDetail {
                type_: self.kind,
                code: self.code.to_owned(),
                message: self.message,
                param: self.param.map(str::to_owned),
                request_id,
            },
        }
    }
}

impl From<Repeated> for Problem {
    fn from(Repeated(name): Repeated) -> Self {
        let message = "The parameter stands in the query more than once.";
        Self::parameter("invalid_field_value", name, message)
    }
}
