//! A complete Kustomer customer: every documented member is there, and none gets lost.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use generated_client::OrText;
use generated_client::kustomer::types::{Customer, CustomerResponse};
use serde_json::{Value, json};

use crate::support::{self, Reply, Server, kustomer_customer, object, text};

/// Sends a body through the client and back.
async fn through_the_client(body: &Value) -> (CustomerResponse, Value) {
    let server = Server::start([Reply::json(200, body)]).await;
    let client = support::kustomer(&server);
    let response = client.get_customer("64a1f0c27be91d0012ab34c1").send().await;
    let response = response.unwrap().into_inner();
    let again = serde_json::to_value(&response).unwrap();
    (response, again)
}

/// Takes away the members of objects that are null, all the way down.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(_, member)| !member.is_null())
            .map(|(name, member)| (name.clone(), without_nulls(member)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn encoding_it_again_loses_nothing_but_nulls() {
    let body = kustomer_customer();
    let (_, again) = through_the_client(&body).await;
    assert_eq!(without_nulls(&again), without_nulls(&body));
}

#[tokio::test]
async fn encoding_it_again_keeps_what_the_fixture_leaves_empty() {
    let mut body = kustomer_customer();
    let phone = json!({"phone": "+6281200000003", "verified": true, "type": "mobile", "id": "p1"});
    let social = json!({"type": "twitter", "userid": "7", "username": "rosa", "verified": false,
        "url": "https://example.com/rosa"});
    let attributes = object(&mut body, "/data/attributes");
    for (name, value) in [
        ("phones", json!([phone])),
        ("sharedPhones", json!([phone, {}])),
        ("socials", json!([social])),
        ("sharedSocials", json!([social])),
        (
            "urls",
            json!([{"url": "https://example.com", "type": "website"}]),
        ),
        (
            "locations",
            json!([{"type": "home", "name": "Home", "address": "Jalan Mawar 1",
            "address2": "", "latitude": -6.25, "longitude": 106.75, "countryCode": "ID",
            "regionName": "Jawa Barat", "cityName": "Bandung", "zipCode": "40111"}]),
        ),
        ("activeUsers", json!(["64a1efa17be91d0012ab3411"])),
        ("watchers", json!(["64a1efa17be91d0012ab3411"])),
        ("tags", json!(["64a1efa17be91d0012ab3412"])),
        ("signedUpAt", json!("2023-07-02T21:54:26.080Z")),
        ("avatarUrl", json!("https://example.com/rosa.png")),
        ("username", json!("rosa")),
        ("locale", json!("en")),
        ("timeZone", json!("Asia/Jakarta")),
        ("birthdayAt", json!("1990-01-02T00:00:00Z")),
        ("gender", json!("f")),
        ("preview", json!({"$init": true})),
        ("sentiment", json!({})),
        ("custom", json!({"shoeSizeNum": 39, "likesStr": "tea"})),
    ] {
        attributes.insert(name.to_owned(), value);
    }
    let (_, again) = through_the_client(&body).await;
    assert_eq!(without_nulls(&again), without_nulls(&body));
}

#[tokio::test]
async fn encoding_it_again_keeps_members_that_nobody_documented() {
    let mut body = kustomer_customer();
    for pointer in [
        "",
        "/data",
        "/data/attributes",
        "/data/attributes/externalIds/0",
        "/data/attributes/emails/0",
        "/data/attributes/recentLocation",
        "/data/attributes/lastMessageIn",
        "/data/attributes/lastConversation",
        "/data/attributes/lastConversation/sentiment",
        "/data/attributes/conversationCounts",
        "/data/attributes/preview",
        "/data/attributes/sentiment",
        "/data/relationships",
        "/data/relationships/org",
        "/data/relationships/org/links",
        "/data/relationships/org/data",
        "/data/links",
    ] {
        let unknown = json!({"deep": [1, 2.5, "x", true, {"er": {}}]});
        object(&mut body, pointer).insert("unknownMember".to_owned(), unknown);
    }
    let (_, again) = through_the_client(&body).await;
    assert_eq!(without_nulls(&again), without_nulls(&body));
}

/// The customer of the fixture, whose members are all documented.
async fn customer() -> Customer {
    through_the_client(&kustomer_customer()).await.0.data
}

/// The text of a member that must be there.
fn some(member: Option<impl Display>) -> String {
    text(&member.unwrap())
}

/// A list that must be there, unless its type makes it an empty one when it is not.
fn list<T>(member: impl Into<Option<Vec<T>>>) -> Vec<T> {
    member.into().unwrap()
}

/// The milliseconds since 1970 of a member that must be there.
fn millis(member: Option<OrText<DateTime<Utc>>>) -> i64 {
    member.unwrap().into_value().unwrap().timestamp_millis()
}

#[tokio::test]
async fn who_the_customer_is_can_be_reached() {
    let customer = customer().await;
    assert_eq!(text(&customer.type_), "customer");
    assert_eq!(customer.id, "64a1f0c27be91d0012ab34c1");
    let attributes = customer.attributes.unwrap();
    assert_eq!(some(attributes.name), "Rosa Testperson");
    assert_eq!(some(attributes.display_name), "Rosa Testperson");
    assert_eq!(some(attributes.display_color), "yellow");
    assert_eq!(some(attributes.display_icon), "flower");
    assert_eq!(some(attributes.external_id), "shop-000123");
    let external = list(attributes.external_ids).remove(0);
    assert_eq!(some(external.external_id), "shop-000123");
    assert_eq!((external.verified, external.id), (Some(true), None));
    assert!(list(attributes.shared_external_ids).is_empty());
    assert!(attributes.signed_up_at.is_none() && attributes.avatar_url.is_none());
    assert!(attributes.username.is_none());
    assert!(attributes.locale.is_none() && attributes.time_zone.is_none());
    assert!(attributes.birthday_at.is_none() && attributes.gender.is_none());
    assert_eq!(
        (attributes.verified, attributes.rev),
        (Some(true), Some(37))
    );
}

#[tokio::test]
async fn how_the_customer_can_be_contacted_can_be_reached() {
    let attributes = customer().await.attributes.unwrap();
    let email = list(attributes.emails).remove(0);
    assert_eq!(some(email.email), "rosa@example.com");
    assert_eq!(some(email.type_), "home");
    assert_eq!((email.verified, email.id), (Some(true), None));
    let shared = list(attributes.shared_emails).remove(0);
    assert_eq!(some(shared.email), "family@example.com");
    assert_eq!(shared.verified, Some(false));
    assert!(list(attributes.phones).is_empty());
    assert!(list(attributes.shared_phones).is_empty());
    assert!(list(attributes.socials).is_empty());
    assert!(list(attributes.shared_socials).is_empty());
    assert!(list(attributes.urls).is_empty());
    assert!(list(attributes.locations).is_empty());
    assert!(list(attributes.active_users).is_empty());
    assert!(list(attributes.watchers).is_empty());
}

#[tokio::test]
async fn what_the_customer_did_can_be_reached() {
    let attributes = customer().await.attributes.unwrap();
    assert_eq!(some(attributes.presence), "offline");
    assert_eq!(
        millis(attributes.recent_location.unwrap().updated_at),
        1_688_334_946_746
    );
    assert_eq!(millis(attributes.created_at), 1_688_334_866_080);
    assert_eq!(millis(attributes.updated_at), 1_688_530_327_036);
    assert_eq!(millis(attributes.modified_at), 1_688_530_327_036);
    assert_eq!(millis(attributes.last_seen_at), 1_688_335_071_582);
    assert_eq!(millis(attributes.last_activity_at), 1_688_530_327_036);
    assert_eq!(
        millis(attributes.last_customer_activity_at),
        1_688_335_071_582
    );
    let message = attributes.last_message_in.unwrap();
    assert_eq!(millis(message.sent_at), 1_688_334_902_281);
    assert!(message.sentiment.is_none());
    let conversation = attributes.last_conversation.unwrap();
    assert_eq!(some(conversation.id), "64a1f10c7be91d0012ab34f7");
    assert!(list(conversation.tags).is_empty());
    for sentiment in [conversation.sentiment, attributes.sentiment] {
        let sentiment = sentiment.unwrap();
        assert_eq!(sentiment.polarity, Some(1));
        assert_eq!(sentiment.confidence, Some(0.649_023));
    }
    let counts = attributes.conversation_counts.unwrap();
    assert_eq!((counts.all, counts.snoozed), (Some(3), Some(0)));
    assert_eq!((counts.open, counts.done), (Some(2), Some(1)));
    let preview = attributes.preview.unwrap();
    assert_eq!(millis(preview.preview_at), 1_688_334_986_039);
    assert_eq!(some(preview.type_), "message_out");
    assert_eq!(some(preview.text), "Your parcel left our depot today.");
    assert_eq!(some(preview.subject), "Where is my parcel?");
    assert!(list(attributes.tags).is_empty());
    assert_eq!(some(attributes.progressive_status), "open");
}

#[tokio::test]
async fn what_the_customer_belongs_to_can_be_reached() {
    const PATH: &str = "/v1/customers/64a1f0c27be91d0012ab34c1";
    let customer = customer().await;
    let relationships = customer.relationships.unwrap();
    let org = relationships.org.unwrap();
    assert_eq!(
        some(org.links.unwrap().self_),
        "/v1/orgs/64a1ef907be91d0012ab3400"
    );
    let data = org.data.unwrap();
    assert_eq!(some(data.type_), "org");
    assert_eq!(some(data.id), "64a1ef907be91d0012ab3400");
    let messages = relationships.messages.unwrap();
    assert_eq!(
        some(messages.links.unwrap().self_),
        format!("{PATH}/messages")
    );
    let user = relationships.modified_by.unwrap();
    assert_eq!(
        some(user.links.unwrap().self_),
        "/v1/users/64a1efa17be91d0012ab3411"
    );
    let data = user.data.unwrap();
    assert_eq!(some(data.type_), "user");
    assert_eq!(some(data.id), "64a1efa17be91d0012ab3411");
    assert_eq!(some(customer.links.unwrap().self_), PATH);
}
