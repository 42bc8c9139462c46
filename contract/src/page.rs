//! The page of rules, `docs/rules.md`, and what `lint --explain` prints: rendered from the rules.

use std::fmt::Write;

use crate::{
    diagnostic::{Class, Diagnostic},
    read::lint,
    rules::{Example, Marked, Rule, rules},
};

const HEAD: &str = "\
# Rules about the contract

Every rule that `openapi.yaml` is checked against, by the code that findings carry. `cargo xtask lint
--explain CODE` prints one of them.

| class | level | meaning |
|---|---|---|
| invalid | error | The specification forbids it, or no client could mean it. |
| unsupported | error | Valid, but the generator does not take it. |
| convention | error | A convention of this contract; `--conventions off` drops these rules. |
| advice | warning | The contract says less than it should; `lint` fails until it is fixed or suppressed. |

An error keeps `cargo xtask codegen` from generating a client. Advice can be suppressed where it
does not apply, with the reason:

```yaml
x-lint-allow:
  - rule: unpaged-list
    reason: The document says that one response holds all accounts.
```

A suppression covers the findings of its rule in the object that it stands in.

This page is rendered from the rules in `contract/src/rules`; a test compares them.
";

/// The page of rules, in Markdown.
pub fn rules_page() -> String {
    let mut page = HEAD.to_owned();
    for class in [
        Class::Invalid,
        Class::Unsupported,
        Class::Convention,
        Class::Advice,
    ] {
        let name = class.name();
        let heading = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        push(&mut page, format_args!("\n## {heading}\n"));
        let mut of_class: Vec<_> = rules().filter(|rule| rule.class == class).collect();
        of_class.sort_by_key(|rule| rule.code);
        for rule in of_class {
            push(
                &mut page,
                format_args!("\n### `{}`\n\n{}", rule.code, body(rule)),
            );
        }
    }
    page
}

/// What there is to say about one rule, in Markdown.
///
/// ```
/// let rule = contract::rule("unknown-security").unwrap();
/// assert!(contract::explain(rule).starts_with("unknown-security (invalid, error)\n"));
/// ```
pub fn explain(rule: &Rule) -> String {
    let (code, class) = (rule.code, rule.class);
    let body = body(rule);
    format!("{code} ({}, {})\n\n{body}", class.name(), class.severity())
}

fn body(rule: &Rule) -> String {
    let mut text = format!("{}\n", rule.reason);
    if let Some(example) = rule.fails.first() {
        push(
            &mut text,
            format_args!("\nFails:\n\n```text\n{}```\n", annotated(rule, *example)),
        );
    }
    if let Some(example) = rule.passes.first() {
        push(
            &mut text,
            format_args!("\nPasses:\n\n```yaml\n{}\n```\n", example.snippet()),
        );
    }
    text
}

/// The example with the findings under its lines.
fn annotated(rule: &Rule, example: Example) -> String {
    let contract = example.contract();
    let mut found = lint("openapi.yaml", &contract.text, rule.conventions());
    found.retain(|finding| finding.code == rule.code);
    let snippet = example.snippet();
    // The snippet is one block of the contract's lines, some levels further to the right.
    let shown = Marked::new(snippet).text;
    let first = shown.lines().find(|line| !line.trim().is_empty());
    let start = contract
        .text
        .lines()
        .position(|line| first.is_some_and(|first| line.ends_with(first)))
        .unwrap_or(0);
    let mut text = String::new();
    for (number, line) in (start + 1..).zip(shown.lines()) {
        let visible = line.replace(char::is_control, "\u{fffd}");
        push(&mut text, format_args!("{visible}\n"));
        let whole = contract.text.lines().nth(number - 1).unwrap_or(line);
        let shift = whole.chars().count().saturating_sub(line.chars().count());
        for finding in found.iter().filter(|it| it.span.start.line == number) {
            let (indent, width) = caret(finding, line, shift);
            let help = finding.help.as_deref();
            let help = help.map_or(String::new(), |help| format!(" (help: {help})"));
            let carets = "^".repeat(width);
            let pad = " ".repeat(indent);
            push(
                &mut text,
                format_args!("{pad}{carets} {}{help}\n", finding.message),
            );
        }
    }
    text
}

/// How far in the carets begin, and how many there are.
fn caret(finding: &Diagnostic, line: &str, shift: usize) -> (usize, usize) {
    let (start, end) = (finding.span.start, finding.span.end);
    let indent = (start.column - 1).saturating_sub(shift);
    let last = if end.line == start.line {
        (end.column - 1).saturating_sub(shift)
    } else {
        line.chars().count()
    };
    (indent, last.saturating_sub(indent).max(1))
}

/// Text can always be added to text.
fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}
