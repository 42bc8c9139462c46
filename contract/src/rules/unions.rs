//! `oneOf` and `anyOf`: members that a value cannot tell apart.

mod overlap;

pub(crate) use overlap::can_tie;

use super::{
    Check, Class, Context, Example, Index, Kind, Node, Repair, Rule, Site, Target, instead, nearest,
};
use crate::index::schema::{COMPOSITIONS, composed, members, wholes};

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

pub(super) const BAD_DISCRIMINATOR: Rule = Rule {
    code: "bad-discriminator",
    class: Class::Invalid,
    reason: "The property that tells schemas apart is one that each of them has, and what its values stand \
             for are schemas of the contract.",
    example: Example::Contract(
        "
components:
  schemas:
    demo.Cat: { type: object, properties: { kind: { type: string } } }
    demo.Dog: { type: object, properties: { kind: { type: string } } }
    demo.Pet:
      oneOf: [{ $ref: '#/components/schemas/demo.Cat' }, { $ref: '#/components/schemas/demo.Dog' }]
      discriminator: { propertyName: «‹knd→kind›», mapping: { cat: «‹demo.Cta→demo.Cat›» } }
",
    ),
    check: Check::Object(Kind::Discriminator, bad_discriminator),
};

fn bad_discriminator<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let values = site.node.entries_of("mapping").map(|it| &it.value);
    for (node, text) in values.filter_map(|it| Some((it, it.text()?))) {
        if index.component("schemas", text).is_none() && index.target(text).is_none() {
            let (place, name) = match text.rsplit_once('/') {
                Some((_, name)) => ("#/components/schemas/", name),
                None => ("", text),
            };
            let known = index.section("schemas").map(|it| it.key.name());
            let help = match nearest(name, known) {
                Some(near) => format!("did you mean `{place}{near}`?"),
                None => "name a schema of the `components`".to_owned(),
            };
            let message = format!("there is no schema `{text}`");
            context.report(node.span, message, help).repair = Some(Repair::Keep);
        }
    }
    let Some(((node, name), schema)) = site.node.text_at("propertyName").zip(index.parent(site))
    else {
        return;
    };
    let mut report = |message: String, help: String| {
        context.report(node.span, message, help).repair = Some(Repair::Keep);
    };
    // What lists no properties may have any.
    let lacks = |known: &[&str]| !known.is_empty() && !known.contains(&name);
    let outermost = wholes(index, schema, COMPOSITIONS).last().unwrap_or(schema);
    let known = declared(outermost.node, COMPOSITIONS, index);
    if lacks(&known) {
        let help = instead(name, known, "properties");
        return report(format!("there is no property `{name}`"), help);
    }
    if declared(schema.node, &["allOf"], index).contains(&name) {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let members: Vec<&Node> = members(schema.node, key).collect();
        for (number, member) in members.iter().enumerate() {
            if lacks(&declared(member, COMPOSITIONS, index)) {
                let help = "add it there, and list it under `required`";
                let message = format!("{} has no property `{name}`", label(&members, number));
                report(message, help.to_owned());
            }
        }
    }
}

/// The properties of a schema and those that it is composed of by `keys`; none where one of them cannot be
/// read.
pub(super) fn declared<'a>(schema: &'a Node, keys: &[&str], index: &Index<'a>) -> Vec<&'a str> {
    let parts = composed(schema, keys, index).into_iter();
    let Some(parts) = parts.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let properties = parts.iter().flat_map(|part| part.entries_of("properties"));
    properties.map(|entry| entry.key.name()).collect()
}
