//! Tables of (what happened) → (how long the next request waits).
#![allow(
    clippy::too_many_lines,
    reason = "a table is easier to read in one piece"
)]

use super::super::super::limits::RateLimit;
use super::*;

static CONTINUOUS: Pacing = Pacing {
    window: Duration::from_secs(60),
    refill: Refill::Continuous,
    classes: &[],
};

static AT_RESET: Pacing = Pacing {
    window: Duration::from_secs(60),
    refill: Refill::AtReset,
    classes: &[],
};

/// Tokens of a full bucket: ten a second.
const LIMIT: u64 = 600;

/// The time that the bucket counts on for one token, in milliseconds.
const TOKEN: f64 = 100.0 / COUNTED_ON;

/// 2023-11-14, as the clock of the client has it when a table begins.
const TIME_OF_DAY: u64 = 1_700_000_000;

/// Something that happens; times are in milliseconds.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A request goes out.
    Send { at: f64 },
    /// The answer to the request of this index arrives and tells of so many tokens.
    Answer { to: usize, at: f64, remaining: u64 },
    /// The same, with what else it tells.
    Told {
        to: usize,
        at: f64,
        limit: Option<u64>,
        remaining: Option<u64>,
        /// Seconds from the beginning of the table.
        reset: Option<i64>,
    },
    /// A request was dropped.
    Lost,
    /// A request did not reach the server.
    Unsent,
    /// The next request, with so many before it, has to wait so long.
    Wait { at: f64, ahead: usize, time: f64 },
    /// The next request may be sent.
    Free { at: f64 },
}

use Event::{Answer, Free, Lost, Send, Told, Unsent, Wait};

fn play(pacing: &'static Pacing, name: &str, events: &[Event]) {
    let start = Instant::now();
    let instant = |at: f64| start + Duration::from_secs_f64(at / 1000.0);
    let time_of_day = |at: f64| {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(TIME_OF_DAY);
        start + Duration::from_secs_f64(at / 1000.0)
    };
    let mut bucket = Bucket::new(pacing);
    let mut sent = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let mut wait = |at, ahead, expected: f64| {
            let wait = bucket.wait(ahead, instant(at)).as_secs_f64() * 1000.0;
            let is_as_expected = (wait - expected).abs() < 0.01 && (expected > 0.0 || wait == 0.0);
            assert!(
                is_as_expected,
                "{name}: {wait} at {index}, {event:?}: {bucket:?}"
            );
        };
        match *event {
            Wait { at, ahead, time } => wait(at, ahead, time),
            Free { at } => wait(at, 0, 0.0),
            Send { at } => sent.push(bucket.send(instant(at))),
            Lost => bucket.lost(),
            Unsent => assert_eq!(bucket.unsent(), Change::Sooner),
            Answer { to, at, remaining } => {
                let told = RateLimit {
                    limit: Some(LIMIT),
                    remaining: Some(remaining),
                    reset: None,
                };
                let _ = bucket.answered(sent[to], &told, instant(at), time_of_day(at));
            }
            Told {
                to,
                at,
                limit,
                remaining,
                reset,
            } => {
                let reset = reset.map(|seconds| TIME_OF_DAY.saturating_add_signed(seconds));
                let told = RateLimit {
                    limit,
                    remaining,
                    reset: reset
                        .map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)),
                };
                let _ = bucket.answered(sent[to], &told, instant(at), time_of_day(at));
            }
        }
    }
}

/// A request and its answer, in no time.
fn known(at: f64, remaining: u64) -> [Event; 2] {
    [
        Send { at },
        Answer {
            to: 0,
            at,
            remaining,
        },
    ]
}

