//! Further contracts and what is found in them: the files of `cases/`, each with a number of cases.
//!
//! A case begins with a line `=== FORM: title`. `FORM` says what the YAML below it is: `contract`,
//! `schema`, `operation` or `parameter` (see [`Example`]). Before it, `foreign` switches the conventions off,
//! and the code of a rule leaves only its findings, and what is invalid; `conventions` is for all codes of
//! conventions. Without one all but conventions and advice is looked at. `«` and `»` enclose each token that a finding points at. What is
//! found is written beside the file, as `NAME.txt`; `SNAPSHOTS=overwrite` writes it anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{fmt::Write, fs, path::Path};

use contract::{Class, Conventions, Example, lint, rule, rules};
use snapbox::{Data, assert_data_eq};

/// One case of a file.
struct Case {
    title: String,
    example: Example,
    conventions: Conventions,
    /// Codes of the rules that it is about; all but advice if there are none.
    codes: Vec<&'static str>,
    /// Whether what is against a convention is looked at, whatever its code.
    with_conventions: bool,
}

fn cases(text: &str) -> Vec<Case> {
    let mut parts = text.split("=== ");
    // What stands before the first case is a comment.
    parts.next();
    parts.map(case).collect()
}

fn case(part: &str) -> Case {
    let (head, yaml) = part.split_once('\n').unwrap();
    let (form, title) = head.split_once(": ").unwrap_or_else(|| panic!("{head}"));
    // Examples of rules live as long as the program; there are few of these.
    let yaml: &'static str = Box::leak(yaml.to_owned().into_boxed_str());
    let mut words: Vec<&str> = form.split(' ').collect();
    let example = match words.pop() {
        Some("contract") => Example::Contract(yaml),
        Some("schema") => Example::Schema(yaml),
        Some("operation") => Example::Operation(yaml),
        Some("parameter") => Example::Parameter(yaml),
        other => panic!("{head}: {other:?} is no form"),
    };
    let of_case = || rules().filter(|rule| words.contains(&rule.code));
    let is_advice = of_case().next().is_some() && of_case().all(|it| it.class == Class::Advice);
    let conventions = if words.contains(&"foreign") || is_advice {
        Conventions::Off
    } else {
        Conventions::On
    };
    Case {
        title: title.to_owned(),
        example,
        conventions,
        codes: of_case().map(|rule| rule.code).collect(),
        with_conventions: words.contains(&"conventions"),
    }
}

/// What the findings in a file say; those that are not where they are marked go to `misplaced`.
fn findings(path: &Path, misplaced: &mut Vec<String>) -> String {
    let mut said = String::new();
    for case in cases(&fs::read_to_string(path).unwrap()) {
        let contract = case.example.contract(&case.example.broken());
        let mut found = lint("case.yaml", &contract.text, case.conventions);
        found.retain(|finding| {
            // A schema is looked at for itself, not as the component that it has to be here.
            let is_inside =
                !matches!(case.example, Example::Schema(_)) || finding.span.start.line > 3;
            // What is tolerated is of a rule of another class.
            let class = rule(finding.code).map_or(finding.class, |rule| rule.class);
            let is_shown = match class {
                Class::Invalid => true,
                Class::Convention if case.with_conventions => true,
                Class::Advice | Class::Convention => case.codes.contains(&finding.code),
                Class::Unsupported => case.codes.is_empty() || case.codes.contains(&finding.code),
            };
            is_inside && is_shown
        });
        let spans: Vec<_> = found.iter().map(|finding| finding.span).collect();
        let (title, text) = (&case.title, &contract.text);
        if spans != contract.spans {
            let found: Vec<_> = found.iter().map(ToString::to_string).collect();
            let found = found.join("\n");
            let path = path.display();
            misplaced.push(format!("{path}: {title}: found\n{found}\nin\n{text}"));
        }
        writeln!(said, "{title}").unwrap();
        for finding in found {
            let line = finding.to_string();
            let line = line.split_once(": ").unwrap().1;
            writeln!(said, "    {line}").unwrap();
        }
    }
    said
}

#[test]
fn what_is_found_is_where_it_is_marked_and_says_what_is_written_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut misplaced = Vec::new();
    for path in files {
        let said = findings(&path, &mut misplaced);
        if misplaced.is_empty() {
            let expected = Data::read_from(&path.with_extension("txt"), None);
            assert_data_eq!(said, expected.raw());
        }
    }
    assert!(misplaced.is_empty(), "{}", misplaced.join("\n"));
}

#[test]
fn the_contract_of_this_workspace_has_no_finding() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi.yaml");
    let found = lint(
        "openapi.yaml",
        &fs::read_to_string(path).unwrap(),
        Conventions::On,
    );
    assert!(found.is_empty(), "{found:#?}");
}
