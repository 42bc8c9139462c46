//! Pass: sending and decoding go through the runtime.
//!
//! progenitor writes the request and a match over every documented status into each operation, and
//! an undecodable body loses status and headers. What is special to the operation - its query,
//! headers and body - is kept as one chain of calls; the rest is the runtime's.

use quote::ToTokens;
use syn::{Expr, ImplItemFn, Lit, Local, Pat, ReturnType, Stmt, Type, parse_quote};

use super::{
    Pass, Unknown, names, value,
    view::{self, Builder},
};
use crate::api::{Api, Operation};

pub(super) const PASS: Pass = Pass {
    name: "send",
    apply,
    expected: |api| api.operations.len(),
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let mut changed = 0;
    for operation in &api.operations {
        let builder = Builder::find(file, operation)?;
        let send = view::method(builder.block, "send")?;
        let value = success_type(send)?;
        let empty = value == parse_quote!(());
        send.sig.output = parse_quote!(-> Result<Response<#value>, Error>);
        send.block = body(operation, std::mem::take(&mut send.block.stmts), empty)?;
        changed += 1;
    }
    Ok(changed)
}

/// `T` of progenitor's `Result<ResponseValue<T>, Error<E>>`.
fn success_type(send: &ImplItemFn) -> Result<Type, Unknown> {
    let ReturnType::Type(_, output) = &send.sig.output else {
        return Err(Unknown::new("`send` returns nothing"));
    };
    view::argument_of(output, "Result")
        .and_then(|value| view::argument_of(value, "ResponseValue"))
        .cloned()
        .ok_or_else(|| Unknown::new("`send` does not return a `Result<ResponseValue<_>, _>`"))
}

fn body(operation: &Operation, statements: Vec<Stmt>, empty: bool) -> Result<syn::Block, Unknown> {
    let mut statements = statements.into_iter();
    let unpack = statements
        .next()
        .ok_or_else(|| Unknown::new("`send` is empty"))?;
    let mut call = None;
    let mut headers = Vec::new();
    let mut request = None;
    for statement in statements {
        match known(operation, statement)? {
            Known::Call(expression) => call = Some(expression),
            Known::Header(name, value) => headers.push((name, value)),
            Known::Request(steps) => request = Some(steps),
            Known::Plumbing => {}
        }
    }
    let missing = |what| Unknown::new(format!("`{}` has no {what}", operation.id));
    let mut call: Expr = call.ok_or_else(|| missing("target"))?;
    for step in request.ok_or_else(|| missing("request"))? {
        call = step.append(&call);
    }
    for (name, value) in headers {
        call = parse_quote!(#call.header(#name, #value));
    }
    let send: Expr = if empty {
        parse_quote!(#call.send_empty())
    } else {
        parse_quote!(#call.send())
    };
    Ok(parse_quote!({
        #unpack
        #send.await
    }))
}

/// The statements that progenitor writes into `send`.
enum Known {
    /// `let call = …;`, from the target pass.
    Call(Expr),
    /// A header parameter: its name, and its value as a `Result<Option<_>, _>`.
    Header(String, Expr),
    /// `let mut request = …;`
    Request(Vec<Step>),
    /// What the runtime does now.
    Plumbing,
}

/// One call of progenitor's request chain that stays.
enum Step {
    Query(String, syn::Ident),
    Body,
}

impl Step {
    fn append(self, call: &Expr) -> Expr {
        match self {
            Self::Query(name, value) => parse_quote!(#call.query(#name, #value)),
            Self::Body => parse_quote!(#call.json(body)),
        }
    }
}

fn known(operation: &Operation, statement: Stmt) -> Result<Known, Unknown> {
    let unknown = |statement: &dyn ToTokens| {
        let text = statement.to_token_stream().to_string();
        Unknown::new(format!("unknown statement in `{}`: `{text}`", operation.id))
    };
    match statement {
        Stmt::Local(Local {
            pat: Pat::Ident(name),
            init: Some(init),
            ..
        }) => match name.ident.to_string().as_str() {
            "call" => Ok(Known::Call(*init.expr)),
            "request" => Ok(Known::Request(request(operation, *init.expr)?)),
            "header_map" | "info" | "result" | "response" => Ok(Known::Plumbing),
            // `let limit = limit.map_err(Error::InvalidRequest)?;`: the runtime takes the results.
            _ if is_unwrapped(&init.expr, &name.ident) => Ok(Known::Plumbing),
            _ => Err(unknown(&name)),
        },
        Stmt::Expr(expression, semicolon) => {
            if let Some((name, value)) = optional_header(operation, &expression)
                .or_else(|| required_header(operation, &expression))
            {
                return Ok(Known::Header(name, value));
            }
            let pre: Expr = parse_quote!(client.pre(&mut request, &info).await?);
            let post: Expr = parse_quote!(client.post(&result, &info).await?);
            let is_match = semicolon.is_none() && is_status_match(&expression);
            if expression == pre || expression == post || is_match {
                Ok(Known::Plumbing)
            } else {
                Err(unknown(&expression))
            }
        }
        other => Err(unknown(&other)),
    }
}

fn is_unwrapped(expression: &Expr, name: &syn::Ident) -> bool {
    let Expr::Try(it) = expression else {
        return false;
    };
    let (receiver, calls) = view::chain((*it.expr).clone());
    let known: Expr = parse_quote!(#name);
    let last: Option<Expr> = calls.last().and_then(|call| call.args.first().cloned());
    receiver == known && last == Some(parse_quote!(Error::InvalidRequest))
}

/// `match response.status().as_u16() { … }`
fn is_status_match(expression: &Expr) -> bool {
    let known: Expr = parse_quote!(response.status().as_u16());
    matches!(expression, Expr::Match(it) if *it.expr == known)
}

/// `if let Some(value) = name { header_map.append("Name", value.to_string().try_into()?); }`
fn optional_header(operation: &Operation, expression: &Expr) -> Option<(String, Expr)> {
    operation.parameters.iter().find_map(|parameter| {
        let ident = names::snake(&parameter.name);
        let name = &parameter.name;
        let known: Expr = parse_quote! {
            if let Some(value) = #ident {
                header_map.append(#name, value.to_string().try_into()?);
            }
        };
        (*expression == known).then(|| (name.clone(), parse_quote!(#ident)))
    })
}

/// `header_map.append("Name", name.to_string().try_into()?);`
fn required_header(operation: &Operation, expression: &Expr) -> Option<(String, Expr)> {
    operation.parameters.iter().find_map(|parameter| {
        let ident = names::snake(&parameter.name);
        let name = &parameter.name;
        let known: Expr = parse_quote!(header_map.append(#name, #ident.to_string().try_into()?));
        (*expression == known).then(|| (name.clone(), parse_quote!(#ident.map(Some))))
    })
}

/// Reads `client.client.get(url).header(…).query(…).json(&body).headers(header_map).build()?`.
fn request(operation: &Operation, expression: Expr) -> Result<Vec<Step>, Unknown> {
    let unknown = |what: String| Unknown::new(format!("request of `{}`: {what}", operation.id));
    let Expr::Try(it) = expression else {
        return Err(unknown("no `?` at its end".to_owned()));
    };
    let (receiver, calls) = view::chain(*it.expr);
    let http: Expr = parse_quote!(client.client);
    if receiver != http {
        return Err(unknown("not sent through `client.client`".to_owned()));
    }
    let mut calls = calls.into_iter();
    let method = calls.next().map(|call| call.method.to_string());
    if method.as_deref() != Some(operation.method.to_ascii_lowercase().as_str()) {
        return Err(unknown(format!("not sent with {}", operation.method)));
    }
    let mut steps = Vec::new();
    for call in calls {
        match call.method.to_string().as_str() {
            // The runtime accepts JSON, sets the headers and builds the request.
            "header" | "headers" | "build" => {}
            "json" => steps.push(Step::Body),
            "query" => {
                let step = query(operation, &call)
                    .ok_or_else(|| unknown(call.args.to_token_stream().to_string()))?;
                steps.push(step);
            }
            other => return Err(unknown(format!("unknown call `{other}`"))),
        }
    }
    Ok(steps)
}

/// `.query(&progenitor_client::QueryParam::new("name", &name))`
fn query(operation: &Operation, call: &syn::ExprMethodCall) -> Option<Step> {
    let Some(Expr::Reference(reference)) = call.args.first() else {
        return None;
    };
    let Expr::Call(new) = &*reference.expr else {
        return None;
    };
    let mut inputs = new.args.iter();
    let (Some(Expr::Lit(name)), Some(Expr::Reference(value))) = (inputs.next(), inputs.next())
    else {
        return None;
    };
    let (Lit::Str(name), Expr::Path(value)) = (&name.lit, &*value.expr) else {
        return None;
    };
    let field = value.path.get_ident()?.clone();
    let name = name.value();
    (value::contract_name(operation, &field) == name).then_some(Step::Query(name, field))
}
