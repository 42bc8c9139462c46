//! Every response is as the contract says: of every operation, whatever its method, and for every
//! status that it documents.

use sandbox::Sandbox;

use crate::support::contract::{BUILT_IN, Checker, Example, read};
use crate::support::raw;
use crate::support::{ACCOUNT, EMPTY_ACCOUNT, builder};

/// The contract of [`shop`].
pub(crate) const SHOP: &str = include_str!("shop.yaml");

/// A sandbox of another contract.
pub(crate) async fn shop() -> Sandbox {
    Sandbox::builder().contract(SHOP).start().await.unwrap()
}

/// The headers with the key of an API, in each form that a contract here has.
fn credentials(key: &str) -> [(&'static str, String); 2] {
    let basic = match key {
        "sandbox-key-of-depot" => "Basic c2FuZGJveDpzYW5kYm94LWtleS1vZi1kZXBvdA==".to_owned(),
        other => format!("Bearer {other}"),
    };
    [("authorization", basic), ("x-key", key.to_owned())]
}

/// Sends the example of every operation, as it is and once for every documented status; gives the
/// number of responses that were count.
pub(crate) async fn walk(sandbox: &Sandbox, text: &str) -> usize {
    let contract = read(text);
    let checker = Checker::new(&contract);
    let mut operations = checker.index.operations.clone();
    // What is deleted cannot be read afterwards.
    operations.sort_by_key(|operation| operation.method.name() == "delete");
    let mut count = 0;
    for operation in &operations {
        let first = sandbox.apis().next().unwrap();
        let api = operation.api().unwrap_or(first);
        let base = sandbox.base_url(api).unwrap();
        let base = base
            .strip_prefix(&format!("http://{}", sandbox.address()))
            .unwrap();
        let example = Example::new(&checker, operation, base);
        let statuses = checker.statuses(operation);
        let key = credentials(sandbox.api_key(api).unwrap());
        let key = key.each_ref().map(|(name, value)| (*name, value.as_str()));
        for &status in &statuses {
            let fault = format!("status={status}");
            let headers = [&key[..], &[("x-sandbox-fault", fault.as_str())]].concat();
            let response = example.send(sandbox, &headers).await;
            let problems = checker.problems(operation, &response);
            assert_eq!(
                response.status, status,
                "{} {}",
                example.method, example.path
            );
            assert!(
                problems.is_empty(),
                "{} {status}: {problems:#?}",
                example.path
            );
            count += 1;
        }
        for (headers, name) in [(&key[..], "with a key"), (&[], "without a key")] {
            let response = example.send(sandbox, headers).await;
            let is_refused = headers.is_empty() && !statuses.contains(&response.status);
            let problems = checker.problems(operation, &response);
            assert!(
                is_refused || problems.is_empty(),
                "{} {name}: {problems:#?}",
                example.path
            );
            assert!(response.status < 500, "{response:?}");
            count += 1;
        }
    }
    count
}

#[tokio::test]
async fn every_documented_response_comes_and_is_as_documented() {
    let sandbox = builder().listed_values_only(true).start().await.unwrap();
    assert_eq!(walk(&sandbox, BUILT_IN).await, 187 + 2 * 27);
}

#[tokio::test]
async fn so_is_every_response_of_another_contract() {
    assert_eq!(walk(&shop().await, SHOP).await, 23 + 2 * 13);
}

/// Reads every row there is; gives what is wrong with them.
async fn rows(sandbox: &Sandbox) -> Vec<String> {
    let contract = read(BUILT_IN);
    let checker = Checker::new(&contract);
    let mut paths: Vec<(&str, String)> =
        vec![("kirim.list_accounts", "/accounts?status=all".to_owned())];
    for (api, collection, operation, path) in [
        ("kirim", "contacts", "kirim.get_contact", "/contacts/"),
        ("kirim", "customers", "kirim.get_customer", "/customers/"),
        (
            "kustomer",
            "customers",
            "kustomer.get_customer",
            "/v1/customers/",
        ),
    ] {
        let rows = sandbox.rows(api, collection);
        paths.extend(
            rows.iter()
                .map(|row| (operation, format!("{path}{}", row["id"].as_str().unwrap()))),
        );
    }
    for account in [ACCOUNT, EMPTY_ACCOUNT] {
        paths.push((
            "kirim.list_contacts",
            format!("/{account}/contacts?limit=100"),
        ));
    }
    paths.push(("kirim.list_labels", "/labels".to_owned()));
    for (operation, list) in [
        ("kirim.list_conversations", "conversations"),
        ("kirim.list_messages", "messages"),
        ("kirim.list_templates", "templates?status=all"),
    ] {
        paths.push((operation, format!("/{ACCOUNT}/{list}")));
    }
    let mut problems = Vec::new();
    for (operation, path) in paths {
        let operation = checker.operation(operation);
        let api = operation.api().unwrap();
        let base = if api == "kirim" {
            "/kirim/v1"
        } else {
            "/kustomer"
        };
        let key = format!("Bearer {}", sandbox.api_key(api).unwrap());
        let path = format!("{base}{path}");
        let response = raw::get(sandbox.address(), &path, &[("authorization", &key)]).await;
        assert_eq!(response.status, 200, "{path}");
        problems.extend(checker.problems(&operation, &response));
    }
    problems
}

#[tokio::test]
async fn every_row_is_as_documented() {
    let sandbox = builder().listed_values_only(true).start().await.unwrap();
    assert_eq!(rows(&sandbox).await, Vec::<String>::new());
}

#[tokio::test]
async fn untidy_rows_are_as_documented_but_for_the_values_of_open_enums() {
    let problems = rows(&builder().start().await.unwrap()).await;
    assert!(
        problems
            .iter()
            .any(|problem| problem.contains("under_review"))
    );
    for problem in &problems {
        let words = [
            "`under_review`",
            "`billing`",
            "`whatsapp`",
            "`snoozed`",
            "`coral`",
        ];
        assert!(words.iter().any(|word| problem.contains(word)), "{problem}");
    }
}

#[test]
fn the_check_finds_what_is_wrong() {
    let contract = read(BUILT_IN);
    let checker = Checker::new(&contract);
    let problems = |text: &str| {
        let response = raw::Raw::parse(text.replace('\n', "\r\n").as_bytes()).unwrap();
        checker
            .problems(&checker.operation("kirim.list_accounts"), &response)
            .join(", ")
    };
    assert_eq!(problems("HTTP/1.1 418 Teapot\n\n"), "418 is not documented");
    let text =
        problems("HTTP/1.1 200 OK\ncontent-type: application/json\nx-ratelimit-limit: many\n\n{}");
    for part in [
        "header X-RateLimit-Limit",
        "no header X-Request-Id",
        "lacks `data`",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

/// Nothing but the contract has to change.
#[tokio::test]
async fn an_operation_that_is_added_is_served() {
    let team = "{ type: object, required: [id, name], properties: { id: { type: string }, name: { type: string } } }";
    let added = format!(
        "
  /teams:
    servers: [{{ url: 'https://api.kirimdev.com/v1' }}]
    post:
      operationId: kirim.create_team
      security: [{{ kirim: [] }}]
      requestBody: {{ required: true, content: {{ application/json: {{ schema: {team} }} }} }}
      responses:
        '201': {{ description: The team., content: {{ application/json: {{ schema: {team} }} }} }}
        '400': {{ $ref: '#/components/responses/kirim.ValidationFailure' }}
  /teams/{{id}}:
    servers: [{{ url: 'https://api.kirimdev.com/v1' }}]
    get:
      operationId: kirim.get_team
      security: [{{ kirim: [] }}]
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]
      responses:
        '200': {{ description: The team., content: {{ application/json: {{ schema: {team} }} }} }}
components:
"
    );
    let text = BUILT_IN.replacen("\ncomponents:\n", &added, 1);
    let sandbox = Sandbox::builder().contract(text).start().await.unwrap();
    let key = format!("Bearer {}", sandbox.kirim_api_key());
    let headers = [
        ("authorization", key.as_str()),
        ("content-type", "application/json"),
    ];
    let path = "/kirim/v1/teams";
    let send = |body| raw::send(sandbox.address(), "POST", path, &headers, body);
    let created = send(r#"{ "id": "tm_1", "name": "VIP" }"#).await;
    assert_eq!(
        (created.status, created.text("/name").as_str()),
        (201, "VIP")
    );
    let read = raw::get(sandbox.address(), "/kirim/v1/teams/tm_1", &headers).await;
    assert_eq!(read.json(), created.json());
    let refused = send(r#"{ "id": "tm_2" }"#).await;
    assert_eq!(
        (refused.status, refused.text("/error/code").as_str()),
        (400, "invalid_field_value")
    );
    assert_eq!(
        refused.header("x-ratelimit-limit"),
        Some("600"),
        "the bucket of writes"
    );
}
