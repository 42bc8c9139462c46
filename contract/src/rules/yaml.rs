//! The file is YAML, as far as a contract needs it, and no text in it is cut off.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Shape,
    index::Site,
    text::node::{Key, Node},
};

pub(super) const RULES: &[Rule] = &[
    YAML_CHARACTER,
    YAML_SYNTAX,
    YAML_DOCUMENT,
    YAML_DEPTH,
    YAML_FEATURE,
    YAML_COMMENT,
    LOST_VALUE,
];

const YAML_CHARACTER: Rule = Rule {
    code: "yaml-character",
    class: Class::Invalid,
    reason: "YAML allows no control characters, and its readers disagree on some line separators.",
    fails: &[
        Example::Schema("description: A thing«\u{7}» on sale."),
        Example::Schema("description: 'A thing«\u{7}» on «\u{b}»sale.'"),
        Example::Schema("description: \"A thing«\0»\""),
        Example::Schema("description: |\n  A thing\n  on«\u{2028}»sale"),
        Example::Schema("description: >-\n  A thing on«\u{85}»sale"),
        Example::Contract("tags: # «\u{1b}»[0m"),
        Example::Contract("a«\u{7f}»: 1"),
    ],
    passes: &[
        Example::Schema(r#"description: "A bell rings: \u0007.""#),
        Example::Schema("description: Größe, 😀, ﷽, и\ttab."),
    ],
    check: Check::Elsewhere,
};

const YAML_SYNTAX: Rule = Rule {
    code: "yaml-syntax",
    class: Class::Invalid,
    reason: "What is not YAML cannot be read.",
    fails: &[
        Example::Schema(
            "
type: string
description«:»Name of the thing.
",
        ),
        Example::Schema("enum: «[»open, closed"),
    ],
    passes: &[Example::Schema(
        "
type: string
description: Name of the thing.
",
    )],
    check: Check::Elsewhere,
};

const YAML_DOCUMENT: Rule = Rule {
    code: "yaml-document",
    class: Class::Invalid,
    reason: "A contract is one YAML document.",
    fails: &[Example::Contract(
        "
openapi: 3.0.3
info: { title: Demo, version: '1' }
paths: {}
«---»
",
    )],
    passes: &[Example::Contract(
        "
---
openapi: 3.0.3
info: { title: Demo, version: '1' }
paths: {}
",
    )],
    check: Check::Elsewhere,
};

const YAML_DEPTH: Rule = Rule {
    code: "yaml-depth",
    class: Class::Invalid,
    reason: "A contract that nests too deeply would exhaust the memory of the tools that read it.",
    fails: &[Example::Contract(concat!(
        "x-deep: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[«[»]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    ))],
    passes: &[Example::Contract("x-deep: [[[]]]")],
    check: Check::Elsewhere,
};

const YAML_FEATURE: Rule = Rule {
    code: "yaml-feature",
    class: Class::Invalid,
    reason: "A contract has to mean the same as JSON, which has no anchors, aliases, merge keys and \
             tags.",
    fails: &[
        Example::Contract(
            "
components:
  schemas:
    demo.Colour: «&colour»
      type: string
    demo.Paint: «*colour»
",
        ),
        Example::Schema("«<<»: { type: string }"),
        Example::Schema("type: «!!str» string"),
        Example::Schema("description: «&Co» is a company."),
    ],
    passes: &[
        Example::Contract(
            "
components:
  schemas:
    demo.Colour:
      type: string
    demo.Paint:
      $ref: '#/components/schemas/demo.Colour'
",
        ),
        Example::Schema("description: '&Co is a company, *not* a person!'"),
    ],
    check: Check::Elsewhere,
};

const YAML_COMMENT: Rule = Rule {
    code: "yaml-comment",
    class: Class::Advice,
    reason: "In text without quotes a `#` behind a space begins a comment, so the text ends there.",
    fails: &[
        Example::Schema("description: Ticket «#12 says why this is text.»"),
        Example::Operation("summary: Fetch thing «# 1»"),
        Example::Contract("info: { version: '1', title: Demo «#1»\n  }"),
        Example::Contract("tags:\n  - description: Things\n      of room «#5»\n    name: Things"),
        Example::Schema("type: string\nexample: Room «#5»\nenum: [Room «#5»\n]"),
    ],
    passes: &[
        Example::Schema("description: 'Ticket #12 says why this is text.'"),
        Example::Schema("description: Written in C#, see example.com/#top."),
        Example::Schema("type: string # Ids are opaque.\nexample: a # Not b."),
        Example::Schema("description: |-\n  # Things\n  They have a # each. # Really."),
    ],
    check: Check::Value(yaml_comment),
};

/// The keys whose values are prose.
const PROSE: &[&str] = &["title", "summary", "description", "reason"];

fn yaml_comment<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let is_prose = PROSE.contains(&site.key.map_or("", Key::name));
    let report = &mut |node: &'a Node| {
        // A value that is left out is another mistake.
        let comment = node.comment.filter(|_| node.text().is_some());
        // In other text than prose, only a `#` that a word follows was most likely meant.
        if let Some(comment) = comment.filter(|comment| is_prose || comment.is_word) {
            let message = "to YAML a comment begins at this `#`, so the text ends before it";
            context
                .report(comment.span, message)
                .suggest("put the text in quotes; move a comment to a line of its own");
        }
    };
    match site.shape {
        Shape::Text if is_prose => report(site.node),
        Shape::Any => site.node.walk(report),
        _ => {}
    }
}

const LOST_VALUE: Rule = Rule {
    code: "lost-value",
    class: Class::Unsupported,
    reason: "The types of the client come from a model of the contract, which has to hold all of it.",
    fails: &[Example::Schema(
        "type: string\nnullable: true\n«example»: null",
    )],
    passes: &[Example::Schema("type: string\nnullable: true\nexample: a")],
    check: Check::Elsewhere,
};
