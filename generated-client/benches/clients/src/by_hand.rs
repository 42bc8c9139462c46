//! What somebody writes who needs two operations: reqwest and serde, with the same headers, timeouts
//! and no redirects.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{
    header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, HeaderMap, HeaderValue},
    redirect::Policy,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::Failure;

/// An HTTP client that sends what ours sends, within the same times.
pub(crate) fn http() -> Result<reqwest::Client, Failure> {
    // Fails when there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut key = HeaderValue::from_static("Bearer kdv_test_bench");
    key.set_sensitive(true);
    let headers = HeaderMap::from_iter([
        (AUTHORIZATION, key),
        (ACCEPT, HeaderValue::from_static("application/json")),
        (ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
    ]);
    let client = reqwest::Client::builder()
        .default_headers(headers)
        .user_agent("generated-client/0.1.0")
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(30));
    Ok(client.build()?)
}

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    async fn get<T: DeserializeOwned>(&self, target: &str) -> Result<T, Failure> {
        let url = format!("{}{target}", self.url);
        let response = self.http.get(url).send().await?.error_for_status()?;
        let body = response.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}

impl crate::Client for Client {
    fn new(url: &str) -> Result<Self, Failure> {
        let (http, url) = (http()?, url.to_owned());
        Ok(Self { http, url })
    }

    async fn call(&self) -> Result<(), Failure> {
        self.get::<CustomerResponse>("/customers/cus_1").await?;
        Ok(())
    }

    async fn stream(&self, pages: usize) -> Result<usize, Failure> {
        let list = format!(
            "/{}/contacts?limit=100",
            crate::server::FIRST_NUMBER + pages
        );
        let (mut count, mut target) = (0, list.clone());
        loop {
            let page: ContactList = self.get(&target).await?;
            for contact in page.data {
                std::hint::black_box(contact);
                count += 1;
            }
            match page.next_cursor {
                Some(cursor) => target = format!("{list}&cursor={cursor}"),
                None => return Ok(count),
            }
        }
    }

    fn page(body: &[u8]) -> Result<(), Failure> {
        serde_json::from_slice::<ContactList>(body)?;
        Ok(())
    }

    fn kustomer(body: &[u8]) -> Result<(), Failure> {
        serde_json::from_slice::<KustomerResponse>(body)?;
        Ok(())
    }
}

/// Declares structs that are read and nothing else.
macro_rules! read {
    ($($name:ident { $($field:tt)* })*) => { $(
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "only decoded")]
        struct $name { $($field)* #[serde(flatten)] extra: Map<String, Value> }
    )* };
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct CustomerResponse {
    data: Customer,
    request_id: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Customer {
    id: String,
    object: String,
    name: String,
    email: Option<String>,
    status: Status,
    metadata: Option<Map<String, Value>>,
    archived_at: Option<DateTime<Utc>>,
    team_id: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    whatsapp_accounts: Vec<Account>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Account {
    phone_number_id: Option<String>,
    phone_number: Option<String>,
    name: Option<String>,
    status: Status,
    onboarded_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
    Connected,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct ContactList {
    data: Vec<Contact>,
    has_more: bool,
    next_cursor: Option<String>,
    request_id: String,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Contact {
    id: String,
    object: Object,
    phone_number: Option<String>,
    name: Option<String>,
    email: Option<String>,
    metadata: Option<Map<String, Value>>,
    whatsapp_account: ContactAccount,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Object {
    Contact,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Home,
    Work,
    #[serde(other)]
    Other,
}

read! {
    ContactAccount { #[serde(rename = "phone_number")] phone_number: Option<String>, }
    KustomerResponse { data: KustomerCustomer, }
    KustomerCustomer {
        r#type: String, id: String, attributes: Option<Attributes>,
        relationships: Option<Relationships>, links: Option<Links>,
    }
    Attributes {
        name: Option<String>, display_name: Option<String>, display_color: Option<String>,
        display_icon: Option<String>, external_id: Option<String>,
        external_ids: Option<Vec<ExternalId>>, shared_external_ids: Option<Vec<ExternalId>>,
        signed_up_at: Option<DateTime<Utc>>, avatar_url: Option<String>, username: Option<String>,
        emails: Option<Vec<Email>>, shared_emails: Option<Vec<Email>>, phones: Option<Vec<Value>>,
        shared_phones: Option<Vec<Value>>, socials: Option<Vec<Value>>,
        shared_socials: Option<Vec<Value>>, urls: Option<Vec<Value>>,
        locations: Option<Vec<Value>>, active_users: Option<Vec<String>>,
        watchers: Option<Vec<String>>, recent_location: Option<RecentLocation>,
        locale: Option<String>, time_zone: Option<String>, birthday_at: Option<String>,
        gender: Option<String>, presence: Option<String>, created_at: Option<DateTime<Utc>>,
        updated_at: Option<DateTime<Utc>>, modified_at: Option<DateTime<Utc>>,
        last_seen_at: Option<DateTime<Utc>>, last_activity_at: Option<DateTime<Utc>>,
        last_customer_activity_at: Option<DateTime<Utc>>, last_message_in: Option<MessageIn>,
        last_conversation: Option<Conversation>, conversation_counts: Option<Counts>,
        preview: Option<Preview>, tags: Option<Vec<String>>, sentiment: Option<Sentiment>,
        progressive_status: Option<String>, verified: Option<bool>, rev: Option<i64>,
    }
    ExternalId { external_id: Option<String>, verified: Option<bool>, id: Option<String>, }
    Email {
        email: Option<String>, verified: Option<bool>, r#type: Option<Kind>, id: Option<String>,
    }
    RecentLocation { updated_at: Option<DateTime<Utc>>, }
    MessageIn { sent_at: Option<DateTime<Utc>>, sentiment: Option<Sentiment>, }
    Conversation {
        id: Option<String>, sentiment: Option<Sentiment>, tags: Option<Vec<String>>,
    }
    Counts { all: Option<i64>, snoozed: Option<i64>, open: Option<i64>, done: Option<i64>, }
    Preview {
        preview_at: Option<DateTime<Utc>>, r#type: Option<String>, text: Option<String>,
        subject: Option<String>,
    }
    Sentiment { polarity: Option<i64>, confidence: Option<f64>, }
    Relationships {
        org: Option<One>, messages: Option<Many>, modified_by: Option<One>,
    }
    One { links: Option<Links>, data: Option<Identifier>, }
    Many { links: Option<Links>, }
    Identifier { r#type: Option<String>, id: Option<String>, }
    Links { #[serde(rename = "self")] own: Option<String>, }
}
