//! Reads what a generated module offers to callers out of its syntax tree.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Attribute, Fields, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, Pat,
    PathArguments, ReturnType, Signature, Type, TypeParamBound, Visibility, punctuated::Punctuated,
};

use super::{
    model::{self, Argument, Definition, Field, Kind, Module, Operation, Variant},
    text::Scope,
};
use crate::{
    api::{self, Api},
    refine::names,
};

/// What `file`, the module of `api`, offers.
///
/// Left out is what changes only along with something that is kept: the builders of `types`, whose
/// setters are the fields of their types, and the error of conversions.
pub(super) fn module(api: &Api, file: &syn::File) -> Module {
    let mut methods = BTreeMap::new();
    let mut requests: BTreeMap<String, Vec<&ImplItemFn>> = BTreeMap::new();
    let mut types = BTreeMap::new();
    for item in &file.items {
        match item {
            Item::Impl(block) if block.trait_.is_none() => {
                methods.extend(public_methods(block).map(|it| (it.sig.ident.to_string(), it)));
            }
            Item::Mod(module) if module.ident == "builder" => {
                for item in module.content.iter().flat_map(|(_, items)| items) {
                    if let Item::Impl(block) = item
                        && block.trait_.is_none()
                    {
                        let request = Scope { types: None }.ty(&block.self_ty);
                        requests.insert(request, public_methods(block).collect());
                    }
                }
            }
            Item::Mod(module) if module.ident == "types" => {
                types = definitions(module.content.iter().flat_map(|(_, items)| items));
            }
            _ => {}
        }
    }
    let operations = api.operations.iter().filter_map(|operation| {
        let method = methods.get(&names::snake(&operation.id).to_string())?;
        let request = names::pascal(&operation.id).to_string();
        let of_request = requests.get(&request).map_or(&[][..], Vec::as_slice);
        let own_types = operation.parameters.iter().filter_map(|parameter| {
            let own = parameter.is_constrained_text;
            own.then(|| names::parameter_type(operation, parameter).to_string())
        });
        Some(Operation {
            name: method.sig.ident.to_string(),
            endpoint: model::endpoint(&operation.method, &operation.path),
            required: arguments(operation, &method.sig).collect(),
            optional: of_request
                .iter()
                .flat_map(|it| arguments(operation, &it.sig))
                .collect(),
            answer: output_of(of_request, "send").unwrap_or_default(),
            stream: output_of(of_request, "stream"),
            own_types: own_types.collect(),
            request,
        })
    });
    Module {
        operations: operations.collect(),
        types,
    }
}

/// The arguments of a method, what each is converted to.
fn arguments(operation: &api::Operation, signature: &Signature) -> impl Iterator<Item = Argument> {
    signature.inputs.iter().filter_map(move |input| {
        let FnArg::Typed(input) = input else {
            return None;
        };
        let Pat::Ident(name) = &*input.pat else {
            return None;
        };
        let scope = Scope { types: None };
        let ty = converted(&input.ty).unwrap_or(&input.ty);
        let mut facts = operation.parameters.iter();
        let facts = facts.find(|facts| names::snake(&facts.name) == name.ident);
        Some(Argument {
            name: name.ident.to_string(),
            ty: scope.ty(ty),
            docs: facts.map_or(operation.body.clone(), |facts| facts.description.clone()),
        })
    })
}

/// `T` of `impl TryInto<T, …>`.
fn converted(ty: &Type) -> Option<&Type> {
    let Type::ImplTrait(it) = ty else {
        return None;
    };
    it.bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => first_argument(&bound.path),
        _ => None,
    })
}

fn first_argument(path: &syn::Path) -> Option<&Type> {
    match &path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}

/// What the method `name` gives, a failure left out.
fn output_of(methods: &[&ImplItemFn], name: &str) -> Option<String> {
    let method = methods.iter().find(|it| it.sig.ident == name)?;
    let ReturnType::Type(_, output) = &method.sig.output else {
        return None;
    };
    let success = match &**output {
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|it| it.ident == "Result");
            last.and_then(|_| first_argument(&path.path))
        }
        _ => None,
    };
    Some(Scope { types: None }.ty(success.unwrap_or(output)))
}

fn public_methods(block: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
        _ => None,
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The types that the module `types` defines.
fn definitions<'a>(items: impl Iterator<Item = &'a Item> + Clone) -> BTreeMap<String, Definition> {
    let defined: BTreeSet<String> = items.clone().filter_map(name).collect();
    let scope = Scope {
        types: Some(&defined),
    };
    let mut types: BTreeMap<String, Definition> = items
        .clone()
        .filter_map(|item| Some((name(item)?, definition(&scope, item)?)))
        .collect();
    for item in items {
        if let Item::Impl(block) = item {
            implement(&scope, block, &mut types);
        }
    }
    types
}

fn name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(it) => Some(it.ident.to_string()),
        Item::Enum(it) => Some(it.ident.to_string()),
        Item::Type(it) => Some(it.ident.to_string()),
        _ => None,
    }
}

