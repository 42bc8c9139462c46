//! The commands that GitHub reads.

use build_support::compare::Verdict::{Breaking, Documentation};

use super::{data, operation_lines, property, render, version_line};
use crate::diff::sample::{TEXT, change, mixed, report, without_api};

/// The commands among the lines.
fn commands(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("::")).collect()
}

#[test]
fn what_breaks_without_a_step_is_an_error_and_comes_first() {
    let text = render(&mixed("0.1.0"));
    assert_eq!(
        commands(&text),
        [
            "::error file=api/openapi.yaml,line=6,title=version step missing%3A info.version::\
             0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in openapi.yaml",
            "::error file=api/openapi.yaml,line=6,title=version step missing%3A generated-client::\
             0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in Cargo.toml",
            "::error file=api/openapi.yaml,line=6,col=9,endColumn=14,title=breaking%3A \
             shop.list_things [code]::query parameter `limit`: at most 100 | not 200",
            "::error file=api/openapi.yaml,line=12,title=breaking%3A shop.add_thing [code]::\
             query parameter `limit`: gone",
            "::error file=api/openapi.yaml,line=1,title=breaking%3A \
             shop%3A%3AClient%3A%3Alist_things [item-code]::it is another%0A- pub fn old(%0A)%0A\
             + pub fn old()",
            "::notice file=api/openapi.yaml,line=2,col=9,endColumn=14,title=compatible%3A \
             the whole contract [code]::query parameter `limit`: one more server",
        ]
    );
    assert!(
        text.ends_with("\nbreaking, without the version step for it\n"),
        "{text}"
    );
}

#[test]
fn what_breaks_with_the_step_is_a_warning() {
    let text = render(&mixed("0.2.0"));
    let commands = commands(&text);
    let severities: Vec<_> = commands
        .iter()
        .map(|command| command.split(' ').next().unwrap_or_default())
        .collect();
    assert_eq!(
        severities,
        ["::warning", "::warning", "::warning", "::notice"]
    );
}

#[test]
fn documentation_is_no_annotation_and_no_change_is_a_line() {
    let change = change(Documentation, &[], "words", (None, None));
    let text = render(&report(vec![change], vec![], "0.1.0"));
    assert_eq!(commands(&text), [""; 0]);
    assert!(
        text.contains("info.version: 0.1.0 → 0.1.0, too low: set it to 0.1.1 or later"),
        "{text}"
    );
    let text = render(&report(vec![], vec![], "0.1.0"));
    assert!(text.starts_with("no change between "), "{text}");
}

#[test]
fn an_api_that_is_not_compared_is_told_in_the_summary() {
    let text = render(&without_api());
    assert_eq!(commands(&text).len(), 1, "{text}");
    assert!(
        text.contains("\nRust API: not compared, there is no api.txt at `v1`\n"),
        "{text}"
    );
}

#[test]
fn a_span_of_several_lines_has_no_columns() {
    let mut change = change(Breaking, &[], "it", (None, Some(3)));
    if let Some(span) = &mut change.new {
        span.end.line = 7;
    }
    let text = render(&report(vec![change], vec![], "0.2.0"));
    assert!(
        text.starts_with("::warning file=api/openapi.yaml,line=3,endLine=7,title="),
        "{text}"
    );
}

#[test]
fn what_has_a_meaning_in_a_command_is_escaped() {
    assert_eq!(data("100 %, a: b\r\n::x"), "100 %25, a: b%0D%0A::x");
    assert_eq!(property("a: b, c%\n"), "a%3A b%2C c%25%0A");

    let message = "50 %\n::error::x";
    let change = change(Breaking, &["shop.a,line=1"], message, (None, Some(1)));
    let text = render(&report(vec![change], vec![], "0.2.0"));
    assert!(
        text.starts_with(
            "::warning file=api/openapi.yaml,line=1,col=9,endColumn=14,\
             title=breaking%3A shop.a%2Cline=1 [code]::query parameter `limit`: \
             50 %25%0A::error::x\n"
        ),
        "{text}"
    );
    assert_eq!(commands(&text).len(), 1, "{text}");
}

#[test]
fn places_that_are_left_are_found() {
    let lines = operation_lines(TEXT);
    assert_eq!(lines.get("shop.list_things"), Some(&10));
    assert_eq!(lines.get("shop.add_thing"), Some(&12));
    assert_eq!(lines.len(), 2);
    assert_eq!(version_line(TEXT), 6);
    assert_eq!(version_line("info: {version: 1.0.0}\n"), 1);
    assert_eq!(version_line("info:\n  title: a\npaths:\n  version: 1\n"), 1);
    assert_eq!(version_line(""), 1);
}
