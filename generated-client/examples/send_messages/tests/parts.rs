//! The parts that need no server.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Parser;
use serde_json::json;

use crate::args::{Command, Options};
use crate::journal::{self, Contents, Entry, Journal, Stage, State};
use crate::plan::{Campaign, Field, Plan, Row};
use crate::retry::Verdict;
use crate::suppress::Suppressed;
use crate::{numbers, rows, template};

#[test]
fn numbers_are_normalized_or_refused_with_what_to_write() {
    let taken = [
        ("+6281234567890", None, "+6281234567890"),
        (" +62 812-3456-7890 ", None, "+6281234567890"),
        ("+1 (555) 010-0999", None, "+15550100999"),
        ("081234567890", Some("62"), "+6281234567890"),
        ("6281234567890", Some("62"), "+6281234567890"),
        ("+4915550100999", Some("62"), "+4915550100999"),
    ];
    for (written, country, number) in taken {
        assert_eq!(numbers::normalize(written, country).unwrap(), number);
    }
    let refused = [
        (
            "081234567890",
            None,
            "write, for example, +6281234567890, or give --country 62",
        ),
        ("6281234567890", None, "write +6281234567890 if"),
        ("6281234567890", None, "--country 62"),
        ("81234567890", Some("62"), "dropped the 0"),
        ("0062812345678", Some("62"), "write +62812345678"),
        ("6.28E+11", Some("62"), "rounded"),
        ("6.28123e11", None, "rounded"),
        ("+0812345678", None, "begins with 0"),
        ("+621234", None, "7 to 15 digits"),
        ("+6281234567890123", None, "7 to 15 digits"),
        ("+62812x345678", None, "more in it"),
        (" - ", None, "no number"),
    ];
    for (written, country, reason) in refused {
        let error = numbers::normalize(written, country).unwrap_err();
        assert!(error.contains(reason), "{written}: {error}");
    }
}

#[test]
fn a_list_is_read_by_the_names_of_its_columns() {
    let text = "\u{feff}name;body_2;to;header_image;body_1\r\n\r\n\
                Rosa;\"A;1\";+62 8001;x;y\r\n";
    let wrong = rows::read(text.as_bytes(), None, false).unwrap_err();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    let text = text
        .replace(";x;", ";https://example.com/a.png;")
        .replace("62 8001", "62 8001112223");
    let list = rows::read(text.as_bytes(), None, false).unwrap();
    let fields = [Field::HeaderImage, Field::Body(1), Field::Body(2)];
    assert_eq!(
        (&*list.fields, &*list.unused),
        (&fields[..], &["name".to_owned()][..])
    );
    let values = ["https://example.com/a.png", "y", "A;1"].map(str::to_owned);
    let [row] = &list.rows[..] else {
        panic!("{list:?}")
    };
    assert_eq!(
        (&*row.to, &row.values[..], row.line),
        ("+628001112223", &values[..], 3)
    );

    // What else spreadsheets write: tabs, lines of nothing but separators, a column without a name.
    let text = "to\tbody_1\t\n+628001112223\ta, b\t\n\t\t\n";
    let list = rows::read(text.as_bytes(), None, false).unwrap();
    assert_eq!((list.rows.len(), list.unused.len()), (1, 0));
    assert_eq!(list.rows[0].values, ["a, b"]);
}

#[test]
fn a_row_becomes_the_components_of_a_template() {
    let text =
        "to,body_2,button_url_1,button_payload_3,header_text,body_1\n+628001112223,b,u,p,h,a\n";
    let list = rows::read(text.as_bytes(), None, false).unwrap();
    let campaign = Campaign {
        fields: list.fields,
        ..campaign()
    };
    let message = serde_json::to_value(template::message(&campaign, &list.rows[0])).unwrap();
    let text = |text: &str| json!({ "type": "text", "text": text });
    let payload = json!({ "type": "payload", "payload": "p" });
    let expected = json!([
        { "type": "header", "parameters": [text("h")] },
        { "type": "button", "sub_type": "url", "index": "0", "parameters": [text("u")] },
        { "type": "button", "sub_type": "quick_reply", "index": "2", "parameters": [payload] },
        { "type": "body", "parameters": [text("a"), text("b")] },
    ]);
    assert_eq!(message["template"]["components"], expected);
}

