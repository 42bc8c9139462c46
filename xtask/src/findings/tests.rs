//! Frames, commands and documents of findings made by hand.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use contract::{Class, Diagnostic, Position, Severity, Span};

use super::{Findings, github, json};
use crate::workspace::Place;

/// A finding from a line and column to a line and column.
fn found(severity: Severity, start: (usize, usize), end: (usize, usize)) -> Diagnostic {
    let position = |(line, column)| Position { line, column };
    Diagnostic {
        code: "some-rule",
        class: match severity {
            Severity::Error => Class::Invalid,
            Severity::Warning => Class::Advice,
        },
        severity,
        message: "something is wrong".to_owned(),
        help: None,
        source: "c.yaml".to_owned(),
        span: Span {
            start: position(start),
            end: position(end),
        },
    }
}

fn error(start: (usize, usize), end: (usize, usize)) -> Diagnostic {
    found(Severity::Error, start, end)
}

/// The one frame of a finding in `text`, below its title.
#[track_caller]
fn frame(text: &str, diagnostic: Diagnostic) -> String {
    let printed = Findings::new("c.yaml", text, &[diagnostic]).human(false);
    let frame = printed.strip_prefix("error[some-rule]: something is wrong\n");
    let frame = frame.and_then(|frame| frame.strip_suffix("\n\n1 error in c.yaml\n"));
    frame.unwrap_or(&printed).to_owned()
}

#[test]
fn the_token_is_underlined_below_the_line_before_it() {
    assert_eq!(
        frame("a: 1\nb: [x, y]\nc: 3\n", error((2, 5), (2, 6))),
        " --> c.yaml:2:5\n  |\n1 | a: 1\n2 | b: [x, y]\n  |     ^"
    );
}

#[test]
fn an_empty_line_is_not_shown_before_the_token() {
    assert_eq!(
        frame("a: 1\n  \nb: 2\n", error((3, 1), (3, 2))),
        " --> c.yaml:3:1\n  |\n3 | b: 2\n  | ^"
    );
}

#[test]
fn what_goes_on_over_several_lines_is_underlined_in_the_first() {
    assert_eq!(
        frame("a:  \n  b: 1\n  c: 2\n", error((1, 1), (3, 7))),
        " --> c.yaml:1:1\n  |\n1 | a:  \n  | ^^"
    );
}

#[test]
fn a_place_without_width_has_one_mark() {
    for text in ["", "\n", "\u{feff}"] {
        assert_eq!(
            frame(text, error((1, 1), (1, 1))),
            " --> c.yaml:1:1\n  |\n1 |\n  | ^"
        );
    }
    assert_eq!(
        frame("a: [", error((1, 5), (1, 5))),
        " --> c.yaml:1:5\n  |\n1 | a: [\n  |     ^"
    );
}

#[test]
fn a_place_behind_the_text_is_the_end_of_its_last_line() {
    let expected = " --> c.yaml:2:1\n  |\n1 | a: [\n2 |\n  | ^";
    assert_eq!(frame("a: [\n", error((2, 1), (2, 1))), expected);
    assert_eq!(frame("a: [\n", error((9, 9), (9, 9))), expected);
    assert_eq!(
        frame("a: [", error((2, 1), (2, 1))),
        " --> c.yaml:1:5\n  |\n1 | a: [\n  |     ^"
    );
}

#[test]
fn lines_end_as_yaml_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a: 1", "b: 2", "c: 3", ""].join(end);
        assert_eq!(
            frame(&text, error((3, 4), (3, 5))),
            " --> c.yaml:3:4\n  |\n2 | b: 2\n3 | c: 3\n  |    ^"
        );
    }
}

#[test]
fn characters_are_counted_and_cells_are_underlined() {
    assert_eq!(
        frame("\u{feff}名: 価格 # é", error((1, 4), (1, 6))),
        " --> c.yaml:1:4\n  |\n1 | 名: 価格 # é\n  |     ^^^^"
    );
    assert_eq!(
        frame("a:\tb", error((1, 4), (1, 5))),
        " --> c.yaml:1:4\n  |\n1 | a:    b\n  |       ^"
    );
}

