//! Pass: the field that keeps unknown properties can be left out and says what it is.
//!
//! typify collects what an open object holds beside its properties in a flattened field. Having
//! one takes the struct's `Default` away, though an empty map is as good a default as `None`.

use openapiv3::OpenAPI;
use quote::quote;
use syn::{Field, Item, ItemStruct, parse_quote, visit_mut::VisitMut};

use super::{Pass, Unknown, view};
use crate::{
    api::Api,
    lower,
    walk::{self, Place, Visitor},
};

pub(super) const PASS: Pass = Pass {
    name: "open-objects",
    apply,
    expected: |api| open_objects(&api.document),
};

fn open_objects(document: &OpenAPI) -> usize {
    struct Count(usize);
    impl Visitor for Count {
        fn schema(&mut self, schema: &mut openapiv3::Schema, _: Place) {
            self.0 += usize::from(lower::is_open_object(schema));
        }
    }
    let mut count = Count(0);
    walk::document(&mut document.clone(), &mut count);
    count.0
}

fn apply(file: &mut syn::File, _: &Api) -> Result<usize, Unknown> {
    let types = view::module(file, "types")?;
    default_in_builders(types);
    let mut changed = 0;
    for item in types {
        let Item::Struct(structure) = item else {
            continue;
        };
        let Some(field) = structure
            .fields
            .iter_mut()
            .find(|field| is_flattened(field))
        else {
            continue;
        };
        if field.attrs.iter().any(|it| it.path().is_ident("doc")) {
            return Err(Unknown::new(
                "the field of unknown properties is documented already",
            ));
        }
        field.attrs.insert(
            0,
            parse_quote! {
                #[doc = " Properties that the contract does not list, as received."]
            },
        );
        if has_only_optional_fields(structure) {
            derive_default(structure)?;
        }
        changed += 1;
    }
    Ok(changed)
}

fn derive_default(structure: &mut ItemStruct) -> Result<(), Unknown> {
    let derive = structure
        .attrs
        .iter_mut()
        .find(|it| it.path().is_ident("derive"));
    let name = &structure.ident;
    let derive = derive.ok_or_else(|| Unknown::new(format!("`{name}` derives nothing")))?;
    let syn::Meta::List(list) = &mut derive.meta else {
        return Err(Unknown::new(format!("unknown derive of `{name}`")));
    };
    let traits = &list.tokens;
    list.tokens = quote!(#traits, Default);
    Ok(())
}

/// A struct's builder asks for a value of the field, as if it were a required property.
fn default_in_builders(types: &mut [Item]) {
    struct Extra;
    impl VisitMut for Extra {
        fn visit_field_value_mut(&mut self, value: &mut syn::FieldValue) {
            let known: syn::Expr = parse_quote!(Err("no value supplied for extra".to_string()));
            if value.expr == known {
                value.expr = parse_quote!(Ok(Default::default()));
            }
        }
    }
    for item in types {
        if let Item::Mod(module) = item {
            Extra.visit_item_mod_mut(module);
        }
    }
}

fn is_flattened(field: &Field) -> bool {
    field
        .attrs
        .iter()
        .any(|attribute| *attribute == parse_quote!(#[serde(flatten)]))
}

fn has_only_optional_fields(structure: &ItemStruct) -> bool {
    let mut fields = structure.fields.iter();
    fields.all(|field| is_flattened(field) || view::argument_of(&field.ty, "Option").is_some())
}
