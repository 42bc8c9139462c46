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

use std::{
    collections::{BTreeSet, HashMap},
    sync::PoisonError,
};

use crate::{
    grammar::{Kind, TYPES},
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

/// By how many listed values the first of two schemas can be ahead of the second: least and most.
type Lead = (i64, i64);

const EVEN: Lead = (0, 0);
const ANY: Lead = (-MANY, MANY);

/// The lead where one of two can be.
fn either(one: Lead, other: Lead) -> Lead {
    (one.0.min(other.0), one.1.max(other.1))
}

/// The lead where both are.
fn both(one: Lead, other: Lead) -> Lead {
    ((one.0 + other.0).max(-MANY), (one.1 + other.1).min(MANY))
}

/// A schema with all that it is made of.
#[derive(Clone, Default)]
struct View<'a> {
    /// The schemas that all hold, without `$ref` and `allOf`; none allow anything.
    parts: Vec<&'a Node>,
    /// The lists of which one member holds, each as long as none is chosen.
    unions: Vec<&'a Node>,
    /// Some part cannot be resolved, which is reported elsewhere.
    is_unknown: bool,
}

impl<'a> View<'a> {
    /// What also has to fit `schema`.
    fn with(mut self, schema: &'a Node, index: &Index<'a>) -> Self {
        for part in composed(schema, &["allOf"], index) {
            self.is_unknown |= part.is_none();
            self.parts.extend(part);
            let unions = ["oneOf", "anyOf"].map(|key| part?.get(key));
            self.unions.extend(unions.into_iter().flatten());
        }
        self
    }

    /// What has to fit all of these.
    fn of(schemas: impl Iterator<Item = &'a Node>, index: &Index<'a>) -> Self {
        schemas.fold(Self::default(), |view, schema| view.with(schema, index))
    }

    /// The schema for each member of one of its unions; nothing when there is none.
    fn choices(&self, index: &Index<'a>) -> Option<Vec<Self>> {
        let mut rest = self.clone();
        let union = rest.unions.pop()?;
        let choices = union.items().map(|member| rest.clone().with(member, index));
        Some(choices.collect())
    }