#[test]
fn everything_that_is_wrong_with_a_list_is_told_at_once() {
    let text = "to,body_1\n0812345678,\n+62812345678,\"a\nb\"\n+62812345678,a\n6.28E+11,a\tb\n\
                +62812345678,a\n+62812345678\n+62812345679,a     b\n";
    let wrong = rows::read(text.as_bytes(), None, false).unwrap_err();
    let expected = [
        "line 2: to \"0812345678\": it has no country code",
        "line 2: body_1: it is empty",
        "line 3: body_1: it has more than one line",
        "line 6: to \"6.28E+11\": a spreadsheet",
        "line 6: body_1: it has more than one line, a tab",
        "line 7: the same message to +62812345678 as in line 5",
        "line 8: 1 values for 2 columns",
        "line 9: body_1: it has more than four spaces",
    ];
    assert_eq!(wrong.len(), expected.len(), "{wrong:#?}");
    for (wrong, expected) in wrong.iter().zip(expected) {
        assert!(wrong.starts_with(expected), "{wrong}");
    }
    for (head, expected) in [
        ("name", "no column `to`"),
        ("to,to", "two columns"),
        ("to,body_2", "not numbered"),
        ("to,body_x", "not body_1"),
        ("to,header_gif", "header_gif"),
        ("to,button_url_0", "button_url_0"),
        ("To", "no column `to`, but `To`"),
        ("to,header_text,header_image", "one header"),
        ("to", "no rows"),
        ("", "no column"),
    ] {
        let wrong = rows::read(head.as_bytes(), None, false).unwrap_err();
        assert!(wrong[0].contains(expected), "{head}: {wrong:?}");
    }
}

fn campaign() -> Campaign {
    let [name, server, sender, template, language, list] = [
        "spring",
        "sandbox",
        "100200300400500",
        "order_update",
        "id",
        "abc",
    ]
    .map(str::to_owned);
    Campaign {
        name,
        server,
        sender,
        template,
        language,
        list,
        fields: vec![Field::Body(1)],
    }
}

fn plan() -> Plan {
    let text = "to,body_1\n+62812345678,a\n+62812345678,b\n+62812345678,a\n+62812345679,a\n";
    Plan {
        campaign: campaign(),
        rows: rows::read(text.as_bytes(), None, true).unwrap().rows,
    }
}

#[test]
fn keys_follow_from_what_is_sent_and_not_from_where_it_stands() {
    let Plan { campaign, rows } = plan();
    let keys: Vec<_> = rows.iter().map(|row| campaign.key(row, 0)).collect();
    let mut different = keys.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 4, "the third has occurrence 1");
    assert!(keys.iter().all(|key| key.len() == 64));

    let text = "to,body_1\n+62800,x\n+62812345679,a\n+62812345678,b\n"
        .replace("+62800,", "+628001112223,");
    let other = rows::read(text.as_bytes(), None, false).unwrap().rows;
    assert_eq!(campaign.key(&other[1], 0), keys[3]);
    assert_eq!(campaign.key(&other[2], 0), keys[1]);

    assert_ne!(campaign.key(&rows[0], 1), keys[0]);
    let moved = Row {
        line: 9,
        ..rows[0].clone()
    };
    assert_eq!(campaign.key(&moved, 0), keys[0]);
    let renamed = Campaign {
        name: "autumn".to_owned(),
        ..campaign.clone()
    };
    assert_ne!(renamed.key(&rows[0], 0), keys[0]);
    let relisted = Campaign {
        list: "def".to_owned(),
        ..campaign
    };
    assert_eq!(relisted.key(&rows[0], 0), keys[0]);
}