fn definition(scope: &Scope<'_>, item: &Item) -> Option<Definition> {
    let (attributes, kind) = match item {
        Item::Struct(it) => {
            let fields = it.fields.iter().enumerate();
            let fields = fields.filter(|(_, field)| is_public(&field.vis));
            let fields = fields.map(|(index, field)| Field {
                name: match &field.ident {
                    Some(name) => name.to_string(),
                    None => index.to_string(),
                },
                ty: scope.ty(&field.ty),
                is_required: !may_be_left_out(field),
                docs: docs(&field.attrs),
            });
            let kind = Kind::Struct {
                fields: fields.collect(),
                is_tuple: matches!(it.fields, Fields::Unnamed(_)),
            };
            (&it.attrs, kind)
        }
        Item::Enum(it) => {
            let variants = it.variants.iter().map(|variant| Variant {
                name: variant.ident.to_string(),
                payload: payload(scope, &variant.fields),
                docs: docs(&variant.attrs),
            });
            let mut marks = it.attrs.iter();
            let kind = Kind::Enum {
                variants: variants.collect(),
                is_non_exhaustive: marks.any(|it| it.path().is_ident("non_exhaustive")),
            };
            (&it.attrs, kind)
        }
        Item::Type(it) => (&it.attrs, Kind::Alias(scope.ty(&it.ty))),
        _ => return None,
    };
    Some(Definition {
        kind,
        methods: BTreeMap::new(),
        traits: derives(scope, attributes),
        docs: docs(attributes),
    })
}

/// Whether a builder fills the field: with `None`, or with no unknown properties.
fn may_be_left_out(field: &syn::Field) -> bool {
    let is_option = matches!(
        &field.ty,
        Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option")
    );
    let flatten: Attribute = syn::parse_quote!(#[serde(flatten)]);
    is_option || field.attrs.contains(&flatten)
}

fn payload(scope: &Scope<'_>, fields: &Fields) -> String {
    let parts = fields.iter().map(|field| match &field.ident {
        Some(name) => format!("{name}: {}", scope.ty(&field.ty)),
        None => scope.ty(&field.ty),
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    match fields {
        Fields::Named(_) => format!(" {{ {parts} }}"),
        Fields::Unnamed(_) => format!("({parts})"),
        Fields::Unit => String::new(),
    }
}

/// Adds the methods or the trait of an impl to the type that it is about.
fn implement(scope: &Scope<'_>, block: &ItemImpl, types: &mut BTreeMap<String, Definition>) {
    let about = scope.ty(&block.self_ty);
    let local = about.strip_prefix("types::");
    let Some(path) = block.trait_.as_ref().map(|it| &it.0) else {
        if let Some(definition) = local.and_then(|name| types.get_mut(name)) {
            let methods = public_methods(block).map(|it| (it.sig.ident.to_string(), it));
            let methods = methods.map(|(name, it)| (name, declaration(scope, it)));
            definition.methods.extend(methods);
        }
        return;
    };
    let mut implemented = scope.path(path);
    for item in &block.items {
        if let ImplItem::Type(it) = item {
            let with = format!("{} = {}", it.ident, scope.ty(&it.ty));
            implemented = match implemented.strip_suffix('>') {
                Some(start) => format!("{start}, {with}>"),
                None => format!("{implemented}<{with}>"),
            };
        }
    }
    if let Some(definition) = local.and_then(|name| types.get_mut(name)) {
        definition.traits.insert(implemented);
    } else if let Some(from) = first_argument(path).map(|ty| scope.ty(ty))
        // `impl From<Search> for String` is about `Search`.
        && let Some(definition) = from.strip_prefix("types::").and_then(|it| types.get_mut(it))
    {
        definition
            .traits
            .insert(format!("{implemented} for {about}"));
    }
}

fn declaration(scope: &Scope<'_>, method: &ImplItemFn) -> String {
    let inputs = method.sig.inputs.iter().map(|input| match input {
        FnArg::Receiver(it) => it.to_token_stream().to_string().replace(' ', ""),
        FnArg::Typed(it) => {
            format!("{}: {}", it.pat.to_token_stream(), scope.ty(&it.ty))
        }
    });
    let inputs = inputs.collect::<Vec<_>>().join(", ");
    let name = &method.sig.ident;
    format!(
        "pub fn {name}({inputs}){}",
        scope.output(&method.sig.output)
    )
}

fn derives(scope: &Scope<'_>, attributes: &[Attribute]) -> BTreeSet<String> {
    type Paths = Punctuated<syn::Path, syn::Token![,]>;
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
        .filter_map(|attribute| attribute.parse_args_with(Paths::parse_terminated).ok())
        .flatten()
        .map(|path| scope.path(&path))
        .collect()
}

fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) => Some(pair.value.to_token_stream().to_string()),
            _ => None,
        });
    lines.collect()
}
