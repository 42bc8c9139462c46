//! Whether some value fits two members of a union equally well.
//!
//! A client takes the member that leaves the fewest properties among the unknown ones. A value that was
//! written as one member leaves none there, at any depth: it can only tie with a member that declares
//! all of it too. So two members tie where both describe a whole value:
//!
//! - an object, if each declares what the other requires, and no property that either requires has values
//!   that fit one alone; what only one declares is left out, and so is what both leave optional,
//! - a list, if it can be empty or its items tie,
//! - anything else, if it has a type that both allow. Bounds and patterns do not matter, since nothing
//!   checks those of a response.
//!
//! A listed value of an enumeration counts before free text, so what is listed by one member alone
//! puts that member ahead, and the members tie only if the other can be ahead as often.
//!
//! Where the schemas are too large to tell, a tie is possible; where a `$ref` leads nowhere, that is
//! reported instead.

use std::collections::HashMap;

use crate::{
    grammar::TYPES,
    index::{
        Index,
        schema::{self, TypeOf, composed, is_nullable, members, type_of},
    },
    text::node::{Node, Value},
};

/// How many pairs of schemas are looked at before a tie is taken to be possible.
const MAX_STEPS: usize = 2_000;
/// How deep schemas are looked into.
const MAX_DEPTH: usize = 30;
/// More listed values than any value has.
const MANY: i64 = 1 << 32;

/// Formats that are types of their own in Rust: no text has two of them.
const EXCLUSIVE_FORMATS: &[&str] = &["date", "date-time", "ipv4", "ipv6", "uuid"];

/// By how many listed values the first of two schemas can be ahead of the second.
#[derive(Clone, Copy, Debug)]
struct Lead {
    least: i64,
    most: i64,
}

impl Lead {
    const EVEN: Self = Self::exactly(0);
    const ANY: Self = Self {
        least: -MANY,
        most: MANY,
    };

    const fn exactly(by: i64) -> Self {
        Self {
            least: by,
            most: by,
        }
    }

    /// The lead where either can be.
    fn or(self, other: Self) -> Self {
        Self {
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }

    /// The lead where both are.
    fn and(self, other: Self) -> Self {
        Self {
            least: (self.least + other.least).max(-MANY),
            most: (self.most + other.most).min(MANY),
        }
    }

    /// The lead where this one is any number of times, but at least once.
    fn repeated(self) -> Self {
        Self {
            least: if self.least < 0 { -MANY } else { self.least },
            most: if self.most > 0 { MANY } else { self.most },
        }
    }
}

/// A schema with all that it is made of.
#[derive(Clone, Debug, Default)]
struct View<'a> {
    /// The schemas that all hold, without `$ref` and `allOf`; none allow anything.
    parts: Vec<&'a Node>,
    /// The lists of which one member holds, each as long as none is chosen.
    unions: Vec<&'a Node>,
    /// Some part cannot be resolved, which is reported elsewhere.
    is_unknown: bool,
}

impl<'a> View<'a> {
    fn of(schema: &'a Node, index: &Index<'a>) -> Self {
        Self::default().with(schema, index)
    }

    /// What also has to fit `schema`.
    fn with(mut self, schema: &'a Node, index: &Index<'a>) -> Self {
        for part in composed(schema, &["allOf"], index) {
            self.is_unknown |= part.is_none();
            self.parts.extend(part);
            let unions = part
                .into_iter()
                .flat_map(|part| ["oneOf", "anyOf"].map(|key| part.get(key)));
            self.unions.extend(unions.flatten());
        }
        self
    }

    /// The schema for each member of one of its unions; nothing when there is none.
    fn choices(&self, index: &Index<'a>) -> Option<Vec<Self>> {
        let mut rest = self.clone();
        let union = rest.unions.pop()?;
        let choices = union.items().map(|member| rest.clone().with(member, index));
        Some(choices.collect())
    }

    /// Whether it says nothing of the type.
    fn is_anything(&self) -> bool {
        let is_open = |part: &&Node| type_of(part) == TypeOf::Absent && !schema::is(part, "object");
        self.parts.iter().all(is_open)
    }

