//! The tables are complete: every code that the sources can produce occurs in them.

use std::{collections::BTreeSet, fs, path::Path};

use super::TABLES;

#[test]
fn every_code_occurs_in_the_tables() {
    let mut codes = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/compare/wire");
    codes_in(&folder, &mut codes);
    assert!(codes.len() > 50, "{codes:?}");
    let lines = TABLES
        .iter()
        .copied()
        .flatten()
        .flat_map(|pair| pair.there.iter().chain(pair.back));
    let expected: BTreeSet<&str> = lines.filter_map(|line| line.split(' ').nth(1)).collect();
    let missing: Vec<_> = codes
        .iter()
        .filter(|code| !expected.contains(code.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The kebab-case texts in the sources below `folder`, tests aside.
fn codes_in(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        if path.is_dir() {
            codes_in(&path, codes);
        } else {
            let source = fs::read_to_string(&path).unwrap();
            codes.extend(
                source
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .filter(|it| is_code(it))
                    .map(str::to_owned),
            );
        }
    }
}

fn is_code(text: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    // A format, and members of `x-apis`.
    let others = ["date-time", "idempotency-key", "rate-limit", "request-id"];
    let is_other = text.starts_with("x-") || others.contains(&text);
    text.contains('-') && !is_other && text.split('-').all(is_word)
}
