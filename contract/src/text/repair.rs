//! What is read of a mistake that is tolerated: the tree without it.

use std::collections::HashMap;

use crate::{
    diagnostic::{Repair, Span},
    text::{
        node::{Node, Value},
        scalar::Typed,
    },
};

/// Repairs what stands at these places, in `node` and everything below it.
pub(crate) fn apply(node: &mut Node, repairs: &HashMap<Span, Repair>) {
    if repairs.is_empty() {
        return;
    }
    let is_kept = |span: Span| repairs.get(&span) != Some(&Repair::Drop);
    match &mut node.value {
        Value::Map(entries) => {
            entries.retain(|it| is_kept(it.key.span) && is_kept(it.value.span));
            let reference = entries.iter().find(|it| it.key.name() == "$ref");
            let place = reference.map(|it| it.value.span);
            if place.is_some_and(|it| repairs.get(&it) == Some(&Repair::Anything)) {
                entries.clear();
            }
            for entry in entries {
                apply(&mut entry.value, repairs);
            }
        }
        Value::List(items) => {
            items.retain(|it| is_kept(it.span));
            for item in items {
                apply(item, repairs);
            }
        }
        Value::Scalar(scalar) if repairs.get(&node.span) == Some(&Repair::Text) => {
            scalar.typed = Typed::Text;
        }
        Value::Scalar(_) => {}
    }
}
