//! Types that Rust makes of schemas without a name: they are named after the place they stand in.

use std::collections::HashMap;

use super::{
    Rule,
    names::{pascal, snake},
};
use crate::contract::{
    diagnostic::{Finding, Report, Span},
    grammar::Kind,
    node::Node,
    operation::Operation,
    schema::{COMPOSITIONS, is, members},
    survey::{Owner, Survey, split_name},
};

pub(super) const RULES: &[Rule] = &[inline_types];

/// The types of one API: what each is made of, and on which line.
type Types<'a> = HashMap<String, (Owner<'a>, usize)>;

/// `rust-type-clash`: of two types with one name typify silently takes the first for both.
fn inline_types(survey: &Survey<'_>, report: &mut Report) {
    let mut apis: HashMap<&str, Types<'_>> = HashMap::new();
    let components = survey.sites.iter().filter_map(|site| match site.owner {
        Owner::Component {
            section: "schemas",
            name,
            ..
        } if survey.is_component(site) => Some((site, split_name(name)?)),
        _ => None,
    });
    let components: Vec<_> = components.collect();
    for (site, (api, name)) in &components {
        let types = apis.entry(api).or_default();
        let line = site.head().start.line;
        types.entry(pascal(name)).or_insert((site.owner, line));
    }
    for (site, (api, name)) in components {
        let types = apis.entry(api).or_default();
        let mut inside = Inside {
            owner: site.owner,
            types,
            report,
        };
        inside.parts(site.node, &pascal(name));
    }
    for operation in &survey.operations {
        if let Some((api, name)) = operation.id().and_then(|(_, id)| split_name(id)) {
            let mut inside = Inside {
                owner: operation.owner,
                types: apis.entry(api).or_default(),
                report,
            };
            inside.operation(survey, operation, name);
        }
    }
}

/// Names the types inside one component or operation.
struct Inside<'r, 'a> {
    owner: Owner<'a>,
    types: &'r mut Types<'a>,
    report: &'r mut Report,
}

impl<'a> Inside<'_, 'a> {
    /// The parameters that are checked, and the bodies.
    fn operation(&mut self, survey: &Survey<'a>, operation: &Operation<'a>, id: &str) {
        for parameter in operation.parameters(survey) {
            let (Some(name), Some(schema)) = (parameter.name(), parameter.node.get("schema"))
            else {
                continue;
            };
            let checked = ["pattern", "minLength", "maxLength"];
            if checked.iter().any(|keyword| schema.get(keyword).is_some()) {
                self.take(pascal(&format!("{id}-{name}")), parameter.span());
            }
        }
        let body = operation.node.get("requestBody");
        let body = body.and_then(|body| survey.resolve(body, Kind::RequestBody));
        if let Some(schema) = body.and_then(body_schema) {
            self.schema(schema, &pascal(&format!("{id}-body")), schema.span);
        }
        // Answers with different schemas in place are the slip of another rule.
        let mut answers = operation
            .responses()
            .filter_map(|(_, response)| survey.resolve(response, Kind::Response))
            .filter_map(body_schema);
        if let Some(schema) = answers.find(|schema| schema.reference().is_none()) {
            self.schema(schema, &pascal(&format!("{id}-response")), schema.span);
        }
    }

    /// A schema that has this name unless it is a reference or needs none.
    fn schema(&mut self, schema: &'a Node, name: &str, span: Span) {
        if schema.reference().is_some() {
            return;
        }
        let has_properties = schema
            .get("properties")
            .is_some_and(|all| !all.is_empty_map());
        let is_struct = is(schema, "object") && has_properties;
        let is_composed = COMPOSITIONS
            .iter()
            .any(|key| members(schema, key).nth(1).is_some());
        if (is_struct || is_composed) && !self.take(name.to_owned(), span) {
            return;
        }
        self.parts(schema, name);
    }

    /// The schemas inside the schema that has this name.
    fn parts(&mut self, schema: &'a Node, name: &str) {
        for entry in schema.get("properties").into_iter().flat_map(Node::entries) {
            let inner = pascal(&format!("{name}_{}", snake(entry.key.name())));
            self.schema(&entry.value, &inner, entry.key.span);
        }
        if let Some(entry) = schema.entry("items") {
            self.schema(&entry.value, &format!("{name}Item"), entry.key.span);
        }
        if let Some(entry) = schema.entry("additionalProperties") {
            let suffix = if schema.get("properties").is_some() {
                "ExtraValue"
            } else {
                "Value"
            };
            self.schema(&entry.value, &format!("{name}{suffix}"), entry.key.span);
        }
        // The members of `allOf` are merged into one type.
        for member in members(schema, "allOf").filter(|member| member.reference().is_none()) {
            self.parts(member, name);
        }
    }

    /// Takes the name of a type; false, and an error, when another type has it.
    fn take(&mut self, name: String, span: Span) -> bool {
        match self.types.get(&name) {
            None => {
                self.types.insert(name, (self.owner, span.start.line));
                true
            }
            Some((other, line)) => {
                let message = format!(
                    "this schema would become the Rust type `{name}`, as would one in {other} \
                     (line {line})"
                );
                self.report.add(
                    Finding::about(self.owner, "rust-type-clash", span, message)
                        .help("make it a component with a name of its own and use `$ref`"),
                );
                false
            }
        }
    }
}

/// The schema of a body's first media type.
fn body_schema(body: &Node) -> Option<&Node> {
    let media_type = body.get("content")?.entries().next()?;
    media_type.value.get("schema")
}
