//! The page of change codes, `docs/changes.md`, and what `diff --explain` prints: rendered from the table.

use std::fmt::Write;

use super::{
    rows::ROWS,
    table::{Direction, Row, distinct},
};

const HEAD: &str = "\
# Changes of the contract

Every kind of change that `cargo xtask diff` tells, by its code. `cargo xtask diff --explain CODE` prints one of
them.

A verdict is about programs that were built with a client of the earlier contract and meet a server that behaves as
the later one says. It follows from what a change does to what is allowed (less, more, something else, the same) and
from the direction in which the value travels: a server may take more and send less. Where a change is met in both
directions, the worse verdict counts.

| verdict | meaning |
|---|---|
| breaking | Something that worked may stop working. |
| compatible | Everything that worked goes on working. |
| documentation | Only what is said about the API changes. |

What the generated client does decides where a general rule would say more:

- **It checks no bounds, patterns and formats of responses** but the width of numbers: a date that is none is kept as
  text.
- **Its enumerations are open**: a value that it does not know is kept, not refused.
- **Its objects are open**: a property that it does not know is passed over, `additionalProperties: false` or not.
- **It reads a missing value as null and null as missing**, where the property may be missing or null.
- **It reads nothing of an error body** but what `x-apis` points to, and takes any error status.
- **It takes any 2xx for a success**, unless several with different bodies are documented, and a redirect only where
  one is.
- **It sends one credential**: of several that open an operation, the first that it can send.
- **It reads `anyOf` as `oneOf`**: by the discriminator, else as the alternative that declares most of the value.
- **It reads no headers** but those that `x-apis` names; a header that is removed is breaking all the same, since programs
  can read it.
- **It fills in no defaults**: one that changes is breaking in requests, where the server fills it in.
- **Programs are compiled against it**: an `operationId` that changes is breaking, and so is another order of required
  values, which are arguments, and what a request no longer has, even where the server would ignore it.

Other tools, such as oasdiff, judge contracts without a client in mind. Where they differ, one of the points above
is the reason, or one of these:

- **A response in a further media type is breaking**: the client reads the one that it knows.
- **A credential that is asked for where none was is breaking**, and so is a further scope: programs were built
  without it.
- **A deprecation is documentation**, with or without a date.
- **Members of `allOf` are taken together**: one that adds nothing is no change, and neither is an alternative
  that is another component with the same content.
- **Keywords of later versions of OpenAPI, and extensions that the generator does not read, are not classified.**

A value does not travel in requests where it is `readOnly`, nor in responses where it is `writeOnly`: what changes in
it there is compatible. A change that no row is about is breaking, and says that it is not classified.

This page is rendered from the table in `contract/src/diff/rows.rs`; a test compares them.
";

/// The page of change codes, in Markdown.
pub fn changes_page() -> String {
    let mut page = HEAD.to_owned();
    for row in first_rows() {
        page.extend(["\n## `", row.code, "`\n\n", &body(row)]);
    }
    page
}

/// The codes of all changes, in the order of the table.
pub fn codes() -> impl Iterator<Item = &'static str> + Clone {
    first_rows().map(|row| row.code)
}

fn first_rows() -> impl Iterator<Item = &'static Row> + Clone {
    ROWS.iter().filter(|row| !row.what.is_empty())
}

/// What there is to say about one kind of change, in Markdown; nothing if there is no such code.
///
/// ```
/// let text = contract::diff::explain_change("property-removed").unwrap();
/// assert!(text.starts_with("property-removed\n\nA property was removed.\n"));
/// assert!(contract::diff::explain_change("no-such-code").is_none());
/// ```
pub fn explain_change(code: &str) -> Option<String> {
    Row::of_code(code).map(|row| format!("{}\n\n{}", row.code, body(row)))
}

/// What a row, the first of its code, says, and what changes of each effect mean in each direction.
fn body(row: &Row) -> String {
    let mut text = format!(
        "{}\n\n| where | effect | verdict | because |\n|---|---|---|---|\n",
        row.what
    );
    let rows = ROWS.iter().filter(|it| it.code == row.code);
    let effects = distinct(rows.flat_map(Row::effects));
    for direction in row.directions() {
        let place = match direction {
            Direction::Neither => "the contract",
            _ => direction.words(),
        };
        for &effect in &effects {
            let (verdict, why) = row.judge(effect, direction, None, true);
            let (verdict, effect) = (verdict.name(), effect.words());
            // Text can always be added to text.
            let _ = writeln!(text, "| {place} | {effect} | {verdict} | {why} |");
        }
    }
    text
}
