//! What is called breaking does not compile, and what is called compatible does.
//!
//! Pieces of code that were written for an earlier client are checked against it and against a later
//! one. Those in `old_callers/breaks.rs` compile with the earlier only, those in
//! `old_callers/works.rs` with both. Each begins with the code and the item of the change that it is
//! about; where it breaks, the line ends in the compiler's error code. In `old_callers/contract.yaml`
//! the margin says in which contract a line is or is not: `e` the earlier, `b` the one that breaks, `c` the
//! compatible one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use build_support::listing;
use contract::diff::Verdict::{self, Breaking, Compatible};

use crate::support::client;

const CONTRACT: &str = include_str!("old_callers/contract.yaml");

/// The contract of a letter of the margin.
fn contract(letter: char) -> String {
    let lines = CONTRACT.lines().filter_map(|line| {
        let (margin, text) = line.split_at(line.len().min(3));
        let is_in = match margin.strip_suffix("+ ").or(margin.strip_suffix("- ")) {
            None => true,
            Some(of) => of.starts_with(letter) == margin.ends_with("+ "),
        };
        is_in.then(|| format!("{text}\n"))
    });
    lines.collect()
}

/// Pieces of code, each with the code and the item of the change that it is about.
fn callers(text: &'static str) -> Vec<(&'static str, &'static str, &'static str)> {
    let pieces = text.split("//! ").skip(1);
    let callers = pieces.map(|piece| {
        let (about, text) = piece.split_once('\n').unwrap();
        let (code, item) = about.split_once(' ').unwrap();
        (code, item, text)
    });
    callers.collect()
}

/// Number of the piece, line and error code of each error.
type Errors = BTreeSet<(usize, usize, String)>;

/// The errors that the pieces announce.
fn announced<'a>(pieces: impl Iterator<Item = &'a str>) -> Errors {
    let lines = pieces.enumerate().flat_map(|(piece, text)| {
        let lines = (1..).zip(text.lines());
        lines.filter_map(move |(line, text)| {
            let (_, code) = text.split_once("//~ ")?;
            Some((piece, line, code.to_owned()))
        })
    });
    lines.collect()
}

/// Checks pieces of code with the client of a contract, each as an example of it; gives their errors.
///
/// The client is a copy below the target folder, always at the same place, so that what it is built
/// of is shared with other builds and little is built anew.
fn check(name: &str, contract: &str, pieces: &[impl AsRef<str>]) -> Errors {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("old_callers")
        .join(name);
    let client = client::client(&folder, contract);
    for (number, text) in pieces.iter().enumerate() {
        // Lines keep their numbers, and no lint of the caller's is in the way.
        let text = format!("#![allow(warnings)] {}\nfn main() {{}}\n", text.as_ref());
        fs::write(client.join(format!("examples/piece{number}.rs")), text).unwrap();
    }
    let check = client::check_examples(&folder);
    let printed = check.stderr;
    let error = |line: &str| {
        let (place, error) = line.split_once(": error[")?;
        let (_, place) = place.split_once("piece")?;
        let mut place = place.split([':', '.']);
        let piece = place.next()?.parse().ok()?;
        let line = place.nth(1)?.parse().ok()?;
        Some((piece, line, error.split_once(']')?.0.to_owned()))
    };
    let errors = printed.lines().filter(|line| line.contains(": error"));
    let errors = errors.map(|line| error(line).unwrap_or_else(|| panic!("{printed}")));
    let errors: Errors = errors.collect();
    assert_eq!(check.code == Some(0), errors.is_empty(), "{printed}");
    errors
}

/// Pieces of code that compile, as one: the compiler starts once.
fn compiles(name: &str, contract: &str, pieces: &[&str]) {
    let modules = pieces.iter().enumerate();
    let modules = modules.map(|(number, text)| format!("mod part{number} {{\n{text}}}\n"));
    let modules: String = modules.collect();
    assert_eq!(check(name, contract, &[modules]), Errors::new());
}

#[test]
fn what_is_reported_is_what_the_compiler_says() {
    let breaks = callers(include_str!("old_callers/breaks.rs"));
    let works = callers(include_str!("old_callers/works.rs"));
    let texts =
        |callers: &[(_, _, &'static str)]| callers.iter().map(|it| it.2).collect::<Vec<_>>();
    let (breaking_texts, working_texts) = (texts(&breaks), texts(&works));
    assert!(breaks.len() >= 18 && works.len() >= 9);
    let earlier = contract('e');
    let (breaking, compatible) = (contract('b'), contract('c'));

    let changes = |later| listing::changes(&client::listing(&earlier), &client::listing(later));
    for (callers, later, verdict) in [
        (&breaks, &breaking, Breaking),
        (&works, &compatible, Compatible),
    ] {
        let changes = changes(later);
        for (code, item, _) in callers {
            let is_it =
                |it: &listing::ApiChange| (it.verdict, it.code, &*it.item) == (verdict, code, item);
            assert!(changes.iter().any(is_it), "{code} {item}: {changes:#?}");
        }
        let worst: Option<Verdict> = changes.iter().map(|change| change.verdict).max();
        assert_eq!(worst, Some(verdict), "{changes:#?}");
    }

    compiles(
        "earlier",
        &earlier,
        &[&*breaking_texts, &working_texts].concat(),
    );
    let expected = announced(breaking_texts.iter().copied());
    for (piece, caller) in breaks.iter().enumerate() {
        let is_announced = expected.iter().any(|it| it.0 == piece);
        assert!(is_announced, "{caller:?} does not say how it breaks");
    }
    assert_eq!(check("breaking", &breaking, &breaking_texts), expected);
    compiles("compatible", &compatible, &working_texts);
}
