//! Suppressions, `x-lint-allow`: they are applied, and reported, in `crate::suppress`.

use super::{Check, Example, Rule};
use crate::diagnostic::Class;

pub(super) const RULES: &[Rule] = &[
    UNKNOWN_RULE,
    UNSUPPRESSIBLE_RULE,
    SUPPRESSION_WITHOUT_REASON,
    USELESS_SUPPRESSION,
    MISPLACED_SUPPRESSION,
];

const UNKNOWN_RULE: Rule = Rule {
    code: "unknown-rule",
    class: Class::Convention,
    reason: "A suppression of a rule that there is not suppresses nothing.",
    fails: &[Example::Schema(
        "
enum: [1, 1]
x-lint-allow:
  - { rule: «enum-twise», reason: The document says so. }
",
    )],
    passes: &[Example::Schema(
        "
enum: [1, 1]
x-lint-allow:
  - { rule: enum-twice, reason: The document says so. }
",
    )],
    check: Check::Elsewhere,
};

const UNSUPPRESSIBLE_RULE: Rule = Rule {
    code: "unsuppressible-rule",
    class: Class::Convention,
    reason: "Only advice can be suppressed: no client is generated from a contract with errors.",
    fails: &[Example::Operation(
        "
responses: { '404': { description: No such thing. } }
x-lint-allow:
  - { rule: «missing-success», reason: It never succeeds. }
",
    )],
    passes: &[Example::Operation(
        "
responses: { '204': { description: Done. } }
",
    )],
    check: Check::Elsewhere,
};

const SUPPRESSION_WITHOUT_REASON: Rule = Rule {
    code: "suppression-without-reason",
    class: Class::Convention,
    reason: "Without its reason nobody can tell later whether a suppression still holds.",
    fails: &[Example::Schema(
        "
enum: [1, 1]
x-lint-allow:
  - rule: «enum-twice»
",
    )],
    passes: &[Example::Schema(
        "
enum: [1, 1]
x-lint-allow:
  - rule: enum-twice
    reason: The document says so.
",
    )],
    check: Check::Elsewhere,
};

const USELESS_SUPPRESSION: Rule = Rule {
    code: "useless-suppression",
    class: Class::Convention,
    reason: "A suppression of nothing would hide the next mistake in its place.",
    fails: &[Example::Schema(
        "
type: object
properties:
  price:
    type: integer
    description: Price in cents.
    x-lint-allow:
      - { rule: «yaml-comment», reason: This is a comment. }
",
    )],
    passes: &[Example::Schema(
        "
type: object
x-lint-allow:
  - { rule: enum-twice, reason: The document says so. }
properties:
  a: { enum: [1, 1] }
  b: { enum: [2, 2] }
",
    )],
    check: Check::Elsewhere,
};

const MISPLACED_SUPPRESSION: Rule = Rule {
    code: "misplaced-suppression",
    class: Class::Convention,
    reason: "Inside a value nobody reads a suppression: it is a part of the value.",
    fails: &[Example::Schema(
        "
example:
  id: 1
  «x-lint-allow»: [{ rule: enum-twice, reason: The document says so. }]
",
    )],
    passes: &[Example::Schema(
        "
enum: [1, 1]
x-lint-allow: [{ rule: enum-twice, reason: The document says so. }]
example:
  id: 1
",
    )],
    check: Check::Elsewhere,
};
