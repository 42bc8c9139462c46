//! Values as parameters and properties of forms are written, in each style that OpenAPI has.

use std::borrow::Cow;

use contract::{Encoding, Index, Media, Node, Parameter, Style};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value, json};

use crate::spec::{Spec, alternatives, is, items, properties, property};

/// How deep the brackets in the name of a `deepObject` are read.
const MAX_DEPTH: usize = 16;

/// What a scalar is refused with that is there several times.
const TWICE: &str = "is in the request more than once";

/// A name and a value; the value is percent-encoded, as it was sent.
pub(crate) type Pair = (String, String);

/// A parameter or a property of a form, and how its value is written.
pub(crate) struct Field {
    name: &'static str,
    style: Style,
    explode: bool,
    /// Whether the value is written as JSON.
    json: bool,
    pub(crate) schema: Option<&'static Node>,
}

/// What a request has in the place of a field, percent-encoded.
pub(crate) enum Raw<'a> {
    Pairs(&'a [Pair]),
    Text(&'a str),
}

impl Field {
    pub(crate) fn of_parameter(parameter: &Parameter<'static>) -> Option<Self> {
        Some(Self {
            name: parameter.name()?,
            style: parameter.style(),
            explode: parameter.explode(),
            json: parameter
                .content()
                .is_some_and(|(_, media)| media == Media::Json),
            schema: parameter.schema(),
        })
    }

    pub(crate) fn of_property(
        name: &'static str,
        schema: &'static Node,
        encoding: Encoding<'static>,
    ) -> Self {
        Self {
            name,
            style: encoding.style,
            explode: encoding.explode,
            json: encoding.content_type.is_some_and(contract::is_json),
            schema: Some(schema),
        }
    }

    /// The value, if there is one: of those that it can be read as, the first that the schema allows.
    /// `others` are the names of the fields beside it.
    pub(crate) fn value(
        &self,
        spec: &Spec,
        raw: &Raw<'_>,
        others: &[&str],
    ) -> Result<Option<Value>, String> {
        let mut outcome = Ok(None);
        let schemas = self.schema.map(|it| alternatives(it, &spec.index));
        for schema in schemas.map_or_else(|| vec![None], |it| it.into_iter().map(Some).collect()) {
            let found = self.read(spec, schema, raw, others);
            if let Ok(Some(value)) = &found
                && self.schema.is_none_or(|it| spec.takes(it, value))
            {
                return found;
            }
            if matches!(outcome, Ok(None)) {
                outcome = found;
            }
        }
        outcome
    }

    /// The members of an object that stand beside other fields, each by its own name.
    pub(crate) fn is_spread(&self, value: &Value) -> bool {
        self.explode && self.style == Style::Form && value.is_object()
    }

    fn read(
        &self,
        spec: &Spec,
        schema: Option<&'static Node>,
        raw: &Raw<'_>,
        others: &[&str],
    ) -> Result<Option<Value>, String> {
        let pairs = match raw {
            Raw::Pairs(pairs) => Cow::Borrowed(*pairs),
            Raw::Text(text) if self.style == Style::Matrix => Cow::Owned(pairs(text, ';')),
            Raw::Text(text) => return self.one_text(spec, schema, text).map(Some),
        };
        let named = pairs.iter().filter(|(name, _)| name == self.name);
        let named: Vec<_> = named.map(|(_, text)| text.as_str()).collect();
        let kind = self.kind(schema, &spec.index);
        if kind == Kind::Object && (self.explode || self.style == Style::DeepObject) {
            let mut members = Vec::new();
            for (name, text) in pairs.iter() {
                let key = match self.style {
                    Style::DeepObject => name
                        .strip_prefix(self.name)
                        .filter(|it| it.starts_with('[')),
                    _ => Some(name.as_str()).filter(|it| {
                        schema.is_some_and(|schema| is_member(schema, it, others, &spec.index))
                    }),
                };
                if let Some(key) = key {
                    members.push((key, decoded(text)?));
                }
            }
            return match self.style {
                _ if members.is_empty() => Ok(None),
                Style::DeepObject => deep(spec, schema, members, 0).map(Some),
                _ => object(spec, schema, members).map(Some),
            };
        }
        match &named[..] {
            [] => Ok(None),
            texts if kind == Kind::Array && self.explode => {
                let texts = texts.iter().map(|text| decoded(text));
                typed(spec, schema, &texts.collect::<Result<Vec<_>, _>>()?).map(Some)
            }
            [text] => self.one_text(spec, schema, text).map(Some),
            _ => Err(TWICE.to_owned()),
        }
    }

    /// A value that one text holds.
    fn one_text(
        &self,
        spec: &Spec,
        schema: Option<&'static Node>,
        text: &str,
    ) -> Result<Value, String> {
        let text = match self.style {
            Style::Label => text.strip_prefix('.').ok_or("does not begin with `.`")?,
            _ => text,
        };
        let delimiter = match self.style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "|",
            // With later versions of OpenAPI a comma, if it is not exploded.
            Style::Label if self.explode || !text.contains(',') => ".",
            _ => ",",
        };
        let parts = || {
            let text = match delimiter {
                "|" => text.replace("%7C", "|").replace("%7c", "|"),
                _ => text.to_owned(),
            };
            let parts = text.split(delimiter).map(|part| decoded(part.trim()));
            parts.collect::<Result<Vec<_>, _>>()
        };
        match self.kind(schema, &spec.index) {
            Kind::Array => typed(spec, schema, &parts()?),
            Kind::Object if self.explode => {
                let members = text.split(delimiter).map(|part| {
                    let (name, text) = part.split_once('=').unwrap_or((part, ""));
                    Ok((decoded(name.trim())?, decoded(text)?))
                });
                let members = members.collect::<Result<Vec<_>, String>>()?;
                object(spec, schema, members)
            }
            Kind::Object => {
                let parts = parts()?;
                let members = parts.chunks(2).map(|pair| match pair {
                    [name, text] => Ok((name, text.clone())),
                    _ => Err("has a name without a value".to_owned()),
                });
                object(spec, schema, members.collect::<Result<_, _>>()?)
            }
            Kind::Scalar if self.json => serde_json::from_str(&decoded(text)?)
                .map_err(|error| format!("is not JSON: {error}")),
            Kind::Scalar => Ok(one(spec, schema, &decoded(text)?)),
        }
    }

    fn kind(&self, schema: Option<&'static Node>, index: &Index<'static>) -> Kind {
        match schema {
            Some(_) if self.json => Kind::Scalar,
            Some(schema) if is(schema, "array", index) => Kind::Array,
            Some(schema) if is(schema, "object", index) => Kind::Object,
            _ => Kind::Scalar,
        }
    }
}

