//! The list of rules: it has every code of the sources, and `docs/rules.md` shows it.
//! `UPDATE_RULES=1` writes that page anew.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use build_support::contract::{self, RuleInfo};

/// Every code of the sources with the reasons given for it: a rule's documentation begins with
/// "`code`, `code`: the reason".
fn documented(folder: &Path, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            documented(&path, found);
            continue;
        }
        let source = fs::read_to_string(path).unwrap();
        let mut lines = source.lines().peekable();
        while let Some(line) = lines.next() {
            let Some((names, reason)) = line
                .strip_prefix("/// `")
                .and_then(|line| line.split_once("`: "))
            else {
                continue;
            };
            let mut reason = reason.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with("/// ")) {
                reason = format!("{reason} {}", &more[4..]);
            }
            let reason = reason.trim_end_matches('.');
            let is_code = |name: &&str| {
                name.contains('-') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            };
            for code in names.split("`, `").filter(is_code) {
                let reasons = found.entry(code.to_owned()).or_default();
                reasons.insert(reason.to_owned());
            }
        }
    }
}

#[test]
fn the_list_says_what_the_sources_say() {
    let mut sources = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
    documented(&folder, &mut sources);
    let listed: Vec<RuleInfo> = contract::rules().collect();
    for rule in &listed {
        let reasons = sources.get(rule.code);
        assert!(
            reasons.is_some_and(|reasons| reasons.contains(rule.reason)),
            "{}: the list says {:?}, the source {reasons:?}",
            rule.code,
            rule.reason
        );
    }
    let codes: BTreeSet<&str> = listed.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), listed.len(), "a code is listed twice");
    assert_eq!(codes, sources.keys().map(String::as_str).collect());
}

/// The page about the rules.
fn page() -> String {
    let mut page = "\
# Rules about the contract

Every rule that `openapi.yaml` is held against, with the code that findings carry. An error keeps
`cargo xtask codegen` from generating a client, a warning does not.

This page is written by `UPDATE_RULES=1 cargo test --package build-support --test rules`.

## Rules of quality

Where one does not hold, the contract says so at the place itself, with the reason:

```yaml
x-lint-allow:
  - rule: unpaged-list
    reason: The document says that one answer holds all accounts.
```

A waiver covers the findings of its rule in the object that it stands in. One that has no reason, or
covers nothing, is an error.

| code | level | why |
|---|---|---|
"
    .to_owned();
    for rule in contract::rules().filter(|rule| rule.waivable) {
        let row = [rule.code, &rule.severity.to_string(), rule.reason];
        page.push_str(&table_row(&row));
    }
    page += "
## Rules of loading

They are all errors and cannot be waived: without them there is no client, or not the one that is
meant. Several codes can share a reason.

| code | why |
|---|---|
";
    for rule in contract::rules().filter(|rule| !rule.waivable) {
        page.push_str(&table_row(&[rule.code, rule.reason]));
    }
    page
}

/// A row of a table, whose first cell is code.
fn table_row(cells: &[&str]) -> String {
    let [code, others @ ..] = cells else {
        return String::new();
    };
    format!("| `{code}` | {} |\n", others.join(" | "))
}

#[test]
fn the_page_shows_the_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    if env::var_os("UPDATE_RULES").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == page(),
        "docs/rules.md differs; run the test with UPDATE_RULES=1 and look at the diff"
    );
}