    fn is_nullable(&self) -> bool {
        self.is_anything() || self.parts.iter().any(|part| is_nullable(part))
    }

    /// Whether it allows values of this type; fractions are of type `number`, other numbers `integer`.
    fn allows(&self, word: &str) -> bool {
        self.parts.iter().all(|part| match type_of(part) {
            TypeOf::Absent => word == "object" || !schema::is(part, "object"),
            TypeOf::Unknown => true,
            TypeOf::Known(known) => known == word || (known == "number" && word == "integer"),
        })
    }

    /// The values of this type that it lists, if it lists any values.
    fn listed(&self, word: &str) -> Option<Vec<&'a Node>> {
        let mut lists = self.parts.iter().filter(|part| part.get("enum").is_some());
        let first = members(lists.next()?, "enum").filter(|node| is_of(node, word));
        Some(first.collect())
    }

    fn format(&self) -> Option<&'a str> {
        let mut formats = self
            .parts
            .iter()
            .filter_map(|part| part.get("format")?.text());
        formats.find(|format| EXCLUSIVE_FORMATS.contains(format))
    }

    fn requires(&self, name: &str) -> bool {
        self.required().any(|required| required == name)
    }

    fn required(&self) -> impl Iterator<Item = &'a str> {
        let required = self.parts.iter().flat_map(|part| members(part, "required"));
        required.filter_map(Node::text)
    }

    fn declared(&self) -> impl Iterator<Item = &'a str> {
        let properties = self.parts.iter().filter_map(|part| part.get("properties"));
        properties
            .flat_map(Node::entries)
            .map(|entry| entry.key.name())
    }

    /// The schema of a property, if it declares one of this name.
    fn property(&self, name: &str, index: &Index<'a>) -> Option<Self> {
        let declared = self
            .parts
            .iter()
            .filter_map(|part| part.get("properties")?.get(name));
        let mut declared = declared.peekable();
        if declared.peek().is_some() {
            return Some(declared.fold(Self::default(), |view, schema| view.with(schema, index)));
        }
        let mut others = self
            .parts
            .iter()
            .filter_map(|part| part.get("additionalProperties"));
        match others.find(|schema| !schema.entries().as_slice().is_empty()) {
            Some(schema) => Some(Self::of(schema, index)),
            None => (self.is_anything() || self.requires(name)).then(Self::default),
        }
    }

    fn items(&self, index: &Index<'a>) -> Self {
        let items = self.parts.iter().filter_map(|part| part.get("items"));
        items.fold(Self::default(), |view, schema| view.with(schema, index))
    }

    fn may_be_empty(&self) -> bool {
        let least = |part: &&Node| part.get("minItems").and_then(Node::integer);
        self.parts.iter().filter_map(least).all(|least| least == 0)
    }

    /// What tells it from others whose unions are chosen.
    fn identity(&self) -> Vec<*const Node> {
        self.parts
            .iter()
            .map(|part| std::ptr::from_ref(*part))
            .collect()
    }
}

fn is_of(node: &Node, word: &str) -> bool {
    match word {
        "string" => node.text().is_some(),
        "boolean" => node.flag().is_some(),
        "integer" => node.integer().is_some(),
        "number" => node.integer().is_none() && node.number().is_some(),
        "array" => matches!(node.value, Value::List(_)),
        _ => matches!(node.value, Value::Map(_)),
    }
}

/// One comparison of two members.
#[derive(Debug)]
pub(super) struct Overlap<'i, 'a> {
    index: &'i Index<'a>,
    steps: usize,
    /// Pairs of objects that were or are being compared.
    known: HashMap<(Vec<*const Node>, Vec<*const Node>), Option<Lead>>,
}

impl<'i, 'a> Overlap<'i, 'a> {
    pub(super) fn new(index: &'i Index<'a>) -> Self {
        Self {
            index,
            steps: 0,
            known: HashMap::new(),
        }
    }

