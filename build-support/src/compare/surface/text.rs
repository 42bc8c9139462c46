//! Rust types as short texts that can be compared and read.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{GenericArgument, Path, PathArguments, ReturnType, Type, TypeParamBound};

/// What bare names in a type may refer to: the items of the module `types`, inside that module.
pub(super) struct Scope<'a> {
    /// Names that stand for `types::…` without saying so.
    pub(super) types: Option<&'a BTreeSet<String>>,
}

impl Scope<'_> {
    /// `Option<types::Contact>` for `::std::option::Option<Contact>`.
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Path(path) => self.path(&path.path),
            Type::Reference(reference) => {
                let mutable = if reference.mutability.is_some() {
                    "mut "
                } else {
                    ""
                };
                format!("&{mutable}{}", self.ty(&reference.elem))
            }
            Type::Tuple(tuple) => {
                let parts: Vec<_> = tuple.elems.iter().map(|it| self.ty(it)).collect();
                format!("({})", parts.join(", "))
            }
            Type::ImplTrait(it) => {
                let bounds = it.bounds.iter().map(|bound| match bound {
                    TypeParamBound::Trait(bound) => self.path(&bound.path),
                    other => tokens(other),
                });
                format!("impl {}", bounds.collect::<Vec<_>>().join(" + "))
            }
            other => tokens(other),
        }
    }

    /// A path without the modules in front, but for `types`.
    pub(super) fn path(&self, path: &Path) -> String {
        let Some(last) = path.segments.last() else {
            return String::new();
        };
        let name = last.ident.to_string();
        let is_bare = path.segments.len() == 1 && path.leading_colon.is_none();
        let is_known = is_bare && self.types.is_some_and(|types| types.contains(&name));
        let is_named = path.segments.iter().rev().nth(1);
        let is_named = is_named.is_some_and(|module| module.ident == "types");
        let module = if is_known || is_named { "types::" } else { "" };
        format!("{module}{name}{}", self.arguments(&last.arguments))
    }

    fn arguments(&self, arguments: &PathArguments) -> String {
        let PathArguments::AngleBracketed(arguments) = arguments else {
            return String::new();
        };
        let arguments: Vec<_> = arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(self.ty(ty)),
                GenericArgument::AssocType(it) => {
                    Some(format!("{} = {}", it.ident, self.ty(&it.ty)))
                }
                GenericArgument::Lifetime(_) => None,
                other => Some(tokens(other)),
            })
            .collect();
        if arguments.is_empty() {
            String::new()
        } else {
            format!("<{}>", arguments.join(", "))
        }
    }

    /// ` -> types::Contact`, or nothing.
    pub(super) fn output(&self, output: &ReturnType) -> String {
        match output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => format!(" -> {}", self.ty(ty)),
        }
    }
}

/// The code of what has no form of its own here.
fn tokens(code: &impl ToTokens) -> String {
    code.to_token_stream().to_string()
}
