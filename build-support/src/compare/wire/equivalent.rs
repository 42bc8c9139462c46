//! Whether two parts of the contracts mean the same on the wire, whatever is said about them.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    document::{Both, Document, same},
    schema::NOTES,
};

/// Whether both values mean the same: notes, the names of components and the order of keys aside.
pub(super) fn equivalent<'a>(old: &Document<'a>, new: &Document<'a>, both: &Both<'a>) -> bool {
    alike(old, new, both, false, &mut HashSet::new())
}

fn alike<'a>(
    old: &Document<'a>,
    new: &Document<'a>,
    both: &Both<'a>,
    has_free_keys: bool,
    compared: &mut HashSet<(*const Value, *const Value)>,
) -> bool {
    let both = Both {
        old: old.resolve(&both.old),
        new: new.resolve(&both.new),
    };
    if !compared.insert((both.old.id(), both.new.id())) {
        return true;
    }
    match (both.old.value, both.new.value) {
        (Value::Object(_), Value::Object(_)) => {
            let keys = both.old.entries().chain(both.new.entries());
            // A property may have the name of a note.
            let keys: HashSet<&str> = keys
                .map(|(key, _)| key)
                .filter(|key| has_free_keys || !NOTES.contains(key))
                .collect();
            keys.into_iter().all(|key| {
                let is_free = !has_free_keys && key == "properties";
                let inner = both.get(key).both();
                inner.is_some_and(|inner| alike(old, new, &inner, is_free, compared))
            })
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && both
                    .old
                    .items()
                    .zip(both.new.items())
                    .all(|(old_item, new_item)| {
                        let inner = Both {
                            old: old_item,
                            new: new_item,
                        };
                        alike(old, new, &inner, false, compared)
                    })
        }
        (one, other) => same(one, other),
    }
}
