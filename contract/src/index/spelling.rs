//! Marks misspelt keys with the key that was meant.
//!
//! Every later rule reads the key that was meant, so `requird` is one error and does not also make
//! a required key look missing, or leave what is under it unchecked.

use crate::{
    grammar::{EXTENSIONS, Object, Shape, keys::KeyForm, later::later_keyword},
    suggest,
    text::node::{Map, Node, Value},
};

/// Marks the misspelt keys in `node`, a value of this shape, and in everything below it.
pub(crate) fn correct(node: &mut Node, shape: Shape) {
    let shape = shape.chosen_by(&node.value);
    match (shape, &mut node.value) {
        (Shape::Object(object) | Shape::Referable(object), Value::Map(map)) => {
            mark(map, object, matches!(shape, Shape::Referable(_)));
            for entry in &mut map.entries {
                if let Some(shape) = object.shape_of(entry.key.name()) {
                    correct(&mut entry.value, shape);
                }
            }
        }
        (Shape::Map(_, inner), Value::Map(map)) => {
            for entry in &mut map.entries {
                correct(&mut entry.value, *inner);
            }
        }
        (Shape::List(inner), Value::List(items)) => {
            for item in items {
                correct(item, *inner);
            }
        }
        _ => {}
    }
}

fn mark(map: &mut Map, object: &Object, referable: bool) {
    for index in 0..map.entries.len() {
        let written = &map.entries[index].key.scalar.text;
        let known = object.field(written).is_some() || (referable && written == "$ref");
        let later = later_keyword(object.kind, written).is_some();
        let fits = |form: &KeyForm| (form.suggestion)(written).is_none();
        let meant = if object.is_extension(written) {
            suggest::nearest(written, extensions_of(object))
        } else if known || later || object.patterned.is_some_and(|(form, _)| fits(form)) {
            None
        } else {
            let reference = referable.then_some("$ref");
            suggest::nearest(written, object.keys().chain(reference))
        };
        // A key that is also there in its right spelling was not what was meant.
        let meant = meant.filter(|meant| map.entry(meant).is_none());
        map.entries[index].key.meant = meant;
    }
}

fn extensions_of(object: &Object) -> impl Iterator<Item = &'static str> {
    let kind = object.kind;
    EXTENSIONS
        .iter()
        .filter(move |extension| extension.belongs_to(kind))
        .map(|extension| extension.name)
}