#[derive(PartialEq)]
enum Kind {
    Scalar,
    Array,
    Object,
}

/// Names and values of a query or a form, which `&` separates, or of cookies.
pub(crate) fn pairs(text: &str, separator: char) -> Vec<Pair> {
    let parts = text.split(separator).map(str::trim);
    let pairs = parts.filter(|part| !part.is_empty()).map(|part| {
        let part = match separator {
            '&' => part.replace('+', "%20"),
            _ => part.to_owned(),
        };
        let (name, value) = part.split_once('=').unwrap_or((&part, ""));
        let name = percent_decode_str(name).decode_utf8_lossy();
        (name.into_owned(), value.to_owned())
    });
    pairs.collect()
}

/// A percent-encoded text.
pub(crate) fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| "is not UTF-8 when percent-decoded")?;
    Ok(decoded.into_owned())
}

/// Whether a pair of this name is a member of an object whose members stand beside other fields.
fn is_member(schema: &'static Node, name: &str, others: &[&str], index: &Index<'static>) -> bool {
    let properties = properties(schema, index);
    let mut open = index.parts(schema).into_iter();
    let open = open.any(|part| {
        let other = part.get("additionalProperties");
        other.is_some_and(|it| it.flag() != Some(false))
    });
    let base = name.split('[').next().unwrap_or_default();
    properties.iter().any(|(known, _)| *known == name)
        || ((open || properties.is_empty()) && !others.contains(&base))
}

/// An object of members by name; those that come several times are lists.
pub(crate) fn object(
    spec: &Spec,
    schema: Option<&'static Node>,
    members: Vec<(impl AsRef<str>, String)>,
) -> Result<Value, String> {
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    for (name, text) in members {
        let name = name.as_ref();
        match texts.iter_mut().find(|(known, _)| known == name) {
            Some((_, texts)) => texts.push(text),
            None => texts.push((name.to_owned(), vec![text])),
        }
    }
    let members = texts.into_iter().map(|(name, texts)| {
        let schema = schema.and_then(|it| property(it, &name, &spec.index));
        Ok((name, typed(spec, schema, &texts)?))
    });
    members.collect::<Result<Map<_, _>, _>>().map(Value::Object)
}

