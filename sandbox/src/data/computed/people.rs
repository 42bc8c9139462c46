//! Customers of Kustomer: people, some of whom have every attribute and some hardly any.

use generated_client::kustomer::types::{
    CollectionRelationship, ConversationCounts, Customer, CustomerAttributes,
    CustomerRelationships, Email, ExternalId, LastConversation, LastMessageIn,
    LastMessageInSentiment, Links, Location, Phone, Preview, RecentLocation, ResourceIdentifier,
    ResourceRelationship, Sentiment, Social, Url,
};
use serde_json::{Map, Value, json};

use super::{Computed, ids};
use crate::data::Lookup;
use crate::data::names::{Name, number_of_email};
use crate::data::times::{after, created, time};
use crate::ids::hexadecimal;
use crate::mix::{Dice, mix};

/// Tells people's phone numbers from those of contacts and accounts.
const PHONE_SLOT: u64 = 98;

/// What everything in an organization was created after, in seconds since 1970.
const ORGANIZATION_SINCE: u32 = 0x66B3_EDC0;

impl Computed {
    pub(super) fn person_id(&self, number: u64) -> String {
        ids::kustomer_id(self.person_key, created(self.person_key, number), number)
    }

    pub(super) fn person_named(&self, lookup: &Lookup<'_>) -> Option<u64> {
        let number = match lookup {
            Lookup::Id(id) => ids::row_of_kustomer_id(self.person_key, id)?,
            Lookup::Email(email) => number_of_email(email)?,
            Lookup::Phone(phone) => {
                let (slot, number) = ids::row_of_phone(self.person_key, phone)?;
                (slot == PHONE_SLOT).then_some(number)?
            }
            Lookup::ExternalId(id) => id.strip_prefix("shop-")?.parse().ok()?,
        };
        if number >= self.settings.customers {
            return None;
        }
        let found = match lookup {
            Lookup::Id(id) => self.person_id(number) == *id,
            Lookup::Email(email) => self.email(number) == *email && kind(number) != Kind::Bare,
            Lookup::Phone(phone) => self.phone(number) == *phone && kind(number) == Kind::Full,
            Lookup::ExternalId(id) => external_id(number) == *id && kind(number) != Kind::Bare,
        };
        found.then_some(number)
    }

    pub(super) fn person(&self, number: u64) -> Customer {
        let id = self.person_id(number);
        let path = format!("/v1/customers/{id}");
        let kind = kind(number);
        Customer {
            type_: "customer".to_owned(),
            attributes: match kind {
                Kind::Bare => None,
                Kind::Sparse => Some(self.sparse(number)),
                Kind::Full => Some(self.full(number)),
            },
            relationships: (kind != Kind::Bare).then(|| self.relationships(&path)),
            links: Some(link(path)),
            id,
            extra: Map::new(),
        }
    }

    /// What was seen of a person of whom little is known: no lists filled, no ratings, odd members.
    fn sparse(&self, number: u64) -> CustomerAttributes {
        let mut dice = Dice::new(self.person_key, number);
        let created = created(self.person_key, number);
        let external = external_id(number);
        CustomerAttributes {
            name: Some(String::new()),
            display_name: Some(format!(
                "Unknown {}",
                dice.pick(&["Mango", "Orchid", "Gecko"])
            )),
            display_color: Some(dice.pick(&["yellow", "teal", "purple"]).to_owned()),
            display_icon: Some(dice.pick(&["flower", "leaf", "gecko"]).to_owned()),
            external_id: Some(external.clone()),
            external_ids: Some(vec![ExternalId {
                external_id: Some(external),
                verified: Some(true),
                id: None,
                extra: Map::from_iter([("externalVerified".to_owned(), json!(false))]),
            }]),
            shared_external_ids: Some(Vec::new()),
            emails: Some(vec![self.email_entry(number, "home")]),
            shared_emails: Some(Vec::new()),
            phones: Some(Vec::new()),
            shared_phones: Some(Vec::new()),
            socials: Some(Vec::new()),
            shared_socials: Some(Vec::new()),
            urls: Some(Vec::new()),
            locations: Some(Vec::new()),
            active_users: Some(Vec::new()),
            watchers: Some(Vec::new()),
            recent_location: Some(RecentLocation::default()),
            created_at: Some(time(created)),
            updated_at: Some(time(created)),
            modified_at: Some(time(created)),
            last_activity_at: Some(time(created)),
            last_message_in: Some(LastMessageIn {
                sent_at: None,
                sentiment: Some(LastMessageInSentiment::default()),
                extra: Map::new(),
            }),
            last_conversation: Some(LastConversation {
                sentiment: Some(Sentiment::default()),
                tags: Some(Vec::new()),
                ..LastConversation::default()
            }),
            conversation_counts: Some(ConversationCounts {
                all: Some(0),
                ..ConversationCounts::default()
            }),
            preview: Some(Preview {
                extra: Map::from_iter([("$init".to_owned(), json!(true))]),
                ..Preview::default()
            }),
            tags: Some(Vec::new()),
            sentiment: Some(Sentiment::default()),
            verified: Some(false),
            rev: Some(1),
            // The types leave a member out where there is no value; recorded answers say null.
            extra: nulls(&[
                "signedUpAt",
                "avatarUrl",
                "username",
                "locale",
                "timeZone",
                "birthdayAt",
                "gender",
                "progressiveStatus",
            ]),
            ..CustomerAttributes::default()
        }
    }

