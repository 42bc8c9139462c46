//! Lists, reads and writes the rows of a collection.

use std::cmp::Ordering;

use contract::schema::properties;
use contract::{Entry, Node};
use serde_json::{Value, json};

use super::Call;
use crate::cursor;
use crate::error::{Failure, set};
use crate::exchange::Reply;
use crate::seed::dice::{Dice, hash};
use crate::spec::{Action, Convention, Documented, Rows, text_of};
use crate::store::{self, Row, Scope};

/// Names of the parameter that says how many rows a page holds.
const LIMITS: &[&str] = &["limit", "page_size", "pageSize", "per_page", "perPage"];

/// Rows of a page if nothing else is said.
const DEFAULT_LIMIT: usize = 25;

/// Rows of a list that has no pages.
const MAX_LIST: usize = 1_000;

/// How many samples a new row is tried to be made of.
const VARIANTS: usize = 8;

/// Parameters that compare a time with that of a property: their endings, and the order that is wanted.
const TIMES: &[(&str, Ordering)] = &[("_after", Ordering::Greater), ("_before", Ordering::Less)];

/// The value of a filter that leaves nothing out.
const ALL: &str = "all";

pub(super) fn run(call: &Call<'_>) -> Result<Reply, Failure> {
    let Some(convention) = &call.operation.convention else {
        return Ok(call.example());
    };
    match convention.action {
        Action::List => list(call, |row| equals(call, row)),
        Action::Create => Ok(call.create(convention)),
        Action::Replace | Action::Update => call.update(convention),
        Action::Read | Action::Delete => {
            let row = call.row(convention)?;
            if convention.action == Action::Delete {
                call.with(convention.collection, |rows| rows.remove(&row.id));
            }
            Ok(call.wrapped(convention, call.presented(convention, row.value)))
        }
    }
}

/// One page of the rows for which `is_listed` holds.
pub(super) fn list(call: &Call<'_>, is_listed: impl Fn(&Value) -> bool) -> Result<Reply, Failure> {
    let operation = call.operation;
    let Some(convention) = &operation.convention else {
        return Ok(call.example());
    };
    let paging = |key: &str| operation.pagination.and_then(|node| node.get(key)?.text());
    let mut sizes = LIMITS.iter();
    let size = sizes.find_map(|name| call.parameters.get(name)?.as_u64());
    let size = size.and_then(|size| usize::try_from(size).ok());
    let size = size.unwrap_or(operation.pagination.map_or(MAX_LIST, |_| DEFAULT_LIMIT));

    // A cursor belongs to the list that it was issued for.
    let scope = call.scope();
    let is_filter = |name: &str| !LIMITS.contains(&name) && Some(name) != paging("cursor");
    let filters = call.parameters.query().filter(|(name, _)| is_filter(name));
    let filters: Vec<_> = filters.map(|(name, value)| json!([name, value])).collect();
    let filters = json!([operation.id, scope, filters]).to_string();
    let seed = call.app.settings.seed;
    let cursor = paging("cursor").and_then(|name| Some((name, call.parameters.get(name)?)));
    let start = match cursor {
        None => i64::MIN,
        Some((name, cursor)) => {
            let message = "This cursor was not issued for this list and these filters.";
            let failure = Failure::new(400, message).code(Some("invalid_cursor"));
            let position = cursor::read(seed, &text_of(cursor), &filters);
            position.ok_or_else(|| failure.param(name))?
        }
    };

    let (page, next) = call.with(convention.collection, |rows| {
        let is_listed = |row: &Row| row.is_under(&scope) && is_listed(&row.value);
        let mut listed = rows.from(start).filter(|(_, row)| is_listed(row));
        let page = listed.by_ref().take(size);
        let page: Vec<_> = page.map(|(_, row)| row.value.clone()).collect();
        (page, listed.next().map(|(position, _)| position))
    });
    let page = page.into_iter().map(|row| call.presented(convention, row));
    let mut reply = call.wrapped(convention, page.collect());
    if let Some(Value::Object(members)) = &mut reply.body {
        let next = next.map(|position| cursor::make(seed, position, &filters));
        if let Some(name) = paging("more") {
            members.insert(name.to_owned(), json!(next.is_some()));
        }
        if let Some(name) = paging("next") {
            // It is nullable or optional, as a rule of contracts demands.
            let response = operation.response(reply.status);
            let schema = response.and_then(Documented::schema);
            let is_required = schema.is_some_and(|it| call.app.spec.required(it).contains(&name));
            members.insert(name.to_owned(), json!(next));
            if next.is_none() && !is_required {
                members.remove(name);
            }
        }
    }
    Ok(reply)
}