#[test]
fn a_bucket_that_is_refilled_steadily() {
    let many = [Send { at: 0.0 }; 100];
    let two = [Send { at: 0.0 }; 2];
    let three = [Send { at: 0.0 }; 3];
    let table: &[(&str, &[Event], &[Event])] = &[
        ("nothing is known", &[], &[Free { at: 0.0 }]),
        ("nothing is known of many", &many, &[Free { at: 0.0 }]),
        (
            "tokens are left",
            &known(0.0, 2),
            &[
                Send { at: 0.0 },
                Free { at: 0.0 },
                Wait {
                    at: 0.0,
                    ahead: 1,
                    time: TOKEN,
                },
            ],
        ),
        (
            "none is left: one after the other comes back",
            &known(0.0, 0),
            &[
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: TOKEN,
                },
                Wait {
                    at: 0.0,
                    ahead: 9,
                    time: 10.0 * TOKEN,
                },
                Wait {
                    at: 40.0,
                    ahead: 0,
                    time: TOKEN - 40.0,
                },
                Wait {
                    at: 40.0,
                    ahead: 9,
                    time: 10.0 * TOKEN - 40.0,
                },
                Free { at: TOKEN + 0.001 },
                Wait {
                    at: TOKEN + 0.001,
                    ahead: 1,
                    time: TOKEN,
                },
            ],
        ),
        (
            "it does not overflow",
            &known(0.0, 590),
            &[
                Wait {
                    at: 3_600_000.0,
                    ahead: 599,
                    time: 0.0,
                },
                Wait {
                    at: 3_600_000.0,
                    ahead: 600,
                    time: TOKEN,
                },
            ],
        ),
        (
            "others on their way may not be counted yet",
            &three,
            &[
                Answer {
                    to: 0,
                    at: 0.0,
                    remaining: 2,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: TOKEN,
                },
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 1,
                },
                Answer {
                    to: 2,
                    at: 0.0,
                    remaining: 0,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: TOKEN,
                },
            ],
        ),
        (
            "others were counted already, as the last answer shows",
            &three,
            &[
                Answer {
                    to: 2,
                    at: 0.0,
                    remaining: 5,
                },
                Wait {
                    at: 0.0,
                    ahead: 3,
                    time: TOKEN,
                },
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 6,
                },
                Answer {
                    to: 0,
                    at: 0.0,
                    remaining: 7,
                },
                Wait {
                    at: 0.0,
                    ahead: 4,
                    time: 0.0,
                },
                Wait {
                    at: 0.0,
                    ahead: 5,
                    time: TOKEN,
                },
            ],
        ),
        (
            "answers arrive in another order",
            &two,
            &[
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 0,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: 2.0 * TOKEN,
                },
                Answer {
                    to: 0,
                    at: 0.0,
                    remaining: 1,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: TOKEN,
                },
            ],
        ),
        (
            "an answer that is late brings nothing back",
            &known(0.0, 1),
            &[
                Send { at: 0.0 },
                Send { at: TOKEN + 0.001 },
                Answer {
                    to: 2,
                    at: 150.0,
                    remaining: 0,
                },
                Answer {
                    to: 1,
                    at: 150.0,
                    remaining: 1,
                },
                Wait {
                    at: 150.0,
                    ahead: 0,
                    time: 2.0 * TOKEN - 150.0,
                },
            ],
        ),
        (
            "rounding down takes nothing away",
            &known(0.0, 0),
            &[
                Send { at: TOKEN },
                Answer {
                    to: 1,
                    at: 160.0,
                    remaining: 0,
                },
                Wait {
                    at: 160.0,
                    ahead: 0,
                    time: 2.0 * TOKEN - 160.0,
                },
            ],
        ),
        (
            "a token more than expected is there at once",
            &known(0.0, 0),
            &[
                Send { at: TOKEN },
                Answer {
                    to: 1,
                    at: 110.0,
                    remaining: 1,
                },
                Free { at: 110.0 },
                Wait {
                    at: 110.0,
                    ahead: 1,
                    time: TOKEN,
                },
            ],
        ),
        (
            "somebody else takes tokens",
            &known(0.0, 100),
            &[
                Send { at: 0.0 },
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 2,
                },
                Wait {
                    at: 0.0,
                    ahead: 1,
                    time: 0.0,
                },
                Wait {
                    at: 0.0,
                    ahead: 2,
                    time: TOKEN,
                },
            ],
        ),
        (
            "somebody else takes tokens while others are on their way",
            &known(0.0, 100),
            &[
                Send { at: 0.0 },
                Send { at: 0.0 },
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 2,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: 0.0,
                },
                Wait {
                    at: 0.0,
                    ahead: 1,
                    time: TOKEN,
                },
            ],
        ),
        (
            "a slow answer is no sign of somebody else",
            &known(0.0, 0),
            &[
                Send { at: TOKEN },
                Answer {
                    to: 1,
                    at: 10.1 * TOKEN,
                    remaining: 0,
                },
                Wait {
                    at: 10.1 * TOKEN,
                    ahead: 8,
                    time: 0.0,
                },
            ],
        ),
        (
            "a refused request took no token",
            &known(0.0, 0),
            &[
                Send { at: TOKEN },
                Answer {
                    to: 1,
                    at: TOKEN,
                    remaining: 0,
                },
                Wait {
                    at: TOKEN,
                    ahead: 0,
                    time: TOKEN,
                },
            ],
        ),
        (
            "a dropped request keeps its token until the server says otherwise",
            &known(0.0, 3),
            &[
                Send { at: 0.0 },
                Lost,
                Wait {
                    at: 0.0,
                    ahead: 2,
                    time: TOKEN,
                },
                Send { at: 0.0 },
                Answer {
                    to: 2,
                    at: 0.0,
                    remaining: 2,
                },
                Wait {
                    at: 0.0,
                    ahead: 1,
                    time: 0.0,
                },
            ],
        ),
        (
            "a request that was not sent gives its token back",
            &known(0.0, 1),
            &[Send { at: 0.0 }, Unsent, Free { at: 0.0 }],
        ),
        (
            "without the limit there is no rate",
            &[Send { at: 0.0 }],
            &[
                Told {
                    to: 0,
                    at: 0.0,
                    limit: None,
                    remaining: Some(0),
                    reset: None,
                },
                Free { at: 0.0 },
            ],
        ),
        (
            "a limit of zero is none",
            &[Send { at: 0.0 }],
            &[
                Told {
                    to: 0,
                    at: 0.0,
                    limit: Some(0),
                    remaining: Some(0),
                    reset: None,
                },
                Free { at: 0.0 },
            ],
        ),
        (
            "an answer without the headers tells nothing",
            &known(0.0, 1),
            &[
                Send { at: 0.0 },
                Told {
                    to: 1,
                    at: 0.0,
                    limit: None,
                    remaining: None,
                    reset: None,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: TOKEN,
                },
            ],
        ),
        (
            "the limit itself changes",
            &known(0.0, 0),
            &[
                Send { at: TOKEN },
                Told {
                    to: 1,
                    at: TOKEN,
                    limit: Some(6000),
                    remaining: Some(0),
                    reset: None,
                },
                Wait {
                    at: TOKEN,
                    ahead: 0,
                    time: TOKEN / 10.0,
                },
            ],
        ),
        (
            "a clock that goes backwards brings nothing back",
            &known(500.0, 0),
            &[Wait {
                at: 400.0,
                ahead: 0,
                time: TOKEN,
            }],
        ),
    ];
    for (name, before, after) in table {
        play(&CONTINUOUS, name, &[*before, *after].concat());
    }
}

