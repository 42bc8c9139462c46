//! What becomes of a message, and of all others, after an error.
//!
//! The client has already sent it again, under the same key, where that was useful at once.

use generated_client::Error;
use serde_json::Value;

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It was perhaps sent, or not yet: again under the same key, after a pause of all.
    Again,
    /// It was not sent, because its recipient got many of late: again after some time.
    Later,
    /// It will never be sent.
    Failed,
    /// It was not sent, and no other would be.
    Stop,
}

use Verdict::{Again, Failed, Later, Stop};

/// Codes that mean something else than their status. Kirim names them, numbers are those of Meta.
const CODES: &[(&str, Verdict)] = &[
    ("idempotency_in_progress", Again),
    ("131056", Later), // too many messages to this recipient
    ("account_not_connected", Stop),
    ("whatsapp_number_not_verified", Stop),
    ("invalid_template_name", Stop),
    ("131048", Stop),   // the sender is taken for a spammer
    ("132015", Stop),   // the template is paused
    ("132016", Stop),   // the template is disabled
    ("131026", Failed), // the recipient cannot be reached
    ("131047", Failed), // the recipient has to write first, or needs a template
    ("131049", Failed), // the recipient got too much marketing
    ("132000", Failed), // the number of parameters
    ("132001", Failed), // no such template in this language
    ("132012", Failed), // the form of a parameter
];

/// Statuses, for codes that are not in the other table.
fn of_status(status: u16) -> Verdict {
    match status {
        401..=404 => Stop,
        408 | 429 | 500.. => Again,
        _ => Failed,
    }
}

impl Verdict {
    pub(crate) fn of(error: &Error) -> Self {
        if error.is_invalid_request() {
            return Failed;
        }
        // Without a response it is not known whether the message was sent.
        error.status().map_or(Again, |status| {
            Self::of_response(status.as_u16(), &codes(error))
        })
    }

    pub(crate) fn of_response(status: u16, codes: &[String]) -> Self {
        let known = CODES
            .iter()
            .find(|(code, _)| codes.iter().any(|it| it == code));
        known.map_or_else(|| of_status(status), |(_, verdict)| *verdict)
    }
}

/// The codes of an error, numbers included.
fn codes(error: &Error) -> Vec<String> {
    let body = error
        .json::<Value>()
        .and_then(Result::ok)
        .unwrap_or_default();
    let codes = ["/error/code", "/error/provider_code"].map(|pointer| body.pointer(pointer));
    let text = |code: &Value| {
        code.as_str()
            .map_or_else(|| code.to_string(), str::to_owned)
    };
    codes.into_iter().flatten().map(text).collect()
}
