//! Values and the members that they are read as, with types as the generator prints them.

#![allow(clippy::unwrap_used, reason = "tests")]

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Plain {
    id: String,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Fit for Plain {
    const PROPERTIES: &'static [Property] = &[property::<String>("id")];
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Sized {
    id: String,
    size: i64,
}

impl Fit for Sized {
    const PROPERTIES: &'static [Property] = &[property::<String>("id"), property::<i64>("size")];
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Coloured {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<Colour>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<Plain>>,
}

impl Fit for Coloured {
    const PROPERTIES: &'static [Property] = &[
        property::<String>("id"),
        property::<Option<Colour>>("colour"),
        property::<Option<Vec<Plain>>>("tags"),
    ];
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Counts {
    id: String,
    #[serde(flatten)]
    extra: HashMap<String, i64>,
}

impl Fit for Counts {
    const PROPERTIES: &'static [Property] = &[property::<String>("id")];
    const ADDITIONAL: Option<Scorer> = Some(i64::fit);
}

/// An open enum that lists `red` and `green`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Colour(String);

impl Fit for Colour {
    fn fit(value: &Value, _: &mut Seen) -> Option<Score> {
        open_enum(value, &["red", "green"])
    }
}

union! {
    /// A plain thing or one with a size.
    enum PlainFirst {
        /// Plain.
        Plain(Plain),
        /// With a size.
        Sized(Sized),
    }
}

union! {
    enum SizedFirst { Sized(Sized), Plain(Plain) }
}

union! {
    enum ColourOrText { Text(String), Colour(Colour) }
}

union! {
    enum TimeOrText { Time(DateTime<Utc>), Text(String) }
}

union! {
    enum Mixed {
        Integer(i64),
        Number(f64),
        List(Vec<Plain>),
        Map(HashMap<String, bool>),
        Coloured(Coloured),
        Item(SizedFirst),
        Counts(Counts),
        Object(Map<String, Value>),
        Text(String),
        #[no_from]
        Code(String),
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Branch {
    left: Box<Tree>,
    right: Box<Tree>,
}

impl Fit for Branch {
    const PROPERTIES: &'static [Property] = &[
        property::<Box<Tree>>("left"),
        property::<Box<Tree>>("right"),
    ];
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Stem {
    left: Box<Tree>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Fit for Stem {
    const PROPERTIES: &'static [Property] = &[property::<Box<Tree>>("left")];
}

union! {
    enum Tree { Branch(Branch), Stem(Stem), Leaf(i64) }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct MessageEvent {
    r#type: String,
    lines: HashMap<String, i64>,
}

impl Fit for MessageEvent {
    const PROPERTIES: &'static [Property] = &[
        property::<String>("type"),
        property::<HashMap<String, i64>>("lines"),
    ];
}

union! {
    /// What happened.
    #[discriminator("type")]
    enum Event {
        #[values("message.received", "message.sent")]
        Message(MessageEvent),
        #[values("other")]
        Other(Plain),
    }
}

/// The variant that a value is read as; what it is written as is the value again.
fn variant<U: DeserializeOwned + Serialize + std::fmt::Debug>(value: &Value) -> String {
    let union: U = serde_json::from_str(&value.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&union).unwrap(), *value);
    let text = format!("{union:?}");
    text.split('(').next().unwrap().to_owned()
}

fn check<U: DeserializeOwned + Serialize + std::fmt::Debug>(table: &[(Value, &str)]) {
    for (value, expected) in table {
        assert_eq!(variant::<U>(value), *expected, "{value}");
    }
}

#[test]
fn the_member_that_declares_the_most_wins_in_any_order() {
    let table = [
        (json!({"id": "i1"}), "Plain"),
        (json!({"id": "i1", "size": 3}), "Sized"),
        (json!({"id": "i1", "size": "large"}), "Plain"),
        (json!({"id": "i1", "new": {"a": [{"b": 1}]}}), "Plain"),
        (json!({"size": 3}), "Unknown"),
        (json!([1, {"id": "i1"}]), "Unknown"),
        (json!(null), "Unknown"),
    ];
    check::<PlainFirst>(&table);
    check::<SizedFirst>(&table);
    let newer: PlainFirst =
        serde_json::from_str(r#"{"id": "i1", "size": 3, "new": true}"#).unwrap();
    assert!(matches!(newer, PlainFirst::Sized(Sized { size: 3, .. })));
}

#[test]
fn a_listed_value_comes_before_free_text() {
    check::<ColourOrText>(&[
        (json!("red"), "Colour"),
        (json!("mauve"), "Text"),
        (json!(7), "Unknown"),
    ]);
    check::<TimeOrText>(&[
        (json!("2026-01-02T03:04:05Z"), "Time"),
        (json!("soon"), "Text"),
    ]);
}

#[test]
fn members_of_every_kind_are_told_apart() {
    check::<Mixed>(&[
        (json!(3), "Integer"),
        (json!(3.5), "Number"),
        (json!([{"id": "i1"}]), "List"),
        (json!([1]), "Unknown"),
        (json!({"a": true}), "Map"),
        (json!({"id": "i1", "colour": "red", "tags": []}), "Coloured"),
        (
            json!({"id": "i1", "colour": "mauve", "tags": [{"id": "t1", "b": 1}]}),
            "Coloured",
        ),
        (json!({"id": "i1", "a": 1, "b": 2}), "Counts"),
        (json!({"id": "i1", "size": 3}), "Item"),
        (json!({"a": {"b": 1}}), "Object"),
        (json!("text"), "Text"),
    ]);
    assert!(matches!(Mixed::from("text".to_owned()), Mixed::Text(_)));
}

#[test]
fn a_union_in_itself_is_read_in_time() {
    check::<Tree>(&[
        (
            json!({"left": 1, "right": {"left": 2, "right": 3}}),
            "Branch",
        ),
        (json!({"left": {"left": 1, "right": 2}}), "Stem"),
        (json!(1), "Leaf"),
    ]);
    // As deep as JSON is read: without a memory, 2 to the power of 120 steps.
    let deep = (0..120).fold(json!(1), |inner, _| json!({"left": inner}));
    assert_eq!(variant::<Tree>(&deep), "Stem");
}

#[test]
fn a_discriminator_decides_alone() {
    check::<Event>(&[
        (
            json!({"type": "message.sent", "lines": {"a": 1}}),
            "Message",
        ),
        (
            json!({"type": "other", "id": "i1", "lines": {"a": 1}}),
            "Other",
        ),
        (json!({"type": "new", "lines": {"a": 1}}), "Unknown"),
        (json!({"lines": {"a": 1}}), "Unknown"),
        (json!("message.sent"), "Unknown"),
    ]);
}

#[test]
fn the_place_in_a_named_member_is_told_but_not_what_is_there() {
    let body = json!({"a": [{"type": "message.sent", "lines": {"x": "kdv_live_secret"}}]});
    let place = mismatch::find::<HashMap<String, Vec<Event>>>(body.to_string().as_bytes()).unwrap();
    assert_eq!(place.path, "a[0]");
    assert_eq!(
        place.problem,
        "found an object, expected `message.sent` (lines.x: found a string, expected i64)"
    );
}
