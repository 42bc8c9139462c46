//! Recipients to whom something else happens than to others, for tests of what may go wrong.

use serde_json::{Value, json};

/// What the phone numbers of such recipients begin with; four digits follow that do not matter, and four
/// that say what happens.
const PREFIX: &str = "+6280090";

/// Statuses after `pending`, with the time in seconds at which a message has them.
type Steps = &'static [(u64, &'static str)];

/// What becomes of the messages to a recipient.
#[derive(Clone, Copy)]
pub(super) struct Fate {
    /// The last four digits of the number.
    code: &'static str,
    /// What goes wrong with the response to a message that was accepted, as faults are written.
    pub(super) fault: &'static str,
    pub(super) steps: Steps,
    /// Why it fails, if `failed` is among them: the code of one of [`CAUSES`].
    cause: &'static str,
}

pub(super) const PARAM_COUNT: &str = "template_param_count_mismatch";
pub(super) const PARAM_FORMAT: &str = "template_param_format_mismatch";
const NOT_ON_WHATSAPP: &str = "recipient_not_on_whatsapp";

/// Why messages fail: Kirim's code, and Meta's number.
const CAUSES: &[(&str, u32)] = &[
    ("outside_24h_window", 131_047),
    ("template_paused", 132_015),
    ("template_disabled", 132_016),
    (PARAM_COUNT, 132_000),
    (PARAM_FORMAT, 132_001),
    (NOT_ON_WHATSAPP, 1_006),
    ("recipient_blocked", 1_013),
    ("media_download_failed", 131_053),
];

const READ: Steps = &[(1, "sent"), (2, "delivered"), (4, "read")];
const FAILED: Steps = &[(1, "failed")];

/// The one whose messages never have WhatsApp's id.
const NAMELESS: &str = "3005";

/// Code, fault, steps and cause of each [`Fate`]; the table in README.md says the same in words.
const FATES: &[(&str, &str, Steps, &str)] = &[
    ("1001", "reset", READ, ""),
    ("1002", "status=502", READ, ""),
    ("1003", "latency=45s", READ, ""),
    ("1004", "reset-in-body", READ, ""),
    ("1005", "status=500, code=131000", READ, ""),
    ("2001", "", FAILED, "outside_24h_window"),
    ("2002", "", FAILED, "template_paused"),
    ("2003", "", FAILED, "template_disabled"),
    ("2004", "", FAILED, PARAM_COUNT),
    ("2005", "", FAILED, PARAM_FORMAT),
    ("2006", "", FAILED, NOT_ON_WHATSAPP),
    ("2007", "", FAILED, "recipient_blocked"),
    ("2008", "", FAILED, "media_download_failed"),
    ("3001", "", &[(1, "sent")], ""),
    ("3002", "", &[(1, "sent"), (4, "read")], ""),
    ("3003", "", &[(1, "sent"), (3, "failed")], NOT_ON_WHATSAPP),
    (
        "3004",
        "",
        &[(1, "sent"), (60, "delivered"), (62, "read")],
        "",
    ),
    (NAMELESS, "", READ, ""),
];

impl Fate {
    /// What becomes of messages to this phone number.
    pub(super) fn of(number: &str) -> Self {
        let digits = number.strip_prefix(PREFIX);
        let code = digits.and_then(|digits| digits.get(4..));
        let found = FATES.iter().find(|(known, ..)| code == Some(known));
        let (code, fault, steps, cause) = *found.unwrap_or(&("", "", READ, ""));
        Self {
            code,
            fault,
            steps,
            cause,
        }
    }

    /// The same for a message that fails for another reason.
    pub(super) fn failing(self, cause: Option<&'static str>) -> Self {
        cause.map_or(self, |cause| Self {
            steps: FAILED,
            cause,
            ..self
        })
    }

    /// Whether a message that was sent has WhatsApp's id.
    pub(super) fn has_message_id(&self) -> bool {
        self.code != NAMELESS
    }

    /// The error of a message that fails, as Kirim shows it.
    pub(super) fn error(&self) -> Option<Value> {
        let (code, number) = CAUSES.iter().find(|(code, _)| *code == self.cause)?;
        let message = format!("The message failed: {}.", code.replace('_', " "));
        Some(json!({ "code": code, "message": message, "provider_code": number }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::fault::Faults;

    #[test]
    fn the_page_has_every_recipient_and_the_faults_can_be_read() {
        let page = include_str!("../../README.md");
        let rows = page
            .lines()
            .filter_map(|line| line.strip_prefix("| `+6280090…"));
        let codes: Vec<_> = rows.map(|row| row.split('`').next().unwrap()).collect();
        let known: Vec<_> = FATES.iter().map(|(code, ..)| *code).collect();
        assert_eq!(codes, known);
        for (code, fault, steps, cause) in FATES {
            let is_failed = steps.iter().any(|(_, status)| *status == "failed");
            assert_eq!(is_failed, !cause.is_empty(), "{code}");
            let error = Fate::of(&format!("{PREFIX}0000{code}")).error();
            assert_eq!(is_failed, error.is_some(), "{code}");
            Faults::default().add(fault).unwrap();
        }
    }

    #[test]
    fn the_last_digits_of_a_number_decide() {
        assert_eq!(Fate::of("+628009012342001").code, "2001");
        assert_eq!(Fate::of("+628009000002001").code, "2001");
        for usual in [
            "+628009112342001",
            "+628009012349999",
            "+62800902001",
            "2001",
        ] {
            assert_eq!(Fate::of(usual).code, "", "{usual}");
        }
    }
}
