//! A whole contract with one line spoilt: whatever happens to it, linting ends, does not panic, and
//! points into the text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, panic, thread};

use contract::{Conventions, Diagnostic, Position, lint};

/// A name, and what becomes of a line; nothing when the line cannot be spoilt in this way.
type Mutation = (&'static str, fn(&str) -> Option<String>);

/// What can happen to a line, with its line feed.
const MUTATIONS: &[Mutation] = &[
    ("deleted", |_| Some(String::new())),
    ("there twice", |line| Some(format!("{line}{line}"))),
    ("indented by 1", |line| Some(format!(" {line}"))),
    ("indented by 2", |line| Some(format!("  {line}"))),
    ("dedented by 2", |line| {
        line.strip_prefix("  ").map(str::to_owned)
    }),
    ("without its last character", |line| {
        let mut text = line.trim_end().to_owned();
        text.pop()?;
        Some(text + "\n")
    }),
    ("with null", |line| with_value(line, "null")),
    ("with []", |line| with_value(line, "[]")),
    ("with {}", |line| with_value(line, "{}")),
    ("with 5", |line| with_value(line, "5")),
    ("with 'text'", |line| with_value(line, "'text'")),
];

/// The line with another value behind its key or its dash.
fn with_value(line: &str, value: &str) -> Option<String> {
    let text = line.trim_end();
    let end = match (text.find(": "), text.strip_suffix(':'), text.find("- ")) {
        (Some(colon), ..) => colon + 1,
        (None, Some(_), _) => text.len(),
        (None, None, Some(dash)) => dash + 1,
        (None, None, None) => return None,
    };
    Some(format!("{} {value}\n", &text[..end]))
}

/// Every mutation of every `step`th line, each with its name.
fn mutated(contract: &str, step: usize) -> impl Iterator<Item = (String, String)> {
    let lines = contract.split_inclusive('\n').enumerate().step_by(step);
    let mut start = 0;
    let starts: Vec<usize> = contract
        .split_inclusive('\n')
        .map(|line| {
            start += line.len();
            start - line.len()
        })
        .collect();
    lines.flat_map(move |(index, line)| {
        let (before, rest) = contract.split_at(starts[index]);
        let after = &rest[line.len()..];
        let number = index + 1;
        let spoilt = MUTATIONS.iter().filter_map(move |(name, spoil)| {
            let text = format!("{before}{}{after}", spoil(line)?);
            Some((format!("line {number} {name}"), text))
        });
        let half = line.char_indices().nth(line.chars().count() / 2);
        let half = half.map_or(0, |(byte, _)| byte);
        let cut = [
            ("ends in line", half),
            ("ends with line", line.trim_end().len()),
        ]
        .map(|(name, length)| {
            let text = format!("{before}{}", &line[..length]);
            (format!("the contract {name} {number}"), text)
        });
        spoilt.chain(cut)
    })
}

/// Whether the place is in the text or at the end of one of its lines.
fn is_inside(lines: &[&str], Position { line, column }: Position) -> bool {
    let length = match lines.get(line.wrapping_sub(1)) {
        Some(line) => line.chars().count(),
        // What is missing at the end of the last line is missed in the line behind it.
        None if line == lines.len() + 1 => 0,
        None => return false,
    };
    (1..=length + 1).contains(&column)
}

/// What is wrong with the findings in a text.
fn complaint(text: &str, found: &[Diagnostic]) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_sound = |found: &Diagnostic| {
        is_inside(&lines, found.span.start)
            && is_inside(&lines, found.span.end)
            && found.span.start <= found.span.end
            && !found.message.trim().is_empty()
    };
    if let Some(found) = found.iter().find(|found| !is_sound(found)) {
        return Some(format!("{:?} of {found}", found.span));
    }
    (!found.is_sorted_by_key(|found| found.span)).then(|| "not in order".to_owned())
}

/// Lints every mutation of every `step`th line and gives how many there were.
fn survives(step: usize) -> usize {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml");
    let contract = fs::read_to_string(contract).unwrap();
    let (report, reports) = mpsc::channel();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    // In threads of their own, so that one that never ends is noticed.
    for first in 0..threads {
        let (contract, report) = (contract.clone(), report.clone());
        thread::spawn(move || {
            for (name, text) in mutated(&contract, step).skip(first).step_by(threads) {
                let linted = panic::catch_unwind(|| lint("openapi.yaml", &text, Conventions::On));
                let complaint = match linted {
                    Ok(found) => complaint(&text, &found),
                    Err(_) => Some("a panic".to_owned()),
                };
                report.send((name, complaint)).unwrap();
            }
        });
    }
    drop(report);
    let (mut complaints, mut count, mut last) = (Vec::new(), 0, String::new());
    loop {
        match reports.recv_timeout(Duration::from_secs(60)) {
            Ok((name, complaint)) => {
                complaints.extend(complaint.map(|complaint| format!("{name}: {complaint}")));
                last = name;
                count += 1;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs after: {last}"),
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    count
}

/// Every 499th line, or as many as `SPOIL_EVERY` says: 1 takes minutes and spoils them all.
#[test]
fn a_spoilt_line_is_no_reason_to_panic() {
    // A prime, so that the lines differ in what they are.
    let step = env::var("SPOIL_EVERY").map_or(499, |step| step.parse().expect("a number of lines"));
    let count = survives(step);
    assert!(count > 20_000 / step, "{count}");
}
