//! What stands in the earlier contract, beside what stands in the later one.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    hash::Hash,
    mem,
};

use crate::{
    text::node::{Node, Value},
    validate::number::Number,
};

/// Something of the earlier contract and something of the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair<T> {
    pub(super) old: T,
    pub(super) new: T,
}

/// What may be in either contract, or in both.
pub(super) type Sides<'a> = Pair<Option<&'a Node>>;

impl<T> Pair<T> {
    pub(super) fn new(old: T, new: T) -> Self {
        Self { old, new }
    }

    pub(super) fn as_ref(&self) -> Pair<&T> {
        Pair::new(&self.old, &self.new)
    }

    pub(super) fn map<U>(self, mut f: impl FnMut(T) -> U) -> Pair<U> {
        Pair::new(f(self.old), f(self.new))
    }

    pub(super) fn zip<U>(self, other: Pair<U>) -> Pair<(T, U)> {
        Pair::new((self.old, other.old), (self.new, other.new))
    }

    pub(super) fn is_same(&self) -> bool
    where
        T: PartialEq,
    {
        self.old == self.new
    }
}

impl<T> Pair<Vec<T>> {
    /// Takes what has the same key out of both lists, in the order of the later one.
    pub(super) fn take_pairs<K: Eq + Hash>(
        &mut self,
        key: impl Fn(&T) -> Option<K>,
    ) -> Vec<Pair<T>> {
        let keys = self.old.iter().map(&key).enumerate().rev();
        let places: HashMap<K, usize> = keys.filter_map(|(at, it)| Some((it?, at))).collect();
        let mut old: Vec<Option<T>> = self.old.drain(..).map(Some).collect();
        let mut pairs = Vec::new();
        for new in mem::take(&mut self.new) {
            let place = key(&new).and_then(|key| places.get(&key));
            match place.and_then(|at| old[*at].take()) {
                Some(old) => pairs.push(Pair::new(old, new)),
                None => self.new.push(new),
            }
        }
        self.old.extend(old.into_iter().flatten());
        pairs
    }
}

impl Pair<Vec<&Node>> {
    /// What of either list is not in the other.
    pub(super) fn apart(self) -> Self {
        let Self { old, new } = self;
        Self::new(without(old.clone(), new.clone()), without(new, old))
    }
}

impl<'a> Pair<&'a Node> {
    pub(super) fn get(self, key: &str) -> Sides<'a> {
        self.map(|node| node.get(key))
    }

    pub(super) fn sides(self) -> Sides<'a> {
        self.map(Some)
    }
}

impl<'a> Sides<'a> {
    pub(super) fn removed(old: &'a Node) -> Self {
        Self::new(Some(old), None)
    }

    pub(super) fn added(new: &'a Node) -> Self {
        Self::new(None, Some(new))
    }

    /// What there is of both, the later one first.
    pub(super) fn iter(self) -> impl Iterator<Item = &'a Node> {
        self.new.into_iter().chain(self.old)
    }

    pub(super) fn get(self, key: &str) -> Self {
        self.map(|side| side?.get(key))
    }

    pub(super) fn both(self) -> Option<Pair<&'a Node>> {
        Some(Pair::new(self.old?, self.new?))
    }

    /// Whether both say the same, or nothing.
    pub(super) fn same(self) -> bool {
        match self.both() {
            Some(Pair { old, new }) => same(old, new),
            None => self.old.is_none() && self.new.is_none(),
        }
    }

    /// The keys of both mappings, each once, those of the later one first.
    pub(super) fn keys(self) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        let keys = self.iter().flat_map(Node::entries).map(|it| it.key.name());
        keys.filter(|key| seen.insert(*key)).collect()
    }

    /// What happened to the value, in words.
    pub(super) fn words(self, label: &str) -> String {
        match (self.old.map(brief), self.new.map(brief)) {
            (Some(old), Some(new)) => format!("{label}: {old} → {new}"),
            (None, Some(new)) => format!("{label} was added: {new}"),
            (Some(old), None) => format!("{label} was removed: it was {old}"),
            (None, None) => label.to_owned(),
        }
    }
}

/// Whether two values say the same: `1` is `1.0`, and the order of keys is no matter.
pub(super) fn same(old: &Node, new: &Node) -> bool {
    match (&old.value, &new.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(old, new)| same(old, new))
        }
        (Value::Map(one), Value::Map(other)) => {
            let is_same = |key, value| new.get(key).is_some_and(|new| same(value, new));
            let mut entries = one.iter();
            one.len() == other.len() && entries.all(|it| is_same(it.key.name(), &it.value))
        }
        (Value::Scalar(one), Value::Scalar(other)) => match in_order(old, new) {
            Some(order) => order.is_eq(),
            None => one.typed == other.typed && one.text == other.text,
        },
        _ => false,
    }
}

/// The order of two numbers; nothing where one of the values is none.
pub(super) fn in_order(one: &Node, other: &Node) -> Option<Ordering> {
    Some(Number::of_node(one)?.compare(Number::of_node(other)?))
}

/// The values that are not among the others.
pub(super) fn without<'a>(
    these: impl IntoIterator<Item = &'a Node>,
    others: impl IntoIterator<Item = &'a Node>,
) -> Vec<&'a Node> {
    let others: Vec<&Node> = others.into_iter().collect();
    let is_new = |it: &&Node| !others.iter().any(|other| same(it, other));
    these.into_iter().filter(is_new).collect()
}

/// Takes the only one of the values that is like another; nothing where none is, or more than one.
pub(super) fn take_only<T>(values: &mut Vec<T>, mut is_alike: impl FnMut(&T) -> bool) -> Option<T> {
    let mut alike = (0..values.len()).filter(|at| is_alike(&values[*at]));
    let only = alike.next().filter(|_| alike.next().is_none())?;
    Some(values.remove(only))
}

/// A value in a few words.
pub(super) fn brief(node: &Node) -> String {
    const LONGEST: usize = 60;
    let json = node.to_json();
    let text = json
        .as_str()
        .map_or_else(|| json.to_string(), str::to_owned);
    let text = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    if json.is_boolean() || json.is_number() || json.is_null() {
        text
    } else {
        format!("`{text}`")
    }
}