/// Whether a row has the values of the parameters that are named as its properties: `status`,
/// `contact_id` for the id of its `contact`, `created_after` for `created_at`.
fn equals(call: &Call<'_>, row: &Value) -> bool {
    let mut query = call.parameters.query();
    query.all(|(name, wanted)| {
        let nested = name.strip_suffix("_id");
        let nested = nested.and_then(|name| row.get(name)?.get("id"));
        let mut times = TIMES.iter().filter_map(|(ending, order)| {
            let time = row.get(format!("{}_at", name.strip_suffix(ending)?))?;
            Some((time, order))
        });
        match (row.get(name).or(nested), times.next()) {
            (_, Some((time, order))) => text_of(time).cmp(&text_of(wanted)) == *order,
            (None | Some(Value::Object(_) | Value::Array(_)), None) => true,
            (Some(value), None) => wanted == ALL || text_of(value) == text_of(wanted),
        }
    })
}

impl Call<'_> {
    /// The values of the parameters that the operation's collection stands under.
    pub(super) fn scope(&self) -> Scope {
        let value = |name: &str| self.parameters.get(name).map(text_of);
        let scope = self.operation.convention.iter().flat_map(|it| &it.scope);
        let values = scope.filter_map(|name| Some(((*name).to_owned(), value(name)?)));
        values.collect()
    }

    pub(super) fn row(&self, convention: &Convention) -> Result<Row, Failure> {
        let key = convention.key.unwrap_or("id");
        let id = self.parameters.get(key).map(text_of).unwrap_or_default();
        let row = self.with(convention.collection, |rows| rows.get(&id).cloned());
        let row = row.filter(|row| row.is_under(&self.scope()));
        row.ok_or_else(|| Failure::not_found(key))
    }

    fn create(&self, convention: &Convention) -> Reply {
        let spec = self.app.spec;
        let rows = &self.api.collections[convention.collection];
        let body = self.with_defaults();
        let example = self.operation.response(self.operation.success());
        let example = example.and_then(|it| it.body(spec)?.pointer(&convention.place));
        let example = example.filter(|row| row.is_object());
        let sample = |variant| spec.sample(rows.schema, variant);
        let like = example.map(|example| self.unset(rows, example, &body));
        // Of the alternatives that a row can be, the one that takes all of the body.
        let bases = like.into_iter().chain((0..VARIANTS).map(sample));
        let mut whole = bases.map(|base| overlaid(base, &body));
        let whole = whole.find(|value| spec.allows(rows.schema, value));
        let made = || self.merged(rows.schema, sample(0), &body);
        let mut value = whole.unwrap_or_else(made);
        if body.get(rows.id).is_none() {
            let number = self.app.settings.seed ^ self.app.next_number();
            let mut dice = Dice::new(hash(number, convention.collection));
            store::renew(&mut value, rows, &mut dice, spec);
        }
        self.put(convention, value, self.scope())
    }

    /// Keeps a row, and shows it.
    fn put(&self, convention: &Convention, value: Value, scope: Scope) -> Reply {
        let id = self.api.collections[convention.collection].id;
        let row = Row::new(value.clone(), id, scope);
        self.with(convention.collection, |rows| rows.put(row));
        self.wrapped(convention, self.presented(convention, value))
    }

    /// The properties of the request's body.
    fn settable(&self) -> impl Iterator<Item = &'static Entry> {
        let body = self.operation.body.into_iter();
        let mut contents = body.flat_map(|body| body.entries_of("content"));
        let schema = contents.find_map(|content| content.value.get("schema"));
        let schema = schema.into_iter();
        schema.flat_map(|schema| properties(schema, &self.app.spec.index))
    }

    /// The body, with the defaults of what it leaves out.
    fn with_defaults(&self) -> Value {
        let mut body = self.body.clone().unwrap_or_default();
        for Entry { key, value } in self.settable() {
            let default = self.app.spec.default_of(value);
            if let (Value::Object(members), Some(default)) = (&mut body, default) {
                members.entry(key.name()).or_insert(default);
            }
        }
        body
    }

    /// A row like the example, without what a request could have set and did not, and without what the
    /// example does not have; its times are now.
    fn unset(&self, rows: &Rows, example: &Value, body: &Value) -> Value {
        let spec = self.app.spec;
        let mut row = overlaid(spec.sample(rows.schema, 0), example);
        for Entry { key, value } in properties(rows.schema, &spec.index) {
            let name = key.name();
            let is_given = [rows.id, "id"].contains(&name) || body.get(name).is_some();
            let is_settable = || self.settable().any(|known| known.key.name() == name);
            if is_given || row.get(name).is_none() {
                continue;
            }
            if is_settable() || example.get(name).is_none() {
                let mut empty = [Value::Null, json!([]), json!({})].into_iter();
                if let Some(empty) = empty.find(|it| spec.allows(value, it)) {
                    row[name] = empty;
                }
            } else if value.word("format") == Some("date-time") && row[name].is_string() {
                row[name] = json!(self.app.clock.timestamp());
            }
        }
        row
    }

    /// PATCH changes the properties that the body has; PUT leaves nothing else but the id.
    fn update(&self, convention: &Convention) -> Result<Reply, Failure> {
        let row = self.row(convention)?;
        let rows = &self.api.collections[convention.collection];
        let base = match convention.action {
            Action::Replace => self.app.spec.sample(rows.schema, 0),
            _ => row.value.clone(),
        };
        let mut value = self.merged(rows.schema, base, &self.body.clone().unwrap_or_default());
        if let Some(time) = value.get_mut("updated_at").filter(|time| time.is_string()) {
            *time = json!(self.app.clock.timestamp());
        }
        // The path names the row, whatever the body says.
        if let (Some(id), true) = (row.value.get(rows.id), value.is_object()) {
            value[rows.id] = id.clone();
        }
        Ok(self.put(convention, value, row.scope))
    }

    /// A row as this operation's response describes it, which may be another form of it.
    fn presented(&self, convention: &Convention, row: Value) -> Value {
        let stored = self.api.collections[convention.collection].schema;
        match convention.row {
            Some(shown) if !std::ptr::eq(shown, stored) && !self.app.spec.allows(shown, &row) => {
                self.merged(shown, self.app.spec.sample(shown, 0), &row)
            }
            _ => row,
        }
    }

    /// A row with those members of another value that its schema allows.
    fn merged(&self, schema: &'static Node, row: Value, other: &Value) -> Value {
        let problems = |value: &Value| self.app.spec.index.in_response(schema, value).len();
        // Rows may have values that the contract does not list.
        let known = problems(&row);
        let whole = overlaid(row.clone(), other);
        if problems(&whole) <= known {
            return whole;
        }
        let members = other.as_object().into_iter().flatten();
        members.fold(row, |row, (name, value)| {
            let changed = overlaid(row.clone(), &json!({ name: value }));
            if problems(&changed) <= known {
                changed
            } else {
                row
            }
        })
    }

    /// The success that the contract gives as an example.
    pub(super) fn example(&self) -> Reply {
        Reply::new(self.operation.success(), None)
    }

    /// The same with a row or a list of rows in its place.
    pub(super) fn wrapped(&self, convention: &Convention, value: Value) -> Reply {
        let mut reply = self.example();
        let response = self.operation.response(reply.status);
        let example = response.and_then(|response| response.body(self.app.spec));
        if let Some(mut body) = example.filter(|_| convention.row.is_some()).cloned() {
            set(&mut body, &convention.place, value);
            reply.body = Some(body);
        }
        reply
    }
}

fn overlaid(mut base: Value, over: &Value) -> Value {
    if let (Value::Object(members), Value::Object(over)) = (&mut base, over) {
        members.extend(over.clone());
    }
    base
}
