//! Schemas that are too large to be compared in full: linting them ends.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write;

use contract::{Conventions, lint};

/// The codes of the findings about unions and combinations in components with these names.
fn found(schemas: &[(String, String)]) -> Vec<&'static str> {
    let mut text = "openapi: 3.0.3\ninfo: { title: Large, version: '1' }\npaths: {}\n".to_owned();
    text.push_str("components:\n  schemas:\n");
    for (name, schema) in schemas {
        writeln!(text, "    demo.{name}: {schema}").unwrap();
    }
    let found = lint("large.yaml", &text, Conventions::Off).into_iter();
    let codes = found.map(|finding| finding.code);
    codes
        .filter(|code| ["union-tie", "all-of-conflict"].contains(code))
        .collect()
}

fn reference(name: &str) -> String {
    format!("{{ $ref: '#/components/schemas/demo.{name}' }}")
}

fn union() -> (String, String) {
    let members = [reference("A0"), reference("B0")].join(", ");
    ("Union".to_owned(), format!("{{ oneOf: [{members}] }}"))
}

#[test]
fn every_level_holds_the_next_one_twice() {
    let mut schemas = vec![union()];
    for side in ["A", "B"] {
        for level in 0..40 {
            let next = reference(&format!("{side}{}", level + 1));
            let properties = format!("{{ left: {next}, right: {next} }}");
            schemas.push((
                format!("{side}{level}"),
                format!("{{ type: object, required: [left, right], properties: {properties} }}"),
            ));
        }
        schemas.push((format!("{side}40"), "{ type: string }".to_owned()));
    }
    assert_eq!(found(&schemas), ["union-tie"]);
}

#[test]
fn members_are_made_of_many_unions() {
    let mut schemas = vec![union()];
    for side in ["A", "B"] {
        let part = |part| {
            let option = |name: String| {
                format!("{{ type: object, properties: {{ {name}: {{ type: string }} }} }}")
            };
            let (one, other) = (option(format!("one{part}")), option(format!("other{part}")));
            format!("{{ oneOf: [{one}, {other}] }}")
        };
        let parts: Vec<String> = (0..20).map(part).collect();
        schemas.push((
            format!("{side}0"),
            format!("{{ allOf: [{}] }}", parts.join(", ")),
        ));
    }
    // The unions inside tie too: all that tells their members apart is optional.
    assert_eq!(found(&schemas).len(), 41);
}

#[test]
fn many_members_hold_each_other() {
    let mut schemas = Vec::new();
    let all: Vec<String> = (0..60)
        .map(|number| reference(&format!("M{number}")))
        .collect();
    schemas.push((
        "All".to_owned(),
        format!("{{ allOf: [{}] }}", all.join(", ")),
    ));
    for number in 0..60_usize {
        let property = |step: usize| format!("p{step}: {}", all[(number + step) % 60]);
        let properties: Vec<String> = (0..10).map(property).collect();
        schemas.push((
            format!("M{number}"),
            format!(
                "{{ type: object, properties: {{ {} }} }}",
                properties.join(", ")
            ),
        ));
    }
    assert!(found(&schemas).is_empty());
}
