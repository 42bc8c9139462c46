//! Lists, reads and writes the rows of a collection.

use std::cmp::Ordering;
use std::ptr;

use contract::Node;
use serde_json::{Value, json};

use super::Call;
use crate::cursor;
use crate::error::{Failure, set};
use crate::exchange::Reply;
use crate::seed::dice::Dice;
use crate::spec::{Action, Convention, Documented, Rows, member, text_of};
use crate::store::{self, Collection, Row, Scope};

/// Names of the parameter that says how many rows a page holds.
const LIMITS: &[&str] = &["limit", "page_size", "pageSize", "per_page", "perPage"];

/// Rows of a page if nothing else is said.
const DEFAULT_LIMIT: usize = 25;

/// Rows of a list that has no pages.
const MAX_LIST: usize = 1_000;

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
        Action::Create => create(call, |_| Ok(())),
        Action::Replace | Action::Update => call.update(convention),
        Action::Read | Action::Delete => {
            let row = call.row(convention, |rows, row| {
                if convention.action == Action::Delete {
                    rows.remove(&row.id);
                }
                row.value
            })?;
            Ok(call.shown(convention, row))
        }
    }
}

/// Adds a row of the body, unless `check` finds that the collection cannot have it.
pub(super) fn create(
    call: &Call<'_>,
    check: impl FnOnce(&Collection) -> Result<(), Failure>,
) -> Result<Reply, Failure> {
    let Some(convention) = &call.operation.convention else {
        return Ok(call.example());
    };
    let rows = &call.api.collections[convention.collection];
    let mut value = call.new_row(convention);
    if call
        .body
        .as_ref()
        .is_none_or(|body| body.get(rows.id).is_none())
    {
        let (seed, number) = (call.app.settings.seed, call.app.next_number());
        let mut dice = Dice::new((seed, number, convention.collection));
        store::renew(&mut value, rows, &mut dice, call.app.spec);
    }
    let row = Row::new(value.clone(), rows.id, call.scope());
    call.with(convention.collection, |rows| {
        check(rows)?;
        rows.put(row);
        Ok(())
    })?;
    Ok(call.shown(convention, value))
}

