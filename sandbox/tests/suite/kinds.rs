//! What a contract may hold, each kind by a small contract of its own: what is served, and that each
//! documented response is as documented.

use sandbox::Sandbox;

use crate::conformance::walk;
use crate::support::raw::{self, Raw};

/// A sandbox of the operations below `paths`, indented by two, and of what stands before them.
async fn serve(head: &str, paths: &str) -> Sandbox {
    let text =
        format!("openapi: 3.0.3\ninfo: {{ title: One kind, version: '1' }}\n{head}\npaths:{paths}");
    let sandbox = Sandbox::builder().contract(&text);
    let sandbox = sandbox.start().await.unwrap();
    assert!(walk(&sandbox, &text).await > 0);
    sandbox
}

/// The response to a request such as `POST /messages`, with a body that is JSON unless it is empty.
async fn send(sandbox: &Sandbox, request: &str, body: &str, headers: &[(&str, &str)]) -> Raw {
    let (method, path) = request.split_once(' ').unwrap();
    let json = (!body.is_empty()).then_some(("content-type", "application/json"));
    let headers: Vec<_> = headers.iter().copied().chain(json).collect();
    let path = format!("/api{path}");
    raw::send(sandbox.address(), method, &path, &headers, body).await
}

/// The success is the lowest 2xx, else the lowest 3xx, else `default`.
#[tokio::test]
async fn one_of_several_successes() {
    const TEXT: &str = "content: { text/plain: { schema: { type: string }, example: ";
    for (responses, status, body) in [
        (
            "'202': { description: Later. }, '201': { description: Now., TEXTnow } } }",
            201,
            "now",
        ),
        (
            "'204': { description: None. }, 2XX: { description: Any., TEXTany } } }",
            204,
            "",
        ),
        (
            "default: { description: Any., TEXTany } } }, 2XX: { description: Good., TEXTgood } } }",
            200,
            "good",
        ),
        (
            "'404': { description: No. }, '307': { description: There. }, '302': { description: Here. }",
            302,
            "",
        ),
        (
            "4XX: { description: No. }, default: { description: Any., TEXTany } } }",
            200,
            "any",
        ),
    ] {
        let responses = responses.replace("TEXT", TEXT);
        let paths =
            format!("\n  /x:\n    post: {{ operationId: make, responses: {{ {responses} }} }}\n");
        let sandbox = serve("", &paths).await;
        let response = send(&sandbox, "POST /x", "", &[]).await;
        assert_eq!(response.status, status, "{responses}");
        assert_eq!(response.body, body.as_bytes(), "{responses}");
    }
}

#[tokio::test]
async fn a_redirection_leads_to_bytes_in_the_sandbox() {
    let paths = "
  /messages/{id}/media:
    get:
      operationId: media
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '302': { description: The file., headers: { Location: { schema: { type: string } } } }
";
    let sandbox = serve("", paths).await;
    let response = send(&sandbox, "GET /messages/1/media", "", &[]).await;
    assert_eq!((response.status, response.body.len()), (302, 0));
    let location = response.header("location").unwrap();
    let origin = format!("http://{}", sandbox.address());
    let file = raw::get(
        sandbox.address(),
        location.strip_prefix(&origin).unwrap(),
        &[],
    )
    .await;
    assert_eq!((file.status, file.body.len()), (200, 1024));
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );
}

#[tokio::test]
async fn errors_of_a_range_and_of_default_have_the_body_of_each() {
    let paths = "
  /things/{id}:
    get:
      operationId: thing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, maximum: 9 } }]
      responses:
        '200': { description: It. }
        4XX:
          description: The caller is wrong.
          content: { application/problem+json: { schema: { type: object, required: [problem], properties: { problem: { type: integer } } } } }
        default:
          description: Anything else.
          content: { text/plain: { schema: { type: string }, example: sorry } }
