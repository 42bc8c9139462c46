//! Types of schemas: components by their names, and schemas without one by the place they stand in.

use std::collections::HashMap;

use super::{Check, Class, Context, Example, Kind, Node, Rule, pascal, snake, split_name};
use crate::{
    diagnostic::Span,
    index::{
        Index, Owner, Site,
        operation::Operation,
        schema::{COMPOSITIONS, is, members},
    },
};

pub(super) const UNSUPPORTED_TYPE_NAME: Rule = Rule {
    code: "unsupported-type-name",
    class: Class::Unsupported,
    reason: "The generator makes types of the components of an API and of objects without a name, which \
             it names after their place: of two types with one name it takes the first for both.",
    fails: &[Example::Contract(
        "
components:
  schemas:
    demo.ThingLabel: { type: string }
    «demo.thing_label»: { type: string }
",
    )],
    passes: &[Example::Contract(
        "
components:
  schemas:
    demo.Thing:
      type: object
      properties:
        label: { type: object, properties: { name: { type: string } } }
        size: { type: string }
    demo.ThingSize: { type: string }
    other.ThingLabel: { type: string }
",
    )],
    check: Check::Contract(unsupported_type_name),
};

/// What to do about a type that is named after its place.
const USE_COMPONENT: &str = "make it a component with a name of its own and use `$ref`";

/// What has the name of a type, and on which line.
type Types<'a> = HashMap<(&'a str, String), (Owner<'a>, usize)>;

fn unsupported_type_name(context: &mut Context<'_, '_>) {
    let index = context.index;
    let mut types = Types::new();
    // The names of components come first: they are what an author chose.
    for site in index.sites.iter().filter(|site| is_named(index, site)) {
        let Some((api, name)) = site.owner.name().map(scoped) else {
            continue;
        };
        let name = (api, pascal(name));
        // A component that is there twice is a duplicate key.
        if !is_namesake(site, types.get(&name)) {
            let help = "give the component a name that differs in more than case and punctuation";
            take(context, &mut types, (site.owner, site.head()), name, help);
        }
    }
    // Every schema comes after the one that it stands in, whose name its own begins with.
    let mut names: HashMap<usize, (&str, String)> = HashMap::new();
    for (at, site) in index.sites.iter().enumerate() {
        let Some(name) = name_of(index, site, &names) else {
            continue;
        };
        // Different responses of one operation are the mistake of another rule.
        if is_body(index, site) && is_namesake(site, types.get(&name)) {
            continue;
        }
        let is_free = is_named(index, site)
            || !becomes_a_type(site.node)
            || is_merged(index, site)
            || take(
                context,
                &mut types,
                (site.owner, site.head()),
                name.clone(),
                USE_COMPONENT,
            );
        if is_free {
            names.insert(at, name);
        }
    }
    for operation in &index.operations {
        checked_parameters(context, &mut types, operation);
    }
}

/// Takes the name of a type; false, and a finding, when another type has it.
fn take<'a>(
    context: &mut Context<'_, 'a>,
    types: &mut Types<'a>,
    (owner, span): (Owner<'a>, Span),
    name: (&'a str, String),
    help: &str,
) -> bool {
    let Some((other, line)) = types.get(&name) else {
        types.insert(name, (owner, span.start.line));
        return true;
    };
    let message = format!(
        "this schema would become the Rust type `{}`, as would one in {other} (line {line})",
        name.1
    );
    context.report_in(owner, span, message).suggest(help);
    false
}

/// The API that a name is in the namespace of, and the name inside it.
fn scoped(name: &str) -> (&str, &str) {
    split_name(name).unwrap_or(("", name))
}

/// Whether the schema is that of a body.
fn is_body(index: &Index<'_>, site: &Site<'_>) -> bool {
    let parent = index.parent(site);
    parent.is_some_and(|parent| parent.shape.is(Kind::MediaType))
}

/// Whether what has a name already is called in the contract as what the schema belongs to.
fn is_namesake(site: &Site<'_>, taken: Option<&(Owner<'_>, usize)>) -> bool {
    taken.is_some_and(|(owner, _)| owner.name() == site.owner.name())
}

/// Whether the schema is a component.
fn is_named(index: &Index<'_>, site: &Site<'_>) -> bool {
    site.shape.is(Kind::Schema) && index.is_component(site)
}

/// Whether the schema is a member of `allOf`, which are merged into one type.
fn is_merged(index: &Index<'_>, site: &Site<'_>) -> bool {
    let list = index.parent(site).and_then(|list| list.key);
    list.is_some_and(|key| key.name() == "allOf")
}

/// The API and the name that the type of this schema has, or would have if it became one.
fn name_of<'a>(
    index: &Index<'a>,
    site: &Site<'a>,
    names: &HashMap<usize, (&'a str, String)>,
) -> Option<(&'a str, String)> {
    if !site.shape.is(Kind::Schema) || site.is_reference() {
        return None;
    }
    if is_named(index, site) {
        let (api, name) = scoped(site.owner.name()?);
        return Some((api, pascal(name)));
    }
    let parent = index.parent(site)?;
    if is_body(index, site) {
        return body_name(index, site);
    }
    // A schema stands in another one at a key, or in a list or a mapping at a key.
    let direct = parent.shape.is(Kind::Schema);
    let (outer, place) = if direct {
        (site.parent?, site.key?.name())
    } else {
        (parent.parent?, parent.key?.name())
    };
    let (api, outer_name) = names.get(&outer)?;
    let name = match place {
        "properties" => pascal(&format!("{outer_name}_{}", snake(site.key?.name()))),
        "items" => format!("{outer_name}Item"),
        "additionalProperties" if index.sites[outer].node.get("properties").is_some() => {
            format!("{outer_name}ExtraValue")
        }
        "additionalProperties" => format!("{outer_name}Value"),
        "allOf" => outer_name.clone(),
        _ => return None,
    };
    Some((api, name))
}

/// The name of the type of a body that is written in place in an operation.
fn body_name<'a>(index: &Index<'a>, site: &Site<'a>) -> Option<(&'a str, String)> {
    let media_type = index.parent(site)?;
    let body = index.parent(index.parent(media_type)?)?;
    let suffix = match () {
        () if body.shape.is(Kind::RequestBody) => "body",
        () if body.shape.is(Kind::Response) => "response",
        () => return None,
    };
    let Owner::Operation { id: Some(id), .. } = site.owner else {
        return None;
    };
    let (api, id) = scoped(id);
    Some((api, pascal(&format!("{id}-{suffix}"))))
}

fn becomes_a_type(schema: &Node) -> bool {
    let has_properties = schema
        .get("properties")
        .is_some_and(|all| !all.is_empty_map());
    let is_composed = COMPOSITIONS
        .iter()
        .any(|key| members(schema, key).nth(1).is_some());
    (is(schema, "object") && has_properties) || is_composed
}

/// Parameters whose text is checked have a type for it.
fn checked_parameters<'a>(
    context: &mut Context<'_, 'a>,
    types: &mut Types<'a>,
    operation: &Operation<'a>,
) {
    let Some((api, id)) = operation.id().map(|(_, id)| scoped(id)) else {
        return;
    };
    for parameter in operation.parameters(context.index) {
        let (Some(name), Some(schema)) = (parameter.name(), parameter.node.get("schema")) else {
            continue;
        };
        let checks = ["pattern", "minLength", "maxLength"];
        if checks.iter().any(|keyword| schema.get(keyword).is_some()) {
            let name = (api, pascal(&format!("{id}-{name}")));
            let place = (operation.owner, parameter.span());
            take(context, types, place, name, USE_COMPONENT);
        }
    }
}
