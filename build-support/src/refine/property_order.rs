//! Pass: the fields of a struct stand in the order of the contract.
//!
//! typify sorts them by name. In the contract's order, which is that of the document it was
//! transcribed from, code and document can be read side by side.

use openapiv3::ObjectType;
use syn::{Field, Fields};

use super::{Pass, Unknown, names, view};
use crate::api::Api;

pub(super) const PASS: Pass = Pass {
    name: "property-order",
    apply,
    expected: |api| api.objects().count(),
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let types = view::module(file, "types")?;
    let mut changed = 0;
    for (name, object) in api.objects() {
        let structure = view::structure(types, &names::pascal(name).to_string())?;
        let Fields::Named(fields) = &mut structure.fields else {
            return Err(Unknown::new(format!("`{name}` has no named fields")));
        };
        let mut sorted: Vec<Field> = std::mem::take(&mut fields.named).into_iter().collect();
        if !is_sorted_by_name(&sorted, object) {
            return Err(Unknown::new(format!(
                "the fields of `{name}` are not sorted by name"
            )));
        }
        // What is no property - the field of the unknown ones - comes last.
        sorted.sort_by_key(|field| position(field, object).unwrap_or(usize::MAX));
        fields.named = sorted.into_iter().collect();
        changed += 1;
    }
    Ok(changed)
}

/// Place of the field's property in the contract.
fn position(field: &Field, object: &ObjectType) -> Option<usize> {
    let mut properties = object.properties.keys();
    properties.position(|property| view::holds_property(field, property))
}

/// Whether the fields stand as typify leaves them.
fn is_sorted_by_name(fields: &[Field], object: &ObjectType) -> bool {
    let positions = fields.iter().filter_map(|field| position(field, object));
    positions
        .map(|position| object.properties.get_index(position).map(|(name, _)| name))
        .is_sorted()
}
