//! Made-up schemas, and values of which some fit: the same seed gives the same ones.

use serde_json::{Map, Value as Json, json};

/// A source of numbers: splitmix64.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'p, T>(&mut self, pool: &'p [T]) -> &'p T {
        &pool[self.below(pool.len())]
    }
}

/// The components that every made-up schema may refer to.
pub(super) const COMPONENTS: usize = 3;

/// Names of properties. `ro` is always read-only, `wo` always write-only.
const NAMES: &[&str] = &["a", "b", "c/d", "ro", "wo"];

/// Texts, among them some of each format.
pub(super) const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "ab",
    "aba",
    "abc",
    "éa",
    "😀",
    "😀😀",
    "12",
    "a1",
    "aa",
    "1",
    "true",
    "2026-01-31",
    "2026-02-29",
    "2024-02-29",
    "2026-1-31",
    "0000-01-01",
    "2026-13-01",
    "2026-01-31T09:30:00Z",
    "2026-01-31T09:30:00+08:00",
    "2026-01-31t09:30:00.5z",
    "2026-01-31 09:30:00Z",
    "2026-01-31T09:30:00",
    "2026-01-31T25:30:00Z",
    "1998-12-31T23:59:60Z",
    "0b6f3f2c-8a55-4d0e-9d3b-5f1f6c7a2e10",
    "0B6F3F2C-8A55-4D0E-9D3B-5F1F6C7A2E10",
    "0b6f3f2c8a554d0e9d3b5f1f6c7a2e10",
    "0b6f3f2c-8a55-4d0e-9d3b-5f1f6c7a2e1g",
    "someone@example.com",
    "some.one+tag@example.com",
    "@example.com",
    "some one@example.com",
    "someone@",
    "a@b@example.com",
    ".a@example.com",
    "a@[192.0.2.1]",
    "api.example.com",
    "localhost",
    "-a.example.com",
    "a-.example.com",
    "a_b.example.com",
    "192.0.2.1",
    "192.0.2.256",
    "192.0.2",
    "192.0.2.01",
    "2001:db8::1",
    "::",
    "::1%eth0",
    "2001:db8:::1",
    "https://example.com/a?b=c#d",
    "mailto:someone@example.com",
    "urn:isbn:0451450523",
    "//example.com",
    "https://example.com/a b",
    "https://example.com/%zz",
    "https://example.com:port/",
    "1a:b",
    "http://[2001:db8::1]/",
    "aGVsbG8=",
    "aGVsbG8",
    "aGVs",
    "a===",
];

pub(super) const TEXT_FORMATS: &[&str] = &[
    "date",
    "date-time",
    "uuid",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uri",
    "byte",
    "made-up",
];

const NUMBER_FORMATS: &[&str] = &[
    "int32", "int64", "uint32", "uint64", "int8", "float", "double",
];

pub(super) const PATTERNS: &[&str] = &[
    "^a",
    "b$",
    "^[a-c]+$",
    r"\d",
    r"^\p{L}+$",
    "^.$",
    "^(a|b)b?a$",
    r"^\w*$",
    "(?:@|/)",
    r"^(a)\1$",
];

/// The components and the schema `Thing`, as they stand in a contract.
pub(super) fn schemas(random: &mut Random) -> Json {
    let mut schemas = Map::new();
    for number in 0..COMPONENTS {
        schemas.insert(format!("C{number}"), schema(random, 2, number + 1));
    }
    schemas.insert("Thing".to_owned(), schema(random, 3, 0));
    Json::Object(schemas)
}

fn reference(number: usize) -> Json {
    json!({ "$ref": format!("#/components/schemas/C{number}") })
}

