//! One contract of all schemas at every place, and the values that go through its types.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::schemas::{DESCRIPTIONS, HELPERS, NAMES, OF_BODIES, OF_PARAMETERS, TYPES};

/// Between members of a flow collection.
const LINE: &str = ",\n        ";

const JSON: &str = "application/json";

/// What JSON is called.
const MEDIA: &[&str] = &[
    "application/json",
    "application/problem+json",
    "application/vnd.shop.v1+json",
    "'Application/JSON; charset=utf-8'",
];

/// A contract in the making.
#[derive(Default)]
pub(crate) struct Contract {
    paths: String,
    schemas: String,
    parameters: String,
    /// Types of the module, and values that they decode and encode again.
    pub(crate) values: Vec<(String, Value)>,
    operations: usize,
    /// That of bodies that are sent.
    media: &'static str,
}

impl Contract {
    /// The contract of every schema and name.
    pub(crate) fn of_everything() -> Self {
        let mut contract = Self {
            media: JSON,
            ..Self::default()
        };
        for (name, schema) in HELPERS {
            contract.schema(name, &written(schema));
        }
        for (number, (schema, values)) in OF_PARAMETERS.iter().enumerate() {
            let example = values.lines().next().unwrap_or_default();
            contract.parameters(number, &written(schema), example);
        }
        for (number, (schema, _)) in OF_BODIES.iter().enumerate() {
            contract.bodies(number, &written(schema));
        }
        let all: Vec<_> = OF_PARAMETERS.iter().chain(OF_BODIES).collect();
        for (number, cases) in all.chunks(10).enumerate() {
            contract.properties(number, cases);
        }
        contract.names();
        contract.types();
        contract
    }