    /// A person of whom everything is known.
    fn full(&self, number: u64) -> CustomerAttributes {
        let mut dice = Dice::new(self.person_key, number);
        let name = Name::throw(&mut dice);
        let (given, family) = name.parts();
        let mut attributes = self.sparse(number);
        attributes.name = Some(name.full());
        attributes.display_name = Some(name.full());
        attributes.signed_up_at = attributes.created_at;
        attributes.avatar_url = Some(format!("https://example.com/avatars/{number}.png"));
        attributes.username = Some(format!("pelanggan{number}"));
        attributes.locale = Some("id_ID".to_owned());
        attributes.time_zone = Some("Asia/Jakarta".to_owned());
        attributes.birthday_at = Some(birthday(number));
        attributes.gender = Some(dice.pick(&["m", "f"]).to_owned());
        attributes.presence = Some("offline".to_owned());
        attributes.verified = Some(true);
        attributes.rev = Some(2 + i64::try_from(dice.below(40)).unwrap_or_default());
        attributes.extra = Map::from_iter([
            ("firstName".to_owned(), json!(given)),
            ("lastName".to_owned(), json!(family)),
            ("deleted".to_owned(), json!(false)),
            (
                "custom".to_owned(),
                json!({ "ordersNum": dice.below(40), "tierStr": "gold" }),
            ),
        ]);
        self.add_contact_details(&mut attributes, number, &mut dice);
        self.add_activity(&mut attributes, number, &mut dice);
        attributes
    }

    /// Where a person can be reached.
    fn add_contact_details(
        &self,
        attributes: &mut CustomerAttributes,
        number: u64,
        dice: &mut Dice,
    ) {
        let work = self.settings.unlisted("billing", "work");
        attributes.shared_emails = Some(vec![Email {
            email: Some("kantor@example.com".to_owned()),
            ..self.email_entry(number, work)
        }]);
        attributes.phones = Some(vec![Phone {
            phone: Some(self.phone(number)),
            verified: Some(true),
            type_: Some(self.settings.unlisted("whatsapp", "mobile").into()),
            ..Phone::default()
        }]);
        attributes.socials = Some(vec![Social {
            type_: Some("instagram".into()),
            userid: Some(format!("9000000{number:08}")),
            username: Some(format!("pelanggan{number}")),
            url: Some(format!("https://example.com/pelanggan{number}")),
            verified: Some(false),
            ..Social::default()
        }]);
        attributes.urls = Some(vec![Url {
            url: Some("https://example.com/?q=a b&c=\u{e9}".to_owned()),
            type_: Some("website".into()),
            ..Url::default()
        }]);
        attributes.locations = Some(vec![location(dice)]);
    }

    /// What happened around a person.
    fn add_activity(&self, attributes: &mut CustomerAttributes, number: u64, dice: &mut Dice) {
        let seen = after(created(self.person_key, number), dice);
        let changed = after(seen, dice);
        let polarity = dice.pick(&[-1, 0, 1]);
        let confidence = dice.pick(&[-1.0, 0.25, 0.512, 0.649_023]);
        let tags = vec![self.other_id("tag", dice.below(9))];
        attributes.active_users = Some(vec![self.other_id("user", dice.below(9))]);
        attributes.watchers = Some(vec![self.other_id("user", dice.below(9))]);
        attributes.recent_location = Some(RecentLocation {
            updated_at: Some(time(seen)),
            extra: Map::from_iter([(
                "location".to_owned(),
                json!({ "countryName": "Indonesia", "cityName": "Jakarta" }),
            )]),
        });
        attributes.updated_at = Some(time(changed));
        attributes.modified_at = Some(time(changed));
        attributes.last_seen_at = Some(time(seen));
        attributes.last_activity_at = Some(time(changed));
        attributes.last_customer_activity_at = Some(time(seen));
        attributes.last_message_in = Some(LastMessageIn {
            sent_at: Some(time(seen)),
            sentiment: Some(LastMessageInSentiment {
                confidence: Some(confidence),
                polarity: Some(polarity),
                extra: Map::new(),
            }),
            extra: Map::from_iter([("channel".to_owned(), json!("whatsapp"))]),
        });
        attributes.last_conversation = Some(LastConversation {
            id: Some(self.other_id("conversation", number)),
            sentiment: Some(sentiment(polarity, confidence)),
            tags: Some(tags.clone()),
            extra: Map::from_iter([("channels".to_owned(), json!(["whatsapp"]))]),
        });
        attributes.conversation_counts = Some(ConversationCounts {
            all: Some(4),
            snoozed: Some(1),
            open: Some(1),
            done: Some(2),
            extra: Map::new(),
        });
        attributes.preview = Some(Preview {
            preview_at: Some(time(changed)),
            type_: Some("message_out".to_owned()),
            text: Some("Pesanan Anda sudah kami kirim. \u{1F4E6}".to_owned()),
            subject: Some("Pesanan".to_owned()),
            extra: Map::new(),
        });
        attributes.tags = Some(tags);
        attributes.sentiment = Some(sentiment(polarity, confidence));
        attributes.progressive_status = Some(dice.pick(&["open", "snoozed", "done"]).to_owned());
    }