";
    let sandbox = serve("", paths).await;
    let refused = send(&sandbox, "GET /things/10", "", &[]).await;
    assert_eq!(
        (refused.status, refused.header("content-type")),
        (400, Some("application/problem+json"))
    );
    assert!(refused.json()["problem"].is_number(), "{refused:?}");
    let fault = [("x-sandbox-fault", "status=503")];
    let failed = send(&sandbox, "GET /things/1", "", &fault).await;
    assert_eq!(
        (failed.status, failed.header("content-type")),
        (503, Some("text/plain"))
    );
    assert_eq!(failed.body, b"sorry");
    let fault = [("x-sandbox-fault", "unavailable=9")];
    let unavailable = send(&sandbox, "GET /things/1", "", &fault).await;
    assert_eq!(
        (unavailable.status, unavailable.number("retry-after")),
        (503, 9)
    );
}

#[tokio::test]
async fn credentials_go_where_the_contract_says() {
    const HEAD: &str = "
security: [{ way: [] }]
components:
  securitySchemes:
    way: ";
    const PATHS: &str = "
  /mine: { get: { operationId: mine, responses: { '200': { description: It. }, '401': { description: No. } } } }
  /health: { get: { operationId: health, security: [], responses: { '204': { description: Well. } } } }
";
    const KEY: &str = "sandbox-key-of-api";
    const BEARER: &str = "{ type: http, scheme: bearer }";
    const BASIC: &str = "{ type: http, scheme: basic }";
    const HEADER: &str = "{ type: apiKey, in: header, name: X-Key }";
    const QUERY: &str = "{ type: apiKey, in: query, name: key }";
    const COOKIE: &str = "{ type: apiKey, in: cookie, name: key }";
    for (scheme, query, header, status) in [
        (BEARER, "", "authorization: Bearer sandbox-key-of-api", 200),
        (BEARER, "", "authorization: Bearer sandbox-key-of-all", 401),
        (BEARER, "", "x-key: sandbox-key-of-api", 401),
        // `user:sandbox-key-of-api`, `sandbox-key-of-api:`, `user:cat`.
        (
            BASIC,
            "",
            "authorization: Basic dXNlcjpzYW5kYm94LWtleS1vZi1hcGk=",
            200,
        ),
        (
            BASIC,
            "",
            "authorization: Basic c2FuZGJveC1rZXktb2YtYXBpOg==",
            200,
        ),
        (BASIC, "", "authorization: Basic dXNlcjpjYXQ=", 401),
        (HEADER, "", "x-key: sandbox-key-of-api", 200),
        (HEADER, "", "x-key: cat", 401),
        (QUERY, "?key=sandbox-key-of-api", "x: ", 200),
        (QUERY, "?key=cat", "x-key: sandbox-key-of-api", 401),
        (COOKIE, "", "cookie: a=b; key=sandbox-key-of-api", 200),
        (COOKIE, "", "cookie: a=b; key=cat", 401),
    ] {
        let header = header.split_once(": ").unwrap();
        let sandbox = serve(&format!("{HEAD}{scheme}"), PATHS).await;
        assert_eq!(sandbox.api_key("api"), Some(KEY));
        let request = format!("GET /mine{query}");
        let response = send(&sandbox, &request, "", &[header]).await;
        assert_eq!(response.status, status, "{scheme} {query} {header:?}");
        let refused = send(&sandbox, "GET /mine", "", &[]).await;
        assert_eq!(refused.status, 401, "{scheme}");
        let open = send(&sandbox, "GET /health", "", &[]).await;
        assert_eq!(open.status, 204, "no key is needed");
    }
}