    /// What its parts have at a key.
    fn all(&self, key: &str) -> impl Iterator<Item = &'a Node> {
        self.parts.iter().filter_map(move |part| part.get(key))
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
        let first = self.all("enum").next()?;
        Some(first.items().filter(|node| is_of(node, word)).collect())
    }

    fn format(&self) -> Option<&'a str> {
        let mut formats = self.all("format").filter_map(Node::text);
        formats.find(|format| EXCLUSIVE_FORMATS.contains(format))
    }

    fn required(&self) -> impl Iterator<Item = &'a str> {
        let required = self.parts.iter().flat_map(|part| members(part, "required"));
        required.filter_map(Node::text)
    }

    fn declared(&self) -> impl Iterator<Item = &'a str> {
        let properties = self.all("properties").flat_map(Node::entries);
        properties.map(|entry| entry.key.name())
    }

    /// The schema of a property, if it declares one of this name.
    fn property(&self, name: &str, index: &Index<'a>) -> Option<Self> {
        let declared = self.all("properties").filter_map(|all| all.get(name));
        let mut declared = declared.peekable();
        if declared.peek().is_some() {
            return Some(Self::of(declared, index));
        }
        let mut others = self.all("additionalProperties");
        if let Some(schema) = others.find(|schema| schema.entries().len() > 0) {
            return Some(Self::default().with(schema, index));
        }
        let is_required = self.required().any(|required| required == name);
        (self.is_anything() || is_required).then(Self::default)
    }

    /// What tells it from others whose unions are chosen.
    fn identity(&self) -> Vec<*const Node> {
        let parts = self.parts.iter();
        parts.map(|part| std::ptr::from_ref(*part)).collect()
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

/// Whether some value fits two members of `union`, a list of `schema`, equally well.
///
/// Components may be in many unions together: they are compared once, where nothing stands beside these.
pub(crate) fn can_tie<'a>(
    index: &Index<'a>,
    schema: &'a Node,
    union: &'a Node,
    members: [&'a Node; 2],
) -> bool {
    if schema.entries().len() > 1 {
        return compared(index, schema, union, members);
    }
    let schemas = members.map(|it| index.resolve(it, Kind::Schema).unwrap_or(it));
    let key = schemas.map(|it| std::ptr::from_ref(it).addr());
    let ties = || index.ties.lock().unwrap_or_else(PoisonError::into_inner);
    let known = ties().get(&key).copied();
    known.unwrap_or_else(|| {
        let can_tie = compared(index, schema, union, members);
        ties().insert(key, can_tie);
        can_tie
    })
}

fn compared<'a>(
    index: &Index<'a>,
    schema: &'a Node,
    union: &'a Node,
    members: [&'a Node; 2],
) -> bool {
    // What stands beside the union holds for each member.
    let mut whole = View::default().with(schema, index);
    whole.unions.retain(|other| !std::ptr::eq(*other, union));
    let [first, second] = members.map(|member| whole.clone().with(member, index));
    let mut overlap = Overlap {
        index,
        steps: 0,
        known: HashMap::new(),
    };
    let lead = overlap.compare(&first, &second, 0);
    lead.is_some_and(|(least, most)| (least..=most).contains(&0))
}

/// One comparison of two members.
struct Overlap<'i, 'a> {
    index: &'i Index<'a>,
    steps: usize,
    /// Pairs of objects that were or are being compared.
    known: HashMap<[Vec<*const Node>; 2], Option<Lead>>,
}

impl<'a> Overlap<'_, 'a> {
    /// The lead of the first over the values that both describe; nothing when there are none.
    fn compare(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        self.steps += 1;
        if first.is_unknown || second.is_unknown {
            return None;
        }
        if self.steps > MAX_STEPS || depth > MAX_DEPTH {
            return Some(ANY);
        }
        if let Some(choices) = first.choices(self.index) {
            let leads = choices.iter().map(|it| self.compare(it, second, depth + 1));
            return leads.flatten().reduce(either);
        }
        if let Some(choices) = second.choices(self.index) {
            let leads = choices.iter().map(|it| self.compare(first, it, depth + 1));
            return leads.flatten().reduce(either);
        }
        let null = (first.is_nullable() && second.is_nullable()).then_some(EVEN);
        let is_shared = |word: &&&str| first.allows(word) && second.allows(word);
        let leads = TYPES.iter().filter(is_shared).filter_map(|word| {
            let lead = scalars(word, first, second)?;
            match *word {
                "object" => self.objects(first, second, depth + 1),
                "array" => self.arrays(first, second, depth + 1),
                _ => Some(lead),
            }
        });
        null.into_iter().chain(leads).reduce(either)
    }

    fn objects(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        let pair = [first.identity(), second.identity()];
        if let Some(lead) = self.known.get(&pair) {
            return *lead;
        }
        // As long as it is not known, anything is possible: schemas may hold themselves.
        self.known.insert(pair.clone(), Some(ANY));
        let lead = self.properties([first, second], depth);
        self.known.insert(pair, lead);
        lead
    }

    fn properties(&mut self, views: [&View<'a>; 2], depth: usize) -> Option<Lead> {
        let required: BTreeSet<&str> = views.iter().flat_map(|view| view.required()).collect();
        let mut names: BTreeSet<&str> = views.iter().flat_map(|view| view.declared()).collect();
        names.extend(&required);
        let mut sum = EVEN;
        for name in names {
            let lead = match views.map(|view| view.property(name, self.index)) {
                [Some(first), Some(second)] => self.compare(&first, &second, depth),
                // To one of the two it would be unknown.
                _ => None,
            };
            sum = both(
                sum,
                match lead {
                    lead if required.contains(name) => lead?,
                    Some(lead) => either(lead, EVEN),
                    None => EVEN,
                },
            );
        }
        Some(sum)
    }

    fn arrays(&mut self, first: &View<'a>, second: &View<'a>, depth: usize) -> Option<Lead> {
        let [ours, theirs] = [first, second].map(|view| View::of(view.all("items"), self.index));
        let items = self.compare(&ours, &theirs, depth);
        // Any number of times, but at least once.
        let items = items.map(|(least, most)| {
            (
                if least < 0 { -MANY } else { least },
                if most > 0 { MANY } else { most },
            )
        });
        let is_open = |view: &View<'a>| view.all("minItems").all(|it| it.integer() == Some(0));
        let empty = (is_open(first) && is_open(second)).then_some(EVEN);
        empty.into_iter().chain(items).reduce(either)
    }
}

/// The lead over the values of one type, as far as `enum` and `format` decide it.
fn scalars(word: &str, first: &View<'_>, second: &View<'_>) -> Option<Lead> {
    if let (Some(one), Some(other)) = (first.format(), second.format())
        && word == "string"
        && one != other
    {
        return None;
    }
    match (first.listed(word), second.listed(word)) {
        (Some(ours), Some(theirs)) => {
            let is_listed = |node: &&Node| theirs.iter().any(|it| it.scalar() == node.scalar());
            ours.iter().any(is_listed).then_some(EVEN)
        }
        (Some(ours), None) => (!ours.is_empty()).then_some((1, 1)),
        (None, Some(theirs)) => (!theirs.is_empty()).then_some((-1, -1)),
        (None, None) => Some(EVEN),
    }
}
