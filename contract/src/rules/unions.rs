//! `oneOf` and `anyOf`: members that a value cannot tell apart.

mod overlap;

pub(crate) use overlap::can_tie;

use super::{Check, Class, Context, Example, Kind, Node, Rule, Site, Target};

pub(super) const UNION_TIE: Rule = Rule {
    code: "union-tie",
    class: Class::Advice,
    reason: "A value that fits two members of a union equally well becomes the first of them, so \
             that their order decides what a client reads.",
    example: Example::Schema(
        "
oneOf:
  - { type: object, required: [id], properties: { id: { type: string } } }
  - «{ type: object, required: [id‹→, size›], properties: { id: { type: string }, size: { type: integer } } }»
",
    ),
    check: Check::Object(Kind::Schema, union_tie),
};

fn union_tie<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    // The value itself says which member it is.
    if site.node.may_have("discriminator") {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let Some(list) = site.node.get(key) else {
            continue;
        };
        let members: Vec<&Node> = list.items().collect();
        for (later, node) in members.iter().enumerate() {
            let earlier = members[..later]
                .iter()
                .position(|other| can_tie(context.index, site.node, list, [other, node]));
            let Some(earlier) = earlier else {
                continue;
            };
            let (first, second) = (label(&members, earlier), label(&members, later));
            let message = format!(
                "{first} and {second} can tie: a value that fits both equally well becomes {first}"
            );
            let help = "if one of the two always has a property that the other does not declare, list it \
                        under `required`; if not, keep the likelier member first and say so in an \
                        `x-lint-allow`";
            context.report(node.span, message, help);
        }
    }
}

/// What a message calls a member: the name of its component, or its number.
fn label(members: &[&Node], index: usize) -> String {
    match Target::of(members[index]) {
        Some(target) => format!("`{}`", target.name),
        None => format!("member {}", index + 1),
    }
}
