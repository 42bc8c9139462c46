//! The commands that GitHub reads.

use contract::diff::Verdict::{Breaking, Documentation};

use super::render;
use crate::diff::sample::{change, mixed, report};

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
            "::error file=api/openapi.yaml,line=6,endLine=6,title=version step missing%3A info.version::\
             0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in openapi.yaml",
            "::error file=api/Cargo.toml,line=4,endLine=4,title=version step missing%3A generated-client::\
             0.1.0 → 0.1.0, too low: set it to 0.2.0 or later in Cargo.toml",
            "::error file=api/openapi.yaml,line=6,endLine=6,col=9,endColumn=14,title=breaking%3A \
             shop.list_things [code]::query parameter `limit`: at most 100 | not 200",
            "::error file=api/openapi.yaml,line=11,endLine=11,title=breaking%3A shop.add_thing [code]::\
             query parameter `limit`: gone",
            "::error file=api/api.txt,line=2,endLine=2,title=breaking%3A Rust API [item-code]::\
             shop::Client::list_things: it is another%0A- pub fn old(%0A)%0A\
             + pub fn old()",
            "::notice file=api/openapi.yaml,line=2,endLine=2,col=9,endColumn=14,title=compatible%3A \
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
        text.contains("info.version: 0.1.0 → 0.1.0, 0.1.1 or later is recommended"),
        "{text}"
    );
    let text = render(&report(vec![], vec![], "0.1.0"));
    assert!(text.starts_with("no change between "), "{text}");
}

#[test]
fn a_span_of_several_lines_has_no_columns() {
    let mut change = change(Breaking, &[], "it", (None, Some(3)));
    if let Some(span) = &mut change.after {
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
    let message = "50 %\n::error::x";
    let change = change(Breaking, &["shop.a,line=1"], message, (None, Some(1)));
    let text = render(&report(vec![change], vec![], "0.2.0"));
    assert!(
        text.starts_with(
            "::warning file=api/openapi.yaml,line=1,endLine=1,col=9,endColumn=14,\
             title=breaking%3A shop.a%2Cline=1 [code]::query parameter `limit`: \
             50 %25%0A::error::x\n"
        ),
        "{text}"
    );
    assert_eq!(commands(&text).len(), 1, "{text}");
}
