//! What a contract says of operations, as the generator and the sandbox read it.
#![allow(clippy::unwrap_used, reason = "tests")]

use contract::{Auth, Contract, Encoding, Media, Operation, Style, media_type};

const TEXT: &str = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'https://{region}.example.com/{version}', variables: { region: { default: eu, enum: [eu, us] }, version: { default: v1 }, unused: { default: x } } }]
security: [{ digest: [] }, { login: [read, write], app: [] }, { key: [] }]
paths:
  /items/{id}:
    servers: [{ url: /v2 }]
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: q, in: query, style: simple, schema: { type: string } }
        - { name: where, in: query, style: deepObject, schema: { type: object } }
        - { name: tags, in: query, style: pipeDelimited, explode: true, schema: { type: array, items: {} } }
        - { name: filter, in: query, allowReserved: true, content: { application/json: { schema: { type: object } } } }
        - { name: X-Ids, in: header, allowReserved: true, schema: { $ref: '#/paths/~1items~1%7Bid%7D/get/parameters/0/schema' } }
      responses: { '200': { $ref: '#/paths/~1items/post/responses/200' } }
  /items:
    post:
      operationId: shop.add
      security: [{}, { session: [] }]
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object }
            encoding: { ids: { style: spaceDelimited }, at: { contentType: text/plain, explode: false } }
          application/vnd.shop+json: { schema: { type: object } }
      responses: { '200': { description: Done., content: { text/csv: {}, image/png: {} } } }
components:
  securitySchemes:
    digest: { type: http, scheme: digest }
    login: { type: oauth2, flows: {} }
    app: { type: apiKey, in: header, name: X-App }
    key: { type: apiKey, in: query, name: key }
    session: { type: apiKey, in: cookie, name: sid }
";

fn contract() -> Contract {
    contract::load_earlier("openapi.yaml", TEXT).unwrap()
}

#[test]
fn an_operation_has_a_name_and_a_server_with_its_variables() {
    let contract = contract();
    let index = contract.index();
    let [get, post]: [Operation<'_>; 2] = index.operations.clone().try_into().unwrap();
    assert_eq!(
        (get.name(), post.name()),
        ("get_items_by_id".into(), "shop.add".into())
    );
    assert_eq!(get.server(&index), Some("/v2"));
    assert_eq!(get.server_variables(&index), []);
    assert_eq!(
        post.server(&index),
        Some("https://{region}.example.com/{version}")
    );
    assert_eq!(post.server(&index), index.server());
    let variables = post.server_variables(&index);
    assert_eq!(variables, index.server_variables());
    let read = variables
        .iter()
        .map(|it| (it.name, it.default, it.values.as_slice()));
    let read: Vec<_> = read.collect();
    assert_eq!(
        read,
        [("region", "eu", &["eu", "us"][..]), ("version", "v1", &[])]
    );
}

#[test]
fn the_credentials_are_those_of_the_first_requirement_that_a_client_can_meet() {
    let contract = contract();
    let index = contract.index();
    let [get, post] = [&index.operations[0], &index.operations[1]];
    let app = Auth::Header("X-App".to_owned());
    assert_eq!(
        get.credentials(&index),
        Some(vec![("login", Auth::Bearer), ("app", app)])
    );
    assert_eq!(get.scopes(&index), ["read", "write"]);
    assert_eq!(
        post.credentials(&index),
        Some(vec![("session", Auth::Cookie("sid".to_owned()))])
    );
    assert_eq!(post.scopes(&index), [""; 0]);
}

#[test]
fn parameters_have_the_style_that_they_name_or_that_is_usual() {
    let contract = contract();
    let index = contract.index();
    let parameters = index.operations[0].parameters(&index);
    let read = |it: &contract::Parameter<'_>| (it.style(), it.explode(), it.allow_reserved());
    let read: Vec<_> = parameters.iter().map(read).collect();
    assert_eq!(
        read,
        [
            (Style::Simple, false, false),
            (Style::Form, true, false),
            (Style::DeepObject, false, false),
            (Style::PipeDelimited, true, false),
            (Style::Form, true, true),
            (Style::Simple, false, false),
        ]
    );
    let schema = |at: usize| index.schema(parameters[at].schema().unwrap()).unwrap();
    assert_eq!(
        schema(4).node.to_json(),
        serde_json::json!({ "type": "object" })
    );
    assert_eq!(parameters[4].content().unwrap().1, Media::Json);
    assert_eq!(
        (schema(5).name, schema(5).node.span),
        (None, schema(0).node.span)
    );
}

#[test]
fn of_several_media_types_json_is_taken_and_else_the_first() {
    let contract = contract();
    let index = contract.index();
    let [get, post] = [&index.operations[0], &index.operations[1]];
    let body = post.body(&index).unwrap().node;
    let (entry, media) = media_type(body).unwrap();
    assert_eq!(
        (entry.key.name(), media),
        ("application/vnd.shop+json", Media::Json)
    );
    let (_, response) = get.documented(&index).next().unwrap();
    let response = response.node;
    let (entry, media) = media_type(response).unwrap();
    assert_eq!((entry.key.name(), media), ("text/csv", Media::Text));
    let form = &body.get("content").unwrap().entries().next().unwrap().value;
    let encoding = |property| Encoding::of(form, property);
    assert_eq!(
        (
            encoding("ids").style,
            encoding("ids").explode,
            encoding("at").content_type
        ),
        (Style::SpaceDelimited, false, Some("text/plain"))
    );
    assert_eq!(
        (encoding("at").style, encoding("at").explode),
        (Style::Form, false)
    );
    assert_eq!(
        (encoding("b").style, encoding("b").explode),
        (Style::Form, true)
    );
}
