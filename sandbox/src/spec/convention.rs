//! What an operation does to a collection, as its method and path say by convention.
//!
//! A path that ends in a literal (`/shops/{shop}/orders`) is a collection, which GET lists and POST
//! adds to; a path that ends in a parameter (`/orders/{id}`) is one of its rows.

use std::collections::BTreeMap;
use std::iter;

use contract::schema::{is_made_of, keyword, properties};
use contract::{Entry, Index, Node};

use super::operation::{Documented, Operation};
use super::schema;

/// Names of the property that a body wraps a row in, beside that of the collection.
const WRAPPERS: &[&str] = &["data", "result", "item"];

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Action {
    List,
    Create,
    Read,
    Replace,
    Update,
    Delete,
}

/// What an operation does, and to what.
pub(crate) struct Convention {
    pub(crate) action: Action,
    /// The last literal segment of the path.
    pub(crate) collection: &'static str,
    /// The parameter that names a row.
    pub(crate) key: Option<&'static str>,
    /// Parameters before the collection: rows are created under them, and found under no others.
    pub(crate) scope: Vec<&'static str>,
    /// JSON pointer to the row, or the list of rows, in the body of a success.
    pub(crate) place: String,
    /// The schema of a row in that place; none when a success has no body.
    pub(crate) row: Option<&'static Node>,
}

/// What a collection holds.
pub(crate) struct Rows {
    /// The schema of a row: as reads have it, else lists, else what creates one that something else
    /// can name.
    pub(crate) schema: &'static Node,
    /// The property that names a row.
    pub(crate) id: &'static str,
    /// The parameter that names a row.
    pub(crate) key: Option<&'static Node>,
}

pub(super) fn collections(
    operations: &[Operation],
    index: &Index<'static>,
) -> BTreeMap<&'static str, Rows> {
    let all = operations.iter();
    let all = all.filter_map(|operation| Some((operation, operation.convention.as_ref()?)));
    let mut found = BTreeMap::new();
    for action in [Action::Read, Action::List, Action::Create] {
        for (_, it) in all.clone().filter(|(_, it)| it.action == action) {
            let of = all.clone();
            let of = of.filter(|(_, row)| row.collection == it.collection);
            let keyed = of.clone().filter(|(_, row)| row.key.is_some());
            let first = keyed.min_by_key(|(operation, _)| operation.order());
            let key = first.and_then(|(operation, row)| operation.parameter(row.key?));
            if let Some(schema) = it.row
                && (action != Action::Create || key.is_some())
            {
                let name = key.and_then(|key| key.word("name")).unwrap_or("id");
                let others = of.filter_map(|(_, row)| row.row);
                let mut schemas = iter::once(schema).chain(others);
                let id = schemas.find_map(|schema| id_property(schema, name, index));
                found.entry(it.collection).or_insert(Rows {
                    schema,
                    id: id.unwrap_or("id"),
                    key,
                });
            }
        }
    }
    found
}

/// The property that names a row: that of the parameter, spelt in whatever way, else `id`, else one that
/// the parameter's name ends in, such as `name` for `collection_name`.
fn id_property(schema: &'static Node, key: &str, index: &Index<'static>) -> Option<&'static str> {
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let rank = |name: &&str| match *name {
        name if name == key => usize::MAX,
        name if plain(name) == plain(key) => usize::MAX - 1,
        "id" => usize::MAX - 2,
        name if name.len() > 1 && plain(key).ends_with(&plain(name)) => name.len(),
        _ => 0,
    };
    let names = schema::properties(Some(schema), index).map(|it| it.key.name());
    names.max_by_key(rank).filter(|name| rank(name) > 0)
}

impl Convention {
    pub(super) fn new(operation: &Operation, index: &Index<'static>) -> Option<Self> {
        let segments: Vec<&'static str> = operation.definition.path.split('/').collect();
        let mut literal = segments.iter().map(|segment| !segment.contains('{'));
        let place = literal.rposition(|is_literal| is_literal)?;
        let collection = segments[place];
        let key = match &segments[place + 1..] {
            [] => None,
            [segment] => Some(parameter(segment)?),
            _ => return None,
        };
        let action = match (operation.method.as_str(), key) {
            ("GET", None) => Action::List,
            ("POST", None) => Action::Create,
            ("GET", Some(_)) => Action::Read,
            ("PUT", Some(_)) => Action::Replace,
            ("PATCH", Some(_)) => Action::Update,
            ("DELETE", Some(_)) => Action::Delete,
            _ => return None,
        };
        let response = operation.response(operation.success());
        let response = response.filter(|response| response.is_json());
        let scope = segments[..place].iter().filter_map(|it| parameter(it));
        let scope = scope.collect();
        let (place, row) = match (action, response.and_then(Documented::schema)) {
            (Action::List, body) => list_in(body?, operation.pagination(), index)?,
            (_, Some(body)) => row_in(body, collection, key, index),
            (Action::Read, None) => return None,
            (_, None) => (String::new(), None),
        };
        Some(Self {
            action,
            collection,
            key,
            scope,
            place,
            row: row.and_then(|row| Some(index.schema(row)?.node)),
        })
    }
}

fn parameter(segment: &'static str) -> Option<&'static str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// Where a body holds a list of rows, and the schema of a row.
fn list_in(
    body: &'static Node,
    pagination: Option<&'static Node>,
    index: &Index<'static>,
) -> Option<(String, Option<&'static Node>)> {
    if let Some(items) = keyword(body, "items", index) {
        return Some((String::new(), Some(items)));
    }
    let named = pagination.and_then(|node| node.word("items"));
    let mut lists = properties(body, index).filter_map(|Entry { key, value }| {
        let items = keyword(value, "items", index)?;
        let name = key.name();
        let is_it = named.is_none_or(|named| named == name);
        (is_it && is_made_of(items, "object", index)).then_some((name, items))
    });
    match (lists.next(), lists.next()) {
        (Some((name, items)), None) => Some((format!("/{name}"), Some(items))),
        _ => None,
    }
}

/// Where a body holds a row, and its schema: the whole body, or an object that it wraps.
fn row_in(
    body: &'static Node,
    collection: &str,
    key: Option<&str>,
    index: &Index<'static>,
) -> (String, Option<&'static Node>) {
    let names: Vec<_> = properties(body, index).map(|it| it.key.name()).collect();
    let is_row = names.iter().any(|name| *name == "id" || Some(*name) == key);
    let wraps = |name: &str| {
        !is_row && (names.len() == 1 || WRAPPERS.contains(&name) || collection.starts_with(name))
    };
    let mut objects = properties(body, index).filter(|it| is_made_of(&it.value, "object", index));
    match objects.find(|it| wraps(it.key.name())) {
        Some(Entry { key, value }) => (format!("/{}", key.name()), Some(value)),
        None => (String::new(), Some(body)),
    }
}