    /// The contract as text.
    pub(crate) fn text(&self) -> String {
        let Self {
            paths,
            schemas,
            parameters,
            ..
        } = self;
        format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\nx-apis: {{shop: {{server: https://api.example.com}}}}\n\
             security: [{{shop: []}}]\npaths:\n{paths}components:\n  securitySchemes:\n    shop: {{type: http, scheme: bearer}}\n  \
             parameters:\n{parameters}  schemas:\n{schemas}"
        )
    }

    fn schema(&mut self, name: &str, schema: &str) {
        writeln!(self.schemas, "    shop.{name}: {schema}").unwrap();
    }

    /// An operation: its parameters, its body, and the schemas of its success responses by status.
    fn operation(
        &mut self,
        id: &str,
        parameters: &[String],
        body: Option<(&str, bool)>,
        responses: &[(u16, &str)],
    ) {
        let number = self.operations;
        self.operations += 1;
        let in_path = parameters
            .iter()
            .filter(|it| it.contains("in: path"))
            .filter_map(|it| {
                let (_, rest) = it.split_once("name: \"")?;
                rest.split_once('"').map(|(name, _)| format!("/{{{name}}}"))
            });
        let path = format!("/{number}{}", in_path.collect::<String>());
        let description = json!(DESCRIPTIONS[number % DESCRIPTIONS.len()]);
        let (id, path) = (json!(format!("shop.{id}")), json!(path));
        write!(
            self.paths,
            "  {path}:\n    servers: [{{url: https://api.example.com}}]\n    post:\n      operationId: {id}\n      description: {description}\n      \
             parameters: [{}]\n      responses:\n",
            parameters.join(LINE)
        )
        .unwrap();
        for (status, schema) in responses {
            let content = match *schema {
                "" => String::new(),
                schema => {
                    let media = MEDIA[number % MEDIA.len()];
                    format!(", content: {{{media}: {{schema: {schema}}}}}")
                }
            };
            writeln!(
                self.paths,
                "        '{status}': {{description: {description}{content}}}"
            )
            .unwrap();
        }
        if let Some((schema, required)) = body {
            writeln!(
                self.paths,
                "      requestBody: {{required: {required}, content: {{{}: {{schema: {schema}}}}}}}",
                self.media
            )
            .unwrap();
        }
    }

    /// Schemas as properties, items and values of a map, as components and in place, with null too.
    fn properties(&mut self, number: usize, cases: &[&(&str, &str)]) {
        let holder = format!("Holder{number}");
        let values: Vec<Vec<Value>> = cases
            .iter()
            .map(|(_, values)| {
                values
                    .lines()
                    .map(|it| serde_json::from_str(it).unwrap())
                    .collect()
            })
            .collect();
        let most = values.iter().map(Vec::len).max().unwrap_or_default();
        // In the last round null stands where it may.
        let mut held = vec![json!({}); most + 1];
        let (mut properties, mut declared) = (Vec::new(), Vec::new());
        for (at, ((schema, _), values)) in cases.iter().zip(&values).enumerate() {
            let own = format!("Case{number}_{at}");
            let (written, component) = (written(schema), reference(&own));
            self.schema(&own, &written);
            let or_null = match written
                .strip_prefix('{')
                .filter(|it| !it.starts_with("$ref"))
            {
                Some(inner) => format!("{{nullable: true, {inner}"),
                None => format!("{{nullable: true, allOf: [{written}]}}"),
            };
            let mut add = |name: &str, schema: &str, value: &dyn Fn(&Value, bool) -> Value| {
                properties.push(format!("{name}{at}: {schema}"));
                for (round, held) in held.iter_mut().enumerate() {
                    held[format!("{name}{at}")] =
                        value(&values[round % values.len()], round == most);
                }
            };
            add("component", &component, &|it, _| it.clone());
            add("in_place", &written, &|it, _| it.clone());
            add("or_null", &or_null, &|it, last| {
                if last { Value::Null } else { it.clone() }
            });
            add(
                "list",
                &format!("{{type: array, items: {{nullable: true, allOf: [{component}]}}}}"),
                &|it, _| json!([it, null]),
            );
            add(
                "map",
                &format!("{{type: object, additionalProperties: {component}}}"),
                &|it, _| json!({"a": it}),
            );
            declared.push(format!("in_union{at}: {component}"));
            for (round, held) in held.iter_mut().enumerate() {
                let value = &values[round % values.len()];
                // Optional ones that are null are not sent.
                if !value.is_null() {
                    held["either"][format!("in_union{at}")] = value.clone();
                }
            }
        }
        properties.push(format!(
            "either: {{oneOf: [{{title: None of them, type: object, required: [no], properties: {{no: {{type: string}}}}}}, \
             {{title: All, type: object, properties: {{{}}}}}]}}",
            declared.join(LINE)
        ));
        let required: Vec<_> = properties
            .iter()
            .filter_map(|it| it.split_once(": "))
            .map(|it| it.0)
            .collect();
        let (required, properties) = (required.join(LINE), properties.join(LINE));
        self.schema(
            &holder,
            &format!(
                "{{type: object, required: [{required}],\n        properties: {{{properties}}}}}"
            ),
        );
        self.values
            .extend(held.into_iter().map(|value| (holder.clone(), value)));
        let holder = reference(&holder);
        // Half of the types are sent.
        let body = (number.is_multiple_of(2)).then_some((&*holder, true));
        self.operation(&format!("holder{number}"), &[], body, &[(200, &holder)]);
    }

    /// A schema as a parameter at each place, with an example and without.
    fn parameters(&mut self, number: usize, schema: &str, example: &str) {
        let list = format!("{{type: array, items: {schema}}}");
        let parameter = |name: &str, place: &str, schema: &str, rest: &str| {
            format!("{{name: \"{name}\", in: {place}, schema: {schema}{rest}}}")
        };
        writeln!(
            self.parameters,
            "    shop.shared{number}: {}",
            parameter("shared", "query", schema, "")
        )
        .unwrap();
        let example = format!(", example: {example}");
        let example_of_list = format!(", required: true, example: [{}]", &example[11..]);
        let joined = format!(", required: true, explode: false{}", &example_of_list[16..]);
        let content = format!("application/json: {{schema: {list}}}");
        let places = [
            parameter("path", "path", schema, ", required: true"),
            parameter("list", "path", &list, ", required: true"),
            parameter("label", "path", schema, ", style: label, required: true"),
            parameter("matrix", "path", &list, ", style: matrix, required: true"),
            parameter(
                "spaced",
                "query",
                &list,
                ", style: spaceDelimited, explode: false",
            ),
            parameter(
                "piped",
                "query",
                &list,
                &format!(", style: pipeDelimited{joined}"),
            ),
            parameter(
                "deep",
                "query",
                schema,
                ", style: deepObject, allowReserved: true",
            ),
            format!("{{name: json, in: query, content: {{{content}}}}}"),
            parameter("Session", "cookie", schema, &example),
            parameter("Header3", "header", &list, ", explode: true"),
            parameter(
                "query",
                "query",
                schema,
                &format!(", required: true{example}"),
            ),
            parameter("some", "query", &list, &example_of_list),
            parameter("joined", "query", &list, ", explode: false"),
            parameter("Header", "header", schema, &example),
            parameter("Header2", "header", schema, ", required: true"),
            format!("{{$ref: '#/components/parameters/shop.shared{number}'}}"),
        ];
        self.operation(
            &format!("parameters{number}"),
            &places,
            None,
            &[(200, schema)],
        );
        self.forms(number, schema, &list);
    }

    /// A schema as a field of each form, beside files; as text and as bytes.
    fn forms(&mut self, number: usize, schema: &str, list: &str) {
        let form = format!(
            "{{type: object, required: [required, file], properties: {{required: {schema}, optional: {schema}, \
             list: {list}, some: {list}, file: {{type: string, format: binary}}, files: {{type: array, items: \
             {{type: string, format: binary}}}}}}}}"
        );
        let encoding = "list: {explode: false}, some: {contentType: application/json}";
        let deep = "optional: {style: deepObject}, list: {style: pipeDelimited}";
        for (id, media, body) in [
            (
                "pairs",
                "application/x-www-form-urlencoded",
                format!("{form}, encoding: {{{deep}}}"),
            ),
            (
                "joined",
                "application/x-www-form-urlencoded",
                format!("{form}, encoding: {{{encoding}}}"),
            ),
            (
                "parts",
                "multipart/form-data",
                format!("{form}, encoding: {{{encoding}}}"),
            ),
            (
                "whole",
                "multipart/form-data",
                format!("{{type: object, additionalProperties: {schema}}}"),
            ),
            ("text", "text/plain", schema.to_owned()),
            ("bytes", "image/*", schema.to_owned()),
        ] {
            let required = number.is_multiple_of(2);
            self.media = media;
            let id = format!("{id}{number}");
            self.operation(&id, &[], Some((&body, required)), &[(200, schema)]);
            self.media = JSON;
        }
    }

    /// A schema as a body and as one response, or one of several.
    fn bodies(&mut self, number: usize, schema: &str) {
        let cat = reference("Cat");
        let responses: &[_] = match number % 3 {
            0 => &[(200, schema)],
            1 => &[(200, schema), (202, &cat), (204, "")],
            _ => &[(200, "{type: string}"), (201, schema)],
        };
        self.operation(
            &format!("bodies{number}"),
            &[],
            Some((schema, number.is_multiple_of(2))),
            responses,
        );
    }

    /// Every name as that of a property, a value and a parameter.
    fn names(&mut self) {
        let keys: Vec<String> = NAMES.iter().map(|name| json!(name).to_string()).collect();
        let all = keys.join(LINE);
        let object: serde_json::Map<String, Value> = NAMES
            .iter()
            .map(|name| ((*name).to_owned(), json!(name)))
            .collect();
        let properties = |schema: &str| {
            keys.iter()
                .map(|key| format!("{key}: {schema}"))
                .collect::<Vec<_>>()
                .join(LINE)
        };
        self.schema("Values", &format!("{{type: string, enum: [{all}]}}"));
        for (name, schema, required) in [
            ("Optional", "{type: string}", ""),
            ("Required", "{type: string}", &*all),
            ("OfValues", &reference("Values"), &*all),
        ] {
            let properties = properties(schema);
            self.schema(
                name,
                &format!("{{type: object, required: [{required}], properties: {{{properties}}}}}"),
            );
            self.values
                .push((name.to_owned(), Value::Object(object.clone())));
            let body = reference(name);
            self.operation(
                &format!("names_{name}"),
                &[],
                Some((&body, true)),
                &[(200, &body)],
            );
        }
        let in_path = NAMES.iter().zip(&keys).filter(|(name, _)| {
            !name.is_empty() && !name.contains(['{', '}', '/', '"', '\\', '?', '#', ' '])
        });
        let is_token = |name: &str| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it))
        };
        let in_header = NAMES.iter().zip(&keys).filter(|(name, _)| is_token(name));
        let mut seen = Vec::new();
        let in_header: Vec<_> = in_header
            .filter(|(name, _)| {
                let lower = name.to_lowercase();
                let is_new = !seen.contains(&lower);
                seen.push(lower);
                is_new
            })
            .map(|(_, key)| key.clone())
            .collect();
        let in_path: Vec<_> = in_path.map(|(_, key)| key.clone()).collect();
        let list = |keys: &[String], place: &str, required: bool| -> Vec<String> {
            let one = |key| {
                format!(
                    "{{name: {key}, in: {place}, required: {required}, schema: {{type: string}}}}"
                )
            };
            keys.iter().map(one).collect()
        };
        let body = Some(("{type: string}", false));
        self.operation("in_query", &list(&keys, "query", false), body, &[(200, "")]);
        self.operation(
            "in_header",
            &list(&in_header, "header", false),
            None,
            &[(200, "")],
        );
        // YAML's keys are short.
        for (number, keys) in in_path.chunks(40).enumerate() {
            self.operation(
                &format!("in_path{number}"),
                &list(keys, "path", true),
                body,
                &[(200, "")],
            );
        }
        for name in NAMES
            .iter()
            .skip(1)
            .step_by(3)
            .filter(|name| !name.is_empty() && !TYPES.contains(name))
        {
            self.operation(name, &[], None, &[(200, "")]);
        }
    }

