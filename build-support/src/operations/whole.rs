//! The whole contract through progenitor, operations included: its methods and parameters are ours.
//!
//! Our templates print the operations, because progenitor's stop at every further kind of one. This
//! test notices a release of progenitor that learns more, and a template that forgets something.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::default_trait_access,
    clippy::needless_for_each,
    reason = "tests"
)]

use std::collections::BTreeSet;

use openapiv3::{
    HeaderStyle, Info, MediaType, OpenAPI, Operation as Written, Parameter as Listed,
    ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr,
    RequestBody, Response, Responses, StatusCode,
};
use progenitor::Generator;
use quote::ToTokens;

use crate::{
    api::{self, Api, Location, Operation, Parameter, Success},
    normalize::{Type, Types, components, schema},
    types::{caught, settings, tokens},
};

#[path = "../../tests/golden/contracts.rs"]
mod contracts;

/// A parameter: its name in Rust, its type, and whether it is required.
type Argument = (String, String, bool);

fn apis(text: &str) -> Vec<Api> {
    let reading = contract::read("contract.yaml", text, contract::Conventions::Off);
    api::apis(&reading.contract.unwrap(), "api").unwrap()
}

/// The normalized contract of an API, with one of its operations.
fn document(api: &Api, operation: &Operation) -> OpenAPI {
    let mut item = PathItem::default();
    let slot = match operation.method.as_str() {
        "GET" => &mut item.get,
        "PUT" => &mut item.put,
        "POST" => &mut item.post,
        "PATCH" => &mut item.patch,
        "DELETE" => &mut item.delete,
        other => panic!("no test for {other}"),
    };
    *slot = Some(written(api, operation));
    let mut document = OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: Info {
            title: api.name.clone(),
            version: "1".to_owned(),
            ..Info::default()
        },
        components: Some(components(&api.types)),
        ..OpenAPI::default()
    };
    // Names of parameters in Rust, as progenitor is to find them.
    let path = operation
        .parameters
        .iter()
        .fold(operation.path.clone(), |path, it| {
            path.replace(&format!("{{{}}}", it.name), &format!("{{{}}}", it.rust))
        });
    document.paths.paths.insert(path, ReferenceOr::Item(item));
    document
}

fn written(api: &Api, operation: &Operation) -> Written {
    let json = |ty: &Type| {
        let media = MediaType {
            schema: Some(schema(&api.types, ty)),
            ..MediaType::default()
        };
        [("application/json".to_owned(), media)]
            .into_iter()
            .collect()
    };
    let mut responses = Responses::default();
    let mut respond = |status: u16, ty: Option<&Type>| {
        let content = ty.map(json).unwrap_or_default();
        let response = Response {
            description: "x".to_owned(),
            content,
            ..Response::default()
        };
        responses
            .responses
            .insert(StatusCode::Code(status), ReferenceOr::Item(response));
    };
    match &operation.success {
        Success::Empty => respond(204, None),
        Success::One(ty) => respond(200, Some(ty)),
        Success::Several { responses, .. } => responses
            .iter()
            .for_each(|it| respond(it.status.parse().unwrap(), it.ty.as_ref())),
    }
    Written {
        operation_id: Some(operation.names.method.clone()),
        parameters: operation
            .parameters
            .iter()
            .map(|it| ReferenceOr::Item(listed(api, it)))
            .collect(),
        request_body: operation.body.as_ref().map(|body| {
            ReferenceOr::Item(RequestBody {
                content: json(&body.ty),
                required: body.required,
                ..RequestBody::default()
            })
        }),
        responses,
        ..Written::default()
    }
}

