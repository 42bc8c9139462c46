//! The checks of one value against one schema, keyword by keyword.

use std::{
    collections::{HashMap, HashSet},
    ptr,
    rc::Rc,
};

use serde_json::{Map, Value as Json};

use super::{
    format::{self, Allows},
    number::Number,
    problem::{Direction, Problem},
    value::{canonical, has_type, kind, nests_deeper_than, quoted, shown},
};
use crate::{
    grammar::Kind,
    index::{
        Index,
        schema::{COMPOSITIONS, TypeOf, is_nullable, members, property, type_of},
    },
    suggest::did_you_mean,
    text::node::{Entry, Node},
};

/// How deep lists and objects may stand in each other: as deep as `serde_json` reads them.
const MAX_DEPTH: usize = 128;

/// How many schemas may be in progress at once: what a value of that depth needs, and no stack's end.
const MAX_SCHEMAS: usize = 3 * MAX_DEPTH;

/// How many problems of one value are reported.
pub(super) const MAX_PROBLEMS: usize = 100;

/// How many allowed values a message lists.
const MAX_LISTED: usize = 12;

pub(super) struct Check<'c, 'a> {
    pub(super) index: &'c Index<'a>,
    direction: Direction,
    /// The way to the part of the value that is looked at.
    pub(super) pointer: String,
    /// The schemas in progress, each with the part of the value that it is applied to.
    active: Vec<(*const Node, *const Json)>,
    /// What was found before, so that no member of a choice is tried twice on the same value:
    /// without this, schemas that hold themselves in several ways take time exponential in the depth.
    found: HashMap<(*const Node, *const Node, *const Json), Rc<[Problem]>>,
    pub(super) problems: Vec<Problem>,
}

/// A schema and the part of the value that it is applied to.
#[derive(Clone, Copy)]
pub(super) struct At<'a, 'v> {
    pub(super) schema: &'a Node,
    pub(super) value: &'v Json,
    /// The schema that the composition began with: `allOf` may name a property as required in one
    /// member and describe it in another.
    pub(super) whole: &'a Node,
}

impl<'c, 'a> Check<'c, 'a> {
    /// What is wrong with `value` as one of `schema`.
    pub(super) fn run(
        index: &'c Index<'a>,
        direction: Direction,
        schema: &'a Node,
        value: &Json,
    ) -> Vec<Problem> {
        let mut check = Self {
            index,
            direction,
            pointer: String::new(),
            active: Vec::new(),
            found: HashMap::new(),
            problems: Vec::new(),
        };
        if nests_deeper_than(MAX_DEPTH, value) {
            check.too_deep(schema);
        } else {
            check.apply(schema, value, None);
        }
        check.problems
    }

    /// Applies a schema; `whole` is the schema that it is a member of, if it is one.
    pub(super) fn apply(&mut self, schema: &'a Node, value: &Json, whole: Option<&'a Node>) {
        // A `$ref` that leads nowhere is for another rule.
        let Some(schema) = self.index.resolve(schema, Kind::Schema) else {
            return;
        };
        let whole = whole.unwrap_or(schema);
        let at = At {
            schema,
            value,
            whole,
        };
        let is_simple = !matches!(value, Json::Array(_) | Json::Object(_))
            && COMPOSITIONS.iter().all(|key| schema.get(key).is_none());
        if is_simple {
            return self.keywords(at);
        }
        let key = (
            ptr::from_ref(whole),
            ptr::from_ref(schema),
            ptr::from_ref(value),
        );
        let found = if let Some(found) = self.found.get(&key) {
            Rc::clone(found)
        } else {
            let found: Rc<[Problem]> = self.apart(|check| check.guarded(at)).into();
            self.found.insert(key, Rc::clone(&found));
            found
        };
        found.iter().cloned().for_each(|problem| self.add(problem));
    }

