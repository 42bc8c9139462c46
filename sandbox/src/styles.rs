//! Values as parameters and properties of forms are written, in each style that OpenAPI has.

use std::collections::BTreeMap;

use contract::{Encoding, Index, Node, Parameter, Style};
use percent_encoding::percent_decode_str;
use serde_json::{Number, Value, json};

use crate::spec::{Pair, Spec, can_be, member, parts, properties};

/// What a scalar is refused with that is there several times.
const TWICE: &str = "is there more than once";

/// A parameter or a property of a form, and how its value is written.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) encoding: Encoding<'static>,
    pub(crate) schema: Option<&'static Node>,
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
        sent: &[Pair],
        others: &[&str],
    ) -> Result<Option<Value>, String> {
        let Encoding { style, explode, .. } = self.encoding;
        let named = |sent: &[Pair]| -> Vec<String> {
            let named = sent.iter().filter(|(name, _)| name == self.name);
            named.map(|(_, text)| text.clone()).collect()
        };
        let inside: Vec<_> = named(sent)
            .iter()
            .flat_map(|text| pairs(text, ';'))
            .collect();
        let sent = match style {
            Style::Matrix => &inside,
            _ => sent,
        };
        // Whether each item or member is a pair.
        let apart = style == Style::DeepObject
            || (explode && !matches!(style, Style::Simple | Style::Label));
        if apart && !self.is_json() && can_be(self.schema, "object", &spec.index) {
            let members = sent.iter().filter_map(|(name, text)| {
                let name = match style {
                    Style::DeepObject => key(name.strip_prefix(self.name)?)?,
                    _ => Some(name).filter(|it| is_member(self.schema, it, others, &spec.index))?,
                };
                Some((name, text))
            });
            let members = members.map(|(name, text)| Ok((name.to_owned(), decoded(text)?)));
            let members = members.collect::<Result<Vec<_>, String>>()?;
            if !members.is_empty() {
                return object(spec, self.schema, members).map(Some);
            }
        }
        match &named(sent)[..] {
            [] => Ok(None),
            [text] if self.is_json() => {
                let value = serde_json::from_str(&decoded(text)?);
                value.map_err(|error| format!("is not JSON: {error}"))
            }
            [text] if !apart => self.split(spec, text).map(Some),
            texts if apart => {
                let texts = texts.iter().map(|text| decoded(text));
                values(spec, self.schema, &texts.collect::<Result<Vec<_>, _>>()?).map(Some)
            }
            _ => Err(TWICE.to_owned()),
        }
    }

    /// The members of an object that stand beside other fields, each by its own name.
    pub(crate) fn is_spread(&self, value: &Value) -> bool {
        self.encoding.explode && self.encoding.style == Style::Form && value.is_object()
    }

    fn is_json(&self) -> bool {
        self.encoding.content_type.is_some_and(contract::is_json)
    }

    /// The scalar that one text is, or the list or the object that it holds.
    fn split(&self, spec: &Spec, text: &str) -> Result<Value, String> {
        let Encoding { style, explode, .. } = self.encoding;
        let text = match style {
            Style::Label => text.strip_prefix('.').ok_or("does not begin with `.`")?,
            _ => text,
        };
        let whole = one(spec, self.schema, &decoded(text)?);
        let [is_list, is_object] =
            ["array", "object"].map(|word| can_be(self.schema, word, &spec.index));
        if spec.takes(self.schema, &whole) || !(is_list || is_object) {
            return Ok(whole);
        }
        let text = text.replace("%7C", "|").replace("%7c", "|");
        let delimiter = match style {
            Style::SpaceDelimited => "%20",
            Style::PipeDelimited => "|",
            // With later versions of OpenAPI a comma, if it is not exploded.
            Style::Label if explode || !text.contains(',') => ".",
            _ => ",",
        };
        let parts: Vec<_> = text.split(delimiter).map(str::trim).collect();
        if is_list {
            let texts = parts.into_iter().map(decoded);
            return Ok(list(
                spec,
                self.schema,
                &texts.collect::<Result<Vec<_>, _>>()?,
            ));
        }
        let pairs: Vec<_> = if explode {
            parts.iter().map(|part| part.split_once('=')).collect()
        } else {
            parts
                .chunks(2)
                .map(|pair| Some((*pair.first()?, *pair.get(1)?)))
                .collect()
        };
        let members = pairs.into_iter().map(|pair| {
            let (name, text) = pair.ok_or("has a name without a value")?;
            Ok((decoded(name)?, decoded(text)?))
        });
        object(
            spec,
            self.schema,
            members.collect::<Result<Vec<_>, String>>()?,
        )
    }
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

/// The key in brackets that is behind the name of a `deepObject`.
fn key(brackets: &str) -> Option<&str> {
    brackets.strip_prefix('[')?.strip_suffix(']')
}

/// Whether a pair of this name is a member of an object whose members stand beside other fields.
fn is_member(
    schema: Option<&'static Node>,
    name: &str,
    others: &[&str],
    index: &Index<'static>,
) -> bool {
    let names: Vec<_> = properties(schema, index).map(|it| it.key.name()).collect();
    let mut rest = parts(schema, index).filter_map(|it| it.get("additionalProperties"));
    let is_open = names.is_empty() || rest.any(|it| it.flag() != Some(false));
    let base = name.split('[').next().unwrap_or_default();
    names.contains(&name) || (is_open && !others.contains(&base))
}

/// The object of these members, of which those that are lists may be there several times.
pub(crate) fn object(
    spec: &Spec,
    schema: Option<&'static Node>,
    members: Vec<(String, String)>,
) -> Result<Value, String> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in members {
        texts.entry(name).or_default().push(text);
    }
    let members = texts.into_iter().map(|(name, texts)| {
        let schema = schema.and_then(|it| member(it, &name, &spec.index));
        let value = values(spec, schema, &texts);
        Ok((
            name.clone(),
            value.map_err(|problem| format!("`{name}` {problem}"))?,
        ))
    });
    Ok(Value::Object(members.collect::<Result<_, String>>()?))
}

/// The scalar that a text is, or the list of one or several.
fn values(spec: &Spec, schema: Option<&'static Node>, texts: &[String]) -> Result<Value, String> {
    let is_list = schema.is_none() || can_be(schema, "array", &spec.index);
    let whole = texts.first().map(|text| one(spec, schema, text));
    match (texts, whole) {
        ([_], Some(whole)) if !is_list || spec.takes(schema, &whole) => Ok(whole),
        _ if is_list => Ok(list(spec, schema, texts)),
        _ => Err(TWICE.to_owned()),
    }
}

fn list(spec: &Spec, schema: Option<&'static Node>, texts: &[String]) -> Value {
    let items = parts(schema, &spec.index).find_map(|it| it.get("items"));
    texts.iter().map(|text| one(spec, items, text)).collect()
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
    Deep: { oneOf: [{ $ref: '#/components/schemas/Object' }, { type: object, properties: { L: { type: array, items: { type: integer } } } }] }
    Open: { type: object, additionalProperties: { type: boolean } }
";

    fn read(schema: &str, style: &str, explode: bool, raw: &str) -> Result<Value, String> {
        let spec = Spec::read(None, Some(CONTRACT)).unwrap();
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
                "color[L]=1&color[L]=2",
                json!({ "L": [1, 2] }),
            ),
        ] {
            assert_eq!(read(schema, style, explode, raw).unwrap(), value, "{raw}");
        }
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
