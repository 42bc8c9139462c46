//! Slips that people make, each seeded alone into a whole contract, and what is said of it.
//!
//! The files of `seeded_slips/` hold one slip after the other:
//!
//! ```text
//! = what the slip is
//! - text of the contract, which must be there once; ⇥ is a tab
//! + what it becomes; § stands where it is to be reported, and is taken out
//! ! code: a part of the message or the help
//! ? why there is no finding
//! ```
//!
//! Further `-` and `+` lines are further edits. All findings are listed, in the order of the contract;
//! when there are fewer marks than findings, the remaining ones are at the last mark.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::path::Path;
use std::{fs, iter};

use build_support::contract::{self, Diagnostic};

const MARK: char = '§';
const TAB: &str = "⇥";

/// A text of the contract and what it becomes.
#[derive(Default)]
struct Edit {
    right: Vec<String>,
    wrong: Vec<String>,
}

/// A finding that has to be reported.
struct Expected {
    code: String,
    says: String,
}

/// One slip.
#[derive(Default)]
struct Slip {
    title: String,
    edits: Vec<Edit>,
    expected: Vec<Expected>,
    /// There is no finding, for a reason that the file gives.
    is_accepted: bool,
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn contract() -> String {
    fs::read_to_string(folder().join("tests/fixtures/contract.yaml")).unwrap()
}

/// The slips of all files.
fn slips() -> Vec<Slip> {
    let mut files: Vec<_> = fs::read_dir(folder().join("tests/seeded_slips"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.flat_map(|text| read(&text)).collect()
}

/// The slips of one file.
fn read(text: &str) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    for line in text.lines() {
        let Some((kind, rest)) = line.split_at_checked(1) else {
            continue;
        };
        if kind == "#" {
            continue;
        }
        let rest = rest
            .strip_prefix(' ')
            .unwrap_or_default()
            .replace(TAB, "\t");
        if kind == "=" {
            slips.push(Slip {
                title: rest,
                ..Slip::default()
            });
            continue;
        }
        let slip = slips.last_mut().expect("a title before its slip");
        match kind {
            "-" => {
                if slip.edits.last().is_none_or(|edit| !edit.wrong.is_empty()) {
                    slip.edits.push(Edit::default());
                }
                slip.edits.last_mut().unwrap().right.push(rest);
            }
            "+" => slip
                .edits
                .last_mut()
                .expect("a right text")
                .wrong
                .push(rest),
            "!" => {
                let (code, says) = rest.split_once(": ").expect("a code and what is said");
                slip.expected.push(Expected {
                    code: code.to_owned(),
                    says: says.to_owned(),
                });
            }
            "?" => slip.is_accepted = true,
            _ => panic!("{line:?} is neither a comment nor part of a slip"),
        }
    }
    slips
}

impl Slip {
    /// The contract with the slip, and the lines and columns of its marks; or which text is not
    /// there once.
    fn seeded_into(&self, contract: &str) -> Result<(String, Vec<(usize, usize)>), String> {
        let mut marked = contract.to_owned();
        for edit in &self.edits {
            let right = edit.right.join("\n");
            let places = marked.matches(&right).count();
            if places != 1 {
                return Err(format!("this is there {places} times:\n{right}"));
            }
            marked = marked.replacen(&right, &edit.wrong.join("\n"), 1);
        }
        let mut marks = Vec::new();
        for (number, line) in (1..).zip(marked.lines()) {
            let columns = line.chars().enumerate().filter(|(_, c)| *c == MARK);
            marks.extend(
                columns
                    .zip(1..)
                    .map(|((at, _), nth)| (number, at + 2 - nth)),
            );
        }
        Ok((marked.replace(MARK, ""), marks))
    }

    /// How what is reported differs from what is expected.
    fn difference(&self, contract: &str) -> Result<(), String> {
        let (text, marks) = self.seeded_into(contract)?;
        let found = contract::lint("openapi.yaml", &text);
        if marks.len() > self.expected.len() || marks.is_empty() != self.expected.is_empty() {
            return Err(format!("marks that do not fit the findings: {marks:?}"));
        }
        let last = marks.last().copied();
        let places = marks.into_iter().chain(iter::from_fn(|| last));
        let expected = self.expected.iter().zip(places);
        let is_met = |(found, (expected, place)): (&Diagnostic, (&Expected, _))| {
            let start = found.span.start;
            found.code == expected.code
                && found.to_string().contains(&expected.says)
                && (start.line, start.column) == place
        };
        let as_many = found.len() == self.expected.len();
        if as_many && found.iter().zip(expected.clone()).all(is_met) {
            return Ok(());
        }
        let expected: Vec<_> = expected
            .map(|(Expected { code, says }, (line, column))| {
                format!("{line}:{column} {code}: … {says} …")
            })
            .collect();
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        Err(format!("expected {expected:#?}, found {found:#?}"))
    }
}

#[test]
fn every_slip_is_reported_where_it_is_and_nothing_else() {
    let contract = contract();
    assert!(!contract.contains(MARK) && !contract.contains(TAB));
    let slips = slips();
    let difference = |slip: &Slip| {
        let difference = slip.difference(&contract).err()?;
        Some(format!("{}: {difference}", slip.title))
    };
    let differences: Vec<_> = slips.iter().filter_map(difference).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    for slip in &slips {
        let title = &slip.title;
        assert_eq!(
            slip.expected.is_empty(),
            slip.is_accepted,
            "the reason: {title}"
        );
    }
    let reported = slips.iter().filter(|slip| !slip.is_accepted).count();
    assert!(reported >= 100, "{reported}");
}
