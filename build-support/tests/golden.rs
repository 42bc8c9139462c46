//! Small contracts beside the items of interest that they become: `SNAPSHOTS=overwrite` writes these
//! anew. The crate `goldens` compiles all of the code, and calls it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "golden/contracts.rs"]
mod contracts;

use std::path::Path;

use build_support::Conventions;
use snapbox::{Data, assert_data_eq};

/// Tests run in the folder of their package.
const FOLDER: &str = "tests/golden";

/// The module `shop` that a contract becomes.
fn generated(name: &str, contract: &str) -> String {
    let files = build_support::generate(name, contract, Conventions::Off, Some("shop"))
        .unwrap_or_else(|error| panic!("{error}"));
    let module = files.into_iter().find(|file| file.path == "shop.rs");
    module.unwrap().contents
}

/// The items that a line of the contract names: `# Shows Client::add_item, types::Item.`
fn shown(contract: &str, code: &str) -> String {
    let paths = contract
        .lines()
        .find_map(|line| line.strip_prefix("# Shows ")?.strip_suffix('.'));
    let paths = paths.unwrap_or_else(|| panic!("no line `# Shows …`: {contract}"));
    if paths == "everything" {
        return code.to_owned();
    }
    let found = paths.split(", ").map(|path| {
        let found = named(items(code), path);
        assert!(!found.is_empty(), "there is no `{path}`");
        format!("// {path}\n{}\n", found.join("\n\n"))
    });
    found.collect::<Vec<_>>().join("\n")
}

/// The items under a path, without their indentation.
fn named(items: Vec<String>, path: &str) -> Vec<String> {
    let (name, rest) = path
        .split_once("::")
        .map_or((path, None), |(name, rest)| (name, Some(rest)));
    let mut found = items.into_iter().filter(|item| is_named(item, name));
    let Some(rest) = rest else {
        return found.collect();
    };
    let inner = found.by_ref().flat_map(|item| {
        let lines = item
            .lines()
            .filter(|line| line.is_empty() || line.starts_with(' '));
        let body: String = lines
            .flat_map(|line| [line.strip_prefix("    ").unwrap_or(line), "\n"])
            .collect();
        named(self::items(&body), rest)
    });
    inner.collect()
}

/// Items stand at the margin, with an empty line between them.
fn items(code: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for part in code.split("\n\n").filter(|part| !part.trim().is_empty()) {
        match items.last_mut() {
            Some(last) if part.starts_with([' ', '}']) => last.extend(["\n\n", part]),
            _ => items.push(part.to_owned()),
        }
    }
    let trimmed = items.iter().map(|item| item.trim_end().to_owned());
    trimmed.collect()
}

/// Whether an item is called `name`, is an implementation for it, or imports, if that is `use`.
fn is_named(item: &str, name: &str) -> bool {
    const BEFORE: [&str; 7] = ["struct", "enum", "impl", "for", "fn", "mod", "static"];
    let code = item
        .lines()
        .filter(|line| !line.trim_start().starts_with(['/', '#']));
    // The name of what is the input of a macro stands in the second line.
    let code = code.skip_while(|line| line.ends_with("! {"));
    let head = code.take(1).collect::<String>();
    let words: Vec<&str> = head
        .split(|it: char| !it.is_alphanumeric() && it != '_')
        .filter(|word| !word.is_empty())
        .collect();
    name == "use" && words.first() == Some(&"use")
        || words
            .windows(2)
            .any(|pair| BEFORE.contains(&pair[0]) && pair[1] == name)
}

#[test]
fn each_contract_becomes_the_code_beside_it() {
    for (name, contract) in contracts::all(FOLDER.as_ref()) {
        let code = generated(&name, &contract);
        let path = Path::new(FOLDER).join(format!("{name}.rs"));
        assert_data_eq!(shown(&contract, &code), Data::read_from(&path, None).raw());
    }
}

#[test]
fn the_same_contract_gives_the_same_code_whatever_its_line_endings() {
    for (name, contract) in contracts::all(FOLDER.as_ref()) {
        let code = generated(&name, &contract);
        assert_eq!(code, generated(&name, &contract));
        assert_eq!(code, generated(&name, &contract.replace('\n', "\r\n")));
    }
}

/// The front page of a crate, its paragraphs on a line each.
fn front_page(golden: &str) -> String {
    let contracts = contracts::all(FOLDER.as_ref());
    let (name, contract) = contracts.iter().find(|(name, _)| name == golden).unwrap();
    let package = build_support::package(name, contract, Conventions::Off, None, "../runtime");
    let page = package.unwrap().files.remove(0).contents;
    let lines = page.lines().filter_map(|line| line.strip_prefix("//!"));
    lines.collect()
}

#[test]
fn the_front_page_says_how_credentials_are_given() {
    let from_env = "[`shop::Client::from_env`] reads the key from `SHOP_API_KEY` and, when it is set, the \
                    base URL from `SHOP_BASE_URL`; [`shop::Client::builder`] takes the same";
    let basic =
        "User name and password are set with [`basic`](client_runtime::ClientBuilder::basic).";
    for (golden, parts) in [
        ("forms", vec!["forms::shop::Client::from_env()?;", from_env]),
        (
            "basic",
            vec![
                "basic::shop::Client::builder()     .env()     .basic(\"user\", \"password\")     .build()?;",
                "its `env` reads the base URL from `SHOP_BASE_URL`, when it is set.",
                basic,
            ],
        ),
        (
            "credentials",
            vec![
                from_env,
                basic,
                "[`credential`](client_runtime::ClientBuilder::credential): `header`, `query`.",
            ],
        ),
        ("foreign", vec!["Client::from_env`] reads the base URL"]),
    ] {
        let page = front_page(golden);
        for part in &parts {
            assert!(page.contains(part), "{page}");
        }
        assert_eq!(
            page.contains("API_KEY"),
            parts.contains(&from_env),
            "{page}"
        );
        assert_eq!(page.contains("from_env"), golden != "basic", "{page}");
    }
}