/// A schema of at most this depth. As a part of itself it may only be made of the components from
/// `next` on, so that none is made of itself.
fn schema(random: &mut Random, depth: usize, next: usize) -> Json {
    let mut schema = Map::new();
    match random.below(if depth == 0 { 5 } else { 12 }) {
        0 => text(random, &mut schema),
        1 => number(random, &mut schema, "integer"),
        2 => number(random, &mut schema, "number"),
        3 => set(&mut schema, "type", json!("boolean")),
        // Keywords of several types, and none of them demanded.
        4 => {
            text(random, &mut schema);
            number(random, &mut schema, "");
            schema.remove("type");
            schema.remove("format");
        }
        5 | 6 => list(random, &mut schema, depth),
        7..=9 => object(random, &mut schema, depth, next),
        10 => discriminated(random, &mut schema, next),
        _ => {}
    }
    if depth > 0 && random.chance(25) {
        composition(random, &mut schema, depth, next);
    }
    if random.chance(12) {
        let values: Vec<Json> = (0..=random.below(4)).map(|_| any(random, 1)).collect();
        set(&mut schema, "enum", json!(values));
    }
    if random.chance(12) {
        set(&mut schema, "nullable", json!(random.chance(80)));
    }
    Json::Object(schema)
}

fn set(schema: &mut Map<String, Json>, key: &str, value: Json) {
    schema.insert(key.to_owned(), value);
}

fn text(random: &mut Random, schema: &mut Map<String, Json>) {
    set(schema, "type", json!("string"));
    if random.chance(30) {
        set(schema, "minLength", json!(random.below(4)));
    }
    if random.chance(30) {
        set(schema, "maxLength", json!(random.below(25)));
    }
    if random.chance(30) {
        set(schema, "pattern", json!(random.pick(PATTERNS)));
    }
    if random.chance(40) {
        set(schema, "format", json!(random.pick(TEXT_FORMATS)));
    }
}

fn number(random: &mut Random, schema: &mut Map<String, Json>, word: &str) {
    set(schema, "type", json!(word));
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if random.chance(35) {
            set(schema, bound, numeric(random));
            if random.chance(40) {
                set(schema, exclusive, json!(random.chance(80)));
            }
        }
    }
    if random.chance(20) {
        let steps = [
            json!(1),
            json!(2),
            json!(3),
            json!(0.5),
            json!(0.01),
            json!(1.5),
        ];
        set(schema, "multipleOf", random.pick(&steps).clone());
    }
    if random.chance(25) {
        set(schema, "format", json!(random.pick(NUMBER_FORMATS)));
    }
}

fn list(random: &mut Random, schema: &mut Map<String, Json>, depth: usize) {
    set(schema, "type", json!("array"));
    set(schema, "items", part(random, depth));
    if random.chance(30) {
        set(schema, "minItems", json!(random.below(3)));
    }
    if random.chance(30) {
        set(schema, "maxItems", json!(random.below(4)));
    }
    if random.chance(30) {
        set(schema, "uniqueItems", json!(random.chance(80)));
    }
}

