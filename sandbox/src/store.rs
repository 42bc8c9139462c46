//! What the sandbox holds in memory: the rows of each collection, which operations list, read and
//! write.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::seed::dice::Dice;
use crate::spec::{Rows, Spec, text_of};

/// Rows that a collection holds at most: when one more is created, the last is dropped.
const MAX_ROWS: usize = 250_000;

/// What a row belongs to: values of parameters, by their names.
pub(crate) type Scope = BTreeMap<String, String>;

/// A collection: the name of its API, and its own.
pub(crate) type Name = (&'static str, &'static str);

/// Every collection, and what becomes of their rows later.
#[derive(Default)]
pub(crate) struct Store {
    pub(crate) collections: BTreeMap<Name, Collection>,
    /// Members that a row gets, by the time when it does and its id.
    later: BTreeMap<(Duration, String), (Name, Map<String, Value>)>,
}

impl Store {
    /// Gives a row other members at a time of the sandbox's clock.
    pub(crate) fn change(
        &mut self,
        at: Duration,
        name: Name,
        id: &str,
        members: Map<String, Value>,
    ) {
        self.later.insert((at, id.to_owned()), (name, members));
        if self.later.len() > 4 * MAX_ROWS {
            self.later.pop_last();
        }
    }

    pub(crate) fn catch_up(&mut self, now: Duration) {
        while let Some(first) = self.later.first_entry()
            && first.key().0 <= now
        {
            let ((_, id), (name, members)) = first.remove_entry();
            let rows = self.collections.entry(name).or_default();
            if let Some(Value::Object(row)) = rows.get_mut(&id) {
                row.extend(members);
            }
        }
    }
}

/// The rows of a collection, in the order of its list: what is created comes first.
#[derive(Default)]
pub(crate) struct Collection {
    rows: BTreeMap<i64, Row>,
    positions: HashMap<String, i64>,
}

/// A row, as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Empty if it has none.
    pub(crate) id: String,
    pub(crate) scope: Scope,
    pub(crate) value: Value,
}

impl Row {
    /// A row that this property names.
    pub(crate) fn new(value: Value, id: &str, scope: Scope) -> Self {
        let named = value.get(id).filter(|id| !id.is_null());
        Self {
            id: named.map(text_of).unwrap_or_default(),
            scope,
            value,
        }
    }

    /// Whether it is found under these values of parameters: those that it belongs to.
    pub(crate) fn is_under(&self, scope: &Scope) -> bool {
        let mut own = self.scope.iter();
        own.all(|(name, value)| scope.get(name).is_none_or(|wanted| wanted == value))
    }
}

/// Gives a value another id of the same form, if such an id is allowed.
pub(crate) fn renew(value: &mut Value, rows: &Rows, dice: &mut Dice, spec: &Spec) {
    let id = match value.get(rows.id) {
        Some(Value::String(id)) => json!(dice.like(id)),
        Some(Value::Number(_)) => json!(dice.below(1 << 31)),
        _ => return,
    };
    set_id(value, rows, id, spec);
}

/// Gives a value this id, if it is allowed.
pub(crate) fn set_id(value: &mut Value, rows: &Rows, id: Value, spec: &Spec) {
    let mut changed = value.clone();
    if let Value::Object(members) = &mut changed {
        members.insert(rows.id.to_owned(), id);
    }
    if spec.allows(rows.schema, &changed) {
        *value = changed;
    }
}

impl Collection {
    /// Rows in the order of the list; of those with one id the first counts.
    pub(crate) fn new(rows: Vec<Row>) -> Self {
        let mut collection = Self::default();
        for (position, row) in (0..).zip(rows) {
            if row.id.is_empty() || !collection.positions.contains_key(&row.id) {
                collection.insert(position, row);
            }
        }
        collection
    }

    /// The rows from a position on, each with its own.
    pub(crate) fn from(&self, position: i64) -> impl Iterator<Item = (i64, &Row)> {
        let rows = self.rows.range(position..);
        rows.map(|(position, row)| (*position, row))
    }

    /// The row of this id; where nothing in a row is an id, the first.
    pub(crate) fn get(&self, id: &str) -> Option<&Row> {
        let nameless = || self.all().next().filter(|first| first.id.is_empty());
        let named = self.positions.get(id);
        named.map_or_else(nameless, |position| self.rows.get(position))
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Value> {
        let row = self.rows.get_mut(self.positions.get(id)?)?;
        Some(&mut row.value)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.rows.values_mut().map(|row| &mut row.value)
    }

    /// Replaces the row of the same id, or puts a new one before all others.
    pub(crate) fn put(&mut self, row: Row) {
        let first = self.rows.first_key_value();
        let first = first.map_or(0, |(position, _)| position - 1);
        let position = self.positions.get(&row.id).copied().unwrap_or(first);
        self.insert(position, row);
        if self.rows.len() > MAX_ROWS
            && let Some((_, last)) = self.rows.pop_last()
        {
            self.positions.remove(&last.id);
        }
    }

    pub(crate) fn remove(&mut self, id: &str) {
        if let Some(position) = self.positions.remove(id) {
            self.rows.remove(&position);
        }
    }

    fn insert(&mut self, position: i64, row: Row) {
        if !row.id.is_empty() {
            self.positions.insert(row.id.clone(), position);
        }
        self.rows.insert(position, row);
    }
}
