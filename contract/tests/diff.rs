//! Pairs of contracts with a known verdict, and the page of change codes.
//!
//! A file of `diff/` names the contract that its pairs are edits of. A pair is `=== THERE, BACK: title`, the
//! verdicts of both ways, and below it the edit: lines of the contract, kept (` `), removed (`-`) or added
//! (`+`), with `@@` between places. All that is found is written beside the file, as `NAME.txt`;
//! `SNAPSHOTS=overwrite` writes it and the page anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeSet, fmt::Write, fs, path::Path};

use contract::{
    Contract,
    diff::{self, Change, Verdict},
};
use snapbox::{Data, assert_data_eq, file};

struct Pair {
    title: String,
    /// The verdicts of both ways, as the file says them.
    verdicts: [String; 2],
    edited: String,
}

/// Applies an edit to a text in which its lines occur once.
fn edited(base: &str, edit: &str, title: &str) -> String {
    edit.split("@@\n").fold(base.to_owned(), |text, hunk| {
        let lines = |sign| {
            hunk.lines()
                .filter(move |line| line.starts_with([' ', sign]))
        };
        let block = |sign| lines(sign).fold(String::new(), |text, line| text + &line[1..] + "\n");
        let (old, new) = (format!("\n{}", block('-')), format!("\n{}", block('+')));
        assert_eq!(text.matches(&old).count(), 1, "{title}: {old}");
        text.replacen(&old, &new, 1)
    })
}

/// The contract that the pairs of a file are edits of, and the pairs.
fn pairs(path: &Path) -> (String, Vec<Pair>) {
    let text = fs::read_to_string(path).unwrap();
    let (head, rest) = text.split_once('\n').unwrap();
    let base = head.strip_prefix("base: ").unwrap();
    let base = fs::read_to_string(path.with_file_name(base)).unwrap();
    let pairs = rest.split("=== ").skip(1).map(|pair| {
        let (head, edit) = pair.split_once('\n').unwrap();
        let (verdicts, title) = head.split_once(": ").unwrap();
        let (there, back) = verdicts.split_once(", ").unwrap();
        let verdicts = [there.to_owned(), back.to_owned()];
        Pair {
            title: title.to_owned(),
            verdicts,
            edited: edited(&base, edit, title),
        }
    });
    let pairs = pairs.collect();
    (base, pairs)
}

fn files() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|it| it == "diff"))
        .collect();
    files.sort();
    files
}

fn load(text: &str) -> Contract {
    contract::load_earlier("c.yaml", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn line(change: &Change) -> String {
    let Change {
        code,
        place,
        message,
        ..
    } = change;
    let operations = change.operations.join(", ");
    format!(
        "  {} {code} [{operations}] {place}: {message}\n",
        change.verdict.name()
    )
}

fn worst(changes: &[Change]) -> &'static str {
    changes
        .iter()
        .map(|it| it.verdict)
        .max()
        .map_or("nothing", Verdict::name)
}

#[test]
fn every_pair_has_its_verdict_there_and_back() {
    let mut wrong = String::new();
    let mut codes = BTreeSet::new();
    let mut count = 0;
    for path in files() {
        let mut said = String::new();
        let (base, pairs) = pairs(&path);
        let base = load(&base);
        for pair in pairs {
            count += 1;
            let edited = load(&pair.edited);
            writeln!(said, "=== {}", pair.title).unwrap();
            let ways = [(&base, &edited), (&edited, &base)];
            for ((old, new), expected) in ways.into_iter().zip(&pair.verdicts) {
                let changes = diff::compare(old, new);
                codes.extend(changes.iter().map(|change| change.code));
                let lines: String = changes.iter().map(line).collect();
                writeln!(said, "{}:\n{lines}", worst(&changes)).unwrap();
                if worst(&changes) != expected {
                    writeln!(wrong, "{}: expected {expected}, found\n{lines}", pair.title).unwrap();
                }
            }
            assert_eq!(diff::compare(&edited, &edited), [], "{}", pair.title);
        }
        assert_data_eq!(
            said,
            Data::read_from(&path.with_extension("txt"), None).raw()
        );
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    println!("{count} pairs");
    let missing: Vec<_> = diff::codes().filter(|code| !codes.contains(code)).collect();
    assert!(missing.is_empty(), "no pair shows {missing:?}");
}

#[test]
fn the_page_of_changes_is_up_to_date() {
    assert_data_eq!(diff::changes_page(), file!["../../docs/changes.md"].raw());
}
