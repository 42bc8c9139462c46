//! Types around another type are documented, and those around text convert as text does.
//!
//! typify makes a newtype of constrained text from `&str` and `String` only, and prints it nowhere;
//! a plain one it does not make from `&str` at all. Its check compiles a pattern without the flag `u`, and
//! has words of its own.

use quote::format_ident;
use syn::{
    Item, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::{fit, tokens::bound};
use crate::{
    docs,
    normalize::{Bound, Constraints, Definition, Type, Types},
};

/// A type around another, documented, and what typify leaves out.
pub(super) fn items(
    mut structure: syn::ItemStruct,
    types: &Types,
    definition: &Definition,
    ty: &Type,
    limits: &[Constraints],
) -> Vec<Item> {
    structure.attrs.retain(|it| !it.path().is_ident("doc"));
    structure.attrs.splice(0..0, docs::of_type(definition));
    let mut items = vec![Item::Struct(structure)];
    items.extend(fit::implementation(types, definition));
    if *ty == Type::Text {
        items.extend(conversions(definition, !limits.is_empty()));
    }
    items
}

/// Checks limits as those of a body are, and names the error of conversions as a person would.
pub(super) fn refine(item: &mut Item, limits: &[Constraints]) {
    if let Item::Impl(block) = item
        && let Some((path, _)) = &block.trait_
        && path.segments.last().is_some_and(|it| it.ident == "FromStr")
        && !limits.is_empty()
    {
        let bounds = limits
            .iter()
            .map(|it| bound(&Type::Text, &Bound::Own(it.clone())));
        block.items = vec![
            parse_quote!(
                type Err = ::client_runtime::ConversionError;
            ),
            parse_quote! {
                fn from_str(value: &str) -> ::std::result::Result<Self, ::client_runtime::ConversionError> {
                    #(codegen::checked_text(value, #bounds)?;)*
                    Ok(Self(value.to_owned()))
                }
            },
        ];
    }
    Refined.visit_item_mut(item);
}

/// The conversions that typify leaves out.
fn conversions(definition: &Definition, is_checked: bool) -> Vec<Item> {
    let name = format_ident!("{}", definition.name);
    let file: syn::File = if is_checked {
        parse_quote! {
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl ::std::convert::TryFrom<&::std::string::String> for #name {
                type Error = ::client_runtime::ConversionError;

                fn try_from(value: &::std::string::String) -> ::std::result::Result<Self, ::client_runtime::ConversionError> {
                    value.parse()
                }
            }
        }
    } else {
        parse_quote! {
            impl ::std::convert::From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self(value.to_owned())
                }
            }

            impl ::std::convert::From<&::std::string::String> for #name {
                fn from(value: &::std::string::String) -> Self {
                    Self(value.clone())
                }
            }
        }
    };
    file.items
}

struct Refined;

impl VisitMut for Refined {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        let names = path.segments.iter().map(|it| &it.ident);
        if names.eq(["self", "error", "ConversionError"]) {
            *path = parse_quote!(::client_runtime::ConversionError);
        }
        visit_mut::visit_path_mut(self, path);
    }
}
