//! Values against schemas: each keyword, its message and its place, and a second opinion.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod cases;
mod generate;
mod judge;
mod limits;

use serde_json::Value as Json;

use super::{Direction, Problem};
use crate::{
    diagnostic::Report,
    index::Index,
    text::node::{self, Node},
};

/// A contract that is read as far as values need it.
struct Schemas {
    root: Node,
}

impl Schemas {
    /// Components, in YAML; `text` is what stands under `schemas`.
    fn new(text: &str) -> Self {
        let lines = text.lines().map(|line| format!("    {line}\n"));
        let text = format!("components:\n  schemas:\n{}", lines.collect::<String>());
        let mut report = Report::default();
        let root = node::parse(&text, &mut report).unwrap();
        assert!(report.findings.is_empty(), "{report:?}\n{text}");
        Self { root }
    }

    /// One component, `Thing`, in YAML.
    fn one(schema: &str) -> Self {
        let lines = schema.lines().map(|line| format!("  {line}\n"));
        Self::new(&format!("Thing:\n{}", lines.collect::<String>()))
    }

    fn check(&self, direction: Direction, name: &str, value: &Json) -> Vec<Problem> {
        let index = Index::new(&self.root);
        let schema = &index.component("schemas", name).unwrap().value;
        index.check(direction, schema, value)
    }
}

/// The problems of a value of `Thing`, each as a line.
fn lines(schemas: &Schemas, direction: Direction, value: &Json) -> Vec<String> {
    let problems = schemas.check(direction, "Thing", value);
    let line = |it: &Problem| format!("{} {} {}", it.keyword, it.pointer, it.message);
    problems.iter().map(line).collect()
}
