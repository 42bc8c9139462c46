//! The lines of a listing.

use std::collections::BTreeSet;

use syn::{
    Attribute, Field, Fields, FnArg, GenericParam, Generics, ImplItem, Item, ItemEnum, ItemImpl,
    ItemStruct, ItemTrait, Meta, Pat, Path, Signature, TraitItem, WherePredicate, parse_quote,
    punctuated::Punctuated, token::Comma, visit_mut::VisitMut,
};

use super::{
    canonical::Names,
    exports::Exports,
    macros,
    modules::{Modules, is_hidden, is_public, name_of},
    text,
};

/// What a derive implements whose name does not say it.
const DERIVES: &[(&str, &str)] = &[
    ("Debug", "impl std::fmt::Debug"),
    ("Hash", "impl std::hash::Hash"),
    ("serde::Deserialize", "impl<'de> serde::Deserialize<'de>"),
];

/// The lines of all items that users can name, sorted.
pub(super) fn lines(modules: &Modules) -> BTreeSet<String> {
    let Exports { paths, lines, .. } = Exports::of(modules);
    let mut lines = Lines(lines);
    for (index, module) in modules.all.iter().enumerate() {
        let names = Names {
            modules,
            paths: &paths,
            module: index,
        };
        for item in &module.items {
            let id = name_of(item).map(|name| (index, name));
            if let Some(path) = id.and_then(|id| paths.get(&id)) {
                lines.item(item.clone(), path, names);
            }
            if let Item::Impl(block) = item {
                lines.implementation(block, names);
            }
        }
    }
    lines.0
}

struct Lines(BTreeSet<String>);

impl Lines {
    fn add(&mut self, path: &str, declaration: &str) {
        self.0.insert(format!("{path}: {declaration}"));
    }

    fn member(&mut self, path: &str, name: &impl ToString, declaration: &str) {
        self.add(&format!("{path}::{}", name.to_string()), declaration);
    }

    /// The lines of an item that is called `path`.
    fn item(&mut self, mut item: Item, path: &str, mut names: Names<'_>) {
        names.visit_item_mut(&mut item);
        let name = last_name(path);
        let declaration = match item {
            Item::Const(item) => format!("pub const {name}: {}", text::of(&item.ty)),
            Item::Static(item) => format!("pub static {name}: {}", text::of(&item.ty)),
            Item::Fn(item) => format!("pub {}", signature(item.sig, None)),
            Item::Type(item) => {
                let generics = text::of(&item.generics);
                format!("pub type {name}{generics} = {}", text::of(&item.ty))
            }
            Item::Struct(item) => return self.structure(&item, path, names),
            Item::Enum(item) => return self.enumeration(&item, path, names),
            Item::Trait(item) => return self.definition_of_trait(item, path),
            _ => return,
        };
        self.add(path, &declaration);
    }

    fn structure(&mut self, item: &ItemStruct, path: &str, names: Names<'_>) {
        let is_shown = |field: &Field| is_public(&field.vis) && !is_hidden(&field.attrs);
        for (index, field) in item.fields.iter().enumerate() {
            if is_shown(field) {
                let name = field.ident.as_ref().map(ToString::to_string);
                let name = name.unwrap_or_else(|| index.to_string());
                self.member(path, &name, &format!("field {}", text::of(&field.ty)));
            }
        }
        let rest = if item.fields.iter().all(is_shown) {
            ""
        } else {
            " { private fields }"
        };
        let (mark, name) = (mark(&item.attrs), last_name(path));
        let generics = text::of(&item.generics);
        self.add(path, &format!("{mark}pub struct {name}{generics}{rest}"));
        self.derives(&item.attrs, path, names);
    }

    fn enumeration(&mut self, item: &ItemEnum, path: &str, names: Names<'_>) {
        let of_macro = macros::marked(&item.attrs);
        for variant in &item.variants {
            let is_any = |it: &Attribute| it.path().is_ident("no_from");
            if of_macro.is_some_and(|it| it.has_conversions)
                && let Some(member) = variant.fields.iter().next()
                && !variant.attrs.iter().any(is_any)
            {
                self.add(path, &format!("impl From<{}>", text::of(&member.ty)));
            }
            let mut fields = text::of(&variant.fields);
            if matches!(variant.fields, Fields::Unnamed(_) | Fields::Named(_)) {
                fields.insert(0, ' ');
            }
            let declaration = format!("{}variant{fields}", mark(&variant.attrs));
            self.member(path, &variant.ident, &declaration);
        }
        let (mark, name) = (mark(&item.attrs), last_name(path));
        let generics = text::of(&item.generics);
        self.add(path, &format!("{mark}pub enum {name}{generics}"));
        for line in of_macro.into_iter().flat_map(|it| it.lines) {
            self.0.insert(format!("{path}{line}"));
        }
        self.derives(&item.attrs, path, names);
    }

