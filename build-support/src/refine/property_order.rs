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
        let mut sorted: Vec<(usize, Field)> = std::mem::take(&mut fields.named)
            .into_iter()
            .map(|field| (position(&field, object), field))
            .collect();
        if !is_sorted_by_name(&sorted, object) {
            return Err(Unknown::new(format!(
                "the fields of `{name}` are not sorted by name"
            )));
        }
        sorted.sort_by_key(|(position, _)| *position);
        fields.named = sorted.into_iter().map(|(_, field)| field).collect();
        changed += 1;
    }
    Ok(changed)
}

/// Place of the field's property in the contract; last for what is no property, the field of the
/// unknown ones.
fn position(field: &Field, object: &ObjectType) -> usize {
    let name = view::property_name(field);
    name.and_then(|name| object.properties.get_index_of(&name))
        .unwrap_or(usize::MAX)
}

/// Whether the fields stand as typify leaves them.
fn is_sorted_by_name(fields: &[(usize, Field)], object: &ObjectType) -> bool {
    let names = fields
        .iter()
        .filter_map(|(position, _)| object.properties.get_index(*position).map(|(name, _)| name));
    names.is_sorted()
}
