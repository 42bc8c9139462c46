//! Values as parameters and properties of forms are written, in each style that OpenAPI has.

use contract::schema::{is_made_of, keyword, properties};
use contract::{Encoding, Index, Node, Parameter, Style};
use percent_encoding::percent_decode_str;
use serde_json::{Number, Value, json};

use crate::spec::{Pair, Spec, alternatives, member};

/// How deep the brackets in the name of a `deepObject` are read.
const MAX_DEPTH: usize = 16;

/// What a scalar is refused with that is there several times.
const TWICE: &str = "is there more than once";

/// A text, after the names that lead to it in the value that it is a part of.
pub(crate) type Leaf = (Vec<String>, String);

/// A parameter or a property of a form, and how its value is written.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) encoding: Encoding<'static>,
    pub(crate) schema: Option<&'static Node>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Scalar,
    Array,
    Object,
}

impl Field {
    pub(crate) fn of(parameter: &Parameter<'static>) -> Option<Self> {
        Some(Self {
            name: parameter.name()?,
            encoding: parameter.encoding(),
            schema: parameter.schema(),
        })
    }

    /// The value that pairs have, if they have one. `others` are the names of the fields beside it.
    pub(crate) fn value(
        &self,
        spec: &Spec,
        pairs: &[Pair],
        others: &[&str],
    ) -> Result<Option<Value>, String> {
        let read = |schema| self.read(spec, schema, pairs, others);
        first_allowed(spec, self.schema, read)
    }

    /// The members of an object that stand beside other fields, each by its own name.
    pub(crate) fn is_spread(&self, value: &Value) -> bool {
        self.encoding.explode && self.encoding.style == Style::Form && value.is_object()
    }

    fn is_json(&self) -> bool {
        self.encoding.content_type.is_some_and(contract::is_json)
    }

    fn read(
        &self,
        spec: &Spec,
        schema: Option<&'static Node>,
        sent: &[Pair],
        others: &[&str],
    ) -> Result<Option<Value>, String> {
        let Encoding { style, explode, .. } = self.encoding;
        let kind = match schema {
            Some(_) if self.is_json() => Kind::Scalar,
            Some(schema) if is_made_of(schema, "array", &spec.index) => Kind::Array,
            Some(schema) if is_made_of(schema, "object", &spec.index) => Kind::Object,
            _ => Kind::Scalar,
        };
        let named = sent.iter().filter(|(name, _)| name == self.name);
        let inside: Vec<_> = named.flat_map(|(_, text)| pairs(text, ';')).collect();
        let sent = match style {
            Style::Matrix => &inside,
            _ => sent,
        };
        // Whether each item or member is a pair.
        let apart = style == Style::DeepObject
            || (explode && !matches!(style, Style::Simple | Style::Label));
        let is_spread = apart && kind == Kind::Object;
        let own = sent.iter().filter_map(|(name, text)| {
            let behind = name.strip_prefix(self.name);
            let path = match (is_spread, style) {
                (false, _) => behind.filter(|it| it.is_empty()).map(|_| Vec::new()),
                (true, Style::DeepObject) => behind.and_then(keys),
                (true, _) => {
                    is_member(schema?, name, others, &spec.index).then(|| vec![name.clone()])
                }
            };
            Some((path?, text.as_str()))
        });
        let own: Vec<_> = own.collect();
        let leaves = match &own[..] {
            [] => return Ok(None),
            [(_, text)] if self.is_json() => {
                let value = serde_json::from_str(&decoded(text)?);
                return value.map_err(|error| format!("is not JSON: {error}"));
            }
            _ if apart && kind != Kind::Scalar => {
                let leaves = own.into_iter();
                let leaves = leaves.map(|(path, text)| Ok((path, decoded(text)?)));
                leaves.collect::<Result<_, String>>()?
            }
            [(_, text)] => self.split(kind, text)?,
            _ => return Err(TWICE.to_owned()),
        };
        value(spec, schema, leaves, 0).map(Some)
    }

    /// The items or members that one text holds.
    fn split(&self, kind: Kind, text: &str) -> Result<Vec<Leaf>, String> {
        let Encoding { style, explode, .. } = self.encoding;
        let text = match style {
            Style::Label => text.strip_prefix('.').ok_or("does not begin with `.`")?,
            _ => text,
        };
        let (text, delimiter) = match style {
            Style::SpaceDelimited => (text.to_owned(), "%20"),
            Style::PipeDelimited => (text.replace("%7C", "|").replace("%7c", "|"), "|"),
            // With later versions of OpenAPI a comma, if it is not exploded.
            Style::Label if explode || !text.contains(',') => (text.to_owned(), "."),
            _ => (text.to_owned(), ","),
        };
        let parts: Vec<_> = text.split(delimiter).map(str::trim).collect();
        let member = |name, text| Ok((vec![decoded(name)?], decoded(text)?));
        match kind {
            Kind::Scalar => Ok(vec![(Vec::new(), decoded(&text)?)]),
            Kind::Array => {
                let items = parts.iter().map(|part| Ok((Vec::new(), decoded(part)?)));
                items.collect()
            }
            Kind::Object if explode => {
                let parts = parts
                    .iter()
                    .map(|part| part.split_once('=').unwrap_or((part, "")));
                parts.map(|(name, text)| member(name, text)).collect()
            }
            Kind::Object => {
                let members = parts.chunks(2).map(|pair| match pair {
                    [name, text] => member(name, text),
                    _ => Err("has a name without a value".to_owned()),
                });
                members.collect()
            }
        }
    }
}