    /// Whether some value fits two members of `union`, a list of `schema`, equally well.
    pub(super) fn is_tie(
        &mut self,
        schema: &'a Node,
        union: &'a Node,
        first: &'a Node,
        second: &'a Node,
    ) -> bool {
        // What stands beside the union holds for each member.
        let mut whole = View::of(schema, self.index);
        whole.unions.retain(|other| !std::ptr::eq(*other, union));
        let first = whole.clone().with(first, self.index);
        let second = whole.with(second, self.index);
        let lead = self.compare(&first, &second, 0);
        lead.is_some_and(|lead| (lead.least..=lead.most).contains(&0))
    }

    /// The lead of the first over the values that both describe; nothing when there are none.
    fn compare(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        self.steps += 1;
        if first.is_unknown || second.is_unknown {
            return None;
        }
        if self.steps > MAX_STEPS || depth > MAX_DEPTH {
            return Some(Lead::ANY);
        }
        if let Some(choices) = first.choices(self.index) {
            let leads = choices
                .iter()
                .filter_map(|first| self.compare(first, second, depth + 1));
            return leads.reduce(Lead::or);
        }
        if let Some(choices) = second.choices(self.index) {
            let leads = choices
                .iter()
                .filter_map(|second| self.compare(first, second, depth + 1));
            return leads.reduce(Lead::or);
        }
        let null = (first.is_nullable() && second.is_nullable()).then_some(Lead::EVEN);
        let shared = TYPES
            .iter()
            .filter(|word| first.allows(word) && second.allows(word));
        let leads = shared.filter_map(|word| match *word {
            "object" => self.objects(first, second, depth + 1),
            "array" => self.arrays(first, second, depth + 1),
            word => scalars(word, first, second),
        });
        null.into_iter().chain(leads).reduce(Lead::or)
    }

    fn objects(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        scalars("object", first, second)?;
        let pair = (first.identity(), second.identity());
        if let Some(lead) = self.known.get(&pair) {
            return *lead;
        }
        // As long as it is not known, anything is possible: schemas may hold themselves.
        self.known.insert(pair.clone(), Some(Lead::ANY));
        let lead = self.properties(first, second, depth);
        self.known.insert(pair, lead);
        lead
    }

    fn properties(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        let views = [first, second];
        let names = views
            .into_iter()
            .flat_map(|view| view.declared().chain(view.required()));
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        names.dedup();
        let mut sum = Lead::EVEN;
        for name in names {
            let property = |view: &View<'a>| view.property(name, self.index);
            let lead = match (property(first), property(second)) {
                (Some(first), Some(second)) => self.compare(&first, &second, depth),
                // To one of the two it would be unknown.
                _ => None,
            };
            let is_required = views.iter().any(|view| view.requires(name));
            sum = sum.and(match lead {
                lead if is_required => lead?,
                Some(lead) => lead.or(Lead::EVEN),
                None => Lead::EVEN,
            });
        }
        Some(sum)
    }

    fn arrays(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        scalars("array", first, second)?;
        let items = self.compare(&first.items(self.index), &second.items(self.index), depth);
        let empty = (first.may_be_empty() && second.may_be_empty()).then_some(Lead::EVEN);
        empty
            .into_iter()
            .chain(items.map(Lead::repeated))
            .reduce(Lead::or)
    }
}

/// The lead over the values of one type, as far as `enum` and `format` decide it.
fn scalars(word: &str, first: &View<'_>, second: &View<'_>) -> Option<Lead> {
    let lead = match (first.listed(word), second.listed(word)) {
        (Some(ours), Some(theirs)) => {
            let is_shared =
                |node: &&Node| theirs.iter().any(|other| node.scalar() == other.scalar());
            ours.iter().any(is_shared).then_some(Lead::EVEN)
        }
        (Some(ours), None) => (!ours.is_empty()).then_some(Lead::exactly(1)),
        (None, Some(theirs)) => (!theirs.is_empty()).then_some(Lead::exactly(-1)),
        (None, None) => Some(Lead::EVEN),
    };
    match (first.format(), second.format()) {
        (Some(one), Some(other)) if word == "string" && one != other => None,
        _ => lead,
    }
}