/// Opens a journal that nobody writes: what other tests start holds its lock between fork and exec.
fn reopen(path: &Path) -> Result<Option<Contents>, String> {
    loop {
        match Journal::open(path).map(|(_, contents)| contents) {
            Err(error) if error.to_string().contains("another process") => thread::yield_now(),
            ended => return ended.map_err(|error| error.to_string()),
        }
    }
}

#[test]
fn a_journal_tells_after_a_crash_how_far_each_message_came() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let (mut journal, contents) = Journal::open(&path).unwrap();
    assert!(contents.is_none());
    journal.begin(&plan()).unwrap();
    let taken = Journal::open(&path).err().unwrap().to_string();
    assert!(taken.contains("another process"), "{taken}");

    let mut contents = Contents::new(plan());
    let entries = [
        Entry::Intent { row: 0, at: 1_000 },
        Entry::Intent { row: 1, at: 1_001 },
        Entry::Accepted {
            row: 1,
            id: Some("msg_1".to_owned()),
        },
        Entry::Intent { row: 2, at: 1_002 },
        Entry::Released { row: 2 },
        Entry::Intent { row: 3, at: 1_003 },
        Entry::Failed {
            row: 3,
            reason: "no\nsuch number".to_owned(),
        },
    ];
    for entry in entries {
        journal.note(&mut contents, entry).unwrap();
    }
    let before = fs::read_to_string(&path).unwrap();
    assert_eq!(
        before.matches('\n').count(),
        6,
        "the plan, and nothing before a sync"
    );
    journal.sync().unwrap();
    drop(journal);
    let states = contents.states;
    assert_eq!(states[0].stage, Stage::Open(1_000));
    assert_eq!(states[1].stage, Stage::Accepted(Some("msg_1".to_owned())));
    assert_eq!((&states[2].stage, states[2].refusals), (&Stage::Unsent, 1));

    let whole = fs::read_to_string(&path).unwrap();
    assert_eq!(journal::contents(&path).unwrap().states, states);
    assert_eq!(reopen(&path).unwrap().unwrap().plan, plan());

    // Killed at any byte: what is left is the plan and the first entries, or nothing at all.
    let planned = whole.find("{\"intent\"").unwrap();
    for length in 0..=whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        let contents = reopen(&path).unwrap();
        let left = fs::read_to_string(&path).unwrap();
        if length < planned {
            assert!(contents.is_none() && left.is_empty(), "{length}");
        } else {
            assert!(whole.starts_with(&left) && left.ends_with('\n'));
            let lines = whole[..length].matches('\n').count() - 6;
            let states = contents.unwrap().states;
            let is_open = matches!(states[0].stage, Stage::Open(1_000));
            assert_eq!(is_open, lines >= 1, "{length}");
            assert_eq!(
                matches!(states[3].stage, Stage::Failed(_)),
                lines >= 7,
                "{length}"
            );
        }
    }
    fs::write(&path, whole.replace(":3,\"at\"", ":4,\"at\"")).unwrap();
    assert!(reopen(&path).unwrap_err().contains("line 12 does not fit"));
    fs::write(&path, whole.replace("{\"released\"", "{\"relesed\"")).unwrap();
    let error = reopen(&path).unwrap_err();
    assert!(error.contains("line 11"), "{error}");
    fs::write(&path, whole.replace("{\"planned\":4}", "{\"planned\":3}")).unwrap();
    assert!(reopen(&path).unwrap_err().contains("line 6"));
    // What is not a journal stays as it is.
    fs::write(&path, "my notes").unwrap();
    assert!(reopen(&path).unwrap_err().contains("not a journal"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "my notes");
}

#[test]
fn what_was_perhaps_sent_a_day_ago_is_unknown() {
    let day = 24 * 60 * 60;
    let state = State {
        stage: Stage::Open(day),
        refusals: 0,
    };
    assert!(!state.is_unknown(day + day / 2));
    assert!(!state.is_unknown(0), "a clock that was set back");
    assert!(state.is_unknown(day + day));
    assert!(!State::default().is_unknown(day));
}

