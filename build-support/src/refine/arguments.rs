//! Pass: required parameters, and the body, become arguments of the operation's method.
//!
//! progenitor checks at run time that every required parameter was set; as arguments the compiler
//! does.

use quote::ToTokens;
use syn::{Expr, Field, FnArg, ImplItem, Member, Stmt, Type, parse_quote};

use super::{
    Pass, Unknown, names, value,
    view::{self, Builder},
};
use crate::api::{Api, Operation};

pub(super) const PASS: Pass = Pass {
    name: "arguments",
    apply,
    expected: |api| api.operations.iter().map(required).sum(),
};

fn required(operation: &Operation) -> usize {
    let parameters = operation.parameters.iter().filter(|it| it.required);
    parameters.count() + usize::from(operation.body.is_some())
}

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let mut changed = 0;
    for operation in &api.operations {
        let mut builder = Builder::find(file, operation)?;
        unnest_body(&mut builder)?;
        let mut fields = Vec::new();
        for field in builder.parameters() {
            if !view::is_optional(field)? {
                fields.push(field.clone());
            }
        }
        for field in &fields {
            let name = view::field_name(field)?.to_string();
            if !view::remove_method(builder.block, &name) {
                return Err(Unknown::new(format!("there is no setter `{name}`")));
            }
            if name == "body" {
                view::remove_method(builder.block, "body_map");
            }
        }
        constructor(view::method(builder.block, "new")?, &fields)?;
        let block = view::inherent_impl(&mut file.items, "Client")?;
        let method = names::snake(&operation.id).to_string();
        client_method(view::method(block, &method)?, operation, &fields)?;
        changed += fields.len();
    }
    Ok(changed)
}

/// A body that is a struct is held as its own builder; as an argument it is the struct itself.
fn unnest_body(builder: &mut Builder<'_>) -> Result<(), Unknown> {
    let setter = builder.block.items.iter().find_map(|item| match item {
        ImplItem::Fn(it) if it.sig.ident == "body" => it.sig.generics.where_clause.as_ref(),
        _ => None,
    });
    let Some(clause) = setter else {
        return Ok(());
    };
    // `where V: std::convert::TryInto<types::Body>`
    let body = clause.predicates.iter().find_map(|predicate| {
        let syn::WherePredicate::Type(predicate) = predicate else {
            return None;
        };
        predicate.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => {
                let ty: Type = syn::parse2(bound.path.to_token_stream()).ok()?;
                view::argument_of(&ty, "TryInto").cloned()
            }
            _ => None,
        })
    });
    let body = body.ok_or_else(|| Unknown::new("the setter `body` has no `TryInto` bound"))?;
    for field in builder.parameters_mut() {
        if field.ident.as_ref().is_some_and(|name| name == "body") {
            field.ty = parse_quote!(Result<#body, String>);
        }
    }
    Ok(())
}

/// `new` takes the required parameters instead of marking them as not initialized.
fn constructor(new: &mut syn::ImplItemFn, fields: &[Field]) -> Result<(), Unknown> {
    new.vis = parse_quote!(pub(super));
    let Some(Stmt::Expr(Expr::Struct(literal), None)) = new.block.stmts.first_mut() else {
        return Err(Unknown::new("`new` is not one struct expression"));
    };
    for value in &mut literal.fields {
        let Member::Named(name) = &value.member else {
            return Err(Unknown::new("`new` fills a field without a name"));
        };
        let given = name == "client"
            || fields
                .iter()
                .any(|field| field.ident.as_ref() == Some(name));
        if given {
            value.colon_token = None;
            value.expr = parse_quote!(#name);
        }
    }
    for field in fields {
        let name = &field.ident;
        let ty = &field.ty;
        new.sig.inputs.push(parse_quote!(#name: #ty));
    }
    Ok(())
}

fn client_method(
    method: &mut syn::ImplItemFn,
    operation: &Operation,
    fields: &[Field],
) -> Result<(), Unknown> {
    let builder = names::pascal(&operation.id);
    let known: syn::Block = parse_quote!({ builder::#builder::new(self) });
    if method.block != known {
        return Err(Unknown::new(format!("unknown body of `{}`", operation.id)));
    }
    let mut values: Vec<Expr> = Vec::new();
    for field in fields {
        let name = view::field_name(field)?;
        let ty = view::value_type(field)?;
        let input: FnArg = parse_quote!(#name: impl TryInto<#ty, Error: Into<BoxError>>);
        method.sig.inputs.push(input);
        values.push(value::checked(operation, name));
    }
    method.block = parse_quote!({ builder::#builder::new(self #(, #values)*) });
    Ok(())
}