#[test]
fn no_span_is_a_reason_to_panic() {
    let texts = [
        "",
        "a",
        "a\tb: é\r\n\r\n  名: [\n",
        "\u{feff}\ta: 1\r\u{1b}b\n\n",
    ];
    let places: Vec<_> = (0..7)
        .flat_map(|line| (0..9).map(move |column| (line, column)))
        .collect();
    for text in texts {
        for start in &places {
            let found: Vec<_> = places.iter().map(|end| error(*start, *end)).collect();
            let printed = Findings::new("c.yaml", text, &found).human(false);
            assert!(printed.contains(" --> c.yaml:"), "{printed}");
        }
    }
}

#[test]
fn a_contract_cannot_write_to_the_terminal() {
    let mut diagnostic = error((1, 1), (1, 2));
    diagnostic.message = "\u{1b}[2J".to_owned();
    diagnostic.help = Some("\u{1b}[2J".to_owned());
    let printed = Findings::new("c.yaml", "\u{1b}[2J", &[diagnostic]).human(false);
    assert!(!printed.contains('\u{1b}'), "{printed:?}");
}

#[test]
fn colours_are_for_terminals() {
    let diagnostics = [error((1, 1), (1, 2))];
    let findings = Findings::new("c.yaml", "a: 1\n", &diagnostics);
    assert!(findings.human(true).contains("\u{1b}["));
    assert!(!findings.human(false).contains("\u{1b}["));
}

#[test]
fn errors_and_warnings_are_counted() {
    let at = ((1, 1), (1, 2));
    let findings = |severities: &[Severity]| {
        let found = severities
            .iter()
            .map(|severity| found(*severity, at.0, at.1));
        found.collect::<Vec<_>>()
    };
    let (warning, error) = (Severity::Warning, Severity::Error);
    for (severities, expected) in [
        (&[][..], "c.yaml: no findings\n"),
        (&[warning], "1 warning in c.yaml\n"),
        (&[error, error], "2 errors in c.yaml\n"),
        (
            &[error, warning, error, warning, error],
            "3 errors and 2 warnings in c.yaml\n",
        ),
    ] {
        let diagnostics = findings(severities);
        let findings = Findings::new("c.yaml", "a: 1\n", &diagnostics);
        assert_eq!(findings.summary(), expected);
    }
}

#[test]
fn a_command_escapes_what_would_end_it() {
    let mut diagnostic = found(Severity::Warning, (1, 1), (3, 4));
    diagnostic.message = "100 %,\r\n::error::no".to_owned();
    diagnostic.help = Some("mend: it".to_owned());
    let place = Place {
        path: PathBuf::from("no such folder/a,b.yaml"),
        shown: "a,b:%.yaml".to_owned(),
    };
    let printed = github::commands(&Findings::new("c.yaml", "", &[diagnostic]), &place);
    assert_eq!(
        printed,
        "::warning file=a%2Cb%3A%25.yaml,line=1,endLine=3,title=some-rule::\
         100 %25,%0D%0A::error::no%0Ahelp: mend: it\n1 warning in c.yaml\n"
    );
}

#[test]
fn a_document_is_json_whatever_a_message_says() {
    let mut diagnostic = found(Severity::Warning, (1, 1), (1, 2));
    diagnostic.message = "\"\\\n\u{1b}é".to_owned();
    let text = json::document(&Findings::new("c.yaml", "", &[diagnostic])).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["warnings"], 1);
    assert_eq!(document["findings"][0]["severity"], "warning");
    assert_eq!(document["findings"][0]["message"], "\"\\\n\u{1b}é");
    assert!(document["findings"][0]["help"].is_null());
}

/// Each frame is rendered from its own lines, so that a long contract does not slow it down.
#[test]
fn a_thousand_findings_in_a_long_contract_are_rendered_at_once() {
    let text = "key: value\n".repeat(60_000);
    let diagnostics: Vec<_> = (1..=1_000)
        .map(|number| error((number * 60, 1), (number * 60, 4)))
        .collect();
    let start = std::time::Instant::now();
    let printed = Findings::new("c.yaml", &text, &diagnostics).human(false);
    assert!(printed.ends_with("\n1000 errors in c.yaml\n"));
    assert!(
        start.elapsed().as_secs() < 10,
        "{:.1} s",
        start.elapsed().as_secs_f64()
    );
}
