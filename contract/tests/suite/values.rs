//! Values against a contract: what the sandbox and tests of conformance do.
#![allow(clippy::unwrap_used, reason = "tests")]

use contract::{Index, Node, Problem};
use serde_json::{Value, json};

const TEXT: &str = "
openapi: 3.0.3
components:
  schemas:
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

fn with_batch<T>(run: impl FnOnce(&Index<'_>, &Node) -> T) -> T {
    let contract = contract::load_earlier("openapi.yaml", TEXT).unwrap();
    let index = contract.index();
    run(
        &index,
        &index.component("schemas", "shop.Batch").unwrap().value,
    )
}

fn request(body: &Value) -> Vec<String> {
    let problems = with_batch(|index, batch| index.in_request(batch, body));
    problems.iter().map(Problem::to_string).collect()
}

fn response(body: &Value) -> Vec<String> {
    let problems = with_batch(|index, batch| index.in_response(batch, body));
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
fn a_response_holds_what_is_only_read() {
    let body = json!({ "messages": [{ "id": "msg_1", "to": "+6281200000002" }] });
    assert!(response(&body).is_empty());
    assert_eq!(
        response(&json!({ "messages": [{}] })),
        [
            "`/messages/0` lacks `id`, which is required",
            "`/messages/0` lacks `to`, which is required"
        ]
    );
}

#[test]
fn threads_share_an_index() {
    with_batch(|index, batch| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| index.in_request(batch, &json!(1)));
            }
        });
    });
}