/// Of what `read` makes of each alternative of a schema, the first that the schema allows, else the
/// first that there is.
pub(crate) fn first_allowed(
    spec: &Spec,
    schema: Option<&'static Node>,
    read: impl Fn(Option<&'static Node>) -> Result<Option<Value>, String>,
) -> Result<Option<Value>, String> {
    let mut first = Ok(None);
    for alternative in alternatives(schema, &spec.index) {
        let found = read(alternative);
        if let Ok(Some(value)) = &found
            && spec.takes(schema, value)
        {
            return found;
        }
        if matches!(first, Ok(None)) {
            first = found;
        }
    }
    first
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

pub(crate) fn decoded(text: &str) -> Result<String, String> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| "is not UTF-8 when percent-decoded")?;
    Ok(decoded.into_owned())
}

/// The keys in brackets that are behind the name of a `deepObject`: `[a][b]`.
fn keys(brackets: &str) -> Option<Vec<String>> {
    let keys = brackets.strip_prefix('[')?.split('[').take(MAX_DEPTH);
    let keys = keys.map(|key| key.trim_end_matches(']').to_owned());
    Some(keys.collect())
}

/// Whether a pair of this name is a member of an object whose members stand beside other fields.
fn is_member(schema: &'static Node, name: &str, others: &[&str], index: &Index<'static>) -> bool {
    let names: Vec<_> = properties(schema, index).map(|it| it.key.name()).collect();
    let rest = keyword(schema, "additionalProperties", index);
    let is_open = names.is_empty() || rest.is_some_and(|it| it.flag() != Some(false));
    let base = name.split('[').next().unwrap_or_default();
    names.contains(&name) || (is_open && !others.contains(&base))
}

/// The value of these texts: by the names before them an object or a list, at each depth.
pub(crate) fn value(
    spec: &Spec,
    schema: Option<&'static Node>,
    leaves: Vec<Leaf>,
    depth: usize,
) -> Result<Value, String> {
    let mut texts = Vec::new();
    let mut below: Vec<(String, Vec<Leaf>)> = Vec::new();
    for (path, text) in leaves {
        match path.get(depth).cloned() {
            None => texts.push(text),
            // `[]` is one more item of a list, and `[7]` the one with this number.
            Some(key) => match below.iter_mut().find(|(known, _)| *known == key) {
                Some((_, leaves)) if !key.is_empty() => leaves.push((path, text)),
                _ => below.push((key, vec![(path, text)])),
            },
        }
    }
    let is_list = schema.map(|it| is_made_of(it, "array", &spec.index));
    let items = || schema.and_then(|it| keyword(it, "items", &spec.index));
    match (&texts[..], is_list) {
        _ if !below.is_empty() || texts.is_empty() => {
            let values = below.into_iter().map(|(key, leaves)| {
                let schema = match is_list {
                    Some(true) => items(),
                    _ => schema.and_then(|it| member(it, &key, &spec.index)),
                };
                let value = value(spec, schema, leaves, depth + 1);
                let value = value.map_err(|problem| format!("`{key}` {problem}"))?;
                Ok((key, value))
            });
            let values = values.collect::<Result<Vec<_>, String>>()?.into_iter();
            Ok(match is_list {
                Some(true) => values.map(|(_, value)| value).collect(),
                _ => Value::Object(values.collect()),
            })
        }
        ([text], None | Some(false)) => Ok(one(spec, schema, text)),
        (_, Some(false)) => Err(TWICE.to_owned()),
        (texts, _) => {
            let each = || texts.iter().map(|text| one(spec, items(), text)).collect();
            // A list may also be one text.
            let whole = texts.first().filter(|_| texts.len() == 1);
            let whole = whole.map(|text| one(spec, schema, text));
            Ok(whole.filter(Value::is_array).unwrap_or_else(each))
        }
    }
}

/// The text as the first of number, flag, JSON and text that the schema allows, else as one that is at
/// least of its type.
fn one(spec: &Spec, schema: Option<&'static Node>, text: &str) -> Value {
    let Some(schema) = schema else {
        return json!(text);
    };
    let flag = text.parse().ok().map(Value::Bool);
    let is_json = text.starts_with(['{', '[']);
    let json = is_json.then(|| serde_json::from_str(text).ok()).flatten();
    let mut of_type = None;
    let readings = [number(text), flag, json, Some(json!(text))];
    for value in readings.into_iter().flatten() {
        match spec.problem(Some(schema), &value) {
            None => return value,
            Some(problem) if problem.keyword != "type" => _ = of_type.get_or_insert(value),
            Some(_) => {}
        }
    }
    of_type.unwrap_or_else(|| json!(text))
}

/// A number as JSON has it, and also with zeros before it.
fn number(text: &str) -> Option<Value> {
    if !text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse::<i64>().ok().map(Value::from);
    whole.or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
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
            encoding: Encoding {
                content_type: (style == "json").then_some("application/json"),
                style: Style::of(style).unwrap_or(Style::Form),
                explode,
                allow_reserved: false,
            },
            schema: schemas
                .find(|it| it.key.name() == schema)
                .map(|it| &it.value),
        };
        let pairs = match style {
            "simple" | "label" | "matrix" => vec![("color".to_owned(), raw.to_owned())],
            _ => pairs(raw, '&'),
        };
        let value = field.value(spec, &pairs, &["page"])?;
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
