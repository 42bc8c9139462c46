//! Recipients to whom something else happens than to others, for tests of what may go wrong.

/// What the phone numbers of such recipients begin with; four digits follow that do not matter, and four
/// that say what happens.
const PREFIX: &str = "+6280090";

/// Why messages to a recipient fail: Kirim's code, the cause in words, and Meta's number.
pub(super) type Cause = (&'static str, &'static str, u32);

/// What becomes of the messages to a recipient.
#[derive(Clone, Copy)]
pub(super) struct Fate {
    /// The last four digits of the number.
    pub(super) code: &'static str,
    /// What goes wrong with the response to a message that was accepted, as faults are written.
    pub(super) fault: &'static str,
    /// Statuses after `pending`, with the time in seconds at which a message has them.
    pub(super) steps: &'static [(u64, &'static str)],
    /// Why it fails, if `failed` is among them.
    pub(super) cause: Option<Cause>,
    /// Whether a message that was sent has WhatsApp's id.
    pub(super) has_message_id: bool,
}

const fn fate(code: &'static str, steps: &'static [(u64, &'static str)]) -> Fate {
    Fate {
        code,
        fault: "",
        steps,
        cause: None,
        has_message_id: true,
    }
}

const fn lost(code: &'static str, fault: &'static str) -> Fate {
    Fate {
        fault,
        ..fate(code, READ)
    }
}

const fn failed(code: &'static str, cause: Cause) -> Fate {
    Fate {
        cause: Some(cause),
        ..fate(code, &[(1, "failed")])
    }
}

const READ: &[(u64, &str)] = &[(1, "sent"), (2, "delivered"), (4, "read")];

pub(super) const PARAM_COUNT: Cause = (
    "template_param_count_mismatch",
    "The template takes another number of parameters.",
    132_000,
);
pub(super) const PARAM_FORMAT: Cause = (
    "template_param_format_mismatch",
    "A parameter is of another kind than the template's.",
    132_001,
);
const OUTSIDE_WINDOW: Cause = (
    "outside_24h_window",
    "The person last wrote more than 24 hours ago.",
    131_047,
);
const PAUSED: Cause = ("template_paused", "Meta has paused the template.", 132_015);
const DISABLED: Cause = (
    "template_disabled",
    "Meta has disabled the template.",
    132_016,
);
const NOT_ON_WHATSAPP: Cause = (
    "recipient_not_on_whatsapp",
    "The number is not on WhatsApp.",
    1_006,
);
const BLOCKED: Cause = (
    "recipient_blocked",
    "The person has blocked the account.",
    1_013,
);
const MEDIA: Cause = (
    "media_download_failed",
    "The file cannot be fetched.",
    131_053,
);

/// Everybody else.
const USUAL: Fate = fate("", READ);

/// The table in README.md says the same in words.
const FATES: &[Fate] = &[
    lost("1001", "reset"),
    lost("1002", "status=502"),
    lost("1003", "latency=45s"),
    lost("1004", "reset-in-body"),
    lost("1005", "status=500, code=131000"),
    failed("2001", OUTSIDE_WINDOW),
    failed("2002", PAUSED),
    failed("2003", DISABLED),
    failed("2004", PARAM_COUNT),
    failed("2005", PARAM_FORMAT),
    failed("2006", NOT_ON_WHATSAPP),
    failed("2007", BLOCKED),
    failed("2008", MEDIA),
    fate("3001", &[(1, "sent")]),
    fate("3002", &[(1, "sent"), (4, "read")]),
    Fate {
        cause: Some(NOT_ON_WHATSAPP),
        ..fate("3003", &[(1, "sent"), (3, "failed")])
    },
    fate("3004", &[(1, "sent"), (60, "delivered"), (62, "read")]),
    Fate {
        has_message_id: false,
        ..fate("3005", READ)
    },
];

impl Fate {
    /// What becomes of messages to this phone number.
    pub(super) fn of(number: &str) -> Self {
        let code = number
            .strip_prefix(PREFIX)
            .and_then(|digits| digits.get(4..));
        let found = FATES.iter().find(|fate| code == Some(fate.code));
        *found.unwrap_or(&USUAL)
    }

    /// The same for a message that fails for another reason.
    pub(super) fn failing(self, cause: Option<Cause>) -> Self {
        match cause {
            None => self,
            cause => Self {
                cause,
                steps: &[(1, "failed")],
                ..self
            },
        }
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
            assert_eq!(is_failed, fate.cause.is_some(), "{}", fate.code);
            if !fate.fault.is_empty() {
                crate::fault::texts(fate.fault).unwrap();
            }
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
