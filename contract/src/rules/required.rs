//! `required`: names of properties, each once.

use std::collections::HashSet;

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::Kind,
    index::{
        Site,
        schema::{COMPOSITIONS, composed, members, wholes},
    },
    suggest::{did_you_mean, listed},
    text::node::Node,
};

pub(super) const RULES: &[Rule] = &[REQUIRED_WITHOUT_PROPERTY, REQUIRED_TWICE];

const REQUIRED_WITHOUT_PROPERTY: Rule = Rule {
    code: "required-without-property",
    class: Class::Advice,
    reason: "A required name that is no property is most likely misspelt.",
    fails: &[Example::Schema(
        "
type: object
required: [id, «naem»]
properties:
  id: { type: string }
  name: { type: string }
",
    )],
    passes: &[Example::Contract(
        "
components:
  schemas:
    demo.Derived:
      type: object
      required: [id, price]
      allOf:
        - $ref: '#/components/schemas/demo.Base'
        - type: object
          required: [name, price]
          properties: { price: { type: integer } }
    demo.Base:
      type: object
      properties:
        id: { type: string }
        name: { type: string }
",
    )],
    check: Check::Object(Kind::Schema, required_without_property),
};

fn required_without_property<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if members(site.node, "required").next().is_none() {
        return;
    }
    let index = context.index;
    let outermost = wholes(index, site, COMPOSITIONS).last().unwrap_or(site);
    let parts = composed(outermost.node, COMPOSITIONS, index);
    // A part that cannot be read is reported elsewhere; the name may be in there.
    let Some(parts) = parts.into_iter().collect::<Option<Vec<_>>>() else {
        return;
    };
    let properties = parts.iter().filter_map(|part| part.get("properties"));
    let properties: Vec<&Node> = properties.collect();
    for item in members(site.node, "required") {
        let Some(name) = item.text() else {
            continue;
        };
        if properties
            .iter()
            .any(|properties| properties.may_have(name))
        {
            continue;
        }
        let known = properties
            .iter()
            .flat_map(|properties| properties.entries());
        let known: Vec<&str> = known.map(|entry| entry.key.name()).collect();
        let is_property = |part: &str| known.contains(&part);
        let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
            if name.contains(" - ") && name.split(" - ").all(is_property) {
                "to YAML this is one name: begin every `-` in the column of the first".to_owned()
            } else if known.is_empty() {
                "the schema has no properties".to_owned()
            } else {
                format!("the properties are {}", listed(known.iter().copied()))
            }
        });
        let message = format!("`{name}` is required but is not a property");
        context.report(item.span, message).suggest(help);
    }
}

const REQUIRED_TWICE: Rule = Rule {
    code: "required-twice",
    class: Class::Advice,
    reason: "Of two equal names one was most likely meant to be another.",
    fails: &[Example::Schema(
        "
type: object
required: [id, «id»]
properties: { id: { type: string } }
",
    )],
    passes: &[Example::Schema(
        "
type: object
required: [id]
properties: { id: { type: string } }
",
    )],
    check: Check::Object(Kind::Schema, required_twice),
};

fn required_twice<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let mut seen = HashSet::new();
    for item in members(site.node, "required") {
        if let Some(name) = item.text()
            && !seen.insert(name)
        {
            context
                .report(item.span, format!("`{name}` is required twice"))
                .suggest("remove one of the two, or name the property that was meant");
        }
    }
}
