//! Pass: types around another type are documented, and those around text convert as text does.
//!
//! typify makes a newtype of constrained text from `&str` and `String` only, and prints it nowhere;
//! a plain one it does not make from `&str` at all. Patterns are compiled as ECMA-262 has them with
//! the flag `u`, which is what the contract's rules check.

use quote::format_ident;
use syn::{
    Item, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::{Pass, Unknown, count};
use crate::{
    docs,
    normalize::{Definition, Shape, Type, Types},
};

pub(super) const PASS: Pass = Pass {
    name: "newtypes",
    apply,
    expected: |types| count(types, |it| matches!(it.shape, Shape::Newtype(..))),
};

fn apply(items: &mut Vec<Item>, types: &Types) -> Result<usize, Unknown> {
    let mut changed = 0;
    let mut old = std::mem::take(items);
    // typify writes a module with the error of checked text into every client; one type in the
    // runtime serves all of them.
    old.retain(|item| !matches!(item, Item::Mod(_)));
    for mut item in old {
        Refined.visit_item_mut(&mut item);
        let Item::Struct(structure) = &mut item else {
            items.push(item);
            continue;
        };
        let definition = types.find(&structure.ident);
        let Some((definition, Shape::Newtype(ty, limits))) = definition.map(|it| (it, &it.shape))
        else {
            items.push(item);
            continue;
        };
        structure.attrs.retain(|it| !it.path().is_ident("doc"));
        structure.attrs.splice(0..0, docs::of_type(definition));
        items.push(item);
        if *ty == Type::Text {
            items.extend(conversions(definition, limits.is_of_text()));
        }
        changed += 1;
    }
    Ok(changed)
}

/// What typify leaves out.
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

/// Compiles patterns with the flag `u`, and names the error of conversions as a person would.
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
