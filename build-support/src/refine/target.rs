//! Pass: the request target goes through the runtime.
//!
//! progenitor joins base URL and path with `format!`: a trailing slash doubles, the operation's own
//! server is not read, and a value such as `..` or `..\admin` leaves its path segment. The runtime
//! does all of it in one place.

use syn::{Expr, ExprLit, Lit, Local, Pat, Stmt, Token, parse_quote, punctuated::Punctuated};

use super::{
    Pass, Unknown, names,
    view::{self, Builder},
};
use crate::api::{Api, Operation};

pub(super) const PASS: Pass = Pass {
    name: "target",
    apply,
    expected: |api| api.operations.len(),
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let mut changed = 0;
    for operation in &api.operations {
        let builder = Builder::find(file, operation)?;
        for statement in &mut view::method(builder.block, "send")?.block.stmts {
            let Some(arguments) = url_format(statement) else {
                continue;
            };
            let arguments = arguments?;
            let names = parameter_names(operation, &arguments)?;
            let constant = names::constant(&operation.id);
            let mut call: Expr = parse_quote!(client.runtime.call(&operation::#constant));
            for name in names {
                let ident = names::snake(name);
                call = parse_quote!(#call.path(#name, #ident));
            }
            *statement = parse_quote!(let call = #call;);
            changed += 1;
        }
    }
    Ok(changed)
}

/// The arguments of `let url = format!(…);`, when the statement is that.
fn url_format(statement: &Stmt) -> Option<Result<Vec<Expr>, Unknown>> {
    let Stmt::Local(Local {
        pat: Pat::Ident(_),
        init: Some(init),
        ..
    }) = statement
    else {
        return None;
    };
    let Expr::Macro(it) = &*init.expr else {
        return None;
    };
    if !it.mac.path.is_ident("format") {
        return None;
    }
    let arguments = it
        .mac
        .parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        .map(|arguments| arguments.into_iter().collect())
        .map_err(|error| Unknown::new(format!("`format!` does not parse: {error}")));
    Some(arguments)
}

/// The names of the path parameters, after checking that progenitor formats the very path of the
/// contract.
fn parameter_names<'a>(
    operation: &'a Operation,
    arguments: &[Expr],
) -> Result<Vec<&'a str>, Unknown> {
    let unknown = || Unknown::new(format!("unknown target of `{}`", operation.id));
    let [
        Expr::Lit(ExprLit {
            lit: Lit::Str(format),
            ..
        }),
        base,
        values @ ..,
    ] = arguments
    else {
        return Err(unknown());
    };
    let mut names = Vec::new();
    let mut expected = String::from("{}");
    let mut rest = operation.path.as_str();
    while let Some((constant, tail)) = rest.split_once('{') {
        let (name, tail) = tail.split_once('}').ok_or_else(unknown)?;
        expected.push_str(constant);
        expected.push_str("{}");
        names.push(name);
        rest = tail;
    }
    expected.push_str(rest);
    let known_base: Expr = parse_quote!(client.baseurl);
    let known_values: Vec<Expr> = names
        .iter()
        .map(|name| {
            let ident = names::snake(name);
            parse_quote!(encode_path(&#ident.to_string()))
        })
        .collect();
    if format.value() == expected && *base == known_base && values == known_values {
        Ok(names)
    } else {
        Err(unknown())
    }
}