#[test]
fn a_list_of_suppressed_numbers_is_read_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("suppress.txt");
    fs::write(&path, "\u{feff}+62812345678\n\n").unwrap();
    let mut list = Suppressed::open(path.clone(), Some("62".to_owned())).unwrap();
    assert!(list.contains("+62812345678").unwrap());
    assert!(!list.contains("+62812345679").unwrap());
    fs::write(&path, "+62812345678\n0812-345-679\n").unwrap();
    assert!(list.contains("+62812345679").unwrap());
    fs::write(&path, "nobody").unwrap();
    let error = list.contains("+62812345678").unwrap_err().to_string();
    assert!(error.contains("suppress.txt, line 1"), "{error}");
    fs::remove_file(&path).unwrap();
    assert!(list.contains("+62812345678").is_err());
}

fn options(line: &str) -> Result<Options, String> {
    let options = Options::try_parse_from(line.split(' ')).map_err(|error| error.to_string())?;
    options.check().map_err(|error| error.to_string())?;
    Ok(options)
}

#[test]
fn options_are_read_as_documented() {
    let plain = options("send_messages").unwrap();
    assert!(!plain.target.live && plain.command.is_none());
    assert_eq!(
        plain.target.journal(),
        PathBuf::from("sample.sandbox.jsonl")
    );
    let status = options("send_messages status --live --campaign spring").unwrap();
    assert!(matches!(status.command, Some(Command::Status)));
    assert_eq!(status.target.journal(), PathBuf::from("spring.live.jsonl"));
    let url = |line: &str| options(line).map(|it| it.target.sandbox.unwrap().to_string());
    let base = "http://127.0.0.1:8787/kirim/v1";
    for given in [
        base,
        "http://127.0.0.1:8787",
        "http://localhost:8787/kirim/v1",
    ] {
        assert_eq!(
            url(&format!("send_messages --sandbox {given}")).unwrap(),
            base
        );
    }
    assert!(url("send_messages --sandbox http://[::1]:8787").is_ok());
    for (given, expected) in [
        ("--sandbox http://192.0.2.1:8787", "this machine"),
        ("--sandbox http://sandbox.example.com", "this machine"),
        ("--sandbox https://127.0.0.1:8787", "http://"),
        ("--live", "--live needs a LIST"),
        ("list.csv", "--template"),
        ("list.csv --template order --language id", "--campaign"),
        (
            "list.csv --campaign spring --template order --language id --live",
            "--sender",
        ),
        (
            "--live --sandbox http://127.0.0.1:8787",
            "cannot be used with",
        ),
        ("--campaign ../etc", "letters"),
        ("--country 0", "digits"),
        ("--output ./Cargo.toml --journal Cargo.toml", "overwrite"),
        ("--output missing/a.csv", "missing/a.csv"),
        ("--sandbox 127.0.0.1:8787", "this machine"),
    ] {
        let error = options(&format!("send_messages {given}")).err().unwrap();
        assert!(error.contains(expected), "{given}: {error}");
    }
}

#[test]
fn codes_go_before_statuses() {
    use Verdict::{Again, Failed, Later, Stop};
    let cases = [
        (429, "rate_limit_exceeded", Again),
        (409, "idempotency_in_progress", Again),
        (409, "idempotency_conflict", Failed),
        (502, "whatsapp_upstream_error", Again),
        (503, "", Again),
        (400, "131056", Later),
        (400, "invalid_phone_number", Failed),
        (422, "outside_24h_window", Failed),
        (422, "account_not_connected", Stop),
        (500, "132015", Stop),
        (400, "132000", Failed),
        (401, "expired_api_key", Stop),
        (402, "feature_not_entitled", Stop),
    ];
    for (status, code, verdict) in cases {
        assert_eq!(
            Verdict::of_response(status, &[code.to_owned()]),
            verdict,
            "{status} {code}"
        );
    }
}