#[tokio::test]
async fn a_body_that_may_be_left_out() {
    let paths = "
  /labels:
    post:
      operationId: label
      requestBody:
        content:
          application/json: { schema: { type: object, properties: { name: { type: string } } }, example: {} }
          application/vnd.shop+json: { schema: { type: object, properties: { name: { type: string } } } }
          text/plain: { schema: { type: string } }
      responses:
        '200': { description: It., content: { application/vnd.shop+json: { schema: { type: object, required: [done], properties: { done: { type: boolean } } } } } }
        '400': { description: No. }
        '415': { description: No. }
";
    let sandbox = serve("", paths).await;
    for (media_type, body, status) in [
        ("application/json", "", 200),
        ("application/json", r#"{"name":"a"}"#, 200),
        ("application/json", r#"{"name":1}"#, 400),
        ("application/vnd.shop+json", r#"{"name":1}"#, 400),
        ("text/plain", "a", 200),
        ("text/html", "a", 415),
    ] {
        let headers = [("content-type", media_type)];
        let response = raw::send(sandbox.address(), "POST", "/api/labels", &headers, body).await;
        assert_eq!(response.status, status, "{media_type} {body}");
        if status == 200 {
            assert_eq!(
                response.header("content-type"),
                Some("application/vnd.shop+json")
            );
            assert_eq!(response.json()["done"], true);
        }
        assert_eq!(sandbox.requests().last().unwrap().body, body);
    }
}

#[tokio::test]
async fn a_path_that_has_nothing_but_one_method() {
    for method in [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ] {
        let paths = format!(
            "\n  /only: {{ {method}: {{ operationId: only, responses: {{ '204': {{ description: Done. }}, '404': {{ description: No. }} }} }} }}\n"
        );
        let sandbox = serve("", &paths).await;
        let request = format!("{} /only", method.to_uppercase());
        assert_eq!(
            send(&sandbox, &request, "", &[]).await.status,
            204,
            "{method}"
        );
        let other = if method == "put" {
            "POST /only"
        } else {
            "PUT /only"
        };
        let refused = send(&sandbox, other, "", &[]).await;
        assert_eq!(refused.status, 405, "{method}");
        let allow = refused.header("allow").unwrap().to_lowercase();
        assert!(allow.starts_with(method), "{allow}");
    }
}

/// HEAD is the operation that the contract describes, not the one for GET.
#[tokio::test]
async fn head_may_be_an_operation_of_its_own() {
    let paths = "
  /file:
    get: { operationId: read, responses: { '200': { description: It. } } }
    head: { operationId: look, responses: { '204': { description: It is there. } } }
";
    let sandbox = serve("", paths).await;
    assert_eq!(send(&sandbox, "HEAD /file", "", &[]).await.status, 204);
    assert_eq!(sandbox.requests().last().unwrap().operation, Some("look"));
    let refused = send(&sandbox, "PUT /file", "", &[]).await;
    assert_eq!(refused.header("allow"), Some("GET, HEAD"));
}

/// Each kind of fault, for an operation that writes: whatever becomes of the response, the row is
/// there.
#[tokio::test]
async fn every_fault_for_a_write() {
    let paths = "
  /notes:
    get:
      operationId: notes
      responses: { '200': { description: All., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } }
    post:
      operationId: note
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Note' }, example: { id: n0 } } } }
      responses: { '201': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
components:
  schemas:
    Note: { type: object, required: [id], properties: { id: { type: string } } }
";
    let sandbox = serve("", paths).await;
    for (number, (fault, status)) in [
        ("latency=1ms", Some(201)),
        ("truncate", Some(201)),
        ("trickle=1ms", Some(201)),
        ("content-type=text/html", Some(201)),
        ("body=[1, 2]", Some(201)),
        ("reset-in-body", Some(201)),
        ("reset", None),
        ("redirect", Some(302)),
        ("status=299", Some(299)),
        ("status=418, code=teapot", Some(418)),
        ("internal-error", Some(500)),
        ("bad-gateway", Some(502)),
        ("unavailable=9", Some(503)),
        ("rate-limited=9", Some(429)),
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("n{}", number + 1);
        let body = format!(r#"{{"id":"{id}"}}"#);
        let headers = [
            ("content-type", "application/json"),
            ("x-sandbox-fault", fault),
        ];
        let path = "/api/notes";
        let (response, _) =
            raw::send_broken(sandbox.address(), "POST", path, &headers, &body).await;
        assert_eq!(response.map(|it| it.status), status, "{fault}");
        assert_eq!(sandbox.rows("api", "notes")[0]["id"], *id, "{fault}");
    }
}
