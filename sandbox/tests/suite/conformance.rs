//! Every answer is as the contract says, errors included.

use std::collections::BTreeSet;

use sandbox::{FREE_PLAN_KIRIM_KEY, Sandbox};
use serde_json::json;

use crate::support::contract::{Contract, Enums};
use crate::support::raw::{self, Raw};
use crate::support::{ACCOUNT, DEGRADED_ACCOUNT, EMPTY_ACCOUNT, builder};

const KIRIM_OPERATIONS: [&str; 4] = [
    "kirim.list_accounts",
    "kirim.list_contacts",
    "kirim.get_contact",
    "kirim.get_customer",
];

/// Sends requests, validates the answers, and keeps count.
struct Walk<'a> {
    sandbox: &'a Sandbox,
    contract: Contract,
    met: BTreeSet<(String, u16)>,
}

impl<'a> Walk<'a> {
    fn new(sandbox: &'a Sandbox, enums: Enums) -> Self {
        Self {
            sandbox,
            contract: Contract::load(enums),
            met: BTreeSet::new(),
        }
    }

    /// A request that is to be answered with a status, and as the contract says.
    async fn expect(&mut self, operation: &str, status: u16, path: &str) -> Raw {
        self.expect_with(operation, status, path, None, None).await
    }

    async fn expect_with(
        &mut self,
        operation: &str,
        status: u16,
        path: &str,
        key: Option<&str>,
        fault: Option<&str>,
    ) -> Raw {
        let (base, own_key) = if operation.starts_with("kirim.") {
            ("/kirim/v1", self.sandbox.kirim_api_key())
        } else {
            ("/kustomer", self.sandbox.kustomer_api_key())
        };
        let authorization = format!("Bearer {}", key.unwrap_or(own_key));
        let mut headers = vec![("authorization", authorization.as_str())];
        headers.extend(fault.map(|fault| ("x-sandbox-fault", fault)));
        let path = format!("{base}{path}");
        let answer = raw::get(self.sandbox.address(), &path, &headers).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        let problems = self.contract.problems(operation, &answer);
        assert!(problems.is_empty(), "{path} {status}: {problems:#?}");
        self.met.insert((operation.to_owned(), status));
        answer
    }

    /// Paths that are answered with a resource, one for each operation.
    fn good_path(&self, operation: &str) -> String {
        let first = |ids: Vec<String>| ids.into_iter().next().unwrap();
        match operation {
            "kirim.list_accounts" => "/accounts".to_owned(),
            "kirim.list_contacts" => format!("/{ACCOUNT}/contacts?limit=1"),
            "kirim.get_contact" => format!("/contacts/{}", first(self.sandbox.contact_ids())),
            "kirim.get_customer" => format!("/customers/{}", first(self.sandbox.customer_ids())),
            _ => format!(
                "/v1/customers/{}",
                first(self.sandbox.kustomer_customer_ids())
            ),
        }
    }

    /// All rows there are.
    async fn rows(&mut self) {
        self.expect("kirim.list_accounts", 200, "/accounts").await;
        self.expect("kirim.list_accounts", 200, "/accounts?status=all")
            .await;
        for account in [ACCOUNT, EMPTY_ACCOUNT] {
            let mut path = format!("/{account}/contacts?limit=100");
            loop {
                let page = self.expect("kirim.list_contacts", 200, &path).await.json();
                let Some(cursor) = page["next_cursor"].as_str() else {
                    break;
                };
                path = format!("/{account}/contacts?limit=100&cursor={cursor}");
            }
        }
        let narrowed = format!("/{ACCOUNT}/contacts?search=a&phone=%2B628000000000001");
        self.expect("kirim.list_contacts", 200, &narrowed).await;
        for id in self.sandbox.contact_ids() {
            let path = format!("/contacts/{id}");
            self.expect("kirim.get_contact", 200, &path).await;
        }
        for id in self.sandbox.customer_ids() {
            let path = format!("/customers/{id}");
            self.expect("kirim.get_customer", 200, &path).await;
        }
        for id in self.sandbox.kustomer_customer_ids() {
            let path = format!("/v1/customers/{id}");
            self.expect("kustomer.get_customer", 200, &path).await;
        }
    }