/// What stands behind the name of a `deepObject`: keys in brackets, each with what is below it.
fn deep(
    spec: &Spec,
    schema: Option<&'static Node>,
    members: Vec<(&str, String)>,
    depth: usize,
) -> Result<Value, String> {
    let is_list = schema.is_some_and(|it| is(it, "array", &spec.index));
    let mut texts = Vec::new();
    let mut below: Vec<(&str, Vec<(&str, String)>)> = Vec::new();
    for (rest, text) in members {
        let inside = rest.strip_prefix('[').and_then(|it| it.split_once(']'));
        match inside.filter(|_| depth < MAX_DEPTH) {
            None => texts.push(text),
            // `[]` is one more item of a list, and `[7]` the one with this number.
            Some((key, rest)) => match below.iter_mut().find(|(known, _)| *known == key) {
                Some((_, members)) if !key.is_empty() => members.push((rest, text)),
                _ => below.push((key, vec![(rest, text)])),
            },
        }
    }
    if below.is_empty() {
        return typed(spec, schema, &texts);
    }
    let values = below.into_iter().map(|(key, members)| {
        let schema = schema.and_then(|it| {
            if is_list {
                items(it, &spec.index)
            } else {
                property(it, key, &spec.index)
            }
        });
        Ok((key.to_owned(), deep(spec, schema, members, depth + 1)?))
    });
    let values = values.collect::<Result<Vec<_>, String>>()?.into_iter();
    Ok(if is_list {
        values.map(|(_, value)| value).collect()
    } else {
        Value::Object(values.collect())
    })
}

/// A list of these texts, or the one value.
fn typed(spec: &Spec, schema: Option<&'static Node>, texts: &[String]) -> Result<Value, String> {
    let is_list = schema.is_none_or(|it| is(it, "array", &spec.index));
    match texts {
        [text] if schema.is_none() || !is_list => Ok(one(spec, schema, text)),
        texts if is_list => {
            let items = schema.and_then(|it| items(it, &spec.index));
            Ok(texts.iter().map(|text| one(spec, items, text)).collect())
        }
        _ => Err(TWICE.to_owned()),
    }
}

/// The text as the first of number, flag, JSON and text that the schema allows, else as one that is at
/// least of its type.
pub(crate) fn one(spec: &Spec, schema: Option<&'static Node>, text: &str) -> Value {
    let flag = text.parse().ok().map(Value::Bool);
    let is_json = text.starts_with(['{', '[']);
    let json = is_json.then(|| serde_json::from_str(text).ok()).flatten();
    let text = json!(text);
    let Some(schema) = schema else {
        return text;
    };
    let mut of_type = None;
    for value in [number(&text), flag, json, Some(text.clone())]
        .into_iter()
        .flatten()
    {
        match spec.index.in_request(schema, &value).first() {
            None => return value,
            Some(problem) if problem.keyword != "type" => _ = of_type.get_or_insert(value),
            Some(_) => {}
        }
    }
    of_type.unwrap_or(text)
}

