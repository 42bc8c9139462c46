//! Every example and default of a contract, with the schema that it is one of.

use super::json_schema::Schemas;
use crate::contract::{
    grammar::Kind,
    json,
    node::{Entry, Node},
    survey::{Owner, Site, Survey},
};

/// An example or a default.
pub(super) struct Example<'a> {
    pub(super) owner: Owner<'a>,
    /// What it is called in messages.
    pub(super) label: String,
    /// The value as written.
    pub(super) node: &'a Node,
    pub(super) json: serde_json::Value,
    /// Index of its schema.
    pub(super) schema: usize,
    pub(super) direction: Direction,
}

/// Where a value travels: it decides which properties may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Answer,
    /// The value belongs to a schema that may be used for both.
    Unknown,
}

/// Collects what can be read; the rest is reported as such.
pub(super) fn examples<'a>(survey: &Survey<'a>, schemas: &mut Schemas<'a>) -> Vec<Example<'a>> {
    let mut collector = Collector {
        survey,
        schemas,
        examples: Vec::new(),
    };
    for kind in [Kind::Parameter, Kind::Header, Kind::MediaType] {
        for site in survey.objects(kind) {
            if let Some(schema) = site.node.get("schema") {
                collector.beside(site, schema);
            }
        }
    }
    for site in survey.objects(Kind::Schema) {
        for (key, label) in [("example", "the example"), ("default", "the default")] {
            if let Some(value) = site.node.get(key) {
                collector.add(site, label.to_owned(), value, site.node);
            }
        }
    }
    collector.examples
}

struct Collector<'s, 'a> {
    survey: &'s Survey<'a>,
    schemas: &'s mut Schemas<'a>,
    examples: Vec<Example<'a>>,
}

impl<'a> Collector<'_, 'a> {
    /// The examples that stand beside a schema.
    fn beside(&mut self, site: &Site<'a>, schema: &'a Node) {
        if let Some(value) = site.node.get("example") {
            self.add(site, "the example".to_owned(), value, schema);
        }
        let named = site.node.get("examples");
        for Entry { key, value } in named.into_iter().flat_map(Node::entries) {
            let example = self.survey.resolve(value, Kind::Example);
            if let Some(value) = example.and_then(|example| example.get("value")) {
                let label = format!("the example `{}`", key.name());
                self.add(site, label, value, schema);
            }
        }
    }

    fn add(&mut self, site: &Site<'a>, label: String, node: &'a Node, schema: &'a Node) {
        if let Some(schema) = self.survey.resolve(schema, Kind::Schema)
            && let Some(json) = json::whole(node)
        {
            self.examples.push(Example {
                owner: site.owner,
                label,
                node,
                json,
                schema: self.schemas.index(schema),
                direction: self.direction(site),
            });
        }
    }

    fn direction(&self, site: &Site<'a>) -> Direction {
        if self.survey.is_inside(site, Kind::RequestBody) {
            Direction::Request
        } else if self.survey.is_inside(site, Kind::Response) {
            Direction::Answer
        } else {
            Direction::Unknown
        }
    }
}