    /// What is found by `check`, apart from what was found before.
    pub(super) fn apart(&mut self, check: impl FnOnce(&mut Self)) -> Vec<Problem> {
        let before = std::mem::take(&mut self.problems);
        check(self);
        std::mem::replace(&mut self.problems, before)
    }

    fn guarded(&mut self, at: At<'a, '_>) {
        let pair = (ptr::from_ref(at.schema), ptr::from_ref(at.value));
        let mut at_value = self.active.iter().rev();
        let mut at_value = at_value.by_ref().take_while(|(_, value)| *value == pair.1);
        // A schema that is made of itself demands nothing more; a rule reports it.
        if at_value.any(|active| *active == pair) {
            return;
        }
        if self.active.len() == MAX_SCHEMAS {
            return self.too_deep(at.schema);
        }
        self.active.push(pair);
        self.keywords(at);
        self.active.pop();
    }

    fn too_deep(&mut self, schema: &Node) {
        let message =
            format!("cannot be checked: it or its schema nests deeper than {MAX_DEPTH} levels");
        self.report(schema, "", message);
    }

    /// Reports a problem of the part of the value that is looked at.
    pub(super) fn report(&mut self, schema: &Node, keyword: &str, message: impl Into<String>) {
        self.suggest(schema, keyword, message, None);
    }

    pub(super) fn suggest(
        &mut self,
        schema: &Node,
        keyword: &str,
        message: impl Into<String>,
        suggestion: Option<String>,
    ) {
        self.add(Problem {
            pointer: self.pointer.clone(),
            message: message.into(),
            suggestion,
            keyword: keyword.to_owned(),
            missing: None,
            schema: schema.span,
        });
    }

