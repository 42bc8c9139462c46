//! The page of rules, `docs/rules.md`, and what `lint --explain` prints: rendered from the rules.

use crate::{
    diagnostic::{Class, Span},
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
        page.extend(["\n## ", &name[..1].to_uppercase(), &name[1..], "\n"]);
        let mut of_class: Vec<_> = rules().filter(|rule| rule.class == class).collect();
        of_class.sort_by_key(|rule| rule.code);
        for rule in of_class {
            page.extend(["\n### `", rule.code, "`\n\n", &body(rule)]);
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
    // A finding points at a token that is marked, so the tokens of the piece are those of the contract.
    let Marked { text, spans } = Marked::new(&piece);
    let mut page = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        page.extend([&line.replace(char::is_control, "\u{fffd}"), "\n"]);
        let here = spans.iter().zip(&found);
        for (Span { start, end }, finding) in here.filter(|(span, _)| span.start.line == number) {
            let column = start.column - 1;
            let is_short = end.line == number;
            let end = if is_short {
                end.column - 1
            } else {
                line.chars().count()
            };
            let carets = "^".repeat(end.saturating_sub(column).max(1));
            let (pad, message, help) = (" ".repeat(column), &finding.message, &finding.help);
            page.extend([&pad, &carets, " ", message, " (help: ", help, ")\n"]);
        }
    }
    page
}
