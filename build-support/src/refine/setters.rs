//! Pass: setters keep the cause of a failed conversion.
//!
//! progenitor replaces the cause by "conversion to `T` for x failed". The setters hand the value
//! and its name to the runtime, which keeps the cause and reports it before anything is sent; an
//! integer outside the range that the contract gives is refused the same way. A request that is
//! set up and never sent is a warning of the compiler.

use syn::{Expr, ImplItem, ImplItemFn, parse_quote};

use super::{
    Pass, Unknown, value,
    view::{self, Builder},
};
use crate::api::{Api, Operation};

pub(super) const PASS: Pass = Pass {
    name: "setters",
    apply,
    expected: |api| {
        let all = api.operations.iter().flat_map(|it| &it.parameters);
        all.filter(|parameter| !parameter.required).count()
    },
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let mut changed = 0;
    for operation in &api.operations {
        let mut builder = Builder::find(file, operation)?;
        let mut optional = Vec::new();
        for field in builder.parameters_mut() {
            let value = view::value_type(field)?.clone();
            field.ty = parse_quote!(Result<#value, ArgumentError>);
            if let Some(inner) = view::argument_of(&value, "Option") {
                optional.push((view::field_name(field)?.clone(), inner.clone()));
            }
        }
        for input in &mut view::method(builder.block, "new")?.sig.inputs {
            if let syn::FnArg::Typed(input) = input
                && let Some(value) = view::argument_of(&input.ty, "Result").cloned()
            {
                *input.ty = parse_quote!(Result<#value, ArgumentError>);
            }
        }
        for (name, ty) in &optional {
            let setter = view::method(builder.block, &name.to_string())?;
            check(setter, name)?;
            *setter = replacement(operation, name, ty);
            changed += 1;
        }
        only_known_methods(&builder, &optional)?;
        builder.structure.attrs.push(parse_quote! {
            #[must_use = "nothing is sent until `send` is called and awaited"]
        });
    }
    Ok(changed)
}

/// The setter is the one that progenitor writes: generic over `V`, with the body
/// `self.name = value.try_into()…; self`.
fn check(setter: &ImplItemFn, name: &syn::Ident) -> Result<(), Unknown> {
    let place: Expr = parse_quote!(self.#name);
    let assigns = setter.block.stmts.iter().any(|statement| {
        matches!(statement, syn::Stmt::Expr(Expr::Assign(it), Some(_)) if *it.left == place)
    });
    if assigns && setter.block.stmts.len() == 2 && setter.sig.generics.params.len() == 1 {
        Ok(())
    } else {
        Err(Unknown::new(format!("unknown body of the setter `{name}`")))
    }
}

fn replacement(operation: &Operation, name: &syn::Ident, ty: &syn::Type) -> ImplItemFn {
    let value = value::checked(operation, name);
    parse_quote! {
        pub fn #name(mut self, #name: impl TryInto<#ty, Error: Into<BoxError>>) -> Self {
            self.#name = #value.map(Some);
            self
        }
    }
}

/// Whatever else a builder can do would still be progenitor's.
fn only_known_methods(
    builder: &Builder<'_>,
    setters: &[(syn::Ident, syn::Type)],
) -> Result<(), Unknown> {
    for item in &builder.block.items {
        let ImplItem::Fn(method) = item else {
            return Err(Unknown::new("a builder's impl holds more than methods"));
        };
        let name = &method.sig.ident;
        if name != "new" && name != "send" && !setters.iter().any(|(setter, _)| setter == name) {
            return Err(Unknown::new(format!(
                "unknown method `{name}` of a builder"
            )));
        }
    }
    Ok(())
}