fn object(random: &mut Random, schema: &mut Map<String, Json>, depth: usize, next: usize) {
    if random.chance(80) {
        set(schema, "type", json!("object"));
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for name in NAMES {
        if random.chance(50) {
            let mut property = part(random, depth);
            let flag = match *name {
                "ro" => "readOnly",
                "wo" => "writeOnly",
                _ => "deprecated",
            };
            // What stands beside a `$ref` is ignored.
            if property.get("$ref").is_some() {
                property = schema_beside(random, next);
            }
            property[flag] = json!(true);
            properties.insert((*name).to_owned(), property);
            if random.chance(40) {
                required.push(*name);
            }
        }
    }
    if random.chance(10) {
        required.push("undeclared");
    }
    set(schema, "properties", Json::Object(properties));
    if !required.is_empty() {
        set(schema, "required", json!(required));
    }
    match random.below(4) {
        0 => set(schema, "additionalProperties", json!(random.chance(30))),
        1 => {
            let inner = part(random, depth);
            set(schema, "additionalProperties", inner);
        }
        _ => {}
    }
    if random.chance(15) {
        set(schema, "minProperties", json!(random.below(4)));
    }
    if random.chance(15) {
        set(schema, "maxProperties", json!(random.below(4)));
    }
}

fn schema_beside(random: &mut Random, next: usize) -> Json {
    match random.below(COMPONENTS + 1) {
        number if number < COMPONENTS => json!({ "allOf": [reference(number)] }),
        _ => schema(random, 0, next),
    }
}

/// A schema of a part of the value, which may be any component.
fn part(random: &mut Random, depth: usize) -> Json {
    if random.chance(25) {
        reference(random.below(COMPONENTS))
    } else {
        schema(random, depth - 1, COMPONENTS)
    }
}

/// A member of a composition.
fn member(random: &mut Random, depth: usize, next: usize) -> Json {
    if next < COMPONENTS && random.chance(30) {
        reference(next + random.below(COMPONENTS - next))
    } else {
        schema(random, depth - 1, next)
    }
}

fn composition(random: &mut Random, schema: &mut Map<String, Json>, depth: usize, next: usize) {
    let key = *random.pick(&["allOf", "oneOf", "anyOf", "not"]);
    // A discriminator is for the choice that it was made with.
    if schema.contains_key("discriminator") && key.ends_with("Of") {
        return;
    }
    if key == "not" {
        let inner = member(random, depth, next);
        set(schema, key, inner);
    } else {
        let members: Vec<Json> = (0..=random.below(3))
            .map(|_| member(random, depth, next))
            .collect();
        set(schema, key, json!(members));
    }
}

/// A choice between components by the text of `a`.
fn discriminated(random: &mut Random, schema: &mut Map<String, Json>, next: usize) {
    let members: Vec<Json> = (next..COMPONENTS).map(reference).collect();
    if members.is_empty() {
        return;
    }
    let mut mapping = Map::new();
    for (tag, number) in [("ab", next), ("abc", COMPONENTS - 1)] {
        let name = format!("C{number}");
        let long = format!("#/components/schemas/{name}");
        let target = if random.chance(50) { name } else { long };
        mapping.insert(tag.to_owned(), json!(target));
    }
    let key = *random.pick(&["oneOf", "anyOf"]);
    set(schema, key, json!(members));
    set(
        schema,
        "discriminator",
        json!({ "propertyName": "a", "mapping": mapping }),
    );
}

fn numeric(random: &mut Random) -> Json {
    match random.below(8) {
        0 => random
            .pick(&[
                json!(u64::MAX),
                json!(i64::MIN),
                json!(2_147_483_648_u64),
                json!(-2_147_483_649_i64),
                // Powers of ten that a float holds exactly: a multiple of other large floats is
                // judged by the digits here and by the binary value there.
                json!(1e22),
                json!(-1e22),
                json!(128),
                json!(9_007_199_254_740_993_u64),
                json!(4.35),
                json!(4_294_967_296_u64),
            ])
            .clone(),
        1 | 2 => json!(f64::from(u32::try_from(random.below(21)).unwrap()) / 2.0 - 5.0),
        _ => json!(i64::try_from(random.below(15)).unwrap() - 5),
    }
}

/// Any value at all.
fn any(random: &mut Random, depth: usize) -> Json {
    match random.below(if depth == 0 { 5 } else { 7 }) {
        0 => json!(null),
        1 => json!(random.chance(50)),
        2 | 3 => json!(random.pick(TEXTS)),
        4 => numeric(random),
        5 => (0..random.below(4))
            .map(|_| any(random, depth - 1))
            .collect(),
        _ => {
            let members = (0..random.below(4)).map(|_| {
                let name = (*random.pick(NAMES)).to_owned();
                (name, any(random, depth - 1))
            });
            Json::Object(members.collect())
        }
    }
}

/// A value that may well fit the schema.
pub(super) fn value(random: &mut Random, schemas: &Json, schema: &Json, depth: usize) -> Json {
    if depth == 0 || random.chance(4) {
        return any(random, 2);
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return value(random, schemas, &schemas[name], depth - 1);
    }
    if schema["nullable"] == true && random.chance(20) {
        return Json::Null;
    }
    if let Some(listed) = schema["enum"].as_array()
        && random.chance(80)
    {
        return random.pick(listed).clone();
    }
    let mut members = Vec::new();
    for key in ["oneOf", "anyOf"] {
        members.extend(schema[key].as_array().map(|list| random.pick(list).clone()));
    }
    members.extend(schema["allOf"].as_array().cloned().unwrap_or_default());
    let word = schema["type"].as_str();
    let is_object = word == Some("object") || (word.is_none() && schema["properties"].is_object());
    if is_object || (word.is_none() && !members.is_empty()) {
        return composed(random, schemas, schema, &members, depth);
    }
    match word {
        Some("string") => text_value(random, schema),
        Some("integer" | "number") => number_value(random, schema),
        Some("boolean") => json!(random.chance(50)),
        Some("array") => {
            let count = match schema["minItems"].as_u64() {
                Some(least) if random.chance(80) => {
                    usize::try_from(least).unwrap() + random.below(2)
                }
                _ => random.below(4),
            };
            let items = (0..count).map(|_| value(random, schemas, &schema["items"], depth - 1));
            let mut items: Vec<Json> = items.collect();
            if schema["uniqueItems"] == true && random.chance(70) {
                let mut seen = Vec::new();
                items.retain(|item| {
                    !seen.contains(item) && {
                        seen.push(item.clone());
                        true
                    }
                });
            }
            json!(items)
        }
        _ => match random.below(3) {
            0 => text_value(random, schema),
            1 => number_value(random, schema),
            _ => any(random, 2),
        },
    }
}

/// A value of the members of a composition, and of the properties beside them.
fn composed(
    random: &mut Random,
    schemas: &Json,
    schema: &Json,
    members: &[Json],
    depth: usize,
) -> Json {
    let mut object = Map::new();
    for member in members {
        match value(random, schemas, member, depth - 1) {
            Json::Object(part) => object.extend(part),
            other if random.chance(70) => return other,
            _ => {}
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let required = schema["required"].as_array();
        let is_required = required.is_some_and(|names| names.contains(&json!(name)));
        if random.chance(if is_required { 85 } else { 50 }) {
            let member = value(random, schemas, property, depth - 1);
            object.insert(name.clone(), member);
        }
    }
    if random.chance(20) || schema["additionalProperties"].is_object() {
        let member = value(random, schemas, &schema["additionalProperties"], depth - 1);
        object.insert("more".to_owned(), member);
    }
    if let Some(mapping) = schema["discriminator"]["mapping"].as_object() {
        let tags: Vec<&str> = mapping
            .keys()
            .map(String::as_str)
            .chain(["C0", "C2", "nobody"])
            .collect();
        if random.chance(85) {
            object.insert("a".to_owned(), json!(random.pick(&tags)));
        }
    }
    Json::Object(object)
}

/// A text; of several tries the last one counts, if none is within the schema's lengths.
fn text_value(random: &mut Random, schema: &Json) -> Json {
    let bound = |key: &str, default| {
        schema[key]
            .as_u64()
            .map_or(default, |it| usize::try_from(it).unwrap())
    };
    let (least, greatest) = (bound("minLength", 0), bound("maxLength", 99));
    let mut text = *random.pick(TEXTS);
    for _ in 0..random.below(8) {
        if (least..=greatest).contains(&text.chars().count()) {
            break;
        }
        text = *random.pick(TEXTS);
    }
    json!(text)
}

/// A number, often one of the schema's bounds or next to it.
fn number_value(random: &mut Random, schema: &Json) -> Json {
    let bound = schema[*random.pick(&["minimum", "maximum"])].as_i64();
    match bound {
        Some(bound) if random.chance(70) => {
            json!(bound.saturating_add(i64::try_from(random.below(5)).unwrap() - 2))
        }
        _ => numeric(random),
    }
}
