//! Marks misspelt keys with the key that was meant.
//!
//! Every later rule reads the key that was meant, so `requird` is one error and does not also make
//! a required key look missing, or leave what is under it unchecked.

use crate::{
    grammar::{Object, Shape, keys::KeyForm, later::later_keyword},
    suggest,
    text::node::{Entry, Node, Value},
};

/// Marks the misspelt keys in `node`, a value of this shape, and in everything below it.
pub(crate) fn correct(node: &mut Node, shape: Shape) {
    let shape = shape.chosen_by(&node.value);
    match &mut node.value {
        Value::Map(entries) => {
            if let Some(object) = shape.object() {
                mark(entries, object, matches!(shape, Shape::Referable(_)));
            }
            for Entry { key, value } in entries {
                if let Some(shape) = shape.under(key.name()) {
                    correct(value, shape);
                }
            }
        }
        Value::List(items) => {
            if let Shape::List(inner) = shape {
                for item in items {
                    correct(item, *inner);
                }
            }
        }
        Value::Scalar(_) => {}
    }
}

fn mark(entries: &mut [Entry], object: &Object, referable: bool) {
    for index in 0..entries.len() {
        let written = &entries[index].key.scalar.text;
        let known = object.field(written).is_some() || (referable && written == "$ref");
        let later = later_keyword(object.kind, written).is_some();
        let fits = |form: &KeyForm| (form.suggestion)(written).is_none();
        let meant = if object.is_extension(written) {
            suggest::nearest(written, object.extensions().map(|(name, _)| name))
        } else if known || later || object.patterned.is_some_and(|(form, _)| fits(form)) {
            None
        } else {
            let reference = referable.then_some("$ref");
            suggest::nearest(written, object.keys().chain(reference))
        };
        // A key that is also there in its right spelling was not what was meant.
        let meant = meant.filter(|meant| entries.iter().all(|it| it.key.name() != *meant));
        entries[index].key.meant = meant;
    }
}