    /// All errors there are.
    async fn errors(&mut self) {
        for operation in KIRIM_OPERATIONS
            .into_iter()
            .chain(["kustomer.get_customer"])
        {
            let path = self.good_path(operation);
            for key in ["x", "kdv_live_sandbox-nobody-has-00001", "a.b.c"] {
                self.expect_with(operation, 401, &path, Some(key), None)
                    .await;
            }
            for (fault, status) in [("rate-limited=3", 429), ("internal-error", 500)] {
                self.expect_with(operation, status, &path, None, Some(fault))
                    .await;
            }
        }
        for path in ["/accounts?status=x", "/accounts?status=all&status=all"] {
            self.expect("kirim.list_accounts", 400, path).await;
        }
        for query in [
            "limit=0",
            "limit=101",
            "limit=x",
            "cursor=x",
            "phone=628",
            "search=",
        ] {
            let path = format!("/{ACCOUNT}/contacts?{query}");
            self.expect("kirim.list_contacts", 400, &path).await;
        }
        self.expect("kirim.list_contacts", 400, "/x/contacts").await;
        self.expect("kirim.list_contacts", 404, "/999999/contacts")
            .await;
        let path = format!("/{DEGRADED_ACCOUNT}/contacts");
        self.expect("kirim.list_contacts", 422, &path).await;
        self.expect("kirim.get_contact", 400, "/contacts/%FF").await;
        self.expect("kirim.get_contact", 404, "/contacts/ctc_x")
            .await;
        self.expect("kirim.get_customer", 400, "/customers/%FF")
            .await;
        self.expect("kirim.get_customer", 404, "/customers/cus_x")
            .await;
        let path = self.good_path("kirim.get_customer");
        let key = Some(FREE_PLAN_KIRIM_KEY);
        self.expect_with("kirim.get_customer", 402, &path, key, None)
            .await;
        self.expect("kustomer.get_customer", 400, "/v1/customers/x")
            .await;
        self.expect("kustomer.get_customer", 400, "/v1/customers/%FF")
            .await;
        for id in ["000000000000000000000000", "email=nobody@example.com"] {
            let path = format!("/v1/customers/{id}");
            self.expect("kustomer.get_customer", 404, &path).await;
        }
    }
}

#[tokio::test]
async fn every_declared_answer_comes_and_is_as_declared() {
    let sandbox = builder().listed_values_only(true).start().await.unwrap();
    let mut walk = Walk::new(&sandbox, Enums::Closed);
    walk.rows().await;
    walk.errors().await;
    assert_eq!(walk.met, walk.contract.declared());
}

#[tokio::test]
async fn untidy_rows_are_as_declared_but_for_the_values_of_open_enums() {
    let sandbox = builder().start().await.unwrap();
    Walk::new(&sandbox, Enums::Open).rows().await;
    let accounts = crate::support::get_kirim(&sandbox, "/accounts?status=all").await;
    let closed = Contract::load(Enums::Closed);
    let problems = closed.problems("kirim.list_accounts", &accounts);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("under_review"), "{problems:?}");
}

#[tokio::test]
async fn real_limits_answer_as_declared() {
    let sandbox = builder()
        .read_per_minute(1)
        .kustomer_per_minute(1)
        .start()
        .await
        .unwrap();
    let mut walk = Walk::new(&sandbox, Enums::Closed);
    for (operation, path) in [
        ("kirim.list_accounts", "/accounts"),
        (
            "kustomer.get_customer",
            "/v1/customers/000000000000000000000000",
        ),
    ] {
        let status = if operation.starts_with("kirim.") {
            200
        } else {
            404
        };
        walk.expect(operation, status, path).await;
        walk.expect(operation, 429, path).await;
    }
}

#[test]
fn the_validator_bites() {
    let contract = Contract::load(Enums::Open);
    let good = json!({
        "id": "ctc_1", "object": "contact", "phone_number": null, "name": null, "email": null,
        "metadata": null, "whatsapp_account": {"phone_number": null},
        "created_at": "2026-06-11T07:20:05.412Z", "updated_at": "2026-06-11T07:20:05.412Z",
    });
    let problems = |body: &_| contract.problems_of_schema("kirim.Contact", body);
    assert_eq!(problems(&good), Vec::<String>::new());
    for (member, value) in [
        ("id", json!(7)),
        ("id", json!(null)),
        ("phone_number", json!(628)),
        ("metadata", json!([])),
        ("whatsapp_account", json!({})),
        ("created_at", json!("yesterday")),
    ] {
        let mut broken = good.clone();
        broken[member] = value.clone();
        assert_eq!(problems(&broken).len(), 1, "{member}: {value}");
        broken.as_object_mut().unwrap().remove(member);
        assert_eq!(problems(&broken).len(), 1, "without {member}");
    }
}