    /// Every name that a component can have, as those of types of each kind.
    fn types(&mut self) {
        let kinds = [
            (
                "{type: object, properties: {a: {type: string}}}",
                json!({"a": "x"}),
            ),
            ("{type: string, enum: [x, y]}", json!("x")),
            ("{type: string, pattern: x}", json!("x")),
            (
                "{oneOf: [{type: string, enum: [x]}, {type: object, properties: {a: {type: string, format: date-time}}}]}",
                json!("x"),
            ),
            (
                "{type: array, items: {type: object, properties: {a: {type: integer}}}}",
                json!([{"a": 1}]),
            ),
        ];
        for shift in 0..kinds.len() {
            // Types of the kinds that use such names themselves stand beside them.
            let mut properties = Vec::new();
            let mut value = json!({});
            for (number, name) in TYPES.iter().enumerate().skip(shift).step_by(kinds.len()) {
                let (schema, sample) = &kinds[(number / kinds.len()) % kinds.len()];
                self.schema(name, schema);
                properties.push(format!("\"{name}\": {}", reference(name)));
                value[*name] = sample.clone();
                if number.is_multiple_of(2) {
                    let schema = reference(name);
                    self.operation(name, &[], Some((&schema, true)), &[(200, &schema)]);
                }
            }
            let holder = format!("Types{shift}");
            self.schema(
                &holder,
                &format!(
                    "{{type: object, properties: {{{}}}}}",
                    properties.join(LINE)
                ),
            );
            self.values.push((holder.clone(), value));
            self.operation(
                &format!("types{shift}"),
                &[],
                None,
                &[(200, &reference(&holder))],
            );
        }
    }
}

fn reference(name: &str) -> String {
    format!("{{$ref: '#/components/schemas/shop.{name}'}}")
}

/// A schema with its references spelled out.
fn written(schema: &str) -> String {
    let mut parts = schema.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|it: char| !it.is_ascii_alphanumeric())
            .unwrap_or(part.len());
        // The `$` of a pattern.
        if end == 0 {
            text.push('$');
            text.push_str(part);
        } else {
            text.push_str(&reference(&part[..end]));
            text.push_str(&part[end..]);
        }
    }
    text
}
