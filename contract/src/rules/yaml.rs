//! The file is YAML, as far as a contract needs it, and no text in it is cut off.

use super::{Check, Class, Context, Example, Key, Node, Rule, Shape, Site};

pub(super) const YAML_SYNTAX: Rule = Rule {
    code: "yaml-syntax",
    class: Class::Invalid,
    reason: "A contract is one YAML document, without control characters and no deeper than its \
             readers can follow.",
    example: Example::Schema("type: string\ndescription«:»‹→ ›Name of the thing."),
    check: Check::Elsewhere,
};

pub(super) const YAML_FEATURE: Rule = Rule {
    code: "yaml-feature",
    class: Class::Invalid,
    reason: "A contract has to mean the same as JSON, which has no tags.",
    example: Example::Schema("description: «‹!important→'!important›» or not‹→'›"),
    check: Check::Elsewhere,
};

pub(super) const YAML_ANCHOR: Rule = Rule {
    code: "yaml-anchor",
    class: Class::Convention,
    reason: "What several places share is a component, which readers find by its name; anchors, aliases \
             and merge keys have no place in the contract.",
    example: Example::Schema("description: «‹&Co→'&Co›» is a company‹→'›"),
    check: Check::Elsewhere,
};

pub(super) const YAML_COMMENT: Rule = Rule {
    code: "yaml-comment",
    class: Class::Advice,
    reason: "In text without quotes a `#` behind a space begins a comment, so the text ends there.",
    example: Example::Schema("description: ‹→'›Ticket «#12 says why this is text.»‹→'›"),
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
            let help = "put the text in quotes; move a comment to a line of its own";
            context.report(comment.span, message, help);
        }
    };
    match site.shape {
        Shape::Text if is_prose => report(site.node),
        Shape::Any => site.node.walk(report),
        _ => {}
    }
}
