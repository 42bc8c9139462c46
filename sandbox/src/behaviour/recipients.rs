//! Recipients to whom something else happens than to others, for tests of what may go wrong.

use serde_json::{Value, json};

use crate::fault::{self, Fault};

/// What the phone numbers of such recipients begin with; four digits follow that do not matter, and four
/// that say what happens.
const PREFIX: &str = "+6280090";

/// What becomes of the messages to a recipient.
#[derive(Clone, Copy)]
pub(super) struct Fate {
    /// The last four digits of the number.
    code: &'static str,
    /// What goes wrong with the response to a message that was accepted, as faults are written.
    fault: &'static str,
    /// Statuses after `pending`, with the time in seconds at which a message has them.
    pub(super) steps: &'static [(u64, &'static str)],
    /// Why it fails, if `failed` is among them: the code of one of [`CAUSES`].
    cause: &'static str,
}

const fn fate(
    code: &'static str,
    fault: &'static str,
    steps: &'static [(u64, &'static str)],
    cause: &'static str,
) -> Fate {
    Fate {
        code,
        fault,
        steps,
        cause,
    }
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

const READ: &[(u64, &str)] = &[(1, "sent"), (2, "delivered"), (4, "read")];
const FAILED: &[(u64, &str)] = &[(1, "failed")];

/// Everybody else.
const USUAL: Fate = fate("", "", READ, "");

/// The one whose messages never have WhatsApp's id.
const NAMELESS: &str = "3005";

/// The table in README.md says the same in words.
const FATES: &[Fate] = &[
    fate("1001", "reset", READ, ""),
    fate("1002", "status=502", READ, ""),
    fate("1003", "latency=45s", READ, ""),
    fate("1004", "reset-in-body", READ, ""),
    fate("1005", "status=500, code=131000", READ, ""),
    fate("2001", "", FAILED, "outside_24h_window"),
    fate("2002", "", FAILED, "template_paused"),
    fate("2003", "", FAILED, "template_disabled"),
    fate("2004", "", FAILED, PARAM_COUNT),
    fate("2005", "", FAILED, PARAM_FORMAT),
    fate("2006", "", FAILED, NOT_ON_WHATSAPP),
    fate("2007", "", FAILED, "recipient_blocked"),
    fate("2008", "", FAILED, "media_download_failed"),
    fate("3001", "", &[(1, "sent")], ""),
    fate("3002", "", &[(1, "sent"), (4, "read")], ""),
    fate("3003", "", &[(1, "sent"), (3, "failed")], NOT_ON_WHATSAPP),
    fate(
        "3004",
        "",
        &[(1, "sent"), (60, "delivered"), (62, "read")],
        "",
    ),
    fate(NAMELESS, "", READ, ""),
];

impl Fate {
    /// What becomes of messages to this phone number.
    pub(super) fn of(number: &str) -> Self {
        let digits = number.strip_prefix(PREFIX);
        let code = digits.and_then(|digits| digits.get(4..));
        let found = FATES.iter().find(|fate| code == Some(fate.code));
        *found.unwrap_or(&USUAL)
    }

    /// The same for a message that fails for another reason.
    pub(super) fn failing(self, cause: Option<&'static str>) -> Self {
        cause.map_or(self, |cause| fate(self.code, self.fault, FAILED, cause))
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

    /// What goes wrong with the response.
    pub(super) fn faults(&self) -> Vec<Fault> {
        // A test reads them all; an empty text is none.
        fault::rule(self.fault, None).map_or_else(|_| Vec::new(), |rule| rule.faults)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_page_has_every_recipient_and_the_faults_can_be_read() {
        let page = include_str!("../../README.md");
        let rows = page
            .lines()
            .filter_map(|line| line.strip_prefix("| `+6280090…"));
        let codes: Vec<_> = rows.map(|row| row.split('`').next().unwrap()).collect();
        let known: Vec<_> = FATES.iter().map(|fate| fate.code).collect();
        assert_eq!(codes, known);
        for fate in FATES {
            let is_failed = fate.steps.iter().any(|(_, status)| *status == "failed");
            assert_eq!(is_failed, fate.error().is_some(), "{}", fate.code);
            assert_eq!(
                fate.faults().is_empty(),
                fate.fault.is_empty(),
                "{}",
                fate.code
            );
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