fn listed(api: &Api, parameter: &Parameter) -> Listed {
    let parameter_data = ParameterData {
        name: parameter.rust.clone(),
        description: None,
        required: parameter.required,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(schema(&api.types, &parameter.ty)),
        example: None,
        examples: Default::default(),
        explode: None,
        extensions: Default::default(),
    };
    match parameter.location {
        Location::Path(_) => Listed::Path {
            parameter_data,
            style: PathStyle::Simple,
        },
        Location::Query(_) => Listed::Query {
            parameter_data,
            allow_reserved: false,
            style: QueryStyle::Form,
            allow_empty_value: None,
        },
        Location::Header(_) => Listed::Header {
            parameter_data,
            style: HeaderStyle::Simple,
        },
        ref other => panic!("no test for {other:?}"),
    }
}

/// What progenitor's method for an operation takes, or why there is none.
fn progenitors(api: &Api, operation: &Operation) -> Result<BTreeSet<Argument>, String> {
    let document = document(api, operation);
    let tokens = caught(&api.name, || {
        Generator::new(&settings(&Types::default())).generate_tokens(&document)
    })
    .map_err(|error| error.to_string())?
    .map_err(|error| error.to_string())?;
    let file: syn::File = syn::parse2(tokens).unwrap();
    let methods = file.items.iter().flat_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() => &block.items[..],
        _ => &[],
    });
    let mut methods = methods.filter_map(|item| match item {
        syn::ImplItem::Fn(method) if method.sig.ident == operation.names.method => Some(method),
        _ => None,
    });
    let method = methods.next().ok_or("no method")?;
    let inputs = method.sig.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(input) => Some(input),
        syn::FnArg::Receiver(_) => None,
    });
    Ok(inputs.map(argument).collect())
}

fn argument(input: &syn::PatType) -> Argument {
    let text = input.ty.to_token_stream().to_string().replace(' ', "");
    let text = text
        .replace("&'astr", "String")
        .replace("&'a", "")
        .replace("::std::string::", "");
    let optional = text
        .strip_prefix("Option<")
        .and_then(|it| it.strip_suffix('>'));
    let name = input.pat.to_token_stream().to_string();
    (name, plain(optional.unwrap_or(&text)), optional.is_none())
}

/// A type without the paths that the two spell differently.
fn plain(text: &str) -> String {
    [
        "::std::string::",
        "::std::vec::",
        "::chrono::offset::",
        "::chrono::naive::",
        "::chrono::",
    ]
    .iter()
    .fold(text.replace(' ', ""), |text, path| text.replace(path, ""))
}

/// What our method for an operation takes.
fn ours(api: &Api, operation: &Operation) -> BTreeSet<Argument> {
    let parameters = operation
        .parameters
        .iter()
        .map(|it| (it.rust.clone(), &it.ty, it.required));
    let body = operation
        .body
        .iter()
        .map(|it| ("body".to_owned(), &it.ty, it.required));
    let all = parameters.chain(body);
    all.map(|(name, ty, required)| (name, plain(&tokens(&api.types, ty).to_string()), required))
        .collect()
}

#[test]
fn progenitor_takes_the_whole_contract_as_we_do() {
    let contract = include_str!("../../../openapi.yaml");
    // Operations that progenitor cannot take, and its message.
    let refused: &[(&str, &str)] = &[];
    let mut seen = 0;
    for api in apis(contract) {
        for operation in &api.operations {
            let refusal = refused.iter().find(|(id, _)| *id == operation.id);
            match (progenitors(&api, operation), refusal) {
                (Ok(theirs), None) => assert_eq!(theirs, ours(&api, operation), "{}", operation.id),
                (Err(message), Some((_, known))) => assert!(message.contains(known), "{message}"),
                (theirs, _) => panic!("{}: {theirs:?}", operation.id),
            }
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn progenitor_stops_where_a_template_has_an_arm() {
    let goldens = contracts::all("tests/golden".as_ref());
    let golden = goldens.iter().find(|(name, _)| name == "several-successes");
    let api = apis(&golden.unwrap().1).remove(0);
    let message = progenitors(&api, &api.operations[0]).unwrap_err();
    assert!(message.contains("response_types.len() <= 1"), "{message}");
}