#[test]
fn a_bucket_that_is_refilled_at_the_end_of_its_window() {
    const WINDOW: f64 = 60_000.0;
    let table: &[(&str, &[Event], &[Event])] = &[
        ("nothing is known", &[], &[Free { at: 0.0 }]),
        (
            "tokens are left",
            &known(100.0, 2),
            &[
                Wait {
                    at: 100.0,
                    ahead: 1,
                    time: 0.0,
                },
                Wait {
                    at: 100.0,
                    ahead: 2,
                    time: WINDOW,
                },
            ],
        ),
        (
            "none comes back before the end, which counts from the first answer",
            &[
                Send { at: 0.0 },
                Answer {
                    to: 0,
                    at: 200.0,
                    remaining: 1,
                },
            ],
            &[
                Send { at: 30_000.0 },
                Answer {
                    to: 1,
                    at: 30_000.0,
                    remaining: 0,
                },
                Wait {
                    at: 30_000.0,
                    ahead: 0,
                    time: 30_200.0,
                },
                Wait {
                    at: 60_199.0,
                    ahead: 0,
                    time: 1.0,
                },
                Wait {
                    at: 60_200.0,
                    ahead: 599,
                    time: 0.0,
                },
            ],
        ),
        (
            "those who do not fit into a window wait for the one after it",
            &known(0.0, 0),
            &[
                Wait {
                    at: 0.0,
                    ahead: 599,
                    time: WINDOW,
                },
                Wait {
                    at: 0.0,
                    ahead: 600,
                    time: 2.0 * WINDOW,
                },
                Wait {
                    at: 0.0,
                    ahead: 1200,
                    time: 3.0 * WINDOW,
                },
            ],
        ),
        (
            "the server tells the end",
            &[Send { at: 0.0 }],
            &[
                Told {
                    to: 0,
                    at: 0.0,
                    limit: Some(LIMIT),
                    remaining: Some(0),
                    reset: Some(10),
                },
                // It may be the last moment of that second.
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: 11_000.0,
                },
            ],
        ),
        (
            "an end that has passed, or is too far away, comes from another clock",
            &[Send { at: 0.0 }, Send { at: 0.0 }],
            &[
                Told {
                    to: 0,
                    at: 0.0,
                    limit: Some(LIMIT),
                    remaining: Some(1),
                    reset: Some(-5),
                },
                Told {
                    to: 1,
                    at: 0.0,
                    limit: Some(LIMIT),
                    remaining: Some(0),
                    reset: Some(7200),
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: WINDOW,
                },
            ],
        ),
        (
            "more tokens than this window can have are a new window",
            &known(0.0, 0),
            &[
                Send { at: 20_000.0 },
                Answer {
                    to: 1,
                    at: 20_000.0,
                    remaining: 2,
                },
                Wait {
                    at: 20_000.0,
                    ahead: 1,
                    time: 0.0,
                },
                Wait {
                    at: 20_000.0,
                    ahead: 2,
                    time: WINDOW,
                },
            ],
        ),
        (
            "answers in another order are no new window",
            &[Send { at: 0.0 }, Send { at: 0.0 }],
            &[
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 0,
                },
                Answer {
                    to: 0,
                    at: 1000.0,
                    remaining: 1,
                },
                Wait {
                    at: 1000.0,
                    ahead: 0,
                    time: WINDOW - 1000.0,
                },
            ],
        ),
        (
            "an answer from the window before says nothing of this one",
            &known(0.0, 2),
            &[
                Send { at: 59_999.0 },
                Wait {
                    at: WINDOW,
                    ahead: 598,
                    time: 0.0,
                },
                Answer {
                    to: 1,
                    at: WINDOW,
                    remaining: 0,
                },
                Wait {
                    at: WINDOW,
                    ahead: 598,
                    time: 0.0,
                },
            ],
        ),
        (
            "requests on their way may be counted in the new window",
            &known(0.0, 2),
            &[
                Send { at: 59_999.0 },
                Wait {
                    at: WINDOW,
                    ahead: 598,
                    time: 0.0,
                },
                Wait {
                    at: WINDOW,
                    ahead: 599,
                    time: WINDOW,
                },
            ],
        ),
        (
            "a window is used up before an answer tells of it",
            &known(0.0, 0),
            &[
                Free { at: WINDOW },
                Wait {
                    at: WINDOW,
                    ahead: 600,
                    time: WINDOW,
                },
            ],
        ),
        (
            "without the limit, nothing is known after the end",
            &[Send { at: 0.0 }],
            &[
                Told {
                    to: 0,
                    at: 0.0,
                    limit: None,
                    remaining: Some(0),
                    reset: None,
                },
                Wait {
                    at: 0.0,
                    ahead: 5000,
                    time: WINDOW,
                },
                Wait {
                    at: WINDOW,
                    ahead: 5000,
                    time: 0.0,
                },
            ],
        ),
        (
            "somebody else takes tokens",
            &known(0.0, 100),
            &[
                Send { at: 0.0 },
                Answer {
                    to: 1,
                    at: 0.0,
                    remaining: 0,
                },
                Wait {
                    at: 0.0,
                    ahead: 0,
                    time: WINDOW,
                },
            ],
        ),
    ];
    for (name, before, after) in table {
        play(&AT_RESET, name, &[*before, *after].concat());
    }
}

#[test]
fn good_news_is_told_as_such() {
    let now = Instant::now();
    let told = |remaining| RateLimit {
        limit: Some(LIMIT),
        remaining: Some(remaining),
        reset: None,
    };
    let time_of_day = SystemTime::UNIX_EPOCH;
    for pacing in [&CONTINUOUS, &AT_RESET] {
        let mut bucket = Bucket::new(pacing);
        for (remaining, change) in [
            (5, Change::Sooner),
            (4, Change::NotSooner),
            (9, Change::Sooner),
            (0, Change::NotSooner),
        ] {
            let sent = bucket.send(now);
            let found = bucket.answered(sent, &told(remaining), now, time_of_day);
            assert_eq!(found, change, "{remaining}");
        }
    }
}