    pub(super) fn add(&mut self, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Looks at a part of the value, and then again at what it is a part of.
    pub(super) fn inside(&mut self, token: &str, check: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer
            .push_str(&token.replace('~', "~0").replace('/', "~1"));
        check(self);
        self.pointer.truncate(length);
    }

    fn keywords(&mut self, at: At<'a, '_>) {
        let At { schema, value, .. } = at;
        // Null is allowed whatever else the schema says: that is how contracts are written that
        // make a component nullable.
        if value.is_null() && is_nullable(schema) {
            return;
        }
        if let TypeOf::Known(word) = type_of(schema)
            && !has_type(value, word)
        {
            // Of a value of another type nothing else is worth saying.
            return self.wrong_type(at, word);
        }
        for Entry { key, value: limit } in schema.entries() {
            self.keyword(at, key.name(), limit);
        }
    }

    /// Applies one keyword, if it is about values of this kind.
    fn keyword(&mut self, at: At<'a, '_>, keyword: &str, limit: &'a Node) {
        match (keyword, at.value) {
            ("enum", _) => self.listed(at),
            ("allOf" | "oneOf" | "anyOf" | "not", _) => self.composition(at, keyword, limit),
            ("format", value) => self.format(at, limit, value),
            ("minimum" | "maximum" | "multipleOf", Json::Number(number)) => {
                self.bound(at, keyword, limit, Number::of_json(number));
            }
            ("pattern", Json::String(text)) => self.pattern(at, limit, text),
            ("minLength" | "maxLength", Json::String(text)) => {
                self.count(at, keyword, limit, text.chars().count(), "characters");
            }
            ("minItems" | "maxItems", Json::Array(items)) => {
                self.count(at, keyword, limit, items.len(), "items");
            }
            ("minProperties" | "maxProperties", Json::Object(members)) => {
                self.count(at, keyword, limit, members.len(), "properties");
            }
            ("items", Json::Array(items)) => {
                for (number, item) in items.iter().enumerate() {
                    self.inside(&number.to_string(), |check| check.apply(limit, item, None));
                }
            }
            ("uniqueItems", Json::Array(items)) if limit.flag() == Some(true) => {
                let mut seen = HashSet::new();
                for (number, item) in items.iter().enumerate() {
                    if !seen.insert(canonical(item)) {
                        let message = "is in the list twice, but `uniqueItems` is set";
                        self.inside(&number.to_string(), |check| {
                            check.report(at.schema, "uniqueItems", message);
                        });
                    }
                }
            }
            ("properties", Json::Object(object)) => {
                for Entry { key, value } in limit.entries() {
                    if let Some(member) = object.get(key.name()) {
                        self.inside(key.name(), |check| check.apply(value, member, None));
                    }
                }
            }
            ("required", Json::Object(object)) => {
                let missing = limit.items().filter_map(Node::text);
                for name in missing.filter(|name| !object.contains_key(*name)) {
                    if !self.is_excused(at, name) {
                        let message = format!("lacks {}, which is required", quoted(name));
                        self.report(at.schema, "required", message);
                        if let Some(problem) = self.problems.last_mut() {
                            problem.missing = Some(name.to_owned());
                        }
                    }
                }
            }
            ("additionalProperties", Json::Object(object)) => {
                self.others(at, limit, object);
            }
            _ => {}
        }
    }

    fn wrong_type(&mut self, At { schema, value, .. }: At<'a, '_>, word: &str) {
        let (found, suggestion) = match (value, word) {
            (Json::Null, _) => {
                return self.report(schema, "type", "is null, but the schema is not `nullable`");
            }
            (Json::Number(number), "integer") => (number.to_string(), Some("use a whole number")),
            (Json::Number(_) | Json::Bool(_), "string") => {
                (kind(value).to_owned(), Some("put it in quotes"))
            }
            (Json::String(text), _) => {
                let is_meant = match word {
                    "integer" => text.parse::<i64>().is_ok(),
                    "number" => text.parse::<f64>().is_ok(),
                    "boolean" => text.parse::<bool>().is_ok(),
                    _ => false,
                };
                ("text".to_owned(), is_meant.then_some("remove the quotes"))
            }
            _ => (kind(value).to_owned(), None),
        };
        let message = format!("is {found}, but the type is `{word}`");
        self.suggest(schema, "type", message, suggestion.map(str::to_owned));
    }

    fn listed(&mut self, At { schema, value, .. }: At<'a, '_>) {
        let text = value.as_str();
        // Lists of thousands of words are each compared with themselves.
        if text.is_some() && members(schema, "enum").any(|it| it.text() == text) {
            return;
        }
        let wanted = canonical(value);
        let allowed: Vec<Json> = members(schema, "enum").map(Node::to_json).collect();
        // A list that cannot be read is for another rule.
        if allowed.is_empty() || allowed.iter().any(|allowed| canonical(allowed) == wanted) {
            return;
        }
        let mut words: Vec<String> = allowed.iter().take(MAX_LISTED).map(shown).collect();
        if allowed.len() > MAX_LISTED {
            words.push(format!("{} more", allowed.len() - MAX_LISTED));
        }
        let known = allowed.iter().filter_map(Json::as_str);
        let suggestion = value.as_str().and_then(|text| did_you_mean(text, known));
        let message = match words.as_slice() {
            [only] => format!("is {}, but can only be {only}", shown(value)),
            _ => format!("is {}, which is none of {}", shown(value), words.join(", ")),
        };
        self.suggest(schema, "enum", message, suggestion);
    }

    fn format(&mut self, at: At<'a, '_>, limit: &Node, value: &Json) {
        let name = limit.text().unwrap_or_default();
        let Some(allows) = format::named(name) else {
            return;
        };
        let (message, suggestion) = match (value, allows) {
            (Json::String(text), Allows::Text(check, like)) if !check(text) => {
                let is_vowel = name.starts_with(['e', 'i']);
                let article = if is_vowel { "an" } else { "a" };
                let message = format!("is {}, which is not {article} `{name}`", shown(value));
                (
                    message,
                    Some(format!("{article} `{name}` looks like `{like}`")),
                )
            }
            (Json::Number(number), allows) if !allows.number(Number::of_json(number)) => {
                let message = match allows {
                    Allows::Integers(least, greatest) => format!(
                        "is {value}, but the format `{name}` holds whole numbers from {least} to \
                         {greatest}"
                    ),
                    _ => format!("is {value}, which the format `{name}` cannot hold"),
                };
                (message, None)
            }
            _ => return,
        };
        self.suggest(at.schema, "format", message, suggestion);
    }

    fn bound(&mut self, at: At<'a, '_>, keyword: &str, limit: &Node, number: Number) {
        let At { schema, value, .. } = at;
        let (Some(bound), Some(scalar)) = (Number::of_node(limit), limit.scalar()) else {
            return;
        };
        let written = &scalar.text;
        let order = number.compare(bound);
        let (keyword, problem) = match keyword {
            "minimum" if order.is_lt() => ("minimum", "below the minimum of"),
            "maximum" if order.is_gt() => ("maximum", "above the maximum of"),
            "minimum" if order.is_eq() && schema.is_on("exclusiveMinimum") => {
                ("exclusiveMinimum", "but must be above")
            }
            "maximum" if order.is_eq() && schema.is_on("exclusiveMaximum") => {
                ("exclusiveMaximum", "but must be below")
            }
            "multipleOf" if !number.is_multiple_of(bound) => ("multipleOf", "no multiple of"),
            _ => return,
        };
        self.report(schema, keyword, format!("is {value}, {problem} {written}"));
    }

    fn pattern(&mut self, At { schema, value, .. }: At<'a, '_>, limit: &'a Node, text: &str) {
        if let Some(pattern) = limit.text()
            && let Some(regex) = self.index.pattern(pattern)
            && regex.find(text).is_none()
        {
            let (value, pattern) = (shown(value), quoted(pattern));
            let message = format!("is {value}, which does not match the pattern {pattern}");
            self.report(schema, "pattern", message);
        }
    }

    /// The properties that the schema does not list.
    fn others(&mut self, at: At<'a, '_>, limit: &'a Node, object: &Map<String, Json>) {
        let declared = at.schema.get("properties");
        let is_declared = |name: &str| declared.is_some_and(|it| it.get(name).is_some());
        for (name, member) in object.iter().filter(|(name, _)| !is_declared(name)) {
            self.inside(name, |check| match limit.flag() {
                Some(true) => {}
                Some(false) => {
                    let known = declared.into_iter().flat_map(Node::entries);
                    let suggestion = did_you_mean(name, known.map(|entry| entry.key.name()));
                    let message = "is not a property of its schema";
                    check.suggest(at.schema, "additionalProperties", message, suggestion);
                }
                None => check.apply(limit, member, None),
            });
        }
    }

    /// Whether a required property may be missing in this direction.
    fn is_excused(&self, at: At<'a, '_>, name: &str) -> bool {
        let flags: &[&str] = match self.direction {
            Direction::Request => &["readOnly"],
            Direction::Response => &["writeOnly"],
            Direction::Either => &["readOnly", "writeOnly"],
        };
        let is_flagged = |part: &Node| flags.iter().any(|flag| part.is_on(flag));
        [at.schema, at.whole].into_iter().any(|schema| {
            property(schema, name, self.index).is_some_and(|entry| {
                let parts = self.index.parts(&entry.value);
                parts.into_iter().any(is_flagged)
            })
        })
    }

    /// The keywords that limit how many of something there are.
    fn count(&mut self, at: At<'a, '_>, keyword: &str, limit: &Node, count: usize, units: &str) {
        let count = i128::try_from(count).unwrap_or(i128::MAX);
        let Some(bound) = limit.integer() else {
            return;
        };
        let is_least = keyword.starts_with("min");
        if is_least && count < bound || !is_least && count > bound {
            let units = match (count, units) {
                (1, "properties") => "property",
                (1, units) => units.trim_end_matches('s'),
                _ => units,
            };
            let message = format!("has {count} {units}, but `{keyword}` is {bound}");
            self.report(at.schema, keyword, message);
        }
    }
}
