//! The safety net under the rules: whatever the contract says must still be in the filled model.

use openapiv3::OpenAPI;
use serde_json::Value as Json;

use crate::{
    diagnostic::{Class, Finding, Report, Span},
    text::node::{Key, Node, Value},
    text::scalar::{Scalar, Typed},
};

/// `lost-value`: a key or value of the contract that the model does not give back.
pub(crate) fn check(tree: &Node, model: &OpenAPI, report: &mut Report) {
    match serde_json::to_value(model) {
        Ok(json) => compare(tree, &json, &mut Vec::new(), report),
        Err(error) => {
            let message = format!("the model of the contract cannot be written back: {error}");
            report.add(lost_value(tree.span, message, "remove what it names"));
        }
    }
}

/// Compares a node with what the model holds in its place; `path` leads to the node.
fn compare<'a>(node: &'a Node, model: &Json, path: &mut Vec<&'a str>, report: &mut Report) {
    match (&node.value, model) {
        (Value::Map(map), Json::Object(members)) => {
            // What stands beside a reference is ignored, which is another rule's matter.
            let is_reference =
                members.len() == 1 && members.get("$ref").is_some_and(Json::is_string);
            let entries = map.entries.iter();
            for entry in entries.filter(|it| !is_reference || it.key.name() == "$ref") {
                let name = &entry.key.scalar.text;
                match members.get(name) {
                    Some(member) => {
                        path.push(name);
                        compare(&entry.value, member, path, report);
                        path.pop();
                    }
                    None if is_left_out(&entry.value) => {}
                    None => {
                        report.add(lost(&entry.key, &entry.value, path));
                    }
                }
            }
        }
        (Value::List(items), Json::Array(elements)) if items.len() == elements.len() => {
            for (item, element) in items.iter().zip(elements) {
                compare(item, element, path, report);
            }
        }
        (Value::Scalar(scalar), json) if same(scalar, json) => {}
        _ => {
            let message = format!("this would become `{model}`{}", place(path));
            let help = "the model of the contract cannot hold it: write it in another way";
            report.add(lost_value(node.span, message, help));
        }
    }
}

/// Defaults that openapiv3 does not write: they say the same as nothing at all.
fn is_left_out(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.entries.is_empty(),
        _ => node.flag() == Some(false),
    }
}

fn lost(key: &Key, value: &Node, path: &[&str]) -> Finding {
    let message = format!("`{}` would be lost{}", key.scalar.text, place(path));
    let help = if value.is_null() {
        "the model of the contract cannot tell an explicit null from nothing: remove the key"
    } else {
        "the model of the contract has no place for it: remove it or write it in another way"
    };
    lost_value(key.span, message, help)
}

pub(super) fn lost_value(span: Span, message: String, help: &str) -> Finding {
    Finding::new("lost-value", Class::Unsupported, span, message, help)
}

fn place(path: &[&str]) -> String {
    if path.is_empty() {
        String::new()
    } else {
        format!(", in `{}`", path.join("/"))
    }
}

fn same(scalar: &Scalar, json: &Json) -> bool {
    match (scalar.typed, json) {
        (Typed::Null, Json::Null) => true,
        (Typed::Bool(flag), Json::Bool(other)) => flag == *other,
        (Typed::Text, Json::String(text)) => scalar.text == *text,
        (Typed::Integer(integer), Json::Number(number)) => match number.as_i128() {
            Some(other) => integer == other,
            // The model holds some bounds as fractions.
            #[expect(clippy::cast_possible_truncation, reason = "checked by the comparison")]
            None => number
                .as_f64()
                .is_some_and(|float| float.fract() == 0.0 && float as i128 == integer),
        },
        (Typed::Float(float), Json::Number(number)) => number
            .as_f64()
            .is_some_and(|other| float.total_cmp(&other).is_eq()),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::text::node;

    /// The keys and messages that the net catches, with the rules out of the way.
    fn caught(text: &str) -> Vec<(usize, String)> {
        let mut report = Report::default();
        let tree = node::parse(text, &mut report).unwrap();
        let model = crate::model::fill(text, &mut report).unwrap();
        check(&tree, &model, &mut report);
        let error = report.into_error("c.yaml");
        let diagnostics = error.diagnostics().iter();
        diagnostics
            .map(|d| (d.span.start.line, d.message.clone()))
            .collect()
    }

    #[test]
    fn what_stands_beside_a_reference_is_no_loss() {
        let text = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    A:
      type: object
      properties:
        $ref: {type: string, xml: {name: a}}
        b: {description: B., $ref: '#/components/schemas/A', nullable: true}
";
        let lost = "`xml` would be lost, in `components/schemas/A/properties/$ref`";
        assert_eq!(caught(text), [(9, lost.to_owned())]);
    }

    #[test]
    fn what_the_model_drops_is_caught() {
        let text = "\
openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    A:
      type: object
      requird: [a]
      nullable: false
      properties: {}
      xml: {name: a}
    B:
      type: number
      minimum: 9007199254740993
      maximum: 5
      default: null
";
        assert_eq!(
            caught(text),
            [
                (
                    8,
                    "`requird` would be lost, in `components/schemas/A`".to_owned()
                ),
                (
                    11,
                    "`xml` would be lost, in `components/schemas/A`".to_owned()
                ),
                (
                    14,
                    "this would become `9007199254740992.0`, in `components/schemas/B/minimum`"
                        .to_owned()
                ),
                (
                    16,
                    "`default` would be lost, in `components/schemas/B`".to_owned()
                ),
            ]
        );
    }
}
