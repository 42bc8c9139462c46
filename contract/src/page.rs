//! The page of rules, `docs/rules.md`, and what `lint --explain` prints: rendered from the rules.

use std::fmt::Write;

use crate::{
    diagnostic::Class,
    read::lint,
    rules::{Marked, Rule, rules},
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

With `--conventions off`, for contracts that other people wrote, mistakes are advice too where they leave
no doubt about what the client does: the finding says what that is.

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
    let fixed = rule.example.fixed();
    format!(
        "{}\n\nFails:\n\n```text\n{}```\n\nPasses:\n\n```yaml\n{fixed}\n```\n",
        rule.reason,
        annotated(rule)
    )
}

/// The example with the findings under its lines.
fn annotated(rule: &Rule) -> String {
    let piece = rule.example.broken();
    let contract = rule.example.contract(&piece);
    let mut found = lint("openapi.yaml", &contract.text, rule.conventions());
    found.retain(|finding| finding.code == rule.code);
    // The piece is one block of the contract's lines, some levels further to the right.
    let shown = Marked::new(&piece).text;
    let lines: Vec<&str> = contract.text.lines().collect();
    let first = shown.lines().find(|line| !line.trim().is_empty());
    let is_first = |line: &&str| first.is_some_and(|first| line.ends_with(first));
    let start = lines.iter().position(is_first).unwrap_or(0);
    let mut text = String::new();
    for (number, line) in (start..).zip(shown.lines()) {
        let visible = line.replace(char::is_control, "\u{fffd}");
        push(&mut text, format_args!("{visible}\n"));
        let width = line.chars().count();
        let whole = lines.get(number).map_or(width, |it| it.chars().count());
        let shift = whole.saturating_sub(width) + 1;
        for finding in found.iter().filter(|it| it.span.start.line == number + 1) {
            let (start, end) = (finding.span.start, finding.span.end);
            let indent = start.column.saturating_sub(shift);
            let is_short = end.line == start.line;
            let last = if is_short {
                end.column.saturating_sub(shift)
            } else {
                width
            };
            let (pad, carets) = (
                " ".repeat(indent),
                "^".repeat(last.saturating_sub(indent).max(1)),
            );
            let (message, help) = (&finding.message, finding.help.as_deref().unwrap_or(""));
            push(
                &mut text,
                format_args!("{pad}{carets} {message} (help: {help})\n"),
            );
        }
    }
    text
}

/// Text can always be added to text.
fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}
