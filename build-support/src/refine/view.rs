//! Finds the parts of progenitor's file that the passes change.

use quote::ToTokens;
use syn::{
    Expr, Field, Fields, File, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct,
    PathArguments, Type,
};

use super::{Unknown, names};
use crate::api::Operation;

/// The items of the module `name` of the file.
pub(super) fn module<'a>(file: &'a mut File, name: &str) -> Result<&'a mut Vec<Item>, Unknown> {
    file.items
        .iter_mut()
        .find_map(|item| match item {
            Item::Mod(module) if module.ident == name => module.content.as_mut(),
            _ => None,
        })
        .map(|(_, items)| items)
        .ok_or_else(|| Unknown::new(format!("there is no module `{name}`")))
}

/// The inherent impl of `type_name` among `items`.
pub(super) fn inherent_impl<'a>(
    items: &'a mut [Item],
    type_name: &str,
) -> Result<&'a mut ItemImpl, Unknown> {
    let mut found = items.iter_mut().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() && is_named(&block.self_ty, type_name) => {
            Some(block)
        }
        _ => None,
    });
    match (found.next(), found.next()) {
        (Some(block), None) => Ok(block),
        (None, _) => Err(Unknown::new(format!("there is no `impl {type_name}`"))),
        (Some(_), Some(_)) => Err(Unknown::new(format!(
            "there are several `impl {type_name}`"
        ))),
    }
}

/// The struct `name` among `items`.
pub(super) fn structure<'a>(
    items: &'a mut [Item],
    name: &str,
) -> Result<&'a mut ItemStruct, Unknown> {
    items
        .iter_mut()
        .find_map(|item| match item {
            Item::Struct(structure) if structure.ident == name => Some(structure),
            _ => None,
        })
        .ok_or_else(|| Unknown::new(format!("there is no struct `{name}`")))
}

/// Whether `ty` is a path that ends in `name`.
pub(super) fn is_named(ty: &Type, name: &str) -> bool {
    type_name(ty).is_some_and(|ident| ident == name)
}

/// The name that `ty` ends in, when it is a path.
pub(super) fn type_name(ty: &Type) -> Option<&syn::Ident> {
    last_segment(ty).map(|segment| &segment.ident)
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The first type argument of `name<…>`, when `ty` is that.
pub(super) fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == name)?;
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|it| match it {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }),
        _ => None,
    }
}

/// The method `name` of an impl.
pub(super) fn method<'a>(
    block: &'a mut ItemImpl,
    name: &str,
) -> Result<&'a mut ImplItemFn, Unknown> {
    let type_name = block.self_ty.to_token_stream().to_string();
    block
        .items
        .iter_mut()
        .find_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident == name => Some(method),
            _ => None,
        })
        .ok_or_else(|| Unknown::new(format!("`{type_name}` has no method `{name}`")))
}

/// Removes the method `name` of an impl; tells whether it was there.
pub(super) fn remove_method(block: &mut ItemImpl, name: &str) -> bool {
    let before = block.items.len();
    block
        .items
        .retain(|item| !matches!(item, ImplItem::Fn(method) if method.sig.ident == name));
    block.items.len() < before
}

/// The request builder of one operation: a struct and its impl in the module `builder`.
pub(super) struct Builder<'a> {
    pub(super) structure: &'a mut ItemStruct,
    pub(super) block: &'a mut ItemImpl,
}

impl<'a> Builder<'a> {
    /// The builder of `operation`.
    pub(super) fn find(file: &'a mut File, operation: &Operation) -> Result<Self, Unknown> {
        let name = names::pascal(&operation.id).to_string();
        let missing = || Unknown::new(format!("there is no builder `{name}`"));
        let mut found_structure = None;
        let mut found_block = None;
        for item in module(file, "builder")? {
            match item {
                Item::Struct(structure) if structure.ident == name => {
                    found_structure = Some(structure);
                }
                Item::Impl(block) if is_named(&block.self_ty, &name) => found_block = Some(block),
                _ => {}
            }
        }
        let builder = Self {
            structure: found_structure.ok_or_else(missing)?,
            block: found_block.ok_or_else(missing)?,
        };
        match builder.structure.fields.iter().next() {
            Some(field) if field.ident.as_ref().is_some_and(|ident| ident == "client") => {
                Ok(builder)
            }
            _ => Err(Unknown::new(format!(
                "`{name}` has no field `client` in front"
            ))),
        }
    }

    /// The fields that hold parameters and the body: all but `client`.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &Field> {
        self.structure.fields.iter().skip(1)
    }

    /// The fields that hold parameters and the body: all but `client`.
    pub(super) fn parameters_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        match &mut self.structure.fields {
            Fields::Named(fields) => Some(fields.named.iter_mut().skip(1)),
            Fields::Unnamed(_) | Fields::Unit => None,
        }
        .into_iter()
        .flatten()
    }
}

/// Name of a field of a struct with named fields.
pub(super) fn field_name(field: &Field) -> Result<&syn::Ident, Unknown> {
    field
        .ident
        .as_ref()
        .ok_or_else(|| Unknown::new("a field has no name"))
}

/// What a parameter's field holds when all is well: `T` of `Result<T, _>`.
pub(super) fn value_type(field: &Field) -> Result<&Type, Unknown> {
    argument_of(&field.ty, "Result")
        .ok_or_else(|| Unknown::new(format!("field `{}` is no Result", field.to_token_stream())))
}

/// Whether a parameter's field may be left unset: its value is an `Option`.
pub(super) fn is_optional(field: &Field) -> Result<bool, Unknown> {
    Ok(argument_of(value_type(field)?, "Option").is_some())
}

/// The chain of method calls that `expression` is, the receiver first.
pub(super) fn chain(expression: Expr) -> (Expr, Vec<syn::ExprMethodCall>) {
    let mut calls = Vec::new();
    let mut receiver = expression;
    while let Expr::MethodCall(call) = receiver {
        receiver = (*call.receiver).clone();
        calls.push(call);
    }
    calls.reverse();
    (receiver, calls)
}

/// Name of the property that a field of a type holds: its own, or the one it is renamed to.
pub(super) fn property_name(field: &Field) -> Option<String> {
    let serde = field.attrs.iter().filter(|it| it.path().is_ident("serde"));
    let mut renamed = serde.filter_map(|attribute| {
        let text = attribute.to_token_stream().to_string();
        let (_, rest) = text.split_once("rename = \"")?;
        rest.split('"').next().map(ToOwned::to_owned)
    });
    renamed
        .next_back()
        .or_else(|| field.ident.as_ref().map(ToString::to_string))
}