/// A number as JSON has it, and also with zeros before it.
fn number(text: &Value) -> Option<Value> {
    let text = text.as_str()?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse::<i64>().ok().map(Value::from);
    whole.or_else(|| {
        text.parse()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::Number)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const CONTRACT: &str = "
openapi: 3.0.3
info: { title: Colours, version: '1' }
paths: {}
components:
  schemas:
    Text: { type: string }
    List: { type: array, items: { type: string } }
    Object: { type: object, properties: { R: { type: integer }, G: { type: integer }, B: { type: integer } } }
    Either: { anyOf: [{ type: integer }, { $ref: '#/components/schemas/List' }] }
    Deep: { type: object, properties: { R: { $ref: '#/components/schemas/Object' }, L: { type: array, items: { type: integer } } } }
    Open: { type: object, additionalProperties: { type: boolean } }
";

    fn read(schema: &str, style: &str, explode: bool, raw: &str) -> Result<Value, String> {
        let spec = Spec::read(None, CONTRACT).unwrap();
        let mut schemas = spec.index.section("schemas");
        let field = Field {
            name: "color",
            style: Style::of(style).unwrap_or(Style::Form),
            explode,
            json: style == "json",
            schema: schemas
                .find(|it| it.key.name() == schema)
                .map(|it| &it.value),
        };
        let pairs = pairs(raw, '&');
        let raw = match style {
            "simple" | "label" | "matrix" => Raw::Text(raw),
            _ => Raw::Pairs(&pairs),
        };
        let value = field.value(spec, &raw, &["page"])?;
        value.ok_or_else(|| "is not there".to_owned())
    }

    /// The table “Style Examples” of OpenAPI, and what is not in it: style (`*` if exploded), and the
    /// same text, list and object in it.
    const STYLES: &str = "
matrix          ;color=blue  ;color=blue,black,brown              ;color=R,100,G,200,B,150
matrix*         ;color=blue  ;color=blue;color=black;color=brown  ;R=100;G=200;B=150
label           .blue        .blue.black.brown                    .R.100.G.200.B.150
label           .blue        .blue,black,brown                    .R,100,G,200,B,150
label*          .blue        .blue.black.brown                    .R=100.G=200.B=150
form            color=blue   color=blue,black,brown               color=R,100,G,200,B,150
form*           color=blue   color=blue&color=black&color=brown   R=100&page=7&G=200&B=150
simple          blue         blue,black,brown                     R,100,G,200,B,150
simple*         blue         blue,black,brown                     R=100,G=200,B=150
spaceDelimited  color=blue   color=blue%20black+brown             color=R%20100%20G%20200%20B%20150
pipeDelimited   color=blue   color=blue|black%7Cbrown             color=R|100|G|200|B|150
deepObject*     color=blue   color=blue&color=black&color=brown   color[R]=100&color%5BG%5D=200&color[B]=150
";

    #[test]
    fn every_style_has_the_same_values() {
        let list = json!(["blue", "black", "brown"]);
        let object = json!({ "R": 100, "G": 200, "B": 150 });
        for line in STYLES.lines().skip(1) {
            let [style, text, of_list, of_object] = line
                .split_whitespace()
                .collect::<Vec<_>>()
                .try_into()
                .unwrap();
            let explode = style.ends_with('*');
            let read =
                |schema, raw| read(schema, style.trim_end_matches('*'), explode, raw).unwrap();
            assert_eq!(read("Text", text), "blue", "{line}");
            assert_eq!(read("List", of_list), list, "{line}");
            assert_eq!(read("Either", of_list), list, "{line}");
            assert_eq!(read("Object", of_object), object, "{line}");
        }
    }

    #[test]
    fn values_beyond_the_table() {
        for (schema, style, explode, raw, value) in [
            ("Text", "form", true, "color=a%2Cb+c", json!("a,b c")),
            ("List", "form", false, "color=a%2Cb,c", json!(["a,b", "c"])),
            ("Either", "form", true, "color=7", json!(7)),
            ("Open", "form", true, "x=true&page=7", json!({ "x": true })),
            (
                "Object",
                "json",
                true,
                "color=%7B%22R%22:1%7D",
                json!({ "R": 1 }),
            ),
            (
                "Deep",
                "deepObject",
                true,
                "color[R][G]=1&color[L][]=1&color[L][]=2",
                json!({ "R": { "G": 1 }, "L": [1, 2] }),
            ),
            (
                "Deep",
                "deepObject",
                true,
                "color[L][0]=1&color[L][1]=2&color[x]=y",
                json!({ "L": [1, 2], "x": "y" }),
            ),
            (
                "Deep",
                "deepObject",
                true,
                "color[L]=1&color[L]=2",
                json!({ "L": [1, 2] }),
            ),
        ] {
            assert_eq!(read(schema, style, explode, raw).unwrap(), value, "{raw}");
        }
        let deep = format!("color{}=1", "[x]".repeat(100_000));
        assert!(read("Open", "deepObject", true, &deep).is_ok());
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (schema, style, explode, raw, problem) in [
            ("Text", "form", true, "colour=blue", "not there"),
            ("Object", "form", true, "page=7", "not there"),
            ("Text", "form", true, "color=a&color=b", "more than once"),
            ("Object", "form", true, "R=1&R=2", "more than once"),
            ("List", "form", false, "color=a&color=b", "more than once"),
            ("Text", "label", false, "blue", "begin with `.`"),
            ("Object", "simple", false, "R,100,G", "without a value"),
            ("Object", "json", true, "color=%7B", "not JSON"),
            ("Text", "simple", false, "%ff", "not UTF-8"),
        ] {
            let found = read(schema, style, explode, raw).unwrap_err();
            assert!(found.contains(problem), "{raw}: {found}");
        }
    }
}