    fn definition_of_trait(&mut self, item: ItemTrait, path: &str) {
        let (name, generics) = (last_name(path), text::of(&item.generics));
        let bounds = after_colon(&text::of(&item.supertraits));
        self.add(path, &format!("pub trait {name}{generics}{bounds}"));
        for member in item.items {
            let (name, is_provided, declaration) = match member {
                TraitItem::Fn(item) if !is_hidden(&item.attrs) => {
                    let name = item.sig.ident.clone();
                    (name, item.default.is_some(), signature(item.sig, None))
                }
                TraitItem::Const(item) => {
                    let declaration = format!("const {}: {}", item.ident, text::of(&item.ty));
                    (item.ident, item.default.is_some(), declaration)
                }
                TraitItem::Type(item) => {
                    let bounds = after_colon(&text::of(&item.bounds));
                    let declaration = format!("type {}{bounds}", item.ident);
                    (item.ident, item.default.is_some(), declaration)
                }
                _ => continue,
            };
            let provided = if is_provided { "provided " } else { "" };
            self.member(path, &name, &format!("{provided}{declaration}"));
        }
    }

    /// A line for each trait that is derived.
    fn derives(&mut self, attributes: &[Attribute], path: &str, mut names: Names<'_>) {
        for attribute in attributes {
            let Meta::List(list) = &attribute.meta else {
                continue;
            };
            if !list.path.is_ident("derive") {
                continue;
            }
            let parse = Punctuated::<Path, Comma>::parse_terminated;
            for mut derive in list.parse_args_with(parse).into_iter().flatten() {
                names.visit_path_mut(&mut derive);
                let name = text::of(&derive);
                let known = DERIVES.iter().find(|(derive, _)| *derive == name);
                let declaration =
                    known.map_or_else(|| format!("impl {name}"), |(_, line)| (*line).to_owned());
                self.add(path, &declaration);
            }
        }
    }

    /// The lines of an `impl` block, if it is about an item that users can name.
    fn implementation(&mut self, block: &ItemImpl, mut names: Names<'_>) {
        let own = names.item(&block.self_ty);
        if let Some((of, _)) = &block.trait_ {
            // Nobody can use what nobody can name.
            let (first, has_private) = names.arguments(of);
            if let Some(path) = own.or(first).filter(|_| !has_private) {
                let mut block = block.clone();
                names.visit_item_impl_mut(&mut block);
                self.add(path, &implemented(&block, own.is_none()));
            }
        } else if let Some(path) = own {
            let mut block = block.clone();
            names.visit_item_impl_mut(&mut block);
            for item in block.items {
                match item {
                    ImplItem::Fn(item) => {
                        let name = item.sig.ident.clone();
                        let signature = signature(item.sig, Some(&block.generics));
                        self.member(path, &name, &format!("pub {signature}"));
                    }
                    ImplItem::Const(item) => {
                        let declaration =
                            format!("pub const {}: {}", item.ident, text::of(&item.ty));
                        self.member(path, &item.ident, &declaration);
                    }
                    _ => {}
                }
            }
        }
    }
}

fn last_name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The attributes that callers notice.
fn mark(attributes: &[Attribute]) -> &'static str {
    let is_open = |attribute: &Attribute| attribute.path().is_ident("non_exhaustive");
    if attributes.iter().any(is_open) || macros::marked(attributes).is_some() {
        "#[non_exhaustive] "
    } else {
        ""
    }
}

fn after_colon(bounds: &str) -> String {
    if bounds.is_empty() {
        String::new()
    } else {
        format!(": {bounds}")
    }
}

/// The head of an `impl` block of a trait, with the trait's types; without what it is for, unless
/// that is asked for.
fn implemented(block: &ItemImpl, with_target: bool) -> String {
    let mut name = block
        .trait_
        .as_ref()
        .map_or_else(String::new, |(of, _)| text::of(of));
    let types = block.items.iter().filter_map(|item| match item {
        ImplItem::Type(item) => Some(format!("{} = {}", item.ident, text::of(&item.ty))),
        _ => None,
    });
    let types = types.collect::<Vec<_>>().join(", ");
    if !types.is_empty() {
        name = match name.strip_suffix('>') {
            Some(open) => format!("{open}, {types}>"),
            None => format!("{name}<{types}>"),
        };
    }
    let target = if with_target {
        format!(" for {}", text::of(&block.self_ty))
    } else {
        String::new()
    };
    let generics = text::of(&block.generics);
    let clause = &block.generics.where_clause;
    let clause = clause
        .as_ref()
        .map_or_else(String::new, |clause| format!(" {}", text::of(clause)));
    format!("impl{generics} {name}{target}{clause}")
}

/// A function's signature, with the bounds of the `impl` block that it is in.
fn signature(mut signature: Signature, block: Option<&Generics>) -> String {
    for argument in &mut signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(name) = &mut *argument.pat {
                    name.mutability = None;
                }
            }
        }
    }
    for predicate in block.into_iter().flat_map(conditions) {
        let clause = signature.generics.make_where_clause();
        clause.predicates.push(predicate);
    }
    text::of(&signature)
}

/// What is asked of the types in the head of an `impl` block.
fn conditions(generics: &Generics) -> Vec<WherePredicate> {
    let bounds = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(it) if !it.bounds.is_empty() => {
                let (name, bounds) = (&it.ident, &it.bounds);
                Some(parse_quote!(#name: #bounds))
            }
            _ => None,
        });
    let clause = generics.where_clause.iter();
    bounds
        .chain(clause.flat_map(|clause| clause.predicates.iter().cloned()))
        .collect()
}
