//! What an operation does to a collection, as its method and path say by convention.
//!
//! A path that ends in a literal (`/shops/{shop}/orders`) is a collection, which GET lists and POST
//! adds to; a path that ends in a parameter (`/orders/{id}`) is one of its rows.

use contract::{Index, Node};

use super::{Operation, schema};

/// Names of the property that a body wraps a row in, beside that of the collection.
const WRAPPERS: &[&str] = &["data", "result", "item"];

/// What an operation does.
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
#[derive(Clone)]
pub(crate) struct Convention {
    pub(crate) action: Action,
    /// The last literal segment of the path.
    pub(crate) collection: &'static str,
    /// The parameter that names a row.
    pub(crate) key: Option<&'static str>,
    /// Parameters before the collection, each with the beginning of the path that it ends: rows are
    /// created under them, and found under no others.
    pub(crate) scope: Vec<(&'static str, &'static str)>,
    /// JSON pointer to the row, or the list of rows, in the body of a success.
    pub(crate) place: String,
    /// The schema of a row in that place; none when a success has no body.
    pub(crate) row: Option<&'static Node>,
    /// The schema of a row of the collection, as reads have it, else lists, else what creates one that
    /// something else can name.
    pub(crate) stored: Option<&'static Node>,
}

impl Convention {
    /// The convention of each operation; none where a path means no collection that can be read.
    pub(super) fn of_all(operations: &[Operation], index: &Index<'static>) -> Vec<Option<Self>> {
        let all: Vec<Option<Self>> = operations.iter().map(|it| Self::new(it, index)).collect();
        let row_of = |collection: &str, action: Action| {
            let mut known = all.iter().flatten();
            known
                .find(|it| it.collection == collection && it.action == action)?
                .row
        };
        let mut complete = all.clone();
        for place in &mut complete {
            if let Some(it) = place {
                let read = row_of(it.collection, Action::Read);
                let created = || {
                    let mut known = all.iter().flatten();
                    let has_rows =
                        known.any(|row| row.collection == it.collection && row.key.is_some());
                    row_of(it.collection, Action::Create).filter(|_| has_rows)
                };
                let listed = read.or_else(|| row_of(it.collection, Action::List));
                it.stored = listed.or_else(created);
            }
            place.take_if(|it| it.stored.is_none());
        }
        complete
    }

    fn new(operation: &Operation, index: &Index<'static>) -> Option<Self> {
        let segments: Vec<&'static str> = operation.path.split('/').collect();
        let place = segments
            .iter()
            .rposition(|segment| !segment.contains('{'))?;
        let collection = segments[place];
        let key = match &segments[place + 1..] {
            [] => None,
            [segment] => Some(segment.strip_prefix('{')?.strip_suffix('}')?),
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
        let content = response.and_then(|response| response.content.as_ref());
        let content = content.filter(|content| contract::is_json(content.media_type));
        let body = content.and_then(|content| content.schema);
        let (place, row) = match (action, body) {
            (Action::List, body) => list_in(body?, operation.pagination, index)?,
            (_, Some(body)) => row_in(body, collection, key, index),
            (Action::Read, None) => return None,
            (_, None) => (String::new(), None),
        };
        Some(Self {
            action,
            collection,
            key,
            scope: scope(operation.path, collection),
            place,
            row: row.and_then(|row| Some(index.schema(row)?.node)),
            stored: None,
        })
    }
}

fn scope(path: &'static str, collection: &str) -> Vec<(&'static str, &'static str)> {
    let end = path.rfind(&format!("/{collection}")).unwrap_or_default();
    let ends = path[..end].match_indices('}');
    let found = ends.filter_map(|(at, _)| {
        let start = path[..at].rfind('{')? + 1;
        Some((&path[start..at], &path[..=at]))
    });
    found.collect()
}

/// Where a body holds a list of rows, and the schema of a row.
fn list_in(
    body: &'static Node,
    pagination: Option<&'static Node>,
    index: &Index<'static>,
) -> Option<(String, Option<&'static Node>)> {
    if let Some(items) = schema::items(body, index) {
        return Some((String::new(), Some(items)));
    }
    let named = pagination.and_then(|node| node.get("items")?.text());
    let mut lists = schema::properties(body, index)
        .into_iter()
        .filter_map(|(name, node)| {
            let items = schema::items(node, index)?;
            (named.is_none_or(|named| named == name) && schema::is(items, "object", index))
                .then_some((name, items))
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
    let properties = schema::properties(body, index);
    let is_row = properties
        .iter()
        .any(|(name, _)| *name == "id" || Some(*name) == key);
    let wraps = |name: &str| {
        properties.len() == 1 || WRAPPERS.contains(&name) || collection.starts_with(name)
    };
    let mut objects = properties
        .iter()
        .filter(|(_, node)| schema::is(node, "object", index));
    match objects.find(|(name, _)| !is_row && wraps(name)) {
        Some((name, node)) => (format!("/{name}"), Some(*node)),
        None => (String::new(), Some(body)),
    }
}