/// One page of the rows for which `is_listed` holds.
pub(super) fn list(call: &Call<'_>, is_listed: impl Fn(&Value) -> bool) -> Result<Reply, Failure> {
    let operation = call.operation;
    let Some(convention) = &operation.convention else {
        return Ok(call.example());
    };
    let paging = |key: &str| {
        operation
            .pagination()
            .and_then(|node| node.get(key)?.text())
    };
    let mut sizes = LIMITS.iter();
    let size = sizes.find_map(|name| call.parameters.get(name)?.as_u64());
    let size = size.and_then(|size| usize::try_from(size).ok());
    let size = size.unwrap_or(operation.pagination().map_or(MAX_LIST, |_| DEFAULT_LIMIT));

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

    /// Does something with the row that the path names, and with its collection, in one step.
    pub(super) fn row<T>(
        &self,
        convention: &Convention,
        run: impl FnOnce(&mut Collection, Row) -> T,
    ) -> Result<T, Failure> {
        let key = convention.key.unwrap_or("id");
        let id = self.parameters.get(key).map(text_of).unwrap_or_default();
        let scope = self.scope();
        let found = self.with(convention.collection, |rows| {
            let row = rows.get(&id).filter(|row| row.is_under(&scope)).cloned();
            row.map(|row| run(rows, row))
        });
        found.ok_or_else(|| Failure::not_found(key))
    }

    /// PATCH changes what the body has; PUT leaves nothing else but the id.
    fn update(&self, convention: &Convention) -> Result<Reply, Failure> {
        let rows = &self.api.collections[convention.collection];
        let mut body = self.body.clone().unwrap_or_default();
        let value = self.row(convention, |collection, row| {
            let mut value = if convention.action == Action::Replace {
                self.new_row(convention)
            } else {
                let whole = overlaid(&row.value, Some(&body));
                self.remove_wrong(rows.schema, &whole, &mut body);
                overlaid(&row.value, Some(&body))
            };
            // The path names the row, whatever the body says.
            let time = json!(self.app.clock.timestamp());
            for (name, own) in [
                ("updated_at", Some(&time)),
                (rows.id, row.value.get(rows.id)),
            ] {
                if let (Some(place), Some(own)) = (value.get_mut(name), own) {
                    place.clone_from(own);
                }
            }
            collection.put(Row::new(value.clone(), rows.id, row.scope));
            value
        });
        Ok(self.shown(convention, value?))
    }

    /// A row of the body. Of what it has beside that, what can be empty is, times are now, and all else
    /// is as in the example.
    fn new_row(&self, convention: &Convention) -> Value {
        let spec = self.app.spec;
        let Rows { schema, id, .. } = self.api.collections[convention.collection];
        let sent = self.operation.definition.body(&spec.index);
        let sent = sent.and_then(|body| contract::media_type(body.node));
        let sent = sent.and_then(|(content, _)| content.value.get("schema"));
        let example = self.operation.response(self.operation.success());
        let example = example.and_then(|it| it.body.as_ref()?.pointer(&convention.place));
        let mut row = overlaid(&spec.sample(schema), example);
        for (name, value) in row.as_object_mut().into_iter().flatten() {
            let Some(schema) = member(schema, name, &spec.index).filter(|_| name != id) else {
                continue;
            };
            let default = sent.and_then(|it| spec.default_of(member(it, name, &spec.index)?));
            let is_time = schema.word("format") == Some("date-time");
            let time = is_time.then(|| json!(self.app.clock.timestamp()));
            let empty = [Value::Null, json!([]), json!({})].into_iter();
            let mut values = default.into_iter().chain(empty).chain(time);
            if let Some(other) = values.find(|it| spec.allows(schema, it)) {
                *value = other;
            }
        }
        self.fitted(schema, overlaid(&row, self.body.as_ref()))
    }

    /// A row as this operation's response describes it, which may be another form of it.
    fn shown(&self, convention: &Convention, row: Value) -> Reply {
        self.wrapped(convention, self.presented(convention, row))
    }

    fn presented(&self, convention: &Convention, row: Value) -> Value {
        let stored = self.api.collections[convention.collection].schema;
        match convention.row {
            Some(shown) if !ptr::eq(shown, stored) => self.fitted(shown, row),
            _ => row,
        }
    }

    /// A value as a schema has it: without the members that it does not allow, with those that it
    /// requires.
    fn fitted(&self, schema: &'static Node, mut value: Value) -> Value {
        let spec = self.app.spec;
        self.remove_wrong(schema, &value.clone(), &mut value);
        spec.complete(&mut value, &[schema], 0);
        if spec.allows(schema, &value) {
            return value;
        }
        overlaid(&spec.sample(schema), Some(&value))
    }

    /// Removes the members of an object that are wrong in the whole.
    fn remove_wrong(&self, schema: &'static Node, whole: &Value, object: &mut Value) {
        for problem in self.app.spec.index.in_response(schema, whole) {
            let name = problem.pointer.split('/').nth(1);
            if let (Some(name), Value::Object(members)) = (name, &mut *object) {
                members.remove(name);
            }
        }
    }

    /// The success that the contract gives as an example.
    pub(super) fn example(&self) -> Reply {
        Reply::new(self.operation.success(), None)
    }

    /// The same with a row or a list of rows in its place.
    pub(super) fn wrapped(&self, convention: &Convention, value: Value) -> Reply {
        let mut reply = self.example();
        let response = self.operation.response(reply.status);
        let example = response.and_then(|response| response.body.as_ref());
        if let Some(mut body) = example.filter(|_| convention.row.is_some()).cloned() {
            set(&mut body, &convention.place, value);
            reply.body = Some(body);
        }
        reply
    }
}

fn overlaid(base: &Value, over: Option<&Value>) -> Value {
    let mut value = base.clone();
    if let (Value::Object(members), Some(Value::Object(over))) = (&mut value, over) {
        members.extend(over.clone());
    }
    value
}