    fn relationships(&self, path: &str) -> CustomerRelationships {
        let org = self.other_id("org", 0);
        let user = self.other_id("user", 0);
        CustomerRelationships {
            org: Some(resource("org", "orgs", &org)),
            messages: Some(CollectionRelationship {
                links: Some(link(format!("{path}/messages"))),
                extra: Map::new(),
            }),
            modified_by: Some(resource("user", "users", &user)),
            extra: Map::from_iter([(
                "orders".to_owned(),
                json!({
                    "links": { "self": format!("{path}/klasses/order") },
                    "meta": { "kobject": true },
                }),
            )]),
        }
    }

    fn email_entry(&self, number: u64, kind: &str) -> Email {
        Email {
            email: Some(self.email(number)),
            verified: Some(kind == "home"),
            type_: Some(kind.into()),
            id: None,
            extra: nulls(&["id"]),
        }
    }

    fn email(&self, number: u64) -> String {
        let name = Name::throw(&mut Dice::new(self.person_key, number));
        name.email(number, "example.com")
    }

    fn phone(&self, number: u64) -> String {
        ids::phone(PHONE_SLOT, self.person_key, number)
    }

    /// Id of something that can only be pointed at.
    fn other_id(&self, kind: &str, number: u64) -> String {
        let key = crate::mix::key(self.settings.seed, kind);
        hexadecimal(ORGANIZATION_SINCE, mix(number ^ key))
    }
}

/// How much is known of a person.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Full,
    Sparse,
    /// No more than type and id.
    Bare,
}

fn kind(number: u64) -> Kind {
    match number % 4 {
        1 => Kind::Sparse,
        3 => Kind::Bare,
        _ => Kind::Full,
    }
}

fn external_id(number: u64) -> String {
    format!("shop-{number:06}")
}

/// Mostly a date-time; for some people masked, as organizations can have it.
fn birthday(number: u64) -> String {
    if number % 8 == 2 {
        return "****".to_owned();
    }
    format!("19{:02}-04-23T00:00:00.000Z", 50 + number % 50)
}

fn sentiment(polarity: i64, confidence: f64) -> Sentiment {
    Sentiment {
        polarity: Some(polarity),
        confidence: Some(confidence),
        extra: Map::new(),
    }
}

fn location(dice: &mut Dice) -> Location {
    Location {
        type_: Some("home".into()),
        name: Some("Rumah".to_owned()),
        address: Some(format!("Jalan Contoh {}", 1 + dice.below(200))),
        latitude: Some(-6.2),
        longitude: Some(106.816_666),
        country_code: Some("ID".to_owned()),
        country_name: Some("Indonesia".to_owned()),
        region_code: Some("JK".to_owned()),
        region_name: Some("Jakarta".to_owned()),
        city_name: Some("Jakarta".to_owned()),
        zip_code: Some("00000".to_owned()),
        extra: nulls(&["address2", "address3", "areaCode", "id"]),
        ..Location::default()
    }
}

fn resource(kind: &str, folder: &str, id: &str) -> ResourceRelationship {
    ResourceRelationship {
        links: Some(link(format!("/v1/{folder}/{id}"))),
        data: Some(ResourceIdentifier {
            type_: Some(kind.to_owned()),
            id: Some(id.to_owned()),
            extra: Map::new(),
        }),
        extra: Map::new(),
    }
}

fn link(path: String) -> Links {
    Links {
        self_: Some(path),
        extra: Map::new(),
    }
}

fn nulls(names: &[&str]) -> Map<String, Value> {
    names
        .iter()
        .map(|name| ((*name).to_owned(), Value::Null))
        .collect()
}
