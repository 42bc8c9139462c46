//! Types around another type are documented, and those around text convert as text does.
//!
//! typify makes a newtype of constrained text from `&str` and `String` only, and prints it nowhere;
//! a plain one it does not make from `&str` at all. Patterns are compiled as ECMA-262 has them with
//! the flag `u`, which is what the contract's rules check.

use quote::format_ident;
use syn::{
    Item, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::fit;
use crate::{
    docs,
    normalize::{Constraints, Definition, Type, Types},
};

/// A type around another, documented, and what typify leaves out.
pub(super) fn items(
    mut structure: syn::ItemStruct,
    types: &Types,
    definition: &Definition,
    ty: &Type,
    limits: &Constraints,
) -> Vec<Item> {
    structure.attrs.retain(|it| !it.path().is_ident("doc"));
    structure.attrs.splice(0..0, docs::of_type(definition));
    let mut items = vec![Item::Struct(structure)];
    items.extend(fit::implementation(types, definition));
    if *ty == Type::Text {
        items.extend(conversions(definition, limits.is_of_text()));
    }
    items
}

/// Compiles patterns with the flag `u`, and names the error of conversions as a person would.
pub(super) fn refine(item: &mut Item) {
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
    fn visit_expr_call_mut(&mut self, call: &mut syn::ExprCall) {
        if matches!(&*call.func, syn::Expr::Path(it) if is(&it.path, ["regress", "Regex", "new"])) {
            *call.func = parse_quote!(::regress::Regex::with_flags);
            call.args.push(parse_quote!("u"));
        }
        visit_mut::visit_expr_call_mut(self, call);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if is(path, ["self", "error", "ConversionError"]) {
            *path = parse_quote!(::client_runtime::ConversionError);
        }
        visit_mut::visit_path_mut(self, path);
    }
}

fn is(path: &syn::Path, names: [&str; 3]) -> bool {
    path.segments.iter().map(|it| &it.ident).eq(names)
}
