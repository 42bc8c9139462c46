//! Bodies against a contract: what the sandbox and tests of conformance do.
#![allow(clippy::unwrap_used, reason = "tests")]

use contract::{NoSchema, Problem};
use serde_json::{Value, json};

const TEXT: &str = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /messages:
    post:
      operationId: shop.send
      requestBody:
        required: true
        content:
          text/plain: { schema: { type: string } }
          application/vnd.shop+json: { schema: { $ref: '#/components/schemas/shop.Batch' } }
      responses:
        '200':
          description: What was sent.
          content: { application/json: { schema: { $ref: '#/components/schemas/shop.Batch' } } }
        '204': { description: Nothing was sent. }
        4XX: { $ref: '#/components/responses/shop.Failure' }
        default: { $ref: '#/components/responses/shop.Failure' }
components:
  responses:
    shop.Failure:
      description: What went wrong.
      content: { application/json: { schema: { $ref: '#/components/schemas/shop.Error' } } }
  schemas:
    shop.Error: { type: object, required: [message], properties: { message: { type: string } } }
    shop.Batch:
      type: object
      required: [messages]
      properties:
        messages: { type: array, minItems: 1, items: { $ref: '#/components/schemas/shop.Message' } }
    shop.Message:
      type: object
      required: [id, to, secret]
      properties:
        id: { type: string, readOnly: true }
        to: { type: string, pattern: '^[+][0-9]+$' }
        secret: { type: string, writeOnly: true }
";

fn with_validator<T>(run: impl FnOnce(&contract::Validator<'_>) -> T) -> T {
    let contract = contract::load_earlier("openapi.yaml", TEXT).unwrap();
    run(&contract.validator())
}

fn request(body: &Value) -> Vec<String> {
    let problems = with_validator(|it| it.request_body("shop.send", body)).unwrap();
    problems.iter().map(Problem::to_string).collect()
}

fn response(status: u16, body: &Value) -> Vec<String> {
    let problems = with_validator(|it| it.response_body("shop.send", status, body)).unwrap();
    problems.iter().map(Problem::to_string).collect()
}

#[test]
fn a_problem_of_a_request_has_its_pointer() {
    let body = json!({ "messages": [{ "to": "+6281200000002", "secret": "s" }] });
    assert!(request(&body).is_empty());
    let body = json!({ "messages": [{ "to": "0812", "secret": "s", "id": 7 }] });
    let mut found = request(&body);
    found.sort();
    assert_eq!(
        found,
        [
            "`/messages/0/id` is a number, but the type is `string`",
            "`/messages/0/to` is `0812`, which does not match the pattern `^[+][0-9]+$`",
        ]
    );
    assert_eq!(
        request(&json!({})),
        ["the value lacks `messages`, which is required"]
    );
}

#[test]
fn a_response_is_checked_by_its_status() {
    let body = json!({ "messages": [{ "id": "msg_1", "to": "+6281200000002" }] });
    assert!(response(200, &body).is_empty());
    assert_eq!(
        response(200, &json!({ "messages": [{}] })),
        [
            "`/messages/0` lacks `id`, which is required",
            "`/messages/0` lacks `to`, which is required"
        ]
    );
    for status in [404, 503] {
        assert!(response(status, &json!({ "message": "No." })).is_empty());
        assert_eq!(
            response(status, &json!({})),
            ["the value lacks `message`, which is required"]
        );
    }
}

#[test]
fn without_a_schema_nothing_is_said() {
    let body = json!({});
    with_validator(|validator| {
        let unknown = NoSchema::Operation("shop.receive".to_owned());
        assert_eq!(validator.request_body("shop.receive", &body), Err(unknown));
        let error = validator
            .response_body("shop.send", 204, &body)
            .unwrap_err();
        assert_eq!(error, NoSchema::Response("shop.send".to_owned(), 204));
        assert_eq!(
            error.to_string(),
            "operation `shop.send` has no schema of a JSON body for status 204"
        );
    });
}

#[test]
fn threads_share_a_validator() {
    with_validator(|validator| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| validator.request_body("shop.send", &json!(1)).unwrap());
            }
        });
    });
}
